"""Texts that a page draws and nobody sees: as invisible, white on white, or as faint as a watermark below a table."""

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
_MOST_FAINT = 0.9
"""Of the texts of a page: a watermark on one with a signature alone is less."""
_MOST_PAIRS = 1_000_000
_INVISIBLE = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
_COLOUR = struct.Struct("=4I")
_EDGES = struct.Struct("=4f")
_MODE = struct.Struct("=2i")


def unseen_texts(page: pdfium.FPDF_PAGE) -> frozenset[int]:
    """The addresses of the text objects of a page that are not seen, those that forms hold left out of account.

    What is drawn as invisible may be all that there is to read: a program recognised it in a picture, or wrote it
    below letters that it drew as shapes. So it is where most texts are of this kind, unless others stand on them.
    """
    get, reference = OBJECTS.thing, reference_to(page)
    things = [get(reference, index) for index in range(int(pdfium.FPDFPage_CountObjects(page)))]
    texts = [thing for thing in things if OBJECTS.kind(thing) == pdfium.FPDF_PAGEOBJ_TEXT]
    shade = _Shade()
    clear = [text for text in texts if TEXTS.mode(text) in _INVISIBLE]
    faint = [text for text in texts if shade.of(text) >= _FAINT and TEXTS.mode(text) not in _INVISIBLE]
    if len(faint) > _MOST_FAINT * len(texts):  # colours that are not known
        faint = []
    if not clear and not faint:
        return frozenset()
    if 2 * len(clear) > len(texts) and not _stand_on_each_other(clear, texts):
        clear = []
    grounds = list(_grounds(things, shade))
    return frozenset(_address(text) for text in (*clear, *faint) if not _lies_on(_bounds(text), grounds))


def _stand_on_each_other(
    clear: Sequence[pdfium.FPDF_PAGEOBJECT], texts: Sequence[pdfium.FPDF_PAGEOBJECT]
) -> bool:
    """Whether most of the others stand where invisible ones do."""
    addresses = {_address(text) for text in clear}
    others = [_bounds(text) for text in texts if _address(text) not in addresses]
    boxes = [_bounds(text) for text in clear]
    if not others or len(others) * len(boxes) > _MOST_PAIRS:
        return False
    return 2 * sum(_lies_on(box, boxes) for box in others) > len(others)


class _Shade:
    """How light things are filled, from 0 to 255, on white; made once for a page, as it holds room for the answer."""

    def __init__(self) -> None:
        self._room = (ctypes.c_char * _COLOUR.size)()
        self._to_room = [ctypes.byref(self._room, at) for at in range(0, _COLOUR.size, 4)]

    def of(self, thing: pdfium.FPDF_PAGEOBJECT) -> int:
        """The darkest of the three colours, as far as it covers."""
        if not OBJECTS.fill(thing, *self._to_room):
            return 0
        red, green, blue, alpha = _COLOUR.unpack(self._room)
        return 255 - int((255 - min(red, green, blue)) * alpha) // 255


def _grounds(things: Sequence[pdfium.FPDF_PAGEOBJECT], shade: _Shade) -> Iterator[Box]:
    """What lies below print: dark areas, and all whose colours are not known."""
    for thing in things:
        kind = OBJECTS.kind(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if kind != pdfium.FPDF_PAGEOBJ_PATH or (_is_filled(thing) and shade.of(thing) <= _DARK):
            yield _bounds(thing)


def _is_filled(path: pdfium.FPDF_PAGEOBJECT) -> bool:
    room = (ctypes.c_char * _MODE.size)()
    OBJECTS.mode(path, *(ctypes.byref(room, at) for at in range(0, _MODE.size, 4)))
    filled, _ = _MODE.unpack(room)
    return bool(filled)


def _lies_on(box: Box, grounds: Sequence[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in grounds)


def _bounds(thing: pdfium.FPDF_PAGEOBJECT) -> Box:
    room = (ctypes.c_char * _EDGES.size)()
    OBJECTS.bounds(thing, *(ctypes.byref(room, at) for at in range(0, _EDGES.size, 4)))
    left, bottom, right, top = _EDGES.unpack(room)
    return left, bottom, right, top


def _address(text: pdfium.FPDF_PAGEOBJECT) -> int:
    return ctypes.cast(text, ctypes.c_void_p).value or 0
