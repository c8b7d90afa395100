"""Servers that are killed in the middle of loading, and one with next to no queue: real processes of our own."""

from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest
from invented import generated
from loopback import Reply, proxy

from converters.canonical import loads
from converters.report import Report
from indexer import Connection, Engine, Query, load, open_index
from tools.opensearch_server import Kind, Server, ServerMissingError, servers

COUNT = 400
PATIENT = Connection(patience=120, timeout=30)


@pytest.fixture
def cluster() -> Iterator[Callable[..., list[Server]]]:
    """Starts servers, and ends them with the test."""
    started: list[Server] = []

    def start(count: int, heap: int, **settings: object) -> list[Server]:
        try:
            started.extend(servers(count, Kind(heap, hasty=True, settings=settings)))
        except ServerMissingError as error:
            pytest.skip(f"no OpenSearch: {error}")
        return started

    yield start
    for one in started:
        one.stop()


def with_incident(at: int, incident: Callable[[], object]) -> Iterator[Report]:
    """Reports, among which something happens."""
    for number, one in enumerate(generated(COUNT, words=2)):
        if number == at:
            incident()
        yield one


def assert_whole(engine: Engine) -> None:
    """Nothing lost, nothing doubled, every report as it was written."""
    assert engine.search(Query(limit=0)).total == COUNT
    assert [loads(data).id for data in engine.reports()] == [one.id for one in generated(COUNT, words=2)]
    assert engine.verify() == COUNT


def test_a_full_queue_and_a_server_that_is_killed_and_started_again(
    cluster: Callable[..., list[Server]],
) -> None:
    settings = {"thread_pool.write.size": 1, "thread_pool.write.queue_size": 1}
    (server,) = cluster(1, 400, **settings)
    crowded = []

    def count_refusals(method: str, path: str, reply: Reply) -> Reply:
        del method
        if path.endswith("_bulk"):
            crowded.append(reply.body.count(b'"status":429'))
        return reply

    with proxy(server.url, spoil=count_refusals) as way:
        engine = open_index(f"{way.url}/reports", said=Connection(patience=120, timeout=30, shards=6))
        loaded = load(engine, generated(COUNT, words=2))
        assert (loaded.added, loaded.refused) == (COUNT, 0)
        assert_whole(engine)
    assert sum(crowded) > 0

    def restart() -> None:
        server.kill()
        server.launch()

    engine = open_index(f"{server.url}/reports", said=PATIENT)
    loaded = load(engine, with_incident(300, restart), fresh=True)
    assert (loaded.added + loaded.replaced + loaded.unchanged, loaded.refused) == (COUNT, 0)
    assert_whole(engine)


def test_a_node_of_three_is_killed(cluster: Callable[..., list[Server]]) -> None:
    nodes = cluster(3, 300)
    engine = open_index(
        ",".join(one.url for one in nodes) + "/reports", said=Connection(patience=120, timeout=30, shards=3)
    )

    def kill() -> None:
        replicated = f"{nodes[0].url}/_cluster/health?wait_for_status=green&timeout=60s"
        with urlopen(replicated, timeout=90):  # noqa: S310 - a server of ours; what has no replica yet dies with its node
            nodes[1].kill()

    loaded = load(engine, with_incident(300, kill))
    assert (loaded.added, loaded.refused) == (COUNT, 0)
    assert_whole(engine)
