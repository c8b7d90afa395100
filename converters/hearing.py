"""A document's first reading → what its witnesses make of it: others are asked where it leaves cells open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converters.outline import TABLES, Area, outline, table_of
from converters.readers.testimony import Witness
from converters.settlement import Reading, Settled, is_open, settle
from converters.sheet import Grid, Notice, PagePlace, Place, Sheet
from converters.tables import read_tables


@dataclass(frozen=True, slots=True)
class Heard:
    """What was settled, and what a reader of the report should know of how."""

    settled: Settled
    notices: tuple[Notice, ...]


def hear(
    sheet: Sheet, first: Reading, witnesses: Sequence[Witness], *, year: int | None, thorough: bool
) -> Heard:
    """What all readings say together.

    Args:
        sheet: the document as it was read first.
        first: its tables.
        witnesses: the other ways to read it, in the order in which they are asked.
        year: the year reported, for the form of tables that do not tell it themselves.
        thorough: whether all are asked about all pages, and not only where cells are open.
    """
    readings = [first]
    settled = settle(readings)
    notices: list[Notice] = []
    for witness in witnesses:
        pages = set(range(1, (sheet.pages or 0) + 1)) if thorough else _doubtful_pages(sheet, settled)
        if not pages:
            break
        testimony = witness.ask(pages)
        if thorough or not testimony.absent:
            notices.extend(testimony.silence)
        if testimony.sheet is not None:
            areas = outline(testimony.sheet).areas
            readings.append(Reading(witness.method, read_tables(areas, year), areas))
            settled = settle(readings)
    return Heard(settled, (*notices, *_disagreements(settled)))


def _doubtful_pages(sheet: Sheet, settled: Settled) -> set[int]:
    """The pages of the tables of which cells are open, and those that show words of tables not found."""
    pages: set[int] = set()
    for table in TABLES:
        reading = settled.tables.get(table)
        if reading is None:
            pages.update(_naming(sheet, table))
        elif any(is_open(finding) for finding in reading.findings.values()):
            own = set(_pages(settled.areas[table]))
            pages |= own | {max(own) + 1} if own else set()  # a part that was not known for one may follow
    return pages


def _pages(area: Area) -> Iterator[int]:
    for block in area.blocks:
        yield from _page(block.at)


def _naming(sheet: Sheet, table: str) -> Iterator[int]:
    for block in sheet.blocks:
        if isinstance(block, Grid):
            cells = [cell for row in block.rows for cell in row]
            for cell in cells:
                if table_of(cell.text) == table:
                    yield from _page(cell.at)
        elif table_of(block.text) == table:
            yield from _page(block.at)


def _page(place: Place) -> Iterator[int]:
    if isinstance(place, PagePlace):
        yield place.page


def _disagreements(settled: Settled) -> Iterator[Notice]:
    for one in settled.disagreements:
        said = "; ".join(f"{method} {word}" for method, word in one.said)
        yield Notice("witnesses_disagree", f"{one.cell}: {said}", one.at)
