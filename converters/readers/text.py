"""Text reports: bytes in any encoding met in the wild → a Sheet of lines, separators left as evidence."""

import re
from collections.abc import Sequence

from converters.errors import InputError
from converters.readers.bold import without_second_print
from converters.readers.decoding import decode
from converters.readers.escapes import without_escapes
from converters.readers.line_marks import without_line_marks, without_quotes
from converters.readers.line_numbers import without_line_numbers
from converters.readers.listed_rows import with_comma_separated_rows, with_listed_rows
from converters.readers.markup import without_markup
from converters.readers.own_cells import with_own_cells_marked
from converters.readers.repeated_cells import without_repeated_cells
from converters.readers.ruled_tables import with_ruled_tables
from converters.sheet import Grid, Line, Sheet, TextPlace

MAX_BYTES = 20_000_000
MAX_LINE = 1_000_000

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""Characters without width: tools hand on those of web pages, where they stand within numbers and words."""


def read_text(data: bytes, *, path: str) -> Sheet:
    """The lines of a text report.

    Raises:
        InputError: empty, binary, too large, or a line beyond the limit.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            path,
            "too_large",
            f"{len(data) / 1e6:.0f} MB of text, the limit is {MAX_BYTES / 1e6:.0f} MB",
            "split it into one file a report",
        )
    text, notices = decode(data, path=path)
    lines = without_second_print(without_quotes(without_line_marks(without_escapes(_lines(text)))))
    if max(len(line.text) for line in lines) > MAX_LINE:
        raise InputError(
            path, "line_too_long", f"a line has over {MAX_LINE:,} characters", "break it into lines"
        )
    meant = without_markup(lines)
    if not any(isinstance(block, Grid) or block.text.strip() for block in meant):
        raise InputError(path, "empty", "the file is empty", "get a copy with content")
    return Sheet(blocks_of(meant), "text/plain", notices=tuple(notices))


def blocks_of(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The lines of a text as blocks: tables that are drawn, listed or comma-separated in them as grids.

    What programs that write tables add to them, numbers of rows and copies of merged cells, is left out, and what
    agencies add is marked.
    """
    read = with_comma_separated_rows(with_listed_rows(with_ruled_tables(blocks)))
    return without_repeated_cells(without_line_numbers(with_own_cells_marked(read)))


def _lines(text: str) -> Sequence[Line]:
    lines = enumerate(_LINE_END.split(text), start=1)
    if _INVISIBLE.search(text) is None:
        return [Line(line, TextPlace(number, 1)) for number, line in lines]
    return [_visible(line, TextPlace(number, 1)) for number, line in lines]


def _visible(text: str, at: TextPlace) -> Line:
    """A line without characters that have no width; where the others stand is kept."""
    if _INVISIBLE.search(text) is None:
        return Line(text, at)
    shown = tuple(index for index, sign in enumerate(text) if not _INVISIBLE.match(sign))
    return Line("".join(text[index] for index in shown), at, shown)
