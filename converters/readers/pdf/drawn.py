"""The objects that a page draws, and what pdfium tells of one: how it is drawn, filled and bounded."""

import ctypes
import struct
from typing import NamedTuple

import pypdfium2.raw as pdfium

from converters.readers.pdf.calls import OBJECTS, reference_to
from converters.readers.pdf.corners import close_box
from converters.readers.pdf.frame import Box

TEXT, PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
EDGES = struct.Struct("4f")
"""Left, bottom, right, top, as pdfium writes them."""
_COLOUR = struct.Struct("4I")
_MODE = struct.Struct("2i")

Colour = tuple[int, int, int, int]
"""Red, green, blue and how far it covers, each from 0 to 255."""


class Thing(NamedTuple):
    """What a page draws that is no text."""

    kind: int
    handle: pdfium.FPDF_PAGEOBJECT
    texts: int
    """How many texts of the page are drawn before it."""


class Drawn(NamedTuple):
    """All that a page draws, in its order; what forms hold is left out."""

    texts: list[pdfium.FPDF_PAGEOBJECT]
    things: list[Thing]


class Answers:
    """What pdfium writes its answers into; made once for a page, as making them takes longer than asking."""

    __slots__ = ("colour", "edges", "mode", "to_colour", "to_edges", "to_mode", "turned")

    def __init__(self, *, turned: bool = False) -> None:
        self.turned = turned  # straight, so that paths that lay askew are to be bounded by their corners
        self.edges, self.to_edges = _room_for(EDGES)
        self.colour, self.to_colour = _room_for(_COLOUR)
        self.mode, self.to_mode = _room_for(_MODE)

    def bounds(self, thing: pdfium.FPDF_PAGEOBJECT) -> Box:
        """Left, bottom, right, top."""
        if self.turned and OBJECTS.kind(thing) == PATH:
            return close_box(thing)
        OBJECTS.bounds(thing, *self.to_edges)
        left, bottom, right, top = EDGES.unpack(self.edges)
        return left, bottom, right, top

    def fill(self, thing: pdfium.FPDF_PAGEOBJECT) -> Colour | None:
        """With what it is filled, if that is known."""
        return self._told() if OBJECTS.fill(thing, *self.to_colour) else None

    def stroke(self, thing: pdfium.FPDF_PAGEOBJECT) -> Colour | None:
        """With what its outline is drawn, if that is known."""
        return self._told() if OBJECTS.stroke(thing, *self.to_colour) else None

    def _told(self) -> Colour:
        red, green, blue, alpha = _COLOUR.unpack(self.colour)
        return red, green, blue, alpha

    def manner(self, path: pdfium.FPDF_PAGEOBJECT) -> tuple[bool, bool] | None:
        """Whether a path is filled, and whether its outline is drawn, if that is known."""
        if not OBJECTS.mode(path, *self.to_mode):
            return None
        filled, stroked = _MODE.unpack(self.mode)
        return bool(filled), bool(stroked)


def _room_for(numbers: struct.Struct) -> tuple[ctypes.Array[ctypes.c_char], list[object]]:
    """Room for numbers of four bytes, and a reference to each of them."""
    room = (ctypes.c_char * numbers.size)()
    return room, [ctypes.byref(room, at) for at in range(0, numbers.size, 4)]


def count_objects(page: pdfium.FPDF_PAGE) -> int:
    """How many objects a page has, forms counted as one."""
    return int(pdfium.FPDFPage_CountObjects(page))


def drawn_on(page: pdfium.FPDF_PAGE, own: int | None = None) -> Drawn:
    """The objects of a page, or the first of them: the frames of fields, which are drawn last, are no rules."""
    get, kind_of, reference = OBJECTS.thing, OBJECTS.kind, reference_to(page)
    texts: list[pdfium.FPDF_PAGEOBJECT] = []
    things: list[Thing] = []
    for index in range(count_objects(page) if own is None else min(own, count_objects(page))):
        handle = get(reference, index)
        kind = kind_of(handle)
        if kind == TEXT:  # most are
            texts.append(handle)
        else:
            things.append(Thing(kind, handle, len(texts)))
    return Drawn(texts, things)
