"""Characters become lines and words, lines become paragraphs or columns, and what is on every page is left out."""

from dataclasses import replace

from pdf_pages import HEIGHT, glyphs, page

from converters.readers.pdf.columns import LinedTable, lined_tables
from converters.readers.pdf.edges import parts_of
from converters.readers.pdf.furniture import without_furniture
from converters.readers.pdf.lines import lines_of
from converters.readers.pdf.page import Page
from converters.readers.pdf.paragraphs import edges_of_text, paragraphs
from converters.readers.pdf.strokes import Stroke
from converters.sheet import Line, PagePlace

LONG = "本机关全年收到政府信息公开申请二百五十七件均在法定期限内办结答复上年结转十二件"


def words(*texts: tuple[str, float, float]) -> list[list[str]]:
    return [[word.text for word in line.words] for line in lines_of(page(*texts).glyphs)]


def set_lines(one: Page) -> list[Line]:
    """The paragraphs of a page."""
    lines = [(one, line) for line in lines_of(one.glyphs)]
    return list(paragraphs(lines, edges_of_text(lines)))


def rows(found: list[object]) -> list[list[str]]:
    (table,) = [one for one in found if isinstance(one, LinedTable)]
    return [[cell.text for cell in row] for row in table.grid().rows]


def test_lines_go_down_and_words_to_the_right() -> None:
    assert words(("0", 300, 120), ("规章", 80, 120), ("第二行", 80, 140)) == [["规章", "0"], ["第二行"]]


def test_a_number_set_a_little_higher_stands_in_the_line_of_its_label() -> None:
    assert words(("规章", 80, 120), ("7", 300, 116.5)) == [["规章", "7"]]


def test_lines_half_a_line_apart_are_two() -> None:
    assert words(("结果", 80, 120), ("总计", 200, 127)) == [["结果"], ["总计"]]


def test_digits_of_narrow_columns_are_numbers_of_their_own() -> None:
    """Half a character is no gap within a number where other columns stand as close."""
    assert words(("26", 80, 120), ("3", 98, 120), ("11", 130, 120), ("4", 150, 120)) == [
        ["26", "3", "11", "4"]
    ]


def test_a_stray_gap_in_a_number_between_wide_columns_parts_nothing() -> None:
    assert words(("行政许可", 80, 120), ("3", 200, 120), ("5", 209, 120), ("2", 300, 120)) == [
        ["行政许可", "35", "2"]
    ]


def test_a_gap_far_narrower_than_all_others_of_its_line_leaves_a_number_in_doubt() -> None:
    """A blank within 390, or a nought of another column; the numbers of its column do not tell."""
    assert words(("规章", 80, 120), ("4", 200, 120), ("0", 300, 120), ("39", 400, 120), ("0", 418, 120)) == [
        ["规章", "4", "0", "39\ufffd0"]
    ]


def test_a_point_set_apart_belongs_to_its_number() -> None:
    assert words(("行政事业性收费", 80, 120), ("5", 300, 120), (".24", 310, 120)) == [
        ["行政事业性收费", "5.24"]
    ]


def test_what_no_font_explains_before_a_number_may_be_its_sign() -> None:
    assert words(("2", 200, 100), ("\ufffd 2", 300, 100), ("0", 400, 100)) == [["2", "\ufffd2", "0"]]


def test_a_sign_stands_on_the_line_of_its_number_though_it_lies_nearer_to_a_label_above() -> None:
    label = [*glyphs("行政", 80, 114.5), *glyphs("许可", 80, 128.5)]
    found = lines_of([*label, *glyphs("-", 300, 120.9, 13.0), *glyphs("1", 306.5, 121, 12.5)])
    assert [line.text for line in found] == ["行政", "-1", "许可"]


def test_a_number_with_a_remark_is_a_number() -> None:
    """Or the lines of the label around it would stand alone."""
    one = page(("行政", 80, 93), ("2（含自然失效1件）", 220, 100), ("许可", 80, 107))
    assert rows(list(lined_tables(one, lines_of(one.glyphs)))) == [["行政\n许可", "2（含自然失效1件）"]]


def test_bold_made_by_drawing_twice_is_read_once_and_double_digits_twice() -> None:
    bold = [*glyphs("总计11", 80, 120), *glyphs("总计11", 80.4, 120)]
    assert [line.text for line in lines_of(bold)] == ["总计11"]


def test_a_full_line_goes_on_in_the_next_also_on_the_next_page() -> None:
    first = page((LONG[:30], 80, 780), ("接着写的第二行", 80, 800))
    second = page(("到此为止。", 80, 100), number=2)
    lines = [(one, line) for one in (first, second) for line in lines_of(one.glyphs)]
    assert [line.text for line in paragraphs(lines, edges_of_text(lines))] == [
        f"{LONG[:30]}接着写的第二行",
        "到此为止。",
    ]


