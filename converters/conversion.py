"""One document in, one canonical report out: the stages in order."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from converters.checks import evaluate
from converters.compilation import first_report
from converters.form import Slot, forms
from converters.hearing import hear
from converters.masthead import read_masthead
from converters.numerals import is_unreadable
from converters.outline import TABLES, Area
from converters.prose import compare, read_facts
from converters.readers.media import METHODS, read, witnesses_of
from converters.readers.witness import Witness
from converters.recognised import doubted
from converters.report import Basis, Cell, RawTable, Report, Source, Warning  # noqa: A004 - the contract's word
from converters.settlement import Reading, Settled
from converters.sheet import Notice, Sheet
from converters.tables import TableReading, cell_ids, raw_rows, read_tables
from converters.told import Told, overrule


def convert(
    path: Path | str,
    *,
    address: str | None = None,
    told: Told | None = None,
    password: str | None = None,
    thorough: bool = False,
) -> Report:
    """The report in this file; the file's name is the document's name in the report.

    It is read in this process: of strangers' files `batch.convert_paths` takes better care. For the options see
    `convert_bytes`.

    Raises:
        InputError: the file cannot be read as a report.
        OSError: the file cannot be opened.
    """
    data, name = Path(path).read_bytes(), Path(path).name
    return convert_bytes(data, path=name, address=address, told=told, password=password, thorough=thorough)


def convert_bytes(  # noqa: PLR0913 - each says something of its own of the document
    data: bytes,
    *,
    path: str,
    address: str | None = None,
    told: Told | None = None,
    password: str | None = None,
    thorough: bool = False,
) -> Report:
    """The report in these bytes; `path` is the document's name in the report and in messages.

    Where a document can be read in several ways (PDF files), others than the first are asked about pages on which it
    leaves cells open; with `thorough` all of them about all pages.

    `address` is the URL that the document came from, where the caller knows it; `told` what he knows better than the
    copy, the address among it; `password` opens a locked one.

    Raises:
        InputError: the bytes cannot be read as a report; `reason` says why.
    """
    address = address or (told.url if told else None)
    sheet = read(data, path=path, password=password, address=address)
    digest, url = hashlib.sha256(data).hexdigest(), address or sheet.url
    source = Source(path, digest, sheet.media_type, len(data), sheet.pages, url, sheet.properties)
    witnesses = witnesses_of(data, sheet.media_type, path=path, password=password)
    return _report(sheet, source, witnesses, told, thorough=thorough)


def _report(
    sheet: Sheet, source: Source, witnesses: Sequence[Witness], told: Told | None, *, thorough: bool
) -> Report:
    parts, divided = first_report(sheet)
    printed = read_masthead(parts.prose, file_title=sheet.title, file_name=source.path, stated=sheet.stated)
    masthead = overrule(printed, told)
    first = Reading(METHODS.get(sheet.media_type), read_tables(parts.areas, masthead.year), parts.areas)
    heard = hear(sheet, first, witnesses, year=masthead.year, thorough=thorough)
    settled = doubted(heard.settled, sheet.recognised)
    tables = settled.tables
    form, followed = _forms(tables)
    cells = _cells(form, followed, settled)
    values = {cell.id: cell.value for cell in cells if cell.value is not None}
    facts = read_facts(parts.prose, year=masthead.year)
    return Report(
        id=source.sha256[:20],
        source=source,
        title=masthead.title,
        agency=masthead.agency,
        region=masthead.region,
        year=masthead.year,
        published=masthead.published,
        form=form,
        forms={table: followed.get(table) for table in TABLES},
        sections=parts.sections,
        tables=tuple(_raw_tables(settled.areas)),
        cells=tuple(cells),
        facts=tuple(facts),
        checks=(*evaluate(followed, values), *compare(facts, values)),
        warnings=(
            *_notices((*sheet.notices, *divided, *heard.notices)),
            *masthead.warnings,
            *_table_warnings(form, tables, cells),
        ),
        metadata=sheet.stated,
        attachments=sheet.attachments,
    )


def _forms(tables: Mapping[str, TableReading]) -> tuple[str | None, dict[str, str]]:
    """The report's form (that of its first table in the order of the form), and the form of each table."""
    followed = {table: tables[table].form for table in TABLES if table in tables}
    return next(iter(followed.values()), None), followed


def _cells(form: str | None, followed: Mapping[str, str], settled: Settled) -> list[Cell]:
    if form is None:
        return []
    tables, methods, slots = settled.tables, settled.methods, _slots()
    return [
        _cell(slots[cell], tables.get(cell.split(".", 1)[0]), methods.get(cell))
        for cell in cell_ids(forms()[form], followed)
    ]


@cache
def _slots() -> dict[str, Slot]:
    """The cells of all forms by id."""
    return {slot.id: slot for form in forms().values() for table in form.tables for slot in table.slots}


def _cell(slot: Slot, reading: TableReading | None, method: str | None) -> Cell:
    finding = reading.findings.get(slot.id) if reading else None
    if reading is None or finding is None:
        return Cell(slot.id, None, Basis.MISSING)
    atom = finding.atom
    printed = atom.printed if atom else None
    unit = None
    if slot.column.kind == "amount":
        unit = (printed.unit if printed else None) or reading.unit or slot.column.unit
    basis = finding.basis
    if finding.value is None and basis is Basis.BLANK and atom is not None and is_unreadable(atom.text):
        basis = Basis.UNRESOLVED
    return Cell(
        id=slot.id,
        value=finding.value,
        basis=basis,
        raw=atom.text if atom else None,
        unit=unit,
        at=atom.at if atom else None,
        because=finding.because,
        candidates=finding.candidates,
        note=printed.note if printed else None,
        method=None if finding.value is None and basis is Basis.MISSING else method or None,
    )


def _raw_tables(areas: Mapping[str, Area]) -> list[RawTable]:
    return [
        RawTable(table, tuple(raw_rows(areas[table])), areas[table].blocks[0].at)
        for table in TABLES
        if table in areas
    ]


def _notices(notices: Sequence[Notice]) -> list[Warning]:
    return [Warning(notice.code, notice.message, notice.at) for notice in notices]


def _table_warnings(
    form: str | None, tables: Mapping[str, TableReading], cells: Sequence[Cell]
) -> list[Warning]:
    """What a reader of the report should know of its tables: missing ones, mixed forms, open cells."""
    if form is None:
        return [Warning("no_form", "no table of a known statutory form was found")]
    warnings = [
        Warning("table_missing", f"the table {table} is not in this copy, or shows no number")
        for table in TABLES
        if table not in tables
    ]
    if len({reading.form for reading in tables.values()}) > 1:
        named = ", ".join(f"{table} {reading.form}" for table, reading in tables.items())
        warnings.append(Warning("mixed_forms", f"the tables follow different forms: {named}"))
    lost = sum(f.basis is Basis.MISSING for reading in tables.values() for f in reading.findings.values())
    if lost:
        warnings.append(Warning("table_incomplete", f"{lost} cells of the tables shown are not in this copy"))
    open_cells = sum(cell.basis is Basis.UNRESOLVED for cell in cells)
    if open_cells:
        warnings.append(Warning("open_doubt", f"{open_cells} cells can be read in more than one way"))
    return warnings
