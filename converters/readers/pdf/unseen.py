"""Texts that a page draws and nobody sees: invisible, white on white, below a white area, faint as a watermark."""

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from converters.readers.pdf.calls import OBJECTS, TEXTS
from converters.readers.pdf.corners import is_slanted
from converters.readers.pdf.drawn import EDGES, PATH, Answers, Colour, Drawn, Thing
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
_INVISIBLE = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))


def unseen_texts(drawn: Drawn, *, turned: bool = False) -> frozenset[int]:
    """The addresses of the text objects of a page that are not seen, those that forms hold left out of account.

    What is drawn as invisible may be all that there is to read: a program recognised it in a picture, or wrote it
    below letters that it drew as shapes. So it is where most texts are of this kind, unless others stand on them.

    Args:
        drawn: what the page draws.
        turned: whether it was turned straight.
    """
    texts, answers = drawn.texts, Answers(turned=turned)
    mode_of = TEXTS.mode
    clear = [text for text in texts if mode_of(text) in _INVISIBLE]
    faint = _faint(texts, answers)
    if len(faint) > _MOST_FAINT * len(texts):  # colours that are not known
        faint = []
    covered = _covered(drawn, answers)
    if 2 * len(covered) > len(texts):
        covered = []
    if covered and any(is_slanted(thing.handle) for thing in drawn.things if _is_white(thing, answers)):
        covered = []  # the boxes around areas that lie askew are larger than these
    if not clear and not faint and not covered:
        return frozenset()
    if 2 * len(clear) > len(texts) and not _stand_on_each_other(clear, texts, answers):
        clear = []
    grounds = list(_grounds(drawn.things, answers))
    unseen = [text for text in (*clear, *faint) if not _lies_on(answers.bounds(text), grounds)]
    return frozenset(map(_address, (*unseen, *covered)))


def _faint(texts: Sequence[pdfium.FPDF_PAGEOBJECT], answers: Answers) -> list[pdfium.FPDF_PAGEOBJECT]:
    faint = []
    fill, room, answer = OBJECTS.fill, answers.colour, answers.to_colour
    is_faint: dict[bytes, bool] = {}
    for text in texts:
        if not fill(text, *answer):
            continue
        colour = room.raw
        if colour not in is_faint:  # a page has few colours
            is_faint[colour] = _shade(answers.fill(text)) >= _FAINT
        if is_faint[colour]:
            faint.append(text)
    return faint


def _shade(colour: Colour | None) -> int:
    """How light it is on white, from 0 to 255: the darkest of the three colours, as far as it covers."""
    if colour is None:
        return 0
    red, green, blue, alpha = colour
    return 255 - int((255 - min(red, green, blue)) * alpha) // 255


def _stand_on_each_other(
    clear: Sequence[pdfium.FPDF_PAGEOBJECT], texts: Sequence[pdfium.FPDF_PAGEOBJECT], answers: Answers
) -> bool:
    """Whether most of the others stand where invisible ones do."""
    addresses = {_address(text) for text in clear}
    others = [answers.bounds(text) for text in texts if _address(text) not in addresses]
    boxes = [answers.bounds(text) for text in clear]
    if not others or len(others) * len(boxes) > _MOST_PAIRS:
        return False
    return 2 * sum(_lies_on(box, boxes) for box in others) > len(others)


def _grounds(things: Sequence[Thing], answers: Answers) -> Iterator[Box]:
    """What lies below print: dark areas, and all whose colours are not known."""
    for kind, thing, _ in things:
        if kind != PATH or (_is_filled(thing, answers) and _shade(answers.fill(thing)) <= _DARK):
            yield answers.bounds(thing)


def _is_filled(path: pdfium.FPDF_PAGEOBJECT, answers: Answers) -> bool:
    """Whether a path is filled, not only drawn along."""
    manner = answers.manner(path)
    return manner is not None and manner[0]


def _covered(drawn: Drawn, answers: Answers) -> list[pdfium.FPDF_PAGEOBJECT]:
    """The texts on which a white area lies that was drawn later, as editors do it to put other print in its place."""
    covered = []
    covers: dict[float, list[Box]] = {}
    areas = [thing for thing in drawn.things if thing.texts and _is_white(thing, answers)]
    bounds, room, answer, read = OBJECTS.bounds, answers.edges, answers.to_edges, EDGES.unpack
    for index in range(len(areas) - 1, -1, -1):
        box = answers.bounds(areas[index].handle)
        for band in range(_band(box[1]), _band(box[3]) + 1):
            covers.setdefault(band, []).append(box)
        start = areas[index - 1].texts if index else 0
        for text in drawn.texts[start : areas[index].texts]:
            bounds(text, *answer)
            left, bottom, right, top = read(room)
            y = (bottom + top) / 2
            boxes = covers.get(y // _BAND)
            if boxes:
                edge = _AT_EDGE * (right - left)
                if _is_within(left + edge, y, boxes) and _is_within(right - edge, y, boxes):
                    covered.append(text)
    return covered


def _is_white(thing: Thing, answers: Answers) -> bool:
    """Whether it is a path filled white that lets nothing through."""
    if thing.kind != PATH:
        return False
    colour = answers.fill(thing.handle)
    return colour is not None and min(colour) >= _WHITE and _is_filled(thing.handle, answers)


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
