"""Every hit of a search, however many: page by page over a point in time, with nothing held but the page."""

from collections.abc import Iterator, Mapping
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from indexer.engines.opensearch.faults import failed, partial

OVER_ALL = "dfs_query_then_fetch"
"""A word is as rare as it is over all shards, or each would rank by its own reports."""
_KEEP = "10m"
"""Between two pages: a rebuild converts nothing, but a reader of `--all` may pause."""
_PAGE = 500


def pages(client: OpenSearch, index: str, body: Mapping[str, Any], where: str) -> Iterator[dict[str, Any]]:
    """The hits in the order of the body's sort, the last key of which has to be unique.

    Raises:
        IndexFaultError: a shard failed, or the time was over: the hits so far are not all.
        OpenSearchException: of the client; for the caller to tell.
    """
    moment = client.create_pit(index=index, keep_alive=_KEEP, allow_partial_pit_creation=False)["pit_id"]
    try:
        after = None
        while True:
            asked = {
                **body,
                "size": _PAGE,
                "pit": {"id": moment, "keep_alive": _KEEP},
                "track_total_hits": False,
            }
            if after is not None:
                asked["search_after"] = after
            reply = client.search(body=asked, allow_partial_search_results=False, search_type=OVER_ALL)
            if problem := failed(reply):
                raise partial(where, problem)
            moment = reply.get("pit_id", moment)
            hits = reply["hits"]["hits"]
            yield from hits
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        _forget(client, moment)


def _forget(client: OpenSearch, moment: str) -> None:
    try:
        client.delete_pit(body={"pit_id": [moment]})
    except OpenSearchException:
        return  # it ends by itself; what went wrong before is what there is to tell
