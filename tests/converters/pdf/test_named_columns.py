"""Columns told by the names of a form's table: where noughts are blank, and where headings touch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import page

from converters.readers.pdf.bands import rows_of_lines
from converters.readers.pdf.columns import LinedTable, lined_tables
from converters.readers.pdf.lines import lines_of
from converters.readers.pdf.named import edges_of_names

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
LEFTS = (200.0, 250.0, 302.0, 354.0, 430.0, 506.0, 540.0)
"""Where the columns begin, each as wide as its heading and a little more."""
BROKEN = (
    ("自然", "人"),
    ("商业", "企业"),
    ("科研", "机构"),
    ("社会公", "益组织"),
    ("法律服", "务机构"),
    ("其", "他"),
    ("总", "计"),
)

Text = tuple[str, float, float]

LABELS = ("一、本年新收", "二、上年结转", "（一）予以公开")


def named(base: float, lefts: tuple[float, ...] = LEFTS) -> list[Text]:
    return [(name, left, base) for name, left in zip(COLUMNS, lefts, strict=True)]


def touching(base: float) -> list[Text]:
    """Headings in two lines, each cell as wide as its heading: all touch."""
    widths = [12.0 * max(map(len, lines)) for lines in BROKEN]
    lefts = [300.0 + sum(widths[:column]) for column in range(len(widths))]
    return [
        (line, left, base + 14 * number)
        for lines, left in zip(BROKEN, lefts, strict=True)
        for number, line in enumerate(lines)
    ]


def rows(*numbers: tuple[str, ...], lefts: tuple[float, ...] = LEFTS) -> list[Text]:
    """Rows below one another, an empty text where nothing is printed."""
    return [
        part
        for at, (label, texts) in enumerate(zip(LABELS, numbers, strict=False))
        for base in [200.0 + 20 * at]
        for part in ((label, 40.0, base), *((t, x, base) for t, x in zip(texts, lefts, strict=True) if t))
    ]


def cells(*texts: Text, above: tuple[Text, ...] = ()) -> list[list[str]]:
    """The rows of the tables of a page below the end of another one."""
    one, before = page(*texts), page(*above)
    return [
        [cell.text for cell in row]
        for item in lined_tables(one, lines_of(one.glyphs), None, lines_of(before.glyphs))
        if isinstance(item, LinedTable)
        for row in item.grid().rows
    ]


FIRST = ("23", "5", "", "", "2", "", "30")
SECOND = ("6", "2", "", "", "1", "", "9")


def test_columns_without_any_number_are_told_by_the_names_of_all() -> None:
    assert cells(*named(170), *rows(FIRST, SECOND)) == [[LABELS[0], *FIRST], [LABELS[1], *SECOND]]


def test_names_may_stand_at_the_end_of_the_page_before() -> None:
    assert cells(*rows(FIRST, SECOND), above=tuple(named(800))) == [
        [LABELS[0], *FIRST],
        [LABELS[1], *SECOND],
    ]


def test_a_row_with_a_single_number_is_one_of_the_table() -> None:
    only = ("", "", "", "", "", "", "7")
    assert cells(*named(170), *rows(only, FIRST))[0] == [LABELS[0], *only]


def test_what_spans_several_names_is_none() -> None:
    over = [("申请人情况", 330.0, 130.0), ("法人或其他组织", 350.0, 150.0)]
    assert cells(*over, *named(170), *rows(FIRST, SECOND))[0] == [LABELS[0], *FIRST]


def test_names_that_touch_are_cut_where_the_next_begins() -> None:
    lefts = (306.0, 330.0, 354.0, 385.0, 420.0, 444.0, 456.0)
    assert cells(*touching(160), *rows(FIRST, SECOND, lefts=lefts))[0] == [LABELS[0], *FIRST]


@pytest.mark.parametrize(
    "headings",
    [
        named(170)[1:],
        [*named(170)[:2], *named(170)[3:]],
        [*named(170)[:-1], ("合计", LEFTS[-1], 170.0)],
        [("自然人", LEFTS[1], 170.0), ("商业企业", LEFTS[0], 170.0), *named(170)[2:]],
    ],
    ids=["first missing", "one missing", "another name", "in another order"],
)
def test_without_all_names_in_order_nothing_is_told(headings: list[Text]) -> None:
    assert not any("" in row for row in cells(*headings, *rows(FIRST, SECOND)))


def test_a_number_beside_the_words_of_a_heading_may_be_the_next_column_s() -> None:
    """A cell is as wide as its longest text: a number may stand at its edge, nearer to another heading."""
    lefts = (200.0, 294.0, 302.0, 354.0, 430.0, 506.0, 540.0)
    one = page(*named(170), *rows(FIRST, lefts=lefts))
    lines = lines_of(one.glyphs)
    above, below = lines[:1], rows_of_lines(one, lines[1:])
    assert edges_of_names(above, below) != ()
    beside = page(*named(170), *rows(FIRST, lefts=(200.0, 296.0, *lefts[2:])))
    assert edges_of_names(above, rows_of_lines(beside, lines_of(beside.glyphs)[1:])) == ()


@settings(deadline=None, max_examples=60)
@given(
    gaps=st.lists(st.floats(5, 20), min_size=7, max_size=7),
    shown=st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=3),
    data=st.data(),
)
def test_every_number_below_a_name_gets_its_column(
    gaps: list[float], shown: list[list[bool]], data: st.DataObject
) -> None:
    """However wide the columns are, and whichever of their numbers are printed: none is set into another one."""
    lefts: list[float] = []
    left = 150.0
    for name, gap in zip(COLUMNS, gaps, strict=True):
        lefts.append(left)
        left += 12 * len(name) + gap
    texts = [tuple("5" if one else "" for one in row) for row in shown]
    places = tuple(
        left + data.draw(st.floats(0, 12 * len(name) - 6)) for name, left in zip(COLUMNS, lefts, strict=True)
    )
    printed = cells(*named(170, tuple(lefts)), *rows(*texts, lefts=places))
    assert [row[1:] for row in printed if any(row[1:])] == [list(row) for row in texts if any(row)]
