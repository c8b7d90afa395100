"""Real PDF files, drawn in every style and with every oddity: all numbers right, and each with its box."""

import io

import pdfplumber
import pytest
from laboratory.evaluation import judged
from laboratory.paper import fonts
from laboratory.paper.oddities import ODDITIES
from laboratory.paper.rules import RULES
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from laboratory.specimens import Specimen

from converters.conversion import convert_bytes
from converters.readers.pdf.reader import read_pdf
from converters.report import Report
from converters.sheet import Grid, PagePlace

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)


def convert(made: Specimen) -> Report:
    return convert_bytes(made.data, path=made.name)


@pytest.mark.parametrize("rules", RULES)
def test_rules_of_every_style_are_read(rules: str) -> None:
    made = pdf_specimen(11, PdfRecipe(rules=rules))
    outcome = judged(11, made.data, made.truth)
    assert outcome.failed is None
    assert (outcome.said, outcome.open, outcome.masthead) == ((), (), ())


@pytest.mark.parametrize("oddity", ODDITIES)
def test_every_oddity_is_read(oddity: str) -> None:
    made = pdf_specimen(12, PdfRecipe(oddities=(oddity,), strength=1.0))
    outcome = judged(12, made.data, made.truth)
    assert outcome.failed is None
    assert (outcome.said, outcome.open, outcome.masthead) == ((), (), ())


@pytest.mark.parametrize("oddity", [None, "turned_pages", "sideways_tables", "cropped", "uneven_baselines"])
@pytest.mark.parametrize("rules", ["lines", "no_rules"])
@pytest.mark.parametrize("askew", [0.0, 2.0])
def test_every_number_has_its_page_and_box(oddity: str | None, rules: str, askew: float) -> None:
    recipe = PdfRecipe(rules=rules, oddities=(oddity,) if oddity else (), askew=(askew, askew))
    made = pdf_specimen(13, recipe)
    with pdfplumber.open(io.BytesIO(made.data)) as document:
        lies = {page.page_number: (page.page_obj.cropbox, page.rotation) for page in document.pages}
    cells = {cell.id: cell for cell in convert(made).cells}
    assert made.truth["boxes"]
    for name, (page, *box) in made.truth["boxes"].items():
        place = cells[name].at
        assert isinstance(place, PagePlace), name
        assert place.page == page
        shown = as_shown(box, *lies[page])
        assert overlap(place.bbox, shown) > 0.5, (name, place.bbox, shown)


def as_shown(box: list[float], crop: list[float], rotation: int) -> tuple[float, ...]:
    """A box of the file, from the top left of the page as it is shown; /Rotate turns clockwise."""
    left, bottom, right, top = crop
    x0, y0, x1, y1 = box
    return {
        0: (x0 - left, top - y1, x1 - left, top - y0),
        90: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: (top - y1, right - x1, top - y0, right - x0),
    }[rotation % 360]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """What two boxes share, as a part of what they cover together."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0, width) * max(0, height)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return shared / (sum(areas) - shared)


def test_the_table_of_applications_is_one_over_pages() -> None:
    made = pdf_specimen(14, PdfRecipe(oddities=("roomy", "repeated_headings"), strength=1.0))
    grids = [block for block in read_pdf(made.data, path=made.name).blocks if isinstance(block, Grid)]
    places = [
        {cell.at.page for row in grid.rows for cell in row if isinstance(cell.at, PagePlace)}
        for grid in grids
    ]
    texts = ["".join(cell.text for row in grid.rows for cell in row) for grid in grids]
    ((pages, text),) = [
        (found, text) for found, text in zip(places, texts, strict=True) if "本年新收" in text
    ]
    assert len(pages) > 1
    assert "结转下年度" in text
    assert text.count("社会") == 1


def test_prose_is_read_in_paragraphs_without_page_numbers() -> None:
    made = pdf_specimen(15, PdfRecipe(oddities=("running_head",)))
    report = convert(made)
    assert report.title
    overview = next(section.text for section in report.sections if section.kind == "overview")
    assert all(paragraph.endswith("。") for paragraph in overview.split("\n"))


def test_a_number_cut_off_by_the_edge_of_the_page_is_open_and_never_a_part_of_itself() -> None:
    made = pdf_specimen(16, PdfRecipe(oddities=("off_the_page",), strength=1.0))
    outcome = judged(16, made.data, made.truth)
    assert outcome.wrong == ()
    cut = [cell for cell in convert(made).cells if cell.raw == "�"]
    assert cut
    assert {cell.value for cell in cut if not cell.because} == {None}


def test_characters_that_no_font_explains_make_no_number() -> None:
    made = pdf_specimen(17, PdfRecipe(veil="no Unicode map"))
    assert judged(17, made.data, made.truth).wrong == ()
