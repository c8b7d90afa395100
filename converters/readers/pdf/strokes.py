"""The rules that a page draws: lines, thin rectangles, edges of rectangles, made into long straight strokes.

Programs draw one and the same rule as a line, as a filled rectangle half a point thick, as dots and dashes, twice a
point apart, or as the strip that white cells leave free of a black ground.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import pypdfium2.raw as pdfium

from converters.readers.pdf.calls import OBJECTS
from converters.readers.pdf.corners import ONE_LINE, close_box, parts_of, slant, within
from converters.readers.pdf.drawn import PATH, Answers, Colour, Thing
from converters.readers.pdf.frame import AS_IT_IS, Box, Frame, Matrix, moved

MOST_PATHS = 20_000
"""Paths of a page beyond which its rules are not looked for; a report's page has up to a thousand."""
MOST_SEGMENTS = 60_000
"""The same of corners of paths: seventy thousand cells in one path take 4 seconds."""
_THIN = 2.5
"""Points: what is no thicker is a rule, met up to 2 (thick frames)."""
_GAP = 3.6
"""Points between dots and dashes of one rule: dashes of 3 and 2, dots of 1.5 every 3, corners that nearly meet."""
_SHORT = 5.0
"""Points: what is shorter, after joining, rules nothing."""
_DOTS = 16
"""Dots and dashes from one to another that tell whether their line lies askew."""
_NEAR = 90.0
"""Points that these are apart at most; those of the next line of a table are farther, or not nearly beside."""
_STEP = 0.005
"""Of slants: lines that differ by no more lie alike."""
_ASKEW = 0.25
"""Of the length of all rules: where more of them lie askew in one way, none of them tells where cells end."""
_WHITE = 235
_DARK = 90
_DEEPEST = 4
"""Forms within forms beyond which nothing is looked for."""


class Stroke(NamedTuple):
    """A straight rule: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


_Piece = tuple[float, float, float]
"""The same of what may be a part of one."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The rules of a page as it is read, those that run across it and those that run down."""

    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()
    beside_pictures: bool = False
    """Whether pictures are drawn as well."""


