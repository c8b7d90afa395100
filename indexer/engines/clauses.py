"""Conditions → tantivy queries, built from parts; nothing that a user typed reaches tantivy's own parser.

That parser kills the process on deeply nested input (10,000 brackets, measured).
"""

import datetime as dt

import tantivy

from converters.report import Number
from indexer.bigrams import bigrams, characters
from indexer.bounds import number_end, whole_bounds
from indexer.catalogue import Type, fields
from indexer.engines.layout import BASIS, moment
from indexer.query import AllOf, AnyOf, Based, Condition, Known, Not, Phrase, Query, Range, Terms

_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def clause(query: Query, schema: tantivy.Schema) -> tantivy.Query:
    """The whole of a query's conditions: the text is scored, filters are not."""
    parts = [(_MUST, unscored(part, schema)) for part in query.filters]
    if query.text is not None:
        parts.append((_MUST, _condition(query.text, schema)))
    if not parts:
        return _everything()
    return tantivy.Query.boolean_query(parts)


def unscored(condition: Condition, schema: tantivy.Schema) -> tantivy.Query:
    """A condition that only chooses."""
    return tantivy.Query.const_score_query(_condition(condition, schema), 0.0)


def _everything() -> tantivy.Query:
    return tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)


def _condition(condition: Condition, schema: tantivy.Schema) -> tantivy.Query:  # noqa: PLR0911 - one a kind
    make = tantivy.Query
    match condition:
        case Phrase():
            return _phrase(condition, schema)
        case Range():
            return _range(condition, schema)
        case Terms(field, values):
            return _any([make.term_query(schema, field, value) for value in values])
        case Known(field):
            return make.exists_query(field)
        case Based(field, basis):
            return make.term_query(schema, BASIS, f"{basis}:{field}")
        case AllOf(parts):
            return make.boolean_query([(_MUST, _condition(part, schema)) for part in parts])
        case AnyOf(parts):
            return _any([_condition(part, schema) for part in parts])
        case Not(part):
            return make.boolean_query([(_MUST, _everything()), (_MUST_NOT, _condition(part, schema))])


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if not queries:
        return tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(_SHOULD, query) for query in queries])


def _phrase(phrase: Phrase, schema: tantivy.Schema) -> tantivy.Query:
    """Single characters decide, in their order; pairs only rank, as rarer and better witnesses of a subject.

    Matching by pairs alone would miss `2021年` (年 is paired with what follows it) and words broken by a
    line end.
    """
    words = characters(phrase.text)
    if not words:
        return tantivy.Query.empty_query()
    exact = f"{phrase.field}.char"
    if len(words) == 1:  # a phrase query of one term panics
        return tantivy.Query.term_query(schema, exact, words[0])
    parts = [(_MUST, tantivy.Query.phrase_query(schema, exact, list(words)))]
    ranked = [
        tantivy.Query.term_query(schema, f"{phrase.field}.cjk", pair)
        for pair in dict.fromkeys(bigrams(phrase.text))
    ]
    return tantivy.Query.boolean_query([*parts, *((_SHOULD, query) for query in ranked)])


def _range(bounds: Range, schema: tantivy.Schema) -> tantivy.Query:
    field = fields()[bounds.field]
    if bounds.low is None and bounds.high is None:
        return tantivy.Query.exists_query(bounds.field)
    if field.type is Type.DATE:
        return _between(schema, bounds, tantivy.FieldType.Date, _moment(bounds.low), _moment(bounds.high))
    if field.type is Type.DECIMAL:
        ends = [None if end is None else float(end) for end in map(number_end, (bounds.low, bounds.high))]
        return _between(schema, bounds, tantivy.FieldType.Float, *ends)
    return _whole(schema, bounds)


def _whole(schema: tantivy.Schema, bounds: Range) -> tantivy.Query:
    least, most = whole_bounds(bounds)
    if least is not None and most is not None and least > most:
        return tantivy.Query.empty_query()
    return tantivy.Query.range_query(schema, bounds.field, tantivy.FieldType.Integer, least, most)


def _between(
    schema: tantivy.Schema,
    bounds: Range,
    kind: tantivy.FieldType,
    low: float | dt.datetime | None,
    high: float | dt.datetime | None,
) -> tantivy.Query:
    return tantivy.Query.range_query(
        schema,
        bounds.field,
        kind,
        low,
        high,
        include_lower=bounds.with_low or low is None,  # tantivy refuses to leave out an end that is not there
        include_upper=bounds.with_high or high is None,
    )


def _moment(end: Number | str | None) -> dt.datetime | None:
    return None if end is None else moment(dt.date.fromisoformat(str(end)))
