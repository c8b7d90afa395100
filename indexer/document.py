"""Report → what an index holds of it: flat, typed, the same for every engine.

Numbers that are printed or inferred are indexed; a doubtful one is not, but the report is found by it
(`doubt`, and the basis of each cell). The report itself goes along as canonical JSON: an index can give it
back and be rebuilt.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from converters.canonical import dumps
from converters.report import Agency, Basis, Cell, Number, Region, Report, Source
from converters.sheet import Properties
from indexer.catalogue import fields, section_kinds
from indexer.derived import derived_numbers
from indexer.keywords import keyword

_YUAN = {"元": 1, "万元": 10**4, "亿元": 10**8}
_MOST = 2**53
"""Beyond it a float is no longer exact; the readers refuse numbers from 10¹² on, so nothing true is lost."""
_UNFIT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Division:
    """One level of a region path: its code, and the names from the province down to it."""

    code: str
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """The division as one keyword, for an index to count by."""
        return f"{self.code} {'/'.join(self.names)}"


def divisions_of(keys: Iterable[str]) -> tuple[Division, ...]:
    """The divisions of these keywords, by code; where a code has several names, the first counts."""
    found: dict[str, Division] = {}
    for key in keys:
        code, _, names = key.partition(" ")
        found.setdefault(code, Division(code, tuple(names.split("/"))))
    return tuple(found[code] for code in sorted(found))


@dataclass(frozen=True, slots=True)
class Document:
    """One report as an index takes it; the mappings are by field id. `card` is what a hit shows."""

    id: str
    digest: str
    report: bytes
    card: Mapping[str, Any]
    texts: Mapping[str, tuple[str, ...]]
    keywords: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, Number]
    dates: Mapping[str, dt.date] = field(default_factory=dict)
    bases: tuple[str, ...] = ()
    divisions: tuple[Division, ...] = ()


def document(report: Report) -> Document:
    """The document of a report."""
    data = dumps(report)
    values = cell_numbers(report)
    doubt = doubtful_cells(report, values)
    divisions = region_path(report)
    numbers = with_derived(values)
    if report.year is not None:
        numbers["year"] = report.year
    return Document(
        id=_scrubbed(report.id),
        digest=sha256(data).hexdigest(),
        report=data,
        card=_card(report),
        texts=_texts(report),
        keywords=_keywords(report, doubt, divisions),
        numbers=numbers,
        dates=_dates(report),
        bases=tuple(_bases(report)),
        divisions=divisions,
    )


def cell_numbers(report: Report) -> dict[str, Number]:
    """The cells that have a certain number, see `indexed_value`."""
    return {cell.id: value for cell in report.cells if (value := indexed_value(cell)) is not None}


def with_derived(values: Mapping[str, Number]) -> dict[str, Number]:
    """Cells, and the numbers that are derived of them."""
    return {**values, **derived_numbers(values)}


def doubtful_cells(report: Report, values: Mapping[str, Number]) -> tuple[str, ...]:
    """The cells that show something, and have no certain number."""
    return tuple(cell.id for cell in report.cells if _is_doubtful(cell, values))


def indexed_value(cell: Cell) -> Number | None:
    """The number under which a cell is found: amounts in yuan, counts whole; None where none is certain.

    An amount without a unit is none, unless it is zero; neither is a broken count, nor a cell that no form
    has.
    """
    target = fields().get(cell.id)
    value = cell.value
    if target is None or value is None or cell.basis not in {Basis.PRINTED, Basis.INFERRED}:
        return None
    if not math.isfinite(value) or abs(value) > _MOST:
        return None
    if target.kind == "amount":
        return _yuan(value, cell.unit)
    return int(value) if value == int(value) else None


def region_path(report: Report) -> tuple[Division, ...]:
    """The divisions a report lies in, from province down; a level that has no name of its own is left out.

    So 东城区 (110101) lies in 北京市 (110000) directly: 110100 is an entry of the code book, no place.
    """
    region = report.region
    if region.code is None or not re.fullmatch(r"\d{6}", region.code):
        return ()
    code = region.code
    levels = [(f"{code[:2]}0000", region.province), (f"{code[:4]}00", region.city), (code, region.county)]
    path: list[Division] = []
    for level, name in levels:
        above = path[-1] if path else None
        if level == (above.code if above else None) or (name is None and level != code and above):
            continue
        names = (*(above.names if above else ()), _scrubbed(name or code))
        path.append(Division(level, names))
    return tuple(path)


def _yuan(value: Number, unit: str | None) -> Number | None:
    if value == 0:
        return 0
    factor = _YUAN.get(unit or "")
    # Through decimal digits: 476.92 万元 are 4,769,200 yuan, not 4,769,200.000000001.
    return None if factor is None else float(Decimal(repr(value)) * factor)


def _is_doubtful(cell: Cell, values: Mapping[str, Number]) -> bool:
    unusable = cell.value is not None and cell.id in fields() and cell.id not in values
    return cell.basis is Basis.UNRESOLVED or unusable


def _bases(report: Report) -> Iterator[str]:
    """`<basis>:<cell id>`, but for printed ones, which are the rest of the known."""
    for cell in report.cells:
        if cell.basis is not Basis.PRINTED and cell.id in fields():
            yield f"{cell.basis}:{cell.id}"


def _card(report: Report) -> Mapping[str, Any]:
    """What a hit shows, as in the canonical JSON, and the texts that its highlights are cut from."""
    return {
        "id": _scrubbed(report.id),
        "title": _fit(report.title),
        "agency": _fitted(report.agency),
        "region": _fitted(report.region),
        "year": report.year,
        "source": _source(report.source),
        "sections": [[item.kind, _scrubbed(item.title), _scrubbed(item.text)] for item in report.sections],
    }


def _source(source: Source) -> dict[str, Any]:
    card = _fitted(replace(source, properties=None))
    del card["properties"]
    if source.properties is not None:
        said = _fitted(source.properties)
        card["properties"] = {key: value for key, value in said.items() if value is not None}
    return card


def _fitted(part: Agency | Region | Source | Properties) -> dict[str, Any]:
    return {key: _fit(value) for key, value in asdict(part).items()}


def _fit(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    return _scrubbed(value) if isinstance(value, str) else value


def _texts(report: Report) -> dict[str, tuple[str, ...]]:
    title, agency = report.title or "", report.agency.name or ""
    texts: dict[str, list[str]] = {"title": [title], "agency": [agency], "text": [title, agency]}
    for section in report.sections:
        texts["text"] += [section.title, section.text]
        if section.kind in section_kinds():
            texts.setdefault(f"section.{section.kind}", []).extend([section.title, section.text])
    kept = {id_: tuple(filter(None, parts)) for id_, parts in texts.items()}
    return {id_: parts for id_, parts in kept.items() if parts}


def _keywords(
    report: Report, doubt: tuple[str, ...], divisions: tuple[Division, ...]
) -> dict[str, tuple[str, ...]]:
    single = {
        "id": report.id,
        "agency.name": report.agency.name,
        "agency.kind": report.agency.kind,
        "region.province": _level(divisions, 2),
        "region.city": _level(divisions, 4),
        "region.county": _level(divisions, 6),
        "form": report.form,
        **{f"forms.{table}": form for table, form in report.forms.items()},
    }
    many = {
        "region": tuple(division.code for division in divisions),
        "doubt": doubt,
        "warnings": tuple(dict.fromkeys(warning.code for warning in report.warnings)),
        "failed_checks": tuple(check.id for check in report.checks if check.holds is False),
    }
    found = {id_: (_keyword(value),) for id_, value in single.items() if value and id_ in fields()}
    return found | {id_: tuple(map(_keyword, values)) for id_, values in many.items() if values}


def _keyword(value: str) -> str:
    return keyword(_scrubbed(value))


def _level(divisions: tuple[Division, ...], digits: int) -> str | None:
    """The code of the level that this many digits name: 2 a province, 4 a city, 6 a county."""
    for division in divisions:
        code = division.code
        level = 2 if code.endswith("0000") else 4 if code.endswith("00") else 6
        if level == digits:
            return code
    return None


def _dates(report: Report) -> dict[str, dt.date]:
    try:
        return {"published": dt.date.fromisoformat(report.published or "")}
    except ValueError:
        return {}


def _scrubbed(text: str) -> str:
    """The text without what some engine refuses: NUL, lone surrogates, U+FFFE, U+FFFF."""
    return _UNFIT.sub("\ufffd", text)
