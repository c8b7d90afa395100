"""PDF reports: pdfium's characters and rules → a Sheet of paragraphs and grids, each with its page and box."""

from collections.abc import Iterable, Iterator, Sequence

from converters.readers.pdf.document import OpenPage, opened, pages_of, title_of
from converters.readers.pdf.furniture import without_furniture
from converters.readers.pdf.glyphs import writing_of
from converters.readers.pdf.lines import PrintedLine, lines_of
from converters.readers.pdf.mesh import meshes_of
from converters.readers.pdf.page import Page
from converters.readers.pdf.paragraphs import paragraphs
from converters.readers.pdf.strokes import strokes_of
from converters.readers.pdf.tables import FilledMesh, fill
from converters.sheet import Block, Grid, Sheet

_SAME_COLUMN = 4.0
"""Points by which the columns of a table may lie elsewhere on its next page."""

Item = tuple[Page, PrintedLine] | FilledMesh


def read_pdf(data: bytes, *, path: str, password: str | None = None) -> Sheet:
    """The paragraphs and tables of a PDF report.

    Raises:
        InputError: encrypted, damaged, too large, or without any text.
    """
    with opened(data, path=path, password=password) as document:
        pages = [_read_page(page) for page in pages_of(document)]
        title = title_of(document)
    return Sheet(list(_blocks(pages)), "application/pdf", len(pages), title=title)


def _read_page(page: OpenPage) -> Page:
    writing = writing_of(page.text, page.crop, page.rotation)
    meshes = meshes_of(strokes_of(page.handle, writing.frame)) if writing.glyphs else []
    return Page(page.number, writing.frame, writing.glyphs, writing.askew, tuple(meshes))


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    filled, outside = zip(*(fill(page, page.meshes) for page in pages), strict=True)
    printed = [(page, lines_of(glyphs)) for page, glyphs in zip(pages, outside, strict=True)]
    items: list[Item] = []
    for meshes, page, lines in zip(filled, pages, without_furniture(printed), strict=True):
        items.extend(_in_order(page, meshes, lines))
    yield from _joined(items)


def _in_order(page: Page, meshes: Sequence[FilledMesh], lines: Sequence[PrintedLine]) -> list[Item]:
    """What stands on a page, from the top down."""
    tops: list[tuple[float, Item]] = [(mesh.mesh.box[1], mesh) for mesh in meshes]
    tops += [(line.box[1], (page, line)) for line in lines]
    return [item for _, item in sorted(tops, key=lambda pair: pair[0])]


def _joined(items: Iterable[Item]) -> Iterator[Block]:
    """Lines as paragraphs, and a table that goes on over pages as one."""
    lines: list[tuple[Page, PrintedLine]] = []
    table: list[FilledMesh] = []
    for item in items:
        if isinstance(item, FilledMesh):
            yield from paragraphs(lines)
            lines = []
            if table and not _goes_on(table[-1], item):
                yield _grid(table)
                table = []
            table.append(item)
        else:
            if table:
                yield _grid(table)
                table = []
            lines.append(item)
    if table:
        yield _grid(table)
    yield from paragraphs(lines)


def _goes_on(before: FilledMesh, after: FilledMesh) -> bool:
    """Whether a table on the next page has the columns of the one before it, with nothing between them."""
    return (
        after.page.number == before.page.number + 1
        and len(after.mesh.xs) == len(before.mesh.xs)
        and all(
            abs(x - other) <= _SAME_COLUMN for x, other in zip(after.mesh.xs, before.mesh.xs, strict=True)
        )
    )


def _grid(table: Sequence[FilledMesh]) -> Grid:
    grids = [mesh.grid() for mesh in table]
    return Grid(tuple(row for grid in grids for row in grid.rows), grids[0].at)
