"""A row an agency and year: the agencies followed over the years, each under one key.

Copies of one report are one row, of the numbers on which they agree. Amounts are in yuan as printed: inflation is
left alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from converters.audits.copies import is_unlike
from converters.audits.copy import Copy, copy_of, key_of
from converters.audits.ledger import Ledger
from converters.audits.rules import rules
from converters.audits.settled import Settled, settle
from converters.division import division_table
from converters.errors import UsageError
from converters.region import region_of
from converters.report import Basis, Cell, Number, Region, Report
from indexer.catalogue import Field, fields
from indexer.datasets.column import Column, Kind, Row, Shape, Value
from indexer.datasets.numbers import basis_columns, cell_fields, number_column, number_fields
from indexer.datasets.succession import Successions
from indexer.datasets.wide import check_cells
from indexer.document import indexed_value, with_derived

_TABLES = ("disclosure", "applications", "reviews")
_WHO = (
    Column(
        "key", Kind.TEXT, "机关键", "key of the agency: code of its region, and its name without the region's"
    ),
    Column("agency", Kind.TEXT, "机关名称", "name of the agency in that year"),
    Column("region_code", Kind.TEXT, "区划代码", "GB/T 2260 code of the lowest division in that year"),
    Column("province", Kind.TEXT, "省份", "province"),
    Column("city", Kind.TEXT, "城市", "city"),
    Column("county", Kind.TEXT, "区县", "county"),
    Column("year", Kind.INTEGER, "年份", "year reported on"),
    *(Column(f"form_{table}", Kind.TEXT, f"{table}的格式", f"form of {table}") for table in _TABLES),
    Column("merged_into", Kind.TEXT, "并入机关", "key of the agency that it was merged into later"),
    Column("reports", Kind.INTEGER, "报告份数", "copies of the report, which make this row together"),
    Column("ids", Kind.TEXT, "报告编号", "ids of these reports, blanks between"),
    Column(
        "contested",
        Kind.TEXT,
        "各份不一的指标",
        "cells for which the copies differ, blanks between; all where most do",
    ),
)


@dataclass(slots=True)
class Left:
    """Reports that are in no row, by reason."""

    unfollowed: int = 0
    """Agency, region or year is not certain."""
    crowded: int = 0
    """More files bear one agency and year than copies of a report can be."""
    unbalanced: int = 0
    """The agency does not report for every year asked for, or the year was not asked for."""


@dataclass(frozen=True, slots=True)
class _Year:
    """One year of one agency: the numbers that are known, and how."""

    settled: Settled
    unlike: bool
    numbers: Mapping[str, Number]

    @property
    def first(self) -> Copy:
        return self.settled.copies[0]


@dataclass(frozen=True)
class Panel:
    """The panel: `span` keeps the agencies that report for each of its years, `growth` are fields to tell it of.

    Raises:
        UsageError: a field of `growth` has none.
    """

    successions: Successions
    span: tuple[int, int] | None = None
    growth: tuple[str, ...] = ()
    basis: bool = True
    left: Left = field(default_factory=Left)

    def __post_init__(self) -> None:
        for name in self.growth:
            if fields()[name] not in number_fields() or fields()[name].kind == "change":
                raise UsageError(
                    f"--growth {name}", "is no number that grows", "name a count, an amount or a share"
                )

    @property
    def shape(self) -> Shape:
        """The shape."""
        columns = [*_WHO, *map(number_column, number_fields())]
        columns += (_growth_column(fields()[name]) for name in self.growth)
        if self.basis:
            columns += basis_columns()
        return Shape("panel", "面板", ("key", "year"), tuple(columns), self._rows)

    def _rows(self, reports: Iterable[Report]) -> Iterator[Row]:
        ledger = Ledger()
        try:
            for report in reports:
                check_cells(report)
                followed = copy_of(report, report.id)  # two folders may have files of one path
                if followed is None:
                    self.left.unfollowed += 1
                else:
                    own, copy = followed
                    ledger.add(self.successions.key(own), copy)
            for key, group in groupby(ledger.years(rules().copies.most, least=1), key=lambda found: found[0]):
                yield from self._agencies(key, [(count, copies) for _key, _year, count, copies in group])
        finally:
            ledger.close()

    def _agencies(self, key: str, years: list[tuple[int, list[Copy]]]) -> Iterator[Row]:
        """The rows of one key, or of each agency where two bear it in one year."""
        whole = [copies for count, copies in years if count == len(copies)]
        self.left.crowded += sum(count for count, copies in years if count > len(copies))
        if all(len({_own(copy) for copy in copies}) == 1 for copies in whole):
            yield from self._agency(key, whole)
            return
        for own in sorted({_own(copy) for copies in whole for copy in copies}):
            apart = [[copy for copy in copies if _own(copy) == own] for copies in whole]
            yield from self._agency(own, [copies for copies in apart if copies])

    def _agency(self, key: str, years: Sequence[list[Copy]]) -> Iterator[Row]:
        known = {copies[0].year: copies for copies in years}
        if self.span is not None:
            wanted = range(self.span[0], self.span[1] + 1)
            kept = {year: known[year] for year in wanted} if all(year in known for year in wanted) else {}
            self.left.unbalanced += sum(len(copies) for year, copies in known.items() if year not in kept)
        else:
            kept = known
        told = {year: _told(year, copies) for year, copies in known.items()}
        for year in kept:
            yield self._row(key, told[year], told.get(year - 1))

    def _row(self, key: str, year: _Year, before: _Year | None) -> Row:
        numbers = (year.numbers.get(one.id) for one in number_fields())
        return (
            *_who(key, year, self.successions.merged_into(key)),
            *numbers,
            *(self._grown(name, before, year) for name in self.growth),
            *((_basis(one.id, year) for one in cell_fields()) if self.basis else ()),
        )

    def _grown(self, name: str, before: _Year | None, year: _Year) -> float | None:
        """The change on the year before as a share of it; None where one is unknown, or the earlier is zero."""
        if before is None:
            return None
        old, new = before.numbers.get(name), year.numbers.get(name)
        if old is None or new is None or old <= 0:
            return None
        table = name.partition(".")[0]
        comparable = table not in _TABLES or table in self.successions.across_forms
        if not comparable and before.settled.known[name].form != year.settled.known[name].form:
            return None
        return (new - old) / old


def _growth_column(grown: Field) -> Column:
    zh, en = f"{grown.zh}（增长率）", f"growth of {grown.id} on the year before, as a share of it"
    return Column(f"{grown.id}.growth", Kind.DECIMAL, zh, en)


def _own(copy: Copy) -> str:
    return key_of(copy.agency, copy.region, copy.year)


def _told(year: int, copies: Sequence[Copy]) -> _Year:
    settled = settle(year, copies)
    unlike = len(copies) > 1 and is_unlike(settled, rules().copies)
    if unlike:
        return _Year(settled, unlike, {})
    cells = (_cell(witness.cell) for witness in settled.known.values())
    values = {cell.id: value for cell in cells if (value := indexed_value(cell)) is not None}
    return _Year(settled, unlike, with_derived(values))


def _cell(record: Mapping[str, object]) -> Cell:
    unit, value = record["unit"], record["value"]
    return Cell(
        str(record["id"]),
        value if isinstance(value, int | float) else None,
        Basis(str(record["basis"])),
        unit=str(unit) if unit is not None else None,
    )


def _who(key: str, year: _Year, into: str | None) -> tuple[Value, ...]:
    first, copies = year.first, year.settled.copies
    region = _region(first)
    contested = "all" if year.unlike else " ".join(year.settled.contested) or None
    return (
        key,
        first.agency,
        first.region,
        region.province,
        region.city,
        region.county,
        first.year,
        *(first.forms.get(table) for table in _TABLES),
        into,
        len(copies),
        " ".join(copy.report for copy in copies),
        contested,
    )


def _region(copy: Copy) -> Region:
    table = division_table()
    if copy.region not in table.by_code:
        return Region(copy.region)
    return region_of(table.of(copy.region, copy.year), copy.year)


def _basis(cell: str, year: _Year) -> str | None:
    """How the cell is known, or why it is not: contested and open ones are unresolved."""
    records = [copy.cells[cell] for copy in year.settled.copies if cell in copy.cells]
    if not records:
        return None
    if not year.unlike and cell in year.settled.known:
        return str(year.settled.known[cell].cell["basis"])
    bases = {str(record["basis"]) for record in records}
    open_ = (Basis.UNRESOLVED, Basis.PRINTED, Basis.INFERRED)
    if year.unlike or any(basis.value in bases for basis in open_):
        return Basis.UNRESOLVED.value
    return Basis.BLANK.value if Basis.BLANK.value in bases else Basis.MISSING.value
