"""Texts as extraction tools print them: no number may go to a row or a column that is not its own.

Each text is small and of our own making; what tool prints tables like that stands beside it.
"""

import pytest
from tool_texts import APPLICATIONS, COLUMNS, TITLE, convert, values

from converters.atoms import Kind, atoms_of
from converters.form import forms
from converters.neighbours import Neighbours
from converters.printed import printed_table
from converters.sheet import Line, TextPlace
from converters.vocabulary import vocabulary


def own_rows(text: str, form: str = "2021", table: str = "disclosure") -> Neighbours:
    """How the rows of the form stand in this text, if its numbers went to them in order, each row its width."""
    rows = printed_table(form, table).rows
    lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.splitlines(), start=1)]
    atoms = atoms_of(lines, vocabulary(form, table))
    numbers = [atom for atom in atoms if atom.kind is Kind.VALUE]
    filled = [[numbers.pop(0) for _ in range(min(row.width, len(numbers)))] for row in rows]
    return Neighbours(atoms, filled, rows)


# --- pages drawn column by column (pdfminer, pdftotext) ----------------------------------------------------------


def test_numbers_behind_column_headings_go_to_no_row_whose_label_stands_before_them() -> None:
    # As pdfminer draws a page: the labels of a band, then its headings, each with its column of numbers, which
    # come even behind the heading of the next band.
    labels = ["规章", "行政规范性文件", "信息", "内容", "行政许可", "信息内容", "行政处罚", "行政强制"]
    first = [
        "信息",
        "内容",
        "现行有",
        "效件数",
        "0",
        "0",
        "第二十条第（一）项",
        "本年制",
        "发件数",
        "0",
        "0",
        "本年废止",
        "件数",
        "0",
        "441",
    ]
    second = ["第二十条第（五）项", "本年处理决定数量", "263"]
    third = ["第二十条第（六）项", "本年处理决定数量", "17", "2"]
    fourth = ["第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费", "9.5"]
    text = TITLE + "\n\n".join(["信息内容", *labels, *first, *second, *third, *fourth])

    assert values(convert(text), "disclosure") == {"fees.amount": 9.5}


def test_no_count_is_below_nought() -> None:
    # Columns read as rows bring the change of one row into the count of another.
    text = (
        TITLE.replace("2023", "2020")
        + "信息内容\n\n行政处罚\n\n行政强制\n\n第二十条第（六）项\n\n上一年项目数量\n\n本年增/减\n\n"
        + "处理决定数量\n\n8\n\n28\n\n-3\n\n-3\n\n第二十条第（八）项\n\n0\n\n24\n\n"
        + "信息内容\n\n上一年项目数量\n\n行政事业性收费\n\n7\n\n本年增/减\n\n2\n\n"
    )

    found = values(convert(text), "disclosure")

    assert not {cell for cell in found if not cell.startswith("fees.")}


