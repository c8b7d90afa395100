"""Tables whose rows or columns no rule parts: lines of text cut into cells where numbers stand below one another.

Rules across the page, where there are any, tell which lines are one row. A number that is missing from a row leaves
its place free: where the rows around it show which columns there are, that place is an empty cell.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.lines import PrintedLine, Word, around, lines_of
from converters.readers.pdf.page import Page
from converters.sheet import Grid, GridCell

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_LEAST_BANDS = 3
_FAR = 7.0
"""Of a character's height: rows of one table lie no farther apart, three lines of a label between them."""
_BELOW = 0.4
"""Of a word's width: so much of it must stand below another one; numbers side by side may touch."""
_BROKEN = 1.3
"""Of a character's height: a number that is broken goes on no farther below; rows are set at least 1.33 apart."""
_HIGHEST = 150.0
"""Points between two rules that still make a row; a page of prose between two rules does not."""


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of a page that are one row of a table: several where rules across the page hold them together."""

    lines: tuple[PrintedLine, ...]
    banded: bool = False

    @property
    def numbers(self) -> list[Word]:
        """The numbers of the row, from left to right."""
        words = (word for line in self.lines for word in line.words if word.is_number)
        return sorted(words, key=lambda word: word.box[0])

    @property
    def words(self) -> list[Word]:
        """All words of the row, line by line."""
        return [word for line in self.lines for word in line.words]


@dataclass(frozen=True, slots=True)
class LinedTable:
    """Rows of one table, with what parts the columns of its numbers (nothing where that is not known)."""

    page: Page
    rows: tuple[Row, ...]
    edges: tuple[float, ...]

    @property
    def top(self) -> float:
        """How far down the page it begins."""
        return self.rows[0].lines[0].box[1]

    def grid(self) -> Grid:
        """A row of cells for every row: its words before the columns, and a cell for every column if it has any."""
        rows = tuple(tuple(self._cells(row)) for row in self.rows)
        boxes = [line.box for row in self.rows for line in row.lines]
        return Grid(rows, self.page.place(around(boxes)))

    def _cells(self, row: Row) -> Iterator[GridCell]:
        if not self.edges or not row.numbers:
            yield from map(self._cell, _stacks(row.words))
            return
        yield from map(self._cell, _stacks([word for word in row.words if _centre(word) < self.edges[0]]))
        columns: list[list[Word]] = [[] for _ in self.edges[1:]]
        for word in row.words:
            if _centre(word) >= self.edges[0]:
                columns[min(bisect_right(self.edges, _centre(word)) - 1, len(columns) - 1)].append(word)
        top, bottom = row.lines[0].box[1], row.lines[-1].box[3]
        for (left, right), words in zip(pairwise(self.edges), columns, strict=True):
            empty = GridCell("", self.page.place((left, top, right, bottom)))
            yield self._cell(words) if words else empty

    def _cell(self, words: Sequence[Word]) -> GridCell:
        text = "\n".join(word.text for word in words)
        return GridCell(text, self.page.place(around([word.box for word in words])))


def _centre(word: Word) -> float:
    return (word.box[0] + word.box[2]) / 2


def _stacks(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand below one another together, from left to right."""
    stacks: list[list[Word]] = []
    right = float("-inf")
    for word in sorted(words, key=lambda word: word.box[0]):
        if stacks and right - word.box[0] > _BELOW * (word.box[2] - word.box[0]):
            stacks[-1].append(word)
            right = max(right, word.box[2])
        else:
            stacks.append([word])
            right = word.box[2]
    return [sorted(stack, key=lambda word: (word.box[1], word.box[0])) for stack in stacks]


def ruled_down(page: Page, xs: Sequence[float], glyphs: Sequence[Glyph]) -> LinedTable:
    """A table whose columns are ruled and whose rows are not; the columns begin where numbers do."""
    rows = tuple(Row((line,)) for line in lines_of(glyphs, xs))
    numbers = [_centre(word) for row in rows for word in row.numbers]
    first = min(bisect_right(xs, min(numbers, default=xs[-2])) - 1, len(xs) - 2)
    return LinedTable(page, rows, tuple(xs[max(0, first) :]))


def lined_tables(page: Page, lines: Sequence[PrintedLine]) -> list[PrintedLine | LinedTable]:
    """The lines, those that are rows of a table together in one."""
    rows = _rows(page, lines)
    found: list[PrintedLine | LinedTable] = []
    done = 0
    for first, end in _stretches(rows):
        edges = _edges([row.numbers for row in rows[first:end]])
        if edges:
            found.extend(_loose(page, rows[done:first]))
            found.append(LinedTable(page, tuple(rows[first:end]), edges))
            done = end
    return [*found, *_loose(page, rows[done:])]


