"""Rows whose cells are set at several heights: lines that lie closer than rows do, with the numbers of one row in all.

A browser prints a cell whose first line is empty, or hidden, a line lower than the cells beside it. Such lines are one
row where all rows of a table have the same count of numbers then, each in a column of its own.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from converters.readers.pdf.breaks import HALVES
from converters.readers.pdf.edges import BEFORE, MANY, columns_of, ends_with_numbers, parted
from converters.readers.pdf.lines import Word
from converters.readers.pdf.rows import Row, stacks_of

_CLOSE = 1.3
"""Of a character's height: lines of one cell lie no farther apart; rows are set at least 1.33 apart,
or 1.19 without any room around them."""
_HALF = 0.75
"""The same: lines that overlap, so that they cannot be two rows."""
_LEAST = 3
"""Rows that show that they are set so."""


def levelled(rows: Sequence[Row]) -> list[Row]:
    """The rows, from the top down; lines of one row at several heights as one."""
    return [
        row
        for counted, together in groupby(_close(rows), key=lambda lines: any(row.numbers for row in lines))
        for row in (_whole if counted else _apart)(list(together))
    ]


def _close(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that lie closer than rows of a table do, together."""
    together: list[Row] = []
    for row in rows:
        line = row.lines[0]
        if together and line.base - together[-1].lines[-1].base > _CLOSE * line.size:
            yield together
            together = []
        together.append(row)
    if together:
        yield together


def _apart(found: Sequence[Sequence[Row]]) -> list[Row]:
    """The rows as they are; but two are one if they lie too near for rows, and in one of them are numbers alone."""
    rows = [row for together in found for row in together]
    done: list[Row] = []
    at = 0
    while at < len(rows):
        pair = rows[at : at + 2]
        if _overlap(pair) and _are_one(pair, (*rows[max(at - 2, 0) : at], *rows[at + 2 : at + 4])):
            done.append(Row((*rows[at].lines, *rows[at + 1].lines), banded=True))
            at += 2
        else:
            done.append(rows[at])
            at += 1
    return done


def _overlap(rows: Sequence[Row]) -> bool:
    """Whether two rows lie too near for rows of text."""
    upper, lower = rows[0].lines[-1], rows[-1].lines[0]
    return len(rows) > 1 and lower.base - upper.base <= _HALF * lower.size


def _are_one(rows: Sequence[Row], around: Sequence[Row]) -> bool:
    """Whether the numbers of two rows that overlap stand beside one another.

    Not if a number stands in what is around where another one does that stands alone: that may be half of it.
    """
    if any(len(row.lines) > 1 or not row.numbers for row in rows):
        return False
    bare = [row for row in rows if row.lines[0].is_numbers]
    if not bare or sum(len(row.numbers) for row in rows) < MANY:
        return False
    alone = min(bare, key=lambda row: len(row.numbers))
    halves = any(
        abs(line.base - alone.lines[0].base) <= HALVES * line.size
        and len(stacks_of([*alone.words, *line.words])) < len(alone.words) + len(line.words)
        for row in around
        for line in row.lines
    )
    return not halves and all(len(stack) == 1 for stack in stacks_of([*rows[0].words, *rows[1].words]))


def _whole(found: Sequence[Sequence[Row]]) -> list[Row]:
    """Each of these as one row, if they are rows of one table then; otherwise as they are."""
    in_levels = any(sum(row.numbers != () for row in together) > 1 for together in found)
    if not in_levels or len(found) < _LEAST:
        return _apart(found)
    merged = [
        Row(tuple(line for row in together for line in row.lines), banded=len(together) > 1)
        for together in found
    ]
    usual = Counter(len(row.numbers) for row in merged).most_common(1)[0][0]
    columns = columns_of([row.numbers for row in merged if len(row.numbers) == usual])
    if not MANY <= usual <= len(columns) <= usual + 1:
        return _apart(found)
    cut = [_cut(row, columns) for row in merged]
    return cut if all(_is_row(row, columns, usual) for row in cut) else _apart(found)


def _cut(row: Row, columns: Sequence[tuple[float, float]]) -> Row:
    """The row, what stands close before a number of the first two columns or behind one cut off from it."""
    between = [(right + left) / 2 for (_, right), (left, _) in pairwise(columns)]
    first, second, *_ = (left - BEFORE for left, _ in columns)
    right = columns[-1][1]
    return parted(parted(row, (first, *between, right)), (first, second, right))


def _is_row(row: Row, columns: Sequence[tuple[float, float]], count: int) -> bool:
    """Whether it has so many numbers, in columns that follow one another, and nothing else stands among them."""
    at = [_column(word, columns) for word in row.numbers]
    numbers = sum(word.is_number for word in row.words)
    return (
        numbers == count == len(at)
        and at in (list(range(count)), list(range(1, count + 1)))
        and ends_with_numbers(row)
    )


def _column(word: Word, columns: Sequence[tuple[float, float]]) -> int:
    """The last column that begins left of the end of a word."""
    return bisect_right(columns, (word.box[2],)) - 1