def test_numbers_between_two_labels_without_numbers_go_to_neither() -> None:
    # pdfminer without box flow orders by the lower edge: a label of two lines stands behind its own numbers.
    rows = [
        ("一、本年新收政府信息公开申请数量", "8\n\n2\n\n2\n\n12"),
        ("二、上年结转政府信息公开申请数量", "1\n\n1"),
        ("（一）予以公开", "1\n\n1\n\n2"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）\n\n1.属于国家秘密", ""),
        ("2.其他法律行政法规禁止公开\n\n3.危及“三安全一稳定”", "1\n\n1\n\n2"),
        ("2.重复申请", "1\n\n1"),
        ("5.要求行政机关确认或重新出具已获取信息", ""),
        ("（七）总计", "8\n\n1\n\n12"),
    ]
    text = TITLE + APPLICATIONS + COLUMNS + "\n\n".join(f"{label}\n\n{own}" for label, own in rows)

    found = values(convert(text), "applications")

    assert not {"granted.total", "partly_granted.total", "refused.public_safety.total"} & found.keys()


def test_a_row_of_one_column_only_is_no_row_of_noughts() -> None:
    # pdftotext gives the first column with the labels and the others somewhere behind.
    labels = ["（一）予以公开", "1.属于国家秘密", "2.其他法律行政法规禁止公开", "2.重复申请", "（七）总计"]
    first = ["76", "0", "11", "7", "139"]
    rest = ["9 1 0 0 1 87", "0 0 0 1 0 1", "0 2 0 0 0 13", "0 0 0 0 0 7", "10 2 1 3 2 157"]
    lines = [f"{label} {number}" for label, number in zip(labels, first, strict=True)]
    text = TITLE + APPLICATIONS + COLUMNS + "\n".join([*lines, "", *rest])

    found = values(convert(text), "applications")

    assert not {cell for cell in found if cell.startswith("refused.state_secret")}


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("规章\n1\n2\n3\n行政规范性文件\n4\n5\n6", {0, 1}),
        ("规章\n行政规范性文件\n1 2 3\n4 5 6\n", {0, 1}),
        ("规章\n行政规范性文件\n1\n2\n3\n4\n5\n6\n", set()),
        ("规章\n行政规范性文件\n1\n1\n1\n1\n1\n1\n", {0, 1}),
        ("规章\n行政规范性文件\n现行有效件数\n1\n1\n1\n1\n1\n1\n", set()),
        ("规章\n1\n2\n3\n现行有效件数\n行政规范性文件\n4\n5\n6", {0, 1}),
        ("规章\n1\n2\n3\n行政规范性文件\n现行有效件数\n4\n5\n6", {0}),
        ("规章\n1\n2\n3\n行政规范性文件\n", set()),
        ("1 2 3\n规章\n4 5 6\n行政规范性文件\n", {0, 1}),
        ("规章\n1 2 3\n行政规范性文件\n4 5 6\n行政许可\n行政处罚\n行政强制\n7\n8\n9\n", {0, 1, 2, 3, 4}),
    ],
)
def test_rows_whose_label_stands_by_their_numbers(text: str, beside: set[int]) -> None:
    assert own_rows(text).beside == beside


def test_a_row_whose_line_names_another_row_is_estranged() -> None:
    # And so is the one that is named: its label stands before numbers that are not its own.
    assert own_rows("行政许可 1 2 3\n行政规范性文件 4 5 6").estranged == {0, 2}


def test_columns_are_told_from_rows_and_groups() -> None:
    words = vocabulary("2021", "disclosure")

    assert words.meaning("本年废止件数").heading
    assert words.meaning("本年废止").heading
    assert not words.meaning("行政许可").heading
    assert not words.meaning("第二十条第五项").heading


# --- rows printed by programs ------------------------------------------------------------------------------------

NAMES = ("natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org", "total")
NUMBERS = {
    "received": (64, 13, 5, 2, 5, 4, 93),
    "carried_in": (17, 1, 1, 0, 1, 1, 21),
    "granted": (41, 7, 4, 2, 4, 3, 61),
    "refused.administrative_query": (27, 2, 1, 0, 1, 1, 32),
    "processed_total": (68, 9, 5, 2, 5, 4, 93),
    "carried_out": (13, 5, 1, 0, 1, 1, 21),
}
ROWS = [(row.label, NUMBERS.get(row.key, (0,) * 7)) for row in forms()["2021"].table("applications").rows]
TRUTH = {
    f"{row.key}.{name}": number
    for row in forms()["2021"].table("applications").rows
    for name, number in zip(NAMES, NUMBERS.get(row.key, (0,) * 7), strict=True)
}


@pytest.mark.parametrize(
    "line",
    [
        "[{label!r}, None, None, {cells}]",
        "[None, None, {broken!r}, {cells}]",
        "  [{label!r}, {cells}],",
        "({label!r}, {cells})",
    ],
)
def test_rows_printed_as_lists_are_rows_of_cells(line: str) -> None:
    # pdfplumber's rows printed as they are; labels keep the line ends of the page.
    texts = [
        line.format(label=label, broken=f"{label[:6]}\n{label[6:]}", cells=str([*map(str, cells)])[1:-1])
        for label, cells in ROWS
    ]

    assert values(convert(TITLE + APPLICATIONS + "\n".join(texts)), "applications") == TRUTH


def test_a_list_of_rows_in_one_line_is_a_table() -> None:
    rows = str([[label, *map(str, cells)] for label, cells in ROWS])

    assert values(convert(f"{TITLE}{APPLICATIONS}{rows}\n"), "applications") == TRUTH