def test_places_within_a_paragraph_are_those_of_its_lines() -> None:
    one = page((LONG[:30], 80, 780), ("接着写的第二行", 80, 800))
    (line,) = set_lines(one)
    first, second = line.place(0), line.part(31).place(3)
    assert isinstance(first, PagePlace)
    assert isinstance(second, PagePlace)
    assert first.bbox[3] == 780
    assert second.bbox[3] == 800


def test_a_heading_opens_a_paragraph_however_full_the_line_before_it() -> None:
    one = page((f"{LONG[:29]}。", 80, 100), ("六、其他需要报告的事项", 80, 120))
    found = set_lines(one)
    assert [line.text for line in found] == [f"{LONG[:29]}。", "六、其他需要报告的事项"]


def test_a_row_of_a_table_goes_on_with_no_label_above_however_long() -> None:
    one = page((LONG[:16], 60, 100), ("2.乙类", 60, 114), ("3", 300, 114), ("0", 340, 114))
    found = set_lines(one)
    assert [line.text for line in found] == [LONG[:16], "2.乙类  3  0"]


def test_a_caption_as_long_as_any_line_near_it_is_full_only_where_the_text_of_the_page_ends() -> None:
    """Between two tables it stands alone: the headings below it are no part of it."""
    one = page((LONG, 60, 80), (LONG[:20], 60, 300), ("行政复议", 60, 320))
    prose, *lines = [(one, line) for line in lines_of(one.glyphs)]
    found = paragraphs(lines, edges_of_text([prose, *lines]))
    assert [line.text for line in found] == [LONG[:20], "行政复议"]


def test_heads_feet_and_page_numbers_are_left_out_and_the_text_is_not() -> None:
    def numbered(number: int) -> Page:
        return page(
            ("某局年度报告", 200, 40),
            (f"- {number} -", 280, HEIGHT - 30),
            ("正文" * number, 80, 60),
            number=number,
        )

    pages = [(one, lines_of(one.glyphs)) for one in map(numbered, (1, 2, 3))]
    assert [[line.text for line in lines] for lines in without_furniture(pages)] == [
        ["正文"],
        ["正文正文"],
        ["正文正文正文"],
    ]


def test_a_number_in_the_middle_of_a_page_is_no_page_number() -> None:
    one = page(("12", 280, 400))
    assert [line.text for line in without_furniture([(one, lines_of(one.glyphs))])[0]] == ["12"]


NUMBERS = [("3", "0", "12"), ("10", "4", "1"), ("7", "22", "5")]
COLUMNS = (250.0, 330.0, 410.0)


def table(*missing: tuple[int, int]) -> Page:
    texts = [(f"第{row}行", 80.0, 100.0 + 20 * row) for row in range(3)]
    texts += [
        (number, COLUMNS[column], 100.0 + 20 * row)
        for row, numbers in enumerate(NUMBERS)
        for column, number in enumerate(numbers)
        if (row, column) not in missing
    ]
    return page(*texts)


def test_where_a_number_is_missing_its_place_is_an_empty_cell() -> None:
    one = table((1, 1))
    assert rows(list(lined_tables(one, lines_of(one.glyphs)))) == [
        ["第0行", "3", "0", "12"],
        ["第1行", "10", "", "1"],
        ["第2行", "7", "22", "5"],
    ]


def test_without_a_row_that_has_all_columns_lines_stay_lines() -> None:
    one = table((0, 0), (1, 1), (2, 2))
    assert [type(found).__name__ for found in lined_tables(one, lines_of(one.glyphs))] == ["PrintedLine"] * 3


def test_lines_between_two_rules_are_one_row() -> None:
    rules = [Stroke(at, 70, 500) for at in (80.0, 125.0, 165.0, 205.0)]
    texts = [("一个很长的", 80.0, 100.0), ("标签", 80.0, 120.0)]
    texts += [(text, left, 110.0) for text, left in zip("123", COLUMNS, strict=True)]
    texts += [
        (text, left, base) for base in (145.0, 185.0) for text, left in zip("456", COLUMNS, strict=True)
    ]
    texts += [("短", 80.0, 145.0), ("签", 80.0, 185.0)]
    one = page(*texts, across=rules)
    assert rows(list(lined_tables(one, lines_of(one.glyphs)))) == [
        ["一个很长的\n标签", "1", "2", "3"],
        ["短", "4", "5", "6"],
        ["签", "4", "5", "6"],
    ]


def test_numbers_that_stand_close_are_cut_between_them_though_the_edge_lies_a_digit_beside() -> None:
    (line,) = lines_of(
        page(("81", 200, 140), ("12", 300, 140), ("107", 412, 140), ("945", 432.2, 140)).glyphs
    )
    assert [word.text for word in line.words] == ["81", "12", "107945"]
    assert [part.text for part in parts_of(line.words[-1], (190, 280, 380, 426.8, 460))] == ["107", "945"]


