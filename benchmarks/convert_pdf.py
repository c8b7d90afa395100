"""Processor time and memory of converting PDF reports, against other ways to read the same files in the same run.

    python benchmarks/convert_pdf.py [--reports 12]

The raw read opens the file and asks pdfium for every character with its box and for every page object: what any PDF
reader must do at the least. pdfplumber and camelot (where it is installed) are asked for their tables alone. The files
are drawn by the damage laboratory, ruled and unruled, and the real ones of ../shared where they are.
"""

import argparse
import contextlib
import gc
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import pdfplumber
from convert_text import read_pdf

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from laboratory.paper.specimens import PdfRecipe, pdf_specimen

from converters.conversion import convert_bytes

ROUNDS = 20
MOST_TABLES = 2
"""Rounds of the table finders, which are slow."""
RULED = ("lines", "pieces", "bars", "outlines")


def main() -> None:
    """Print a table for each kind of file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=12, help="files of each kind that are drawn")
    count = parser.parse_args().reports
    compare("drawn, ruled", [drawn(seed, RULED[seed % len(RULED)]) for seed in range(1, count + 1)])
    compare("drawn, without rules", [drawn(seed, "no_rules") for seed in range(1, count + 1)])
    real = [path.read_bytes() for path in sorted((ROOT.parent / "shared" / "real").glob("*.pdf"))]
    if real:
        compare("real", real)
    remember(drawn(1, "lines"))


def drawn(seed: int, rules: str) -> bytes:
    """A report drawn with rules of this kind."""
    return pdf_specimen(seed, PdfRecipe(rules=rules)).data


def compare(kind: str, files: Sequence[bytes]) -> None:
    """What the ways to read these files take, per file and against the raw read."""
    ways: dict[str, Callable[[bytes], object]] = {
        "raw pdfium read": read_pdf,
        "gongkai, the whole report": lambda data: convert_bytes(data, path="report.pdf"),
        "pdfplumber, tables alone": plumber_tables,
    }
    with contextlib.suppress(ImportError):
        import camelot  # noqa: PLC0415, F401 - an extra

        ways["camelot lattice, tables alone"] = camelot_tables
    for way in ways.values():
        way(files[0])  # libraries and data are loaded once in a process
    gc.freeze()  # as a worker does then: the collector would walk through all that camelot loads, and we would pay
    gc.set_threshold(10_000)  # as it does, too
    taken = dict.fromkeys(ways, float("inf"))
    for number in range(
        ROUNDS
    ):  # by turns; the fastest counts, as others' work on the machine slows all down
        for name, way in ways.items():
            if number < MOST_TABLES or "tables" not in name:
                seconds = timed(lambda way=way: [way(data) for data in files]) / len(files)
                taken[name] = min(taken[name], seconds)
    raw, ours = taken["raw pdfium read"], taken["gongkai, the whole report"]
    print(f"{kind} ({len(files)} files)                             time  to raw  to ours")
    for name, seconds in taken.items():
        print(f"  {name:45} {1000 * seconds:7.1f} ms {seconds / raw:7.2f} {seconds / ours:8.2f}")


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that the work takes, whatever else the machine does."""
    started = process_time()
    work()
    return process_time() - started


def plumber_tables(data: bytes) -> list[list[list[str | None]]]:
    """Every table that pdfplumber finds."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [table for page in document.pages for table in page.extract_tables()]


def camelot_tables(data: bytes) -> int:
    """How many tables camelot's lattice finds."""
    import camelot  # noqa: PLC0415 - an extra, slow to import

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return len(camelot.read_pdf(file.name, pages="all", flavor="lattice"))


def remember(data: bytes) -> None:
    """Print how much memory one report takes, beyond what the process takes that has converted none."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        bare, whole = (peak(count, file.name) for count in (0, 1))
        many = peak(50, file.name)
    print(f"memory: {bare:.0f} MB before the first report, {whole:.0f} MB after it, {many:.0f} MB after 50")


def peak(count: int, name: str) -> float:
    """Megabytes that a process takes at most which converts the file so often."""
    code = (
        "import re; from pathlib import Path; from converters.conversion import convert\n"
        f"for _ in range({count}): convert({name!r})\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return int(told.stdout) / 1024


if __name__ == "__main__":
    main()
