"""What the audits keep of a report: whose and of which year it is, and its cells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from converters.audits.rules import rules
from converters.canonical import to_dict
from converters.labels import fold
from converters.region import generic_kind, locate
from converters.report import Number, Report

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""A year outside was not read from a report; it could not be stored either."""

_IN_WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
_KNOWN = frozenset({"printed", "inferred"})

CellRecord = Mapping[str, Any]
"""A cell as the canonical JSON has it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One file's report: `source` is the file as the user named it, `forms` table → form, `cells` id → cell."""

    source: str
    report: str
    agency: str
    region: str
    year: int
    forms: Mapping[str, str | None]
    cells: Mapping[str, CellRecord]

    def form_of(self, cell: str) -> str | None:
        """The form that the cell's table follows in this copy."""
        return self.forms.get(cell.partition(".")[0])

    def knows(self, cell: str) -> bool:
        """Whether the cell has a number here: printed or inferred, not open."""
        record = self.cells.get(cell)
        return record is not None and record["value"] is not None and record["basis"] in _KNOWN

    def witness(self, cell: str) -> "Witness":
        """The cell with where it stands."""
        return Witness(self, self.cells[cell])


@dataclass(frozen=True, slots=True)
class Witness:
    """A cell with the copy that it stands in."""

    copy: Copy
    cell: CellRecord

    @property
    def form(self) -> str | None:
        """The form that the cell's table follows."""
        return self.copy.form_of(self.cell["id"])

    @property
    def value(self) -> Number:
        """The cell's number, where the copy knows it."""
        number: Number = self.cell["value"]
        return number

    @property
    def measure(self) -> tuple[str | None, Decimal]:
        """The number to compare, with what it counts: 万元 for amounts whose unit is known, else as it stands."""
        number, unit = Decimal(str(self.value)), self.cell["unit"]
        return ("万元", number * _IN_WAN[unit]) if unit in _IN_WAN else (unit, number)


def agency_key(report: Report) -> str | None:
    """What two reports of one agency share: code of the region and name; None where one of them is not known.

    The place that a name begins with is left out where the code says it already: 洛阳市水利局, 市水利局 and
    水利局 of 410300 are one.
    """
    name, code = report.agency.name, report.region.code
    return key_of(name, code, report.year) if name and code else None


def key_of(name: str, code: str, year: int | None) -> str:
    """The key of an agency by its name in that year and the code of its region."""
    name = core = "".join(name.split())
    place = locate(name, year)
    if place.start == 0 and place.division is not None and place.division.code == code:
        core = name[place.end :]
    elif place.end == 0 and (kind := generic_kind(name)):
        core = name[3 if name.startswith("自治区") else len(kind) :]
    return f"{code} {fold(core) or fold(name)}"


def followed(report: Report) -> tuple[str, int] | None:
    """The key of the report's agency and its year; None where the report cannot be followed."""
    key, year = agency_key(report), report.year
    if key is None or year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if any(warning.code in rules().doubted_by for warning in report.warnings):
        return None
    return key, year


def copy_of(report: Report, source: str) -> tuple[str, Copy] | None:
    """The key of the report's agency and what is compared of it; None where the report cannot be followed."""
    whose = followed(report)
    if whose is None:
        return None
    key, year = whose
    # the rest is long and not compared
    record = to_dict(replace(report, sections=(), tables=(), facts=(), checks=(), warnings=()))
    return key, Copy(
        source=source,
        report=record["id"],
        agency=record["agency"]["name"],
        region=record["region"]["code"],
        year=year,
        forms=record["forms"],
        cells={cell["id"]: cell for cell in record["cells"]},
    )
