"""What is wrong or in doubt in a report or between reports, as `gongkai check` shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from converters.audits.copy import Witness
from converters.audits.finding import Compared, Discrepancy
from converters.canonical import to_dict
from converters.form import forms
from converters.report import Basis, Cell, Check, Number, Report
from converters.sheet import Place, place_text

FAILED, DOUBT, WARNING = "failed", "doubt", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in one report, or between reports of one agency.

    `kind` is failed (a check that does not hold), doubt (a cell with more than one reading) or warning; between
    reports failed, suspicion (a leap from year to year) or hint (another copy knows a number that is open here).
    `cells` are those of the canonical JSON, each with its `label`; between reports with their `source` and
    `year` too. `across` is years or copies where reports are compared: `source` is then the one to open first.
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
    region: str | None
    years: tuple[int, ...]
    across: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many checks a number of reports passed, and how many cells are open.

    `unfollowed` are reports of which agency, region or year is not certain, so that they were not compared with
    others; `compared` is what came of those that were.
    """

    reports: int = 0
    checks: int = 0
    failed: int = 0
    undecided: int = 0
    doubts: int = 0
    unfollowed: int = 0
    compared: Compared = field(default_factory=Compared)

    @property
    def broken(self) -> int:
        """Everything that contradicts itself: sums of one report, sums over years, copies of one report."""
        return self.failed + self.compared.failed + self.compared.contradictions

    def plus(self, report: Report) -> "Tally":
        """The tally with one report more."""
        return replace(
            self,
            reports=self.reports + 1,
            checks=self.checks + len(report.checks),
            failed=self.failed + sum(check.holds is False for check in report.checks),
            undecided=self.undecided + sum(check.holds is None for check in report.checks),
            doubts=self.doubts + sum(cell.basis is Basis.UNRESOLVED for cell in report.cells),
        )


def findings(report: Report, source: str, *, doubts: bool) -> Iterator[Finding]:
    """The failed checks of a report, in its order; with `doubts` its open cells and warnings too."""
    failed = any(check.holds is False for check in report.checks)
    # most reports have nothing to tell, and making records of all their cells takes the longest
    records = _records(report) if failed or doubts else {}

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
            region=report.region.code,
            years=() if report.year is None else (report.year,),
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


def between_reports(discrepancy: Discrepancy) -> Finding:
    """A finding between reports of one agency."""
    copy = discrepancy.copy
    return Finding(
        source=copy.source,
        report=copy.report,
        agency=copy.agency,
        year=copy.year,
        kind=discrepancy.kind.value,
        id=discrepancy.id,
        message=discrepancy.message,
        expected=discrepancy.expected,
        found=discrepancy.found,
        at=None,
        cells=tuple(map(_witnessed, discrepancy.witnesses)),
        region=copy.region,
        years=discrepancy.years,
        across="years" if len(discrepancy.years) > 1 else "copies",
    )


def _witnessed(witness: Witness) -> Mapping[str, Any]:
    copy, label = witness.copy, None
    if witness.form in forms():
        label = _form_labels(witness.form).get(witness.cell["id"])
    return {"label": label, "source": copy.source, "report": copy.report, "year": copy.year, **witness.cell}


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


def _records(report: Report) -> dict[str, Mapping[str, Any]]:
    """The report's cells as in its JSON, by id, each with its label."""
    labels = labels_of(report)
    return {cell["id"]: {"label": labels.get(cell["id"]), **cell} for cell in to_dict(report)["cells"]}


def labels_of(report: Report) -> dict[str, str]:
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
