"""Numbers that stand in fields of a form and in texts laid over a page: what is shown of them becomes a part of it.

pdfium tells no characters of such annotations. Each brings a drawing of itself, which is put on the page as viewers
show it. Some programs leave it to the viewer to draw what a field holds: what that looks like nobody knows here, so a
sign that cannot be read stands in its place.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from converters.readers.pdf.frame import Box, Frame, point, turned_about
from converters.readers.pdf.glyphs import MIDDLE, REPLACEMENT, Glyph

_WITH_TEXT = frozenset((pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT))
_DRAWN = frozenset((pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_IMAGE))
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_MOST = 2_000
"""Annotations of a page that are looked at; a form of all numbers of a report has 250."""
_HIGHEST = 10.0
"""Points: numbers in higher fields are no larger."""
_STRINGS = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"[-\d.]+")


def show_fields(page: pypdfium2.PdfPage) -> tuple[Box, ...] | None:
    """Put on a page what its fields show, which counts once it is opened again; None where it has no such fields.

    Returns:
        The boxes, in the file, of fields that hold something of which nobody knows how it is shown.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    if not count:  # as nearly all pages
        return None
    kinds: set[int] = set()
    undrawn: list[Box] = []
    for annotation in _annotations(page, min(count, _MOST)):
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind in _WITH_TEXT and not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            kinds.add(kind)
            if _is_undrawn(annotation):
                undrawn.append(_box(annotation))
    if not kinds:
        return None
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    return tuple(undrawn)


def _annotations(page: pypdfium2.PdfPage, count: int) -> Iterator[pdfium.FPDF_ANNOTATION]:
    for index in range(count):
        if annotation := pdfium.FPDFPage_GetAnnot(page.raw, index):
            try:
                yield annotation
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def _is_undrawn(annotation: pdfium.FPDF_ANNOTATION) -> bool:
    """Whether it holds, or may hold, a text other than that which it draws."""
    if pdfium.FPDFAnnot_HasKey(annotation, b"AS"):  # a button
        return False
    held = _string(annotation, b"V") or _string(annotation, b"Contents")
    things = (
        pdfium.FPDFAnnot_GetObject(annotation, at)
        for at in range(pdfium.FPDFAnnot_GetObjectCount(annotation))
    )
    if _DRAWN.isdisjoint(map(pdfium.FPDFPageObj_GetType, things)):
        return bool(held.strip()) or bool(pdfium.FPDFAnnot_HasKey(annotation, b"Parent"))
    shown = "".join(_STRINGS.findall(_drawing(annotation))).replace(",", "").strip()
    return bool(held) and bool(_NUMBER.fullmatch(shown)) and shown != held.replace(",", "").strip()


def _string(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    """A string, or nothing; what is held by the field that a part of it belongs to is not told."""
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    room = (ctypes.c_char * length)()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(room, _WIDE), length)
    return bytes(room).decode("utf-16-le", "replace").rstrip("\0")


def _drawing(annotation: pdfium.FPDF_ANNOTATION) -> str:
    """The commands by which it draws itself."""
    normal = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    length = pdfium.FPDFAnnot_GetAP(annotation, normal, None, 0)
    room = (ctypes.c_char * length)()
    pdfium.FPDFAnnot_GetAP(annotation, normal, ctypes.cast(room, _WIDE), length)
    return bytes(room).decode("utf-16-le", "replace")


_WIDE = ctypes.POINTER(pdfium.FPDF_WCHAR)


def _box(annotation: pdfium.FPDF_ANNOTATION) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def doubts_in(fields: Sequence[Box], frame: Frame) -> Iterator[Glyph]:
    """A sign that cannot be read in the middle of each of these fields, as they lie in the file."""
    straight = turned_about(frame.width / 2, frame.height / 2, -frame.tilt)
    for field in fields:
        left, top, right, bottom = frame.read(field)
        x, y = point((left + right) / 2, (top + bottom) / 2, straight)
        size = min(_HIGHEST, bottom - top)
        half, base = size / 4, y + MIDDLE * size
        yield Glyph(REPLACEMENT, x - half, x + half, base - 0.7 * size, base, base, size, y, x + half)
