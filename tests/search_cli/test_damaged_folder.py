"""A folder of two hundred PDF files, most of them damaged, through the real command."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from conftest import Run
from laboratory.judge import judge
from laboratory.paper import fonts
from laboratory.paper.bombs import BOMBS
from laboratory.paper.damage import DAMAGE, damaged
from laboratory.paper.rules import RULES
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from laboratory.specimens import Specimen

from converters.canonical import loads
from converters.report import Report

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)

FILES = 200
GOOD = [
    pdf_specimen(30 + number, PdfRecipe(style), size="small")
    for number, style in enumerate(islice(cycle(RULES), 20))
]
LINE = re.compile(r"gongkai: (?P<path>\S+\.pdf): (?P<problem>[^;]+); (?P<remedy>[^;]+)")
DOUBTS = {"damaged", "needs_ocr", "no_unicode", "table_missing", "table_incomplete", "no_form", "open_doubt"}


def spoiled() -> Iterator[tuple[str, Specimen]]:
    """The names of damaged files and what they come from, kind after kind in turn."""
    kinds = cycle(DAMAGE)
    for number in range(FILES - len(GOOD) - len(BOMBS)):
        yield f"{next(kinds)}-{number}", GOOD[number % len(GOOD)]


def laid_out(folder: Path) -> dict[str, Specimen]:
    """Writes the folder; what each file was before it was damaged, by its name, bombs left out."""
    folder.mkdir()
    made = {f"good-{number}": specimen for number, specimen in enumerate(GOOD)}
    for name, specimen in made.items():
        (folder / f"{name}.pdf").write_bytes(specimen.data)
    for name, specimen in spoiled():
        kind, number = name.split("-")
        (folder / f"{name}.pdf").write_bytes(damaged(kind, specimen.data, int(number)))
        made[name] = specimen
    for name, bomb in BOMBS.items():
        (folder / f"{name}.pdf").write_bytes(bomb())
    return made


def verdicts(specimen: Specimen, report: Report) -> Counter[str]:
    got = {cell.id: (cell.value, cell.basis.value) for cell in report.cells}
    return Counter(judge(specimen.truth, got).values())


def test_a_folder_of_damaged_files_costs_a_line_for_each_and_no_number_is_wrong(
    gongkai: Run, tmp_path: Path
) -> None:
    made = laid_out(tmp_path / "in")
    assert len(list((tmp_path / "in").iterdir())) == FILES
    run = gongkai("convert", "in", "--output", "out", timeout=300)
    assert run.returncode == 3
    # on a slow machine there are lines of progress, too
    *lines, summary = [line for line in run.stderr.decode().splitlines() if " a second, " not in line]
    failed = [LINE.fullmatch(line) for line in lines]
    assert None not in failed, lines
    written = {path.name.removesuffix(".pdf.json"): path for path in (tmp_path / "out").glob("*.json")}
    refused = {Path(match["path"]).stem for match in failed if match}
    assert len(refused) == len(failed)
    assert written.keys() | refused == made.keys() | BOMBS.keys()
    assert not written.keys() & refused
    assert summary.startswith(f"gongkai: {len(written)} reports written to out, {len(refused)} failed")
    assert not any("defect" in line or "worker died" in line for line in lines), lines
    for name, specimen in made.items():
        if name.startswith("good"):
            report = loads(written[name].read_bytes())
            assert verdicts(specimen, report).keys() == {"right"}, name
        elif name in written:
            report = loads(written[name].read_bytes())
            found = verdicts(specimen, report)
            assert not found["wrong"], name
            # What lost a number says so.
            assert not found["open"] or DOUBTS & {warning.code for warning in report.warnings}, name
