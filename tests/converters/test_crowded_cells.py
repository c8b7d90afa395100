"""Several cells in one, broken numbers, rows and columns out of place, as tools print damaged pages and files.

No number may go to a row or a column that is not its own. Each text is small and of our own making.
"""

from collections.abc import Callable

import pytest
from tool_texts import APPLICATIONS, COLUMNS, TITLE, convert, values

from converters.atoms import Atom, Kind, atoms_of
from converters.neighbours import Neighbours
from converters.printed import printed_table
from converters.runs import runs_and_gaps
from converters.sheet import Line, TextPlace
from converters.vocabulary import vocabulary

# --- several cells in one (markitdown, browsers on broken markup), and broken numbers -----------------------------


def piped(*rows: str) -> str:
    """A table with a rule below its first row."""
    width = max(row.count("|") for row in rows) + 1
    lines = [f"| {row} |" for row in rows]
    return "\n".join([lines[0], "| --- " * width + "|", *lines[1:]])


def test_two_numbers_in_a_cell_are_two_where_only_so_the_row_adds_up() -> None:
    rows = [
        "一、本年新收政府信息公开申请数量 |  |  | 3 0 | 1 0 | 0 0 | 4",
        "二、上年结转政府信息公开申请数量 |  |  | 0 0 | 0 0 | 0 0 | 0",
        "（一）予以公开 |  |  | 2 0 | 1 0 | 0 0 | 3",
    ]
    found = values(convert(TITLE + APPLICATIONS + piped(*rows)), "applications")
    parts = ("natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org", "total")
    assert [found[f"received.{part}"] for part in parts] == [3, 0, 1, 0, 0, 0, 4]
    assert [found[f"granted.{part}"] for part in parts] == [2, 0, 1, 0, 0, 0, 3]


def test_empty_cells_below_columns_of_labels_are_no_row_of_their_own() -> None:
    # markitdown gives a line of labels that it finds no column for by itself, and behind it a row without any.
    rule = "| --- " * 13 + "|"
    empty = "| " * 9
    text = "\n".join(
        [
            "一、本年新收政府信息公开申请数量",
            f"{empty}32 | 6 | 2 2 | 8 1 | 51 |",
            rule,
            "二、上年结转政府信息公开申请数量",
            f"{empty}9 | 1 | 0 0 | 1 0 | 11 |",
            rule,
            "（一）予以公开",
            f"{empty}7 | 2 | 1 0 | 0 1 | 11 |",
            rule,
        ]
    )
    found = values(convert(TITLE + APPLICATIONS + text), "applications")
    parts = ("natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org", "total")
    assert [found.get(f"received.{part}") for part in parts] == [32, 6, 2, 2, 8, 1, 51]
    assert [found.get(f"carried_in.{part}") for part in parts] == [9, 1, 0, 0, 1, 0, 11]


def test_a_line_with_the_first_part_of_a_label_is_no_empty_row() -> None:
    lines = [
        "| 一、本年新收政府信息公开申请数量 | 32 | 6 | 2 | 2 | 8 | 1 | 51 |",
        "| 二、上年结转政府信息公开 | | | | | | | |",
        "| 申请数量 | 9 | 1 | 0 | 0 | 1 | 0 | 11 |",
        "| （一）予以公开 | | | | | | | |",
        "| （二）部分公开 | 7 | 2 | 1 | 0 | 0 | 1 | 11 |",
    ]
    places = [Line(text, TextPlace(number, 1)) for number, text in enumerate(lines, 1)]
    runs, gaps = runs_and_gaps(atoms_of(places, vocabulary("2021", "applications")), 7)
    rows = [(gap.named, run.values) for gap, run in zip(gaps, runs, strict=False)]
    assert rows == [((0,), 7), ((1,), 7), ((2,), 0), ((3,), 7)]