def test_numbers_parted_by_line_ends_in_one_cell_are_several() -> None:
    row = ["（一）予以公开", "4\n1", "7", "4", "2", "4", "3", "61"]

    found = values(convert(f"{TITLE}{APPLICATIONS}{ROWS[0][0]},1,2\n{row}\n"), "applications")

    assert found.get("granted.natural_person") != 41


def test_commas_part_cells_and_no_thousands_where_rows_are_comma_separated() -> None:
    rows = [
        "规章,0,0,10",
        "规范性文件,10,4,20",
        "行政许可,121,-1,120",
        "其他对外管理服务事项,9,-2,0",
        "信息内容,上一年项目数量,本年增/减,处理决定数量",
        "行政处罚,182,182,182",
        "行政强制,0,6,1",
        "信息内容,上一年项目数量,本年增/减",
        "行政事业性收费,7,-1",
        "信息内容,采购项目数量,采购总金额",
        "政府集中采购,1,447.65",
    ]

    found = values(convert(TITLE.replace("2023", "2020") + "\n".join(rows)), "disclosure")

    assert (found["licensing.change"], found["licensing.decisions"]) == (-1, 120)
    assert found["penalties.decisions"] == 182
    assert (found["fees.prior_items"], found["fees.change"]) == (7, -1)
    assert (found["procurement.projects"], found["procurement.amount"]) == (1, 447.65)


def test_a_number_with_commas_is_quoted_among_commas() -> None:
    rows = ["行政处罚,0,6,1", "行政强制,0,6,1", '政府集中采购,1,"1,447.65"', "第二十条第（九）项,,"]

    found = values(convert(TITLE.replace("2023", "2020") + "\n".join(rows)), "disclosure")

    assert found["procurement.amount"] == 1447.65


# --- empty cells and dashes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", ["|\n|\n|\n|", "\n\n\t\n\n"])
def test_a_hard_blank_between_separators_is_an_empty_cell(separator: str) -> None:
    # BeautifulSoup's get_text("|") and a browser's innerText of pages where &nbsp; fills the empty cells.
    rows = [
        separator.join([label, *(str(number) if number else "\xa0" for number in cells)])
        for label, cells in ROWS
    ]

    found = values(convert(TITLE + APPLICATIONS + "\n\n\n\n\n".join(rows) + "\n"), "applications")

    assert {cell: number for cell, number in found.items() if number} == {
        cell: number for cell, number in TRUTH.items() if number
    }


def test_a_dash_glued_to_a_number_is_a_sign_only_where_the_cells_say_so() -> None:
    rows = [
        "行政许可--2",
        "其他对外管理服务事项-5-",
        "行政处罚58-196",
        "行政强制1309-16-",
        "行政事业性收费4-3",
    ]

    found = values(convert(TITLE.replace("2023", "2020") + "\n".join(rows)), "disclosure")

    assert found["licensing.decisions"] == 2
    assert "licensing.change" not in found
    assert found["other_services.change"] == 5
    assert (found["coercion.prior_items"], found["coercion.change"]) == (1309, -16)
    assert "penalties.change" not in found
    assert (found["fees.prior_items"], found["fees.change"]) == (4, -3)


def test_lines_with_only_a_tab_part_cells_where_as_many_stand_between_all() -> None:
    # BeautifulSoup's get_text("\t") of a page that was saved from Word: three white texts between two cells.
    rows = ["\n".join(f"\t{cell}\t\n\t\n\t\n\t" for cell in (label, *cells)) for label, cells in ROWS]

    assert values(convert(TITLE + APPLICATIONS + "\n\t\n".join(rows)), "applications") == TRUTH


@pytest.mark.parametrize(
    "count", ["| 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |", "| 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |"]
)
def test_a_row_that_counts_columns_is_no_row_of_numbers(count: str) -> None:
    # The head of a table that pandas made, or that some agencies print.
    rows = [" | ".join(["", label, *map(str, cells), ""]) for label, cells in ROWS]

    assert values(convert(f"{TITLE}{APPLICATIONS}{count}\n" + "\n".join(rows)), "applications") == TRUTH


