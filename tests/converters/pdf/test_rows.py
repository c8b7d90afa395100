"""What is a row of a table without rules, or with rules across alone, where labels and signs tell it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import page

from converters.readers.pdf.columns import LinedTable, lined_tables
from converters.readers.pdf.lines import PrintedLine, lines_of
from converters.readers.pdf.page import Page
from converters.readers.pdf.strokes import Stroke

LEFTS = (250.0, 300.0, 350.0, 400.0, 450.0)
CLOSE = 14.25
"""Points from row to row where a browser prints lines of 12 points without any room around them."""

Text = tuple[str, float, float]


def printed(base: float, label: str, *numbers: str, left: float = 80.0) -> list[Text]:
    """A label and its numbers, an empty text where none is printed."""
    return [
        (label, left, base),
        *((text, x, base) for text, x in zip(numbers, LEFTS, strict=False) if text),
    ]


def cells(one: Page) -> list[list[str]]:
    """The rows of the tables of a page."""
    return [
        [cell.text for cell in row]
        for item in lined_tables(one, lines_of(one.glyphs))
        if isinstance(item, LinedTable)
        for row in item.grid().rows
    ]


def rules(*heights: float, left: float = 80.0) -> list[Stroke]:
    return [Stroke(height, left, 480.0) for height in heights]


ROWS = (
    ("1.甲类", "31", "13", "2", "1", "2"),
    ("2.乙类", "", "", "0", "0", "3"),
    ("3.丙类", "10", "0", "", "5", ""),
    ("4.丁类", "7", "0", "4", "", "9"),
)


def test_rows_set_close_with_labels_of_their_own_are_rows_though_numbers_are_missing() -> None:
    one = page(*(part for at, row in enumerate(ROWS) for part in printed(100 + CLOSE * at, *row)))
    assert cells(one) == [list(row) for row in ROWS]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.sampled_from(("", "0", "7", "24", "316")), min_size=5, max_size=5), min_size=2, max_size=8
    ),
)
def test_no_number_of_a_row_with_a_label_goes_on_in_the_next_row(numbers: list[list[str]]) -> None:
    """However close rows are set and whichever numbers are blank: each number that is read stands in its own row."""
    rows = [(f"{at}.甲类", *texts) for at, texts in enumerate(numbers, 1)]
    one = page(*(part for at, row in enumerate(rows) for part in printed(100 + CLOSE * at, *row)))
    for row in cells(one):
        if row[0] in {label for label, *_ in rows} and len(row) > 1:
            assert [text for text in row[1:] if text] == [
                text for text in numbers[int(row[0][0]) - 1] if text
            ]


def test_no_number_begins_with_a_nought_before_another_digit() -> None:
    """Numbers of a row whose label a page cut may stand below those of the row above, as near as halves do."""
    one = page(
        *printed(100, "1.甲类", "3", "0", "1", "1", "5"),
        *printed(130, "2.乙类", "1", "0", "0", "0", "1"),
        *printed(145, "", "4", "0", "0", "0", "4"),
    )
    assert [row[-5:] for row in cells(one)][1:] == [["1", "0", "0", "0", "1"], ["4", "0", "0", "0", "4"]]


def test_the_last_numbers_of_a_page_below_as_many_others_may_be_their_halves_or_a_row_that_it_cuts() -> None:
    texts = [
        *printed(100, "1.甲类", "3", "2", "1", "1", "7"),
        *printed(130, "2.乙类", "1", "1", "1", "1", "4"),
    ]
    halves = printed(145, "", "4", "3", "2", "1", "9")
    assert cells(page(*texts, *halves))[1:] == [
        ["2.乙类", "1\ufffd", "1\ufffd", "1\ufffd", "1\ufffd", "4\ufffd"]
    ]
    more = printed(190, "3.丙类", "5", "2", "2", "1", "10")
    assert cells(page(*texts, *halves, *more))[1] == ["2.乙类", "1\n4", "1\n3", "1\n2", "1\n1", "4\n9"]


def test_a_number_may_go_on_beside_a_label_that_begins_in_another_column() -> None:
    """Of a label set low the beginning stands beside the second line of numbers, with a group's beside the first."""
    one = page(
        *printed(100, "1.甲类", "3", "0", "1", "1", "12"),
        *printed(140, "（二）", "7", "4", "1", "0", "1", left=40.0),
        ("2.乙类", 120.0, 140 + CLOSE),
        ("2", 450.0, 140 + CLOSE),
        *printed(190, "3.丙类", "7", "0", "4", "0", "11"),
    )
    assert "1\ufffd" in [text for row in cells(one) for text in row]


