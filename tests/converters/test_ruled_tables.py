"""Tables drawn with rules and bars: cells over several lines, spans, and drawings that part no rows."""

import pytest

from converters.atoms import atoms_of
from converters.conversion import convert_bytes
from converters.printed import printed_table
from converters.proof import prove
from converters.readers.ruled_tables import with_ruled_tables
from converters.report import Basis
from converters.sheet import Grid, GridCell, Line, TextPlace
from converters.vocabulary import vocabulary

PANDOC = """
+------------+------+------+
| 信息       |      | 数量 |
| 内容       |      |      |
+------------+------+------+
| | 行政     | 0    | 12   |
| | 许可     |      |      |
+------------+------+------+
"""
W3M = """
┌───────┬───────────────┬──┐
│       │5.要求行政机关 │  │
│（五） │确认或重新出具 │3 │
│不予处 ├───────────────┼──┤
│理     │2.重复申请     │- │
├───────┴───────────────┼──┤
│（七）总计             │41│
└───────────────────────┴──┘
"""
PSQL = """
+----------+------+
| 信息内容 | 数量 |
|----------+------|
| 行政处罚 | 4    |
| 行政强制 | 7    |
+----------+------+
"""


def read(text: str) -> list[Line | Grid]:
    lines = [Line(line, TextPlace(n, 1)) for n, line in enumerate(text.strip("\n").split("\n"), start=1)]
    return with_ruled_tables(lines)


def rows(text: str) -> list[list[str]]:
    return [
        [cell.text for cell in row] for block in read(text) if isinstance(block, Grid) for row in block.rows
    ]


def test_the_lines_of_a_column_between_two_rules_are_one_cell() -> None:
    assert rows(PANDOC) == [["信息\n内容", "", "数量"], ["行政\n许可", "0", "12"]]


def test_a_cell_that_spans_rows_or_columns_stands_where_it_starts() -> None:
    assert rows(W3M) == [
        ["（五）\n不予处\n理", "5.要求行政机关\n确认或重新出具", "3"],
        ["2.重复申请", "-"],
        ["（七）总计", "41"],
    ]


def test_cells_keep_their_places() -> None:
    (grid,) = read(PANDOC)

    assert isinstance(grid, Grid)
    assert grid.rows[1][2].at == TextPlace(5, 21)


@pytest.mark.parametrize(
    "text",
    [PSQL, "| 规章 | 7 |\n|---|---|\n| 行政许可 | 9 |", W3M.replace("│3 │", "│3│"), W3M.replace("└", "")],
    ids=["rules part no rows", "no rule above", "a bar out of its place", "no rule below"],
)
def test_other_drawings_stay_lines(text: str) -> None:
    assert rows(text) == []


def test_a_number_that_is_wrapped_in_its_cell_is_a_doubt() -> None:
    table = """
+----------+---+---+
| 信息内容 | 数| 量|
+----------+---+---+
| 行政许可 | 9 |   |
+----------+---+---+
| 行政处罚 | 1 |   |
|          | 2 |   |
+----------+---+---+
| 行政强制 | 7 |   |
+----------+---+---+
"""
    report = convert_bytes(f"白鹭市2023年年度报告\n二、主动公开政府信息情况\n{table}".encode(), path="a.txt")
    cells = {cell.id: cell for cell in report.cells}

    assert cells["disclosure.penalties.decisions"].value is None
    assert 12 in cells["disclosure.penalties.decisions"].candidates
    assert cells["disclosure.coercion.decisions"].value == 7


def broken_in_its_cell(*numbers: str, form: str = "applications") -> list[tuple[str, object]]:
    """What a ruled row of these cells says, number and basis."""
    table = printed_table("2021", form)
    label = ("一、本年新收政府信息公开申请数量",) if form == "applications" else ()
    row = tuple(GridCell(number, TextPlace(1, place)) for place, number in enumerate((*label, *numbers), 1))
    atoms = atoms_of([Grid((row,), TextPlace(1, 1))], vocabulary("2021", form))
    found = prove(atoms, table).findings
    return [(found[cell].value, found[cell].basis) for cell in table.rows[0].ids]


def test_a_number_that_its_narrow_column_breaks_is_proven_by_the_sum_of_its_row() -> None:
    assert broken_in_its_cell("141", "18", "2", "2", "6", "4", "1\n7\n3") == [
        *((number, Basis.PRINTED) for number in (141, 18, 2, 2, 6, 4)),
        (173, Basis.INFERRED),
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        ("141", "18", "2", "2", "6", "4", "1\n7\n4"),
        ("4\n5", "0\n2", "0\n0", "0\n0", "0\n0", "0\n0", "4\n7"),
        ("4\n5", "0", "0", "0", "0", "0", "4\n5"),
    ],
)
def test_numbers_over_each_other_that_may_be_of_two_rows_are_none(numbers: tuple[str, ...]) -> None:
    assert all(basis is Basis.UNRESOLVED for _, basis in broken_in_its_cell(*numbers))


REVIEWS = ("6", "4", "7", "3", "2\n0", "4", "1", "2", "10", "1\n7", "3", "3", "3", "5")


def test_numbers_that_narrow_columns_break_are_proven_where_each_sum_holds_one() -> None:
    assert [number for number, _ in broken_in_its_cell(*REVIEWS, "1\n4", form="reviews")] == [
        *(6, 4, 7, 3, 20, 4, 1, 2, 10, 17, 3, 3, 3, 5, 14)
    ]


@pytest.mark.parametrize("last", [("5", "1\n5"), ("3\n5", "4\n4")], ids=["no sum", "two in one sum"])
def test_otherwise_no_number_of_the_row_is_known(last: tuple[str, ...]) -> None:
    said = broken_in_its_cell(*REVIEWS[:-1], *last, form="reviews")
    assert all(basis is Basis.UNRESOLVED for _, basis in said)
