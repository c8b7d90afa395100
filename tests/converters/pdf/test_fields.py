"""Numbers in fields of a form and in texts laid over a page are read as shown, or are in doubt, never blank."""

from collections import Counter

import pytest
from laboratory.evaluation import judged
from laboratory.paper import fonts
from laboratory.paper.raw import CATALOG, HELVETICA, PAGES, raw_pdf, stream
from laboratory.paper.specimens import PdfRecipe, pdf_specimen

from converters.conversion import convert_bytes
from converters.readers.pdf.reader import read_pdf
from converters.report import Basis
from converters.sheet import Line

drawn = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)


def filled_in(rules: str = "lines") -> bytes:
    return pdf_specimen(11, PdfRecipe(rules=rules, in_fields=True)).data


def bases(data: bytes) -> Counter[Basis]:
    return Counter(cell.basis for cell in convert_bytes(data, path="a.pdf").cells)


@drawn
@pytest.mark.parametrize("rules", ["lines", "no_rules"])
def test_numbers_in_framed_fields_are_read(rules: str) -> None:
    made = pdf_specimen(11, PdfRecipe(rules=rules, in_fields=True))
    outcome = judged(11, made.data, made.truth)
    assert (outcome.failed, outcome.said, outcome.open) == (None, (), ())


@drawn
@pytest.mark.parametrize("key", [b"/V ", b"/Parent "])
def test_fields_that_viewers_are_to_draw_are_in_doubt(key: bytes) -> None:
    data = filled_in().replace(b"/AP", b"/XP").replace(b"/V ", key)
    assert bases(data).keys() == {Basis.UNRESOLVED}


@drawn
def test_a_field_that_shows_another_number_than_it_holds_is_in_doubt() -> None:
    data = filled_in()
    stale = data.replace(b"/V (0)", b"/V (7)")
    changed = data.count(b"/V (0)")
    assert changed > 100
    before, after = (convert_bytes(one, path="a.pdf").cells for one in (data, stale))
    zeros = {cell.id for cell in before if cell.raw == "0"}
    assert len(zeros) == changed
    assert Basis.PRINTED not in {cell.basis for cell in after if cell.id in zeros}


@drawn
def test_fields_that_are_hidden_are_not_read() -> None:
    assert bases(filled_in().replace(b"/F 4", b"/F 2")).keys() == {Basis.BLANK, Basis.MISSING}


@pytest.mark.parametrize(
    ("kind", "text"), [(b"/FreeText", "A 42"), (b"/Square", "A")], ids=["a text laid over it", "a mark"]
)
def test_of_what_is_laid_over_a_page_texts_are_read(kind: bytes, text: str) -> None:
    shown = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [5 0 R] /Resources %b >>"
    laid = b"<< /Type /Annot /Subtype %b /Rect [107 700 200 720] /AP << /N 6 0 R >> /F 4 >>" % kind
    drawing = stream(
        b"BT /F1 12 Tf 4 0 Td (42) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 0 93 20] /Resources %b" % HELVETICA,
    )
    content = stream(b"BT /F1 12 Tf 98 700 Td (A) Tj ET")
    data = raw_pdf({1: CATALOG, 2: PAGES, 3: shown % HELVETICA, 4: content, 5: laid, 6: drawing})
    blocks = read_pdf(data, path="a.pdf").blocks
    assert [block.text for block in blocks if isinstance(block, Line)] == [text]
