"""PDF reports: pdfium's characters and rules → a Sheet of paragraphs and grids, each with its page and box."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from converters.readers.pdf.columns import LinedTable, lined_tables
from converters.readers.pdf.continuation import joined
from converters.readers.pdf.document import OpenPage, opened, pages_of, title_of
from converters.readers.pdf.furniture import without_furniture
from converters.readers.pdf.glyphs import writing_of
from converters.readers.pdf.lines import PrintedLine, lines_of
from converters.readers.pdf.mesh import meshes_of
from converters.readers.pdf.page import Page
from converters.readers.pdf.paragraphs import paragraphs
from converters.readers.pdf.strokes import Strokes, strokes_of
from converters.readers.pdf.tables import FilledMesh, fill
from converters.sheet import Block, Sheet

Item = tuple[Page, PrintedLine] | FilledMesh | LinedTable


def read_pdf(data: bytes, *, path: str, password: str | None = None) -> Sheet:
    """The paragraphs and tables of a PDF report.

    Raises:
        InputError: encrypted, damaged, too large, or without any text.
    """
    with opened(data, path=path, password=password) as document:
        pages = [read_page(page) for page in pages_of(document)]
        title = title_of(document)
    return Sheet(list(blocks_of(pages)), "application/pdf", len(pages), title=title)


def read_page(page: OpenPage) -> Page:
    """What is written and ruled on a page."""
    writing = writing_of(page.text, page.crop, page.rotation)
    strokes = strokes_of(page.handle, writing.frame) if writing.glyphs else Strokes()
    meshes = tuple(meshes_of(strokes))
    return Page(page.number, writing.frame, writing.glyphs, writing.askew, meshes, strokes.across)


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """What stands on the pages, in reading order: lines as paragraphs, and a table that goes on over pages as one."""
    filled, outside = zip(*map(fill, pages), strict=True)
    printed = [(page, lines_of(glyphs)) for page, glyphs in zip(pages, outside, strict=True)]
    items: list[Item] = []
    for tables, page, lines in zip(filled, pages, without_furniture(printed), strict=True):
        items.extend(_in_order(page, tables, lines))
    for alike, together in groupby(items, key=type):
        if issubclass(alike, FilledMesh):
            yield from joined([item for item in together if isinstance(item, FilledMesh)])
        elif issubclass(alike, LinedTable):
            yield from (item.grid() for item in together if isinstance(item, LinedTable))
        else:
            yield from paragraphs([item for item in together if isinstance(item, tuple)])


def _in_order(
    page: Page, tables: Sequence[FilledMesh | LinedTable], lines: Sequence[PrintedLine]
) -> list[Item]:
    """What stands on a page, from the top down."""
    tops: list[tuple[float, Item]] = [(table.top, table) for table in tables]
    tops += [
        (found.top, found) if isinstance(found, LinedTable) else (found.box[1], (page, found))
        for found in lined_tables(page, lines)
    ]
    return [item for _, item in sorted(tops, key=lambda pair: pair[0])]
