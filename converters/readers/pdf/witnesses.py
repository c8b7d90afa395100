"""Other ways to read the pages of a PDF report, asked where the first one is not certain.

A witness sees pages anew: other tables on them, and perhaps other characters. All behind it is the same as for the
first reading, so that what it says is proven, or not, in the same way.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium

from converters.readers.pdf.camelots import seen_by_lattice, seen_by_stream
from converters.readers.pdf.document import OpenPage, opened, pages_of
from converters.readers.pdf.legibility import Fault, is_garbage, is_overprinted
from converters.readers.pdf.lines import PrintedLine
from converters.readers.pdf.page import Page
from converters.readers.pdf.reader import blocks_of, read_page, without_remains
from converters.readers.pdf.remains import with_end
from converters.readers.pdf.tables import FilledMesh, fill
from converters.readers.pdf.upright import upright
from converters.readers.witness import Account, Witness
from converters.sheet import Notice, Sheet

MOST_OBJECTS = 5_000
"""Objects of a page beyond which no table finder is asked about it: of so many dots pdfplumber makes 45 MB of dicts in
2 seconds. The laboratory's pages that are ruled with dots lose no cell by it."""
MOST_CHARACTERS = 50_000
"""The same for characters."""
MOST_CROSSINGS = 4_000
"""The same for crossings of rules: a mesh of 100 × 100 cells costs it 9 seconds, one of 200 × 200 more than 90."""
MOST_PAGES = 24
"""Pages that a witness is asked about: camelot takes 0.7 seconds for each, and a file has 60 for all."""
_DEEPEST = 6
"""Forms within forms beyond which objects are no longer counted, but the page taken for too large."""

_MOST_BROKEN = 2
"""Cells of a table that hold several lines of numbers; one may be a number that is broken over lines."""

See = Callable[[bytes, Sequence[Page]], list[Page]]


def _by_pdfplumber(data: bytes, pages: Sequence[Page]) -> list[Page]:
    from converters.readers.pdf.plumber import seen_by_pdfplumber  # noqa: PLC0415 - a quarter of a second

    return seen_by_pdfplumber(data, pages)


_SEE: Mapping[str, See] = {
    "pdfplumber": _by_pdfplumber,
    "camelot-lattice": seen_by_lattice,
    "camelot-stream": seen_by_stream,
}


def witnesses_of(data: bytes, *, path: str, password: str | None = None) -> tuple[Witness, ...]:
    """The witnesses of a PDF report, in the order in which they are asked: the quick before the slow."""
    file = _File(with_end(data), path, password)
    return tuple(
        Witness(method, partial(_ask, see, method, file), own_characters=see is _by_pdfplumber)
        for method, see in _SEE.items()
    )


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    path: str
    password: str | None


def _ask(see: See, method: str, file: _File, numbers: Collection[int]) -> Account:
    """What a witness sees on pages of these numbers; the other pages stay as pdfium sees them."""
    with opened(file.data, path=file.path, password=file.password) as document:
        read: list[tuple[Page, Fault | None]] = []
        wanted: dict[int, OpenPage] = {}
        heavy: set[int] = set()
        for number, page in pages_of(document):
            read.append(read_page(number, page))
            if (
                page and number in numbers and not page.fields
            ):  # a witness would not see what is in doubt there
                wanted[number] = page
                heavy |= {number} if _is_heavy(page, read[-1][0]) else set()
        pages = [page for page, _ in without_remains(read)]
        legible = [page.number for page in pages if page.number in wanted and page.glyphs]
        light = [number for number in legible if number not in heavy]
        asked = light[:MOST_PAGES]
        copy = _copied(document, [(wanted[number], pages[number - 1]) for number in asked])
    silence = [
        *_silent(method, sorted(heavy.intersection(legible)), "too much is drawn on them for a table finder"),
        *_silent(method, light[MOST_PAGES:], f"it is asked about {MOST_PAGES} pages at most"),
    ]
    if not copy:
        return Account(None, (*silence, *_silent(method, asked, "pdfium cannot copy them")))
    try:
        with _quiet():
            seen = {page.number: page for page in see(copy, [pages[number - 1] for number in asked])}
    except ImportError:
        absent = _silent(method, asked, "it is not installed: pip install gongkai[camelot]")
        return Account(None, (*silence, *absent), absent=True)
    except Exception as error:  # noqa: BLE001 - others' code on files that may be damaged must not cost the report
        failed = _silent(method, asked, f"it fails on them ({type(error).__name__})")
        return Account(None, (*silence, *failed))
    anew = {number: _parted(page) for number, page in seen.items() if _is_legible(page)}
    blocks = list(blocks_of([anew.get(page.number, page) for page in pages]))
    return Account(Sheet(blocks, "application/pdf", len(pages)), tuple(silence))


def _copied(document: pypdfium2.PdfDocument, pages: Sequence[tuple[OpenPage, Page]]) -> bytes:
    """The pages as a file of their own; nothing where there are none, or one is damaged."""
    try:
        return upright(document, pages) if pages else b""
    except pypdfium2.PdfiumError:
        return b""


def _is_legible(page: Page) -> bool:
    """Whether the characters of a witness are words, each at a place of its own."""
    return not is_garbage(page.glyphs, 0) and not is_overprinted(page.glyphs)


def _parted(page: Page) -> Page:
    """The page without meshes that do not part what they hold, or do not hold all of their table.

    Rows in one cell would be read as one number, and a number beside the mesh would be missing from its row.
    """
    tables, outside = fill(page)
    heights = [glyph.middle for glyph in outside if glyph.text.isdecimal()]
    parting = [
        table.mesh
        for table in tables
        if isinstance(table, FilledMesh)
        and sum(map(_holds_several, table.texts)) < _MOST_BROKEN
        and not any(table.mesh.box[1] < height < table.mesh.box[3] for height in heights)
    ]
    return replace(page, meshes=tuple(parting))


def _holds_several(lines: Sequence[PrintedLine]) -> bool:
    return sum(line.is_numbers for line in lines) > 1


def _silent(method: str, numbers: Sequence[int], why: str) -> list[Notice]:
    """That a witness was not heard on these pages, if there are any."""
    if not numbers:
        return []
    pages = "page" if len(numbers) == 1 else "pages"
    listed = ", ".join(map(str, numbers))
    return [Notice("witness_silent", f"{method} was not heard on {pages} {listed}: {why}")]


def _is_heavy(page: OpenPage, seen: Page) -> bool:
    if sum(len(mesh.xs) * len(mesh.ys) for mesh in seen.meshes) > MOST_CROSSINGS:
        return True
    if pdfium.FPDFText_CountChars(page.text) > MOST_CHARACTERS:
        return True
    room = MOST_OBJECTS
    for count in _counts(page):
        room -= count
        if room < 0:
            return True
    return False


def _counts(page: OpenPage) -> Iterator[int]:
    """The numbers of objects on a page and in its forms, as they are come upon."""
    count = pdfium.FPDFPage_CountObjects(page.handle)
    yield count
    forms = [(pdfium.FPDFPage_GetObject(page.handle, index), 1) for index in range(min(count, MOST_OBJECTS))]
    while forms:
        thing, depth = forms.pop()
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM:
            count = pdfium.FPDFFormObj_CountObjects(thing)
            yield count if depth < _DEEPEST else MOST_OBJECTS + 1
            forms.extend((pdfium.FPDFFormObj_GetObject(thing, index), depth + 1) for index in range(count))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what libraries write to the log about files: what matters of it is in the report."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
