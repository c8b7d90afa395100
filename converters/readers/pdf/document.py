"""A PDF file opened by pdfium, its pages one by one, and what the file says of itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from converters.errors import InputError
from converters.readers.pdf.frame import Box

MOST_PAGES = 500
_INCH = 72
_WIDEST = 200 * _INCH


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that is open: pdfium's handles of it and of its text, what is shown of it, and how it is turned."""

    number: int
    handle: pdfium.FPDF_PAGE
    text: pdfium.FPDF_TEXTPAGE
    crop: Box
    rotation: int


@contextmanager
def opened(data: bytes, *, path: str, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The document in these bytes.

    Raises:
        InputError: encrypted, damaged, or with too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error, path, password) from None
    try:
        if len(document) > MOST_PAGES:
            problem = f"it has {len(document):,} pages, the limit is {MOST_PAGES}"
            raise InputError(path, "too_many_pages", problem, "cut the report out of it")
        yield document
    finally:
        document.close()


def _unopened(error: pypdfium2.PdfiumError, path: str, password: str | None) -> InputError:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        if password:
            return InputError(path, "encrypted", "this is not its password", "give the right one: --password")
        return InputError(path, "encrypted", "it is locked with a password", "give it with --password")
    return InputError(path, "damaged", "this PDF file is damaged beyond reading", "get another copy of it")


def pages_of(document: pypdfium2.PdfDocument) -> Iterator[OpenPage]:
    """The pages of the document, each open until the next is asked for."""
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        textpage = page.get_textpage()
        try:
            yield OpenPage(number, page.raw, textpage.raw, _crop(page), page.get_rotation() // 90)
        finally:
            textpage.close()
            page.close()


def _crop(page: pypdfium2.PdfPage) -> Box:
    """What is shown of the sheet."""
    left, bottom, right, top = page.get_bbox()
    return left, bottom, right, top


def title_of(document: pypdfium2.PdfDocument) -> str | None:
    """The title that the file gives itself."""
    return document.get_metadata_value("Title").strip() or None