def test_dashes_are_as_many_cells_as_signs_where_cells_hold_several() -> None:
    rows = [
        "一、本年新收政府信息公开申请数量 |  |  | 17 - | - - | - - | 17",
        "二、上年结转政府信息公开申请数量 |  |  | 1 - | - - | - - | 1",
        "（一）予以公开 |  |  | 3 - | - - | - - | 3",
    ]
    found = values(convert(TITLE + APPLICATIONS + piped(*rows)), "applications")
    assert found["received.natural_person"] == found["received.total"] == 17
    assert found["received.research"] == 0


def test_a_number_with_a_blank_is_in_doubt_where_the_last_cells_of_its_row_are_empty() -> None:
    # Cells that a page does not close run into one; the row is filled up with empty ones.
    rows = ["规章 | 7 | 2  9 |  |", "行政规范性文件 | 1 2 | 0 | 30"]
    found = values(
        convert(TITLE + piped("信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |", *rows)), "disclosure"
    )
    assert not {"regulations.repealed", "regulations.in_force"} & found.keys()
    assert [found[f"normative_documents.{part}"] for part in ("issued", "repealed", "in_force")] == [
        12,
        0,
        30,
    ]


def test_where_a_row_holds_a_number_more_a_nought_at_its_end_is_not_just_left_out() -> None:
    # Browsers print `40` as `4 0` where its digits are styled each on its own.
    for row in ("行政强制 4 0 3 0", "行政强制 4 0          3          0"):
        text = TITLE.replace("2023", "2020") + f"信息内容 上一年项目数量 本年增/减 处理决定数量\n{row}\n"
        assert "coercion.prior_items" not in values(convert(text), "disclosure")


def test_an_empty_row_above_the_table_of_another_gets_none_of_its_numbers() -> None:
    rule = "| --- | --- | --- | --- | --- | --- | --- |\n"
    text = (
        f"第二十条第（一）项\n| 信息内容 | | 本年制发件数 | | 本年废止件数 | 现行有效件数 | |\n{rule}规章\n"
        f"| 行政规范性文件 | | 18 | | 0 | 18 | |\n{rule}第二十条第（五）项\n"
        f"| 信息内容 | | | | 本年处理决定数量 | | |\n{rule}| 行政许可 | | | | 2 | | |\n"
        f"第二十条第（六）项\n| 信息内容 | | | | 本年处理决定数量 | | |\n{rule}| 行政处罚 | | | | 2 | | |\n"
        "| 行政强制 | | | | 5 | | |\n第二十条第（八）项\n"
        f"| 信息内容 | | | 本年收费金额（单位：万元） | | | |\n{rule}| 行政事业性收费 | | | | 22.03 | | |\n"
    )
    found = values(convert(TITLE + text), "disclosure")
    assert not {cell: value for cell, value in found.items() if cell.startswith("regulations")}
    assert found.get("normative_documents.repealed", 0) == 0
    assert found["licensing.decisions"] == 2


def test_the_last_of_too_many_numbers_is_a_part_of_the_total_where_only_so_the_row_adds_up() -> None:
    text = (
        TITLE
        + APPLICATIONS
        + "一、本年新收政府信息公开申请数量 6 3 2 0 1 0 1 2 二、上年结转政府信息公开申请数量 0 0 0 0 1 0 1 "
        + "三、本年度办理结果 （一）予以公开 5 0 0 0 0 0 5"
    )
    found = values(convert(text), "applications")
    assert (found["received.total"], found["carried_in.total"]) == (12, 1)


def test_characters_of_no_width_are_no_part_of_a_number() -> None:
    text = TITLE + "信息内容\n本年处理决定数量\n行政许可\n\u200b2\n行政处罚\n 0\ufeff\n行政强制\n8\u2060\n"
    found = values(convert(text), "disclosure")
    assert [found[f"{row}.decisions"] for row in ("licensing", "penalties", "coercion")] == [2, 0, 8]


def test_columns_are_not_set_into_rows_where_the_labels_of_rows_stand_out_of_order() -> None:
    # pdfminer puts boxes of one size together: a column may stand anywhere, and no sum tells which it is.
    labels = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "1.属于国家秘密",
    ]
    columns = [
        [0, 0, 0, 0],
        [4, 1, 2, 1],
        [0, 1, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 1, 0],
        [0, 0, 0, 0],
        [5, 2, 3, 1],
    ]
    numbers = "\n\n".join("\n\n".join(map(str, column)) for column in columns)
    for named in (labels, [labels[0], labels[2], labels[1], labels[3]]):
        text = TITLE + APPLICATIONS + "\n\n".join(named) + "\n\n" + COLUMNS + numbers
        found = values(convert(text), "applications")
        assert not {"received.enterprise", "received.legal_service"} & found.keys()


