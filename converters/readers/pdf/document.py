"""A PDF file opened by pdfium, its pages one by one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from converters.errors import InputError
from converters.readers.pdf.drawn import count_objects
from converters.readers.pdf.fields import show_fields
from converters.readers.pdf.frame import Box
from converters.readers.pdf.remains import with_end

MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that is open: pdfium's handles of it and of its text, what is shown of it, and how it is turned."""

    number: int
    handle: pdfium.FPDF_PAGE
    text: pdfium.FPDF_TEXTPAGE
    crop: Box
    rotation: int
    fields: tuple[Box, ...] = ()
    """Those that hold something of which nobody knows how it is shown."""
    own: int | None = None
    """How many objects the page draws itself, before what its fields show; None where it has no fields."""


@contextmanager
def opened(data: bytes, *, path: str, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The document in these bytes; one that opens without its password is opened so.

    Raises:
        InputError: encrypted, damaged, or with too many pages.
    """
    document = _opened(with_end(data), path, password)
    try:
        if len(document) > MOST_PAGES:
            problem = f"it has {len(document):,} pages, the limit is {MOST_PAGES}"
            raise InputError(path, "too_many_pages", problem, "cut the report out of it")
        if not len(document):
            raise InputError(path, "damaged", "none of its pages can be found", "get another copy of it")
        yield document
    finally:
        document.close()


def _opened(data: bytes, path: str, password: str | None) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code != pdfium.FPDF_ERR_PASSWORD:
            raise _unopened(error, path) from None
    if password is None:
        remedy = "give it with --password, or in GONGKAI_PASSWORD"
        raise InputError(path, "encrypted", "it is locked with a password", remedy)
    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code != pdfium.FPDF_ERR_PASSWORD:
            raise _unopened(error, path) from None
    raise InputError(path, "encrypted", "it is locked with another password", "give the right one")


def _unopened(error: pypdfium2.PdfiumError, path: str) -> InputError:
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        problem = "it is locked in a way that is not known here"
        return InputError(path, "encrypted", problem, "save it without a lock")
    return InputError(path, "damaged", "this PDF file is damaged beyond reading", "get another copy of it")


def is_rebuilt(document: pypdfium2.PdfDocument) -> bool:
    """Whether the file's list of its objects was broken, so that pdfium looked for them one by one."""
    return not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document.raw)


def pages_of(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, OpenPage | None]]:
    """The pages of the document by number, each open until the next is asked for; None where one does not open."""
    for number in range(1, len(document) + 1):
        with ExitStack() as stack:
            try:
                page = document[number - 1]
                stack.callback(page.close)
                fields = show_fields(page)
                own = None
                if fields is not None:
                    own = count_objects(page.raw)
                    page = document[number - 1]
                    stack.callback(page.close)
                textpage = page.get_textpage()
                stack.callback(textpage.close)
            except pypdfium2.PdfiumError:
                yield number, None
                continue
            yield (
                number,
                OpenPage(
                    number, page.raw, textpage.raw, _crop(page), page.get_rotation() // 90, fields or (), own
                ),
            )


def _crop(page: pypdfium2.PdfPage) -> Box:
    """What is shown of the sheet."""
    left, bottom, right, top = page.get_bbox()
    return left, bottom, right, top
