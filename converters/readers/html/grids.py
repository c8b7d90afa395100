"""A table of the page → rows of cells, and the prose in it as lines; or the insight that it only lays out the page.

The form's rows are those of the source: spans that contradict each other move no cell, since only what begins in a
row is taken to stand there.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from converters.anchors import count_words
from converters.readers.html.flow import text_of
from converters.readers.html.nodes import Element
from converters.sheet import Grid, GridCell, Line

MAX_SPAN = 100
"""No table of a report is wider; a page that claims more means nothing by it."""
LEAST_WORDS = 3
"""Words of the statutory tables that make a table one of them: a menu has one or two."""

_SHORT = 60
_MOST_LINES, _MOST_TEXT = 4, 150
"""A cell of more lines and more characters holds a part of the page, not of a table."""
_NUMBERED = re.compile(r"^[一二三四五六][、.．]\s*\S{4,}", re.MULTILINE)
_LEAST_ROWS = 3
_UNREADABLE = "\ufffd"
_DIGIT = re.compile(r"\d")
_OF_SCRIPTS = ("data-value", "data-val", "data-num", "data-count", "value", "x:num", "sdval")
"""Attributes of a cell in which scripts and spreadsheets keep its number."""
_DRAWN = "img[src], svg, canvas, object, embed, math, select, button, textarea"
_NO_SIZE = frozenset({"0", "1", "2", "0px", "1px", "2px"})
DIVISIONS = frozenset({"div", "ul", "ol", "section", "dl"})
"""Tags of which tables are made."""


Blocks = Sequence[Grid | Line]


def blocks_of_table(table: Element) -> Blocks | None:
    """The rows of a data table, cut where a row is a part of the page; None for a table that lays out the page."""
    if table.holds_table and not _has_words_of_its_own(table):
        return None
    rows = [cells for row in rows_of(table) if (cells := list(cells_of(row)))]
    if max(map(len, rows), default=0) < 2:
        return None
    return _blocks([tuple(_cell(cell, text_of(cell) or _drawn(cell)) for cell in row) for row in rows], table)


def blocks_of_divisions(outer: Element) -> Blocks | None:
    """The cells of a table made of other elements: children that are rows, and children of these that are cells."""
    if outer.holds_table:
        return None
    rows = [list(row.elements()) or [row] for row in outer.elements()]
    wide = sum(len(row) > 1 for row in rows)
    if len(rows) < _LEAST_ROWS or 2 * wide < len(rows):
        return None
    texts: list[str] = []
    for cell in chain.from_iterable(rows):
        text = text_of(cell)
        if len(text) > _MOST_TEXT or text.count("\n") >= _MOST_LINES:
            return None
        texts.append(text)
    if count_words(" ".join(texts)) < LEAST_WORDS:
        return None
    told = iter(texts)
    return _blocks([tuple(_cell(cell, next(told)) for cell in row) for row in rows], outer)


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, not those of tables in it."""
    for part in table.elements():
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.elements() if row.tag == "tr")


def cells_of(row: Element) -> Iterator[Element]:
    """The cells that begin in a row."""
    return (cell for cell in row.elements() if cell.tag in ("td", "th"))


def _cell(element: Element, text: str) -> GridCell:
    attributes = element.node.attributes
    rows, columns = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
    return GridCell(text, element.place(), rows, columns)


def _drawn(cell: Element) -> str:
    """A sign that a cell without text says something nevertheless, which cannot be read: a picture, a list to choose.

    Or a number that a script puts there. Pictures of hardly any size are spacers.
    """
    if any(_DIGIT.search(cell.attribute(name)) for name in _OF_SCRIPTS):
        return _UNREADABLE
    if cell.node.first_child is None:
        return ""
    for node in cell.node.css(_DRAWN):
        sizes = (node.attributes.get(name) or "" for name in ("width", "height"))
        if not any(size.strip() in _NO_SIZE for size in sizes):
            return _UNREADABLE
    return ""


def _span(attribute: str | None) -> int:
    printed = attribute.strip()[:6] if attribute else ""
    return min(MAX_SPAN, max(1, int(printed))) if printed.isdecimal() else 1


def _blocks(rows: Sequence[tuple[GridCell, ...]], table: Element) -> Blocks | None:
    """The rows as grids, rows of one long cell as lines; None if it lays out a page."""
    found: list[Grid | Line] = []
    open_rows: list[tuple[GridCell, ...]] = []
    for row in rows:
        pages = [cell for cell in row if _is_page(cell.text) or (len(row) == 1 and _is_prose(cell.text))]
        if not pages:
            open_rows.append(row)
            continue
        if len([cell for cell in row if cell.text.strip()]) > 1:
            return None
        if open_rows:
            found.append(Grid(tuple(open_rows), open_rows[0][0].at))
        found.extend(Line(line, pages[0].at) for line in pages[0].text.split("\n"))
        open_rows = []
    if open_rows:
        found.append(Grid(tuple(open_rows), open_rows[0][0].at if found else table.place()))
    return found


def _is_page(text: str) -> bool:
    if len(text) <= _MOST_TEXT:
        return False
    return text.count("\n") >= _MOST_LINES or _NUMBERED.search(text) is not None


def _is_prose(text: str) -> bool:
    """Whether a text is several lines with a sentence among them."""
    return "\n" in text and "。" in text


def _has_words_of_its_own(table: Element) -> bool:
    """Whether the table's own cells, not those of tables in it, name rows or columns of a statutory table."""
    own = (text_of(cell) for row in rows_of(table) for cell in cells_of(row) if not cell.holds_table)
    return count_words(" ".join(text for text in own if len(text) < _SHORT)) >= LEAST_WORDS
