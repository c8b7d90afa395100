"""A row a cell, as the canonical JSON has it, and beside it the number that a search compares."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from converters.form import forms
from converters.report import Cell, Report
from converters.sheet import place_text
from indexer.datasets.column import Column, Kind, Row, Shape
from indexer.datasets.identity import brief, brief_of
from indexer.datasets.numbers import BASES, exact
from indexer.document import indexed_value

_COLUMNS = (
    Column("cell", Kind.TEXT, "指标编号", "id of the cell"),
    Column("label", Kind.TEXT, "指标", "name of the cell on that form"),
    Column("form", Kind.TEXT, "格式", "form that the cell's table follows"),
    Column(
        "value", Kind.DECIMAL, "数值", "number in the unit that the copy prints; empty where none is certain"
    ),
    Column("unit", Kind.TEXT, "单位", "unit that the copy prints"),
    Column("number", Kind.DECIMAL, "可比数值", "number as a search compares it: amounts in yuan"),
    Column("basis", Kind.TEXT, "依据", "how far the cell can be trusted", values=BASES),
    Column("raw", Kind.TEXT, "原文", "text that stands in the copy"),
    Column("place", Kind.TEXT, "位置", "where: line:column, page with point, or XPath"),
    Column(
        "candidates",
        Kind.TEXT,
        "可能的数值",
        "what an unresolved cell may be, blanks between; none for empty",
    ),
    Column("because", Kind.TEXT, "推得依据", "identities that proved the number, blanks between"),
    Column("note", Kind.TEXT, "附注", "note that stands in the cell"),
    Column("method", Kind.TEXT, "读取方法", "who read it, where a file can be read in several ways"),
)


def long() -> Shape:
    """The shape. Its rows stand in the order of print."""

    def rows(reports: Iterable[Report]) -> Iterator[Row]:
        for report in reports:
            who = brief_of(report)
            for cell in report.cells:
                yield (*who, *_row(cell, report))

    return Shape("long", "指标", ("id", "cell"), (*brief(), *_COLUMNS), rows)


def _row(cell: Cell, report: Report) -> Row:
    form = report.forms.get(cell.id.partition(".")[0]) or report.form
    candidates = " ".join("none" if value is None else str(value) for value in cell.candidates)
    return (
        cell.id,
        _labels(form).get(cell.id),
        form,
        exact(cell.value, report),
        cell.unit,
        indexed_value(cell),
        cell.basis.value,
        cell.raw,
        place_text(cell.at),
        candidates or None,
        " ".join(cell.because) or None,
        cell.note,
        cell.method,
    )


@cache
def _labels(form: str | None) -> Mapping[str, str]:
    tables = forms()[form].tables if form is not None and form in forms() else ()
    return {slot.id: f"{slot.row.short}.{slot.column.label}" for table in tables for slot in table.slots}
