"""Bytes → the Sheet that the reader of their kind gives; what they are is told by themselves, not by a name."""

from converters.errors import InputError
from converters.readers.text import read_text
from converters.sheet import Sheet

_PDF = b"%PDF-"
_UNREAD = (
    (b"PK\x03\x04", "Office documents and archives are not read by this version", "save it as text"),
    (b"\xd0\xcf\x11\xe0", "old Office documents are not read by this version", "save it as text"),
    (b"\x89PNG", "this is a picture", "a picture needs OCR before it can be read"),
    (b"\xff\xd8\xff", "this is a picture", "a picture needs OCR before it can be read"),
    (b"{\\rtf", "RTF is not read by this version", "save it as text"),
)
_PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")


def read(data: bytes, *, path: str, password: str | None = None) -> Sheet:
    """The blocks of a document.

    Raises:
        InputError: the bytes cannot be read; `reason` says why.
    """
    if not data:
        raise InputError(path, "empty", "the file is empty", "get a copy with content")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_PDF) or (_PDF in head and b"\0" in data[:4096]):
        from converters.readers.pdf.reader import read_pdf  # noqa: PLC0415 - loads a library of 7 MB

        return read_pdf(data, path=path, password=password)
    for signature, problem, remedy in _UNREAD:
        if head.startswith(signature):
            raise InputError(path, "unsupported", problem, remedy)
    if head[:64].lower().startswith(_PAGES):
        raise InputError(
            path, "unsupported", "web pages are not read by this version", "save the page as text"
        )
    return read_text(data, path=path)
