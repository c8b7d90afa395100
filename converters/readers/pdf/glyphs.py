"""The characters of a page with their boxes, as pdfium finds them."""

import ctypes
import re
import struct
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from converters.readers.pdf.calls import CHARACTERS, TEXTS, reference_to
from converters.readers.pdf.frame import AS_IT_IS, Box, Frame, frame_of
from converters.readers.pdf.lean import QUARTER, Found, Standing, outliers, standing_of, tilt_of

REPLACEMENT = "\ufffd"
_ASKEW = 0.05
"""Right angles by which a line of text may be askew; what is more so is a stamp or a watermark."""
OVER = 0.05
"""Points by which a character may reach over the edge of the page, for inexact numbers; what reaches farther is cut."""
_NUMBER = re.compile(r"[-+－＋增减加少负]*[\d.,，—/-]+[\u4e00-\u9fff]{0,2}")
"""A number, perhaps with a part of its unit: cut off by the edge of a page it may be another one."""
MIDDLE = 0.3
"""Of a character's size: so far above its baseline lies its middle."""
BLANKS = frozenset((*range(1, 33), *range(0x7F, 0xA1), 0xAD, 0x3000, 0xFEFF, 0xFFFE, *range(0x2000, 0x2010)))
TYPED = frozenset((0x20, 0xA0, 0x3000))
"""The blanks that stand in a text; the others have no width, or are codes without a meaning."""
CONTROLS = frozenset((*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)))
"""What a font calls so is some character that is not told: a sign before a number, say."""
_HYPHENS = frozenset((0x02, 0xAD, 0xFFFE))
"""What pdfium, or a font, calls a hyphen at the end of a line."""
_LINE_ENDS = (0x0D, 0x0A)
_SPACE = 0x20
_NO_SIZE = 0.01
"""Points: what a font calls of no height is measured by."""
_SEAM = 0.05
"""Of a character's size: a blank that was typed behind it begins no farther off."""


