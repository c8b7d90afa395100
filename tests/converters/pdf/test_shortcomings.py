"""What cannot be read of a PDF file is refused with its reason, or left out and said; it is never taken for text."""

from pathlib import Path

import pytest
from laboratory.judge import judge
from laboratory.paper.bombs import BOMBS
from laboratory.paper.damage import damaged
from laboratory.paper.raw import CATALOG, HELVETICA, PAGES, page, raw_pdf, stream
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from laboratory.paper.veils import PASSWORD, VEILS
from pdf_pages import glyphs

from converters.conversion import convert, convert_bytes
from converters.errors import InputError
from converters.readers.pdf.legibility import is_garbage, is_overprinted
from converters.readers.pdf.reader import read_pdf
from converters.report import Basis, Report
from converters.sheet import Line


def veiled(veil: str, seed: int = 2) -> bytes:
    return pdf_specimen(seed, PdfRecipe("lines", veil=veil)).data


def refusal(data: bytes, password: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        convert_bytes(data, path="a.pdf", password=password)
    assert "\n" not in str(caught.value)
    return caught.value


def attempted(data: bytes) -> Report | InputError:
    try:
        return convert_bytes(data, path="a.pdf")
    except InputError as error:
        return error


def said(report: Report, code: str) -> list[str]:
    return [warning.message for warning in report.warnings if warning.code == code]


# --- locked ------------------------------------------------------------------------------------------------------


def test_a_locked_file_asks_for_its_password_and_never_names_the_one_it_was_given() -> None:
    data = veiled("locked")
    asked = refusal(data)
    assert (asked.reason, "--password" in asked.remedy) == ("encrypted", True)
    wrong = refusal(data, "open sesame")
    assert wrong.reason == "encrypted"
    assert "sesame" not in str(wrong)


def test_the_password_opens_it_from_python(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    made = pdf_specimen(2, PdfRecipe("lines", veil="locked"))
    path.write_bytes(made.data)
    report = convert(path, password=PASSWORD)
    verdicts = judge(made.truth, {cell.id: (cell.value, cell.basis.value) for cell in report.cells})
    assert set(verdicts.values()) == {"right"}
    assert PASSWORD not in repr(report)


def test_a_file_that_needs_none_opens_whatever_password_is_given() -> None:
    data = veiled("locked against changes")
    assert convert_bytes(data, path="a.pdf", password="nonsense") == convert_bytes(data, path="a.pdf")


# --- no text -----------------------------------------------------------------------------------------------------


def test_pictures_of_pages_need_ocr_and_are_counted() -> None:
    error = refusal(veiled("scan", 3))
    assert (error.reason, error.problem) == ("needs_ocr", "no page has text, 3 of 3 are pictures")


def test_the_pages_that_are_pictures_are_named_and_no_number_of_theirs_is_printed() -> None:
    """Sums of the rows on other pages may tell some: a total of nought."""
    report = convert_bytes(veiled("scan of every second page", 3), path="a.pdf")
    assert [message.split(":")[0] for message in said(report, "needs_ocr")] == ["page 2"]
    drawn = pdf_specimen(3, PdfRecipe("lines")).truth
    scanned = {cell for cell, (number, *_) in drawn["boxes"].items() if number == 2}
    found = [cell for cell in report.cells if cell.id in scanned]
    assert len(found) > 20
    assert {cell.basis for cell in found} <= {Basis.MISSING, Basis.UNRESOLVED, Basis.INFERRED}
    told = {cell.id: cell.value for cell in found if cell.basis is Basis.INFERRED}
    assert told == {cell: drawn["cells"][cell] for cell in told}


PICTURE = b"q 595 0 0 842 0 0 cm /Im Do Q "
TEXT = b"BT /F1 12 Tf 60 700 Td (Words that a program may well have recognised in a scan of a report, page 1) Tj ET "


@pytest.mark.parametrize(
    ("drawn", "recognised"),
    [
        (PICTURE + b"3 Tr " + TEXT, True),
        (TEXT + PICTURE, True),
        (PICTURE + TEXT, False),
        (b"q 60 0 0 60 0 0 cm /Im Do Q 3 Tr " + TEXT, False),
        (TEXT, False),
    ],
)
def test_text_that_is_not_seen_on_a_picture_was_recognised_in_it(drawn: bytes, recognised: bool) -> None:
    resources = HELVETICA.removesuffix(b">>") + b" /XObject << /Im 5 0 R >> >>"
    picture = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    data = raw_pdf(
        {1: CATALOG, 2: PAGES, 3: page(resources=resources), 4: stream(drawn), 5: stream(b"\x80", picture)}
    )
    messages = said(convert_bytes(data, path="a.pdf"), "recognised_text")
    assert [message.split(":")[0] for message in messages] == ["page 1"] * recognised


def test_a_hyphen_at_the_end_of_a_line_is_read() -> None:
    """It has a code of its own in pdfium."""
    drawn = stream(b"BT /F1 12 Tf 60 700 Td (sub-) Tj 0 -40 Td (titlewithmoreletters) Tj ET")
    data = raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: drawn})
    assert [block.text for block in read_pdf(data, path="a.pdf").blocks if isinstance(block, Line)] == [
        "sub-",
        "titlewithmoreletters",
    ]


