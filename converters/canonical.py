"""Report ↔ canonical JSON, schema `gongkai/1`: the same report gives the same bytes, always.

The layout is for people and for `diff`: one key a line at the top, one cell (section, table, fact, check,
warning) a line below it. It also lets the fast encoder of the standard library work, which indenting forbids.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from converters.errors import InputError
from converters.report import SCHEMA, Basis, Cell, Report, Section, Source, Warning  # noqa: A004 - the contract's word
from converters.shapes import MisfitError, reader_of
from converters.sheet import NodePlace, PagePlace, Place, TextPlace

VALUED = frozenset({Basis.PRINTED, Basis.INFERRED})
"""The bases under which a cell has a value; under the others it is null."""

FORM_TABLES = ("disclosure", "applications", "reviews")
"""The tables that `forms` names first, whatever order a report holds them in."""

# What JSON can carry and some store cannot: NUL, lone surrogates (file names, mojibake), U+FFFE, U+FFFF.
_UNFIT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
# The same in encoded text, where NUL stands escaped. An escaped backslash before u0000 matches too: it costs
# a walk through the record that changes nothing.
_MAYBE_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]|\\\\u0000")

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode


def to_dict(report: Report) -> dict[str, Any]:
    """The report as plain lists and dictionaries, keys in the order of the contract."""
    record = _record(report)
    return _fit(record) if _MAYBE_UNFIT.search(_encode(record)) else record


def dumps(report: Report) -> bytes:
    """The report as canonical JSON in UTF-8, with a line end.

    Characters that no store accepts are replaced by U+FFFD, and a warning in the JSON says so.

    Raises:
        ValueError: a number is NaN or infinite, which no reading of a report gives.
    """
    record = _record(report)
    text = _layout(record)
    if _MAYBE_UNFIT.search(text):
        text = _layout(_fit(record))
    return text.encode()


def loads(data: bytes, *, path: str = "report") -> Report:
    """The report that canonical JSON holds; `path` is named in the error.

    Raises:
        InputError: no canonical report (reason not_canonical), or one of another schema (schema_version).
    """
    try:
        record = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _not_canonical(path, f"it is no JSON ({str(error) or 'nested too deeply'})") from error
    return from_dict(record, path=path)


def from_dict(record: object, *, path: str = "report") -> Report:
    """The report that `to_dict` made this record of. Keys that schema 1 does not know are passed over.

    Raises:
        InputError: no canonical report (reason not_canonical), or one of another schema (schema_version).
    """
    if not isinstance(record, dict) or not isinstance(record.get("schema"), str):
        raise _not_canonical(path, 'it has no "schema"')
    if record["schema"] != SCHEMA:
        raise InputError(
            path,
            "schema_version",
            f"it follows schema {record['schema'][:40]}, this version reads {SCHEMA}",
            "convert the source file again, or use the gongkai that wrote it",
        )
    try:
        report: Report = reader_of(Report)(record)
    except MisfitError as misfit:
        raise _not_canonical(path, str(misfit)) from misfit
    for cell in report.cells:
        # Nothing of ours writes a number under `blank` or none under `printed`: it would be a silent error.
        if (cell.value is not None) != (cell.basis in VALUED):
            raise _not_canonical(path, f"{cell.id}: the value {cell.value} cannot be {cell.basis}")
    return report


def _not_canonical(path: str, problem: str) -> InputError:
    return InputError(
        path, "not_canonical", f"no canonical report: {problem}", "convert the source file again"
    )


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _layout(record: Mapping[str, Any]) -> str:
    lines = []
    for key, value in record.items():
        if value and isinstance(value, list):
            items = ",\n  ".join(map(_encode, value))
            lines.append(f' "{key}": [\n  {items}\n ]')
        else:
            lines.append(f' "{key}": {_encode(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _record(report: Report) -> dict[str, Any]:
    region, agency = report.region, report.agency
    record = {
        "schema": report.schema,
        "id": report.id,
        "source": _source(report.source),
        "title": report.title,
        "agency": {"name": agency.name, "kind": agency.kind},
        "region": {
            "code": region.code,
            "province": region.province,
            "city": region.city,
            "county": region.county,
        },
        "year": report.year,
        "published": report.published,
        "form": report.form,
        "forms": _forms(report.forms),
        "sections": [_section(section) for section in report.sections],
        "tables": [
            {"caption": table.caption, "rows": [list(row) for row in table.rows], "at": _place(table.at)}
            for table in report.tables
        ],
        "cells": [_cell(cell) for cell in report.cells],
        "facts": [
            {
                "name": fact.name,
                "value": fact.value,
                "unit": fact.unit,
                "sentence": fact.sentence,
                "at": _place(fact.at),
                "approximate": fact.approximate,
            }
            for fact in report.facts
        ],
        "checks": [
            {
                "id": check.id,
                "holds": check.holds,
                "cells": list(check.cells),
                "expected": check.expected,
                "found": check.found,
            }
            for check in report.checks
        ],
        "warnings": [_warning(warning) for warning in report.warnings],
    }
    if report.metadata:
        record["metadata"] = [
            {"key": said.key, "label": said.label, "value": said.value, "at": _place(said.at)}
            for said in report.metadata
        ]
    if report.attachments:
        record["attachments"] = [
            {"name": file.name, "href": file.href, "url": file.url, "at": _place(file.at)}
            for file in report.attachments
        ]
    return record


def _source(source: Source) -> dict[str, Any]:
    record: dict[str, Any] = {
        "path": source.path,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "bytes": source.bytes,
        "pages": source.pages,
        "url": source.url,
    }
    if source.properties is not None:
        said = asdict(source.properties)
        record["properties"] = {key: value for key, value in said.items() if value is not None}
    return record


def _forms(forms: Mapping[str, str | None]) -> dict[str, str | None]:
    """The form of each table: those of the statutory forms always and first, others by name."""
    return {table: forms.get(table) for table in (*FORM_TABLES, *sorted(forms.keys() - set(FORM_TABLES)))}


def _section(section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind,
        "number": section.number,
        "title": section.title,
        "text": section.text,
        "at": _place(section.at),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": cell.id,
        "value": cell.value,
        "basis": cell.basis.value,
        "raw": cell.raw,
        "unit": cell.unit,
        "at": _place(cell.at),
    }
    if cell.because:
        record["because"] = list(cell.because)
    if cell.candidates:
        record["candidates"] = list(cell.candidates)
    if cell.note is not None:
        record["note"] = cell.note
    if cell.method is not None:
        record["method"] = cell.method
    return record


def _warning(warning: Warning) -> dict[str, Any]:
    return {"code": warning.code, "message": warning.message, "at": _place(warning.at)}


def _place(place: Place | None) -> dict[str, Any] | None:
    match place:
        case TextPlace(line, column):
            return {"line": line, "column": column}
        case PagePlace(page, bbox):
            return {"page": page, "bbox": list(bbox)}
        case NodePlace(xpath):
            return {"xpath": xpath}
        case None:
            return None


def _fit(record: dict[str, Any]) -> dict[str, Any]:
    """The record with every unfit character replaced, and a warning if there was one."""
    replaced = 0

    def mend(value: Any) -> Any:
        nonlocal replaced
        match value:
            case str():
                text, count = _UNFIT.subn("\ufffd", value)
                replaced += count
                return text
            case list():
                return [mend(item) for item in value]
            case dict():
                return {mend(key): mend(item) for key, item in value.items()}
            case _:
                return value

    fit: dict[str, Any] = mend(record)
    if replaced:
        message = f"{replaced} characters that no store accepts (NUL and the like) were replaced by U+FFFD"
        fit["warnings"].append(_warning(Warning("unfit_characters", message)))
    return fit