def test_a_row_whose_label_stands_before_other_numbers_is_estranged() -> None:
    text = "1 0 7\n规章 5 0 9\n行政规范性文件 3 2 15\n"
    rows = printed_table("2021", "disclosure").rows
    lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.splitlines(), start=1)]
    atoms = atoms_of(lines, vocabulary("2021", "disclosure"))
    numbers = [atom for atom in atoms if atom.kind is Kind.VALUE]
    filled = [numbers[:3], numbers[6:], *([] for _ in rows[2:])]
    assert Neighbours(atoms, filled, rows).estranged == {0}


def test_digits_parted_by_blanks_or_line_ends_are_joined_where_only_so_the_row_adds_up() -> None:
    rows = [
        ("一、本年新收政府信息公开申请数量", "21 3 0 0 0 0 2 4"),
        ("二、上年结转政府信息公开申请数量", "0 0 0 0 0 0 0"),
        ("（一）予以公开", "5 0 0 0 0 0 5"),
    ]
    for blank in (" ", "\n"):
        text = "\n".join(f"{label}{blank}{numbers.replace(' ', blank)}" for label, numbers in rows)
        found = values(convert(TITLE + APPLICATIONS + text), "applications")
        assert found["received.natural_person"] == 21
        assert found["received.enterprise"] == 3
        assert found["received.total"] == 24


def test_a_row_that_adds_up_without_its_first_number_or_with_its_last_two_in_one_is_in_doubt() -> None:
    rows = (
        "一、本年新收政府信息公开申请数量 22 3 0 0 0 0 2 5\n二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n"
    )
    found = values(convert(TITLE + APPLICATIONS + rows + "（一）予以公开 5 0 0 0 0 0 5\n"), "applications")
    assert not {cell for cell in found if cell.startswith("received.")}


def test_a_row_that_a_label_without_numbers_could_claim_is_not_believed_in_a_bent_table() -> None:
    rows = printed_table("2021", "disclosure").rows
    text = "行政许可\n规章\n1 0 7\n行政规范性文件 3 2 15\n"
    lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.splitlines(), start=1)]
    atoms = atoms_of(lines, vocabulary("2021", "disclosure"))
    numbers = [atom for atom in atoms if atom.kind is Kind.VALUE]
    found = Neighbours(atoms, [numbers[:3], numbers[3:], *([] for _ in rows[2:])], rows)
    assert found.contested == {0}
    assert found.beside == {1}


@pytest.mark.parametrize(
    ("words", "number", "sure"),
    [
        (str, "25", True),
        (lambda word: word * 2, "2525", False),
        (lambda word: word * 2, "25", True),
        (lambda word: word * 2, "36.536.5", False),
        (lambda word: "".join(sign * 2 for sign in word), "2255", False),
    ],
)
def test_numbers_are_in_doubt_that_may_be_printed_twice_as_the_words_beside_them_are(
    words: Callable[[str], str], number: str, sure: bool
) -> None:
    # Boldness that is drawn by printing twice, a hair apart.
    lines = ["信息内容 本年制发件数", "信息内容 本年处理决定数量", "第二十条第（六）项"]
    doubled = "\n".join(" ".join(map(words, line.split())) for line in lines)
    text = f"{TITLE}{doubled}\n行政许可 {number}\n行政处罚 7\n行政强制 13\n"
    found = values(convert(text), "disclosure")
    assert ("licensing.decisions" in found) == sure
    assert (found["penalties.decisions"], found["coercion.decisions"]) == (7, 13)