def test_a_sign_that_a_font_does_not_tell_hides_its_number_from_all_witnesses() -> None:
    """The minus is a control character in pdfplumber, which nobody sees."""
    made = pdf_specimen(30043)
    (cell,) = [
        cell
        for cell in convert_bytes(made.data, path="a.pdf").cells
        if cell.id == "disclosure.coercion.change"
    ]
    assert made.truth["cells"][cell.id] == -10
    assert (cell.value, cell.basis) == (None, Basis.UNRESOLVED)


@pytest.mark.parametrize("seed", range(2, 12))
def test_codes_of_a_font_without_a_map_are_no_text(seed: int) -> None:
    assert refusal(veiled("no Unicode map", seed)).reason == "no_unicode"


def test_a_blank_page_is_said_to_be_blank() -> None:
    error = refusal(raw_pdf({1: CATALOG, 2: PAGES, 3: page(), 4: stream(b"")}))
    assert (error.reason, error.problem) == ("empty", "its page is blank")


@pytest.mark.parametrize(
    ("text", "garbage"),
    [
        ("政府信息公开工作年度报告按照条例要求编制本报告" * 3, False),
        ("0 12 345 0 0 0 7 88 0 0 0 0 1 2 3 0 0 0 0 0 0 0 0 12", False),
        ("Annual report of the bureau on open government information, with tables and numbers", False),
        ("!\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~ÄÅÇÉÑÖÜáàâäãåçéè", True),
        ("\ue001\ue002\ue003" * 12, True),
        ("\ufffd" * 30 + "政府信息公开工作年度报告", True),
        ("丒丗丣両丵丷乄乊乑乕乗乢乣乤乥乧乨乪乫乬乭乮乯乲乴乵乶乷乹乺" * 2, True),
        ("张建国李晓明王秀英赵立新刘德华陈志强杨桂兰黄永胜周玉梅吴海燕", False),
    ],
)
def test_words_are_told_from_codes(text: str, garbage: bool) -> None:
    assert is_garbage(glyphs(text, 0, 100), 0) is garbage


def test_digits_that_stand_on_each_other_have_no_order() -> None:
    two, nought = glyphs("2", 100, 100)[0], glyphs("0", 100, 100)[0]
    assert is_overprinted([two, nought])
    assert not is_overprinted([two, two])
    assert not is_overprinted(glyphs("20", 100, 100))


# --- damaged and monstrous ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_in_a_page_is_noticed_by_the_sum_behind_it(seed: int) -> None:
    data = pdf_specimen(1, PdfRecipe("lines")).data
    assert refusal(damaged("one_byte_flipped", data, seed)).reason == "damaged"


def test_what_was_made_anew_of_a_broken_file_carries_a_warning() -> None:
    data = pdf_specimen(1, PdfRecipe("lines")).data
    cut = data[: data.rindex(b"startxref")]
    report = convert_bytes(cut, path="a.pdf")
    assert len(said(report, "damaged")) == 1


@pytest.mark.parametrize("seed", range(12))
def test_of_a_file_that_is_cut_short_what_is_whole_is_read_and_said_to_be_a_part(seed: int) -> None:
    made = pdf_specimen(1, PdfRecipe("lines"))
    report = attempted(damaged("cut_short", made.data, seed))
    if isinstance(report, InputError):
        assert report.reason in {"damaged", "empty"}
    else:
        got = {cell.id: (cell.value, cell.basis.value) for cell in report.cells}
        assert "wrong" not in judge(made.truth, got).values()
        assert said(report, "damaged")


