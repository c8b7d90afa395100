"""The hits of one page in an order that does not depend on how the index came to be: ties go by report id.

tantivy sorts by one key and leaves ties in the order of its segments, which differs between two equal
indexes.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import tantivy

from indexer.catalogue import Type, fields
from indexer.query import Sort

_SPARE = 64
"""Hits fetched beyond the page, so that most ties at its end are seen whole at the first try."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit's place: its report id, its address in the index, and its score where it was ranked by text."""

    id: str
    address: tantivy.DocAddress
    score: float | None


def by_score(searcher: tantivy.Searcher, query: tantivy.Query, upto: int) -> tuple[list[Ranked], int]:
    """The first `upto` hits, best first, and how many there are in all."""
    wanted = upto + _SPARE
    while True:
        hits, total = _search(searcher, query, wanted)
        if len(hits) >= total or hits[-1][0] < hits[max(upto, 1) - 1][0]:
            break
        wanted = min(total, wanted * 4)
    if not hits or not upto:
        return [], total
    # Only those as good as the last of the page can be on it.
    least = hits[min(upto, len(hits)) - 1][0]
    ranked = [Ranked(_id(searcher, address), address, score) for score, address in hits if score >= least]
    return sorted(ranked, key=lambda hit: (-(hit.score or 0.0), hit.id))[:upto], total


def by_field(
    searcher: tantivy.Searcher, query: tantivy.Query, sort: Sort, upto: int, schema: tantivy.Schema
) -> tuple[list[Ranked], int]:
    """The first `upto` hits in the order of a field, those without a value last; and how many there are."""
    hits, total = _search(searcher, query, max(upto, 1), sort)
    ranked: list[Ranked] = []
    for value, addresses in _groups(hits[:upto]):
        may_go_on = len(ranked) + len(addresses) == upto < total
        if may_go_on and sort.field != "id":
            both = [(tantivy.Occur.Must, query), _having(sort.field, value, schema)]
            tied, _ = _search(searcher, tantivy.Query.boolean_query(both), len(addresses), Sort("id"))
            addresses = [address for _, address in tied]  # noqa: PLW2901 - the first of the same group
        group = [Ranked(_id(searcher, address), address, None) for address in addresses]
        ranked += sorted(group, key=lambda hit: hit.id)
    return ranked, total


def _search(
    searcher: tantivy.Searcher, query: tantivy.Query, limit: int, sort: Sort | None = None
) -> tuple[list[tuple[Any, tantivy.DocAddress]], int]:
    order = tantivy.Order.Asc if sort and not sort.descending else tantivy.Order.Desc
    found = searcher.search(query, limit, order_by_field=sort.field if sort else None, order=order)
    return found.hits, int(found.count)  # type: ignore[attr-defined]  # the stub forgot it


def _groups(hits: list[tuple[Any, tantivy.DocAddress]]) -> list[tuple[Any, list[tantivy.DocAddress]]]:
    groups: list[tuple[Any, list[tantivy.DocAddress]]] = []
    for value, address in hits:
        if not groups or groups[-1][0] != value:
            groups.append((value, []))
        groups[-1][1].append(address)
    return groups


def _having(field: str, value: Any, schema: tantivy.Schema) -> tuple[tantivy.Occur, tantivy.Query]:  # noqa: ANN401 - tantivy's
    make, must = tantivy.Query, tantivy.Occur.Must
    if value is None:
        return tantivy.Occur.MustNot, make.exists_query(field)
    match fields()[field].type:
        case Type.INTEGER:
            return must, make.range_query(schema, field, tantivy.FieldType.Integer, value, value)
        case Type.DECIMAL:
            return must, make.range_query(schema, field, tantivy.FieldType.Float, value, value)
        case Type.DATE:
            moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=value // 10**9)
            return must, make.range_query(schema, field, tantivy.FieldType.Date, moment, moment)
        case _:
            return must, make.term_query(schema, field, value)


def _id(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("id"))
