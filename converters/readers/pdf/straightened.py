"""Pages whose lines climb or fall, as on a scan that was laid askew, turned straight in memory before they are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from converters.readers.pdf.document import OpenPage
from converters.readers.pdf.frame import Box, Matrix, turned_about


def back(crop: Box, tilt: float) -> Matrix:
    """The matrix in the file that turns a page back by radians about the middle of what it shows."""
    left, bottom, right, top = crop
    return turned_about((left + right) / 2, (bottom + top) / 2, tilt)


@contextmanager
def straightened(page: OpenPage, tilt: float) -> Iterator[OpenPage]:
    """The page with all that it draws turned back by so many radians; nothing of it is saved.

    Raises:
        PdfiumError: the page cannot be read again.
    """
    matrix = back(page.crop, tilt)
    for index in range(pdfium.FPDFPage_CountObjects(page.handle)):
        pdfium.FPDFPageObj_Transform(pdfium.FPDFPage_GetObject(page.handle, index), *matrix)
    text = pdfium.FPDFText_LoadPage(page.handle)
    if not text:
        message = "the page cannot be read again"
        raise pypdfium2.PdfiumError(message)
    try:
        yield replace(page, text=text)
    finally:
        pdfium.FPDFText_ClosePage(text)