def test_numbers_without_a_word_of_their_table_are_in_doubt_where_their_sums_fail() -> None:
    # A page on its side, drawn from its end: the last number stands first.
    row = [3, 2, 1, 0, 0, 1, 0, 0, 1, 0, 3, 1, 1, 1, 0]
    heading = "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
    for numbers, sure in ((row, False), (row[::-1], True)):
        text = TITLE + heading + "\n诉起后议复\n计总\n果结他其\n" + "\n".join(map(str, numbers)) + "\n"
        assert (values(convert(text), "reviews") != {}) == sure


def test_in_a_table_with_several_numbers_in_a_cell_an_empty_cell_is_no_column_for_sure() -> None:
    # The first cell belongs to the label, and the blank of the fourth column is lost.
    rows = [
        "一、本年新收政府信息公开申请数量 |  | 40 | 2 | 6 1 | 1 | 2 | 52",
        "二、上年结转政府信息公开申请数量 |  | 14 | 2 | 3 1 | 0 | 0 | 20",
        "（一）予以公开 |  | 55 | 6 | 1 | 0 | 2 | 64",
    ]
    found = values(convert(TITLE + APPLICATIONS + piped(*rows)), "applications")
    assert found["received.research"] == 6
    assert not {"granted.natural_person", "granted.enterprise", "granted.research"} & found.keys()


def test_rows_that_no_label_tells_are_adrift_where_they_are_not_just_the_rows_between() -> None:
    def adrift(text: str, owners: list[int | None]) -> frozenset[int]:
        lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.splitlines(), start=1)]
        atoms = atoms_of(lines, vocabulary("2021", "applications"))
        rows = printed_table("2021", "applications").rows[:6]
        numbers = [atom for atom in atoms if atom.kind is Kind.VALUE]
        filled: list[list[Atom]] = [[] for _ in rows]
        for atom, owner in zip(numbers, owners, strict=True):
            if owner is not None:
                filled[owner].append(atom)
        return Neighbours(atoms, filled, rows).adrift

    first, last = "一、本年新收政府信息公开申请数量 3\n", "2.其他法律行政法规禁止公开 9\n"
    assert adrift(f"{first}甲乙丙 4\n丁戊己 5\n庚辛壬 6\n甲丙乙 7\n{last}", [0, 1, 2, 3, 4, 5]) == frozenset()
    assert adrift(f"{first}甲乙丙 4\n丁戊己 5\n庚辛壬 6\n{last}", [0, 1, 2, 4, 5]) == {1, 2, 3, 4}
    assert adrift(
        f"{first}甲乙丙 4\n丁戊己 5\n庚辛壬 6\n甲丙乙 7\n子丑寅 8\n{last}", [0, 1, 2, None, 3, 4, 5]
    ) == {1, 2, 3, 4}


def test_a_row_is_in_doubt_that_breaks_its_own_sum_and_those_of_many_columns() -> None:
    # A cell too many stood before the first number, and the last one fell off.
    rows = {
        "一、本年新收政府信息公开申请数量": "12 | 5 | 1 | 2 | 3 | 4 | 27",
        "二、上年结转政府信息公开申请数量": "0 | 0 | 0 | 0 | 0 | 0 | 0",
        "（一）予以公开": "12 | 5 | 1 | 2 | 3 | 4 | 27",
    }
    others = [row.label for row in printed_table("2021", "applications").rows[3:-2]]
    rows |= dict.fromkeys(others, rows["二、上年结转政府信息公开申请数量"])
    for total, sure in (("12 | 5 | 1 | 2 | 3 | 4 | 26", True), ("0 | 12 | 5 | 1 | 2 | 3 | 4", False)):
        rows |= {"（七）总计": total, "四、结转下年度继续办理": rows["二、上年结转政府信息公开申请数量"]}
        text = TITLE + APPLICATIONS + piped(*(f"{label} | {numbers}" for label, numbers in rows.items()))
        assert ("processed_total.total" in values(convert(text), "applications")) == sure


# --- what stands on which side of a label, and what is printed twice ----------------------------------------------

SOME_ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
)


