"""Pages that lie askew, as scans and photographs do, are read as if they lay straight; where that is unsafe, not."""

import math

import pytest
from laboratory.evaluation import judged
from laboratory.paper import fonts
from laboratory.paper.raw import CATALOG, HELVETICA, PAGES, page, raw_pdf, stream
from laboratory.paper.specimens import PdfRecipe, pdf_specimen

from converters.errors import InputError
from converters.readers.pdf.document import opened, pages_of
from converters.readers.pdf.glyphs import REPLACEMENT
from converters.readers.pdf.lines import lines_of
from converters.readers.pdf.reader import read_page, read_pdf
from converters.sheet import Grid

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


@pytest.mark.parametrize(
    "contents",
    [
        [words(ROWS, LEVEL, 0), words(ROWS, turned(3.0), 3.0, top=400)],
        [words(ROWS, turned(7.0), 7.0)],
    ],
    ids=["in two ways", "too far"],
)
def test_of_a_page_whose_numbers_lean_in_two_ways_or_too_far_nothing_is_read(contents: list[bytes]) -> None:
    with pytest.raises(InputError, match="its lines lie far askew, or askew to each other"):
        read_pdf(file_of(*contents), path="a.pdf")


def test_a_watermark_on_a_scan_does_not_make_it_a_page_of_text() -> None:
    drawn = b"q 595 0 0 842 0 0 cm /P Do Q " + words(ROWS, turned(30.0), 30.0)
    picture = stream(
        b"\x80",
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    resources = HELVETICA.replace(b"<< /Font", b"<< /XObject << /P 5 0 R >> /Font", 1)
    data = raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=resources), 4: stream(drawn), 5: picture})
    with pytest.raises(InputError, match="picture"):
        read_pdf(data, path="a.pdf")


def test_a_day_in_a_stamp_that_leans_is_in_doubt_and_the_page_is_read() -> None:
    assert lines(words(ROWS, LEVEL, 0), words([["Office"], ["2023"]], turned(3.0), 3.0, top=400)) == [
        *STRAIGHT,
        "Office",
        "����",
    ]


@pytest.mark.parametrize("degrees", [20.0, 90.0, 180.0])
def test_no_digit_is_read_of_a_number_that_stands_turned_behind_others(degrees: float) -> None:
    number = "BT /F1 10 Tf {:.5f} {:.5f} {:.5f} {:.5f} 460 700 Tm (52) Tj ET".format(*turned(degrees))
    first, *others = ROWS
    contents = words([first], LEVEL, 0), number.encode(), words(others, LEVEL, 0, top=686)
    assert lines(*contents) == STRAIGHT


@pytest.mark.parametrize(("beside", "shown"), [(b"", REPLACEMENT), (b"7", "7")])
def test_a_turned_number_alone_in_its_cell_leaves_it_in_doubt(beside: bytes, shown: str) -> None:
    rules = b"".join(b"100 %d m 300 %d l %d 600 m %d 700 l S " % (y, y, x, x) for x, y in RULES)
    number = b" BT /F1 10 Tf %b BT 0 1 -1 0 260 610 Tm (5) Tj ET" % (b"220 620 Td (%b) Tj ET" % beside)
    data = file_of(rules, b"BT /F1 10 Tf 120 620 Td (Number) Tj ET", number, words(ROWS, LEVEL, 0, top=500))
    grid = next(block for block in read_pdf(data, path="a.pdf").blocks if isinstance(block, Grid))
    assert [[cell.text for cell in row] for row in grid.rows] == [["", ""], ["Number", shown]]


RULES = [(100, 600), (200, 650), (300, 700)]
