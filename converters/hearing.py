"""A document's first reading → what its witnesses make of it: others are asked where it leaves cells open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from converters.anchors import table_of
from converters.compilation import first_report
from converters.outline import TABLES, Area, is_prose
from converters.readers.witness import Witness
from converters.settlement import Reading, Settled, is_in_doubt, is_open, is_unread, settle
from converters.sheet import Grid, Notice, PagePlace, Place, Sheet
from converters.tables import read_tables

_LEAST_NAMES = 3
"""Lines or cells with words of a table that tell that it stands there, as for `tables` itself."""


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
    doubtful, unread = _doubtful(settled)
    notices: list[Notice] = []
    for witness in witnesses:
        asked = doubtful | unread if witness.own_characters else doubtful
        tables = TABLES if thorough else [table for table in TABLES if table in asked]
        pages = set(range(1, (sheet.pages or 0) + 1)) if thorough else _pages_of(tables, sheet, settled)
        if not pages:
            continue
        account = witness.ask(pages)
        if thorough or not account.absent:
            notices.extend(account.silence)
        if account.sheet is not None:
            areas = first_report(account.sheet)[0].areas
            read = read_tables(areas, year)
            told = {table: read[table] for table in tables if table in read}
            readings.append(Reading(witness.method, told, areas))
            settled = settle(readings)
            doubtful, unread = _doubtful(settled)
    return Heard(settled, (*notices, *_disagreements(settled)))


def _doubtful(settled: Settled) -> tuple[set[str], set[str]]:
    """The tables of which any witness may know more; those of which only one may who reads characters for himself.

    Cells that are not there in a table that is followed straight are not in the copy. The latter tables have no cell in
    doubt but such as the font does not tell.
    """
    doubtful: set[str] = set()
    unread: set[str] = set()
    for table in TABLES:
        reading = settled.tables.get(table)
        if reading is None or (not reading.straight and any(map(is_open, reading.findings.values()))):
            doubtful.add(table)
        elif reading.straight:
            doubts = [finding for finding in reading.findings.values() if is_in_doubt(finding)]
            if doubts:
                (unread if all(map(is_unread, doubts)) else doubtful).add(table)
    return doubtful, unread


def _pages_of(tables: Iterable[str], sheet: Sheet, settled: Settled) -> set[int]:
    """The pages on which these tables stand; of those not found the ones that show their words."""
    pages: set[int] = set()
    for table in tables:
        own = set(_pages(settled.areas[table])) if table in settled.tables else _naming(sheet, table)
        pages |= own | {max(own) + 1} if own else set()  # a part that was not known for one may follow
    return pages


def _pages(area: Area) -> Iterator[int]:
    for block in area.blocks:
        yield from _page(block.at)


def _naming(sheet: Sheet, table: str) -> set[int]:
    """The pages that show words of a table, if there are enough of them: prose has one or two as well."""
    named = [place for text, place in _texts(sheet) if table_of(text) == table]
    return {page for place in named for page in _page(place)} if len(named) >= _LEAST_NAMES else set()


def _texts(sheet: Sheet) -> Iterator[tuple[str, Place]]:
    for block in sheet.blocks:
        if isinstance(block, Grid):
            yield from ((cell.text, cell.at) for row in block.rows for cell in row)
        elif not is_prose(block.text):
            yield block.text, block.at


def _page(place: Place) -> Iterator[int]:
    if isinstance(place, PagePlace):
        yield place.page


def _disagreements(settled: Settled) -> Iterator[Notice]:
    for one in settled.disagreements:
        said = "; ".join(f"{method} {word}" for method, word in one.said)
        yield Notice("witnesses_disagree", f"{one.cell}: {said}", one.at)
