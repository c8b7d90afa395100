"""Time a report for converting text, against one raw read of a five-page PDF by pdfium in the same run.

    python benchmarks/convert_text.py [--reports 1000]

The raw read opens the PDF and asks for every character with its box and for every page object: what any PDF reader
must do at the least. The texts are the real ones of ../shared where they are, else the samples. The long tail is
measured on reports of the damage laboratory (tests/laboratory).
"""

import argparse
import ctypes
import math
import statistics
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from laboratory.specimens import specimen

from converters.conversion import convert_bytes

PAGES = 5
ROUNDS = 20


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=1000, help="laboratory reports for the tail")
    count = parser.parse_args().reports
    pdf, of_what = five_pages()
    texts, whose = real_texts()
    convert_all(laboratory(3))  # data files are loaded once in a process, whatever it converts
    read_pdf(pdf)
    first = timed(lambda: convert_all(texts)) / len(texts)
    reading, converting = [], []
    for _ in range(ROUNDS):  # by turns, so that a slow moment of the machine hits both
        reading.append(timed(lambda: read_pdf(pdf)))
        converting.append(timed(lambda: convert_all(texts)) / len(texts))
    raw = statistics.median(reading)
    tail = sorted(timed(lambda data=data: convert_all([data])) for data in laboratory(count))
    print(f"{'':57} {'time':>9} {'ratio':>6}")
    show(f"raw pdfium read, {of_what}", raw, raw)
    show(f"a text converted, {whose}, again and again", statistics.median(converting), raw)
    show("the same, seen for the first time in the process", first, raw)
    show(f"laboratory reports ({count}), each once: mean", statistics.fmean(tail), raw)
    for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)):
        show(f"    {name}", tail[math.ceil(share * count) - 1], raw)


def show(name: str, seconds: float, raw: float) -> None:
    """A line of the table."""
    print(f"{name:57} {1000 * seconds:6.1f} ms {seconds / raw:6.2f}")


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def convert_all(texts: Sequence[bytes]) -> None:
    """Convert every text."""
    for data in texts:
        convert_bytes(data, path="report.txt")


def laboratory(count: int) -> list[bytes]:
    """The documents of the first seeds."""
    return [specimen(seed).data for seed in range(1, count + 1)]


def real_texts() -> tuple[list[bytes], str]:
    """The texts to convert, and whose they are."""
    shared = ROOT.parent / "shared"
    paths = sorted(path for folder in ("seeds", "cases") for path in (shared / folder).glob("*.txt"))
    if paths:
        return [path.read_bytes() for path in paths], f"mean of {len(paths)} real ones"
    paths = sorted((ROOT / "samples").glob("*.txt"))
    return [path.read_bytes() for path in paths], f"mean of {len(paths)} samples"


def five_pages() -> tuple[bytes, str]:
    """A PDF of five pages, and what it is."""
    real = ROOT.parent / "shared" / "real" / "hongze-2023.pdf"
    if real.exists():
        return real.read_bytes(), f"{PAGES} pages of a real report"
    return made_pdf(), f"{PAGES} made pages"


def read_pdf(data: bytes) -> tuple[int, int]:
    """Characters with their boxes, and page objects, of the first five pages."""
    characters = objects = 0
    document = pdfium.PdfDocument(data)
    box = [ctypes.c_double() for _ in range(4)]
    for page in islice(document, PAGES):
        text = page.get_textpage()
        for index in range(pdfium_c.FPDFText_CountChars(text)):
            pdfium_c.FPDFText_GetUnicode(text, index)
            pdfium_c.FPDFText_GetCharBox(text, index, *box)
            characters += 1
        objects += sum(1 for found in page.get_objects() if found.get_bounds())
        text.close()
        page.close()
    document.close()
    return characters, objects


def made_pdf() -> bytes:
    """Five pages of 1,500 characters and 60 ruling lines each, about what a report's pages hold."""
    rows = "".join(
        f"BT /F 9 Tf 60 {760 - 12 * row} Td (row {row:02} " + "12 0 3 4 5 0 24 " * 2 + ") Tj ET\n"
        for row in range(40)
    )
    rules = "".join(f"60 {755 - 12 * row} m 540 {755 - 12 * row} l S\n" for row in range(60))
    stream = (rows + rules).encode()
    numbers = range(4, 4 + PAGES)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {PAGES} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + PAGES} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>".encode()
        ]
        * PAGES,
        f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"endstream",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return (
        made + f"{trailer}<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n".encode()
    )


if __name__ == "__main__":
    main()
