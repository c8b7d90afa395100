"""Numbers as data sets hold them: of the cells of the catalogue, and of whatever else a report states."""

import math
from collections.abc import Iterator
from functools import cache

from converters.errors import OutputError
from converters.report import Basis, Number, Report
from indexer.catalogue import Field, Type, fields
from indexer.datasets.column import Column, Kind

_MOST = 2**53
"""Beyond it a double is not exact; the readers refuse numbers from 10¹² on."""

BASES = {
    Basis.PRINTED.value: "原文印有",
    Basis.INFERRED.value: "由勾稽关系推得",
    Basis.BLANK.value: "原文空白",
    Basis.MISSING.value: "原文缺失",
    Basis.UNRESOLVED.value: "存疑未决",
}
"""The bases of a cell and their Chinese names."""


@cache
def number_fields() -> tuple[Field, ...]:
    """Derived numbers, then cells in the order of print."""
    return tuple(field for field in fields().values() if field.is_number and field.id != "year")


@cache
def cell_fields() -> tuple[Field, ...]:
    """The cells of all forms, in the order of print."""
    return tuple(field for field in number_fields() if field.forms)


def number_column(field: Field) -> Column:
    """The column of a number field."""
    kind = Kind.INTEGER if field.type is Type.INTEGER else Kind.DECIMAL
    return Column(field.id, kind, field.zh, field.en, field.unit)


def basis_columns() -> Iterator[Column]:
    """How far each cell can be trusted."""
    for field in cell_fields():
        yield Column(
            f"{field.id}.basis", Kind.TEXT, f"{field.zh}（依据）", f"basis of {field.id}", values=BASES
        )


def exact(value: Number | None, report: Report) -> Number | None:
    """The number, if a double can hold it.

    Raises:
        OutputError: it cannot; nothing that was read from a report is so large.
    """
    if value is None or (math.isfinite(value) and abs(value) <= _MOST):
        return value
    raise OutputError(
        report.source.path, f"{value} is too large for a column of numbers", "leave the report out"
    )
