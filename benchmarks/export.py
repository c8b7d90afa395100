"""Exports by format: processor time against NDJSON's, and how memory grows with the number of reports.

    python benchmarks/export.py [--reports 2000 20000] [--shapes wide long]

Reports are made, not converted, and lie in an index; each export is a process of its own.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from invented import generated

from converters.canonical import dumps
from indexer import load, open_index
from search_cli.exporting.formats import FORMATS

WORDS = 20
"""Sentences of a section: a report's JSON is 40 kB, as a real one's."""

# The process's own memory at its peak, without the mapped files of the index, which the system can drop at any time.
MEASURED = """
import os, sys, threading, time
from search_cli.main import main

peak = 0

def own():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))

def watch():
    global peak
    while True:
        peak = max(peak, own())
        time.sleep(0.02)

threading.Thread(target=watch, daemon=True).start()
code = main(sys.argv[1:])
times = os.times()
print(times.user + times.system + times.children_user + times.children_system, max(peak, own()))
sys.exit(code)
"""


def main() -> None:
    """Print a table for each shape."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--reports", type=int, nargs=2, default=(2000, 20000), help="a smaller and a larger number"
    )
    parser.add_argument("--shapes", nargs="+", default=("wide", "long"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in asked.reports:
            load(open_index(str(folder / f"index-{count}")), generated(count, words=WORDS))
        for shape in asked.shapes:
            table(folder, shape, *asked.reports)
        from_folder(folder, *asked.reports)


def table(folder: Path, shape: str, few: int, many: int) -> None:
    """One shape in every format, from both indexes."""
    print(f"\nshape {shape}: {few} and {many} reports")
    print(f"{'format':10} {'reports/s':>10} {'of ndjson':>10} {'file':>10} {'memory':>18} {'growth':>8}")
    yardstick = 0.0
    for ending in (".ndjson", *(one for one in FORMATS if one != ".ndjson")):
        _, small, _ = export(folder, few, shape, ending)
        try:
            seconds, large, size = export(folder, many, shape, ending)
        except subprocess.CalledProcessError as error:
            print(f"{ending[1:]:10} {error.stderr.decode().strip()}")
            continue
        yardstick = yardstick or seconds
        told = f"{ending[1:]:10} {many / seconds:10.0f} {seconds / yardstick:9.2f}x {size / 1e6:7.1f} MB"
        print(f"{told} {small:6.0f} → {large:6.0f} MB {large - small:+5.0f} MB")


def export(folder: Path, count: int, shape: str, ending: str) -> tuple[float, float, int]:
    """Processor seconds, peak of memory in MB and bytes of one export."""
    output = folder / f"out{ending}"
    seconds, memory = run("--index", folder / f"index-{count}", "--shape", shape, "--output", output)
    size = output.stat().st_size
    output.unlink()
    return seconds, memory, size


def from_folder(folder: Path, few: int, many: int) -> None:
    """NDJSON from folders of canonical JSON, which go through an index made for the moment."""
    print("\nfrom a folder of JSON, wide, to ndjson")
    for name, options in (("all", ()), ("that have a word", ("--text", "信访"))):
        found = []
        for count in (few, many):
            place = folder / f"json-{count}"
            if not place.exists():
                place.mkdir()
                for report in generated(count, words=WORDS):
                    (place / f"{report.id}.json").write_bytes(dumps(report))
            found.append(run(place, "--jobs", "1", "--output", folder / "out.ndjson", *options))
        (_, small), (seconds, large) = found
        print(
            f"{name:18} {many / seconds:6.0f} reports/s   {small:6.0f} → {large:6.0f} MB {large - small:+5.0f} MB"
        )


def run(*arguments: object) -> tuple[float, float]:
    """Processor seconds and peak of memory in MB of one `gongkai export` and its workers."""
    command = [sys.executable, "-c", MEASURED, "export", "--no-package", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


if __name__ == "__main__":
    main()
