"""A row an agency and year: the agencies followed over the years, each under one key.

Copies of one report are one row, of the numbers on which they agree. Amounts are in yuan as printed: inflation is
left alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from converters.audits.copy import Copy, copy_of, key_of
from converters.audits.ledger import Ledger
from converters.audits.rules import rules
from converters.errors import UsageError
from converters.report import Report
from indexer.catalogue import Field, fields
from indexer.datasets.agency_year import AgencyYear, agency_year, columns
from indexer.datasets.column import Column, Kind, Row, Shape
from indexer.datasets.identity import tables
from indexer.datasets.numbers import basis_columns, cell_fields, number_column, number_fields
from indexer.datasets.succession import Successions
from indexer.datasets.wide import check_cells

_KEY = Column(
    "key", Kind.TEXT, "机关键", "key of the agency: code of its region, and its name without the region's"
)
_INTO = Column("merged_into", Kind.TEXT, "并入机关", "key of the agency that it was merged into later")


@dataclass(slots=True)
class Left:
    """Reports that are in no row, by reason."""

    unfollowed: int = 0
    """Agency, region or year is not certain."""
    crowded: int = 0
    """More files bear one agency and year than copies of a report can be."""
    unbalanced: int = 0
    """The agency does not report for every year asked for, or the year was not asked for."""


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
        laid_out = [_KEY, *columns(), _INTO, *map(number_column, number_fields())]
        laid_out += (_growth_column(fields()[name]) for name in self.growth)
        if self.basis:
            laid_out += basis_columns()
        return Shape("panel", "面板", ("key", "year"), tuple(laid_out), self._rows)

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
        kept = self._kept(known.keys())
        self.left.unbalanced += sum(len(copies) for year, copies in known.items() if year not in kept)
        before: AgencyYear | None = None
        for year, copies in sorted(known.items()):
            told = agency_year(copies)
            if year in kept:
                yield self._row(key, told, before if year - 1 in known else None)
            before = told

    def _kept(self, years: Iterable[int]) -> frozenset[int]:
        """The years of an agency that have a row."""
        if self.span is None:
            return frozenset(years)
        wanted = frozenset(range(self.span[0], self.span[1] + 1))
        return wanted if wanted <= frozenset(years) else frozenset()

    def _row(self, key: str, year: AgencyYear, before: AgencyYear | None) -> Row:
        return (
            key,
            *year.who(),
            self.successions.merged_into(key),
            *(year.numbers.get(one.id) for one in number_fields()),
            *(self._grown(name, before, year) for name in self.growth),
            *((year.basis(one.id) for one in cell_fields()) if self.basis else ()),
        )

    def _grown(self, name: str, before: AgencyYear | None, year: AgencyYear) -> float | None:
        """The change on the year before as a share of it; None where one is unknown, or the earlier is zero."""
        if before is None:
            return None
        old, new = before.numbers.get(name), year.numbers.get(name)
        if old is None or new is None or old <= 0:
            return None
        if self._is_bound_to_a_form(name) and before.form(name) != year.form(name):
            return None
        return (new - old) / old

    def _is_bound_to_a_form(self, name: str) -> bool:
        table = name.partition(".")[0]
        return table in {one.id for one in tables()} - self.successions.across_forms


def _growth_column(grown: Field) -> Column:
    zh, en = f"{grown.zh}（增长率）", f"growth of {grown.id} on the year before, as a share of it"
    return Column(f"{grown.id}.growth", Kind.DECIMAL, zh, en)


def _own(copy: Copy) -> str:
    return key_of(copy.agency, copy.region, copy.year)
