"""Bytes → the Sheet that the reader of their kind gives; what they are is told by themselves, not by a name."""

from collections.abc import Mapping

from converters.errors import InputError
from converters.readers.html.signature import is_page
from converters.readers.text import read_text
from converters.readers.witness import Witness
from converters.sheet import Sheet

_PDF = b"%PDF-"
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_UNREAD = (
    (b"PK\x03\x04", "Office documents and archives are not read by this version", "save it as text"),
    (b"\xd0\xcf\x11\xe0", "old Office documents are not read by this version", "save it as text"),
    (b"\x89PNG", "this is a picture", "a picture needs OCR before it can be read"),
    (b"\xff\xd8\xff", "this is a picture", "a picture needs OCR before it can be read"),
    (b"{\\rtf", "RTF is not read by this version", "save it as text"),
)


def is_pdf(head: bytes) -> bool:
    """Whether the first 4096 bytes of a file, or more of it, say that it is a PDF file; some have junk before them."""
    start = head[:1024]
    return start.lstrip(_BEFORE).startswith(_PDF) or (_PDF in start and b"\0" in head[:4096])


def read(data: bytes, *, path: str, password: str | None = None, address: str | None = None) -> Sheet:
    """The blocks of a document; `address` is the URL that it came from, where the caller knows it.

    Raises:
        InputError: the bytes cannot be read; `reason` says why.
    """
    if not data:
        raise InputError(path, "empty", "the file is empty", "get a copy with content")
    head = data[:1024].lstrip(_BEFORE)
    if is_pdf(data):
        from converters.readers.pdf.reader import read_pdf  # noqa: PLC0415 - loads a library of 7 MB

        return read_pdf(data, path=path, password=password)
    for signature, problem, remedy in _UNREAD:
        if head.startswith(signature):
            raise InputError(path, "unsupported", problem, remedy)
    if is_page(data, path=path):
        from converters.readers.html.page import read_page  # noqa: PLC0415 - loads lexbor

        return read_page(data, path=path, address=address)
    return read_text(data, path=path)


METHODS: Mapping[str, str] = {"application/pdf": "pdfium"}
"""By what a document of this type is read first, where there are other ways to read it."""


def witnesses_of(
    data: bytes, media_type: str, *, path: str, password: str | None = None
) -> tuple[Witness, ...]:
    """The other ways to read a document, in the order in which they are asked."""
    if media_type not in METHODS:
        return ()
    from converters.readers.pdf import witnesses  # noqa: PLC0415 - as above

    return witnesses.witnesses_of(data, path=path, password=password)