def test_the_number_of_a_label_cut_off_from_its_comma_is_no_number_of_the_table() -> None:
    one = page(
        *printed(100, "（一）甲类", "3", "0", "1", "1", "12"),
        ("1", 80.0, 131.0),
        *((text, x, 140.0) for text, x in zip(("4", "1", "0", "0", "5"), LEFTS, strict=True)),
        ("、乙类申请", 53.0, 149.0),
        *printed(180, "2、丙类", "7", "0", "4", "0", "11"),
    )
    assert cells(one)[1] == ["1\n、乙类申请", "4", "1", "0", "0", "5"]


def test_rules_that_leave_out_the_label_of_a_group_part_rows() -> None:
    """All rows of the group stand between two rules over the whole width; most are blank."""
    labels = ("1.甲类", "2.乙类", "3.丙类", "4.丁类")
    numbers = [(), (), ("2", "0", "0", "1", "3"), ()]
    texts = [
        part
        for at, (label, row) in enumerate(zip(labels, numbers, strict=True))
        for part in printed(133.0 + 20 * at, label, *row, left=170.0)
    ]
    one = page(
        *printed(113, "（一）甲", "3", "0", "1", "1", "5"),
        ("（二）组", 80.0, 153.0),
        *texts,
        *printed(213, "（三）总计", "5", "0", "1", "2", "8"),
        across=[*rules(98, 118, 198, 218), *rules(138, 158, 178, left=170.0)],
    )
    assert cells(one) == [
        ["（一）甲", "3", "0", "1", "1", "5"],
        ["1.甲类", *[""] * 5],
        ["（二）组", "2.乙类", *[""] * 5],
        ["3.丙类", "2", "0", "0", "1", "3"],
        ["4.丁类", *[""] * 5],
        ["（三）总计", "5", "0", "1", "2", "8"],
    ]


def test_a_rule_right_of_a_number_parts_no_rows() -> None:
    one = page(
        *printed(113, "（一）甲", "3", "0", "1", "1", "5"),
        *printed(133, "（二）乙", "1", "0", "1", "1", "3"),
        ("类", 80.0, 147.0),
        *printed(173, "（三）丙", "4", "0", "2", "2", "8"),
        across=[*rules(98, 118, 158, 178), *rules(136, left=270.0)],
    )
    assert cells(one)[1] == ["（二）乙\n类", "1", "0", "1", "1", "3"]


@pytest.mark.parametrize("sign", ["——", "—", "－", "-", "/"])
def test_signs_for_no_number_in_narrow_columns_are_cells(sign: str) -> None:
    """They stand half a character apart, or touch."""
    width = 12.0 * len(sign) if ord(sign[0]) > 0x2000 else 6.0
    lefts = [250.0 + (width + 6.0) * at for at in range(5)]
    one = page(
        *(
            part
            for at, label in enumerate(("1.甲类", "2.乙类", "3.丙类"))
            for part in (
                (label, 80.0, 100.0 + 20 * at),
                *((sign if at in (1, c) else "7", x, 100.0 + 20 * at) for c, x in enumerate(lefts)),
            )
        )
    )
    assert [len(row) for row in cells(one)] == [6, 6, 6]


def test_signs_that_touch_are_cut_at_the_edges_that_other_rows_tell() -> None:
    lefts = (250.0, 274.0, 298.0, 340.0, 380.0)
    rows = (("17", "3", "4", "2", "26"), ("——", "——", "——", "1", "1"), ("5", "——", "——", "——", "5"))
    one = page(
        *(
            part
            for at, row in enumerate(rows)
            for part in (
                (f"{at}.甲类", 80.0, 100.0 + 20 * at),
                *(
                    (text, x + 12 - 3 * len(text) if text.isdecimal() else x, 100.0 + 20 * at)
                    for text, x in zip(row, lefts, strict=True)
                ),
            )
        )
    )
    assert [row[1:] for row in cells(one)] == [list(row) for row in rows]


def test_one_dash_before_a_number_may_be_its_sign() -> None:
    one = page(("-", 250.0, 100.0), ("5", 261.0, 100.0), ("3", 300.0, 100.0))
    ((line,),) = [lines_of(one.glyphs)]
    assert [word.text for word in line.words] == ["-", "5", "3"]


def test_prose_between_two_rules_is_no_row_nor_is_a_caption_with_headings() -> None:
    """Rules around a part of the page are as long as those of its tables."""
    one = page(
        *printed(113, "（一）甲", "3", "0", "1", "1", "5"),
        *printed(133, "（二）乙", "1", "0", "1", "1", "3"),
        *printed(153, "（三）丙", "4", "0", "2", "2", "8"),
        ("五、存在的主要问题", 80.0, 180.0),
        ("一是形式偏少二是报送不够及时下一步将编印范本安排业务骨干", 80.0, 200.0),
        across=rules(98, 118, 138, 158, 220),
    )
    found = lined_tables(one, lines_of(one.glyphs))
    assert [type(item) for item in found] == [LinedTable, PrintedLine, PrintedLine]
