"""Markup that a tool left in a text: tags, entities and escapes taken away, tables of tags read as rows of cells.

Converters to Markdown write merged tables as HTML, keep styles as `<span …>` or `[…]{style=…}`, and put a
backslash before signs that Markdown would read.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from converters.readers.inline_markup import LINE_END, TAG, hides, is_marked, unmarked
from converters.sheet import Grid, GridCell, Line, Place

_SPAN = re.compile(r"(?P<name>row|col)span\s*=\s*[\"']?(?P<number>\d{1,3})", re.IGNORECASE)
_OPEN = re.compile(r"<(?!(?:table|tr|t[dh]|br)\b)[a-z][a-z0-9]*+(?:\s[^<>]*+)?$", re.IGNORECASE)
"""A tag that the end of a line breaks; of a table and a line's end more is told than that one stands there."""
_REST = re.compile(r"[^<>]*+>")
_MOST_BROKEN = 12
"""Lines over which programs break a tag, one attribute in each."""
_TABLE = re.compile(r"<(?P<name>table|tr)\b", re.IGNORECASE)
"""What opens a table; rows may stand without one."""


def without_markup(lines: Sequence[Line]) -> list[Line | Grid]:
    """The lines as they were meant; what stands between `<table>` and `</table>` as grids, and so rows alone."""
    read: list[Line | Grid] = []
    table: list[Line] = []
    for line in _with_whole_tags(lines):
        if table or _TABLE.search(line.text):
            table.append(line)
            if _closing(table[0].text) in line.text.lower():
                read.extend(_with_tables(table))
                table = []
        else:
            read.extend(_plain(line))
    for line in table:  # never closed: no table, as far as can be told
        read.extend(_plain(line))
    return read


def _with_whole_tags(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without the tags that line ends break."""
    at, begin = 0, 0
    while at < len(lines):
        line = lines[at].part(begin) if begin else lines[at]
        opened = _OPEN.search(line.text) if "<" in line.text else None
        closed = _closed(lines, at + 1) if opened else None
        if opened is None or closed is None:
            yield line
            at, begin = at + 1, 0
        else:
            if opened.start() or begin:
                yield line.part(0, opened.start())
            at, begin = closed


def _closed(lines: Sequence[Line], first: int) -> tuple[int, int] | None:
    """In which of the next lines a tag ends that is open before them, and where."""
    for number, line in enumerate(lines[first : first + _MOST_BROKEN], first):
        if rest := _REST.match(line.text):
            return number, rest.end()
        if "<" in line.text:
            return None
    return None


def _closing(text: str) -> str:
    """How the tag begins that closes what this text opens."""
    opened = _TABLE.search(text)
    return f"</{opened['name'].lower()}" if opened else "</table"


def _plain(line: Line) -> Iterator[Line]:
    """A line without its marks, cut where a tag ends a line outside of a table's row."""
    if not is_marked(line.text):
        yield line
        return
    text, offsets = unmarked(line.text)
    if line.offsets:
        offsets = tuple(line.offsets[offset] for offset in offsets)
    line = Line(text, line.at, offsets)
    ends = [match.start() for match in re.finditer(LINE_END, text)] if "|" not in text else []
    for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True):
        yield line.part(start, end)


def _with_tables(lines: Sequence[Line]) -> Iterator[Line | Grid]:
    """What stands before, in and behind the tables of these lines: each but the first and last line is table."""
    text = LINE_END.join(line.text for line in lines)
    opened, closed = _TABLE.search(text), text.lower().rfind(_closing(text))
    end = text.find(">", closed) + 1
    yield from _plain(lines[0].part(0, opened.start() if opened else 0))
    rows = list(_rows(text[:end], lines))
    if rows:
        yield Grid(tuple(rows), rows[0][0].at)
    yield from _plain(lines[-1].part(len(lines[-1].text) - (len(text) - end)))


def _rows(text: str, lines: Sequence[Line]) -> Iterator[tuple[GridCell, ...]]:
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    row: list[GridCell] = []
    cell: re.Match[str] | None = None
    hidden = False
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        if name == "tr":
            hidden = not tag["closes"] and hides(tag)
        if cell is not None and name in ("td", "th", "tr", "table"):
            number = bisect_right(starts, cell.start()) - 1
            place = lines[number].place(cell.start() - starts[number])
            row.append(_cell(cell, text[cell.end() : tag.start()], place))
            cell = None
        if name in ("td", "th") and not tag["closes"]:
            cell = None if hidden or hides(tag) else tag
        elif name in ("tr", "table") and row:
            yield tuple(row)
            row = []


def _cell(tag: re.Match[str], inner: str, place: Place) -> GridCell:
    spans = {match["name"].lower(): int(match["number"]) for match in _SPAN.finditer(tag["rest"])}
    text, _ = unmarked(inner.replace(LINE_END, " "))
    return GridCell(text.strip(), place, spans.get("row", 1), spans.get("col", 1))
