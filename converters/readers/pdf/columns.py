"""Tables whose rows or columns no rule parts: lines of text cut into cells where numbers stand below one another.

Rules across the page, where there are any, tell which lines are one row. A number that is missing from a row leaves
its place free: where the rows around it show which columns there are, that place is an empty cell.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from converters.readers.pdf.bands import rows_of_lines
from converters.readers.pdf.blanks import with_blanks
from converters.readers.pdf.edges import (
    LEAST_COLUMNS,
    LEAST_ROWS,
    Edges,
    edges_of,
    end_of_moved_labels,
    going_on,
    parted,
)
from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.headings import edges_of_headings, headings_of
from converters.readers.pdf.labels import with_labels
from converters.readers.pdf.levels import levelled
from converters.readers.pdf.lines import PrintedLine, Word, around, centre, lines_of
from converters.readers.pdf.named import are_known, edges_of_names
from converters.readers.pdf.page import Page
from converters.readers.pdf.pieces import is_label
from converters.readers.pdf.rows import Row, stacks_of
from converters.sheet import Grid, GridCell

_FAR = 7.0
"""Of a character's height: rows of one table lie no farther apart, three lines of a label between them."""

_MOST_LABELS = 3
"""Words of a line of labels: a part, a group and a row of the table; lines of headings have more."""
_LONGEST = 4
"""Lines of a label that may stand above the first numbers of a table, or below the last."""
_BARE = 5
"""Numbers of a row that is one without labels and headings."""


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
        edges = self.edges
        if not edges or not (row.blank or any(centre(word) >= edges[0] for word in row.numbers)):
            yield from map(self._cell, stacks_of(row.words))
            return
        labels: list[Word] = []
        columns: list[list[Word]] = [[] for _ in edges[1:]]
        for word in row.words:
            column = bisect_right(edges, centre(word)) - 1
            (labels if column < 0 else columns[min(column, len(columns) - 1)]).append(word)
        yield from map(self._cell, stacks_of(labels))
        for column, words in enumerate(columns):
            yield self._cell(words) if words else self._empty(row, edges[column], edges[column + 1])

    def _cell(self, words: Sequence[Word]) -> GridCell:
        text = "\n".join([word.text for word in words])
        return GridCell(text, self.page.place(around([word.box for word in words])))

    def _empty(self, row: Row, left: float, right: float) -> GridCell:
        return GridCell("", self.page.place((left, row.lines[0].box[1], right, row.lines[-1].box[3])))


def ruled_down(page: Page, xs: Sequence[float], glyphs: Sequence[Glyph]) -> LinedTable:
    """A table whose columns are ruled and whose rows are not; the columns begin where numbers do."""
    rows = [Row((line,)) for line in lines_of(glyphs, xs)]
    columns = Counter(bisect_right(xs, centre(word)) - 1 for row in rows for word in row.numbers)
    most = max(columns.values(), default=0)
    # A number in a label is in none of them.
    first = min((column for column, count in columns.items() if 3 * count >= most), default=len(xs) - 2)
    edges = tuple(xs[max(0, min(first, len(xs) - 2)) :])
    rows = with_labels([parted(row, edges) for row in rows], edges)
    return LinedTable(page, tuple(with_blanks(rows, edges)), edges)


def lined_tables(
    page: Page,
    lines: Sequence[PrintedLine],
    before: LinedTable | None = None,
    above: Sequence[PrintedLine] = (),
) -> list[PrintedLine | LinedTable]:
    """The lines, those that are rows of a table together in one.

    Args:
        page: the page on which they stand.
        lines: its lines outside of ruled tables, from the top down.
        before: the table with which the page before this one ends, if there is one.
        above: the last lines of the page before, if it ends with none; they may be headings.
    """
    rows = levelled(rows_of_lines(page, lines))
    found: list[PrintedLine | LinedTable] = []
    waiting: list[Row] = []
    done = 0
    stretches = list(_stretches(rows))
    while done < len(rows):
        first, end = next(((start, end) for start, end in stretches if start >= done), (len(rows), len(rows)))
        edges: Edges = ()
        known = before if done == 0 else None
        more = going_on(rows, known.edges, known.rows) if known else 0
        if known and more:
            first, end, edges = 0, more, known.edges
        elif first < len(rows):
            edges = edges_of([row.numbers for row in rows[first:end]])
            if not are_known(edges):
                outside = [*above, *_lines(waiting)]
                first, end, edges = _named(outside, rows, done, (first, end)) or (first, end, edges)
        waiting += rows[done:first]
        done = end
        if not edges:
            waiting += rows[first:end]
            continue
        end += going_on(rows[end:], edges, known.rows if known and more else rows[first:end])
        follows = next((start for start, _ in stretches if start >= end), len(rows))
        outer, table, waiting = _table(page, waiting, rows[first:end], rows[end:follows], edges)
        found += [*_with_headings(page, list(_headed(page, outer, above)), table), table]
        done, above = follows, ()
    return [*found, *_headed(page, waiting, above)]


