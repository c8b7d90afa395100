"""The headings of a table without rules: what they tell of its columns, and each with its lines together.

Only the lowest headings stand over one column each; those above them span several and are left out. Where no row has
numbers in all columns, they tell what parts these: if all columns are as wide as one another and the numbers of all are
set alike, or if every number stands below the words of its heading and no column is without.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from converters.readers.pdf.edges import Edges, fits, parts_of
from converters.readers.pdf.lines import PrintedLine, Word, centre, line_of, median, overlap, words_at_gaps
from converters.readers.pdf.rows import Row

_LEAST_COLUMNS = 5
"""Narrower tables have headings over their labels as well, which look like one more column."""
_LEAST_NUMBERS = 4
"""Fewer numbers tell too little, headings with blanks typed in them look like several: unless there is one column more
for each number less, as above the first rows of a table that goes on overleaf."""
_MOST_LINES = 14
"""Lines of headings; those of narrow columns are printed in six."""
_BESIDE = 0.5
"""Of a heading's height: so far beside its words the middle of a number may lie."""
_PITCH = 1.5
"""Of the usual distance between headings: two that lie no farther apart have no column between them."""
_LEADING = 2.6
"""Of a character's height: lines of one heading lie no farther apart; on printed pages with wide lines they do 2.5."""
_NEXT = 1.1
"""Of the least step from line to line: what lies farther above is another heading, the padding of two cells between."""
_CLOSE = 1.3
"""Of a character's height: lines of one cell lie no farther apart."""
_FULL = 0.9
"""Of the width of headings: words that are narrower stand in the middle of a cell over all of them."""
_OVERHANG = 0.3
"""Of a character's height: so far a heading may reach over the edges of its column, which numbers tell."""

_ASKEW = 0.25
"""The same: columns are as wide as one another, and numbers set alike in them, if no more differs."""


class _Column(NamedTuple):
    """What the headings tell of a column: from where to where they reach, and the middle of their last word."""

    left: float
    right: float
    lowest: float

    @property
    def middle(self) -> float:
        """The middle of all words."""
        return (self.left + self.right) / 2


def edges_of_headings(above: Sequence[Row], rows: Sequence[Row]) -> Edges:
    """What parts the columns of these rows, by the headings above them; nothing where these do not tell.

    Args:
        above: what stands above the first row, from the top of the page.
        rows: rows of a table, labels among them.
    """
    lines = [line for row in above[-_MOST_LINES:] for line in row.lines][-_MOST_LINES:]
    words = [word for line in lines for one in line.words for word in words_at_gaps(one)]
    numbers = [word for row in rows for word in row.numbers]
    labels = [word for row in rows for word in row.words if not word.is_number]
    if not words:
        return ()
    right = max((word.box[2] for word in labels), default=float("-inf"))
    columns = [column for column in _lowest(words) if column.left >= right]
    size = lines[-1].size
    even = list(_without_spanning(columns, numbers)) if len(numbers) >= _LEAST_NUMBERS else []
    for middles in _evenly(even, size):
        edges = _edges(middles)
        if all(fits(found, edges) for found in _found(rows, edges)) and _are_set_alike(rows, middles, size):
            return edges
    if max(len(row.numbers) for row in rows) >= _LEAST_COLUMNS:
        # What stands left of all numbers is the heading of the labels, or part of a label of several lines.
        first = min(word.box[0] for word in numbers)
        columns = [column for column in columns if column.right > first]
    columns = list(_without_spanning(columns, numbers))
    if len(columns) < _LEAST_COLUMNS + max(0, _LEAST_NUMBERS - len(numbers)):
        return ()
    edges = _edges([column.middle for column in columns])
    used: set[int] = set()
    for found in _found(rows, edges):
        if not fits(found, edges) or not all(
            _is_below(word, edges, columns, _BESIDE * size) for word in found
        ):
            return ()
        used |= {bisect_right(edges, centre(word)) for word in found}
    # A heading over several columns, or a part of one that blanks part, looks like one more where no number stands.
    return edges if len(used) in (1, len(columns)) else ()


def _edges(middles: Sequence[float]) -> Edges:
    between = [(one + other) / 2 for one, other in pairwise(middles)]
    return (2 * middles[0] - between[0], *between, 2 * middles[-1] - between[-1])


def _found(rows: Sequence[Row], edges: Edges) -> Iterator[list[Word]]:
    """The numbers of each row, cut at the edges."""
    yield from ([piece for word in row.numbers for piece in parts_of(word, edges)] for row in rows)


def _evenly(columns: Sequence[_Column], size: float) -> Iterator[list[float]]:
    """The middles of the columns, if they are all as far apart: as the whole headings tell, or their last words."""
    for middles in ([column.middle for column in columns], [column.lowest for column in columns]):
        apart = [after - before for before, after in pairwise(middles)]
        if len(middles) >= _LEAST_COLUMNS and max(apart) - min(apart) <= _ASKEW * size:
            yield middles


