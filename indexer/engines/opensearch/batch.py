"""An index on a server being filled: requests of bounded size, one on its way while the next is packed."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from indexer.document import Document
from indexer.engine import Change, Refused
from indexer.engines.opensearch.bulk import MOST_BYTES, MOST_DOCUMENTS, Parcel, Sender
from indexer.engines.opensearch.generations import Generation, Generations, beat_due
from indexer.engines.opensearch.mapping import DIGEST
from indexer.engines.opensearch.paging import pages
from indexer.engines.opensearch.patience import Reply, patiently
from indexer.engines.opensearch.source import source

_Documents = Mapping[str, Document]


class OpenSearchBatch:
    """A generation being filled. `held` is how many reports it held at the beginning."""

    def __init__(
        self, client: OpenSearch, state: Generation, shelf: Generations, sender: Sender, where: str
    ) -> None:
        self.state = state
        self.changes: Counter[Change] = Counter()
        self.refused: list[Refused] = []
        self._client = client
        self._shelf = shelf
        self._sender = sender
        self._where = where
        self._held = 0
        self._seen: set[str] | None = None
        self._next: dict[str, Document] = {}
        self._bytes = 0
        self._on_their_way: _Documents = {}
        self._thread = ThreadPoolExecutor(1, "opensearch")
        self._flying: Future[None] | None = None
        self._beaten = time.monotonic()

    def begin(self, *, resumed: bool, fresh: bool) -> None:
        """Counts what is there already; what is there of a fresh load that was interrupted may have to go again."""
        self._ask(lambda: self._client.indices.refresh(index=self.state.index))
        self._held = self._shelf.count(self.state.index)
        if resumed and fresh:
            self._seen = set()

    def put(self, document: Document) -> None:
        """Adds a report, or replaces the one of the same id, or leaves it if it is the same."""
        if document.id in self._next:  # two versions in one request could change places when sent again
            self._flush()
        self._next[document.id] = document
        self._bytes += len(document.report)
        if self._seen is not None:
            self._seen.add(document.id)
        if len(self._next) >= MOST_DOCUMENTS or self._bytes >= MOST_BYTES:
            self._flush()
        if beat_due(self._beaten):
            self.state = self._shelf.beat(self.state)
            self._beaten = time.monotonic()

    def finish(self) -> int:
        """Sends what is left, and tells how many reports there should be."""
        self._flush()
        self._land()
        if self._seen is not None:
            self._drop_strays(self._seen)
        return self._held + self.changes[Change.ADDED]

    def close(self) -> None:
        """Gives up what is on its way; a request that was sent is waited for."""
        self._sender.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _flush(self) -> None:
        """What is new goes on its way; that before it is there by then."""
        documents, self._next, self._bytes = self._next, {}, 0
        if not documents:
            return
        if documents.keys() & self._on_their_way.keys():
            self._land()
        known = self._ask(lambda: self._digests(list(documents)))
        new = {id_: one for id_, one in documents.items() if known.get(id_) != one.digest}
        parcels = [Parcel(id_, source(one)) for id_, one in new.items()]
        self._land()
        self.changes[Change.UNCHANGED] += len(documents) - len(new)
        self._on_their_way = new
        self._flying = self._thread.submit(self._send, parcels, new, known)

    def _land(self) -> None:
        if self._flying is not None:
            flying, self._flying = self._flying, None
            flying.result()
            self._on_their_way = {}

    def _send(self, parcels: list[Parcel], new: _Documents, known: Mapping[str, str]) -> None:
        """In the other thread, while the next reports are packed."""
        refused = self._sender.send(parcels)
        for each in refused:
            self.refused.append(Refused(each.id, each.status, each.reason, new[each.id].report))
        for id_ in new.keys() - {each.id for each in refused}:
            self.changes[Change.REPLACED if id_ in known else Change.ADDED] += 1

    def _digests(self, ids: list[str]) -> dict[str, str]:
        """The digests of those that are there, in the index as it is this moment."""
        body = {"ids": ids}
        reply = self._client.mget(index=self.state.index, body=body, _source_includes=[DIGEST])
        for one in reply["docs"]:
            if "error" in one:  # its shard is away: that is no "not found"
                raise TransportError(503, "unavailable", one)
        return {one["_id"]: one["_source"][DIGEST] for one in reply["docs"] if one["found"]}

    def _drop_strays(self, seen: set[str]) -> None:
        """Removes what only the interrupted load had put there."""
        self._ask(lambda: self._client.indices.refresh(index=self.state.index))
        strays = self._ask(lambda: [id_ for id_ in self._ids() if id_ not in seen])
        for start in range(0, len(strays), MOST_DOCUMENTS):
            self._sender.send([Parcel(id_, None) for id_ in strays[start : start + MOST_DOCUMENTS]])
        self._held -= len(strays)

    def _ids(self) -> Iterator[str]:
        body: dict[str, Any] = {"_source": False, "sort": [{"id": "asc"}]}
        return (hit["_id"] for hit in pages(self._client, self.state.index, body, self._where))

    def _ask(self, ask: Callable[[], Reply]) -> Reply:
        return patiently(self._where, self._sender.patience, ask)