def _named(
    above: Sequence[PrintedLine], rows: Sequence[Row], done: int, stretch: tuple[int, int]
) -> tuple[int, int, Edges] | None:
    """Rows around a stretch of them whose columns headings name: from where to where, and what parts these."""
    for first, end in _stretches(rows, least=1):
        if done <= first <= stretch[0] < end:
            edges = edges_of_names([*above, *_lines(rows[done:first])], rows[first:end])
            return (first, end, edges) if edges else None
    return None


def _lines(rows: Sequence[Row]) -> list[PrintedLine]:
    return [line for row in rows for line in row.lines]


def _headed(
    page: Page, rows: Sequence[Row], above: Sequence[PrintedLine]
) -> Iterator[PrintedLine | LinedTable]:
    """Rows whose numbers do not tell their columns: tables where headings do, the others as they are."""
    waiting: list[Row] = []
    done = 0
    for (first, end), (follows, _) in pairwise([*_stretches(rows, least=1), (len(rows), len(rows))]):
        waiting += rows[done:first]
        edges = edges_of_names([*above, *_lines(waiting)], rows[first:end])
        edges = edges or edges_of_headings(waiting, rows[first:end])
        if edges:
            outer, table, waiting = _table(page, waiting, rows[first:end], rows[end:follows], edges)
            above = ()
            yield from _with_headings(page, list(_loose(page, outer)), table)
            yield table
            done = follows
        elif left := _end_of_labels(rows[first:end]):
            parts = _with_outer_labels(waiting, rows[first:end], rows[end:follows], (left,))
            waiting, done = [row for part in parts for row in part], follows
        else:
            waiting += rows[first:end]
            done = end
    yield from _loose(page, [*waiting, *rows[done:]])


def _end_of_labels(rows: Sequence[Row]) -> float | None:
    """Where labels of rows end whose columns are not known; nothing where these may be more than the numbers seen.

    Cells of long rows cut where blanks were typed would say more than is known.
    """
    if max(len(row.numbers) for row in rows) >= _BARE:
        return end_of_moved_labels(rows)
    return min(word.box[0] for row in rows for word in row.numbers)


def _with_headings(
    page: Page, above: Sequence[PrintedLine | LinedTable], table: LinedTable
) -> Iterator[PrintedLine | LinedTable]:
    """What stands above a table; if its rows have no labels, the headings of its columns in a row of their own.

    They are all that tells what the table is, and lines of them mean little where each has several.
    """
    first = next((at for at in range(len(above), 0, -1) if isinstance(above[at - 1], LinedTable)), 0)
    lines = [line for line in above[first:] if isinstance(line, PrintedLine)]
    labelled = any(centre(word) < table.edges[0] for row in table.rows for word in row.words)
    rest, headings = (lines, ()) if labelled else headings_of(lines, table.edges)
    yield from (*above[:first], *rest)
    if headings:
        yield LinedTable(page, (Row(tuple(headings), banded=True),), ())


def _table(
    page: Page, above: Sequence[Row], rows: Sequence[Row], below: Sequence[Row], edges: Edges
) -> tuple[list[Row], LinedTable, list[Row]]:
    """What stands above a table, the table with these rows and columns, and what stands below it."""
    inside = [parted(row, edges) for row in rows]
    before, inside, behind = _with_outer_labels(above, inside, below, edges)
    return before, LinedTable(page, tuple(with_blanks(inside, edges)), edges), behind


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
    """Rows whose columns are not known: lines as they are; what is held together, or is numbers alone, as tables."""
    for held, together in groupby(rows, key=lambda row: len(row.lines) > 1 or row.banded or _is_bare(row)):
        if held:
            yield LinedTable(page, tuple(together), ())
        else:
            yield from (line for row in together for line in row.lines)


def _is_bare(row: Row) -> bool:
    """Whether it is a row of many numbers and nothing else."""
    return len(row.numbers) == len(row.words) >= _BARE


def _stretches(rows: Sequence[Row], least: int = LEAST_COLUMNS) -> Iterator[tuple[int, int]]:
    """From where to where rows of so many numbers follow one another, with no more than labels between them."""
    full = [index for index, row in enumerate(rows) if len(row.numbers) >= least]
    first = 0
    for at in range(1, len(full) + 1):
        if at == len(full) or not _near(rows[full[at - 1] : full[at] + 1], headings=least > 1):
            if at - first >= LEAST_ROWS or least == 1:
                yield full[first], full[at - 1] + 1
            first = at


def _near(rows: Sequence[Row], *, headings: bool) -> bool:
    """Whether the first and the last of these rows stand near one another, perhaps with headings between them."""
    upper, lower = rows[0].lines[-1], rows[-1].lines[0]
    if not headings and any(len(row.words) > _MOST_LABELS for row in rows[1:-1]):
        return False
    return lower.base - upper.base <= _FAR * max(upper.size, lower.size)
