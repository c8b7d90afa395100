"""What an index answers: the same whoever answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from converters.report import Number


@dataclass(frozen=True, slots=True)
class Hit:
    """One report found. `source`, `agency` and `region` are as in the canonical JSON.

    `score` is None where hits were not ranked by text. `highlights` are HTML: escaped, matches in <mark>.
    `values` are those of the fields that the query wanted shown.
    """

    id: str
    score: float | None
    title: str | None
    agency: Mapping[str, Any]
    region: Mapping[str, Any]
    year: int | None
    source: Mapping[str, Any]
    highlights: tuple[str, ...] = ()
    values: Mapping[str, Number | None] = field(default_factory=dict)

    @property
    def shown_score(self) -> float | None:
        """The score in three digits: behind them engines differ, which count in 32 bits or in 64."""
        return None if self.score is None else float(f"{self.score:.3g}")

    def as_dict(self) -> dict[str, Any]:
        """The hit as the contract prints it."""
        return {
            "id": self.id,
            "score": self.shown_score,
            "title": self.title,
            "agency": self.agency,
            "region": self.region,
            "year": self.year,
            "source": self.source,
            "highlights": list(self.highlights),
        }


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet (the lower bound of an interval), how it is called, and how many hits have it."""

    value: str | Number
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Statistics of a field over the hits that have a value of it; all but the count None where none has."""

    count: int
    min: Number | None
    max: Number | None
    sum: Number | None
    avg: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """All hits that were found are counted in `total`; `hits` are those of the page that was asked for.

    `notes` are for the user's eye: where the answer is less than it looks like.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Bucket, ...]]
    stats: Mapping[str, Stats]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The answer as the contract prints it."""
        return {
            "total": self.total,
            "hits": [hit.as_dict() for hit in self.hits],
            "facets": {
                name: [{"value": item.value, "label": item.label, "count": item.count} for item in buckets]
                for name, buckets in self.facets.items()
            },
            "stats": {
                name: {"count": one.count, "min": one.min, "max": one.max, "sum": one.sum, "avg": one.avg}
                for name, one in self.stats.items()
            },
        }
