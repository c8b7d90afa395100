"""How a page lies: from the file's own coordinates to the page as it is read, and back to the page as it is shown.

The file counts points from the lower left corner of a page that may be turned (/Rotate) and cropped. Shown, the page
counts from its top left corner; that is what places in a report say. Read, it lies so that lines of text run from
left to right: a table drawn sideways on a standing page is read lying. A page that is askew, as scans are, is turned
straight about its middle before it is read.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; in the file left, bottom, right, top."""
Matrix = tuple[float, float, float, float, float, float]
"""x becomes a·x + c·y + e, y becomes b·x + d·y + f, as PDF has it."""
AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
_NO_TIE = 0.499
"""Of a hundredth: what lies nearer to one than this is it, however inexact numbers are."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's matrix from the file to what is read, the one from there to what is shown, and its size as read."""

    reading: Matrix
    showing: Matrix
    width: float
    height: float
    askew: Matrix = AS_IT_IS
    """From what is read to where it lay before the page was turned straight."""
    tilt: float = 0.0
    """By how many radians clockwise it lay askew."""

    def read(self, box: Box) -> Box:
        """A box of the file, as it is read."""
        return moved(box, self.reading)

    def reads_like(self, other: "Frame") -> bool:
        """Whether a page that lies like the other one is read in the same coordinates."""
        near = (abs(one - two) < 0.01 for one, two in zip(self.reading, other.reading, strict=True))
        return all(near)

    def shown(self, box: Box) -> Box:
        """A box that was read, on the page as it is shown, in hundredths of a point."""
        x0, y0, x1, y1 = box if self.showing == AS_IT_IS else self._moved(box)  # most are
        return _rounded(x0), _rounded(y0), _rounded(x1), _rounded(y1)

    def _moved(self, box: Box) -> Box:
        if self.askew is AS_IT_IS:
            return moved(box, self.showing)
        return around(corners(box), self.showing)

    def before(self, box: Box) -> Box:
        """The box around one that was read, where it lay before the page was turned straight."""
        return box if self.askew is AS_IT_IS else around(corners(box), self.askew)


def _rounded(value: float) -> float:
    """The value in hundredths: what round() makes of it, which takes twice as long, as it goes by its decimals."""
    hundredths = 100 * value
    whole = (hundredths + 0.5) // 1
    if whole and -_NO_TIE < hundredths - whole < _NO_TIE:
        return whole / 100
    return round(value + 0.0, 2)  # between two hundredths its last decimals tell; -0.0 is 0.0


def frame_of(crop: Box, rotation: int, turn: int, tilt: float = 0.0) -> Frame:
    """The frame of a page.

    Args:
        crop: what is shown of the sheet: left, bottom, right, top.
        rotation: by how many right angles clockwise the page is turned to be shown.
        turn: by how many right angles clockwise its lines of text then stand turned.
        tilt: by how much more, in radians, they stood before the page was turned straight.
    """
    left, bottom, right, top = crop
    to_shown: Matrix = (
        (1, 0, 0, -1, -left, top),
        (0, 1, 1, 0, -bottom, -left),
        (-1, 0, 0, 1, right, -bottom),
        (0, -1, -1, 0, top, right),
    )[rotation % 4]
    width, height = right - left, top - bottom
    if rotation % 2:
        width, height = height, width
    showing, back = _turned(width, height, turn)
    if turn % 2:
        width, height = height, width
    if not tilt:
        return Frame(_joined(to_shown, back), showing, width, height)
    askew = turned_about(width / 2, height / 2, tilt)
    return Frame(_joined(to_shown, back), _joined(askew, showing), width, height, askew, tilt)


def turned_about(x: float, y: float, angle: float) -> Matrix:
    """The matrix that turns about a point, by radians; clockwise where y counts down, else the other way."""
    c, s = math.cos(angle), math.sin(angle)
    return c, s, -s, c, x - c * x + s * y, y - s * x - c * y


def _turned(width: float, height: float, turn: int) -> tuple[Matrix, Matrix]:
    """For a shown page of this size the matrices from what is read to what is shown, and back."""
    pairs: tuple[tuple[Matrix, Matrix], ...] = (
        ((1, 0, 0, 1, 0, 0), (1, 0, 0, 1, 0, 0)),
        ((0, 1, -1, 0, width, 0), (0, -1, 1, 0, 0, width)),
        ((-1, 0, 0, -1, width, height), (-1, 0, 0, -1, width, height)),
        ((0, -1, 1, 0, 0, height), (0, 1, -1, 0, height, 0)),
    )
    return pairs[turn % 4]


def _joined(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does what the two do, one after the other."""
    a, b, c, d, e, f = first
    return (*_vector(a, b, then), *_vector(c, d, then), *point(e, f, then))


def _vector(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, _, _ = matrix
    return a * x + c * y, b * x + d * y


def point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Where the matrix moves a point to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def moved(box: Box, matrix: Matrix) -> Box:
    """Where the matrix moves a box to, its corners in order."""
    a, b, c, d, e, f = matrix
    left, top, right, bottom = box
    x0, y0 = a * left + c * top + e, b * left + d * top + f
    x1, y1 = a * right + c * bottom + e, b * right + d * bottom + f
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    return x0, y0, x1, y1


def corners(box: Box) -> tuple[tuple[float, float], ...]:
    """The four corners of a box."""
    left, top, right, bottom = box
    return (left, top), (right, top), (right, bottom), (left, bottom)


def around(points: Iterable[tuple[float, float]], matrix: Matrix) -> Box:
    """The box around where the matrix moves points to."""
    xs, ys = zip(*(point(x, y, matrix) for x, y in points), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
