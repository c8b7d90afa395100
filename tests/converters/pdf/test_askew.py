"""Pages that lie askew, as scans and photographs do, are read as if they lay straight; where that is unsafe, not."""

import math

import pytest
from laboratory.evaluation import judged
from laboratory.paper import fonts
from laboratory.paper.raw import CATALOG, HELVETICA, PAGES, page, raw_pdf, stream
from laboratory.paper.specimens import PdfRecipe, pdf_specimen

from converters.errors import InputError
from converters.readers.pdf.document import opened, pages_of
from converters.readers.pdf.lines import lines_of
from converters.readers.pdf.reader import read_page, read_pdf

drawn = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)

ROWS = [[str(7 * row + column) for column in range(6)] for row in range(12)]
LEVEL = (1.0, 0.0, 0.0, 1.0)
Turn = tuple[float, float, float, float]


@drawn
@pytest.mark.parametrize("degrees", [0.3, 2.0, -4.0])
@pytest.mark.parametrize("rules", ["lines", "outlines", "white_cells", "stipples", "no_rules"])
def test_a_page_askew_is_read_as_a_straight_one(rules: str, degrees: float) -> None:
    made = pdf_specimen(17, PdfRecipe(rules=rules, askew=(degrees, degrees)))
    outcome = judged(17, made.data, made.truth)
    assert (outcome.failed, outcome.said, outcome.open, outcome.masthead) == (None, (), (), ())


@drawn
@pytest.mark.parametrize("askew", [(2.0, 0.0), (0.0, 2.0), (-1.0, 1.0)])
@pytest.mark.parametrize("rules", ["bars", "stipples", "white_cells"])
def test_rules_that_lie_otherwise_than_the_text_tell_nothing(rules: str, askew: tuple[float, float]) -> None:
    made = pdf_specimen(17, PdfRecipe(rules=rules, askew=askew))
    outcome = judged(17, made.data, made.truth)
    assert (outcome.failed, outcome.said, outcome.open) == (None, (), ())


@drawn
@pytest.mark.parametrize("oddity", ["turned_pages", "sideways_tables", "cropped", "white_rectangles"])
def test_a_page_that_is_turned_and_askew_is_read(oddity: str) -> None:
    made = pdf_specimen(17, PdfRecipe(rules="lines", oddities=(oddity,), askew=(2.0, 2.0)))
    outcome = judged(17, made.data, made.truth)
    assert (outcome.failed, outcome.said, outcome.open) == (None, (), ())


def turned(degrees: float) -> Turn:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return c, s, -s, c


def at(x: float, y: float, degrees: float) -> tuple[float, float]:
    """Where a point lies once the page is turned about its middle."""
    a, b, c, d = turned(degrees)
    return 297.5 + a * (x - 297.5) + c * (y - 421), 421 + b * (x - 297.5) + d * (y - 421)


def words(rows: list[list[str]], matrix: Turn, degrees: float, top: float = 700) -> bytes:
    """Rows of words 60 points apart at the places that they have on a page askew, each set by this matrix."""
    shown = []
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            x, y = at(100 + 60 * column, top - 14 * row, degrees)
            numbers = " ".join(f"{number:.5f}" for number in (*matrix, x, y))
            shown.append(f"BT /F1 10 Tf {numbers} Tm ({text}) Tj ET")
    return "\n".join(shown).encode()


def file_of(*contents: bytes) -> bytes:
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: stream(b"\n".join(contents))})


def lines(*contents: bytes) -> list[str]:
    """The lines of a page on which this is drawn."""
    with opened(file_of(*contents), path="a.pdf") as document:
        ((read, _),) = [read_page(number, page) for number, page in pages_of(document)]
        return [line.text for line in lines_of(read.glyphs)]


STRAIGHT = ["  ".join(row) for row in ROWS]


@pytest.mark.parametrize("degrees", [-3.0, 1.5, 3.0])
@pytest.mark.parametrize("own", [True, False])
def test_words_on_lines_that_climb_are_read_along_these_whether_they_stand_level_or_not(
    degrees: float, own: bool
) -> None:
    assert lines(words(ROWS, turned(degrees) if own else LEVEL, degrees)) == STRAIGHT


def test_words_that_stand_straight_are_read_so() -> None:
    assert lines(words(ROWS, LEVEL, 0)) == STRAIGHT


def test_words_that_lean_each_in_its_place_on_level_lines_are_not_moved() -> None:
    assert lines(words(ROWS, turned(2.0), 0)) == STRAIGHT


@pytest.mark.parametrize("degrees", [0.0, 2.0])
def test_italics_that_a_program_makes_by_sloping_letters_are_read(degrees: float) -> None:
    a, b, c, d = turned(degrees)
    sloping = (a, b, c + 0.3333 * a, d + 0.3333 * b)
    assert lines(words(ROWS, sloping, degrees)) == STRAIGHT


def test_of_a_page_whose_numbers_lean_in_two_ways_nothing_is_read() -> None:
    with pytest.raises(InputError, match="its lines lie askew to each other"):
        read_pdf(file_of(words(ROWS, LEVEL, 0), words(ROWS, turned(3.0), 3.0, top=400)), path="a.pdf")


def test_a_day_in_a_stamp_that_leans_is_in_doubt_and_the_page_is_read() -> None:
    assert lines(words(ROWS, LEVEL, 0), words([["Office"], ["2023"]], turned(3.0), 3.0, top=400)) == [
        *STRAIGHT,
        "Office",
        "����",
    ]
