"""Cells in a table of the form that are none of the form's: columns of the agency's own, words beside a number."""

import re
from collections.abc import Sequence

import pytest
from handmade import text as tidy

from converters.conversion import convert_bytes
from converters.readers.own_cells import with_own_cells_marked
from converters.sheet import Grid, GridCell, TextPlace

AT = TextPlace(1, 1)
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def cells(texts: Sequence[str]) -> tuple[GridCell, ...]:
    return tuple(GridCell(text, AT) for text in texts)


def left(*rows: Sequence[str]) -> list[list[str]]:
    """What the cells mean that are the form's in a grid of these rows."""
    (grid,) = with_own_cells_marked([Grid(tuple(map(cells, rows)), AT)])
    assert isinstance(grid, Grid)
    kept = [[cell for cell in row if cell.meant != ""] for row in grid.rows]
    return [[cell.meant or cell.text for cell in row] for row in kept if row]


def page(rows: Sequence[Sequence[str]]) -> str:
    """The report on a page whose table of applications has these rows."""
    head, rest = re.split(r"(?<=三、收到和处理政府信息公开申请情况\n)", tidy(received=12))
    marked = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    behind = rest[rest.index("四、政府信息公开行政复议") :]
    lines = [f"<p>{line}</p>" for line in (head + "\0" + behind).splitlines()]
    return "<html><body>" + "".join(lines).replace("<p>\0", f"<table>{marked}</table><p>") + "</body></html>"


@pytest.mark.parametrize("name", ["上年总计", "同比增减", "占比", "备注"])
def test_a_column_behind_those_of_the_form_is_left_out(name: str) -> None:
    kept = [["", *COLUMNS], ["一、本年新收", "1", "0", "0", "0", "0", "2", "3"]]
    assert left([*kept[0], name], [*kept[1], "9"], ["二、上年结转", *"0000000", ""])[:2] == kept


def test_a_column_of_row_numbers_between_labels_and_numbers_is_left_out() -> None:
    rows = [["", "行次", *COLUMNS], ["一、本年新收", "1", *"1000023"], ["二、上年结转", "2", *"0000000"]]
    assert left(*rows) == [row[:1] + row[2:] for row in rows]


@pytest.mark.parametrize(
    "counted", [["甲", *"1234567"], list("12345678"), ["栏次", *"4567891"[:3], "7", *"89", "10"]]
)
def test_a_row_that_counts_the_columns_is_left_out(counted: Sequence[str]) -> None:
    rows = [["", *COLUMNS], ["一、本年新收", *"1000023"], ["二、上年结转", *"0000000"]]
    assert left(rows[0], counted, *rows[1:]) == rows


@pytest.mark.parametrize(
    "heads",
    [
        ["", *COLUMNS[:3], "社公益组织", *COLUMNS[4:], "上年总计"],
        ["", *COLUMNS[1:], "上年总计", "备注"],
        ["", *COLUMNS, "法人或其他组织"],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数最", "", "", "", "", ""],
    ],
)
def test_nothing_is_left_out_where_a_heading_of_the_form_may_be_misprinted(heads: Sequence[str]) -> None:
    rows = [heads, ["一、本年新收", *"10000239"], ["二、上年结转", *"00000000"]]
    assert left(*rows) == [list(row) for row in rows]


def test_nothing_is_left_out_where_rows_lack_cells() -> None:
    rows = [["", *COLUMNS, "备注"], ["一、本年新收", *"1000023"], ["二、上年结转", *"00000000"]]
    assert left(*rows) == [list(row) for row in rows]


@pytest.mark.parametrize("text", ["约12", "12↑", "档案号0 2024", "12\n其中网上3件", "1O", "12/10", "零", "O"])
def test_more_than_a_number_below_a_heading_of_the_form_says_nothing(text: str) -> None:
    rows = [["", *COLUMNS], ["一、本年新收", text, *"000023"], ["二、上年结转", *"0000000"]]
    assert left(*rows)[1] == ["一、本年新收", "\ufffd", *"000023"]


@pytest.mark.parametrize(
    "text", ["12", "12件", "12項", "", "-", "12 5", "无", "十二", "3.其他", "1.属于国家秘密"]
)
def test_a_number_or_a_label_below_a_heading_says_what_it_says(text: str) -> None:
    rows = [["", *COLUMNS], ["一、本年新收", text, *"000023"], ["二、上年结转", *"0000000"]]
    assert left(*rows) == [list(row) for row in rows]


def test_a_remark_below_all_columns_stays_a_remark() -> None:
    rows = [cells(["", *COLUMNS]), cells(["一、本年新收", *"1000023"]), cells(["二、上年结转", *"0000000"])]
    rows.append((GridCell("填表人", AT), GridCell("电话：65900012", AT, colspan=7)))
    rows.append((GridCell("注：截至2023年12月31日", AT),))
    assert with_own_cells_marked([Grid(tuple(rows), AT)]) == [Grid(tuple(rows), AT)]


@pytest.mark.parametrize("label", ["行政事业性收费\n1", "7\n行政事业性收费", "行政事业性\n12\n收费"])
def test_a_number_in_a_line_of_its_own_in_a_label_is_none_of_the_row(label: str) -> None:
    rows = [["信息内容", "本年收费金额"], [label, "0"], ["合计", "0"]]
    assert left(*rows)[1][0].replace("\n", "") == "行政事业性收费"
    assert left(rows[0], [label, ""], rows[2])[1][0] == label


@pytest.mark.parametrize("own", ["37", "5%", "含网上3件", ""])
def test_a_page_is_read_beside_its_own_column(own: str) -> None:
    plain = [line.split("\t") for line in tidy(received=12).splitlines()]
    start = next(at for at, row in enumerate(plain) if row[0].startswith("一、本年新收"))
    rows = [row for row in plain[start:] if len(row) == len(plain[start])]
    pad = [["", *COLUMNS], *rows]
    truth = {cell.id: cell.value for cell in convert_bytes(page(pad).encode(), path="a.html").cells}
    told = [[*row, own if at else "上年总计"] for at, row in enumerate(pad)]
    read = {cell.id: cell.value for cell in convert_bytes(page(told).encode(), path="a.html").cells}
    assert read == truth
    assert truth["applications.received.natural_person"] == 12
    shown = convert_bytes(page(told).encode(), path="a.html").tables
    assert any(own in row for table in shown for row in table.rows)