class Glyph(NamedTuple):
    """A character as it is read: its place in the line, its ink, its baseline and the size of its font."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    middle: float
    """How far down its middle lies: that of digits, which stand on the baseline."""
    end: float
    """Where its line goes on: its right edge, or that of the blanks typed behind it."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written on a page: its frame, the characters along it, those askew, and those no font explains.

    `tilt`: by how many radians clockwise its lines fall, None where its numbers lean in several ways.
    """

    frame: Frame
    glyphs: tuple[Glyph, ...]
    askew: tuple[Glyph, ...]
    mapless: int
    tilt: float | None = 0.0


@dataclass(slots=True)
class _Characters:
    """The characters of a page, those without a known meaning, and of which more must be known."""

    found: list[Found]
    mapless: int = 0
    leans: dict[int, float] = field(default_factory=dict)
    """Of those that lean by how much, in radians clockwise."""
    apart: list[int] = field(default_factory=list)
    """Those that do not stand behind the one before them on a level line."""

    def only(self, places: Sequence[int]) -> "_Characters":
        """Those at these places, as if they were all."""
        now = {place: at for at, place in enumerate(places)}
        leans = {now[place]: lean for place, lean in self.leans.items() if place in now}
        apart = [now[place] for place in self.apart if place in now]
        return _Characters([self.found[place] for place in places], self.mapless, leans, apart)


_ANSWERS = struct.Struct("4f6d")
"""What pdfium tells of a character in the file's coordinates: its place: left, top, right, bottom; its ink: left,
right, bottom, top; and its origin: x, y."""


def writing_of(
    textpage: pdfium.FPDF_TEXTPAGE,
    crop: Box,
    rotation: int,
    unseen: Collection[int] = (),
    tilt: float | None = None,
) -> Writing:
    """All that is written on a page, in the order in which the file draws it; what lies beside the page is left out.

    Args:
        textpage: pdfium's text of the page.
        crop: what is shown of the sheet: left, bottom, right, top.
        rotation: by how many right angles clockwise the page is turned to be shown.
        unseen: the addresses of text objects that are left out.
        tilt: by how many radians clockwise the page was turned back, if its lines are straight by now.
    """
    characters = _characters(textpage, unseen)
    along, askew = characters, list[Found]()
    quarters = [quarter for _, _, quarter in characters.found]
    straight = [quarter for quarter in dict.fromkeys(quarters) if quarter is not None]
    most = max(straight, key=quarters.count, default=0)
    if quarters.count(most) < len(quarters):
        along = characters.only([at for at, quarter in enumerate(quarters) if quarter == most])
        askew = [one for one in characters.found if one[-1] != most]
    falls = tilt_of(along.found, along.leans, along.apart) if tilt is None else 0.0
    for at in outliers(along.found, along.leans) if falls is not None else ():
        code, told, quarter = along.found[at]
        along.found[at] = ord(REPLACEMENT) if chr(code).isdecimal() else code, told, quarter
    frame = frame_of(crop, rotation, rotation + most, tilt or 0.0)
    glyphs = _as_read(along.found, frame)
    return Writing(frame, tuple(glyphs), tuple(_as_read(askew, frame)), characters.mapless, falls)


def _characters(textpage: pdfium.FPDF_TEXTPAGE, unseen: Collection[int]) -> _Characters:
    """Every character that is seen, and how many have no known meaning; of the blanks those typed behind one."""
    get_code, has_no_map, get_place, get_ink, get_origin, get_angle, _, _ = CHARACTERS
    handle = reference_to(textpage)
    answers, read = (ctypes.c_char * _ANSWERS.size)(), _ANSWERS.unpack
    place, left, right, bottom, top, x, y = (ctypes.byref(answers, at) for at in (0, *range(16, 64, 8)))
    found: list[Found] = []
    characters = _Characters(found)
    upright: Sequence[float] | None = None  # the last character, if it stands so
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        if unseen and TEXTS.of_character(handle, index) in unseen:
            continue
        code = get_code(handle, index)
        if code in BLANKS:
            meant = None if code in _LINE_ENDS else _blank(handle, index, code)
            if meant is None or (meant == _SPACE and not found):
                continue
            code = meant
        if code == 0 or (code != _SPACE and has_no_map(handle, index) == 1):
            characters.mapless += 1
            code = ord(REPLACEMENT)  # the code in the font, which stands for some other character
        get_place(handle, index, place)
        get_ink(handle, index, left, right, bottom, top)
        get_origin(handle, index, x, y)
        told = read(answers)
        if upright is not None and told[9] == upright[9] and told[8] > upright[8]:
            found.append((code, told, 0))  # it goes on to the right
            upright = told
            continue
        angle = get_angle(handle, index)
        upright = None if angle else told
        if angle:
            _ask_again(characters, handle, index)
        characters.apart.append(len(found))
        found.append((code, told, 0))
        if angle:
            _turn(characters, len(found) - 1, standing_of(handle, index, angle))
    return characters


def _turn(characters: _Characters, at: int, standing: Standing) -> None:
    """Note that a character does not stand upright; of italics the box becomes what it would be of upright ones."""
    code, told, _ = characters.found[at]
    quarter, lean, slope = standing
    if lean:
        characters.leans[at] = lean
    if slope and not lean and not quarter:
        told = _upright(told, slope)
    characters.found[at] = code, told, quarter if abs(lean / QUARTER) < _ASKEW else None


def _ask_again(characters: _Characters, handle: object, index: int) -> None:
    """Ask how the character before one that is turned stands, if it was only taken for upright by its place."""
    at, before = len(characters.found) - 1, index - 1
    while at >= 0 and characters.found[at][0] == _SPACE:
        at -= 1
    asked = bisect_left(characters.apart, at)
    if at < 0 or characters.apart[asked : asked + 1] == [at]:
        return
    while before >= 0 and CHARACTERS.code(handle, before) in BLANKS:
        before -= 1
    angle = CHARACTERS.angle(handle, before) if before >= 0 else 0.0
    if angle and CHARACTERS.code(handle, before) == characters.found[at][0]:
        characters.apart.insert(asked, at)
        _turn(characters, at, standing_of(handle, before, angle))


def _upright(told: Sequence[float], slope: float) -> Sequence[float]:
    """What pdfium would tell of a character that stands upright on its line rather than sloping."""
    left, above, right, below, ink_left, ink_right, bottom, top, x, y = told
    shifts = sorted((slope * (above - y), slope * (below - y)))
    return left - shifts[0], above, right - shifts[1], below, ink_left, ink_right, bottom, top, x, y


def _blank(handle: object, index: int, code: int) -> int | None:
    """What a character of no width or meaning is: a blank, a hyphen, an unknown one (0), or nothing at all."""
    if code in TYPED:
        return None if CHARACTERS.is_generated(handle, index) else _SPACE
    if (code not in CONTROLS and code not in _HYPHENS) or CHARACTERS.is_generated(handle, index):
        return None
    sides = [ctypes.c_double() for _ in range(4)]
    CHARACTERS.ink(handle, index, *map(ctypes.byref, sides))
    left, right, bottom, top = (side.value for side in sides)
    if right <= left or top <= bottom:
        return None
    return ord("-") if code in _HYPHENS else 0


def _as_read(found: Sequence[Found], frame: Frame) -> list[Glyph]:
    """The characters as they are read; what lies beside the page is left out, and what its edge cuts is unreadable."""
    a, b, c, d, e, f = frame.reading
    lying = a == 0  # on its side: lines run along y
    along, across = (c, b) if lying else (a, d)  # the other two are 0
    farthest, height = frame.width + OVER, frame.height
    glyphs: list[Glyph] = []
    beside: set[int] = set()
    new = tuple.__new__  # without names it takes half the time
    for code, told, _ in found:
        if lying:
            above, right, below, left, top, bottom, _, _, base, _ = told
        else:
            left, below, right, above, _, _, top, bottom, _, base = told
        left, right, base = along * left + e, along * right + e, across * base + f
        above, below = across * above + f, across * below + f
        top, bottom = across * top + f, across * bottom + f
        if left > right:
            left, right = right, left
        if above > below:
            above, below, top, bottom = below, above, bottom, top
        if code == _SPACE:
            lengthen(glyphs, left, right, base)
            if glyphs and glyphs[-1].end > farthest:
                beside.add(len(glyphs) - 1)
            continue
        if left < -OVER or right > farthest or below <= 0 or above >= height:
            beside.add(len(glyphs))
        size = size_of(code, right - left, below - above) or _NO_SIZE
        text = chr(code) if not 0xD800 <= code < 0xE000 else REPLACEMENT  # half of a pair of surrogates
        values = (text, left, right, top, bottom, base, size, base - MIDDLE * size, right)
        glyphs.append(new(Glyph, values))
    if frame.askew is not AS_IT_IS:
        beside = {
            at
            for at, one in enumerate(glyphs)
            if is_beside((one.left, one.top, one.right, one.bottom), frame)
        }
    return without(beside, glyphs) if beside else glyphs


def is_beside(box: Box, frame: Frame) -> bool:
    """Whether a part of this box, as it is read, lies left or right of the page, or all of it above or below."""
    left, top, right, bottom = frame.before(box)
    return left < -OVER or right > frame.width + OVER or bottom <= 0 or top >= frame.height


def lengthen(glyphs: list[Glyph], left: float, right: float, base: float) -> None:
    """Note behind the last character the blank that was typed there, if it is where the character ends."""
    if glyphs:
        last = glyphs[-1]
        if abs(left - last.end) < _SEAM * last.size and abs(base - last.base) < last.size:
            glyphs[-1] = last._replace(end=right)


def size_of(code: int, width: float, height: float) -> float:
    """The size of a character's font: boxes of fonts are up to a third higher, but Han are as wide as their size."""
    if 0x3000 <= code < 0xFFE0:
        return width if 0 < width < height else height
    if 0x30 <= code <= 0x39 and 0 < 2 * width < height:
        return 2 * width
    return height


def without(beside: set[int], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters that are seen; of a number that goes on beside the page nothing can be read."""
    kept: list[Glyph] = []
    for start, end in _runs(glyphs):
        run = glyphs[start:end]
        if beside.isdisjoint(range(start, end)):
            kept.extend(run)
            continue
        seen = [glyph for index, glyph in enumerate(run, start) if index not in beside]
        if _NUMBER.fullmatch("".join(glyph.text for glyph in seen or run)):
            kept.append(run[0]._replace(text=REPLACEMENT, right=run[-1].right, end=run[-1].end))
        else:
            kept.extend(seen)
    return kept


def _runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int]]:
    """From where to where characters are drawn one right behind the other."""
    start = 0
    for index, (before, after) in enumerate(pairwise(glyphs), 1):
        near = abs(after.left - before.end) < 0.3 * after.size and abs(after.base - before.base) < 1
        if not near:
            yield start, index
            start = index
    yield start, len(glyphs)
