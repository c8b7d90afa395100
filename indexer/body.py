"""Facets and statistics of a query → aggregations in the shape of Elasticsearch, which both engines take."""

import math
from typing import Any

from converters.errors import UsageError
from indexer.answer import Stats
from indexer.catalogue import Type, fields
from indexer.query import MOST_BUCKETS, Facet, Query

Body = dict[str, dict[str, Any]]

_FEWEST_STEPS = 8
"""An interval of our own choosing cuts the span of the values into eight to twenty steps."""


def is_histogram(facet: Facet) -> bool:
    """Whether a facet counts by interval: all numbers but the year, which has few values of its own."""
    found = fields()[facet.field]
    return found.is_number and (found.kind != "year" or facet.interval is not None)


def stats_body(query: Query) -> Body:
    """The first request: statistics asked for, and those that the histograms' intervals are chosen by."""
    asked = dict.fromkeys([*query.stats, *(facet.field for facet in query.facets if is_histogram(facet))])
    return {f"stats {name}": {"stats": {"field": name}} for name in asked}


def facets_body(query: Query, stats: dict[str, Stats]) -> Body:
    """The second request: a terms or a histogram aggregation for each facet.

    Raises:
        UsageError: an interval would give more than 1,000 steps.
    """
    body: Body = {}
    for facet in query.facets:
        if not is_histogram(facet):
            body[f"facet {facet.field}"] = {"terms": {"field": facet.field, "size": MOST_BUCKETS}}
        elif stats[facet.field].count:
            body[f"facet {facet.field}"] = {"histogram": _histogram(facet, stats[facet.field])}
    return body


def interval_of(facet: Facet, stats: Stats) -> float:
    """The interval asked for, or a round one (1, 2 or 5 times a power of ten) that suits the values."""
    if facet.interval is not None:
        return facet.interval
    least = 1.0 if fields()[facet.field].type is Type.INTEGER else 0.0
    span = (stats.max or 0) - (stats.min or 0)
    if span <= 0:
        return max(least, 1.0)
    power = 10.0 ** math.floor(math.log10(span / _FEWEST_STEPS))
    fitting = [step * power for step in (1, 2, 5, 10) if step * power <= span / _FEWEST_STEPS]
    return max(least, fitting[-1] if fitting else power)


def nudge(interval: float) -> float:
    """By how much the bounds of a histogram lie below their round values: 0.3 / 0.1 is a little below 3."""
    return interval * 1e-9


def _histogram(facet: Facet, stats: Stats) -> dict[str, Any]:
    interval = interval_of(facet, stats)
    steps = ((stats.max or 0) - (stats.min or 0)) / interval
    if steps >= MOST_BUCKETS:
        wider = interval_of(Facet(facet.field), stats)
        raise UsageError(
            f"{facet.field}:{interval:g}",
            f"would give {steps:,.0f} steps",
            f"at most {MOST_BUCKETS:,}: try {wider:g}",
        )
    return {
        "field": facet.field,
        "interval": interval,
        "offset": interval - nudge(interval),
        "min_doc_count": 1,
    }
