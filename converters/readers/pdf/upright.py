"""The pages that a witness is asked about as a file of their own: unlocked, cropped, and lying as they are read.

So table finders need to know nothing of /Rotate, /CropBox, passwords or tables drawn sideways: what they say in points
from the top left corner of a page is in the coordinates in which the page is read.
"""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium

from converters.readers.pdf.document import OpenPage
from converters.readers.pdf.frame import frame_of
from converters.readers.pdf.page import Page
from converters.readers.pdf.straightened import back


def upright(document: pypdfium2.PdfDocument, pages: Sequence[tuple[OpenPage, Page]]) -> bytes:
    """A PDF file of these pages, in their order."""
    copy = pypdfium2.PdfDocument.new()
    try:
        copy.import_pages(document, [opened.number - 1 for opened, _ in pages])
        for index, (opened, page) in enumerate(pages):
            turned = copy[index]
            turned.set_mediabox(*opened.crop)
            turned.set_cropbox(*opened.crop)
            turned.set_rotation(90 * _rotation(opened, page))
            if page.frame.tilt:
                pdfium.FPDFPage_TransFormWithClip(
                    turned.raw, pdfium.FS_MATRIX(*back(opened.crop, page.frame.tilt)), None
                )
            turned.close()
        written = BytesIO()
        copy.save(written)
        return written.getvalue()
    finally:
        copy.close()


def _rotation(opened: OpenPage, page: Page) -> int:
    """By how many right angles a page must be turned to be shown as it is read."""
    turns = (turn for turn in range(4) if frame_of(opened.crop, turn, 0).reads_like(page.frame))
    return next(turns, opened.rotation)