def test_a_file_whose_end_is_lost_is_read_without_its_fonts_only_if_it_needs_none() -> None:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    words = stream(b"BT /F1 12 Tf 60 700 Td (A page of the report on the year) Tj ET")
    shown = page(resources=b"<< /Font << /F1 5 0 R >> >>")
    data = raw_pdf({1: CATALOG, 2: PAGES, 3: shown, 4: words, 5: font})
    whole = convert_bytes(data[: data.index(b"xref")], path="a.pdf")
    assert len(said(whole, "damaged")) == 1
    error = refusal(data[: data.index(b"5 0 obj")])
    assert (error.reason, "fonts" in error.problem) == ("damaged", True)


def test_two_files_in_one_are_not_mixed() -> None:
    one, other = (pdf_specimen(seed, PdfRecipe("lines")).data for seed in (1, 2))
    error = refusal(one + other)
    assert (error.reason, "2 PDF files" in error.problem) == ("damaged", True)


EXPECTED = {
    "deflate_bomb": "too_complex",
    "recursive_form": "empty",
    "looped_pages": "damaged",
    "endless_count": "empty",
    "shared_pages": "too_many_pages",
    "many_pages": "too_many_pages",
    "many_characters": "too_complex",
    "vast_page": "too_complex",
    "nested_arrays": "empty",
    "nested_states": "empty",
}
"""Forms in forms, forty deep, end the process: test_batch has them."""


@pytest.mark.parametrize("bomb", EXPECTED)
def test_a_bomb_is_refused_with_a_reason(bomb: str) -> None:
    assert refusal(BOMBS[bomb]()).reason == EXPECTED[bomb]


@pytest.mark.parametrize(
    "name", ["many_lines", "one_path_of_many_lines", "many_boxes", "many_boxes_in_one_path"]
)
def test_of_a_page_with_too_many_lines_the_text_is_read(name: str) -> None:
    report = convert_bytes(BOMBS[name](), path="a.pdf")
    assert len(said(report, "too_complex")) == 1
    assert "Below" in report.sections[0].text


def test_every_bomb_is_tested() -> None:
    drawn = {"many_lines", "one_path_of_many_lines", "many_boxes", "many_boxes_in_one_path"}
    assert set(BOMBS) == EXPECTED.keys() | drawn | {"exponential_forms"}


# --- the file's own words ----------------------------------------------------------------------------------------


def with_information(entries: bytes) -> bytes:
    content = stream(b"BT /F1 12 Tf 60 700 Td (1 2 3) Tj ET")
    data = raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: content, 5: b"<< %b >>" % entries})
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info 5 0 R")


def test_what_the_file_says_of_itself_goes_into_the_source() -> None:
    entries = b"/Title (Report) /CreationDate (D:20240131093000+08'00') /ModDate (D:2024) /Producer (a  b)"
    found = convert_bytes(with_information(entries), path="a.pdf").source.properties
    assert found is not None
    assert (found.title, found.created, found.modified) == ("Report", "2024-01-31T09:30:00+08:00", None)
    assert (found.creator, found.producer) == (None, "a b")


def test_a_file_that_says_nothing_has_no_properties() -> None:
    assert convert_bytes(with_information(b""), path="a.pdf").source.properties is None


def test_every_veil_of_the_laboratory_is_tested() -> None:
    tested = {"locked", "locked against changes", "scan", "scan of every second page", "no Unicode map"}
    assert set(VEILS) == tested


# --- agency and year where the text does not tell them -------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("古田县教育局2023年政府信息公开工作年度报告", "a.pdf"),
        ("", "古田县教育局2023年政府信息公开工作年度报告.pdf"),
    ],
)
def test_title_and_name_of_the_file_are_the_last_witnesses(title: str, name: str) -> None:
    entries = b"/Title <feff%b>" % title.encode("utf-16-be").hex().encode() if title else b""
    report = convert_bytes(with_information(entries), path=name)
    assert (report.agency.name, report.year) == ("古田县教育局", 2023)
    assert "title_from_file" in [warning.code for warning in report.warnings]
