"""Tables whose rows or columns no rule parts: lines of text cut into cells where numbers stand below one another.

A number that is missing from a line leaves its place free. Where the lines around it show which columns there are,
that place is an empty cell; elsewhere a line stays a line.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.lines import PrintedLine, Word, around, lines_of
from converters.readers.pdf.page import Page
from converters.sheet import Grid, GridCell

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_FAR = 7.0
"""Of a character's height: rows of one table lie no farther apart, three lines of a label between them."""


@dataclass(frozen=True, slots=True)
class LinedTable:
    """Lines of a page that are rows of one table, with what parts its columns; label columns stand before the first."""

    page: Page
    lines: tuple[PrintedLine, ...]
    edges: tuple[float, ...]

    @property
    def top(self) -> float:
        """How far down the page it begins."""
        return self.lines[0].box[1]

    def grid(self) -> Grid:
        """A row of cells for every line: its words before the columns, and a cell for every column if it has any."""
        rows = tuple(tuple(self._row(line)) for line in self.lines)
        return Grid(rows, self.page.place(around([line.box for line in self.lines])))

    def _row(self, line: PrintedLine) -> Iterator[GridCell]:
        labels = [word for word in line.words if _centre(word) < self.edges[0]]
        if not _numbers(line):
            labels = list(line.words)
        yield from (GridCell(word.text, self.page.place(word.box)) for word in labels)
        columns: list[list[Word]] = [[] for _ in self.edges[1:]]
        for word in line.words[len(labels) :]:
            columns[min(bisect_right(self.edges, _centre(word)) - 1, len(columns) - 1)].append(word)
        if not any(columns):
            return
        for (left, right), words in zip(pairwise(self.edges), columns, strict=True):
            top, bottom = line.box[1], line.box[3]
            box = around([word.box for word in words]) if words else (left, top, right, bottom)
            yield GridCell("  ".join(word.text for word in words), self.page.place(box))


def _centre(word: Word) -> float:
    return (word.box[0] + word.box[2]) / 2


def ruled_down(page: Page, xs: Sequence[float], glyphs: Sequence[Glyph]) -> LinedTable:
    """A table whose columns are ruled and whose rows are not; the columns begin where numbers do."""
    lines = lines_of(glyphs, xs)
    numbers = [_centre(word) for line in lines for word in _numbers(line)]
    first = min(bisect_right(xs, min(numbers, default=xs[-2])) - 1, len(xs) - 2)
    return LinedTable(page, tuple(lines), tuple(xs[max(0, first) :]))


def lined_tables(page: Page, lines: Sequence[PrintedLine]) -> list[PrintedLine | LinedTable]:
    """The lines, those that are rows of a table with known columns together in one."""
    found: list[PrintedLine | LinedTable] = []
    done = 0
    for first, end in _stretches(lines):
        edges = _edges([_numbers(line) for line in lines[first:end]])
        if edges:
            found.extend(lines[done:first])
            found.append(LinedTable(page, tuple(lines[first:end]), edges))
            done = end
    return [*found, *lines[done:]]


def _stretches(lines: Sequence[PrintedLine]) -> Iterator[tuple[int, int]]:
    """From where to where rows of numbers follow one another, with no more than lines of labels between them."""
    rows = [index for index, line in enumerate(lines) if len(_numbers(line)) >= _LEAST_COLUMNS]
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or not _near(lines[rows[at - 1]], lines[rows[at]]):
            if at - first >= _LEAST_ROWS:
                yield rows[first], rows[at - 1] + 1
            first = at


def _near(before: PrintedLine, after: PrintedLine) -> bool:
    return after.base - before.base <= _FAR * max(before.size, after.size)


def _numbers(line: PrintedLine) -> list[Word]:
    return [word for word in line.words if word.is_number]


def _edges(rows: Sequence[Sequence[Word]]) -> tuple[float, ...]:
    """What parts the columns: the middles between the numbers of rows that have all of them, if these agree."""
    most = max(map(len, rows))
    full = [row for row in rows if len(row) == most]
    if len(full) < _LEAST_ROWS:
        return ()
    columns = [
        (min(w.box[0] for w in words), max(w.box[2] for w in words)) for words in zip(*full, strict=True)
    ]
    if any(right >= left for (_, right), (left, _) in pairwise(columns)):
        return ()
    between = [(right + left) / 2 for (_, right), (left, _) in pairwise(columns)]
    half = min(after - before for before, after in pairwise([columns[0][0], *between, columns[-1][1]])) / 2
    edges = (columns[0][0] - half, *between, columns[-1][1] + half)
    return edges if all(_fits(row, edges) for row in rows) else ()


def _fits(row: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether no two numbers of the row stand in one column."""
    columns = [bisect_right(edges, _centre(word)) for word in row]
    return len(set(columns)) == len(columns)
