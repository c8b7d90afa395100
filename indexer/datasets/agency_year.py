"""One year of one agency, of all copies of its report: what they know together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from converters.audits.copies import is_unlike
from converters.audits.copy import Copy
from converters.audits.rules import rules
from converters.audits.settled import Settled, settle
from converters.division import division_table
from converters.region import region_of
from converters.report import Basis, Cell, Number, Region
from indexer.datasets.column import Column, Kind, Value
from indexer.datasets.identity import form_columns, tables
from indexer.document import indexed_value, with_derived

_IN_PRINT = (Basis.UNRESOLVED, Basis.PRINTED, Basis.INFERRED)


@cache
def columns() -> tuple[Column, ...]:
    """What tells of the agency and the year; the values are `AgencyYear.who`, behind the key."""
    return (
        Column("agency", Kind.TEXT, "机关名称", "name of the agency in that year"),
        Column("year", Kind.INTEGER, "年份", "year reported on"),
        Column("region_code", Kind.TEXT, "区划代码", "GB/T 2260 code of the lowest division in that year"),
        Column("province", Kind.TEXT, "省份", "province"),
        Column("city", Kind.TEXT, "城市", "city"),
        Column("county", Kind.TEXT, "区县", "county"),
        *form_columns(),
        Column("reports", Kind.INTEGER, "报告份数", "copies of the report, which make this row together"),
        Column("ids", Kind.TEXT, "报告编号", "ids of these reports, blanks between"),
        Column(
            "contested",
            Kind.TEXT,
            "各份不一的指标",
            "cells on which copies differ, blanks between; all: on most",
        ),
    )


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """What the copies say. Where they are `unlike`, rather two reports than copies of one, no number is known."""

    settled: Settled
    unlike: bool
    numbers: Mapping[str, Number]

    def who(self) -> Iterator[Value]:
        """The values of `columns`; names and forms are those of the first copy."""
        copies = self.settled.copies
        first, region = copies[0], _region(copies[0])
        yield from (first.agency, first.year, first.region, region.province, region.city, region.county)
        yield from (first.forms.get(table.id) for table in tables())
        yield len(copies)
        yield " ".join(copy.report for copy in copies)
        yield "all" if self.unlike else " ".join(self.settled.contested) or None

    def form(self, cell: str) -> str | None:
        """The form under which a known cell stands."""
        return self.settled.known[cell].form

    def basis(self, cell: str) -> str | None:
        """How the cell is known, or why it is not: contested and open ones are unresolved; None where none has it."""
        bases = {str(copy.cells[cell]["basis"]) for copy in self.settled.copies if cell in copy.cells}
        if not bases:
            return None
        if not self.unlike and cell in self.settled.known:
            return str(self.settled.known[cell].cell["basis"])
        if self.unlike or any(basis.value in bases for basis in _IN_PRINT):
            return Basis.UNRESOLVED.value
        return (Basis.BLANK if Basis.BLANK.value in bases else Basis.MISSING).value


def agency_year(copies: Sequence[Copy]) -> AgencyYear:
    """What these copies of one year say together."""
    settled = settle(copies[0].year, copies)
    if len(copies) > 1 and is_unlike(settled, rules().copies):
        return AgencyYear(settled, unlike=True, numbers={})
    cells = (_cell(witness.cell) for witness in settled.known.values())
    values = {cell.id: value for cell in cells if (value := indexed_value(cell)) is not None}
    return AgencyYear(settled, unlike=False, numbers=with_derived(values))


def _cell(record: Mapping[str, object]) -> Cell:
    unit, value = record["unit"], record["value"]
    return Cell(
        str(record["id"]),
        value if isinstance(value, int | float) else None,
        Basis(str(record["basis"])),
        unit=str(unit) if unit is not None else None,
    )


def _region(copy: Copy) -> Region:
    table = division_table()
    if copy.region not in table.by_code:
        return Region(copy.region)
    return region_of(table.of(copy.region, copy.year), copy.year)
