"""Of numbers that a program recognised in a picture only those count that printed sums prove."""

import io
from collections.abc import Mapping
from dataclasses import replace

import pypdfium2
import pytest
from laboratory.paper.specimens import PdfRecipe, pdf_specimen

from converters.conversion import convert_bytes
from converters.outline import outline
from converters.readers.pdf.reader import read_pdf
from converters.recognised import doubted
from converters.report import Basis, Cell
from converters.settlement import Reading, Settled, settle
from converters.tables import read_tables

SPECIMEN = pdf_specimen(2, PdfRecipe("lines"))
TOTAL = "applications.received.total"


def under_pictures(data: bytes) -> bytes:
    """The file with a picture over all that each page shows, as programs make them that recognise text."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        picture = pypdfium2.PdfImage.new(document)
        picture.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, 4))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(*page.get_size()))
        page.insert_obj(picture)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def cells_of(data: bytes) -> Mapping[str, Cell]:
    return {cell.id: cell for cell in convert_bytes(data, path="a.pdf").cells}


@pytest.fixture(scope="module")
def settled() -> Settled:
    areas = outline(read_pdf(SPECIMEN.data, path="a.pdf")).areas
    return settle([Reading("pdfium", read_tables(areas, None), areas)])


def with_number(settled: Settled, cell: str, number: int) -> Settled:
    table = cell.partition(".")[0]
    reading = settled.tables[table]
    findings = {**reading.findings, cell: reading.findings[cell]._replace(value=number)}
    return replace(settled, tables={**settled.tables, table: replace(reading, findings=findings)})


def test_numbers_without_a_sum_are_candidates_and_those_in_sums_are_printed() -> None:
    plain, covered = cells_of(SPECIMEN.data), cells_of(under_pictures(SPECIMEN.data))
    bare = [cell for cell in plain.values() if cell.id.startswith("disclosure.") and cell.value is not None]
    assert len(bare) > 10
    for cell in bare:
        assert (covered[cell.id].basis, covered[cell.id].candidates) == (Basis.UNRESOLVED, (cell.value,))
    summed = [
        cell for cell in plain.values() if cell.id.startswith("applications.") and cell.value is not None
    ]
    assert len(summed) > 100
    for cell in summed:
        assert (covered[cell.id].basis, covered[cell.id].value) == (Basis.PRINTED, cell.value)


def test_a_digit_taken_for_another_is_a_candidate_and_its_neighbours_are_not(settled: Settled) -> None:
    number = settled.tables["applications"].findings[TOTAL].value
    assert isinstance(number, int)
    before = with_number(settled, TOTAL, number + 5)
    after = doubted(before, {1, 2, 3, 4, 5, 6}).tables["applications"].findings
    assert (after[TOTAL].basis, after[TOTAL].candidates) == (Basis.UNRESOLVED, (number + 5,))
    assert after["applications.received.natural_person"].basis is Basis.PRINTED


def test_pages_with_text_of_their_own_are_left_as_they_are(settled: Settled) -> None:
    assert doubted(settled, frozenset()) is settled
    assert doubted(settled, {99}).tables == settled.tables
