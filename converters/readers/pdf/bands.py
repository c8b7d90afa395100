"""Lines of a page → rows of tables: one line each, but several where rules across the page hold them together."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from converters.readers.pdf.breaks import unbroken
from converters.readers.pdf.lines import PrintedLine
from converters.readers.pdf.numbering import begins_label, with_numberings
from converters.readers.pdf.page import Page
from converters.readers.pdf.rows import Row, stacks_of

_LEAST_BANDS = 3
_BESIDE = 2.0
"""Points: so far apart rules may end that end with the same column."""
_HIGHEST = 150.0
"""Points between two rules that still make a row; a page of prose between two rules does not."""


def rows_of_lines(page: Page, lines: Sequence[PrintedLine]) -> list[Row]:
    """The lines of a page, those between two rules across it together in one row."""
    lines = list(with_numberings(lines))
    heights = _heights(page, lines)
    bands = list(_bands(lines, heights))
    if sum(inside for inside, _ in bands) < _LEAST_BANDS:
        return [row for _, held in bands for row in unbroken(held)]
    rows = [Row(held, banded=inside and _is_row(held)) for inside, held in bands]
    counted = sum(row.banded and (row.numbers != () or any(map(begins_label, row.words))) for row in rows)
    parted = counted >= _LEAST_BANDS and 2 * counted >= len(heights) - 1
    return [
        part
        for at, row in enumerate(rows)
        for part in ([row] if parted and _is_of_table(rows, at) else unbroken(row.lines))
    ]


def _is_of_table(rows: Sequence[Row], at: int) -> bool:
    """Whether a row between rules has numbers or a label alone: headings and prose reach farther to the right."""
    row = rows[at]
    counted = next((other for other in (*reversed(rows[:at]), *rows[at:]) if other.numbers), None)
    return row.banded and (
        row.numbers != ()
        or (counted is not None and all(word.box[2] <= counted.numbers[0].box[0] for word in row.words))
    )


def _bands(
    lines: Sequence[PrintedLine], heights: Sequence[float]
) -> Iterator[tuple[bool, tuple[PrintedLine, ...]]]:
    """The lines between two rules together, and whether there is one above and one below, as near as around a row."""
    for band, held in groupby(lines, key=lambda line: _band(line, heights)):
        inside = 0 < band < len(heights) and heights[band] - heights[band - 1] <= _HIGHEST
        yield inside, tuple(held)


def _band(line: PrintedLine, heights: Sequence[float]) -> int:
    """How many rules lie above a line."""
    return bisect_right(heights, line.base - 0.3 * line.size)


def _heights(page: Page, lines: Sequence[PrintedLine]) -> list[float]:
    """The heights of the rules across a page that part rows: from the numbers on to where the longest rules end.

    These are about as long as the longest, or leave out a label over several rows.
    """
    longest = max((stroke.end - stroke.start for stroke in page.across), default=0.0)
    long = sorted(
        (stroke for stroke in page.across if stroke.end - stroke.start > 0.8 * longest), key=lambda s: s.at
    )
    heights = [stroke.at for stroke in long]
    short = [
        stroke
        for stroke in page.across
        if 0.8 * longest >= stroke.end - stroke.start > 0.5 * longest
        and 0 < bisect_right(heights, stroke.at) < len(heights)
        and abs(stroke.end - long[bisect_right(heights, stroke.at)].end) <= _BESIDE
    ]
    if not short:
        return heights
    firsts: dict[int, float] = {}
    for line in lines:
        lefts = [word.box[0] for word in line.words if word.is_number]
        if lefts:
            band = _band(line, heights)
            firsts[band] = min(firsts.get(band, lefts[0]), *lefts)
    beside = [
        stroke.at for stroke in short if stroke.start < firsts.get(bisect_right(heights, stroke.at), 0.0)
    ]
    return sorted([*heights, *beside])


def _is_row(lines: Sequence[PrintedLine]) -> bool:
    """Whether what stands between two rules is one row: nothing above a number or below it."""
    stacks = stacks_of([word for line in lines for word in line.words])
    return all(len(stack) == 1 for stack in stacks if any(word.is_number for word in stack))
