"""The pictures of a page, as far as reading needs them: how much of it they cover."""

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from converters.readers.pdf.frame import Box

_DEEPEST = 3
_MOST = 2_000
"""Objects that are looked at: pages with more are drawn, not scanned."""


def covered(page: pdfium.FPDF_PAGE, crop: Box) -> float:
    """What part of a page its pictures cover, those cut into strips added up; 1 at most."""
    left, bottom, right, top = crop
    area = (right - left) * (top - bottom)
    if area <= 0:
        return 0.0
    things = (
        pdfium.FPDFPage_GetObject(page, at) for at in range(min(_MOST, pdfium.FPDFPage_CountObjects(page)))
    )
    return min(1.0, sum(_areas(things, _DEEPEST)) / area)


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
