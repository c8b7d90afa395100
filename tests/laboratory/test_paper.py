"""What a drawn PDF file holds, by the eyes of two independent readers: pdfium and pdfplumber."""

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Literal

import pdfplumber
import pypdfium2
import pytest

from laboratory.blocks import Block, blocks_of
from laboratory.copies import copy_of
from laboratory.grid import Table, positions
from laboratory.paper import fonts
from laboratory.paper.cutting import Room, cut
from laboratory.paper.flow import Flow
from laboratory.paper.oddities import ODDITIES
from laboratory.paper.pen import Frame, Pen
from laboratory.paper.rules import RULES
from laboratory.paper.setting import Setting
from laboratory.paper.specimens import PdfRecipe, draw_pdf_recipe, pdf_specimen
from laboratory.paper.veils import PASSWORD, VEILS
from laboratory.specimens import Specimen
from laboratory.truth import draw

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)

# pdfplumber's ruled tables are told by these styles alone; it does not join dashes or double lines.
CLEAR = ("lines", "hairlines", "bars", "pieces", "outlines", "white_cells")


def boxed(made: Specimen, password: str | None = None) -> Iterator[tuple[str, str]]:
    """For every number of the file its cell, and what pdfium finds in the box that the truth names."""
    document = pypdfium2.PdfDocument(made.data, password=password)
    pages = [page.get_textpage() for page in document]
    for cell, (number, left, bottom, right, top) in made.truth["boxes"].items():
        text = pages[number - 1].get_text_bounded(left - 1, bottom - 1, right + 1, top + 1)
        yield cell, "".join(text.split())


def shown(made: Specimen) -> dict[str, str]:
    """The numbers that the file shows, by the truth."""
    return {cell: str(said) for cell, said in made.truth["cells"].items() if said != "absent"}


def texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_seed_gives_the_same_bytes(seed: int) -> None:
    assert pdf_specimen(seed).data == pdf_specimen(seed).data


@pytest.mark.parametrize("veil", VEILS)
def test_it_does_under_every_veil(veil: str) -> None:
    recipe = PdfRecipe("lines", veil=veil)
    assert pdf_specimen(2, recipe).data == pdf_specimen(2, recipe).data


@pytest.mark.parametrize("style", RULES)
@pytest.mark.parametrize("size", ["busy", "small"])
def test_every_number_stands_in_its_box_whatever_the_rules(style: str, size: str) -> None:
    made = pdf_specimen(5, PdfRecipe(style), size=size)
    found = dict(boxed(made))
    assert found == shown(made)


@pytest.mark.parametrize("seed", [6, 7])
@pytest.mark.parametrize("oddity", ODDITIES)
def test_every_number_stands_in_its_box_whatever_the_oddity(oddity: str, seed: int) -> None:
    made = pdf_specimen(seed, PdfRecipe("lines", (oddity,), strength=1.0), size="medium")
    found = {cell: text.rstrip("政务公开发布") for cell, text in boxed(made)}  # the words of the watermark
    assert found == shown(made)


@pytest.mark.parametrize("style", CLEAR)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_ruled_tables_are_the_grids_they_were_drawn_from(style: str, form: str) -> None:
    copy = copy_of(draw(4, form=form, size="medium"))
    pen = Pen()
    flow = Flow(pen, Setting(page=(595, 2400), bands=None), style, "")
    flow.print_blocks([Block("table", name) for name in copy.tables], copy.tables)
    with pdfplumber.open(io.BytesIO(pen.finished("", "", ("", "")))) as document:
        assert len(document.pages) == 1
        found = document.pages[0].extract_tables()
    assert [flat(table) for table in found] == [expected(table) for table in copy.tables.values()]


def flat(table: list[list[str | None]]) -> list[list[str | None]]:
    """The cells without the line breaks inside them."""
    return [[text and text.replace("\n", "") for text in row] for row in table]


def expected(table: Table) -> list[list[str | None]]:
    """The grid as pdfplumber gives it: None where a merged cell reaches in."""
    return [[cell.text if where == "here" else None for cell, where in line] for line in positions(table)]


def test_headings_are_repeated_on_every_page_that_the_table_goes_on_to() -> None:
    once = pdf_specimen(8, PdfRecipe("lines", ("roomy",), strength=1.0))
    again = pdf_specimen(8, PdfRecipe("lines", ("roomy", "repeated_headings"), strength=1.0))
    assert sum("商业" in text for text in texts(once.data)) == 1
    assert sum("商业" in text for text in texts(again.data)) > 1


