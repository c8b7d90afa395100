"""One question to an index, as frozen values: the same for every engine.

A condition is a small tree. Leaves: `Phrase`, `Range`, `Terms`, `Known`, `Based`; inner nodes: `AllOf`,
`AnyOf`, `Not`. What users type is parsed into it by `text_query.py` and `where.py`.
"""

from dataclasses import dataclass, field

from converters.errors import UsageError
from converters.report import Basis, Number
from indexer.names import field_named

MOST_HITS = 10_000
"""Of `limit`, and of `offset + limit`: an engine reserves memory for each (16 bytes in tantivy)."""
MOST_BUCKETS = 1_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words, one directly behind the other, in a text field; punctuation and line ends do not count."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """A number or date between two ends; an end that is None is open. Dates are ISO days."""

    field: str
    low: Number | str | None = None
    high: Number | str | None = None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """A keyword field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The field has a value."""

    field: str


@dataclass(frozen=True, slots=True)
class Based:
    """The cell's value has this basis."""

    field: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Reports of which this is not so."""

    part: "Condition"


Condition = Phrase | Range | Terms | Known | Based | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts of hits by value; numbers other than the year by interval, chosen by us where it is None."""

    field: str
    interval: float | None = None


@dataclass(frozen=True, slots=True)
class Sort:
    """Order of the hits; reports without the value come last either way, ties go by report id."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. `text` is scored, `filters` only choose; `show` names fields to give back with each hit.

    Without `sort`, hits come by score where there is a text, else by year, newest first.

    Raises:
        UsageError: a limit is passed, or a field cannot do what is asked of it.
    """

    text: Condition | None = None
    filters: tuple[Condition, ...] = ()
    facets: tuple[Facet, ...] = ()
    stats: tuple[str, ...] = ()
    sort: Sort | None = None
    limit: int = 20
    offset: int = 0
    show: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.limit < 0 or self.offset < 0 or self.offset + self.limit > MOST_HITS:
            asked = f"limit {self.limit}, offset {self.offset}"
            raise UsageError(
                asked,
                f"offset + limit must lie in 0 to {MOST_HITS:,}",
                "narrow the search",
            )
        for name in self.stats:
            if not field_named(name).is_number:
                raise UsageError(name, "is no number", "statistics need a number field: `gongkai fields`")
        for facet in self.facets:
            _check_facet(facet)
        if self.sort is not None and not field_named(self.sort.field).sortable:
            raise UsageError(
                self.sort.field, "cannot be sorted by", "choose a number, a date or a single keyword"
            )


def _check_facet(facet: Facet) -> None:
    found = field_named(facet.field)
    if found.type in {"text", "date"} or found.id == "id":
        raise UsageError(
            facet.field, "has no facet", "choose a keyword, the year or a number: `gongkai fields`"
        )
    if facet.interval is not None and (not found.is_number or not 0 < facet.interval < float("inf")):
        raise UsageError(
            f"{facet.field}:{facet.interval}", "is no interval", "a number field takes one above zero"
        )
