"""The compressed streams of a PDF file, looked at before anything is read from them: are they whole, and not bombs?

Programs write a checksum behind everything that they deflate. pdfium does not look at it and reads on in what a
flipped bit made of a page: other digits, as clean as any. What checks it costs about 2 ms for a report with zlib-ng,
which inflates twice as fast as Python's own zlib and says the same of what is broken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from io import SEEK_CUR, BytesIO

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
_FEW = 3


class _Ends(Enum):
    """How the data of a stream end."""

    WELL = auto()
    WITH_ANOTHER_SUM = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Streams:
    """How many streams were looked at and how many are broken, and how many pages stand in the bytes."""

    count: int
    broken: int
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
    ends, rest = _ends(data, path)
    broken = [end for end in ends if end is not _Ends.WELL]
    if len(broken) == len(ends) >= _FEW and _Ends.BROKEN not in broken:
        broken = []  # its program writes no sums
    if broken and b"/Encrypt" in rest:
        broken = []  # they are locked
    return Streams(len(ends), len(broken), len(set(_page_objects(rest))))


def _ends(data: bytes, path: str) -> tuple[list[_Ends], bytes]:
    """How every deflated stream ends, and the file without the data of those that end well."""
    source = BytesIO(data)
    ends: list[_Ends] = []
    rest: list[bytes] = []
    begun = at = 0
    while found := _STREAM.search(data, at):
        at = found.end()
        if times := _times_deflated(data, found.start()):
            source.seek(at)
            ends.append(_end(source, times, path))
            if ends[-1] is _Ends.WELL:
                rest.append(data[begun:at])
                begun = at = source.tell()
    return ends, b"".join([*rest, data[begun:]])


def _times_deflated(data: bytes, end: int) -> int:
    """How many times the stream is deflated whose dictionary ends here; none where it says no word, or is not."""
    start = max(data.rfind(b" obj", 0, end), end - _LONGEST_DICTIONARY, 0)
    dictionary = data[start:end]
    filters = _DEFLATED.search(dictionary)
    return filters[1].count(b"/FlateDecode") if filters and not _WORDLESS.search(dictionary) else 0


def _end(source: BytesIO, times: int, path: str) -> _Ends:
    """How a stream ends whose data begin where the source stands; behind the data of a whole one it stands then."""
    inflaters = [zlib_ng.decompressobj() for _ in range(times)]
    pieces: Iterator[bytes] = iter(partial(source.read, _PIECE), b"")
    for inflater in inflaters:
        pieces = _inflated(pieces, inflater)
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > MOST_INFLATED:
                problem = f"one of its streams becomes larger than {MOST_INFLATED // 1_000_000} MB when read"
                raise InputError(path, "too_complex", problem, "leave it out")
    except _DeflateError as error:
        return _Ends.WITH_ANOTHER_SUM if "data check" in str(error) else _Ends.BROKEN
    source.seek(-len(inflaters[0].unused_data), SEEK_CUR)
    return _Ends.WELL


def _inflated(pieces: Iterator[bytes], inflater: "zlib_ng._Decompress") -> Iterator[bytes]:
    """What deflated data become, in pieces of bounded size; _DeflateError where they are broken or end too soon."""
    for piece in pieces:
        rest = piece
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