def test_rows_between_one_with_two_rows_of_numbers_and_one_without_any_are_in_doubt() -> None:
    # pdfminer without box flow: labels of two lines stand behind their numbers, all others before them.
    numbers = dict.fromkeys((label for label, _ in ROWS), "-\n\n-\n\n-\n\n-\n\n-\n\n-\n\n-")
    rows = [[label, numbers[label]] for label in numbers]
    wrapped = [number for number, label in enumerate(numbers) if label.endswith("政府信息公开申请")]
    rows[wrapped[1]][1] = "16\n\n-\n\n1\n\n-\n\n3\n\n-\n\n20"
    rows[wrapped[0] - 1][1] = "29\n\n1\n\n3\n\n-\n\n6\n\n-\n\n39"
    for number in wrapped:
        rows[number].reverse()
    text = TITLE + APPLICATIONS + "\n\n".join(f"{first}\n\n{second}" for first, second in rows)

    found = values(convert(text), "applications")

    assert not {cell for cell in found if cell.startswith("other_handling.not_corrected")}


# --- blocks of labels, then their rows ---------------------------------------------------------------------------


def in_blocks(lines: dict[str, str], *, gone: str = "") -> str:
    """Two labels of section 三, then their two lines, and so on; a row without a line of its own shows noughts."""
    text = TITLE + APPLICATIONS + COLUMNS
    rows = printed_table("2021", "applications").rows
    for first, *second in zip(rows[::2], [*rows[1::2], None], strict=True):
        pair = [row for row in (first, *second) if row is not None]
        own = [lines.get(row.key, "0 0 0 0 0 0") for row in pair if row.key != gone]
        text += "\n".join([*(row.label for row in pair), *own]) + "\n"
    return text


LOSING = {
    "received": "7 2 0 1 10",
    "carried_in": "1 0 1",
    "granted": "4 1 0 5",
    "unavailable.not_held": "3 1 1 5",
    "processed_total": "7 2 1 10",
    "carried_out": "1 0 1",
}


def test_as_many_lines_as_labels_are_their_rows_though_cells_are_lost() -> None:
    found = values(convert(in_blocks(LOSING)), "applications")

    totals = {cell.removesuffix(".total"): value for cell, value in found.items() if cell.endswith(".total")}
    assert totals == {row.key: 0 for row in printed_table("2021", "applications").rows} | {
        "received": 10,
        "carried_in": 1,
        "granted": 5,
        "unavailable.not_held": 5,
        "processed_total": 10,
        "carried_out": 1,
    }


def test_fewer_lines_than_labels_are_nobodys_rows_where_cells_are_lost() -> None:
    found = values(convert(in_blocks(LOSING, gone="granted")), "applications")

    assert not {"granted.total", "partly_granted.total"} & found.keys()


# --- a slip of the agency's beside digits run together ------------------------------------------------------------

SLIPPED = {
    "received": (12, 3, 0, 0, 0, 1, 16),
    "carried_in": (1, 0, 0, 0, 0, 0, 1),
    "granted": (8, 2, 0, 0, 0, 1, 11),
    "unavailable.not_held": (1, 1, 0, 0, 0, 0, 2),
    "not_processed.petition": (3, 0, 0, 0, 0, 0, 4),
    "processed_total": (12, 3, 0, 0, 0, 1, 16),
    "carried_out": (1, 0, 0, 0, 0, 0, 1),
}


def glued(lines: dict[str, tuple[int, ...]]) -> str:
    rows = printed_table("2021", "applications").rows
    shown = ((row.label, lines.get(row.key, (0,) * 7)) for row in rows)
    return TITLE + APPLICATIONS + "\n".join(label + "".join(map(str, numbers)) for label, numbers in shown)


def test_digits_are_cut_by_sums_that_another_row_breaks_where_the_sums_over_rows_confirm_it() -> None:
    found = values(convert(glued(SLIPPED)), "applications")

    assert {key: found.get(f"{key}.total") for key in SLIPPED} == {
        key: None if key == "not_processed.petition" else numbers[-1] for key, numbers in SLIPPED.items()
    }
    assert found["received.natural_person"] == 12


def test_digits_stay_uncut_where_the_sums_over_rows_fail_too() -> None:
    found = values(convert(glued(SLIPPED | {"received": (13, 3, 0, 0, 0, 1, 17)})), "applications")

    assert not {cell for cell in found if cell.startswith(("received", "granted", "processed_total"))}


