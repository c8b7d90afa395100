"""Findings as text for people, JSON, NDJSON or CSV."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

from search_cli.failures import printable
from search_cli.findings import Finding, Tally

# A spreadsheet takes a text that starts with one of these for a formula, full-width ones after folding.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_text(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """A paragraph a report, a line a finding, a line a cell under it."""
    del tally  # it is said on standard error
    for source, group in groupby(found, key=lambda finding: finding.source):
        first, *rest = group
        year = "" if first.year is None else f" {first.year}"
        yield printable(f"{source}  {first.agency or 'agency unknown'}{year}")
        for finding in (first, *rest):
            yield from _paragraph(finding)
        yield ""


def _paragraph(finding: Finding) -> Iterator[str]:
    at = f"{finding.at}  " if finding.at else ""
    yield printable(f"  {finding.kind}  {at}{finding.id}: {finding.message}")
    for cell in finding.cells:
        value = "–" if cell.get("value") is None else str(cell["value"])
        raw = "" if cell.get("raw") in (None, value) else f" printed “{cell['raw']}”"
        basis = "" if cell.get("basis") in (None, "printed") else f" {cell['basis']}"
        name = "  ".join(filter(None, (cell["id"], cell.get("label"))))
        yield printable(f"    {_place(cell) or '':>8}  {value:>8}{basis}{raw}  {name}")


def _place(cell: Mapping[str, Any]) -> str | None:
    at = cell.get("at")
    if at is None:
        return None
    if "line" in at:
        return f"{at['line']}:{at['column']}"
    return f"page {at['page']}" if "page" in at else str(at["xpath"])


def as_json(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """One object: the summary and the findings."""
    listed = [asdict(finding) for finding in found]
    # The tally is whole only when the last finding is known.
    yield json.dumps({"summary": asdict(tally()), "findings": listed}, ensure_ascii=False, indent=1)


def as_ndjson(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """A finding a line."""
    del tally
    for finding in found:
        yield json.dumps(asdict(finding), ensure_ascii=False)


def as_csv(found: Iterable[Finding], tally: Callable[[], Tally]) -> Iterator[str]:
    """A finding a row; its cells are one column, `place id=value` each."""
    del tally
    names = [field.name for field in fields(Finding)]
    yield _row(names)
    for finding in found:
        record = asdict(finding) | {"cells": "; ".join(map(_cell, finding.cells))}
        yield _row([record[name] for name in names])


def _cell(cell: Mapping[str, Any]) -> str:
    value = "" if cell.get("value") is None else cell["value"]
    return f"{_place(cell) or ''} {cell['id']}={value}".strip()


def _row(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(
        f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value for value in values
    )
    return line.getvalue()


FORMATS: Mapping[str, Callable[[Iterable[Finding], Callable[[], Tally]], Iterator[str]]] = {
    "table": as_text,
    "json": as_json,
    "ndjson": as_ndjson,
    "csv": as_csv,
}