def placed(
    text: str, owners: list[int | None], form: str = "2021", table: str = "applications"
) -> Neighbours:
    """How rows stand to their labels in a text, of whose numbers these rows have one each."""
    lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.splitlines(), start=1)]
    atoms = atoms_of(lines, vocabulary(form, table))
    rows = printed_table(form, table).rows
    filled: list[list[Atom]] = [[] for _ in rows]
    numbers = [atom for atom in atoms if atom.kind in (Kind.VALUE, Kind.BLANK)]
    for atom, owner in zip(numbers, owners, strict=True):
        if owner is not None:
            filled[owner].append(atom)
    return Neighbours(atoms, filled, rows)


def test_rows_whose_label_changes_sides_are_in_doubt_and_not_those_in_whose_line_it_stands() -> None:
    labels = SOME_ROWS
    # The first labels stand before their numbers; the fifth and the sixth seem to stand behind them.
    text = "".join(f"{label}\n{number}\n" for number, label in enumerate(labels, start=1))
    before = [0, 1, 2, 3, 4, 5]
    assert not placed(text, [*before]).contested
    changed = placed(text, [0, 1, 2, 4, 5, None])
    assert {4, 5} <= changed.contested
    assert not {0, 1} & changed.contested
    assert not {4, 5} & changed.beside
    behind = "".join(f"{number}\n{label}\n" for number, label in enumerate(labels, start=1))
    assert not placed(behind, [*before]).contested
    beside = "".join(f"{label} {number}\n" for number, label in enumerate(labels, start=1))
    assert not placed(beside, [*before]).contested


def test_empty_cells_beside_a_label_leave_the_numbers_behind_them_to_either_row() -> None:
    rows = [
        f"{SOME_ROWS[0]} |  |  |  | 12 | 1 | 0 | 0 | 2 | 0 | 15",
        f"{SOME_ROWS[1]} |  |  |  | 3 | 0 | 0 | 0 | 0 | 0 | 3",
        f"{SOME_ROWS[2]} |  |  |  | 5 | 0 | 0 | 0 | 0 | 0 | 5",
        f"{SOME_ROWS[3]} |  |  |  |  |  |  |  |  |  | ",
        " |  |  |  | 4 | 1 | 0 | 0 | 2 | 0 | 7",
        f"{SOME_ROWS[5]} |  |  |  | 2 | 0 | 0 | 0 | 0 | 0 | 2",
    ]
    found = values(convert(TITLE + APPLICATIONS + piped(*rows)), "applications")
    assert found["carried_in.total"] == 3
    assert found["refused.law_forbids.total"] == 2
    assert found.get("partly_granted.natural_person", 4) == 4
    assert "refused.state_secret.natural_person" not in found
    assert "refused.state_secret.total" not in found


def test_rows_beside_one_with_several_lines_too_many_are_in_doubt() -> None:
    # Two rows that lack cells stand together, one above its label.
    labels = SOME_ROWS[:3]
    text = f"{labels[0]}\n7\n{labels[1]}\n" + "0\n" * 11 + f"{labels[2]}\n5\n"
    assert placed(text, [0, *[1] * 11, 2]).shifted == {0, 1, 2}
    text = f"{labels[0]}\n7\n{labels[1]}\n" + "0\n" * 8 + f"{labels[2]}\n5\n"
    assert not placed(text, [0, *[1] * 8, 2]).shifted
    # Numbers of two digits are printed twice, each in a line of its own: one row.
    text = f"{labels[0]}\n7\n{labels[1]}\n10\n10\n0\n0\n0\n0\n0\n10\n10\n{labels[2]}\n5\n"
    assert not placed(text, [0, *[1] * 9, 2]).shifted


def test_a_block_of_numbers_without_sums_has_no_order_that_is_certain() -> None:
    # pdfminer gives the columns of the two rows in any order: here the second, the third, the first.
    labels = "信息内容\n\n本年制发件数\n\n本年废止件数\n\n现行有效件数\n\n规章\n\n行政规范性文件\n\n"
    found = values(convert(TITLE + labels + "\n\n".join("010635") + "\n"), "disclosure")
    assert not {cell for cell in found if "regulations" in cell or "normative" in cell}
    found = values(convert(TITLE + labels + "\n\n".join("000000") + "\n"), "disclosure")
    assert found["normative_documents.in_force"] == 0


