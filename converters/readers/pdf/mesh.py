"""Strokes → the cells of ruled tables: each with its box, its row and column, and how many of them it spans.

Rules that should meet miss each other by a hair, are drawn twice, or are missing where cells are merged. So strokes
that touch make one mesh; what lies near in it is one line; and a cell is what no line parts.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from converters.readers.pdf.frame import Box
from converters.readers.pdf.strokes import Stroke, Strokes

_NEAR = 2.6
"""Points between lines that are one: double lines lie 1.2 apart, a frame around a frame 2; no row is so low."""
_WIDE = 5.0
"""Points over which such lines may lie together."""
_REACH = 3.0
"""Points by which a rule may miss the one that it should meet."""
_COVERED = 0.6
"""The share of a cell's edge that must be drawn."""


class MeshCell(NamedTuple):
    """A cell of a mesh: its box, its first row and column, and its spans."""

    box: Box
    row: int
    column: int
    rowspan: int
    colspan: int


Drawn = list[list[bool]]
"""Of every line whether it is drawn in each gap between two lines of the other direction."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """One ruled table of a page: its lines, and its cells in the order of rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[MeshCell, ...]

    @property
    def box(self) -> Box:
        """The box around the whole."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def places(self) -> dict[tuple[int, int], int]:
        """The number of the cell that covers each row and column."""
        return {
            (row, column): number
            for number, cell in enumerate(self.cells)
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }

    def without(self, lying: Sequence[MeshCell]) -> "list[Mesh]":
        """What is left above, between and below cells that span all columns; a rest of one cell is left out."""
        gone = {row for cell in lying for row in range(cell.row, cell.row + cell.rowspan)}
        kept = [row for row in range(len(self.ys) - 1) if row not in gone]
        runs = [
            [row for _, row in run] for _, run in groupby(enumerate(kept), key=lambda pair: pair[1] - pair[0])
        ]
        return [part for run in runs if len((part := self._part(run[0], run[-1] + 1)).cells) > 1]

    def _part(self, first: int, end: int) -> "Mesh":
        cells = (cell._replace(row=cell.row - first) for cell in self.cells if first <= cell.row < end)
        return Mesh(self.xs, self.ys[first : end + 1], tuple(cells))

    def spot(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column in which a point lies."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None


def meshes_of(strokes: Strokes) -> list[Mesh]:
    """The ruled tables of a page, from the top down: those of more than one cell."""
    found = (_mesh(across, down) for across, down in _families(strokes))
    return sorted((mesh for mesh in found if mesh and len(mesh.cells) > 1), key=lambda mesh: mesh.box[1])


def _families(strokes: Strokes) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that touch one another, however far around."""
    across, down = strokes.across, strokes.down
    root = list(range(len(across) + len(down)))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = one = root[root[one]]
        return one

    for j, v in enumerate(down, len(across)):
        for i, h in enumerate(across):
            meets = h.start - _REACH <= v.at <= h.end + _REACH and v.start - _REACH <= h.at <= v.end + _REACH
            if meets:
                root[find(i)] = find(j)
    families: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(across):
        families[find(i)][0].append(h)
    for j, v in enumerate(down, len(across)):
        families[find(j)][1].append(v)
    yield from families.values()


def _mesh(across: Sequence[Stroke], down: Sequence[Stroke]) -> Mesh | None:
    if not across or not down:
        return None
    # Where a page cuts a table the last rule may be missing: then the ends of the others tell where it would be.
    ys = _lines([h.at for h in across], [end for v in down for end in (v.start, v.end)])
    xs = _lines([v.at for v in down], [end for h in across for end in (h.start, h.end)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    below = _drawn(across, ys, xs)
    beside = _drawn(down, xs, ys)
    return Mesh(tuple(xs), tuple(ys), tuple(cells_between(xs, ys, below, beside)))


def _lines(places: Iterable[float], ends: Iterable[float]) -> list[float]:
    """The lines that lie at these places, and one beyond them where rules of the other direction end farther out."""
    lines: list[list[float]] = []
    for place in sorted(places):
        if lines and place - lines[-1][-1] <= _NEAR and place - lines[-1][0] <= _WIDE:
            lines[-1].append(place)
        else:
            lines.append([place])
    found = [(line[0] + line[-1]) / 2 for line in lines]
    ends = list(ends)
    if min(ends) < found[0] - 2 * _REACH:
        found.insert(0, min(ends))
    if max(ends) > found[-1] + 2 * _REACH:
        found.append(max(ends))
    return found


def _drawn(strokes: Sequence[Stroke], lines: Sequence[float], others: Sequence[float]) -> Drawn:
    """What is drawn of the lines: whole gaps, and those of which the pieces in them make enough."""
    drawn: Drawn = [[False] * (len(others) - 1) for _ in lines]
    for line, parts in _by_line(strokes, lines).items():
        here, lengths = drawn[line], [0.0] * (len(others) - 1)
        for start, end in _united(parts):
            first, last = bisect_left(others, start), bisect_right(others, end) - 1
            here[first:last] = [True] * (last - first)
            for gap in {first - 1, last}:  # where it begins and ends, drawn in part
                if 0 <= gap < len(lengths):
                    lengths[gap] += min(end, others[gap + 1]) - max(start, others[gap])
                    here[gap] |= lengths[gap] >= _COVERED * (others[gap + 1] - others[gap])
    return drawn


def _by_line(strokes: Sequence[Stroke], lines: Sequence[float]) -> dict[int, list[tuple[float, float]]]:
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for stroke in strokes:
        below = min(bisect_left(lines, stroke.at), len(lines) - 1)
        above = max(below - 1, 0)
        nearest = above if stroke.at - lines[above] <= lines[below] - stroke.at else below
        found[nearest].append((stroke.start, stroke.end))
    return found


def _united(parts: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Stretches that overlap as one."""
    start = end = float("-inf")
    for begin, until in sorted(parts):
        if begin > end:
            if end > start:
                yield start, end
            start = begin
        end = max(end, until)
    yield start, end


def cells_between(
    xs: Sequence[float], ys: Sequence[float], below: Drawn, beside: Drawn
) -> Iterator[MeshCell]:
    """The cells: rows cut at the lines between columns, then made one where no line lies between them.

    Args:
        xs: the lines that run down, from the left.
        ys: the lines that run across, from the top.
        below: of every line across in which columns it is drawn.
        beside: of every line down in which rows it is drawn.
    """
    open_spans: dict[tuple[int, int], int] = {}
    found: dict[tuple[int, int, int], int] = {}
    for row in range(len(ys) - 1):
        here: dict[tuple[int, int], int] = {}
        for first, end in _spans(row, beside):
            top = open_spans.get((first, end))
            if top is None or any(below[row][first:end]):
                top = row
            here[first, end] = top
            found[top, first, end] = row
        open_spans = here
    for (row, first, end), last in sorted(found.items()):
        box = (xs[first], ys[row], xs[end], ys[last + 1])
        yield MeshCell(box, row, first, last - row + 1, end - first)


def _spans(row: int, beside: Drawn) -> Iterator[tuple[int, int]]:
    """The stretches of columns that no line parts in this row."""
    cuts = [column for column in range(1, len(beside) - 1) if beside[column][row]]
    return pairwise([0, *cuts, len(beside) - 1])
