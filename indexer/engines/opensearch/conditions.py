"""Conditions → the queries of OpenSearch; tokens go there as we cut them."""

from typing import Any

from converters.report import Number
from indexer.bigrams import bigrams, characters
from indexer.bounds import number_end, whole_bounds
from indexer.catalogue import Type, fields
from indexer.engines.opensearch.mapping import BASIS, server_field
from indexer.query import AllOf, AnyOf, Based, Condition, Known, Not, Phrase, Query, Range, Terms

Clause = dict[str, Any]

_NOTHING: Clause = {"match_none": {}}


def clause(query: Query) -> Clause:
    """The whole of a query's conditions: the text is scored, filters are not."""
    made: dict[str, list[Clause]] = {"filter": [condition(part) for part in query.filters]}
    if query.text is not None:
        made["must"] = [condition(query.text)]
    return {"bool": made}


def condition(part: Condition) -> Clause:  # noqa: PLR0911 - one a kind
    """One condition."""
    match part:
        case Phrase():
            return _phrase(part)
        case Range():
            return _range(part)
        case Terms(field, values):
            return {"terms": {server_field(field): list(values)}}
        case Known(field):
            return {"exists": {"field": server_field(field)}}
        case Based(field, basis):
            return {"term": {BASIS: f"{basis}:{field}"}}
        case AllOf(parts):
            return {"bool": {"must": [condition(one) for one in parts]}}
        case AnyOf(parts):
            found = [condition(one) for one in parts]
            return {"bool": {"should": found, "minimum_should_match": 1}} if found else _NOTHING
        case Not(inner):
            return {"bool": {"must_not": [condition(inner)], "filter": [{"match_all": {}}]}}


def _phrase(phrase: Phrase) -> Clause:
    """Single characters decide, in their order; pairs only rank."""
    words = characters(phrase.text)
    if not words:
        return _NOTHING
    exact = f"{phrase.field}.char"
    if len(words) == 1:
        return {"term": {exact: words[0]}}
    ranked = [{"term": {f"{phrase.field}.cjk": pair}} for pair in dict.fromkeys(bigrams(phrase.text))]
    whole = {"match_phrase": {exact: {"query": " ".join(words), "analyzer": "whitespace"}}}
    return {"bool": {"must": [whole], "should": ranked}}


def _range(bounds: Range) -> Clause:
    field = fields()[bounds.field]
    if bounds.low is None and bounds.high is None:
        return {"exists": {"field": server_field(field.id)}}
    if field.type is not Type.INTEGER:
        low, high = ("gte" if bounds.with_low else "gt"), ("lte" if bounds.with_high else "lt")
        days = field.type is Type.DATE
        ends = (end if days else number_end(end) for end in (bounds.low, bounds.high))
        return _between(field.id, dict(zip((low, high), ends, strict=True)))
    least, most = whole_bounds(bounds)
    if least is not None and most is not None and least > most:
        return _NOTHING
    return _between(field.id, {"gte": least, "lte": most})


def _between(field: str, ends: dict[str, Number | str | None]) -> Clause:
    return {"range": {server_field(field): {sign: end for sign, end in ends.items() if end is not None}}}