# --- one cell a line, bars between them ---------------------------------------------------------------------------


def test_rows_of_a_total_alone_are_rows_where_bars_leave_room_for_the_others() -> None:
    rows = printed_table("2021", "applications").rows
    totals = [2 * len(rows[2:-2]), 1, *(2 for _ in rows[2:-2]), 2 * len(rows[2:-2]), 1]
    text = TITLE + APPLICATIONS + COLUMNS.replace("\n\n", " |\n")
    for row, total in zip(rows, totals, strict=True):
        text += f"{row.label} |\n" + " |\n" * 6 + f"{total} |\n||\n"

    found = values(convert(text), "applications")

    assert found == {f"{row.key}.total": total for row, total in zip(rows, totals, strict=True)}


def test_numbers_behind_strange_words_may_be_those_that_the_row_before_lacks() -> None:
    labels = ["3.危及“三安全一稳定” |", "4.保护第三方合法权益 |"]
    numbers = [
        "2 |\n0 |\n0 |\n0 |\n0 |\n0 |\n2 |\n||",
        "1 |\n1 |\n体育投注官方入口\n0 |\n0 |\n0 |\n |\n2 |\n||\n",
    ]
    text = "\n".join(part for row in zip(labels, numbers, strict=True) for part in row)

    found = values(convert(TITLE + APPLICATIONS + COLUMNS + text + "0 |\n" * 7), "applications")

    assert found.get("refused.third_party.total") in (2, None)


def test_a_sum_forces_nothing_upon_a_row_whose_numbers_go_on_behind_strange_words() -> None:
    rows = printed_table("2021", "applications").rows
    lines = {row.key: [0] * 7 for row in rows} | {
        "received": [3, 0, 0, 0, 0, 0, 3],
        "refused.administrative_query": [3, 0, 0, 0, 0, 0, 2],
        "processed_total": [3, 0, 0, 0, 0, 0, 3],
    }
    text = TITLE + APPLICATIONS + COLUMNS.replace("\n\n", "\n")
    for row in rows:
        cells = [f"\t{number}" for number in lines[row.key]]
        cells[5:5] = ["最新开户平台下载"] if row.key == "refused.administrative_query" else []
        text += "\n".join([f"\t{row.label}", *cells, "", ""])

    found = values(convert(text), "applications")

    assert found["received.total"] == 3
    assert found.get("refused.administrative_query.total") in (2, None)


def test_commas_part_thousands_where_blanks_part_numbers() -> None:
    """Rows between wide blanks, as pdftotext prints them: three groups of thousands look like cells of a CSV file."""
    text = TITLE + "第二十条第（一）项\n信息内容　本年制发件数　本年废止件数　现行有效件数\n规章　0　0　0\n"
    text += "行政规范性文件　5,509　0　5,509\n" + APPLICATIONS
    text += "一、本年新收政府信息公开申请数量  1,966  1,375  45  22  63  69  3,540\n"
    text += "（七）总计  1,848  1,594  51  21  59  66  3,639\n"
    found = values(convert(text), "disclosure.normative_documents")
    assert found == {"issued": 5509, "repealed": 0, "in_force": 5509}


def test_two_numbers_and_a_slash_may_be_a_row_where_a_slash_is_a_cell() -> None:
    """Numbers above their labels: `1 / 1` is the row of 规章 or the number of a page."""
    text = (
        TITLE
        + "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n1 / 1\n规章\n8 15 8\n"
    )
    text += (
        "行政规范性文件\n第二十条第（五）项\n信息内容\n本年处理决定数量\n3\n行政许可\n第二十条第（六）项\n"
    )
    text += "信息内容\n本年处理决定数量\n2\n行政处罚\n/\n行政强制\n"
    found = values(convert(text), "disclosure")
    true = {
        "regulations.issued": 1,
        "regulations.in_force": 1,
        "licensing.decisions": 3,
        "penalties.decisions": 2,
    }
    true |= {
        "normative_documents.issued": 8,
        "normative_documents.repealed": 15,
        "normative_documents.in_force": 8,
    }
    assert found.items() <= true.items()
    assert found
