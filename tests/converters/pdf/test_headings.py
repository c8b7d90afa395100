"""Headings of tables without rules: each with its lines together, and columns told by them where numbers lack."""

import pytest
from pdf_pages import page

from converters.readers.pdf.columns import LinedTable, lined_tables
from converters.readers.pdf.lines import lines_of
from converters.readers.pdf.page import Page

PITCH = 60.0
FIRST = 100.0
"""The middle of the first column."""
HEADINGS = (("结果", "维持"), ("结果", "纠正"), ("其他", "结果"), ("尚未", "审结"), ("总计",))

Text = tuple[str, float, float]


def middle(column: float) -> float:
    return FIRST + PITCH * column


def centred(text: str, column: float, base: float) -> Text:
    width = sum(12.0 if ord(character) > 0x2E80 else 6.0 for character in text)
    return text, middle(column) - width / 2, base


def headings(base: float) -> list[Text]:
    """Headings of two lines with their middle at this height; that of one line stands between."""
    return [
        centred(line, column, base + step)
        for column, lines in enumerate(HEADINGS)
        for line, step in zip(lines, (-8.0, 8.0) if len(lines) > 1 else (0.0,), strict=True)
    ]


def found(one: Page) -> list[list[str] | str]:
    return [
        part
        for item in lined_tables(one, lines_of(one.glyphs))
        for part in (
            [[cell.text for cell in row] for row in item.grid().rows]
            if isinstance(item, LinedTable)
            else [item.text]
        )
    ]


def numbers(base: float, *texts: str) -> list[Text]:
    return [centred(text, column, base) for column, text in enumerate(texts) if text]


CELLS = ["结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计"]


def test_headings_of_several_lines_are_a_row_of_cells_above_numbers_without_labels() -> None:
    one = page(*headings(140), *numbers(180, "3", "0", "1", "2", "6"))
    assert found(one) == [CELLS, ["3", "0", "1", "2", "6"]]


def test_what_stands_over_several_columns_is_no_part_of_their_headings() -> None:
    over = [centred("行政复议", 2, 100), ("四、行政复议、行政诉讼情况", 80, 70)]
    one = page(*over, *headings(140), *numbers(180, "3", "0", "1", "2", "6"))
    assert found(one) == ["四、行政复议、行政诉讼情况", "行政复议", CELLS, ["3", "0", "1", "2", "6"]]


def test_the_middle_of_a_heading_over_several_columns_is_no_column_of_its_own() -> None:
    over = [centred("诉讼", 2.5, 100)]
    one = page(*over, *headings(140), *numbers(180, "3", "0", "1", "2", "6"))
    assert found(one)[-1] == ["3", "0", "1", "2", "6"]


def test_a_number_above_a_column_is_no_heading_of_it() -> None:
    """A nought too many in each row: what stands above it is the last number of another table."""
    above = numbers(50, "1", "2", "3", "4", "10", "0")
    one = page(*above, *headings(140), *numbers(180, "3", "0", "1", "2", "6", "0"))
    assert [row for row in found(one) if isinstance(row, list)] == [
        ["1", "2", "3", "4", "10", "0"],
        ["3", "0", "1", "2", "6", "0"],
    ]


@pytest.mark.parametrize("side", [-20.0, 0.0, 20.0])
def test_even_columns_are_told_by_headings_though_no_number_stands_in_some(side: float) -> None:
    """Numbers stand in the middle of their columns, or at one side of all: four of them are enough."""
    row = [(text, left + side, base) for text, left, base in numbers(180, "3", "0", "", "2", "5")]
    assert found(page(*headings(140), *row))[-1] == ["3", "0", "", "2", "5"]


def test_numbers_that_stand_now_here_now_there_tell_no_columns() -> None:
    sides = (-20.0, 20.0, 5.0, -10.0)
    row = [
        (text, left + side, base)
        for (text, left, base), side in zip(numbers(180, "3", "0", "", "2", "5"), sides, strict=True)
    ]
    assert found(page(*headings(140), *row))[-1] == "3  0  2  5"


def test_many_numbers_alone_in_a_line_are_a_row() -> None:
    assert found(page(*numbers(180, "3", "0", "1", "2", "6"))) == [["3", "0", "1", "2", "6"]]
    assert found(page(*numbers(180, "3", "0", "1"))) == ["3  0  1"]


def test_headings_whose_first_lines_touch_are_left_as_they_are() -> None:
    """Of those that are cells of their own only the second line would be known."""
    first = ("结果维结果纠其他结尚未审", 100.0, 140.0)
    second = [(text, 112.0 + 36 * at, 154.0) for at, text in enumerate(("持", "正", "果", "结"))]
    row = [(text, 115.0 + 36 * at, 180.0) for at, text in enumerate("31042")]
    one = page(first, *second, ("总计", 250.0, 147.0), *row)
    assert found(one)[-1] == ["3", "1", "0", "4", "2"]
    assert ["持", "正", "果", "结", "总计"] not in found(one)
