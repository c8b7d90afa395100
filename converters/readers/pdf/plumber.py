"""pdfplumber as a witness: characters and tables of pages as pdfminer reads and pdfplumber finds them."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pdfplumber

from converters.memory import give_back
from converters.readers.pdf.boxed import mesh_of_boxes
from converters.readers.pdf.frame import Box
from converters.readers.pdf.glyphs import (
    BLANKS,
    CONTROLS,
    MIDDLE,
    OVER,
    REPLACEMENT,
    Glyph,
    is_beside,
    lengthen,
    size_of,
    without,
)
from converters.readers.pdf.mesh import Mesh
from converters.readers.pdf.page import Page


def seen_by_pdfplumber(data: bytes, pages: Sequence[Page]) -> list[Page]:
    """These pages with the characters and ruled tables that pdfplumber sees on them.

    Args:
        data: a PDF file of these pages, upright.
        pages: the same as pdfium sees them.
    """
    found: list[Page] = []
    with pdfplumber.open(BytesIO(data)) as document:
        for witness, page in zip(document.pages, pages, strict=True):
            found.append(_seen(witness, page))
            witness.close()  # or all that is drawn on it, up to 45 MB, is kept beside that of the other pages
            give_back()
    return found


def _seen(witness: pdfplumber.page.Page, page: Page) -> Page:
    left, top = witness.bbox[:2]
    glyphs: list[Glyph] = []
    beside: set[int] = set()
    for char in witness.chars:
        box = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
        base = page.frame.height - char["matrix"][5]
        if not char["upright"]:
            continue
        if all(ord(one) in BLANKS and ord(one) not in CONTROLS for one in char["text"]):
            lengthen(glyphs, box[0], box[2], base)
            if glyphs and glyphs[-1].end > page.frame.width + OVER:
                beside.add(len(glyphs) - 1)
            continue
        if is_beside(box, page.frame):
            beside.add(len(glyphs))
        glyphs.append(_glyph(char["text"], box, base))
    meshes = (_mesh(table.cells, left, top) for table in witness.find_tables())
    found = sorted((mesh for mesh in meshes if mesh is not None), key=lambda mesh: mesh.box[1])
    return replace(page, glyphs=tuple(without(beside, glyphs)), meshes=tuple(found))


def _glyph(text: str, box: Box, base: float) -> Glyph:
    """The character as it is read; one that pdfminer knows by its number only is unreadable."""
    left, top, right, bottom = box
    text = text if len(text) == 1 and text != "\0" and ord(text) not in CONTROLS else REPLACEMENT
    size = size_of(ord(text), right - left, bottom - top)
    return Glyph(text, left, right, top, bottom, base, size, base - MIDDLE * size, right)


def _mesh(cells: Sequence[Box], left: float, top: float) -> Mesh | None:
    return mesh_of_boxes([(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in cells])
