"""pdfium's functions of characters and drawn objects, called with ready-made arguments: over twice as fast as usual.

They are called for every character and every object of a page; a usual call checks and converts all that it is given.
Nothing is checked here: whatever stands for an address is given by reference (`ctypes.byref`).
"""

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium


class Characters(NamedTuple):
    """Each takes a reference to a text page and the index of a character; the boxes also where to write answers."""

    code: Callable[..., int]
    has_no_map: Callable[..., int]
    place: Callable[..., None]
    ink: Callable[..., None]
    origin: Callable[..., None]
    angle: Callable[..., float]
    matrix: Callable[..., int]
    is_generated: Callable[..., int]


class Objects(NamedTuple):
    """The first takes a reference to a page and an index, the others what that gives, and where to write answers."""

    thing: Callable[..., pdfium.FPDF_PAGEOBJECT]
    kind: Callable[..., int]
    bounds: Callable[..., None]
    segments: Callable[..., int]
    mode: Callable[..., int]
    stroke: Callable[..., int]
    fill: Callable[..., int]


class Texts(NamedTuple):
    """What tells of objects that are text: how one is drawn; the address of that which a character belongs to."""

    mode: Callable[..., int]
    of_character: Callable[..., int]


class Segments(NamedTuple):
    """The first takes a path and an index, the others what that gives, and where to write answers."""

    segment: Callable[..., pdfium.FPDF_PATHSEGMENT]
    corner: Callable[..., int]
    kind: Callable[..., int]
    closes: Callable[..., int]


def _bare(function: Any, answer: type[Any] | None) -> Callable[..., Any]:  # noqa: ANN401 - ctypes has no types
    return ctypes.PYFUNCTYPE(answer)(ctypes.cast(function, ctypes.c_void_p).value or 0)


CHARACTERS = Characters(
    code=_bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint),
    has_no_map=_bare(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int),
    place=_bare(pdfium.FPDFText_GetLooseCharBox, None),
    ink=_bare(pdfium.FPDFText_GetCharBox, None),
    origin=_bare(pdfium.FPDFText_GetCharOrigin, None),
    angle=_bare(pdfium.FPDFText_GetCharAngle, ctypes.c_float),
    matrix=_bare(pdfium.FPDFText_GetMatrix, ctypes.c_int),
    is_generated=_bare(pdfium.FPDFText_IsGenerated, ctypes.c_int),
)

OBJECTS = Objects(
    thing=_bare(pdfium.FPDFPage_GetObject, pdfium.FPDF_PAGEOBJECT),
    kind=_bare(pdfium.FPDFPageObj_GetType, ctypes.c_int),
    bounds=_bare(pdfium.FPDFPageObj_GetBounds, None),
    segments=_bare(pdfium.FPDFPath_CountSegments, ctypes.c_int),
    mode=_bare(pdfium.FPDFPath_GetDrawMode, ctypes.c_int),
    stroke=_bare(pdfium.FPDFPageObj_GetStrokeColor, ctypes.c_int),
    fill=_bare(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int),
)

TEXTS = Texts(
    mode=_bare(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int),
    of_character=_bare(pdfium.FPDFText_GetTextObject, ctypes.c_void_p),
)

SEGMENTS = Segments(
    segment=_bare(pdfium.FPDFPath_GetPathSegment, pdfium.FPDF_PATHSEGMENT),
    corner=_bare(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int),
    kind=_bare(pdfium.FPDFPathSegment_GetType, ctypes.c_int),
    closes=_bare(pdfium.FPDFPathSegment_GetClose, ctypes.c_int),
)


def reference_to(handle: Any) -> object:  # noqa: ANN401 - ctypes has no types
    """A handle of a page or of its text, as these functions take it."""
    return ctypes.byref(handle.contents)
