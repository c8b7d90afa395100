"""PDF reports: pdfium's characters and rules → a Sheet of paragraphs and grids, each with its page and box."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from converters.readers.own_cells import with_own_cells_marked
from converters.readers.pdf.columns import LinedTable, lined_tables
from converters.readers.pdf.continuation import joined
from converters.readers.pdf.document import OpenPage, is_rebuilt, opened, pages_of
from converters.readers.pdf.drawn import Drawn, drawn_on
from converters.readers.pdf.fields import doubts_in
from converters.readers.pdf.frame import frame_of
from converters.readers.pdf.furniture import without_furniture
from converters.readers.pdf.glyphs import Writing, writing_of
from converters.readers.pdf.legibility import Fault, fault_before_reading, fault_of, is_recognised
from converters.readers.pdf.lines import PrintedLine, lines_of
from converters.readers.pdf.mesh import meshes_of
from converters.readers.pdf.named import MOST_LINES
from converters.readers.pdf.page import Page
from converters.readers.pdf.paragraphs import edges_of_text, paragraphs
from converters.readers.pdf.properties import properties_of
from converters.readers.pdf.remains import with_end
from converters.readers.pdf.shortcomings import notices_of, refuse, refuse_remains
from converters.readers.pdf.straightened import straightened
from converters.readers.pdf.streams import checked
from converters.readers.pdf.strokes import OverdrawnError, Strokes, strokes_of
from converters.readers.pdf.struck import without_struck_out
from converters.readers.pdf.tables import FilledMesh, fill
from converters.readers.pdf.unseen import unseen_texts
from converters.sheet import Block, Sheet

_A4 = (0.0, 0.0, 595.0, 842.0)
"""The size that a page is given of which nothing was read."""

_UNREAD = (Fault.ILLEGIBLE, Fault.OVERPRINTED, Fault.ASKEW)

_LAST_LABELS = 4
"""Lines below the last numbers of a table that may be labels of rows whose numbers stand on the next page."""

Item = tuple[Page, PrintedLine] | FilledMesh | LinedTable


def read_pdf(data: bytes, *, path: str, password: str | None = None) -> Sheet:
    """The paragraphs and tables of a PDF report; pages that cannot be read are said in its notices.

    Raises:
        InputError: encrypted, damaged, too large, or without any text.
    """
    data = with_end(data)
    streams = checked(data, path=path)
    with opened(data, path=path, password=password) as document:
        rebuilt = is_rebuilt(document)
        if rebuilt:
            refuse_remains(data, path=path)
        read = without_remains([read_page(number, page) for number, page in pages_of(document)])
        properties = properties_of(document)
    pages, faults = [page for page, _ in read], [fault for _, fault in read]
    refuse(faults, path=path)
    return Sheet(
        with_own_cells_marked(list(blocks_of(pages))),
        "application/pdf",
        len(pages),
        tuple(notices_of(faults, streams, rebuilt=rebuilt)),
        title=properties.title if properties else None,
        properties=properties,
        recognised=frozenset(n for n, fault in enumerate(faults, 1) if fault is Fault.RECOGNISED),
    )


def without_remains(read: Sequence[tuple[Page, Fault | None]]) -> list[tuple[Page, Fault | None]]:
    """The pages, where a few characters beside pages of unknown codes are such codes too."""
    if all(fault is not Fault.ILLEGIBLE for _, fault in read):
        return list(read)
    return [
        (Page(page.number, page.frame, ()), Fault.ILLEGIBLE) if fault is Fault.SLIGHT else (page, fault)
        for page, fault in read
    ]


def read_page(number: int, page: OpenPage | None) -> tuple[Page, Fault | None]:
    """The page, empty where it cannot be read, and what is wrong with it."""
    if page is None:
        return Page(number, frame_of(_A4, 0, 0), ()), Fault.BROKEN
    if fault := fault_before_reading(page):
        return Page(number, frame_of(_A4, 0, 0), ()), fault
    drawn = drawn_on(page.handle, page.own)
    writing = writing_of(page.text, page.crop, page.rotation, unseen_texts(drawn))
    if writing.tilt:
        drawn, writing = _read_straight(page, writing.tilt)
    fault = fault_of(page, writing)
    if fault in _UNREAD or not writing.glyphs:
        return Page(number, writing.frame, ()), fault
    try:
        strokes = strokes_of(drawn.things, writing.frame)
    except OverdrawnError:
        strokes, fault = Strokes(), Fault.OVERDRAWN
    if fault is None and strokes.beside_pictures and is_recognised(page):
        fault = Fault.RECOGNISED
    meshes = tuple(meshes_of(strokes))
    glyphs = (*without_struck_out(writing.glyphs, strokes.across), *doubts_in(page.fields, writing.frame))
    return Page(number, writing.frame, glyphs, writing.askew, meshes, strokes.across), fault


def _read_straight(page: OpenPage, tilt: float) -> tuple[Drawn, Writing]:
    """What a page draws, and what is written on it, once it is turned back by so many radians."""
    with straightened(page, tilt) as turned:
        drawn = drawn_on(turned.handle, turned.own)
        unseen = unseen_texts(drawn, turned=True)
        return drawn, writing_of(turned.text, turned.crop, turned.rotation, unseen, tilt)


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """What stands on the pages, in reading order: lines as paragraphs, and a table that goes on over pages as one."""
    filled, outside = zip(*map(fill, pages), strict=True)
    printed = [(page, lines_of(glyphs)) for page, glyphs in zip(pages, outside, strict=True)]
    items: list[Item] = []
    for tables, page, lines in zip(filled, pages, without_furniture(printed), strict=True):
        items.extend(_in_order(page, tables, lines, _table_before(items, page), _lines_before(items, page)))
    edges = edges_of_text(item for item in items if isinstance(item, tuple))
    for alike, together in groupby(items, key=type):
        if issubclass(alike, FilledMesh):
            yield from joined([item for item in together if isinstance(item, FilledMesh)])
        elif issubclass(alike, LinedTable):
            yield from (item.grid() for item in together if isinstance(item, LinedTable))
        else:
            yield from paragraphs([item for item in together if isinstance(item, tuple)], edges)


def _table_before(items: Sequence[Item], page: Page) -> LinedTable | None:
    """The table with known columns that ends the page before, labels of its last row left out of account."""
    for item in reversed(items[-_LAST_LABELS:]):
        if isinstance(item, LinedTable):
            goes_on = item.edges and item.page.number == page.number - 1
            return item if goes_on and item.page.frame.width == page.frame.width else None
    return None


def _lines_before(items: Sequence[Item], page: Page) -> list[PrintedLine]:
    """The lines that end the page before, if it is as wide; headings whose rows stand on this one are among them."""
    lines: list[PrintedLine] = []
    for item in reversed(items[-MOST_LINES:]):
        if isinstance(item, LinedTable) and not any(row.numbers for row in item.rows):
            above, found = item.page, [line for row in item.rows for line in row.lines]
        elif isinstance(item, tuple):
            above, found = item[0], [item[1]]
        else:
            break
        if above.number != page.number - 1 or above.frame.width != page.frame.width:
            break
        lines[:0] = found
    return lines


def _in_order(
    page: Page,
    tables: Sequence[FilledMesh | LinedTable],
    lines: Sequence[PrintedLine],
    before: LinedTable | None,
    above: Sequence[PrintedLine],
) -> list[Item]:
    """What stands on a page, from the top down."""
    tops: list[tuple[float, Item]] = [(table.top, table) for table in tables]
    tops += [
        (found.top, found) if isinstance(found, LinedTable) else (found.box[1], (page, found))
        for found in lined_tables(page, lines, before, above)
    ]
    return [item for _, item in sorted(tops, key=lambda pair: pair[0])]
