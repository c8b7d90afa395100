"""Numbers that line ends tear, and cells that nothing parts: as programs leave them that take text out of documents.

Each text is small and of our own making.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tool_texts import APPLICATIONS, COLUMNS, TITLE, convert, values

from converters.atoms import Kind, atoms_of
from converters.printed import printed_table
from converters.sheet import Line, TextPlace
from converters.vocabulary import vocabulary

RECEIVED = "一、本年新收政府信息公开申请数量"
NAMES = ("natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org", "total")


def table(received: str) -> str:
    """Section 三 of three rows, of which the first is printed like this."""
    rest = ["二、上年结转政府信息公开申请数量 52 38 13 1 10 4 118", "（一）予以公开 557 119 42 16 59 15 808"]
    return TITLE + APPLICATIONS + COLUMNS + "\n".join([received, *rest]) + "\n"


# --- thousands whose last digits stand in the next line -----------------------------------------------------------


def test_thousands_that_a_line_end_breaks_are_one_number() -> None:
    # pypdfium2 of narrow columns: the line goes on behind the broken cell.
    found = values(convert(table(f"{RECEIVED} 1,0\n20\n232 83 24 100 26 1,4\n85")), "applications.received")
    assert found == dict(zip(NAMES, (1020, 232, 83, 24, 100, 26, 1485), strict=True))


@pytest.mark.parametrize(
    "lines",
    [
        f"{RECEIVED} 1,0 232 83 24 100 26 1,4\n20 85",  # both rests in the next line
        f"{RECEIVED}\n232\n83\n24\n100\n26\n1,0\n20\n1,4\n85",  # by the lower edges of cells
        f"{RECEIVED}\n1,0\n232\n20\n83\n24\n100\n26\n1,4\n85",
    ],
)
def test_thousands_that_may_have_left_their_column_are_in_doubt(lines: str) -> None:
    found = values(convert(table(lines)), "applications")
    true = dict(zip(NAMES, (1020, 232, 83, 24, 100, 26, 1485), strict=True))
    assert {cell: number for cell, number in found.items() if cell.startswith("received.")}.items() <= {
        f"received.{cell}": number for cell, number in true.items()
    }.items()
    assert found["carried_in.total"] == 118


@given(number=st.integers(1_000, 10**9 - 1), data=st.data())
def test_thousands_broken_behind_any_comma_or_digit_of_a_group_are_one_number(
    number: int, data: st.DataObject
) -> None:
    text = f"{number:,}"
    at = data.draw(st.integers(text.index(",") + 1, len(text) - 1).filter(lambda place: text[place] != ","))
    lines = [Line(f"{RECEIVED} {text[:at]}", TextPlace(1, 1)), Line(text[at:], TextPlace(2, 1))]
    atoms = [atom for atom in atoms_of(lines, vocabulary("2021", "applications")) if atom.kind is Kind.VALUE]
    assert [atom.printed.value for atom in atoms if atom.printed] == [number]
    assert not atoms[0].torn


# --- two digits in one line that may be one number ----------------------------------------------------------------


def test_digits_with_a_blank_between_are_no_two_rows_of_one_column() -> None:
    # pdfminer, column by column: the labels of two rows, then their numbers, 17 and 0.
    pieces = [
        "第二十条第（一）项",
        "信息内容",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "规章",
        "行政规范性文件",
    ]
    pieces += [
        "行政许可",
        "信息内容",
        "信息内容",
        "0 ",
        "12 ",
        "0 ",
        "43 ",
        "0 ",
        "1 2",
        "第二十条第（五）项",
    ]
    pieces += ["本年处理决定数量", "0 ", "第二十条第（六）项", "本年处理决定数量", "信息内容", "本年制发件数"]
    pieces += ["本年废止件数", "现行有效件数", "第二十条第（一）项", "行政处罚", "行政强制", "信息内容"]
    pieces += ["行政事业性收费", "1 7", " 0", "第二十条第（八）项", "本年收费金额（单位：万元）", " 78011"]
    text = TITLE + "\n\n".join(pieces) + "\n\n"
    found = values(convert(text), "disclosure")
    assert found.get("penalties.decisions") in (None, 17)
    assert found.get("coercion.decisions") in (None, 0)


# --- cells of a page's source, run together (lxml) ----------------------------------------------------------------


def cell(text: str) -> str:
    """A cell that its source sets in lines of its own, which no browser shows."""
    return f"\n\t\t\t  {text}\n\t\t"


def test_tabs_that_indent_a_source_are_no_cells() -> None:
    text = TITLE + APPLICATIONS
    rows = printed_table("2021", "applications").rows
    for row in rows[:-2]:
        text += cell(row.label) + cell("0") + "0" + cell("0") + cell("0") + "00" + cell("0") + "\n"
    text += cell(rows[-2].label) + "0" + cell("0") + cell("0") + cell("0") + "0" + cell("0") + "0\n"
    text += cell(rows[-1].label) + cell("0") + "0\xa0" + cell("0") + "0" + cell("0") + cell("0") + "\n"
    found = values(convert(text), "applications")
    assert all(found[f"granted.{name}"] == 0 for name in NAMES)
    assert all(cell.value == 0 or cell.value is None for cell in convert(text).cells)
    assert "carried_out.research" not in found or convert_basis(text, "carried_out.research") == "inferred"


def convert_basis(text: str, cell: str) -> str:
    """What the number of a cell is based on."""
    return next(own.basis.value for own in convert(text).cells if own.id == f"applications.{cell}")


def test_digits_between_which_nothing_stands_are_in_doubt_where_a_cell_is_lost() -> None:
    # 空 1 空 2 3, 1 1 1 1 4, 1 0 2 空 3: what stands in a cell of its own and what does not is chance.
    text = TITLE.split("\n", 1)[0] + "\n\n四、政府信息公开行政复议、行政诉讼情况\n\n行政复议行政诉讼\n"
    kinds = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    text += "未经复议直接起诉复议后起诉\n" + "".join(map(cell, 3 * kinds)) + "\n\xa0"
    text += cell("1") + "2" + cell("3") + cell("1") + cell("1") + "1141" + cell("0") + cell("2") + "\xa03\n\n"
    found = values(convert(text), "reviews")
    assert (
        found.items() <= {"litigation_direct.total": 4, "litigation_after_reconsideration.total": 3}.items()
    )


def test_digits_that_line_ends_may_part_are_in_doubt_where_sums_allow_both() -> None:
    # 128 22 5 4 2 7 168, of which a line end parts 22; 128 2 2 5 4 27 168 adds up, too.
    text = TITLE + APPLICATIONS + "".join(map(cell, COLUMNS.split())) + f"\n{RECEIVED}128"
    text += cell("2") + cell("2") + "5427168\n" + cell("二、上年结转政府信息公开申请数量") + "0000000\n"
    found = values(convert(text), "applications.received")
    assert found.items() <= {"natural_person": 128, "total": 168}.items()
    assert found


@pytest.mark.parametrize("dash", ["-", "－", "−"])
def test_a_dash_for_nothing_that_is_glued_to_a_number_is_not_its_sign(dash: str) -> None:
    lines = [
        f"行政许可{dash}13{dash}",
        f"行政强制{dash}{dash}2",
        f"行政处罚31-1{dash}",
        f"行政事业性收费{dash}{dash}",
    ]
    found = values(convert(TITLE.replace("2023", "2020") + "\n".join(lines)), "disclosure")
    assert found.get("licensing.change") in (None, 13)
    assert found["coercion.decisions"] == 2


# --- numbers in columns, beside many pieces of labels (w3m) -------------------------------------------------------


@given(
    st.lists(st.integers(5, 9_999), min_size=3, max_size=7),
    st.integers(2, 12),
    st.sampled_from(
        [
            "府信息公开申请数 新收 政府信息公 府信息公开申",
            "二、上年结转政府 二、上年结转政府 二、上年结转政府",
        ]
    ),
)
def test_numbers_between_wide_gaps_are_cells_whatever_words_stand_in_their_line(
    numbers: list[int], gap: int, words: str
) -> None:
    line = Line(words + "".join(" " * gap + str(number) for number in numbers), TextPlace(1, 1))
    atoms = [atom for atom in atoms_of([line], vocabulary("2021", "applications")) if atom.kind is Kind.VALUE]
    assert [atom.printed.value for atom in atoms if atom.printed] == numbers


# --- numbers with a remark ----------------------------------------------------------------------------------------


def test_a_number_with_a_remark_beside_its_own_label_goes_to_no_other_row() -> None:
    # markitdown of a page, table finders and lines mixed: the row of 规范性文件 is in pieces, too.
    text = TITLE + (
        "1\n\n第二十条第（一）项\n"
        "|     | 信息内容 |     | 本年制发件数 |     | 本年废止件数 | 现行有效件数 |     |\n"
        "| --- | ---- | --- | ------ | --- | ------ | ------ | --- |\n"
        "|     |      |     | 0      |     | 0      | 0      |     |\n规章\n"
        "| 行政规范性文件 |     |     | 9   |     | 0   | 9   |     |\n"
        "| ------- | --- | --- | --- | --- | --- | --- | --- |\n第二十条第（五）项\n"
        "|      | 信息内容 |     |     | 本年处理决定数量 |     |     |     |\n"
        "| ---- | ---- | --- | --- | -------- | --- | --- | --- |\n"
        "| 行政许可 |      |     |     |          | 0   |     |     |\n第二十条第（六）项\n"
        "|      | 信息内容 |     |     | 本年处理决定数量   |     |     |     |\n"
        "| ---- | ---- | --- | --- | ---------- | --- | --- | --- |\n"
        "| 行政处罚 |      |     |     | 4（含自然失效3件） |     |     |     |\n"
        "9（含上年6件）\n行政强制\n第二十条第（八）项\n"
        "|     | 信息内容 |     |     | 本年收费金额（单位：万元） |     |     |     |\n"
        "| --- | ---- | --- | --- | ------------- | --- | --- | --- |\n73570.73\n行政事业性收费\n"
    )
    found = values(convert(text), "disclosure")
    assert found.get("normative_documents.issued") in (None, 9)
    assert found.get("normative_documents.repealed") in (None, 0)


# --- cells one by one, labels out of order (pdftotext) ------------------------------------------------------------

COUNTED = {
    "received": (79, 6, 3, 1, 2, 4, 95),
    "carried_in": (2, 1, 1, 0, 1, 0, 5),
    "granted": (29, 1, 2, 1, 1, 1, 35),
    "refused.law_forbids": (3, 2, 0, 0, 0, 0, 5),
    "unavailable.not_held": (41, 4, 1, 0, 1, 3, 50),
    "processed_total": (73, 7, 3, 1, 2, 4, 90),
    "carried_out": (8, 0, 1, 0, 1, 0, 10),
}
BEHIND = ("refused.state_secret", "refused.law_forbids", "refused.public_safety")
"""Rows whose labels come behind their numbers, and behind those of two more rows."""


def one_by_one(counted: dict[str, tuple[int, ...]]) -> str:
    """Section 三 as pdftotext prints it: each cell by itself, labels in two lines, those of some rows further below."""
    text = TITLE + APPLICATIONS + COLUMNS
    waiting = ""
    for row in printed_table("2021", "applications").rows:
        numbers = "".join(f"{number}\n\n" for number in counted.get(row.key, (0,) * 7))
        label = f"{row.label[:-2]}\n{row.label[-2:]}\n"
        waiting += label if row.key in BEHIND else ""
        text += numbers if row.key in BEHIND else f"{label}\n{numbers}"
        if row.key == "refused.internal_affairs":
            text += f"三、\n\n{waiting}\n"
    return text


def test_a_table_with_all_its_cells_and_sums_is_believed_though_its_labels_are_out_of_order() -> None:
    found = values(convert(one_by_one(COUNTED)), "applications")
    for key, numbers in COUNTED.items():
        assert [found[f"{key}.{name}"] for name in NAMES] == list(numbers)


def test_where_a_sum_fails_rows_whose_labels_stand_out_of_order_are_in_doubt_and_no_other_number_is_wrong() -> (
    None
):
    slipped = COUNTED | {"refused.law_forbids": (3, 2, 0, 0, 0, 0, 6)}
    found = values(convert(one_by_one(slipped)), "applications")
    printed = {
        f"{row.key}.{name}": number
        for row in printed_table("2021", "applications").rows
        for name, number in zip(NAMES, slipped.get(row.key, (0,) * 7), strict=True)
    }
    assert {cell: value for cell, value in found.items() if value != printed[cell]} == {}
    assert not {cell for cell in found if cell.startswith(BEHIND)}


# --- columns drawn one by one, without sums (pdfminer) ------------------------------------------------------------


def test_columns_without_sums_may_come_in_another_order() -> None:
    # By the lower edges of what is drawn: first what was repealed, then what is in force, then what was issued.
    pieces = [
        "第二十条第（一）项",
        "信息内容",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "规章",
        "行政规范性文件",
    ]
    pieces += ["0\n9", "0\n3", "0\n1\n第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "0"]
    pieces += ["第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "行政强制", "0\n11"]
    pieces += ["第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费", "0"]
    found = values(convert(TITLE + "\n\n".join(pieces) + "\n\n"), "disclosure")
    true = {"issued": 1, "repealed": 9, "in_force": 3}
    assert all(found.get(f"normative_documents.{key}") in (None, number) for key, number in true.items())
    assert found["licensing.decisions"] == 0


def test_a_number_behind_a_heading_of_its_own_may_be_that_of_the_row_above_it() -> None:
    pieces = [
        "第二十条第（八）项",
        "信息内容",
        "上一年项目数量",
        "本年增/减",
        "行政事业性收费",
        "0",
        "第二十条第（九）项",
    ]
    pieces += ["信息内容", "采购项目数量", "政府集中采购", "58", "0 ", "采购总金额", "72824.65"]
    text = TITLE.replace("2023", "2020") + "\n\n".join(pieces) + "\n\n"
    assert values(convert(text), "disclosure").get("procurement.amount") in (None, 72824.65)


# --- a whole page by its columns (pdfminer) -----------------------------------------------------------------------


def by_columns(
    counted: dict[str, tuple[int, ...]], *pages: int, order: tuple[int, ...] = tuple(range(7))
) -> str:
    """Section 三 over pages of so many rows: the labels of a page, then its columns one below the other."""
    text, here = TITLE + APPLICATIONS + COLUMNS, 0
    rows = printed_table("2021", "applications").rows
    for page in pages:
        own = rows[here : here + page]
        text += "".join(f"{row.label}\n\n" for row in own)
        text += "".join(f"{counted.get(row.key, (0,) * 7)[column]}\n\n" for column in order for row in own)
        here += page
    return text


@pytest.mark.parametrize("pages", [(25,), (9, 16), (3, 12, 10)])
def test_sums_tell_totals_and_rows_of_noughts_where_columns_are_drawn_one_by_one(
    pages: tuple[int, ...],
) -> None:
    found = values(convert(by_columns(COUNTED, *pages)), "applications")
    for row in printed_table("2021", "applications").rows:
        assert found[f"{row.key}.total"] == COUNTED.get(row.key, (0,) * 7)[-1]
        assert row.key in COUNTED or found[f"{row.key}.research"] == 0


@settings(max_examples=15)
@given(st.permutations(range(6)))
def test_no_number_goes_to_a_column_whatever_order_they_are_drawn_in(order: list[int]) -> None:
    found = values(convert(by_columns(COUNTED, 9, 16, order=(*order, 6))), "applications")
    true = {
        f"{row.key}.{name}": number
        for row in printed_table("2021", "applications").rows
        for name, number in zip(NAMES, COUNTED.get(row.key, (0,) * 7), strict=True)
    }
    assert found.items() <= true.items()


def test_columns_one_by_one_are_nothing_where_a_sum_fails() -> None:
    slipped = COUNTED | {"refused.law_forbids": (3, 2, 0, 0, 0, 0, 6)}
    assert "refused.law_forbids.total" not in values(convert(by_columns(slipped, 9, 16)), "applications")


# --- labels of two lines behind their numbers, rows that are empty ------------------------------------------------


def test_numbers_above_a_label_of_two_lines_without_numbers_may_be_its_own() -> None:
    # By the lower edges: of a row that is empty the label only, then the numbers of the next, then its label.
    rows = printed_table("2021", "applications").rows
    text = TITLE + APPLICATIONS + COLUMNS
    for row in rows:
        numbers = "".join(f"{number}\n\n" for number in COUNTED.get(row.key, (0,) * 7))
        if row.key == "not_processed.excessive":
            text += f"{row.label}\n\n"
        elif row.key == "not_processed.reconfirm":
            text += "0\n\n1\n\n0\n\n0\n\n0\n\n0\n\n1\n\n" + f"{row.label[:-1]}\n{row.label[-1:]}\n\n"
        else:
            text += f"{row.label}\n\n{numbers}"
    found = values(convert(text), "applications")
    assert not {cell for cell in found if cell.startswith("not_processed.excessive")}
    assert found.get("not_processed.reconfirm.total") in (None, 1)
    assert found["granted.total"] == 35


# --- what is no table at all --------------------------------------------------------------------------------------


def test_a_number_within_an_address_is_no_cell() -> None:
    # pandoc of a page: a menu whose entries are called like rows.
    line = Line('-   [行政强制](http://www.example.cn/art/10/art_10.html "行政强制")', TextPlace(1, 1))
    assert not [
        atom for atom in atoms_of([line], vocabulary("2021", "disclosure")) if atom.kind is Kind.VALUE
    ]


@pytest.mark.parametrize(("numbers", "sure"), [([0] * 15, True), ([0, 3, 0, 1, 4, *[0] * 10], False)])
def test_columns_drawn_one_by_one_are_certain_in_a_row_alone_only_where_all_are_noughts(
    numbers: list[int], sure: bool
) -> None:
    headings = ["结果维 结果纠 其他结 尚未审", "持", "正", "果", "结"]
    pieces = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议", "行政诉讼"]
    for begin, kind in ((0, "未经复议直接起诉"), (5, "复议后起诉"), (10, "")):
        pieces += [*headings, *map(str, numbers[begin : begin + 4]), *([kind] if kind else [])]
        pieces += ["总计", str(numbers[begin + 4])]
    found = values(
        convert(TITLE + "\n\n".join(pieces) + "\n\n五、存在的主要问题及改进情况\n无。\n"), "reviews"
    )
    assert list(found.values()) == (numbers if sure else [])


def test_a_number_beside_the_title_within_a_table_may_be_that_of_a_page() -> None:
    title = TITLE.split("\n", 1)[0]
    pieces = [
        "信息内容",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "规章",
        "行政规范性文件",
        "0",
        "9",
        "0",
        "5",
        "0",
        "28",
    ]
    pieces += [
        "信息内容",
        "本年处理决定数量",
        "第二十条第（五）项",
        "1",
        title,
        "行政许可",
        "行政处罚",
        "行政强制",
    ]
    pieces += [
        "第二十条第（六）项",
        "5",
        "信息内容",
        "本年处理决定数量",
        "0",
        "20",
        "信息内容",
        "行政事业性收费",
    ]
    pieces += ["第二十条第（八）项", "本年收费金额（单位：万元）", "6.69"]
    assert values(convert(TITLE + "\n\n".join(pieces) + "\n\n"), "disclosure").get("licensing.decisions") != 1


def test_rows_drawn_number_by_number_are_read_though_one_label_stands_far_behind_its_own() -> None:
    pieces = [TITLE, APPLICATIONS, COLUMNS]
    rows = {
        row.key: f"{row.label[:-2]}\n{row.label[-2:]}" for row in printed_table("2021", "applications").rows
    }
    moved: dict[str, list[str]] = {
        "carried_in": [],
        "not_processed.petition": [rows["carried_in"], rows["not_processed.petition"]],
    }
    for key, label in rows.items():
        pieces += [*moved.get(key, [label]), *map(str, COUNTED.get(key, (0,) * 7))]
    pieces[3:5] = reversed(pieces[3:5])  # not all cells are in place
    found = values(convert("\n\n".join([*pieces, "五、存在的主要问题及改进情况", "无。\n"])), "applications")
    for key in ("refused.law_forbids", "unavailable.not_held", "processed_total"):
        assert [found.get(f"{key}.{name}") for name in NAMES] == list(COUNTED[key])


def test_the_number_of_a_label_that_stands_in_a_line_before_it_is_no_cell_of_the_row_above() -> None:
    lines = [Line(text, TextPlace(number, 1)) for number, text in enumerate(["1", "2", ".重复申请", "0"], 1)]
    found = atoms_of(lines, vocabulary("2021", "applications"))
    assert [atom.text for atom in found if atom.kind is Kind.VALUE] == ["1", "0"]


def test_digits_of_both_widths_may_be_of_two_cells() -> None:
    text = f"{TITLE.replace('2023', '2020')}第二十条第（九）项\n信息内容采购项目数量采购总金额\n政府集中采购３38.67\n"
    assert 338.67 not in values(convert(text), "disclosure").values()


@pytest.mark.parametrize("caption", ["续表3", "表 2", "附表1"])
def test_the_number_of_a_table_in_a_line_of_its_own_is_no_cell(caption: str) -> None:
    lines = ["规章", caption, "7 8 9"]
    places = [Line(text, TextPlace(number, 1)) for number, text in enumerate(lines, 1)]
    found = atoms_of(places, vocabulary("2021", "disclosure"))
    assert [atom.text for atom in found if atom.kind is Kind.VALUE] == ["7", "8", "9"]


def test_a_number_without_the_bar_that_ends_every_cell_may_be_that_of_a_page() -> None:
    rows = printed_table("2021", "disclosure").rows
    lines = ["第二十条第（一）项 |", "信息内容 |", "本年制发件数 |", "本年废止件数 |", "现行有效件数 |"]
    for row in rows:
        lines += [f"{row.label} |", *["0 |"] * row.width]
    lines.insert(lines.index("规章 |") + 2, "7")
    found = values(convert(TITLE + "\n".join(lines) + "\n"), "disclosure")
    assert 7 not in found.values()
    assert found["normative_documents.in_force"] == 0
