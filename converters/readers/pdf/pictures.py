"""The pictures of a page, as far as reading needs them: how much of it they cover, and whether its text is seen."""

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from converters.readers.pdf.frame import Box

_DEEPEST = 3
_MOST = 2_000
"""Objects that are looked at: pages with more are drawn, not scanned."""
_UNSEEN = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))


def covered(page: pdfium.FPDF_PAGE, crop: Box) -> float:
    """What part of a page its pictures cover, those cut into strips added up; 1 at most."""
    left, bottom, right, top = crop
    area = (right - left) * (top - bottom)
    if area <= 0:
        return 0.0
    return min(1.0, sum(_areas(_objects(page), _DEEPEST)) / area)


def is_unseen(page: pdfium.FPDF_PAGE) -> bool:
    """Whether most of the text is not seen: drawn as invisible, or before the pictures that lie on it.

    So programs write down what they recognise in a scan, for searching.
    """
    pieces = unseen = below = 0
    for thing in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            pieces += 1
            unseen += pdfium.FPDFTextObj_GetTextRenderMode(thing) in _UNSEEN
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            below = pieces
    return 2 * max(unseen, below) > pieces


def _objects(page: pdfium.FPDF_PAGE) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
    """The first objects of a page, in the order in which they are drawn."""
    for at in range(min(_MOST, pdfium.FPDFPage_CountObjects(page))):
        yield pdfium.FPDFPage_GetObject(page, at)


def _areas(things: Iterator[pdfium.FPDF_PAGEOBJECT], depth: int) -> Iterator[float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for thing in things:
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
            yield max(0.0, right.value - left.value) * max(0.0, top.value - bottom.value)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            count = min(_MOST, pdfium.FPDFFormObj_CountObjects(thing))
            yield from _areas((pdfium.FPDFFormObj_GetObject(thing, at) for at in range(count)), depth - 1)