def _loose(page: Page, rows: Sequence[Row]) -> Iterator[PrintedLine | LinedTable]:
    """Rows whose columns are not known: lines as they are, and what rules hold together as a table."""
    for banded, together in groupby(rows, key=lambda row: row.banded):
        if banded:
            yield LinedTable(page, tuple(together), ())
        else:
            yield from (line for row in together for line in row.lines)


def _rows(page: Page, lines: Sequence[PrintedLine]) -> list[Row]:
    """The lines of a page, those between two rules across it together in one row."""
    heights = _heights(page)
    bands = groupby(lines, key=lambda line: bisect_right(heights, line.base - 0.3 * line.size))
    rows: list[Row] = []
    for band, together in bands:
        held = tuple(together)
        inside = 0 < band < len(heights) and heights[band] - heights[band - 1] <= _HIGHEST
        rows.append(Row(held, banded=inside and _is_row(held)))
    counted = sum(row.banded and row.numbers != [] for row in rows)
    parted = counted >= _LEAST_BANDS and 2 * counted >= len(heights) - 1
    return [part for row in rows for part in ([row] if row.banded and parted else _unbroken(row.lines))]


def _unbroken(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """Each line a row; where numbers go on in the next line of their cells, these lines and what is between are one."""
    start = 0
    while start < len(lines):
        end = next(
            (
                last
                for last in (start + 1, start + 2)
                if last < len(lines) and _breaks(*lines[start : last + 1])
            ),
            start,
        )
        yield Row(tuple(lines[start : end + 1]), banded=end > start)
        start = end + 1


def _breaks(upper: PrintedLine, *others: PrintedLine) -> bool:
    """Whether all numbers of the last line stand close below numbers of the first, and nothing between the two."""
    *between, lower = others
    if not (lower.is_numbers and lower.base - upper.base <= _BROKEN * lower.size):
        return False
    numbers = [word for word in upper.words if word.is_number]
    others_words = [word for line in between for word in line.words]
    return all(
        any(_overlap(word, number) for number in numbers)
        and not any(_overlap(word, other) for other in others_words)
        for word in lower.words
    )


def _overlap(one: Word, other: Word) -> bool:
    return one.box[0] < other.box[2] and other.box[0] < one.box[2]


def _heights(page: Page) -> list[float]:
    """The heights of the rules across a page that are about as long as the longest of them."""
    longest = max((stroke.end - stroke.start for stroke in page.across), default=0.0)
    return sorted(stroke.at for stroke in page.across if stroke.end - stroke.start > 0.8 * longest)


def _is_row(lines: Sequence[PrintedLine]) -> bool:
    """Whether what stands between two rules is one row: nothing above a number or below it."""
    stacks = _stacks([word for line in lines for word in line.words])
    return all(len(stack) == 1 for stack in stacks if any(word.is_number for word in stack))


def _stretches(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """From where to where rows of numbers follow one another, with no more than lines of labels between them."""
    full = [index for index, row in enumerate(rows) if len(row.numbers) >= _LEAST_COLUMNS]
    first = 0
    for at in range(1, len(full) + 1):
        if at == len(full) or not _near(rows[full[at - 1]], rows[full[at]]):
            if at - first >= _LEAST_ROWS:
                yield full[first], full[at - 1] + 1
            first = at


def _near(before: Row, after: Row) -> bool:
    upper, lower = before.lines[-1], after.lines[0]
    return lower.base - upper.base <= _FAR * max(upper.size, lower.size)


def _edges(rows: Sequence[Sequence[Word]]) -> tuple[float, ...]:
    """What parts the columns in which the numbers of all rows stand, if they agree on them.

    A row may lack any of the columns, but some row must have all: numbers that stand askew in one column look like
    two columns. Where that leads nowhere (a number with a gap in it looks like two) the rows with the usual count of
    numbers are asked alone, and the others are held against them.
    """
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    for asked in (rows, [row for row in rows if len(row) == usual]):
        columns = _columns(asked)
        if len(columns) < _LEAST_COLUMNS:
            continue
        between = [(right + left) / 2 for (_, right), (left, _) in pairwise(columns)]
        half = min(left - right for (_, right), (left, _) in pairwise(columns)) / 2
        edges = (columns[0][0] - half, *between, columns[-1][1] + half)
        used = Counter(
            column for row in rows for column in {bisect_right(edges, _centre(word)) for word in row}
        )
        enough = min(used.values()) >= _LEAST_ROWS
        if enough and max(map(len, rows)) == len(columns) and all(_fits(row, edges) for row in rows):
            return edges
    return ()


def _columns(rows: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    """From where to where numbers stand below one another."""
    columns: list[tuple[float, float]] = []
    for left, _, right, _ in sorted(word.box for row in rows for word in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _fits(row: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether every number of the row stands in a column of its own."""
    columns = [bisect_right(edges, _centre(word)) for word in row]
    return len(set(columns)) == len(columns) and all(0 < column < len(edges) for column in columns)