def _are_set_alike(rows: Sequence[Row], middles: Sequence[float], size: float) -> bool:
    """Whether the numbers of all columns are set alike: in the middle, to the right, or to the left."""
    edges = _edges(middles)
    beside = [
        [
            at - middles[bisect_right(edges, centre(word)) - 1]
            for at in (word.box[0], centre(word), word.box[2])
        ]
        for found in _found(rows, edges)
        for word in found
    ]
    return any(max(offsets) - min(offsets) <= _ASKEW * size for offsets in zip(*beside, strict=True))


def _lowest(words: Sequence[Word]) -> Iterator[_Column]:
    """The columns of the lowest headings; a word over several of them is no heading of one column."""
    columns: list[_Column] = []
    for word in sorted(words, key=lambda word: -word.box[3]):
        left, _, right, _ = word.box
        below = [column for column in columns if left < column.right and column.left < right]
        if not below:
            columns.append(_Column(left, right, centre(word)))
        elif len(below) == 1:
            columns.remove(below[0])
            columns.append(_Column(min(left, below[0].left), max(right, below[0].right), below[0].lowest))
    yield from sorted(columns, key=lambda column: column.left)


def _without_spanning(columns: Sequence[_Column], numbers: Sequence[Word]) -> Iterator[_Column]:
    """The columns without those between two others that stand as close as any: the middle of a heading over several."""
    middles = [column.middle for column in columns]
    usual = median([after - before for before, after in pairwise(middles)] or [0.0])
    for index, column in enumerate(columns):
        inner = 0 < index < len(columns) - 1 and middles[index + 1] - middles[index - 1] <= _PITCH * usual
        if not inner or any(word.box[0] < column.right and column.left < word.box[2] for word in numbers):
            yield column


def headings_of(
    above: Sequence[PrintedLine], edges: Edges
) -> tuple[Sequence[PrintedLine], Sequence[PrintedLine]]:
    """What stands above a table without the headings of its columns, and these; all where a column has none.

    Args:
        above: the lines above its first row, from the top of the page.
        edges: what parts its columns.
    """
    done = max(0, len(above) - _MOST_LINES)
    done = max(
        [done, *(at for at, line in enumerate(above, 1) if any(word.is_number for word in line.words))]
    )
    lines = [
        line_of([part for word in line.words for part in words_at_gaps(word)], line) for line in above[done:]
    ]
    words = [word for line in reversed(lines) for word in line.words]
    columns = [[word for word in words if _is_within(word, left, right)] for left, right in pairwise(edges)]
    if not all(columns):
        return above, ()
    steps = [step for column in columns for step in _steps(column[:2])]
    near = [step for step in steps if step <= _LEADING * above[-1].size]
    headings = [_heading(column, _NEXT * min(near, default=0.0)) for column in columns]
    own = {id(word) for heading in headings for word in heading}
    if any(_goes_on_in(word, headings) for word in words if id(word) not in own):
        return above, ()
    rest = [*above[:done], *(part for line in lines for part in _kept(line, own, inside=False))]
    return rest, [part for line in lines for part in _kept(line, own, inside=True)]


def _steps(column: Sequence[Word]) -> list[float]:
    """How far words of a column stand apart, from the bottom up."""
    return [lower.glyphs[0].base - upper.glyphs[0].base for lower, upper in pairwise(column)]


def _heading(column: Sequence[Word], step: float) -> Sequence[Word]:
    """The words of the lowest heading of a column: those that stand no farther apart."""
    far = (index for index, apart in enumerate(_steps(column), 1) if apart > step)
    return column[: next(far, len(column))]


def _goes_on_in(word: Word, headings: Sequence[Sequence[Word]]) -> bool:
    """Whether a word is the first line of several headings, in cells that touch: as wide as these, and close above."""
    over = [heading[-1] for heading in headings if overlap(word, heading[-1])]
    if len(over) < 2:
        return False
    width = max(other.box[2] for other in over) - min(other.box[0] for other in over)
    step = min(other.glyphs[0].base for other in over) - word.glyphs[0].base
    return 0 < step <= _CLOSE * word.glyphs[0].size and word.box[2] - word.box[0] >= _FULL * width


def _is_within(word: Word, left: float, right: float) -> bool:
    beside = _OVERHANG * word.glyphs[0].size
    return left - beside <= word.box[0] and word.box[2] <= right + beside and left < centre(word) < right


def _kept(line: PrintedLine, own: set[int], *, inside: bool) -> Iterator[PrintedLine]:
    """The line with those of its words only that are among these, or that are not; nothing where none is left."""
    kept = tuple(word for word in line.words if (id(word) in own) is inside)
    if kept:
        yield line if len(kept) == len(line.words) else line_of(kept, line)


def _is_below(word: Word, edges: Edges, columns: Sequence[_Column], beside: float) -> bool:
    column = columns[bisect_right(edges, centre(word)) - 1]
    return column.left - beside <= centre(word) <= column.right + beside
