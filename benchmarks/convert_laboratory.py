"""How far the time of converting spreads: over drawn reports of the damage laboratory, and over hostile texts.

    python benchmarks/convert_laboratory.py [--reports 3000] [--hostile 1.0]

Every time is processor time of this process, told as a ratio to the median report of the same run; a report that
seems slow is timed twice, and the faster time counts (`timed` of tests/laboratory/evaluation.py). Hostile texts
(tests/laboratory/hostile.py) are made in two sizes, so that work which grows faster than its input shows.
"""

import argparse
import math
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from laboratory.evaluation import timed
from laboratory.hostile import HOSTILE
from laboratory.specimens import specimen

from converters.conversion import convert_bytes
from converters.errors import InputError

DOCUMENT = "report.txt"
SHOWN = 12
SMALLER = 0.1
PATIENCE = 60
"""Seconds that a hostile text may take: what `gongkai convert` gives a file."""
GOAL = 5
"""The 99.9th percentile is to lie within this many medians."""


@dataclass(frozen=True, slots=True, order=True)
class Timing:
    """One drawn report."""

    seconds: float
    seed: int
    classes: tuple[str, ...]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=3000, help="drawn reports; 0 leaves them out")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument(
        "--hostile", type=float, default=1.0, help="megabytes of a hostile text; 0 leaves them out"
    )
    parser.add_argument("--only", choices=sorted(HOSTILE), action="append", help="these hostile texts only")
    options = parser.parse_args()
    median = spread(options.first, options.reports) if options.reports else None
    if options.hostile:
        bounds(options.hostile, options.only or list(HOSTILE), median)


def spread(first: int, count: int) -> float:
    """Print how the times of drawn reports spread; the median in seconds."""
    timed(specimen(0).data, DOCUMENT)  # data files are loaded once in a process, whatever it converts
    timings = sorted(timing(seed) for seed in range(first, first + count))
    median = timings[(count - 1) // 2].seconds
    print(f"drawn reports: {count}, each once")
    for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("worst", 1.0)):
        seconds = timings[math.ceil(share * count) - 1].seconds
        print(f"    {name:6}{1000 * seconds:9.1f} ms {seconds / median:7.2f}")
    beyond = [found for found in timings if found.seconds > GOAL * median]
    print(f"beyond {GOAL} medians: {len(beyond)}, {100 * len(beyond) / count:.2f} %; the goal is 0.10 %")
    layouts = Counter(found.classes[0] for found in beyond)
    if beyond:
        print("    of them " + ", ".join(f"{number} {name}" for name, number in layouts.most_common()))
    for found in reversed(timings[-SHOWN:]):
        print(f"    {found.seconds / median:7.2f}  seed {found.seed}: {' '.join(found.classes)}")
    return median


def timing(seed: int) -> Timing:
    """How long the report of a seed takes."""
    made = specimen(seed)
    return Timing(timed(made.data, DOCUMENT)[1], seed, made.recipe.classes)


def bounds(megabytes: float, names: Sequence[str], median: float | None) -> None:
    """Print what hostile texts take in two sizes."""
    print(f"hostile texts: {SMALLER * megabytes:g} and {megabytes:g} MB, each in a process of its own")
    print(f"{'':20}{'smaller':>11}{'larger':>11}{'s per MB':>11}{'grows':>8}{'medians':>10}")
    for name in names:
        found = [in_child(text.encode()) for text in texts(name, megabytes)]
        print(line(name, found, megabytes, median), flush=True)


def texts(name: str, megabytes: float) -> list[str]:
    """The text in both sizes; a Chinese character has three bytes, so the size is set by trying."""
    shape = HOSTILE[name](100_000)
    letters = len(shape) / len(shape.encode())
    return [HOSTILE[name](int(size * 1e6 * letters)) for size in (SMALLER * megabytes, megabytes)]


def line(name: str, found: Sequence[float | str], megabytes: float, median: float | None) -> str:
    """A line of the table. `grows` is how many times as long the text of ten times the size takes."""
    shown = [f"{took:9.2f} s" if isinstance(took, float) else f"{took:>11}" for took in found]
    smaller, larger = found
    text = f"{name:20}{shown[0]}{shown[1]}"
    if isinstance(larger, float) and isinstance(smaller, float):
        text += f"{larger / megabytes:11.2f}{larger / smaller:8.1f}"
        text += f"{larger / median:10.0f}" if median else ""
    return text


def in_child(data: bytes) -> float | str:
    """The seconds that the document takes in a fresh process, or why there are none."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.Process(target=_send, args=(theirs, lambda: seconds(data)), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            return f"> {PATIENCE} s"
        return ours.recv()  # type: ignore[no-any-return]  # the other end sends texts only
    except EOFError:
        return "died"
    finally:
        child.terminate()
        child.join()


def seconds(data: bytes) -> float:
    """Seconds of the processor that a hostile text takes."""
    started = process_time()
    try:
        convert_bytes(data, path=DOCUMENT)
    except InputError as error:
        print(f"    refused: {error}", file=sys.stderr)
    return process_time() - started


def _send(connection: Connection, work: Callable[[], float]) -> None:
    convert_bytes(specimen(0).data, path=DOCUMENT)
    connection.send(work())


if __name__ == "__main__":
    main()
