"""Tables whose rows or columns no rule parts: lines of text cut into cells where numbers stand below one another.

Rules across the page, where there are any, tell which lines are one row. A number that is missing from a row leaves
its place free: where the rows around it show which columns there are, that place is an empty cell.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from converters.readers.pdf.edges import LEAST_COLUMNS, LEAST_ROWS, Edges, edges_of, parted
from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.labels import is_label, with_labels
from converters.readers.pdf.lines import PrintedLine, Word, around, centre, lines_of
from converters.readers.pdf.page import Page
from converters.readers.pdf.rows import Row, rows_of_lines, stacks_of
from converters.sheet import Grid, GridCell

_FAR = 7.0
"""Of a character's height: rows of one table lie no farther apart, three lines of a label between them."""

_LONGEST = 4
"""Lines of a label that may stand above the first numbers of a table, or below the last."""


@dataclass(frozen=True, slots=True)
class LinedTable:
    """Rows of one table, with what parts the columns of its numbers (nothing where that is not known)."""

    page: Page
    rows: tuple[Row, ...]
    edges: Edges

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
            yield from map(self._cell, stacks_of(row.words))
            return
        yield from map(self._cell, stacks_of([word for word in row.words if centre(word) < self.edges[0]]))
        columns: list[list[Word]] = [[] for _ in self.edges[1:]]
        for word in row.words:
            if centre(word) >= self.edges[0]:
                columns[min(bisect_right(self.edges, centre(word)) - 1, len(columns) - 1)].append(word)
        top, bottom = row.lines[0].box[1], row.lines[-1].box[3]
        for (left, right), words in zip(pairwise(self.edges), columns, strict=True):
            empty = GridCell("", self.page.place((left, top, right, bottom)))
            yield self._cell(words) if words else empty

    def _cell(self, words: Sequence[Word]) -> GridCell:
        text = "\n".join(word.text for word in words)
        return GridCell(text, self.page.place(around([word.box for word in words])))


def ruled_down(page: Page, xs: Sequence[float], glyphs: Sequence[Glyph]) -> LinedTable:
    """A table whose columns are ruled and whose rows are not; the columns begin where numbers do."""
    rows = tuple(Row((line,)) for line in lines_of(glyphs, xs))
    numbers = [centre(word) for row in rows for word in row.numbers]
    first = min(bisect_right(xs, min(numbers, default=xs[-2])) - 1, len(xs) - 2)
    return LinedTable(page, rows, tuple(xs[max(0, first) :]))


def lined_tables(page: Page, lines: Sequence[PrintedLine]) -> list[PrintedLine | LinedTable]:
    """The lines, those that are rows of a table together in one."""
    rows = rows_of_lines(page, lines)
    found: list[PrintedLine | LinedTable] = []
    waiting: list[Row] = []
    done = 0
    for (first, end), (follows, _) in pairwise([*_stretches(rows), (len(rows), len(rows))]):
        waiting += rows[done:first]
        edges = edges_of([row.numbers for row in rows[first:end]])
        if not edges:
            waiting += rows[first:end]
            done = end
            continue
        inside = [parted(row, edges) for row in rows[first:end]]
        before, inside, waiting = _with_outer_labels(waiting, inside, rows[end:follows], edges)
        found.extend(_loose(page, before))
        found.append(LinedTable(page, tuple(inside), edges))
        done = follows
    return [*found, *_loose(page, [*waiting, *rows[done:]])]


def _with_outer_labels(
    above: Sequence[Row], inside: Sequence[Row], below: Sequence[Row], edges: Edges
) -> tuple[list[Row], list[Row], list[Row]]:
    """What stands above a table, its rows with lines of labels set into them, and what stands below."""
    first = len(above)
    while first and len(above) - first < _LONGEST and is_label(above[first - 1], edges):
        first -= 1
    end = 0
    while end < min(len(below), _LONGEST) and is_label(below[end], edges):
        end += 1
    rows = with_labels([*above[first:], *inside, *below[:end]], edges)
    counted = [index for index, row in enumerate(rows) if row.numbers]
    start, stop = counted[0], counted[-1] + 1
    return [*above[:first], *rows[:start]], rows[start:stop], [*rows[stop:], *below[end:]]


def _loose(page: Page, rows: Sequence[Row]) -> Iterator[PrintedLine | LinedTable]:
    """Rows whose columns are not known: lines as they are, and what rules hold together as a table."""
    for banded, together in groupby(rows, key=lambda row: row.banded):
        if banded:
            yield LinedTable(page, tuple(together), ())
        else:
            yield from (line for row in together for line in row.lines)


def _stretches(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """From where to where rows of numbers follow one another, with no more than lines of labels between them."""
    full = [index for index, row in enumerate(rows) if len(row.numbers) >= LEAST_COLUMNS]
    first = 0
    for at in range(1, len(full) + 1):
        if at == len(full) or not _near(rows[full[at - 1]], rows[full[at]]):
            if at - first >= LEAST_ROWS:
                yield full[first], full[at - 1] + 1
            first = at


def _near(before: Row, after: Row) -> bool:
    upper, lower = before.lines[-1], after.lines[0]
    return lower.base - upper.base <= _FAR * max(upper.size, lower.size)
