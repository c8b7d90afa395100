"""What stands on and beside the numbers of a drawn page: marks of footnotes, texts nobody sees, numbers struck out."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from laboratory.evaluation import judged
from laboratory.paper import fonts
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from laboratory.specimens import Specimen

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)

Look = tuple[int, int, int, int]
"""Red, green, blue, and the way to draw text."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points of the file."""

FILLED, INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
BLACK, CLEAR = (0, 0, 0, FILLED), (0, 0, 0, INVISIBLE)
GREY, WHITE, BLUE = (205, 205, 205, FILLED), (255, 255, 255, FILLED), (68, 114, 196, FILLED)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that more is drawn on."""

    document: pypdfium2.PdfDocument
    page: pypdfium2.PdfPage

    def text(self, at: tuple[float, float], text: str, size: float, look: Look = BLACK) -> None:
        """A text from a point on its baseline."""
        *colour, mode = look
        thing = pdfium.FPDFPageObj_NewTextObj(self.document.raw, b"Helvetica", size)
        codes = (text + "\0").encode("utf-16-le")
        pdfium.FPDFText_SetText(thing, (pdfium.FPDF_WCHAR * (len(codes) // 2)).from_buffer_copy(codes))
        pdfium.FPDFPageObj_SetFillColor(thing, *colour, 255)
        pdfium.FPDFTextObj_SetTextRenderMode(thing, mode)
        pdfium.FPDFPageObj_Transform(thing, 1, 0, 0, 1, *at)
        pdfium.FPDFPage_InsertObject(self.page.raw, thing)

    def area(self, box: Box, look: Look) -> None:
        """A filled rectangle."""
        left, bottom, right, top = box
        thing = pdfium.FPDFPageObj_CreateNewRect(left, bottom, right - left, top - bottom)
        pdfium.FPDFPageObj_SetFillColor(thing, *look[:3], 255)
        pdfium.FPDFPath_SetDrawMode(thing, pdfium.FPDF_FILLMODE_WINDING, 0)
        pdfium.FPDFPage_InsertObject(self.page.raw, thing)


Drawing = Callable[[Page, Box], None]


def boxes(made: Specimen) -> Iterator[tuple[int, Box]]:
    """The page and the box of every number, left, bottom, right, top."""
    for page, x0, y0, x1, y1 in made.truth["boxes"].values():
        yield page, (x0, y0, x1, y1)


def drawn_on(made: Specimen, drawing: Drawing) -> bytes:
    """The file with something drawn at each of its numbers."""
    document = pypdfium2.PdfDocument(made.data)
    for number, page in enumerate(document, 1):
        for at, box in boxes(made):
            if at == number:
                drawing(Page(document, page), box)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def raised(page: Page, box: Box) -> None:
    page.text((box[2] + 0.2, box[1] + 0.5 * (box[3] - box[1])), "1", 0.9 * (box[3] - box[1]))


def lowered(page: Page, box: Box) -> None:
    page.text((box[2] + 0.2, box[1] - 0.2 * (box[3] - box[1])), "12", 0.9 * (box[3] - box[1]))


def white(page: Page, box: Box) -> None:
    page.text((box[2] + 1, box[1]), "57", 6, WHITE)


def faint(page: Page, box: Box) -> None:
    page.text((box[0] - 20, box[1] + 2), "2024 0115", 9, GREY)


def invisible(page: Page, box: Box) -> None:
    page.text(box[:2], "57", (box[3] - box[1]) / 0.7, CLEAR)


def struck_out(page: Page, box: Box) -> None:
    page.text((box[2] + 0.5, box[1]), "57", 7)
    page.area((box[2] + 0.5, box[1] + 2.3, box[2] + 8.3, box[1] + 2.8), BLACK)


def below_white(page: Page, box: Box) -> None:
    page.text((box[2] + 0.5, box[1]), "57", 7)
    page.area((box[2] + 0.3, box[1] - 1, box[2] + 9, box[3] + 1), WHITE)


@pytest.mark.parametrize("rules", ["lines", "outlines", "three_lines"])
@pytest.mark.parametrize("drawing", [raised, lowered, white, faint, invisible, struck_out, below_white])
def test_a_number_is_what_is_seen_of_it_without_its_mark(drawing: Drawing, rules: str) -> None:
    made = pdf_specimen(11, PdfRecipe(rules=rules))
    outcome = judged(11, drawn_on(made, drawing), made.truth)
    assert (outcome.failed, outcome.said) == (None, ())
    # Without rules a raised mark may stand on the upper line of a label of two.
    assert outcome.open == () or (drawing, rules) == (raised, "three_lines")


def stamped_across(page: Page, box: Box) -> None:
    page.text((box[2] - 2.5, box[1]), "38", (box[3] - box[1]) / 0.7)


def stamped_beside(page: Page, box: Box) -> None:
    page.text((box[2] + 0.5, box[1] + 2.5), "38", (box[3] - box[1]) / 0.7)


def smaller_behind(page: Page, box: Box) -> None:
    page.text((box[2] + 0.2, box[1]), "1", 0.6 * (box[3] - box[1]) / 0.7)


def larger_before(page: Page, box: Box) -> None:
    page.text((box[0] - 9, box[1]), "7", 1.6 * (box[3] - box[1]) / 0.7)


def across_the_rule_before(page: Page, box: Box) -> None:
    size = (box[3] - box[1]) / 0.7
    page.text((box[0] - 7.25 * size, box[1]), "5738573857385", size)


@pytest.mark.parametrize(
    "drawing", [stamped_across, stamped_beside, smaller_behind, larger_before, across_the_rule_before]
)
def test_digits_that_may_be_none_of_a_number_leave_it_in_doubt(drawing: Drawing) -> None:
    made = pdf_specimen(11, PdfRecipe(rules="lines"))
    outcome = judged(11, drawn_on(made, drawing), made.truth)
    assert (outcome.failed, outcome.said) == (None, ())


def test_light_print_on_a_dark_ground_is_read() -> None:
    made = pdf_specimen(11, PdfRecipe(rules="lines"))
    cell, (_, x0, y0, x1, y1) = next(item for item in made.truth["boxes"].items() if "licensing" in item[0])
    digits = str(made.truth["cells"][cell])

    def on_blue(page: Page, box: Box) -> None:
        if box == (x0, y0, x1, y1):
            page.area((x1, y0 - 2, x1 + 20, y1 + 2), BLUE)
            page.text((x1 + 0.3, y0), "5", 9, WHITE)

    outcome = judged(11, drawn_on(made, on_blue), made.truth)
    assert outcome.said == (f"{cell}: {digits} printed {digits}5",)


@pytest.mark.parametrize("edge", [1e4, 1e9, 3e38])
def test_a_white_area_over_all_that_is_written_hides_nothing_however_large(edge: float) -> None:
    made = pdf_specimen(11, PdfRecipe(rules="lines"))
    document = pypdfium2.PdfDocument(made.data)
    for page in document:
        Page(document, page).area((-edge, -edge, edge, edge), WHITE)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    outcome = judged(11, out.getvalue(), made.truth)
    assert (outcome.failed, outcome.said, outcome.open) == (None, (), ())
