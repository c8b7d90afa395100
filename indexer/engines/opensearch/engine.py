"""The engine on a server: OpenSearch, through opensearch-py."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any

from opensearchpy import OpenSearch

from converters.errors import GongkaiError
from converters.report import Number
from indexer.answer import Answer, Hit
from indexer.body import facets_body, stats_body
from indexer.card import hit_of
from indexer.connection import Connection
from indexer.document import Division, divisions_of
from indexer.engines.opensearch.address import parse_address
from indexer.engines.opensearch.batch import OpenSearchBatch
from indexer.engines.opensearch.bulk import Sender
from indexer.engines.opensearch.client import check_version, connect
from indexer.engines.opensearch.conditions import clause
from indexer.engines.opensearch.faults import failed, partial, told
from indexer.engines.opensearch.generations import Generation, Generations
from indexer.engines.opensearch.mapping import CARD, DIGEST, DIVISION, REPORT, server_field
from indexer.engines.opensearch.paging import OVER_ALL, pages
from indexer.engines.opensearch.patience import Reply
from indexer.engines.opensearch.source import card_of, report_of
from indexer.errors import EngineUnreachableError, IndexDamagedError, IndexMissingError
from indexer.query import MOST_BUCKETS, MOST_HITS, Query, Sort
from indexer.regions import labels
from indexer.tally import read_facets, read_stats

_NEWEST_FIRST = Sort("year", descending=True)
_SCORE = 2.2
"""tantivy keeps the constant k1 + 1 of BM25, which Lucene leaves out."""
_WANTED = [f"{CARD}.{part}" for part in ("id", "title", "agency", "region", "year", "source")]


class OpenSearchEngine:
    """An index on a server. Every question sees one generation, the latest, whole.

    `wait` is for how many seconds a second writer waits for the first.
    """

    def __init__(self, where: str, said: Connection, wait: float = 10.0) -> None:
        self._address = parse_address(where)
        self._said = said
        self._wait = wait

    @property
    def where(self) -> str:
        """The address, without user and password."""
        return str(self._address)

    @contextmanager
    def writing(self, *, fresh: bool = False) -> Iterator[OpenSearchBatch]:
        """A batch; it becomes the index when the block ends well, whole.

        Where the server is lost or the process interrupted, what was written stays, and the next batch of the same
        kind goes on with it; after any other error it is removed.

        Raises:
            IndexBusyError: another process is writing.
            IndexOutdatedError: the index there is of another schema, and not to be replaced.
            EngineUnreachableError: the server is away.
        """
        shelf = self._shelf(self._said.patience)
        self._shelf().listed()  # a server that is away at the beginning is not waited for
        state, resumed = shelf.claim(fresh=fresh, wait=self._wait)
        sender = Sender(self._client, state.index, self.where, self._said.patience)
        batch = OpenSearchBatch(self._client, state, shelf, sender, self.where)
        try:
            batch.begin(resumed=resumed, fresh=fresh)
            yield batch
            reports = batch.finish()
            shelf.settle(batch.state, reports)
        except (EngineUnreachableError, KeyboardInterrupt):
            batch.close()
            with suppress(GongkaiError):
                self._shelf().leave(batch.state)
            raise
        except BaseException:
            batch.close()
            with suppress(GongkaiError):
                self._shelf().abandon(batch.state)
            raise
        batch.close()

    def search(self, query: Query) -> Answer:
        """The answer to a query.

        Raises:
            IndexFaultError: a shard failed or the time was over, so that it would not be whole.
        """
        return self._of_latest(lambda index: self._answer(index, query))

    def stream(self, query: Query) -> Iterator[Hit]:
        """Every hit of a query in its order."""
        body: dict[str, Any] = {
            "query": clause(query),
            "sort": _order(query),
            "track_scores": _is_ranked(query),
            "_source": _shown(query),
            "docvalue_fields": [server_field(name) for name in query.show],
        }
        return (_hit(query, found) for found in self._pages(self._current().index, body))

    def matching(self, query: Query) -> Iterator[bytes]:
        """The canonical JSON of every report that a query matches, by id."""
        return self._reports(self._current().index, clause(query))

    def divisions(self) -> tuple[Division, ...]:
        """The regions that indexed reports lie in, by code."""
        return self._of_latest(self._divisions)

    def reports(self) -> Iterator[bytes]:
        """The canonical JSON of every report, by id.

        Raises:
            IndexDamagedError: a report is not as it was written.
        """
        return self._reports(self._current(any_schema=True).index, {"match_all": {}})

    def verify(self) -> int:
        """Compares every report with its sha256, and counts them."""
        state = self._current(any_schema=True)
        count = sum(1 for _ in self._reports(state.index, {"match_all": {}}))
        if count != state.reports:
            raise self._damaged(f"it holds {count} reports, and {state.reports} were written")
        return count

    @cached_property
    def _client(self) -> OpenSearch:
        with told(self.where):
            client = connect(self._address, self._said)
            info = client.info()
        check_version(self.where, info)
        return client

    def _shelf(self, patience: float = 0.0) -> Generations:
        return Generations(self._client, self._address.name, self.where, self._said, patience)

    def _current(self, *, any_schema: bool = False) -> Generation:
        shelf = self._shelf()
        state = shelf.current()
        if not any_schema:
            shelf.check_schema(state)
        return state

    def _of_latest(self, ask: Callable[[str], Reply]) -> Reply:
        """What is asked of the present generation; again if it was replaced twice while we asked."""
        while True:
            state = self._current()
            try:
                return ask(state.index)
            except IndexMissingError:
                if self._current() == state:
                    raise

    def _answer(self, index: str, query: Query) -> Answer:
        matching = clause(query)
        stats = read_stats(self._aggregate(index, matching, stats_body(query)))
        body = {
            "query": matching,
            "sort": _order(query),
            "track_total_hits": True,
            "_source": _shown(query),
            "docvalue_fields": [server_field(name) for name in query.show],
            "from": query.offset if query.limit else 0,
            "size": query.limit,
            "aggs": _renamed(facets_body(query, stats)),
        }
        reply = self._search(index, body, OVER_ALL if _is_ranked(query) else "query_then_fetch")
        names = labels(self._divisions(index)) if query.facets else {}
        facets = reply.get("aggregations", {})
        return Answer(
            total=reply["hits"]["total"]["value"],
            hits=tuple(_hit(query, found) for found in reply["hits"]["hits"]),
            facets=read_facets(query, facets, stats, names),
            stats={name: stats[name] for name in query.stats},
            notes=tuple(_cut_facets(facets)),
        )

    def _divisions(self, index: str) -> tuple[Division, ...]:
        body = {"all": {"terms": {"field": DIVISION, "size": MOST_HITS}}}
        buckets = self._aggregate(index, {"match_all": {}}, body)["all"]["buckets"]
        return divisions_of(bucket["key"] for bucket in buckets)

    def _aggregate(
        self, index: str, matching: Mapping[str, Any], body: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        if not body:
            return {}
        asked = {"query": matching, "size": 0, "track_total_hits": False, "aggs": _renamed(body)}
        found: Mapping[str, Any] = self._search(index, asked)["aggregations"]
        return found

    def _search(self, index: str, body: dict[str, Any], kind: str = "query_then_fetch") -> Mapping[str, Any]:
        limit = {"timeout": f"{max(1, round(self._said.timeout * 1000))}ms"}
        with told(self.where):
            reply = self._client.search(
                index=index, body=body | limit, allow_partial_search_results=False, search_type=kind
            )
        if problem := failed(reply):
            raise partial(self.where, problem)
        found: Mapping[str, Any] = reply
        return found

    def _pages(self, index: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        with told(self.where):
            yield from pages(self._client, index, body, self.where)

    def _reports(self, index: str, matching: Mapping[str, Any]) -> Iterator[bytes]:
        body = {"query": matching, "sort": [{"id": "asc"}], "_source": [DIGEST, REPORT]}
        for found in self._pages(index, body):
            try:
                yield report_of(found["_source"])
            except ValueError as error:
                raise self._damaged(f"{error} ({found['_id']})") from error

    def _damaged(self, problem: str) -> IndexDamagedError:
        remedy = f"make it anew from the reports: gongkai index PATH… --rebuild --index {self.where}"
        return IndexDamagedError(self.where, f"the index is damaged: {problem}", remedy)


def _is_ranked(query: Query) -> bool:
    return query.sort is None and query.text is not None


def _order(query: Query) -> list[dict[str, Any]]:
    """Best or as asked first; ties go by report id."""
    if _is_ranked(query):
        return [{"_score": "desc"}, {"id": "asc"}]
    sort = query.sort or _NEWEST_FIRST
    order = "desc" if sort.descending else "asc"
    if sort.field == "id":
        return [{"id": order}]
    return [{server_field(sort.field): {"order": order, "missing": "_last"}}, {"id": "asc"}]


def _shown(query: Query) -> list[str]:
    """What a hit is made of; texts only where there is something to mark in them."""
    return [*_WANTED, f"{CARD}.sections"] if query.text is not None else _WANTED


def _renamed(body: Mapping[str, Any]) -> dict[str, Any]:
    """Aggregations, with fields as the server calls them."""
    return {
        name: {kind: {**said, "field": server_field(said["field"])} for kind, said in part.items()}
        for name, part in body.items()
    }


def _hit(query: Query, found: Mapping[str, Any]) -> Hit:
    score = found["sort"][0] * _SCORE if _is_ranked(query) else None
    shown = found.get("fields", {})
    values: dict[str, Number | None] = {name: shown.get(server_field(name), [None])[0] for name in query.show}
    return hit_of(card_of(found["_source"]), score, query.text, values)


def _cut_facets(facets: Mapping[str, Any]) -> Iterator[str]:
    """Where a facet is less than whole: many values, or counts that shards disagree about."""
    for name, part in facets.items():
        called = name.removeprefix("facet ")
        if part.get("sum_other_doc_count"):
            yield f"facet {called}: the most frequent {MOST_BUCKETS:,} values only"
        if error := part.get("doc_count_error_upper_bound"):
            yield f"facet {called}: a count may be too low by up to {error}"