def test_halves_of_a_number_around_their_row_are_one_number_and_labels_beside_them_the_label() -> None:
    texts = [(text, left, base) for base in (100, 170) for text, left in zip("345", COLUMNS, strict=True)]
    halves = [("一个很长的", 80, 126), ("标签", 80, 142), ("19", 250, 126), ("6", 250, 142)]
    one = page(("甲", 80, 100), ("乙", 80, 170), *texts, *halves, ("7", 330, 134), ("8", 410, 134))
    assert rows(list(lined_tables(one, lines_of(one.glyphs)))) == [
        ["甲", "3", "4", "5"],
        ["一个很长的\n标签", "19\n6", "7", "8"],
        ["乙", "3", "4", "5"],
    ]


def broken(*parts: tuple[str, float, float]) -> list[list[str]]:
    """The rows of a table; one has a 7 in its second column, and these parts of a label and of numbers around it."""
    texts = [(text, left, base) for base in (80, 200) for text, left in zip("345", COLUMNS, strict=True)]
    one = page(("甲", 80, 80), ("丁", 80, 200), *texts, ("7", 330, 134), *parts)
    return rows(list(lined_tables(one, lines_of(one.glyphs))))


def test_three_parts_of_a_number_around_their_row_are_one_number() -> None:
    three = [("1", 250, 119), ("8", 250, 134), ("0", 250, 149)]
    assert broken(("乙类", 80, 119), *three, ("1", 410, 134))[1:-1] == [["乙类"], ["1\n8\n0", "7", "1"]]
    assert broken(("乙类", 80, 119), *three, ("4", 410, 126.5), ("6", 410, 141.5))[1:-1] == [
        ["乙类"],
        ["1\n8\n0", "7", "4\n6"],
    ]


def test_a_number_goes_on_below_for_as_many_lines_as_stand_close() -> None:
    row = [("乙类", 80, 134), ("12", 250, 134), ("1", 410, 134), ("8", 410, 149)]
    assert broken(*row, ("6", 410, 164))[1:-1] == [["乙类", "12", "7", "1\n8\n6"]]


def test_a_number_that_may_go_on_beside_the_second_line_of_a_label_is_in_doubt() -> None:
    """12 broken over two lines, or a row of its own that has one number: they stand too near for that."""
    texts = [(text, left, base) for base in (100, 160) for text, left in zip("345", COLUMNS, strict=True)]
    one = page(
        *texts, *((text, left, 130) for text, left in zip("741", COLUMNS, strict=True)), ("2", 410, 143)
    )
    labelled = page(("部分公", 80, 130), ("开", 80, 143), ("丙", 80, 160))
    both = replace(one, glyphs=(*one.glyphs, *labelled.glyphs))
    found = rows(list(lined_tables(both, lines_of(both.glyphs))))
    assert found[1] == ["部分公\n开", "7", "4", "1\ufffd"]


def test_a_remark_that_goes_on_in_the_next_line_stays_with_its_number() -> None:
    one = page(
        ("30（含失效", 250, 100), ("规章", 80, 107), ("2", 200, 107), ("22", 410, 107), ("9件）", 255, 114)
    )
    assert rows(list(lined_tables(one, lines_of(one.glyphs)))) == [["规章", "2", "30（含失效\n9件）", "22"]]


def test_rows_of_a_table_at_the_edges_of_pages_are_no_furniture() -> None:
    """The same zeros at the same height of two pages, and a count alone in its line."""
    pages = [page(("0", 80, 800), ("0", 200, 800), ("7", 80, 820), number=number) for number in (1, 2)]
    kept = without_furniture([(one, lines_of(one.glyphs)) for one in pages])
    assert [[line.text for line in lines] for lines in kept] == [["0  0", "7"]] * 2


def test_bare_numbers_that_count_pages_are_furniture() -> None:
    pages = [page(("正文", 80, 400), (str(number + 4), 280, 810), number=number) for number in (1, 2, 3)]
    kept = without_furniture([(one, lines_of(one.glyphs)) for one in pages])
    assert [[line.text for line in lines] for lines in kept] == [["正文"]] * 3


def test_a_watermark_across_a_line_is_no_part_of_it() -> None:
    written = [
        *page(("政府集中采购", 80, 400), ("27926", 300, 400)).glyphs,
        *glyphs("公开", 250, 420, size=48),
    ]
    assert [line.text for line in lines_of(written)] == ["政府集中采购  27926", "公开"]


def test_a_number_that_goes_on_below_is_in_one_cell() -> None:
    """The digits stand above and below the middle of the row, where its label and other numbers stand."""
    texts = [("279", 300, 100), ("政府集中采购", 80, 107.5), ("5", 200, 107.5), ("26", 300, 115)]
    one = page(*texts)
    assert rows(list(lined_tables(one, lines_of(one.glyphs)))) == [["政府集中采购", "5", "279\n26"]]


def test_rows_set_close_are_rows_of_their_own() -> None:
    one = page(("规章", 80, 100), ("27", 300, 100), ("26", 300, 116))
    assert [type(found).__name__ for found in lined_tables(one, lines_of(one.glyphs))] == ["PrintedLine"] * 2
