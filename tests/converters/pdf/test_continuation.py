"""A table that goes on over pages is one: nothing twice, nothing torn, and no two labels made one."""

from collections.abc import Sequence

from pdf_pages import page

from converters.readers.pdf.continuation import joined
from converters.readers.pdf.frame import Box
from converters.readers.pdf.mesh import Mesh, MeshCell
from converters.readers.pdf.page import Page
from converters.readers.pdf.tables import FilledMesh, fill
from converters.sheet import PagePlace

XS = (80.0, 160.0, 300.0, 360.0, 420.0)
HEAD = ["", "", "自然人", "总计"]

Cell = str | tuple[str, int]
"""A text, or a text and the rows over which its cell goes."""


def part(number: int, rows: Sequence[Sequence[Cell | None]], xs: Sequence[float] = XS) -> FilledMesh:
    """A ruled table on a page; None where a cell from above goes on."""
    ys = [100 + 20.0 * row for row in range(len(rows) + 1)]
    cells, texts = [], []
    for row, line in enumerate(rows):
        for column, said in enumerate(line):
            if said is None:
                continue
            text, high = said if isinstance(said, tuple) else (said, 1)
            box: Box = (xs[column], ys[row], xs[column + 1], ys[row + high])
            cells.append(MeshCell(box, row, column, high, 1))
            texts.append((text, xs[column] + 2, ys[row] + 15))
    written = page(*texts, number=number)
    mesh = Mesh(tuple(xs), tuple(ys), tuple(cells))
    whole = Page(number, written.frame, written.glyphs, meshes=(mesh,))
    (filled,), _ = fill(whole)
    assert isinstance(filled, FilledMesh)
    return filled


def texts(*parts: FilledMesh) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in grid.rows] for grid in joined(parts)]


def test_headings_printed_again_are_dropped() -> None:
    upper = part(1, [HEAD, ["（一）", "1.甲", "3", "3"]])
    lower = part(2, [HEAD, ["（二）", "2.乙", "4", "4"]])
    assert texts(upper, lower) == [[HEAD, ["（一）", "1.甲", "3", "3"], ["（二）", "2.乙", "4", "4"]]]


def test_a_first_row_of_numbers_that_is_equal_is_no_heading() -> None:
    row = ["", "", "0", "0"]
    assert texts(part(1, [row, row]), part(2, [row, row])) == [[row] * 4]


def test_a_label_over_rows_that_the_page_cut_is_one() -> None:
    upper = part(1, [HEAD, [("（四）无", 2), "1.甲", "3", "3"], [None, "2.乙", "1", "1"]])
    lower = part(2, [[("法提供", 2), "3.丙", "4", "4"], [None, "4.丁", "0", "0"]])
    (grid,) = joined([upper, lower])
    assert grid.rows[1][0].text == "（四）无\n法提供"
    assert grid.rows[1][0].rowspan == 4
    assert [cell.text for cell in grid.rows[3]] == ["3.丙", "4", "4"]


def test_a_label_with_a_number_of_its_own_is_another_label() -> None:
    upper = part(1, [HEAD, [("（四）甲", 2), "1.甲", "3", "3"], [None, "2.乙", "1", "1"]])
    lower = part(2, [[("（五）乙", 2), "1.丙", "4", "4"], [None, "2.丁", "0", "0"]])
    (grid,) = joined([upper, lower])
    assert [grid.rows[1][0].text, grid.rows[3][0].text] == ["（四）甲", "（五）乙"]


def test_a_row_that_the_page_cut_is_one() -> None:
    upper = part(1, [HEAD, ["（五）", "5.要求确认或重", "3", "4"]])
    lower = part(2, [["", "新出具", "", ""], ["（六）", "1.其他", "0", "0"]])
    assert texts(upper, lower) == [
        [HEAD, ["（五）", "5.要求确认或重\n新出具", "3", "4"], ["（六）", "1.其他", "0", "0"]]
    ]


def test_numbers_below_the_cut_belong_to_the_row_too() -> None:
    upper = part(1, [HEAD, ["（五）", "5.要求确认或重", "", ""]])
    lower = part(2, [["", "新出具", "3", "4"]])
    ((_, row),) = texts(upper, lower)
    assert row == ["（五）", "5.要求确认或重\n新出具", "3", "4"]


def test_an_empty_row_below_the_break_stays_a_row() -> None:
    """Labels without numbering tell nothing: two of them are not made one."""
    upper = part(1, [HEAD, ["", "行政处罚", "3", "4"]])
    lower = part(2, [["", "行政强制", "", ""]])
    assert texts(upper, lower) == [[HEAD, ["", "行政处罚", "3", "4"], ["", "行政强制", "", ""]]]


def test_columns_are_those_of_both_pages() -> None:
    upper = part(1, [["一、甲", "3"]], xs=(80.0, 360.0, 420.0))
    lower = part(2, [["（一）", "1.乙", "0", "1"]])
    (grid,) = joined([upper, lower])
    assert [cell.colspan for cell in grid.rows[0]] == [3, 1]


def test_another_table_is_another_grid() -> None:
    upper, lower = part(1, [HEAD, HEAD]), part(2, [["甲", "1"], ["乙", "2"]], xs=(80.0, 300.0, 500.0))
    assert len(texts(upper, lower)) == 2


def test_a_cell_has_the_place_of_what_is_printed_in_it() -> None:
    (grid,) = joined([part(3, [HEAD, ["（一）", "1.甲", "15", "3"]])])
    place = grid.rows[1][2].at
    assert isinstance(place, PagePlace)
    assert place.page == 3
    left, _, right, bottom = place.bbox
    assert (left, right, bottom) == (302, 314, 135)
