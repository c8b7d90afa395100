"""Markup that a tool left in a text: tags, entities and escapes taken away, tables of tags read as rows of cells.

Converters to Markdown write merged tables as HTML, keep styles as `<span …>` or `[…]{style=…}`, and put a
backslash before signs that Markdown would read.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from converters.sheet import Grid, GridCell, Line, Place

_TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:\s[^<>]{0,600})?)/?>")
_SPAN = re.compile(r"(?P<name>row|col)span\s*=\s*[\"']?(?P<number>\d{1,3})", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?<=\])\{[^{}\n]{0,300}=[^{}\n]{0,300}\}")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!>~<\"'$^@&:])")
_BAR = re.compile(r"\\?\|")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_MARKED = re.compile(r"[<\\&]|\]\{")
_TABLE = re.compile(r"<(?P<name>table|tr)\b", re.IGNORECASE)
"""What opens a table; rows may stand without one."""
_LINE_END = "\n"


def without_markup(lines: Sequence[Line]) -> list[Line | Grid]:
    """The lines as they were meant; what stands between `<table>` and `</table>` as grids, and so rows alone."""
    read: list[Line | Grid] = []
    table: list[Line] = []
    for line in lines:
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


def _closing(text: str) -> str:
    """How the tag begins that closes what this text opens."""
    opened = _TABLE.search(text)
    return f"</{opened['name'].lower()}" if opened else "</table"


def _plain(line: Line) -> Iterator[Line]:
    """A line without its marks, cut where a tag ends a line outside of a table's row."""
    if _MARKED.search(line.text) is None:
        yield line
        return
    text, offsets = _unmarked(line.text)
    if line.offsets:
        offsets = tuple(line.offsets[offset] for offset in offsets)
    line = Line(text, line.at, offsets)
    ends = [match.start() for match in re.finditer(_LINE_END, text)] if "|" not in text else []
    for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True):
        yield line.part(start, end)


def _unmarked(text: str) -> tuple[str, tuple[int, ...]]:
    """The text that is meant, and where each of its characters stands."""
    drawn = _BAR.findall(text)
    escaped_bars = bool(drawn) and all(bar[0] == "\\" for bar in drawn)
    kept: list[str] = []
    offsets: list[int] = []
    here = 0
    for start, end, meant in _marks(text, escaped_bars=escaped_bars):
        if start < here:
            continue
        kept.append(text[here:start] + meant)
        offsets.extend([*range(here, start), *([start] * len(meant))])
        here = end
    kept.append(text[here:])
    offsets.extend(range(here, len(text)))
    return "".join(kept), tuple(offsets)


def _marks(text: str, *, escaped_bars: bool) -> list[tuple[int, int, str]]:
    """Start, end and meaning of every mark, in order."""
    found = [(m.start(), m.end(), _meaning(m)) for m in _TAG.finditer(text)]
    for match in _ATTRIBUTES.finditer(text):
        opening = text.rfind("[", 0, match.start())
        found += [(match.start() - 1, match.end(), "")] + (
            [(opening, opening + 1, "")] if opening >= 0 else []
        )
    found += [(m.start(), m.end(), "") for m in _ESCAPE.finditer(text)]
    found += [(m.start(), m.end(), html.unescape(m[0])) for m in _ENTITY.finditer(text)]
    if escaped_bars:
        found += [(m.start(), m.start() + 1, "") for m in _BAR.finditer(text)]
    return sorted(found)


def _meaning(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    ends = name in ("br", "p", "div", "li", "h1", "h2", "h3", "h4") and (name == "br" or tag["closes"])
    return _LINE_END if ends else ""


def _with_tables(lines: Sequence[Line]) -> Iterator[Line | Grid]:
    """What stands before, in and behind the tables of these lines: each but the first and last line is table."""
    text = _LINE_END.join(line.text for line in lines)
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
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if cell is not None and name in ("td", "th", "tr", "table"):
            number = bisect_right(starts, cell.start()) - 1
            place = lines[number].place(cell.start() - starts[number])
            row.append(_cell(cell, text[cell.end() : tag.start()], place))
            cell = None
        if name in ("td", "th") and not tag["closes"]:
            cell = tag
        elif name in ("tr", "table") and row:
            yield tuple(row)
            row = []


def _cell(tag: re.Match[str], inner: str, place: Place) -> GridCell:
    spans = {match["name"].lower(): int(match["number"]) for match in _SPAN.finditer(tag["rest"])}
    text, _ = _unmarked(inner.replace(_LINE_END, " "))
    return GridCell(text.strip(), place, spans.get("row", 1), spans.get("col", 1))