def test_numbers_are_in_doubt_that_may_be_printed_twice_as_some_words_of_their_table_are() -> None:
    # Only group labels are bold, and the numbers.
    text = f"{TITLE}信息内容 本年处理决定数量\n行行政政许许可可\n行政处罚 2255\n行政强制 13\n"
    found = values(convert(text), "disclosure")
    assert "penalties.decisions" not in found
    assert found["coercion.decisions"] == 13


def test_characters_of_no_width_among_digits_part_no_numbers_and_places_count_them() -> None:
    heading = "信息内容 上一年项目数量 本年增/减 处理决定数量"
    text = (
        TITLE.replace("2023", "2020")
        + f"{heading}\n行政许可 \u200b25 -\u20609 0\n行政强制\u00ad 4 5\u200b8 1\n"
    )
    report = convert(text)
    found = values(report, "disclosure")
    assert [found[f"licensing.{part}"] for part in ("prior_items", "change", "decisions")] == [25, -9, 0]
    assert [found[f"coercion.{part}"] for part in ("prior_items", "change", "decisions")] == [4, 58, 1]
    places = {cell.id: cell.at for cell in report.cells}
    assert places["disclosure.coercion.change"] == TextPlace(7, 9)


def test_a_broken_number_alone_in_its_line_ends_no_row_where_all_numbers_stand_alone() -> None:
    numbers = [
        ["2 3", 2, 0, 0, 0, 2, 27],
        [1, 1, 0, 0, 0, 1, 3],
        [4, 0, 0, 0, 0, 0, 4],
        [2, 1, 0, 0, 0, 0, 3],
    ]
    text = "".join(
        f"{label}\n" + "".join(f"{number}\n" for number in own)
        for label, own in zip(SOME_ROWS, numbers, strict=False)
    )
    found = values(convert(TITLE + APPLICATIONS + text), "applications")
    assert [found[f"received.{part}"] for part in ("natural_person", "enterprise", "total")] == [23, 2, 27]
    assert [found[f"{row}.total"] for row in ("carried_in", "granted", "partly_granted")] == [3, 4, 3]


def test_a_nought_at_the_end_of_glued_digits_may_fill_up_a_row_that_is_narrower_than_others() -> None:
    heading = "第二十条第（八）项\n信息内容上一年项目数量本年增/减\n"
    for digits, sure in (("030", False), ("2-20", False), ("03", True), ("025", True), ("2-21", True)):
        text = TITLE.replace("2023", "2020") + heading + f"行政事业性收费{digits}\n"
        found = values(convert(text), "disclosure")
        assert ("fees.change" in found) == sure


def test_a_number_in_a_box_with_what_is_below_may_come_from_any_place_of_its_row() -> None:
    # pdfminer sets an empty line between boxes: the nought stood first, low in its cell.
    heading = "信息内容\n\n本年新制作数量\n\n本年新公开数量\n\n对外公开总数量\n\n"
    for end, sure in (("\n", False), ("\n\n", True)):
        text = f"{heading}规章\n\n1\n\n2\n\n3\n\n规范性文件\n\n21\n\n30\n\n0{end}第二十条第（五）项\n\n信息内容\n\n"
        found = values(convert(TITLE.replace("2023", "2020") + text), "disclosure")
        assert found["regulations.in_force"] == 3
        assert ("normative_documents.made" in found) == sure


def test_a_number_before_the_label_of_a_single_cell_may_be_its_own() -> None:
    text = "信息内容\n本年收费金额（单位：万元）\n58.41\n行政事业性收费\n1\n"
    assert "fees.amount" not in values(convert(TITLE + text), "disclosure")
    assert values(convert(TITLE + text.replace("费\n1", "费 1")), "disclosure")["fees.amount"] == 1


