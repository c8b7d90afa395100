"""Documents to the server, each until it is taken or refused: over full queues, restarts and answers cut short.

`helpers.streaming_bulk` sends and tells what became of each document. What it does not do stands here: it tries
again after a full queue only (429), not after a server that is away (503, broken connections), drops documents for
which an answer has no line, and lets an answer end the load that is no JSON.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import SerializationError, TransportError
from opensearchpy.helpers import streaming_bulk

from indexer.engines.opensearch.faults import cut, fault, full_disk, is_full_disk, reason
from indexer.engines.opensearch.patience import Pauses, is_transient, may_pass
from indexer.errors import EngineUnreachableError

MOST_BYTES = 8 * 2**20
"""Of a request: servers take 100 MB, and keep each in memory while they work on it."""
MOST_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class Parcel:
    """A document on its way: its id, and its source as JSON (None deletes it)."""

    id: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that the server will never take, and why."""

    id: str
    status: int
    reason: str


class Sender:
    """Sends to one index; gives up when for `patience` seconds nothing was taken."""

    def __init__(self, client: OpenSearch, index: str, where: str, patience: float) -> None:
        self._client = client
        self._index = index
        self._where = where
        self.patience = patience
        self._stopped = Event()

    def send(self, parcels: Sequence[Parcel]) -> list[Refusal]:
        """Sends until every parcel is taken or refused. No id may stand twice among them.

        Raises:
            EngineUnreachableError: the server stayed away, or too busy.
            IndexFaultError: the server refuses all of them: no right, no room.
        """
        refused: list[Refusal] = []
        left = {parcel.id: parcel for parcel in parcels}
        pauses, most = Pauses(self.patience, self._stopped), MOST_BYTES
        while left:
            before, said, too_large = len(left), cut(self._where), False
            for id_, status, info in self._answers(list(left.values()), most):
                verdict = self._verdict(left[id_], status, info)
                if isinstance(verdict, EngineUnreachableError):
                    said = verdict
                elif status == 413 and most > 1:
                    too_large = True
                else:
                    del left[id_]
                    refused += [verdict] if verdict else []
            if too_large:
                most //= 4
            if too_large or len(left) < before:
                pauses.begin_anew()
            if left and not too_large:
                pauses.wait(said)
        return refused

    def stop(self) -> None:
        """Waits no longer: what cannot be sent at once is given up."""
        self._stopped.set()

    def _answers(self, parcels: list[Parcel], most: int) -> Iterator[tuple[str, int | str, Any]]:
        """Id, status and error of every parcel of which the server said something."""
        sent = streaming_bulk(
            self._client,
            parcels,
            chunk_size=MOST_DOCUMENTS,
            max_chunk_bytes=most,
            raise_on_error=False,
            raise_on_exception=False,
            max_retries=0,
            expand_action_callback=self._line,
        )
        known = {parcel.id for parcel in parcels}
        try:
            for ok, told in sent:
                (item,) = told.values()
                if item.get("_id") in known:
                    known.discard(item["_id"])
                    yield (
                        item["_id"],
                        200 if ok else item["status"],
                        item.get("exception") or item.get("error"),
                    )
        except (SerializationError, KeyError, TypeError, AttributeError, ValueError):
            return  # no JSON, or not that of a bulk reply: what has no answer yet is sent again

    def _line(self, parcel: Parcel) -> tuple[dict[str, Any], str | None]:
        action = "delete" if parcel.source is None else "index"
        return {action: {"_index": self._index, "_id": parcel.id}}, parcel.source

    def _verdict(
        self,
        parcel: Parcel,
        status: int | str,
        info: Any,  # noqa: ANN401 - what the server said
    ) -> Refusal | EngineUnreachableError | None:
        """None for a parcel that was taken; EngineUnreachableError for one to be sent again.

        Raises:
            GongkaiError: sending again would not help, nor would it help the others.
        """
        if status == 200 or (status == 404 and parcel.source is None):
            return None
        whole = info if isinstance(info, TransportError) else None
        told = whole.info if whole else info
        if is_full_disk(told):
            raise full_disk(self._where)
        kind, words = reason(told)
        if whole and is_transient(status) and not may_pass(whole):
            raise fault(self._where, whole)
        if is_transient(status):
            problem = f"the server stays away or too busy (status {status}: {words[:120]})"
            remedy = "what was loaded stays there: run the same command again, and it goes on"
            return EngineUnreachableError(self._where, problem, remedy)
        if status != 413 and (whole or status in {401, 403, 404} or "cluster_block" in kind):
            raise fault(self._where, whole or TransportError(status, kind, told))
        return Refusal(parcel.id, int(status), f"{kind}: {words}"[:1_000])
