"""Findings as text for people, JSON, NDJSON or CSV."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

from search_cli.failures import printable
from search_cli.findings import Finding, Tally
from search_cli.spreadsheet import Lines, harmless


def as_text(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """A paragraph a report (or an agency's years, or copies of a report), a line a finding, a line a cell."""
    del tally  # it is said on standard error
    for heading, group in groupby(found, key=_heading):
        yield printable(heading)
        for finding in group:
            yield from _paragraph(finding)
        yield ""


def _heading(finding: Finding) -> str:
    """What a paragraph is about: one file, or one agency."""
    agency = finding.agency or "agency unknown"
    years = " and ".join(map(str, finding.years))
    if finding.across:
        return f"{agency} ({finding.region}) {years}{', in copies' if finding.across == 'copies' else ''}"
    return f"{finding.source}  {agency} {years}".rstrip()


def _paragraph(finding: Finding) -> Iterator[str]:
    at = f"{finding.at}  " if finding.at else ""
    yield printable(f"  {finding.kind}  {at}{finding.id}: {finding.message}")
    for cell in finding.cells:
        value = "–" if cell.get("value") is None else str(cell["value"])
        raw = "" if cell.get("raw") in (None, value) else f" printed “{cell['raw']}”"
        basis = "" if cell.get("basis") in (None, "printed") else f" {cell['basis']}"
        name = "  ".join(filter(None, (cell["id"], cell.get("label"))))
        year = f"  {cell['year']}" if "year" in cell else ""
        yield printable(f"    {_place(cell):>8}{year}  {value:>8}{basis}{raw}  {name}")


def _place(cell: Mapping[str, Any]) -> str:
    """Where a cell stands: line:column, page or path, behind the file where several are compared."""
    at, source = cell.get("at"), cell.get("source", "")
    if at is None:
        return str(source)
    if "line" in at:
        # as editors and terminals take it: file:line:column
        return f"{source}{':' if source else ''}{at['line']}:{at['column']}"
    return f"{source} page {at['page']}".lstrip() if "page" in at else f"{source} {at['xpath']}".lstrip()


def as_json(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """One object: the findings, one a line, and the summary, which is whole only behind the last finding."""
    yield '{"findings": ['
    before = None
    for finding in found:
        if before is not None:
            yield f"  {before},"
        before = _encoded(asdict(finding))
    if before is not None:
        yield f"  {before}"
    yield f'], "summary": {_encoded(asdict(tally()))}}}'


def _encoded(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def as_ndjson(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """A finding a line."""
    del tally
    for finding in found:
        yield _encoded(asdict(finding))


def as_csv(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """A finding a row; its cells are one column, `place id=value` each."""
    del tally
    names = [field.name for field in fields(Finding)]
    yield _row(names)
    for finding in found:
        spelled = {"cells": "; ".join(map(_cell, finding.cells)), "years": " ".join(map(str, finding.years))}
        record = asdict(finding) | spelled
        yield _row([record[name] for name in names])


def _cell(cell: Mapping[str, Any]) -> str:
    value = "" if cell.get("value") is None else cell["value"]
    return f"{_place(cell)} {cell['id']}={value}".strip()


def _row(values: Iterable[object]) -> str:
    file = io.StringIO()
    Lines(file).writerow(map(harmless, values))
    return file.getvalue().removesuffix("\n")


FORMATS: Mapping[str, Callable[[Iterable[Finding], Callable[[], Tally]], Iterator[str]]] = {
    "table": as_text,
    "json": as_json,
    "ndjson": as_ndjson,
    "csv": as_csv,
}
