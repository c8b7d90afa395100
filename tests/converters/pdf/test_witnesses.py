"""Other witnesses of real PDF files: they see what is there, prove what the first cannot, and contradict it aloud."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from conftest import ROOT
from laboratory.paper import fonts
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from laboratory.specimens import Specimen
from reportlab.pdfgen.canvas import Canvas

from converters.canonical import dumps, loads
from converters.conversion import convert_bytes
from converters.hearing import hear
from converters.outline import outline
from converters.readers.media import witnesses_of
from converters.readers.pdf.reader import read_pdf
from converters.readers.witness import Account, Witness
from converters.report import Basis, Report
from converters.settlement import Reading
from converters.sheet import Grid, PagePlace, Sheet
from converters.tables import read_tables

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)

METHODS = ("pdfplumber", "camelot-lattice", "camelot-stream")
BLANKS_TYPED = 62
"""A seed with blanks typed in two numbers of a table without lines between its columns, in a font only named."""


def witness(data: bytes, method: str) -> Witness:
    return next(one for one in witnesses_of(data, "application/pdf", path="x.pdf") if one.method == method)


def reading(sheet: Sheet, method: str) -> Reading:
    areas = outline(sheet).areas
    return Reading(method, read_tables(areas, None), areas)


def values(report: Report) -> dict[str, float | None]:
    return {cell.id: cell.value for cell in report.cells}


@pytest.mark.parametrize(
    "oddity", [None, "turned_pages", "sideways_tables", "cropped", "other_paper", "askew"]
)
@pytest.mark.parametrize("method", METHODS[:2])
def test_a_table_finder_sees_the_same_numbers_at_the_same_places(method: str, oddity: str | None) -> None:
    askew = PdfRecipe(askew=(2.0, 2.0))
    made = pdf_specimen(13, askew if oddity == "askew" else PdfRecipe(oddities=(oddity,) if oddity else ()))
    first = reading(read_pdf(made.data, path=made.name), "pdfium")
    account = witness(made.data, method).ask(range(1, 50))
    assert account.sheet is not None
    other = reading(account.sheet, method)
    assert other.tables.keys() == first.tables.keys() == {"disclosure", "applications", "reviews"}
    for table, read in first.tables.items():
        for cell, finding in read.findings.items():
            told = other.tables[table].findings[cell]
            assert told.value == finding.value, cell
            if finding.atom and told.atom:
                assert near(finding.atom.at, told.atom.at), (cell, finding.atom.at, told.atom.at)


def near(one: object, other: object) -> bool:
    """Whether two places are on one page, the middles of their boxes 4 points apart at most."""
    assert isinstance(one, PagePlace)
    assert isinstance(other, PagePlace)
    middles = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in (one.bbox, other.bbox)]
    return one.page == other.page and all(abs(a - b) <= 4 for a, b in zip(*middles, strict=True))


def test_what_the_first_reading_cannot_tell_the_second_proves() -> None:
    made = pdf_specimen(BLANKS_TYPED)
    alone = reading(read_pdf(made.data, path=made.name), "pdfium").tables["applications"].findings
    in_doubt = {cell for cell, finding in alone.items() if finding.value is None}
    report = convert_bytes(made.data, path=made.name)
    assert in_doubt
    assert {cell.id for cell in report.cells if cell.method == "pdfplumber"} == in_doubt
    assert values(report) == {cell: made.truth["cells"][cell] for cell in values(report)}


def test_a_clear_report_is_read_by_the_first_alone() -> None:
    made = pdf_specimen(13, PdfRecipe())
    report = convert_bytes(made.data, path=made.name)
    assert {cell.method for cell in report.cells} == {"pdfium"}
    assert loads(dumps(report)) == report


def test_a_contradiction_is_a_doubt_and_a_warning() -> None:
    made = pdf_specimen(13, PdfRecipe())
    sheet = read_pdf(made.data, path=made.name)
    first = reading(sheet, "pdfium")
    cell = "disclosure.licensing.decisions"
    finding = first.tables["disclosure"].findings[cell]
    assert finding.value is not None
    assert finding.atom is not None
    other = misread(sheet, finding.atom.at)
    heard = hear(
        sheet, first, [Witness("other", lambda _: Account(other))], year=made.truth["year"], thorough=True
    )
    settled = heard.settled.tables["disclosure"].findings[cell]
    assert settled.basis is Basis.UNRESOLVED
    assert settled.candidates == (finding.value, int(f"{finding.value}7"))
    (notice,) = heard.notices
    assert notice.code == "witnesses_disagree"
    assert notice.message == f"{cell}: pdfium {finding.value}; other {finding.value}7"
    assert notice.at == finding.atom.at


def misread(sheet: Sheet, place: object) -> Sheet:
    """The sheet with a 7 behind the number at this place."""
    blocks = [
        replace(
            block,
            rows=tuple(
                tuple(one._replace(text=f"{one.text}7") if one.at == place else one for one in row)
                for row in block.rows
            ),
        )
        if isinstance(block, Grid)
        else block
        for block in sheet.blocks
    ]
    assert blocks != list(sheet.blocks)
    return replace(sheet, blocks=blocks)


def test_thorough_asks_all_and_changes_no_certain_number() -> None:
    made = pdf_specimen(13, PdfRecipe(rules="lines"))
    quick, thorough = (convert_bytes(made.data, path=made.name, thorough=how) for how in (False, True))
    assert {cell.method for cell in thorough.cells} == {"pdfium"}
    for cell, value in values(thorough).items():
        assert value in {values(quick)[cell], None}


def test_who_is_not_installed_is_missed_only_where_all_were_to_be_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "camelot.io", None)  # as Python marks what cannot be imported
    made = pdf_specimen(98)
    quick, thorough = (convert_bytes(made.data, path=made.name, thorough=how) for how in (False, True))
    assert any(cell.basis is Basis.UNRESOLVED for cell in quick.cells)
    assert not [warning for warning in quick.warnings if warning.code == "witness_silent"]
    missed = [warning.message for warning in thorough.warnings if warning.code == "witness_silent"]
    assert [message.split()[0] for message in missed] == ["camelot-lattice", "camelot-stream"]
    assert all(message.endswith("it is not installed: pip install gongkai[camelot]") for message in missed)


def test_pages_on_which_too_much_is_drawn_are_not_given_to_table_finders() -> None:
    made = gridded(80)
    for method in METHODS:
        account = witness(made, method).ask([1])
        assert account.sheet is None
        (notice,) = account.silence
        assert notice.code == "witness_silent"
        assert notice.message.startswith(f"{method} was not heard on page 1: too much")
    assert witness(gridded(10), "pdfplumber").ask([1]).sheet is not None


def gridded(lines: int) -> bytes:
    """A page of so many columns and rows."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842))
    for number in range(lines + 1):
        at = 20 + number * 550 / lines
        canvas.line(20, at, 570, at)
        canvas.line(at, 20, at, 570)
    canvas.drawString(100, 700, "42")
    canvas.save()
    return written.getvalue()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much a process has held")
