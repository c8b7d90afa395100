"""Rates of the embedded index: reports a second into it, and how long queries take, over reports of the laboratory.

    python benchmarks/index_search.py [--reports 2000]

Every report is another one (a seed of its own); they are converted before the clock runs.
"""

import argparse
import math
import statistics
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from laboratory.specimens import specimen

from converters.conversion import convert_bytes
from converters.report import Report
from indexer import Engine, Facet, Query, Sort, load, open_index
from indexer.query import Range
from indexer.text_query import parse_text

ROUNDS = 200
QUERIES = {
    "one word": Query(text=parse_text("信访")),
    "a phrase": Query(text=parse_text('"政府信息公开申请"')),
    "two words, one excluded": Query(text=parse_text("公开 制度 -复议")),
    "one character": Query(text=parse_text("水")),
    "a number": Query(filters=(Range("applications.received.total", low=100),)),
    "a number, sorted": Query(
        filters=(Range("applications.received.total", low=10),),
        sort=Sort("applications.received.total", descending=True),
    ),
    "word, years, two facets, statistics": Query(
        text=parse_text("公开"),
        filters=(Range("year", low=2020, high=2023),),
        facets=(Facet("year"), Facet("region.province")),
        stats=("applications.received.total",),
    ),
    "everything": Query(),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=2000, help="how many reports are indexed")
    count = parser.parse_args().reports
    with ProcessPoolExecutor() as pool:
        reports = list(pool.map(report, range(1, count + 1), chunksize=50))
    with tempfile.TemporaryDirectory() as folder:
        engine = open_index(folder + "/index")
        started = perf_counter()
        loaded = load(engine, reports)
        seconds = perf_counter() - started
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(
            f"indexed {loaded.added} reports: {count / seconds:.0f} a second, {size / count / 1000:.1f} kB a report"
        )
        started = perf_counter()
        load(engine, reports)
        print(f"the same again, nothing changed: {count / (perf_counter() - started):.0f} a second\n")
        print(f"{'query':40} {'hits':>6} {'p50':>9} {'p99':>9}")
        for name, query in QUERIES.items():
            ask(engine, name, query)


def report(seed: int) -> Report:
    """The converted specimen of a seed."""
    made = specimen(seed)
    return convert_bytes(made.data, path=made.name)


def ask(engine: Engine, name: str, query: Query) -> None:
    """Ask a query over and over and print how long it takes."""
    total = engine.search(query).total
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        engine.search(query)
        times.append(perf_counter() - started)
    slowest = sorted(times)[math.ceil(0.99 * ROUNDS) - 1]
    print(f"{name:40} {total:6} {1000 * statistics.median(times):6.1f} ms {1000 * slowest:6.1f} ms")


if __name__ == "__main__":
    main()
