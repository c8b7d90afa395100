"""The aggregations that an engine gives back → statistics and facets of an answer."""

from collections.abc import Mapping
from typing import Any

from converters.report import Number
from indexer.answer import Bucket, Stats
from indexer.body import interval_of, is_histogram, nudge
from indexer.catalogue import Field, Type, agency_kinds, fields
from indexer.query import Facet, Query

_DIGITS = 9


def read_stats(reply: Mapping[str, Any]) -> dict[str, Stats]:
    """Statistics by field."""
    return {
        name.removeprefix("stats "): _stats(fields()[name.removeprefix("stats ")], part)
        for name, part in reply.items()
    }


def read_facets(
    query: Query, reply: Mapping[str, Any], stats: Mapping[str, Stats], labels: Mapping[str, str]
) -> dict[str, tuple[Bucket, ...]]:
    """Buckets by field: years and intervals in order, other values by count. `labels` name region codes."""
    found = {}
    for facet in query.facets:
        buckets = reply.get(f"facet {facet.field}", {}).get("buckets", [])
        if is_histogram(facet):
            found[facet.field] = tuple(_step(facet, stats[facet.field], item) for item in buckets)
        else:
            found[facet.field] = _terms(fields()[facet.field], buckets, labels)
    return found


def label_of(field: Field, value: str, labels: Mapping[str, str]) -> str:
    """How a person calls the value of a keyword field."""
    if field.id.startswith("region"):
        return labels.get(value, value)
    if field.id == "agency.kind":
        return agency_kinds().get(value, value)
    if field.id == "doubt" and value in fields():
        return fields()[value].zh
    return value


def _stats(field: Field, part: Mapping[str, Any]) -> Stats:
    if not part["count"]:
        return Stats(0, None, None, None, None)
    count = int(part["count"])
    low, high = (_number(field, part[key]) for key in ("min", "max"))
    total = _sum(field, part["sum"])
    return Stats(count, low, high, total, total / count)


def _sum(field: Field, value: float) -> Number:
    """A sum without the last digits of its float, in which it differs with the order that it was added up in.

    Amounts keep two places up to a trillion yuan; a share is no exact number to begin with.
    """
    if field.type is Type.INTEGER:
        return _number(field, value)
    return _number(field, float(f"{value:.{14 if field.kind == 'amount' else 12}g}"))


def _number(field: Field, value: float) -> Number:
    """Engines count in floats; whole numbers are given back whole."""
    return int(value) if field.type is Type.INTEGER or value == int(value) else value


def _terms(field: Field, buckets: list[Mapping[str, Any]], labels: Mapping[str, str]) -> tuple[Bucket, ...]:
    found = [
        Bucket(value, label_of(field, str(value), labels), int(item["doc_count"]))
        for item in buckets
        for value in [int(item["key"]) if field.is_number else str(item["key"])]
    ]
    if field.is_number:
        return tuple(sorted(found, key=lambda bucket: float(bucket.value)))
    return tuple(sorted(found, key=lambda bucket: (-bucket.count, str(bucket.value))))


def _step(facet: Facet, stats: Stats, item: Mapping[str, Any]) -> Bucket:
    field, interval = fields()[facet.field], interval_of(facet, stats)
    low = _rounded(float(item["key"]) + nudge(interval))
    high = _rounded(low + interval)
    if field.type is Type.INTEGER and interval == int(interval):
        label = f"{low:,}" if interval == 1 else f"{low:,}–{high - 1:,}"
    else:
        label = f"{low:,} – <{high:,}"
    return Bucket(low, label, int(item["doc_count"]))


def _rounded(value: float) -> Number:
    near = round(value, _DIGITS)
    return int(near) if near == int(near) else near