def test_an_empty_first_column_is_none_for_sure_where_all_rows_have_cells_to_spare() -> None:
    # Two columns of the copy are one in the print of a tool, and the cells before the first are the label's.
    rows = [
        f"{SOME_ROWS[0]} |  |  |  |  |  | {{}} | 1 |  |  | 3",
        f"{SOME_ROWS[1]} |  |  |  |  |  |  |  |  |  | 0",
        f"{SOME_ROWS[2]} |  |  |  |  |  | 2 | 1 |  |  | 3",
    ]
    text = TITLE + APPLICATIONS + piped(*rows)
    assert (
        not {"received.research", "granted.research"} & values(convert(text.format(2)), "applications").keys()
    )
    rows[1] = f"{SOME_ROWS[1]} |  |  |  | 2 |  |  | 1 |  |  | 3"
    found = values(convert(TITLE + APPLICATIONS + piped(*rows).format(2)), "applications")
    assert (found["received.research"], found["carried_in.natural_person"]) == (2, 2)


def test_an_empty_cell_is_no_column_for_sure_where_others_hold_several_noughts() -> None:
    rows = [
        f"{SOME_ROWS[0]} |  |  | 0 | 0 0 | 0 0 | 0 0",
        f"{SOME_ROWS[1]} |  |  |  | 0 0 | 0 0 | 0 0",
        f"{SOME_ROWS[2]} |  |  | 0 | 0 0 | 0 0 | 0 0",
    ]
    found = values(convert(TITLE + APPLICATIONS + piped(*rows)), "applications")
    assert found["received.research"] == 0
    assert "carried_in.research" not in found


def test_a_block_of_numbers_that_begins_with_another_row_than_its_labels_is_contested() -> None:
    labels = "".join(f"{label}\n" for label in SOME_ROWS)
    numbers = "1\n2\n3\n4\n5\n"
    assert {1, 2, 3, 4, 5} <= placed(labels + numbers, [1, 2, 3, 4, 5]).contested
    assert not placed(labels + numbers, [0, 1, 2, 3, 4]).contested


def test_a_number_with_a_remark_may_come_from_any_place_of_its_row_where_boxes_are_apart() -> None:
    heading = "信息内容\n\n上一年项目数量\n\n本年增/减\n\n处理决定数量\n\n"
    for remark, sure in (("（其中:本级31件）", False), ("", True)):
        text = (
            f"{heading}行政处罚\n\n11\n\n1\n\n0\n\n行政强制\n\n34{remark}\n\n0\n\n2\n\n第二十条第（八）项\n\n"
        )
        found = values(convert(TITLE.replace("2023", "2020") + text), "disclosure")
        assert found["penalties.prior_items"] == 11
        assert ("coercion.prior_items" in found) == sure


def test_a_number_broken_behind_the_comma_of_its_thousands_is_one() -> None:
    for row in ("1,0 20 232 83 24 100 26 1,4 85", "1,02 0 232 83 24 100 26 1, 485"):
        text = f"{SOME_ROWS[0]} {row}\n{SOME_ROWS[1]} 52 38 13 1 10 4 118\n{SOME_ROWS[2]} 557 119 42 16 59 15 808\n"
        found = values(convert(TITLE + APPLICATIONS + text), "applications")
        assert (found["received.natural_person"], found["received.total"]) == (1020, 1485)


def test_digits_at_full_width_may_be_printed_twice_and_words_that_the_form_does_not_know() -> None:
    text = f"{TITLE}信息内容\n年度许可数量年度许可数量 决定年度件数决定年度件数\n行政许可 １７１７\n行政处罚 13\n"
    found = values(convert(text), "disclosure")
    assert "licensing.decisions" not in found
    assert found["penalties.decisions"] == 13


def test_numbers_behind_strange_words_in_their_line_are_not_those_of_the_row_above_for_sure() -> None:
    # A row that the form does not have stands below one whose numbers are lost.
    rows = [
        f"{SOME_ROWS[0]}",
        "其中：乡镇（街道）  0  0  0  0  0  0  0",
        f"{SOME_ROWS[1]}  2  0  0  0  0  0  2",
        f"{SOME_ROWS[2]}  1  0  0  0  0  0  1",
    ]
    found = values(convert(TITLE + APPLICATIONS + "\n".join(rows)), "applications")
    assert "received.enterprise" not in found
    assert found["carried_in.total"] == 2