@dataclass(slots=True)
class _Drawing:
    """What has been found of a page's drawing so far."""

    answers: Answers
    pieces: list[Box] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    panes: list[Box] = field(default_factory=list)
    slants: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    """How long the lines are that lie askew, by their slant in steps of `_STEP`."""
    pictures: bool = False
    paths: int = 0
    segments: int = 0

    def count(self, segments: int) -> None:
        """Count one more path."""
        self.paths += 1
        self.segments += segments
        if self.paths > MOST_PATHS or self.segments > MOST_SEGMENTS:
            raise OverdrawnError

    def lies_askew(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Note a line that may lie askew."""
        if found := slant(start, end):
            self.slants[round(found[0] / _STEP)] += found[1]

    def edges_lie_askew(self, part: Sequence[tuple[float, float]]) -> None:
        """Note the edges between corners that may lie askew."""
        for start, end in pairwise(part):
            self.lies_askew(start, end)

    def longest_askew(self) -> float:
        """How long all lines are that lie askew in the same way."""
        return max(
            (length + self.slants.get(step + 1, 0.0) for step, length in self.slants.items()), default=0.0
        )


class OverdrawnError(Exception):
    """A page with more drawing than any table needs."""


def strokes_of(things: Sequence[Thing], frame: Frame) -> Strokes:
    """The rules of a page, among the things that it draws.

    Raises:
        OverdrawnError: too much is drawn on it.
    """
    drawing = _Drawing(Answers(turned=bool(frame.tilt)))
    _look_at(((thing.kind, thing.handle) for thing in things), AS_IT_IS, drawing, _DEEPEST)
    for dot, other in pairwise(drawing.pieces[::_DOTS]):
        if _is_dot(dot) and _is_dot(other) and abs(other[0] - dot[0]) + abs(other[1] - dot[1]) < _NEAR:
            drawing.lies_askew(dot[:2], other[:2])
    boxes = [*drawing.pieces, *_edges_of_panes(drawing)]
    found = _straightened(_as_read(boxes, frame.reading))
    if drawing.slants and drawing.longest_askew() > _ASKEW * _length(found):
        found = Strokes()
    return replace(found, beside_pictures=drawing.pictures)


def _is_dot(box: Box) -> bool:
    return box[2] - box[0] < _SHORT and box[3] - box[1] < _SHORT


def _length(strokes: Strokes) -> float:
    return sum(stroke.end - stroke.start for stroke in (*strokes.across, *strokes.down))


def _as_read(boxes: Sequence[Box], reading: Matrix) -> Iterable[Box]:
    a, b, c, d, right, down = reading
    if (a, b, c, d) == (1, 0, 0, -1):  # as nearly all pages lie
        return [(x0 + right, down - y1, x1 + right, down - y0) for x0, y0, x1, y1 in boxes]
    return [moved(box, reading) for box in boxes]


def _look_at(
    things: Iterable[tuple[int, pdfium.FPDF_PAGEOBJECT]], matrix: Matrix, drawing: _Drawing, depth: int
) -> None:
    for kind, thing in things:
        if kind == PATH:
            count = OBJECTS.segments(thing)
            drawing.count(count)
            bounds = drawing.answers.bounds(thing)
            if matrix is not AS_IT_IS:
                bounds = close_box(thing, matrix) if drawing.answers.turned else moved(bounds, matrix)
            _take_path(thing, count, bounds, matrix, drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            inner = (
                pdfium.FPDFFormObj_GetObject(thing, index)
                for index in range(pdfium.FPDFFormObj_CountObjects(thing))
            )
            _look_at(((OBJECTS.kind(one), one) for one in inner), within(thing, matrix), drawing, depth - 1)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.pictures = True


def _take_path(
    path: pdfium.FPDF_PAGEOBJECT, count: int, bounds: Box, matrix: Matrix, drawing: _Drawing
) -> None:
    answers = drawing.answers
    manner = answers.manner(path)
    if manner is None:
        return
    filled, stroked = manner
    thin = bounds[2] - bounds[0] <= _THIN or bounds[3] - bounds[1] <= _THIN
    if thin and (stroked or filled):
        if _shade(answers.stroke(path) if stroked else answers.fill(path)) < _WHITE:
            drawing.pieces.append(bounds)
    elif stroked:
        drawing.pieces.extend(_segments(path, count, within(path, matrix), drawing))
    elif filled and count <= 6:
        _take_area(path, count, bounds, matrix, drawing)
    elif filled:
        drawing.pieces.extend(_thin_parts(path, count, within(path, matrix), drawing))


def _take_area(
    path: pdfium.FPDF_PAGEOBJECT, count: int, bounds: Box, matrix: Matrix, drawing: _Drawing
) -> None:
    shade = _shade(drawing.answers.fill(path))
    if shade <= _DARK:
        drawing.grounds.append(bounds)
    elif shade >= _WHITE and drawing.grounds:
        drawing.panes.append(bounds)
    else:
        return
    for part in parts_of(path, min(3, count), within(path, matrix)):
        drawing.edges_lie_askew(part)


def _shade(colour: Colour | None) -> int:
    """How light it is, from 0 to 255; what is clear is as light as can be."""
    if colour is None:
        return 0
    red, green, blue, alpha = colour
    return 255 if alpha < 16 else min(red, green, blue)


def _segments(path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: Matrix, drawing: _Drawing) -> Iterator[Box]:
    """The straight pieces of a path that is drawn as a line; those that lie askew are noted."""
    for part in parts_of(path, count, matrix):
        for (x0, y0), (x1, y1) in pairwise(part):
            if abs(x0 - x1) <= ONE_LINE or abs(y0 - y1) <= ONE_LINE:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
            else:
                drawing.lies_askew((x0, y0), (x1, y1))


def _thin_parts(path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: Matrix, drawing: _Drawing) -> Iterator[Box]:
    """The parts of a filled path that are thin enough to be rules; edges of others that lie askew are noted."""
    for part in parts_of(path, count, matrix):
        xs, ys = [x for x, _ in part], [y for _, y in part]
        box = (min(xs), min(ys), max(xs), max(ys))
        if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
            yield box
        else:
            drawing.edges_lie_askew(part[:3])


def _edges_of_panes(drawing: _Drawing) -> Iterator[Box]:
    """The edges of white areas that lie on a dark one: what is left of the ground between them are rules."""
    for x0, y0, x1, y1 in drawing.panes:
        if any(g[0] <= x0 and g[1] <= y0 and g[2] >= x1 and g[3] >= y1 for g in drawing.grounds):
            yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _straightened(boxes: Iterable[Box]) -> Strokes:
    """Thin boxes as strokes: pieces on one line joined, what stays short left out."""
    across: list[_Piece] = []
    down: list[_Piece] = []
    for x0, y0, x1, y1 in boxes:
        if y1 - y0 <= _THIN:
            across.append(((y0 + y1) / 2, x0, x1))
        if x1 - x0 <= _THIN:
            down.append(((x0 + x1) / 2, y0, y1))
    return Strokes(tuple(_joined(across)), tuple(_joined(down)))


def _joined(pieces: Sequence[_Piece]) -> Iterator[Stroke]:
    """The pieces, those on one line that touch or nearly touch made one."""
    lines: list[list[_Piece]] = []
    last = float("-inf")
    for piece in sorted(pieces):
        if piece[0] > last + ONE_LINE:
            lines.append([])
        last = piece[0]
        lines[-1].append(piece)
    for parts in lines:
        at, start, end = parts[0][0], float("nan"), float("-inf")
        for place, begin, until in sorted(parts, key=itemgetter(1)):
            if begin > end + _GAP:
                if end - start >= _SHORT:
                    yield Stroke(at, start, end)
                at, start, end = place, begin, until
            elif until > end:
                end = until
        if end - start >= _SHORT:
            yield Stroke(at, start, end)
