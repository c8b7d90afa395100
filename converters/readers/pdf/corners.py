"""The corners of what a page draws, and the boxes around them where the page was turned straight.

pdfium tells the box around a path as the box around its box: where a line lies askew in its own coordinates, and the
page is turned so that it lies straight, that is far larger than the line.
"""

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from converters.readers.pdf.calls import OBJECTS, SEGMENTS
from converters.readers.pdf.frame import AS_IT_IS, Box, Matrix, around, point

ONE_LINE = 0.75
"""Points: pieces of one rule lie on a line no farther apart."""
_NEARLY = 0.1
"""Of a line's width, or height: its height, or width, up to which it is taken for a rule that lies askew."""


def within(thing: pdfium.FPDF_PAGEOBJECT, outer: Matrix) -> Matrix:
    """The matrix of what a form, or a path, holds, to the page."""
    own = _own_matrix(thing)
    origin = point(own[4], own[5], outer)
    a, b, c, d, _, _ = outer
    return (
        a * own[0] + c * own[1],
        b * own[0] + d * own[1],
        a * own[2] + c * own[3],
        b * own[2] + d * own[3],
        *origin,
    )


def _own_matrix(thing: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def parts_of(path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of every part of a path; one that is closed ends where it began."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    part: list[tuple[float, float]] = []
    for index in range(count):
        segment = SEGMENTS.segment(path, index)
        SEGMENTS.corner(segment, to_x, to_y)
        if part and SEGMENTS.kind(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield part
            part = []
        part.append(point(x.value, y.value, matrix))
        if SEGMENTS.closes(segment):
            part.append(part[0])
    if part:
        yield part


def close_box(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix = AS_IT_IS) -> Box:
    """The box around the corners of a path of the page, or of a form with this matrix."""
    parts = list(parts_of(path, OBJECTS.segments(path), within(path, matrix)))
    return around((corner for part in parts for corner in part), AS_IT_IS) if parts else (0.0, 0.0, 0.0, 0.0)


def is_slanted(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix = AS_IT_IS) -> bool:
    """Whether the first edge of a path lies nearly, but not quite, along the page or across it."""
    for part in parts_of(path, min(2, OBJECTS.segments(path)), within(path, matrix)):
        if len(part) > 1 and slant(part[0], part[1]):
            return True
    return False


def slant(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float] | None:
    """By how much, and over which length, a line misses the way along the page or across it that it nearly goes."""
    x, y = end[0] - start[0], end[1] - start[1]
    if ONE_LINE < abs(y) < _NEARLY * abs(x):
        return y / x, abs(x)
    if ONE_LINE < abs(x) < _NEARLY * abs(y):
        return -x / y, abs(y)
    return None
