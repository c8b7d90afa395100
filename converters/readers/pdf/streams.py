"""The compressed streams of a PDF file, looked at before anything is read from them: are they whole, and not bombs?

Programs write a checksum behind everything that they deflate. pdfium does not look at it and reads on in what a
flipped bit made of a page: other digits, as clean as any. What checks it costs about 2 ms for a report with zlib-ng,
which inflates twice as fast as Python's own zlib and says the same of what is broken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from zlib_ng import zlib_ng

from converters.errors import InputError

_DeflateError: type[Exception] = zlib_ng.error  # type: ignore[assignment] # its stubs take it for an instance

MOST_INFLATED = 100_000_000
"""Bytes that one stream may become; the pages of a report become 20,000 each."""
_CHUNK = 1 << 16
_PIECE = 1 << 15
"""Bytes that are inflated at once: what a stream does not need of them is copied, for the longest the whole file."""
_STREAM = re.compile(rb">>\s{0,4}stream\r?\n")
_LONGEST_DICTIONARY = 4_000
# Pictures say no word: what is wrong with them changes no text. Shapes of letters tell how wide they are.
_WORDLESS = re.compile(rb"/Subtype\s*/Image\b|/Type\s*/Metadata\b")
_DEFLATED = re.compile(rb"/Filter\s*(?:\[\s*)?((?:/FlateDecode\s*)+)(?:\]|/|>>|$)")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_NUMBER = re.compile(rb"(\d+)\s+\d+\Z")
_HEAD = re.compile(rb"%PDF-\d\.\d\s")
_FEW = 3


class _Ends(Enum):
    """How the data of a stream end."""

    WELL = auto()
    WITH_ANOTHER_SUM = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Streams:
    """How many streams were looked at and how many are broken, how many files and pages stand in the bytes."""

    count: int
    broken: int
    heads: int
    pages: int


def checked(data: bytes, *, path: str) -> Streams:
    """What stands in the file, once its own checksums have nothing to say against it.

    Raises:
        InputError: a stream is broken (damaged), or becomes larger than any report (too_complex).
    """
    streams = streams_of(data, path=path)
    if streams.broken:
        problem = f"{streams.broken} of the {streams.count} parts of this PDF file are damaged"
        raise InputError(path, "damaged", problem, "get another copy of it")
    return streams


def streams_of(data: bytes, *, path: str) -> Streams:
    """The count of what stands in the file.

    Raises:
        InputError: a stream becomes larger than any report (reason too_complex).
    """
    ends = [] if b"/Encrypt" in data else [_end(data, *found, path) for found in _deflated(data)]
    broken = [end for end in ends if end is not _Ends.WELL]
    if len(broken) == len(ends) >= _FEW and _Ends.BROKEN not in broken:
        broken = []  # its program writes no sums
    return Streams(len(ends), len(broken), len(_HEAD.findall(data)), len(set(_page_objects(data))))


def _deflated(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the data of every deflated stream begin, and how many times they are deflated."""
    for found in _STREAM.finditer(data):
        start = max(data.rfind(b" obj", 0, found.start()), found.start() - _LONGEST_DICTIONARY, 0)
        dictionary = data[start : found.start()]
        filters = _DEFLATED.search(dictionary)
        if filters and not _WORDLESS.search(dictionary):
            yield found.end(), filters[1].count(b"/FlateDecode")


def _end(data: bytes, start: int, times: int, path: str) -> _Ends:
    whole = memoryview(data)
    pieces: Iterator[bytes | memoryview] = (whole[at : at + _PIECE] for at in range(start, len(data), _PIECE))
    for _ in range(times):
        pieces = _inflated(pieces)
    size = 0
    try:
        for piece in pieces:
            size += memoryview(piece).nbytes
            if size > MOST_INFLATED:
                problem = f"one of its streams becomes larger than {MOST_INFLATED // 1_000_000} MB when read"
                raise InputError(path, "too_complex", problem, "leave it out")
    except _DeflateError as error:
        return _Ends.WITH_ANOTHER_SUM if "data check" in str(error) else _Ends.BROKEN
    return _Ends.WELL


def _inflated(pieces: Iterator[bytes | memoryview]) -> Iterator[bytes]:
    """What deflated data become, in pieces of bounded size; _DeflateError where they are broken or end too soon."""
    inflater = zlib_ng.decompressobj()
    for piece in pieces:
        rest: bytes | memoryview = piece
        while not inflater.eof:
            made = inflater.decompress(rest, _CHUNK)
            rest = inflater.unconsumed_tail
            yield made
            if not made and not rest:
                break
        if inflater.eof:
            return
    raise _DeflateError("cut short")


def _page_objects(data: bytes) -> Iterator[bytes]:
    """The numbers of the objects that are pages and stand in the open."""
    for found in _PAGE.finditer(data):
        start = data.rfind(b" obj", max(0, found.start() - _LONGEST_DICTIONARY), found.start())
        if start >= 0 and (number := _NUMBER.search(data, max(0, start - 20), start)):
            yield number[1]
