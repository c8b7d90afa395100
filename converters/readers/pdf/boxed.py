"""Boxes of cells, as table finders name them → a mesh: lines where their edges lie, and no place without a cell."""

from collections.abc import Iterable, Sequence

from converters.readers.pdf.frame import Box
from converters.readers.pdf.mesh import Mesh, MeshCell

_ONE_LINE = 1.5
"""Points between edges that lie on one line: finders put edges that are nearer on one place themselves."""


def mesh_of_boxes(boxes: Sequence[Box]) -> Mesh | None:
    """The mesh of these cells; nothing where they make no rows and columns. Where boxes overlap the first counts."""
    xs = _lines(edge for box in boxes for edge in (box[0], box[2]))
    ys = _lines(edge for box in boxes for edge in (box[1], box[3]))
    taken: dict[tuple[int, int], int] = {}
    cells: list[MeshCell] = []
    for box in boxes:
        first, end = _nearest(xs, box[0]), _nearest(xs, box[2])
        row, below = _nearest(ys, box[1]), _nearest(ys, box[3])
        spots = [(y, x) for y in range(row, below) for x in range(first, end)]
        if spots and taken.keys().isdisjoint(spots):
            cells.append(_cell(xs, ys, row, first, (below - row, end - first)))
            taken.update(dict.fromkeys(spots, len(cells)))
    free = [(y, x) for y in range(len(ys) - 1) for x in range(len(xs) - 1) if (y, x) not in taken]
    cells.extend(_cell(xs, ys, y, x, (1, 1)) for y, x in free)
    if len(cells) < 2:
        return None
    return Mesh(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _cell(
    xs: Sequence[float], ys: Sequence[float], row: int, column: int, spans: tuple[int, int]
) -> MeshCell:
    rowspan, colspan = spans
    box = (xs[column], ys[row], xs[column + colspan], ys[row + rowspan])
    return MeshCell(box, row, column, rowspan, colspan)


def _lines(edges: Iterable[float]) -> list[float]:
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > _ONE_LINE:
            lines.append(edge)
    return lines


def _nearest(lines: Sequence[float], edge: float) -> int:
    return min(range(len(lines)), key=lambda line: abs(lines[line] - edge))
