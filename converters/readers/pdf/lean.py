"""By how much the lines of a page climb or fall, as on a scan that was laid askew, told from its characters.

Each character tells how it is turned, and where it stands. A program that turns a page turns both alike; one that
writes down what it recognised in a picture sets words level along lines that climb.
"""

import ctypes
import math
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from converters.readers.pdf.calls import CHARACTERS

QUARTER = math.pi / 2
_STRAIGHT = 0.0005
"""Radians: over the width of a page such lines climb by a quarter of a point."""
_ALIKE = 0.009
"""Radians, half a degree, by which characters of one page may differ: so far from its middle that is 2 points."""
_FAR = 18.0
"""Points between digits of two numbers of a row; those of one number are nearer."""
_STEEPEST = 0.1
"""Slope beyond which characters are of different lines."""
_LEVEL = 0.003
"""Slope up to which characters stand level."""
_LEAST, _MOST = 3, 0.75
"""Pairs of numbers that must tell the same slope, and what part of all that tell any."""
_WAYS = (((8, 1), (9, -1)), ((9, -1), (8, -1)), ((8, -1), (9, 1)), ((9, 1), (8, 1)))
"""By right angles clockwise: which number of an origin, with which sign, counts to the right, and which down."""
_FEW = 20
"""Digits that may lean otherwise than their page: those of a day and a telephone number in a stamp."""
_STAMP, _PART = 60, 0.25
"""The same for all characters, and what part of the page they may be: labels may lean otherwise than numbers."""

Found = tuple[int, Sequence[float], int | None]
"""A character: its code; what pdfium tells of it, its origin last; how many right angles it is turned."""


class Standing(NamedTuple):
    """How a character stands: right angles clockwise, radians more, and its own slope, as that of italics."""

    quarter: int
    lean: float
    slope: float


_MATRIX = struct.Struct("6f")


def standing_of(handle: object, index: int, angle: float) -> Standing:
    """How a character stands of which pdfium tells this angle: that of its upright edge, which italics have as well."""
    if not math.isfinite(angle):
        return Standing(0, QUARTER / 2, 0.0)
    quarter = round(angle / QUARTER)
    lean = angle - quarter * QUARTER
    if abs(lean) < _STRAIGHT:
        return Standing(quarter % 4, 0.0, 0.0)
    room = (ctypes.c_char * _MATRIX.size)()
    if CHARACTERS.matrix(handle, index, ctypes.byref(room)):
        a, b, c, d, _, _ = _MATRIX.unpack(room)
        area = a * d - b * c
        if math.isfinite(area) and abs(a * c + b * d) < abs(area):
            quarter = round(math.atan2(-b, a) / QUARTER)
            lean = math.atan2(-b, a) - quarter * QUARTER
            slope = (a * c + b * d) / area
            return Standing(quarter % 4, lean if abs(lean) >= _STRAIGHT else 0.0, slope)
    return Standing(quarter % 4, lean, 0.0)


def tilt_of(found: Sequence[Found], leans: Mapping[int, float], apart: Sequence[int]) -> float | None:
    """By how many radians clockwise the lines of a page fall; None where its numbers lean in several ways.

    Args:
        found: its characters, all turned by the same right angles.
        leans: by how much more they are turned, by their places among these, if any.
        apart: the places of those that do not stand right behind the one before them.
    """
    lean, others = _common(found, leans)
    digits = sum(chr(found[at][0]).isdecimal() for at in others)
    if digits > _FEW or len(others) > max(_STAMP, _PART * len(found)):
        return None
    if not leans and len(list(_slopes(found, apart))) < _LEAST:  # as on nearly all pages
        return 0.0
    slopes = sorted(_slopes(found, _starts(found)))
    near = bisect_right(slopes, lean + _ALIKE) - bisect_left(slopes, lean - _ALIKE)
    if 2 * near >= len(slopes):
        return lean
    climb = _climb(slopes)
    return None if climb is None and leans else climb or 0.0


def outliers(found: Sequence[Found], leans: Mapping[int, float]) -> list[int]:
    """The places of the characters that lean otherwise than most."""
    return _common(found, leans)[1] if leans else []


def _common(found: Sequence[Found], leans: Mapping[int, float]) -> tuple[float, list[int]]:
    """By how much most characters lean, and the places of those that lean otherwise."""
    if not leans:
        return 0.0, []
    every = [leans.get(at, 0.0) for at in range(len(found))]
    usual = sorted(every)[len(every) // 2]
    return usual, [at for at, lean in enumerate(every) if abs(lean - usual) > _ALIKE]


def _starts(found: Sequence[Found]) -> Iterator[int]:
    """The places of characters that do not stand right behind the one before them on a level line."""
    right, down = _WAYS[found[0][2] or 0]
    yield 0
    for at, ((_, before, _), (_, told, _)) in enumerate(pairwise(found), 1):
        if told[down[0]] != before[down[0]] or right[1] * (told[right[0]] - before[right[0]]) >= _FAR:
            yield at


def _slopes(found: Sequence[Found], places: Iterable[int]) -> Iterator[float]:
    """How the lines fall from digits at these places to the next, far apart: numbers of a row stand level."""
    (along, right), (across, down) = _WAYS[(found[0][2] or 0) if found else 0]
    for (code, before, _), (other, told, _) in pairwise([found[at] for at in places]):
        x = right * (told[along] - before[along])
        if x >= _FAR:
            y = down * (told[across] - before[across])
            if abs(y) < _STEEPEST * x and chr(code).isdecimal() and chr(other).isdecimal():
                yield y / x


def _climb(slopes: Sequence[float]) -> float | None:
    """The slope that most tell, in ascending order; None where too few agree."""
    best, found = 0, 0.0
    for start, slope in enumerate(slopes):
        end = bisect_right(slopes, slope + _ALIKE)
        if end - start > best:
            best, found = end - start, slopes[(start + end - 1) // 2]
    if best < max(_LEAST, _MOST * len(slopes)):
        return None
    return math.atan(found) if abs(found) > _LEVEL else 0.0
