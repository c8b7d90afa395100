"""Texts that a page draws and nobody sees: invisible, white on white, below a white area, faint as a watermark."""

import ctypes
import struct
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from converters.readers.pdf.calls import OBJECTS, TEXTS, reference_to
from converters.readers.pdf.frame import Box

_FAINT = 190
"""Of 255: what is lighter on white is no print; watermarks have 191 to 217, print is darker."""
_DARK = 160
"""What is no lighter is a ground on which light print is seen."""
_WHITE = 250
_BAND, _FARTHEST = 8.0, 16_000.0
"""Points of height of the bands of a page by which white areas are looked up; no page is higher than the other."""
_AT_EDGE = 0.1
"""Of a text's width: what covers it to here covers all of it."""
_MOST_FAINT = 0.9
"""Of the texts of a page: a watermark on one with a signature alone is less."""
_MOST_PAIRS = 1_000_000
_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_INVISIBLE = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
_COLOUR = struct.Struct("=4I")
_EDGES = struct.Struct("=4f")
_MODE = struct.Struct("=2i")


class _Things:
    """Tells of drawn things; made once for a page, as it holds room for pdfium's answers."""

    def __init__(self) -> None:
        self._colour, self._to_colour = _room_for(_COLOUR)
        self._mode, self._to_mode = _room_for(_MODE)
        self._edges, self._to_edges = _room_for(_EDGES)

    def shade(self, thing: pdfium.FPDF_PAGEOBJECT) -> int:
        """How light it is filled on white, from 0 to 255: the darkest of the three colours, as far as it covers."""
        if not OBJECTS.fill(thing, *self._to_colour):
            return 0
        red, green, blue, alpha = _COLOUR.unpack(self._colour)
        return 255 - int((255 - min(red, green, blue)) * alpha) // 255

    def is_white(self, thing: pdfium.FPDF_PAGEOBJECT) -> bool:
        """Whether it is filled white and lets nothing through."""
        return bool(OBJECTS.fill(thing, *self._to_colour)) and min(_COLOUR.unpack(self._colour)) >= _WHITE

    def is_filled(self, path: pdfium.FPDF_PAGEOBJECT) -> bool:
        """Whether a path is filled, not only drawn along."""
        OBJECTS.mode(path, *self._to_mode)
        filled, _ = _MODE.unpack(self._mode)
        return bool(filled)

    def bounds(self, thing: pdfium.FPDF_PAGEOBJECT) -> Box:
        """Left, bottom, right, top."""
        OBJECTS.bounds(thing, *self._to_edges)
        left, bottom, right, top = _EDGES.unpack(self._edges)
        return left, bottom, right, top


def _room_for(numbers: struct.Struct) -> tuple[ctypes.Array[ctypes.c_char], list[object]]:
    """Room for numbers of four bytes, and a reference to each of them."""
    room = (ctypes.c_char * numbers.size)()
    return room, [ctypes.byref(room, at) for at in range(0, numbers.size, 4)]


def unseen_texts(page: pdfium.FPDF_PAGE) -> frozenset[int]:
    """The addresses of the text objects of a page that are not seen, those that forms hold left out of account.

    What is drawn as invisible may be all that there is to read: a program recognised it in a picture, or wrote it
    below letters that it drew as shapes. So it is where most texts are of this kind, unless others stand on them.
    """
    get, reference = OBJECTS.thing, reference_to(page)
    things = [get(reference, index) for index in range(int(pdfium.FPDFPage_CountObjects(page)))]
    texts = [thing for thing in things if OBJECTS.kind(thing) == _TEXT]
    told = _Things()
    clear = [text for text in texts if TEXTS.mode(text) in _INVISIBLE]
    faint = [text for text in texts if told.shade(text) >= _FAINT]
    if len(faint) > _MOST_FAINT * len(texts):  # colours that are not known
        faint = []
    covered = _covered(things, told)
    if 2 * len(covered) > len(texts):
        covered = []
    if not clear and not faint and not covered:
        return frozenset()
    if 2 * len(clear) > len(texts) and not _stand_on_each_other(clear, texts, told):
        clear = []
    grounds = list(_grounds(things, told))
    unseen = [text for text in (*clear, *faint) if not _lies_on(told.bounds(text), grounds)]
    return frozenset(map(_address, (*unseen, *covered)))


def _stand_on_each_other(
    clear: Sequence[pdfium.FPDF_PAGEOBJECT], texts: Sequence[pdfium.FPDF_PAGEOBJECT], told: _Things
) -> bool:
    """Whether most of the others stand where invisible ones do."""
    addresses = {_address(text) for text in clear}
    others = [told.bounds(text) for text in texts if _address(text) not in addresses]
    boxes = [told.bounds(text) for text in clear]
    if not others or len(others) * len(boxes) > _MOST_PAIRS:
        return False
    return 2 * sum(_lies_on(box, boxes) for box in others) > len(others)


def _grounds(things: Sequence[pdfium.FPDF_PAGEOBJECT], told: _Things) -> Iterator[Box]:
    """What lies below print: dark areas, and all whose colours are not known."""
    for thing in things:
        kind = OBJECTS.kind(thing)
        if kind == _TEXT:
            continue
        if kind != _PATH or (told.is_filled(thing) and told.shade(thing) <= _DARK):
            yield told.bounds(thing)


def _covered(things: Sequence[pdfium.FPDF_PAGEOBJECT], told: _Things) -> list[pdfium.FPDF_PAGEOBJECT]:
    """The texts on which a white area lies that was drawn later, as editors do it to put other print in its place."""
    covered = []
    covers: dict[int, list[Box]] = {}
    kind_of = OBJECTS.kind
    for thing in reversed(things):
        kind = kind_of(thing)
        if kind == _PATH and told.is_white(thing) and told.is_filled(thing):
            box = told.bounds(thing)
            for band in range(_band(box[1]), _band(box[3]) + 1):
                covers.setdefault(band, []).append(box)
        elif kind == _TEXT and covers:
            left, bottom, right, top = told.bounds(thing)
            edge, y = _AT_EDGE * (right - left), (bottom + top) / 2
            boxes = covers.get(_band(y), ())
            if _is_within(left + edge, y, boxes) and _is_within(right - edge, y, boxes):
                covered.append(thing)
    return covered


def _band(y: float) -> int:
    return int(max(-_FARTHEST, min(_FARTHEST, y)) // _BAND)


def _lies_on(box: Box, grounds: Sequence[Box]) -> bool:
    return _is_within((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, grounds)


def _is_within(x: float, y: float, boxes: Sequence[Box]) -> bool:
    for left, bottom, right, top in boxes:  # noqa: SIM110 - called for every text, any() takes twice as long
        if left <= x <= right and bottom <= y <= top:
            return True
    return False


def _address(text: pdfium.FPDF_PAGEOBJECT) -> int:
    return ctypes.cast(text, ctypes.c_void_p).value or 0
