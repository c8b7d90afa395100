"""How the rules of a table are drawn: lines, rectangles, dashes, pieces, a few of them, or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from laboratory.paper.cutting import Piece
from laboratory.paper.pen import Box, Pen
from laboratory.paper.setting import Setting

_TOUCH = 0.05  # points: edges nearer than this are one


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a table's cells on one page: each as long as it runs on; boxes of the whole and the cells."""

    across: tuple[Box, ...]
    down: tuple[Box, ...]
    whole: Box
    cells: tuple[Box, ...]
    under_headings: float | None


Rules = Callable[[Edges, Pen], None]


def edges_of(pieces: Sequence[Piece], setting: Setting) -> Edges:
    """The edges of the pieces that stand on one page."""
    across: dict[float, list[tuple[float, float]]] = {}
    down: dict[float, list[tuple[float, float]]] = {}
    for piece in pieces:
        x0, y0, x1, y1 = piece.box
        if setting.closed_at_cut or not piece.cut_above:
            across.setdefault(y1, []).append((x0, x1))
        if setting.closed_at_cut or not piece.cut_below:
            across.setdefault(y0, []).append((x0, x1))
        down.setdefault(x0, []).append((y0, y1))
        down.setdefault(x1, []).append((y0, y1))
    headings = [piece.box[1] for piece in pieces if piece.cell.role in ("header", "band")]
    boxes = tuple(piece.box for piece in pieces)
    return Edges(
        across=tuple((a, y, b, y) for y, parts in across.items() for a, b in _joined(parts)),
        down=tuple((x, a, x, b) for x, parts in down.items() for a, b in _joined(parts)),
        whole=_around(boxes),
        cells=boxes,
        under_headings=min(headings) if headings else None,
    )


def _joined(parts: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping and touching stretches as one."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1] + _TOUCH:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def lines(edges: Edges, pen: Pen) -> None:
    """Every edge one stroked line."""
    _stroked(edges, pen, 0.5)


def hairlines(edges: Edges, pen: Pen) -> None:
    """Lines of a twentieth of a point."""
    _stroked(edges, pen, 0.05)


def dashes(edges: Edges, pen: Pen) -> None:
    """Dashed lines."""
    _stroked(edges, pen, 0.5, "3 2")


def bars(edges: Edges, pen: Pen) -> None:
    """Every edge a filled rectangle half a point thick."""
    for edge in (*edges.across, *edges.down):
        pen.bar(_thick(edge, 0.5))


def pieces(edges: Edges, pen: Pen) -> None:
    """Filled rectangles around every cell by itself, with a square in every corner, as Word writes them."""
    for x0, y0, x1, y1 in edges.cells:
        for corner in ((x0, y1), (x1, y1), (x0, y0), (x1, y0)):
            pen.bar((corner[0], corner[1] - 0.48, corner[0] + 0.48, corner[1]))
        for y in (y0, y1):
            pen.bar((x0 + 0.48, y - 0.48, x1, y))
        for x in (x0, x1):
            pen.bar((x, y0, x + 0.48, y1 - 0.48))


def stipples(edges: Edges, pen: Pen) -> None:
    """Dotted lines of which every dot is a rectangle."""
    for x0, y0, x1, y1 in (*edges.across, *edges.down):
        for at in range(int(max(x1 - x0, y1 - y0) / 3)):
            x, y = (x0 + 3 * at, y0) if y0 == y1 else (x0, y0 + 3 * at)
            pen.bar((x, y, x + (1.5 if y0 == y1 else 0.4), y + (0.4 if y0 == y1 else 1.5)))


def outlines(edges: Edges, pen: Pen) -> None:
    """Every cell a stroked rectangle."""
    for box in edges.cells:
        pen.outline(box, 0.4)


def double_lines(edges: Edges, pen: Pen) -> None:
    """Every edge two lines, a point apart."""
    for x0, y0, x1, y1 in (*edges.across, *edges.down):
        dx, dy = (0.0, 0.6) if y0 == y1 else (0.6, 0.0)
        pen.line((x0 - dx, y0 - dy, x1 - dx, y1 - dy), 0.3)
        pen.line((x0 + dx, y0 + dy, x1 + dx, y1 + dy), 0.3)


def thick_frame(edges: Edges, pen: Pen) -> None:
    """Lines, and a thick frame of two around the whole."""
    _stroked(edges, pen, 0.25)
    x0, y0, x1, y1 = edges.whole
    pen.outline((x0, y0, x1, y1), 1.5)
    pen.outline((x0 - 2, y0 - 2, x1 + 2, y1 + 2), 0.4)


def white_cells(edges: Edges, pen: Pen) -> None:
    """No lines: a black area, and on it white cells that leave a strip free."""
    x0, y0, x1, y1 = edges.whole
    pen.fill((x0 - 0.4, y0 - 0.4, x1 + 0.4, y1 + 0.4), (0, 0, 0))
    for box in edges.cells:
        pen.fill((box[0] + 0.4, box[1] + 0.4, box[2] - 0.4, box[3] - 0.4), (1, 1, 1))


def near_misses(edges: Edges, pen: Pen) -> None:
    """Lines that end a little before or behind the lines that they should meet."""
    for at, (x0, y0, x1, y1) in enumerate((*edges.across, *edges.down)):
        off = (0.7, -0.7, 0.3)[at % 3]
        pen.line((x0 + off, y0, x1 + off, y1) if y0 == y1 else (x0, y0 + off, x1, y1 + off), 0.4)


def across_only(edges: Edges, pen: Pen) -> None:
    """Lines below rows, none between columns."""
    for edge in edges.across:
        pen.line(edge, 0.5)


def down_only(edges: Edges, pen: Pen) -> None:
    """Lines between columns, none between rows."""
    for edge in edges.down:
        pen.line(edge, 0.5)
    _top_and_bottom(edges, pen)


def three_lines(edges: Edges, pen: Pen) -> None:
    """A line above, one below the headings, one at the end."""
    _top_and_bottom(edges, pen)
    if edges.under_headings is not None:
        x0, _, x1, _ = edges.whole
        pen.line((x0, edges.under_headings, x1, edges.under_headings), 0.5)


def frame_only(edges: Edges, pen: Pen) -> None:
    """A frame around the whole."""
    pen.outline(edges.whole, 0.5)


def no_rules(_edges: Edges, _pen: Pen) -> None:
    """No rules at all."""


def _top_and_bottom(edges: Edges, pen: Pen) -> None:
    x0, y0, x1, y1 = edges.whole
    pen.line((x0, y1, x1, y1), 1.0)
    pen.line((x0, y0, x1, y0), 1.0)


def _stroked(edges: Edges, pen: Pen, width: float, dash: str = "") -> None:
    for edge in (*edges.across, *edges.down):
        pen.line(edge, width, dash)


def _thick(edge: Box, width: float) -> Box:
    x0, y0, x1, y1 = edge
    return x0 - width / 2, y0 - width / 2, x1 + width / 2, y1 + width / 2


RULED = (
    lines,
    hairlines,
    dashes,
    bars,
    pieces,
    stipples,
    outlines,
    double_lines,
    thick_frame,
    white_cells,
    near_misses,
)
"""Styles in which every cell has its borders."""
HALF_RULED = (across_only, down_only, three_lines, frame_only)
"""Styles with some of them."""
UNRULED = (no_rules,)

RULES: Mapping[str, Rules] = {style.__name__: style for style in (*RULED, *HALF_RULED, *UNRULED)}
