"""OpenSearch against the raw client and against the embedded engine, in one run on one machine.

Loading: a batch of ours, which cuts the words too, against `helpers.bulk` of the same documents made beforehand.
Questions: the same ones to both engines, at several numbers of generated reports. A server of its own is started,
unless OPENSEARCH_URL names one.
"""

import argparse
import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from opensearchpy import OpenSearch, helpers

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from invented import generated

from indexer import Engine, Facet, Query, Sort, open_index
from indexer.document import document
from indexer.engines.opensearch.mapping import mapping, settings
from indexer.engines.opensearch.source import source
from indexer.text_query import parse_text
from indexer.where import parse_where
from tools.opensearch_server import Kind, servers

TOTAL = "applications.received.total"
QUESTIONS = {
    "a word": Query(parse_text("信访")),
    "a phrase of twelve": Query(parse_text("信访举报投诉类申请较多")),
    "three words, one not": Query(parse_text("信访 培训 -栏目")),
    "a range, sorted": Query(filters=(parse_where("本年新收.总计>=10"),), sort=Sort(TOTAL, descending=True)),
    "facets of everything": Query(facets=(Facet("year"), Facet("region.province"), Facet(TOTAL)), limit=0),
    "statistics of a word": Query(parse_text("信访"), stats=(TOTAL, "rates.disclosure"), limit=0),
    "page 100": Query(offset=1_980),
}


@contextmanager
def server() -> Iterator[str]:
    """The address of a server."""
    if named := os.environ.get("OPENSEARCH_URL"):
        yield named.rstrip("/")
        return
    (started,) = servers(1, Kind(1024))
    try:
        yield started.url
    finally:
        started.stop()


def compare_loading(url: str, count: int, rounds: int) -> None:
    """Reports a second by `helpers.bulk` and by ours, in turn; the best of each counts."""
    documents = [document(one) for one in generated(count, seed=1)]
    sources = [source(one) for one in documents]
    made = list(map(json.loads, sources))
    client = OpenSearch(url, timeout=60)

    def raw() -> None:
        index = {"settings": {"index": settings(1, None)}, "mappings": mapping({})}
        client.indices.create(index="bench-raw", body=index)
        actions = ({"_index": "bench-raw", "_id": one["id"][0], "_source": one} for one in made)
        helpers.bulk(client, actions, max_chunk_bytes=8 * 2**20)

    def ours() -> None:
        with open_index(f"{url}/bench-ours").writing(fresh=True) as batch:
            started = time.perf_counter()
            for one in documents:
                batch.put(one)
            batch.finish()
            spent.append(time.perf_counter() - started)

    taken: dict[str, list[float]] = {"raw": [], "ours": []}
    for _ in range(rounds):
        client.indices.delete(index="bench-raw", ignore_unavailable=True)
        taken["raw"].append(timed(raw))
        spent: list[float] = []
        ours()
        taken["ours"].append(spent[0])
    raw_rate, our_rate = (count / min(times) for times in taken.values())
    print(
        f"loading {count:,} reports, {sum(len(one.encode()) for one in sources) / count / 1000:.0f} kB each"
    )
    print(f"    helpers.bulk, documents made beforehand  {raw_rate:8.0f} a second")
    print(
        f"    ours, words cut on the way               {our_rate:8.0f} a second   {our_rate / raw_rate:.2f}"
    )


def compare_questions(url: str, count: int, rounds: int) -> None:
    """Milliseconds of each question, p50 and p99, in the folder and on the server."""
    name = f"bench-{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory() as folder:
        engines = open_index(folder + "/index"), open_index(f"{url}/{name}")
        with engines[0].writing() as left, engines[1].writing() as right:
            for one in generated(count, seed=2):
                packed = document(one)
                left.put(packed)
                right.put(packed)
        client = OpenSearch(url, timeout=600)
        client.indices.forcemerge(index=name, max_num_segments=1)
        kept = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        total = client.indices.stats(index=name)["_all"]["primaries"]["store"]["size_in_bytes"]
        folded, served = (size / count / 1000 for size in (kept, total))
        print(f"{count:,} reports: {folded:.1f} kB each in the folder, {served:.1f} kB on the server")
        print(f"{'':25}  {'folder p50':>10} {'p99':>8}  {'server p50':>10} {'p99':>8}  ratio of p50")
        for asked, query in QUESTIONS.items():
            if query.offset < count:
                (p50, p99), (q50, q99) = (spread(engine, query, rounds) for engine in engines)
                print(
                    f"    {asked:21}  {p50:7.1f} ms {p99:5.1f} ms  {q50:7.1f} ms {q99:5.1f} ms  {q50 / p50:8.2f}"
                )
        client.indices.delete(index=f"{name}-v*")


def spread(engine: Engine, query: Query, rounds: int) -> tuple[float, float]:
    """Median and 99th percentile in milliseconds, after three rounds that do not count."""
    times = [timed(lambda: engine.search(query)) * 1000 for _ in range(rounds + 3)][3:]
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def timed(what: Callable[[], object]) -> float:
    """Seconds."""
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 20_000])
    parser.add_argument("--load", type=int, default=3_000, help="reports of the comparison of loading")
    parser.add_argument("--rounds", type=int, default=100, help="of each question")
    asked = parser.parse_args()
    with server() as url:
        compare_loading(url, asked.load, 3)
        for size in asked.sizes:
            compare_questions(url, size, asked.rounds)


if __name__ == "__main__":
    main()
