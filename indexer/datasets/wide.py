"""A row a report: who and when, doubt, every number of the catalogue, and the basis of every cell.

Numbers are those that a search compares: amounts in yuan, and none where the cell is not certain.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from converters.errors import OutputError
from converters.report import Report
from indexer.catalogue import section_kinds
from indexer.datasets.column import Column, Kind, Row, Shape
from indexer.datasets.identity import whole, whole_of
from indexer.datasets.numbers import basis_columns, cell_fields, number_column, number_fields
from indexer.document import cell_numbers, doubtful_cells, with_derived

_DOUBT = (
    Column("doubt", Kind.TEXT, "存疑项", "cells without a certain number, by id, blanks between"),
    Column("failed_checks", Kind.TEXT, "勾稽不符", "identities broken in print, by id, blanks between"),
    Column("warnings", Kind.TEXT, "提示", "codes of warnings, blanks between"),
)


def wide(*, basis: bool = True, texts: bool = False) -> Shape:
    """The shape; with a column for the basis of each cell, and one for the text of each kind of section."""
    columns = [*whole(), *_DOUBT, *map(number_column, number_fields())]
    if basis:
        columns += basis_columns()
    if texts:
        columns += (
            Column(f"text.{kind}", Kind.TEXT, zh, f"text of {kind}") for kind, zh in section_kinds().items()
        )

    def rows(reports: Iterable[Report]) -> Iterator[Row]:
        for report in reports:
            check_cells(report)
            yield (
                *whole_of(report),
                *_numbers(report),
                *(_bases(report) if basis else ()),
                *(_texts(report) if texts else ()),
            )

    return Shape("wide", "年度报告", ("id",), tuple(columns), rows)


def check_cells(report: Report) -> None:
    """Refuses a report of which a row could not hold every cell.

    Raises:
        OutputError: a cell stands there twice, or no form has it.
    """
    ids = [cell.id for cell in report.cells]
    told, known = set(ids), _known()
    if len(told) == len(ids) and told <= known:
        return
    strange = min(told - known, default=None)
    if strange is None:
        strange = next(id_ for id_ in ids if ids.count(id_) > 1)
    problem = (
        f"its cell {strange[:80]} {'stands there twice' if strange in known else 'is in no form known here'}"
    )
    raise OutputError(report.source.path, problem, "export it with --shape long, or leave the report out")


@cache
def _known() -> frozenset[str]:
    return frozenset(field.id for field in cell_fields())


def _numbers(report: Report) -> Iterator[str | int | float | None]:
    values = cell_numbers(report)
    yield _listed(doubtful_cells(report, values))
    yield _listed(check.id for check in report.checks if check.holds is False)
    yield _listed(dict.fromkeys(warning.code for warning in report.warnings))
    numbers = with_derived(values)
    yield from (numbers.get(field.id) for field in number_fields())


def _listed(words: Iterable[str]) -> str | None:
    return " ".join(words) or None


def _bases(report: Report) -> Iterator[str | None]:
    bases = {cell.id: cell.basis.value for cell in report.cells}
    yield from (bases.get(field.id) for field in cell_fields())


def _texts(report: Report) -> Iterator[str | None]:
    for kind in section_kinds():
        yield "\n".join(section.text for section in report.sections if section.kind == kind) or None
