"""The frame on a picture of a page surrounds the ink of the number, and nothing else."""

import io

import pypdfium2
import pytest
from laboratory.paper import fonts
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from PIL import Image

from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.readers.pdf.picture import picture_of
from converters.sheet import PagePlace

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)

SCALE = 4
INK = 128


def has_ink(page: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Whether something dark lies in this box, in points."""
    left, top, right, bottom = (round(value * SCALE) for value in box)
    darkest, _ = page.crop((left, top, max(right, left + 1), max(bottom, top + 1))).getextrema()
    return darkest < INK


def rim(box: tuple[float, ...], out: float, to: float) -> list[tuple[float, float, float, float]]:
    """The four strips around a box, from so far out to so far out."""
    x0, y0, x1, y1 = box
    return [
        (x0 - to, y0 - to, x1 + to, y0 - out),
        (x0 - to, y1 + out, x1 + to, y1 + to),
        (x0 - to, y0 - to, x0 - out, y1 + to),
        (x1 + out, y0 - to, x1 + to, y1 + to),
    ]


@pytest.mark.parametrize("oddity", [None, "turned_pages", "sideways_tables", "cropped"])
def test_a_box_surrounds_the_ink_of_its_number(oddity: str | None) -> None:
    made = pdf_specimen(13, PdfRecipe(rules="no_rules", oddities=(oddity,) if oddity else ()))
    cells = [cell for cell in convert_bytes(made.data, path=made.name).cells if cell.raw]
    assert len(cells) > 100
    with pypdfium2.PdfDocument(made.data) as document:
        pages = [page.render(scale=SCALE).to_pil().convert("L") for page in document]
    for cell in cells:
        assert isinstance(cell.at, PagePlace)
        page, box = pages[cell.at.page - 1], cell.at.bbox
        assert has_ink(page, box), cell.id
        assert not any(has_ink(page, strip) for strip in rim(box, 0.5, 1.0)), cell.id


def test_the_frame_is_red_around_the_number_and_the_digits_stay_black() -> None:
    made = pdf_specimen(13, PdfRecipe())
    cell = next(cell for cell in convert_bytes(made.data, path=made.name).cells if cell.value)
    assert isinstance(cell.at, PagePlace)
    drawn = Image.open(io.BytesIO(picture_of(made.data, cell.at, path=made.name)))
    left, top, right, bottom = (round(2 * value) for value in cell.at.bbox)
    assert drawn.getpixel((left - 4, (top + bottom) // 2)) == (220, 30, 30)
    assert drawn.getpixel(((left + right) // 2, top - 2)) == (255, 240, 130)
    assert min(sum(drawn.getpixel((x, y))) for x in range(left, right) for y in range(top, bottom)) < 200


def test_a_page_that_is_not_there_is_said() -> None:
    made = pdf_specimen(13, PdfRecipe())
    with pytest.raises(InputError, match="it has no page 99"):
        picture_of(made.data, PagePlace(99, (0, 0, 1, 1)), path="x.pdf")
