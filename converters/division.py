"""The divisions of China with the years in which they were in force, loaded from data/regions.

A division is one name of one GB/T 2260 code: 襄樊市 and 襄阳市 are two, of the same code. The table is read
once, when first asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

KINDS = "省市区县旗州盟"
"""The characters that a division's full name ends with, nearly always."""

_AUTONOMOUS = ("自治州", "自治县", "自治旗")


@dataclass(frozen=True, slots=True)
class Division:
    """One name of one code. `first` and `last` are years, None where open; `next` is its successor's code."""

    code: str
    name: str
    short: str
    parent: str
    first: int | None
    last: int | None
    next: str

    @property
    def level(self) -> str:
        """`province`, `prefecture` or `county`, as the code tells."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    def years_from(self, year: int) -> int:
        """How many years the given one lies outside this division's own; 0 while it was in force."""
        if self.first is not None and year < self.first:
            return self.first - year
        return year - self.last if self.last is not None and year > self.last else 0


@dataclass(frozen=True, slots=True)
class DivisionTable:
    """All divisions by code and by what agencies print for them.

    `full`: names with their kind (咸宁市, 海南州 for 海南藏族自治州) and the aliases; `short`: names without
    it (咸宁).
    """

    by_code: Mapping[str, tuple[Division, ...]]
    full: Mapping[str, tuple[Division, ...]]
    short: Mapping[str, tuple[Division, ...]]
    longest: int
    openings: frozenset[str]
    """The first two characters of all names: no name is shorter, and most text begins with others."""

    def of(self, code: str, year: int | None = None) -> Division:
        """The division of this code as it was called in that year, or is called now."""
        return nearest(self.by_code[code], year)[0]

    def path(self, division: Division, year: int | None = None) -> tuple[Division, ...]:
        """The division and those above it, from the province down."""
        above = self.path(self.of(division.parent, year), year) if division.parent else ()
        return (*above, division)

    def is_below(self, division: Division, above: Division) -> bool:
        """Whether the one lies in the other, by the parents of their codes."""
        return above.code in (division.parent, division.parent and division.parent[:2] + "0000")


def nearest(divisions: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    """Those in force in that year (now, where it is None), or else those that come closest to it in time."""
    asked = 9999 if year is None else year
    ranked = [(division.years_from(asked), division) for division in divisions]
    least = min((distance for distance, _ in ranked), default=0)
    return tuple(division for distance, division in ranked if distance == least)


@cache
def division_table() -> DivisionTable:
    """The table of data/regions, read once."""
    folder = files("converters") / "data" / "regions"
    by_code: dict[str, list[Division]] = {}
    full: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    for row in _rows((folder / "divisions.tsv").read_text("utf-8")):
        code, name, brief, parent, first, last, after = row
        division = Division(code, name, brief, parent, _year(first), _year(last), after)
        by_code.setdefault(code, []).append(division)
        full.setdefault(name, []).append(division)
        if brief:
            short.setdefault(brief, []).append(division)
            if name.endswith(_AUTONOMOUS):
                full.setdefault(brief + name[-1], []).append(division)
    for name, code in _rows((folder / "aliases.tsv").read_text("utf-8")):
        full.setdefault(name, []).extend(by_code[code])
    openings = frozenset(name[:2] for name in (*full, *short))
    return DivisionTable(_frozen(by_code), _frozen(full), _frozen(short), max(map(len, full)), openings)


def _rows(text: str) -> list[list[str]]:
    """The fields of every line behind the remarks and the line of column names."""
    lines = [line for line in text.split("\n") if line and line[0] != "#"]
    return [line.split("\t") for line in lines[1:]]


def _year(text: str) -> int | None:
    return int(text) if text else None


def _frozen(groups: Mapping[str, list[Division]]) -> dict[str, tuple[Division, ...]]:
    return {key: tuple(group) for key, group in groups.items()}
