"""What is wrong or in doubt in a report, as `gongkai check` shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from converters.canonical import to_dict
from converters.form import forms
from converters.report import Basis, Cell, Check, Number, Report
from converters.sheet import NodePlace, PagePlace, Place, TextPlace

FAILED, DOUBT, WARNING = "failed", "doubt", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in one report.

    `kind` is failed (a check that does not hold), doubt (a cell with more than one reading) or warning.
    `cells` are those of the canonical JSON, each with its `label`.
    """

    source: str
    report: str
    agency: str | None
    year: int | None
    kind: str
    id: str
    message: str
    expected: Number | None
    found: Number | None
    at: str | None
    cells: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many checks a number of reports passed, and how many cells are open."""

    reports: int = 0
    checks: int = 0
    failed: int = 0
    undecided: int = 0
    doubts: int = 0

    def plus(self, report: Report) -> "Tally":
        """The tally with one report more."""
        return Tally(
            self.reports + 1,
            self.checks + len(report.checks),
            self.failed + sum(check.holds is False for check in report.checks),
            self.undecided + sum(check.holds is None for check in report.checks),
            self.doubts + sum(cell.basis is Basis.UNRESOLVED for cell in report.cells),
        )


def findings(report: Report, source: str, *, doubts: bool) -> Iterator[Finding]:
    """The failed checks of a report, in its order; with `doubts` its open cells and warnings too."""
    labels = _labels(report)
    records = {cell["id"]: {"label": labels.get(cell["id"]), **cell} for cell in to_dict(report)["cells"]}

    def finding(kind: str, name: str, message: str, at: Place | None, *cells: str, **numbers: Any) -> Finding:  # noqa: ANN401 - expected and found
        shown = tuple(records.get(cell, {"id": cell}) for cell in cells)
        sums = {"expected": None, "found": None, **numbers}
        agency = report.agency.name
        return Finding(
            source,
            report.id,
            agency,
            report.year,
            kind,
            name,
            message,
            at=place_text(at),
            cells=shown,
            **sums,
        )

    for check in report.checks:
        if check.holds is False:
            message, at = _statement(check, report)
            yield finding(
                FAILED, check.id, message, at, *check.cells, expected=check.expected, found=check.found
            )
    if not doubts:
        return
    for cell in report.cells:
        if cell.basis is Basis.UNRESOLVED:
            yield finding(DOUBT, cell.id, _readings(cell), cell.at, cell.id)
    for warning in report.warnings:
        yield finding(WARNING, warning.code, warning.message, warning.at)


def place_text(place: Place | None) -> str | None:
    """A place as editors and people write it: line:column, page, or path in a web page."""
    match place:
        case TextPlace(line, column):
            return f"{line}:{column}"
        case PagePlace(page, (x0, top, _, _)):
            return f"page {page} at {x0:.0f},{top:.0f}"
        case NodePlace(xpath):
            return xpath
        case None:
            return None


def _statement(check: Check, report: Report) -> tuple[str, Place | None]:
    """What a failed check says, and where the prose says it if the prose does."""
    if check.id.startswith("prose."):
        for fact in report.facts:
            if fact.name and fact.value == check.expected and check.id.startswith(f"prose.{fact.name}"):
                return f"the prose says {check.expected}, the table {check.found}: {fact.sentence}", fact.at
        return f"the prose says {check.expected}, the table {check.found}", None
    sides = _sides(report).get(check.id)
    if sides is None:
        return f"expected {check.expected}, found {check.found}", None
    values = {cell.id: cell.value for cell in report.cells}
    left, right = (" + ".join(str(values.get(cell)) for cell in side) for side in sides)
    return f"{_sum(left, check.found)} is not {_sum(right, check.expected)}", None


def _sum(terms: str, result: Number | None) -> str:
    return f"{terms} = {result}" if " + " in terms else terms


def _readings(cell: Cell) -> str:
    candidates = " or ".join("none" if value is None else str(value) for value in cell.candidates)
    return f"more than one reading fits: {candidates}" if candidates else "more than one reading fits"


def _labels(report: Report) -> dict[str, str]:
    """The Chinese names of the report's cells, by the forms that its tables follow."""
    labels: dict[str, str] = {}
    for form in {report.form, *report.forms.values()}:
        if form is not None and form in forms():
            labels |= _form_labels(form)
    return labels


@cache
def _form_labels(form: str) -> dict[str, str]:
    tables = forms()[form].tables
    return {slot.id: f"{slot.row.short} · {slot.column.label}" for table in tables for slot in table.slots}


def _sides(report: Report) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The left and right cells of the identities that the report's tables are under."""
    return {
        identity.id: (identity.left, identity.right)
        for table, form in report.forms.items()
        if form is not None and form in forms()
        for identity in forms()[form].identities_of(table)
    }