@pytest.mark.parametrize("side", ["upper", "lower"])
def test_a_page_cuts_a_row_in_two(side: Literal["upper", "lower"]) -> None:
    """Its label goes on on the next page; its numbers stand on one of both."""
    table = copy_of(draw(3, form="2021")).tables["applications"]
    setting = Setting(cut_rows=True, number_at_cut=side, label_size=0.6)
    label = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    whole, _, _ = cut(table, setting, Room(74, 520, 3000, 74, 1, 3000))
    top = next(piece.box[3] for piece in whole if piece.cell.text == label)
    bottom = top - 30  # the first page ends inside this row
    pieces, last, _ = cut(table, setting, Room(74, 520, 3000, bottom, 1, 3000))
    halves = [piece for piece in pieces if piece.cell.text == label]
    assert [piece.page for piece in halves] == [1, 2]
    assert all(piece.lines for piece in halves)
    assert "".join(line for piece in halves for line in piece.lines) == label
    numbers = [
        piece for piece in pieces if piece.cell.id == "applications.other_handling.not_corrected.total"
    ]
    assert [bool(piece.lines) for piece in numbers] == [side == "upper", side == "lower"]
    assert last == 2


def test_a_scan_has_pictures_and_no_text() -> None:
    made = pdf_specimen(9, PdfRecipe("lines", veil="scan"))
    assert "".join(texts(made.data)) == ""
    document = pypdfium2.PdfDocument(made.data)
    assert all(
        any(item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for item in page.get_objects()) for page in document
    )


def test_a_file_half_scanned_shows_the_numbers_of_its_other_pages() -> None:
    made = pdf_specimen(9, PdfRecipe("lines", veil="scan of every second page"), size="medium")
    assert dict(boxed(made)) == shown(made)
    assert {page % 2 for page, *_ in made.truth["boxes"].values()} == {1}
    assert [bool(text) for text in texts(made.data)][:2] == [True, False]
    assert len(made.truth["hidden"]) > 20


def test_numbers_beside_the_page_are_not_seen() -> None:
    made = pdf_specimen(9, PdfRecipe("lines", ("off_the_page",), strength=1.0), size="medium")
    assert dict(boxed(made)) == shown(made)
    unseen = {cell for cell, said in made.truth["cells"].items() if said == "absent"}
    assert "applications.received.total" in unseen
    assert unseen >= set(made.truth["hidden"])
    assert "applications.received.natural_person" in made.truth["boxes"]


def test_a_locked_file_opens_with_its_password_only() -> None:
    made = pdf_specimen(9, PdfRecipe("lines", veil="locked"))
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(made.data)
    assert dict(boxed(made, PASSWORD)) == shown(made)
    assert made.truth["unreadable"] is None


def test_a_file_locked_against_changes_opens_without_password() -> None:
    made = pdf_specimen(9, PdfRecipe("lines", veil="locked against changes"))
    assert "政府信息公开" in "".join(texts(made.data))
    assert made.truth["unreadable"] is None


def test_fonts_without_a_unicode_map_give_no_character_of_the_report() -> None:
    found = "".join(texts(pdf_specimen(9, PdfRecipe("lines", veil="no Unicode map")).data))
    assert len(found) > 500
    assert not set(found) & set("政府信息公开")
    assert "2.没有现成信息" not in found


@pytest.mark.parametrize("veil", [name for name, veil in VEILS.items() if not veil.reads])
def test_the_truth_of_an_unreadable_file_shows_no_number(veil: str) -> None:
    truth = pdf_specimen(9, PdfRecipe("lines", veil=veil)).truth
    assert truth["unreadable"] == veil
    assert set(truth["cells"].values()) == {"absent"}
    assert len(truth["hidden"]) > 100


@pytest.mark.parametrize("turn", ["upright", "rotate 90", "rotate 180", "rotate 270", "sideways"])
def test_a_frame_keeps_its_area_in_the_file(turn: str) -> None:
    frame = Frame(800, 500, turn)  # type: ignore[arg-type]  # every Turn in turn
    assert frame.in_file((0, 0, 800, 500)) == (0, 0, *frame.size)


def test_drawn_recipes_can_be_made() -> None:
    for seed in range(40):
        recipe = draw_pdf_recipe(Random(f"pdf specimen {seed}"))
        made = pdf_specimen(seed)
        assert made.recipe == recipe
        assert made.data.startswith(b"%PDF")


def test_a_missing_font_is_named_with_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_FOLDER", tmp_path)
    assert fonts.missing_packages() == [
        "fonts-arphic-gbsn00lp",
        "fonts-arphic-gkai00mp",
        "fonts-wqy-microhei",
    ]
    with pytest.raises(fonts.MissingFontError, match="install the Debian package fonts-wqy-microhei"):
        fonts.font.__wrapped__("hei")


def test_blocks_hold_every_table_once() -> None:
    copy = copy_of(draw(3))
    for damage in ((), ("annexed_tables",), ("doubled_title", "reworded_headings", "no_table_sentences")):
        found = [block.text for block in blocks_of(copy, damage, Random(1)) if block.kind == "table"]
        assert found == ["disclosure", "applications", "reviews"]
