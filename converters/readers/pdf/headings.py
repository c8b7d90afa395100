"""What parts the columns of a table by its headings: asked where no row has numbers in all columns.

Only the lowest headings stand over one column each; those above them span several and are left out. A number must
stand below the words of its heading, or nothing is told.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from converters.readers.pdf.edges import Edges, fits, parts_of
from converters.readers.pdf.lines import Word, centre, words_at_gaps
from converters.readers.pdf.rows import Row

_LEAST_COLUMNS = 5
"""Narrower tables have headings over their labels as well, which look like one more column."""
_LEAST_NUMBERS = 4
"""Fewer numbers tell too little: headings with blanks typed in them look like several."""
_MOST_LINES = 14
"""Lines of headings; those of narrow columns are printed in six."""
_BESIDE = 0.5
"""Of a heading's height: so far beside its words the middle of a number may lie."""

_Extent = tuple[float, float]


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
    if len(numbers) < _LEAST_NUMBERS or not words:
        return ()
    right = max((word.box[2] for word in labels), default=float("-inf"))
    columns = [(left, end) for left, end in _lowest(words) if left >= right]
    if max(len(row.numbers) for row in rows) >= _LEAST_COLUMNS:
        # What stands left of all numbers is the heading of the labels, or part of a label of several lines.
        first = min(word.box[0] for word in numbers)
        columns = [(left, end) for left, end in columns if end > first]
    if len(columns) < _LEAST_COLUMNS:
        return ()
    middles = [(left + end) / 2 for left, end in columns]
    between = [(one + other) / 2 for one, other in pairwise(middles)]
    edges = (2 * middles[0] - between[0], *between, 2 * middles[-1] - between[-1])
    size = lines[-1].size
    used: set[int] = set()
    for row in rows:
        found = [piece for word in row.numbers for piece in parts_of(word, edges)]
        if not fits(found, edges) or not all(
            _is_below(word, edges, columns, _BESIDE * size) for word in found
        ):
            return ()
        used |= {bisect_right(edges, centre(word)) for word in found}
    # A heading over several columns, or a part of one that blanks part, looks like one more where no number stands.
    return edges if len(used) in (1, len(columns)) else ()


def _lowest(words: Sequence[Word]) -> Iterator[_Extent]:
    """From where to where the lowest headings reach; a word over several of them is no heading of one column."""
    columns: list[_Extent] = []
    for word in sorted(words, key=lambda word: -word.box[3]):
        left, _, right, _ = word.box
        below = [column for column in columns if left < column[1] and column[0] < right]
        if len(below) < 2:
            columns = [column for column in columns if column not in below]
            columns.append(
                (
                    min([left, *(column[0] for column in below)]),
                    max([right, *(column[1] for column in below)]),
                )
            )
    yield from sorted(columns)


def _is_below(word: Word, edges: Edges, columns: Sequence[_Extent], beside: float) -> bool:
    left, right = columns[bisect_right(edges, centre(word)) - 1]
    return left - beside <= centre(word) <= right + beside
