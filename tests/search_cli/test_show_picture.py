"""`gongkai show`: all cells, a picture of one, and one clear line where there is none."""

import json
from pathlib import Path

import pytest
from conftest import Run
from handmade import text
from laboratory.paper import fonts
from laboratory.paper.specimens import PdfRecipe, pdf_specimen

CELL = "applications.received.total"
PNG = b"\x89PNG\r\n"

needs_fonts = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A PDF report, and the JSON of it in a folder of its own."""
    made = pdf_specimen(13, PdfRecipe())
    path = tmp_path / "report.pdf"
    path.write_bytes(made.data)
    return path


def shown(out: bytes) -> dict[str, str]:
    return {line[:10].strip(): line[12:] for line in out.decode().splitlines()}


def test_a_cell_has_a_chinese_name_too(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(received=34), "utf-8")
    assert (
        gongkai("show", "a.txt", "--cell", "本年新收.总计").stdout
        == gongkai("show", "a.txt", "--cell", CELL).stdout
    )


def test_without_a_cell_all_are_listed(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(received=34), "utf-8")
    lines = gongkai("show", "a.txt").stdout.decode().splitlines()
    cells = json.loads(gongkai("convert", "a.txt").stdout)["cells"]
    listed = {line.split()[0] for line in lines if "." in line.split()[0]}
    assert listed == {cell["id"] for cell in cells}


@needs_fonts
def test_a_cell_of_a_pdf_is_drawn(gongkai: Run, report: Path) -> None:
    run = gongkai("show", report, "--cell", CELL, "--picture", "cell.png")
    assert run.returncode == 0, run.stderr
    lines = shown(run.stdout)
    assert lines["method"] == "pdfium"
    assert lines["place"].startswith("page ")
    assert lines["raw"] in lines["row"].split(" | ")
    assert (report.parent / "cell.png").read_bytes().startswith(PNG)


@needs_fonts
def test_the_source_of_a_json_is_found_or_named(gongkai: Run, report: Path) -> None:
    gongkai("convert", report, "-o", ".")
    assert gongkai("show", "report.pdf.json", "--cell", CELL, "--picture", "1.png").returncode == 0
    report.rename(report.with_name("elsewhere.pdf"))
    run = gongkai("show", "report.pdf.json", "--cell", CELL, "--picture", "2.png")
    assert run.returncode == 2
    assert run.stderr.decode().startswith(
        "gongkai: report.pdf.json: report.pdf, from which it was converted,"
    )
    named = ("show", "report.pdf.json", "--cell", CELL, "--picture", "3.png", "--source")
    assert gongkai(*named, "elsewhere.pdf").returncode == 0
    assert (report.parent / "1.png").read_bytes() == (report.parent / "3.png").read_bytes()
    (report.parent / "other.pdf").write_bytes(pdf_specimen(14, PdfRecipe()).data)
    run = gongkai(*named, "other.pdf")
    assert run.returncode == 1
    assert b"other.pdf: it is not the file that report.pdf.json was converted from" in run.stderr
    assert gongkai(*named, "nowhere.pdf").returncode == 1
    assert not (report.parent / "2.png").exists()


def test_what_cannot_be_drawn_is_said_in_one_line(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(received=34), "utf-8")
    for options, code, said in (
        (("--picture", "x.png"), 2, "name it with --cell"),
        (("--cell", CELL, "--picture", "x.png"), 2, "its source is no PDF file but text/plain"),
        (("--cell", "no.such.cell"), 2, "there is no such field"),
        (("--cell", "applications.other_handling.total"), 2, "the report has no such cell"),
    ):
        run = gongkai("show", "a.txt", *options)
        assert run.returncode == code
        assert said in run.stderr.decode()
        assert run.stderr.decode().count("\n") == 1
    assert gongkai("show", "missing.txt").returncode == 1


@needs_fonts
def test_thorough_tells_of_disagreements_on_standard_error(gongkai: Run, report: Path) -> None:
    run = gongkai("convert", report, "--thorough")
    assert run.returncode == 0
    warnings = json.loads(run.stdout)["warnings"]
    told = [warning["message"] for warning in warnings if warning["code"] == "witnesses_disagree"]
    lines = run.stderr.decode().splitlines()
    assert f"{report}: {len(told)} disagreement" in lines[0]
    assert len(lines) == 1 + len(told)
    assert gongkai("convert", report, "--thorough", "-q").stderr == b""
