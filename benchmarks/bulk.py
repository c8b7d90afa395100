"""Whole folders: rate on one and on two workers, memory over time, a warm re-run, kills at random moments.

    python benchmarks/bulk.py [--files 300] [--kills 3] [--folder DIR]

The files are drawn by the laboratory, PDF files and web pages in turn, every hundredth damaged. What is converted by
one worker, by two, and by two that are killed again and again must be the same bytes. `--folder` keeps the files for
another run and the results beside them; the run that docs/scale.md tells of is

    python benchmarks/bulk.py --files 20000 --kills 10 --folder /somewhere/with/10/GB

Processor time is told beside the clock's: on a machine that is not quiet it alone can be compared.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pool
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from laboratory.paper.specimens import pdf_specimen
from laboratory.web.specimens import html_specimen

A_FOLDER = 200
"""Files of a folder."""
EVERY = 0.25
"""Seconds between two looks at the processes."""
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Print what each part took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=300, help="files that are drawn")
    parser.add_argument("--kills", type=int, default=3, help="times that a run is killed")
    parser.add_argument("--folder", type=Path, help="where files and results are kept")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    try:
        bench(folder, options.files, options.kills)
    finally:
        if options.folder is None:
            shutil.rmtree(folder)


def bench(folder: Path, files: int, kills: int) -> None:
    """All parts, one after the other."""
    source = folder / "in"
    draw(source, files)
    size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    print(f"{files} files, {size / 1e6:.0f} MB")
    one, two = (cold(source, folder / f"out-{jobs}", jobs, files) for jobs in (1, 2))
    print(f"two workers against one: {one.seconds / two.seconds:.2f} times as fast by the clock,")
    print(f"  {2 / (1 + two.supervisor / two.workers):.2f} by processor time, were the machine quiet")
    warm = run(source, folder / "out-2", 2)
    print(
        f"nothing changed: {warm.seconds:.2f} s, {two.seconds / warm.seconds:.0f} times as fast as the first run"
    )
    results = sum(path.stat().st_size for path in (folder / "out-2").rglob("*.json"))
    ledger = (folder / "out-2/.gongkai/ledger.sqlite").stat().st_size
    print(f"results: {results / files / 1e3:.1f} kB a file; ledger: {ledger / files:.0f} bytes a file")
    whole = digest(folder / "out-1")
    print(f"one worker and two: {'the same bytes' if digest(folder / 'out-2') == whole else 'NOT THE SAME'}")
    if kills:
        killed(source, folder / "out-killed", kills, two.seconds)
        same = digest(folder / "out-killed") == whole
        print(
            f"killed {kills} times and run again: {'the same bytes' if same else 'NOT THE SAME'} ({whole[:16]})"
        )


# The files ----------------------------------------------------------------------------------------------------


def draw(folder: Path, files: int) -> None:
    """Draws what is not there yet."""
    with Pool(2) as pool:
        pool.map(partial(draw_one, folder), range(files), chunksize=20)


def draw_one(folder: Path, number: int) -> None:
    """The file of this number: a PDF file or a page; every hundredth is damaged."""
    below = folder / f"{number // A_FOLDER:04}"
    below.mkdir(parents=True, exist_ok=True)
    if next(below.glob(f"{number:06}.*"), None) is not None:
        return
    made = html_specimen(number) if number % 2 else pdf_specimen(number)
    data = spoiled(made.data, number // 100) if number % 100 == 50 else made.data
    (below / f"{number:06}{Path(made.name).suffix}").write_bytes(data)


def spoiled(data: bytes, number: int) -> bytes:
    """The file as it comes out of a broken download."""
    kinds = (
        b"",
        data[: len(data) // 3],
        bytes(random.Random(number).randbytes(5_000)),
        b"PK\x03\x04" + data[:9_000],
    )
    return kinds[number % len(kinds)]


# The runs -----------------------------------------------------------------------------------------------------


@dataclass
class Taken:
    """Seconds by the clock, of the processor in supervisor and workers, and resident bytes seen at each look."""

    seconds: float = 0
    times: dict[int, float] = field(default_factory=dict)
    first: int = 0
    resident: list[int] = field(default_factory=list)
    largest: int = 0
    summary: dict[str, object] = field(default_factory=dict)

    @property
    def supervisor(self) -> float:
        """Processor seconds of the supervisor."""
        return self.times.get(self.first, 0)

    @property
    def workers(self) -> float:
        """Processor seconds of all the others."""
        return sum(self.times.values()) - self.supervisor


def run(source: Path, out: Path, jobs: int) -> Taken:
    """Converts the folder, with an eye on its processes."""
    told = out.parent / "summary.json"
    command = [
        sys.executable,
        "-m",
        "search_cli",
        "convert",
        source,
        "-o",
        out,
        "-j",
        str(jobs),
        "--summary",
        told,
    ]
    taken = Taken()
    started = time.monotonic()
    with subprocess.Popen([*command, "-q"], cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        taken.first = process.pid
        while process.poll() is None:
            look(process.pid, taken)
            time.sleep(EVERY if jobs else 0)
    taken.seconds = time.monotonic() - started
    taken.summary = json.loads(told.read_text())
    return taken


def look(pid: int, taken: Taken, *, worker: bool = False) -> None:
    """Notes what a process and those below it have taken by now."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return  # it has just ended
    taken.times[pid] = (int(fields[11]) + int(fields[12])) / TICK
    resident = int(fields[21]) * PAGE
    if worker:
        taken.largest = max(taken.largest, resident)
    else:
        taken.resident.append(resident)
    for child in children:
        look(int(child), taken, worker=True)


def cold(source: Path, out: Path, jobs: int, files: int) -> Taken:
    """The first run into a folder, told in some lines."""
    shutil.rmtree(out, ignore_errors=True)
    taken = run(source, out, jobs)
    per_file = (1000 * seconds / files for seconds in (taken.workers, taken.supervisor))
    quarters = [taken.resident[(len(taken.resident) - 1) * part // 4] / 1e6 for part in range(1, 5)]
    print(
        f"{jobs} worker{'s' * (jobs > 1)}: {taken.seconds:.1f} s, {files / taken.seconds:.1f} files a second;"
        " processor {:.1f} ms a file, of the supervisor {:.2f} ms".format(*per_file)
    )
    print(
        f"  resident: supervisor {', '.join(f'{size:.0f}' for size in quarters)} MB at each quarter of the time;"
        f" the largest worker {taken.largest / 1e6:.0f} MB"
    )
    print(f"  converted {taken.summary['converted']}, failed {taken.summary['failed']}")
    return taken


def killed(source: Path, out: Path, kills: int, seconds: float) -> None:
    """Runs that are killed at random moments, and one that is not."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "search_cli", "convert", source, "-o", out, "-j", "2", "-q"]
    moments = random.Random()
    for _kill in range(kills):
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            time.sleep(1 + moments.uniform(0, 2 * seconds / (kills + 1)))
            process.kill()
    run(source, out, 2)


def digest(folder: Path) -> str:
    """The hash of all results with their names."""
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        made.update(
            os.fsencode(path.relative_to(folder)) + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return made.hexdigest()


if __name__ == "__main__":
    main()