@pytest.mark.parametrize("large", [False, True])
def test_who_draws_pages_holds_less_than_300_megabytes(large: bool, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    made = pdf_specimen(13, PdfRecipe(rules="lines"))
    file.write_bytes(enlarged(made.data) if large else made.data)
    code = (
        "import re; from pathlib import Path; from converters.conversion import convert\n"
        f"report = convert({str(file)!r}, thorough=True)\n"
        "assert not [warning for warning in report.warnings if warning.code == 'witness_silent']\n"
        "print(re.search(r'VmHWM:\\s*(\\d+) kB', Path('/proc/self/status').read_text())[1])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(told.stdout) < 300_000


def enlarged(data: bytes) -> bytes:
    """The file on paper of four metres."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.set_mediabox(0, 0, 12_000, 12_000)
        document.save(out)
    return out.getvalue()


def test_a_page_without_text_is_not_asked_about() -> None:
    empty = io.BytesIO()
    canvas = Canvas(empty)
    canvas.drawString(100, 700, "42")
    canvas.showPage()
    canvas.rect(100, 100, 50, 50)
    canvas.save()
    assert witness(empty.getvalue(), "pdfplumber").ask([2]) == Account(None)


@pytest.mark.parametrize("seed", [13, 20, 62])
def test_witnesses_say_no_wrong_number(seed: int) -> None:
    made: Specimen = pdf_specimen(seed)
    report = convert_bytes(made.data, path=made.name, thorough=True)
    for cell in report.cells:
        if cell.value is not None:
            assert cell.value in {made.truth["cells"].get(cell.id), made.truth["hidden"].get(cell.id)}, cell
