"""Lines that lie closer than rows are one row where all rows of their table have the same count of numbers then."""

import pytest
from pdf_pages import page

from converters.readers.pdf.bands import rows_of_lines
from converters.readers.pdf.levels import levelled
from converters.readers.pdf.lines import lines_of

Text = tuple[str, float, float]


def levels(base: float, upper: str, lower: str = "") -> list[Text]:
    """What stands on the upper and on the lower line of a row, a cell every 60 points; a point for nothing."""
    return [
        (text, 80.0 + 60 * column, height)
        for line, height in ((upper, base), (lower, base + 10))
        for column, text in enumerate(line.split())
        if text != "."
    ]


def found(*texts: Text) -> list[list[str]]:
    """The words of the rows, from left to right."""
    one = page(*texts)
    rows = levelled(rows_of_lines(one, lines_of(one.glyphs)))
    return [[word.text for word in sorted(row.words, key=lambda word: word.box[0])] for row in rows]


ROWS = [
    *levels(100, "1.甲类 3 . 0 1 . 4", ". . 0 . . 0 ."),
    *levels(130, "（二） . 1 0 . 0 0 5", ". 2.乙类 . . 4 . . ."),
    *levels(160, "3.丙类 2 2 0 1 0 5"),
]
SOME = ["1.甲类", "3", "0", "1", "4"]


def test_lines_closer_than_rows_are_one_row_where_all_rows_have_all_numbers_then() -> None:
    assert found(*ROWS, *levels(180, ". 8 . 0 1 0 9", "4.丁类 . 0 . . . .")) == [
        ["1.甲类", "3", "0", "0", "1", "0", "4"],
        ["（二）", "2.乙类", "1", "0", "4", "0", "0", "5"],
        ["3.丙类", "2", "2", "0", "1", "0", "5"],
        ["4.丁类", "8", "0", "0", "1", "0", "9"],
    ]


def test_a_number_close_behind_a_label_is_cut_off_where_its_column_begins() -> None:
    close = [("（三）", 80, 180), ("2.乙类", 156, 190), ("7", 200, 190), *levels(180, ". . . 0 1 0 1 9")]
    assert found(*ROWS, *close)[-1] == ["（三）", "2.乙类", "7", "0", "1", "0", "1", "9"]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("4.丁类 . 0 0 1 0 1", ""),
        ("4.丁类 1 0 . 1 0 2", ". 1 . 0 . . ."),
        ("4.丁类 1 0 0 1 0 2", ". . . . . 甲 ."),
    ],
    ids=["a number is missing", "two stand below one another", "a word stands among them"],
)
def test_otherwise_they_stay_lines(upper: str, lower: str) -> None:
    assert found(*ROWS, *levels(180, upper, lower))[0] == SOME


def test_two_rows_show_too_little() -> None:
    assert found(*ROWS[:14])[0] == SOME


def test_a_row_whose_numbers_stand_half_a_line_apart_is_one() -> None:
    upper = [(text, 80.0 + 60 * at, 100.0) for at, text in enumerate(("3", "0", "", "1", "4")) if text]
    assert found(*upper, ("7", 200, 107)) == [["3", "0", "7", "1", "4"]]
    assert found(*upper, ("7", 200, 114)) == [["3", "0", "1", "4"], ["7"]]


def test_what_may_be_half_of_a_number_is_none_of_its_own() -> None:
    """The first half stands above the row, where that has no number, and the second below."""
    row = [(text, 80.0 + 60 * at, 107.0) for at, text in enumerate(("3", "0", "", "1", "", "4")) if text]
    halves = [("19", 200, 100), ("2", 320, 100), ("6", 200, 114)]
    assert ["3", "0", "19", "1", "2", "4"] not in found(*row, *halves)
    assert ["3", "0", "6", "1", "4"] not in found(*row, *halves)
