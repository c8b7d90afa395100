"""Tables without rules: labels of several lines, rows without numbers, columns told by headings or the page before."""

from pdf_pages import glyphs, page

from converters.readers.pdf.columns import LinedTable, lined_tables
from converters.readers.pdf.lines import lines_of
from converters.readers.pdf.page import Page

COLUMNS = (250.0, 330.0, 410.0)

Text = tuple[str, float, float]


def numbers(base: float, *texts: str) -> list[Text]:
    return [(text, left, base) for text, left in zip(texts, COLUMNS, strict=False) if text]


def found(one: Page, before: LinedTable | None = None) -> list[list[str] | str]:
    """The rows of the tables, and the lines that are in none."""
    items = lined_tables(one, lines_of(one.glyphs), before)
    return [
        part
        for item in items
        for part in (
            [[cell.text for cell in row] for row in item.grid().rows]
            if isinstance(item, LinedTable)
            else [item.text]
        )
    ]


def table(*middle: Text) -> Page:
    """Two rows of a table, and between them what is given, from 120 to 160."""
    return page(
        ("1.甲类", 80, 100),
        *numbers(100, "3", "0", "12"),
        *middle,
        ("3.丙类", 80, 180),
        *numbers(180, "7", "22", "5"),
    )


FIRST, LAST = ["1.甲类", "3", "0", "12"], ["3.丙类", "7", "22", "5"]


def test_lines_above_and_below_their_numbers_are_one_label() -> None:
    two = table(("2.乙类的", 80, 133), ("申请", 80, 147), *numbers(140, "10", "4", "1"))
    assert found(two) == [FIRST, ["2.乙类的\n申请", "10", "4", "1"], LAST]


def test_of_three_lines_one_stands_beside_the_numbers() -> None:
    three = table(("2.乙", 80, 126), ("类的", 80, 140), ("申请", 80, 154), *numbers(140, "10", "4", "1"))
    assert found(three) == [FIRST, ["2.乙\n类的\n申请", "10", "4", "1"], LAST]


def test_a_group_and_a_label_without_a_gap_between_them_are_two() -> None:
    """Where the label begins others do; the lines below show that both go on."""
    one = page(
        ("（一）甲1.乙类的", 80, 100),
        ("组", 80, 114),
        ("申请", 128, 114),
        *numbers(107, "3", "0", "12"),
        ("2.丙类", 128, 140),
        *numbers(140, "7", "22", "5"),
    )
    assert found(one) == [["（一）甲\n组", "1.乙类的\n申请", "3", "0", "12"], ["2.丙类", "7", "22", "5"]]


def test_labels_that_go_on_below_their_numbers_are_whole_where_all_do() -> None:
    one = page(
        ("1.甲类的", 80, 100),
        *numbers(100, "3", "0", "12"),
        ("申请", 80, 114),
        ("2.乙类", 80, 132),
        *numbers(132, "7", "22", "5"),
        ("3.丙", 80, 150),
        *numbers(150, "1", "0", "1"),
        ("类", 80, 164),
    )
    assert found(one) == [
        ["1.甲类的\n申请", "3", "0", "12"],
        ["2.乙类", "7", "22", "5"],
        ["3.丙\n类", "1", "0", "1"],
    ]


def test_a_last_row_without_numbers_is_no_part_of_the_label_above_it() -> None:
    rows = [
        ("甲类", 80, 100),
        *numbers(100, "3", "0", "12"),
        ("乙类", 80, 120),
        *numbers(120, "7", "22", "5"),
    ]
    assert found(page(*rows, ("丙类", 80, 140))) == [
        ["甲类", "3", "0", "12"],
        ["乙类", "7", "22", "5"],
        "丙类",
    ]


def test_a_line_as_near_to_the_next_label_as_to_the_one_above_belongs_to_neither() -> None:
    one = page(
        ("甲类的", 80, 100),
        *numbers(100, "3", "0", "12"),
        ("申请", 80, 114),
        ("乙类", 80, 128),
        *numbers(128, "7", "22", "5"),
    )
    assert found(one) == [["甲类的", "3", "0", "12"], ["申请"], ["乙类", "7", "22", "5"]]


def test_a_line_near_to_a_label_that_has_its_own_beginning_belongs_to_the_one_above() -> None:
    one = page(
        ("1.甲类的", 80, 100),
        *numbers(100, "3", "0", "12"),
        ("申请", 80, 118),
        ("（二", 80, 130),
        *numbers(130, "7", "22", "5"),
        ("）乙类", 80, 148),
        ("五、正文", 80, 180),
    )
    assert found(one) == [
        ["1.甲类的\n申请", "3", "0", "12"],
        ["（二\n）乙类", "7", "22", "5"],
        "五、正文",
    ]


def moved(base: float, labels: list[Text], *texts: str) -> list[Text]:
    """A row of a table with a cell for every label and every number, each in the next column."""
    lefts = (80.0, 160.0, *(300.0 + 30 * column for column in range(8)))
    return [*labels, *((text, left, base) for text, left in zip(texts, lefts[len(labels) :], strict=False))]


def test_labels_are_whole_in_a_table_whose_groups_move_its_numbers_by_a_column() -> None:
    one = page(
        *moved(100, [("1.甲类的", 80, 100)], "3", "0", "0", "1", "0", "4"),
        ("申请", 80, 118),
        *moved(130, [("（二）", 80, 130), ("1.", 160, 130)], "1", "0", "0", "1", "0", "2"),
        ("乙组", 80, 148),
        ("丙类", 160, 148),
        *moved(160, [("2.", 80, 160)], "0", "0", "0", "1", "0", "1"),
        ("丁类", 80, 178),
    )
    assert found(one) == [
        ["1.甲类的\n申请", "3", "0", "0", "1", "0", "4"],
        ["（二）\n乙组", "1.\n丙类", "1", "0", "0", "1", "0", "2"],
        ["2.\n丁类", "0", "0", "0", "1", "0", "1"],
    ]


def test_labels_stay_where_they_stand_if_a_row_of_such_a_table_lacks_a_number() -> None:
    one = page(
        *moved(100, [("1.甲类的", 80, 100)], "3", "0", "0", "1", "0", "4"),
        ("申请", 80, 118),
        *moved(130, [("（二）", 80, 130), ("1.乙类", 160, 130)], "1", "0", "0", "1", "0", "2"),
        *moved(160, [("2.丙类", 80, 160)], "0", "0", "", "1", "0", "1"),
    )
    assert found(one)[1] == "申请"


def test_labels_of_two_lines_are_whole_though_no_columns_are_known() -> None:
    one = page(("行政", 80, 93), ("0", 250, 100), ("许可", 80, 107), ("第二十条第（六）项", 200, 130))
    assert found(one) == [["行政\n许可", "0"], "第二十条第（六）项"]


def test_a_label_of_several_lines_is_whole_above_the_first_numbers_and_below_the_last() -> None:
    one = page(
        ("1.甲类的", 80, 93),
        ("申请", 80, 107),
        *numbers(100, "3", "0", "12"),
        ("2.乙类的", 80, 133),
        ("申请", 80, 147),
        *numbers(140, "10", "4", "1"),
    )
    assert found(one) == [["1.甲类的\n申请", "3", "0", "12"], ["2.乙类的\n申请", "10", "4", "1"]]


def test_lines_that_are_not_centred_about_the_numbers_stay_where_they_stand() -> None:
    askew = table(("2.乙类的", 80, 125), ("申请", 80, 148), *numbers(140, "10", "4", "1"))
    assert found(askew) == [FIRST, ["2.乙类的"], ["10", "4", "1"], ["申请"], LAST]


def test_two_labels_about_the_numbers_of_a_third_are_not_one() -> None:
    both = table(("2.乙类", 80, 133), ("3.其他", 80, 147), *numbers(140, "10", "4", "1"))
    assert found(both) == [FIRST, ["2.乙类"], ["10", "4", "1"], ["3.其他"], LAST]


def test_a_label_with_the_room_of_a_row_and_no_number_is_an_empty_row_not_the_label_of_the_next() -> None:
    one = table(("2.乙类", 80, 120), *numbers(140, "10", "4", "1"), *numbers(160, "2", "0", "8"))
    assert found(one) == [FIRST, ["2.乙类", "", "", ""], ["10", "4", "1"], ["2", "0", "8"], LAST]


def test_the_label_of_a_group_between_two_rows_is_no_row() -> None:
    one = page(
        ("1.甲类", 120, 100),
        *numbers(100, "3", "0", "12"),
        ("（一）组", 60, 110),
        ("2.乙类", 120, 120),
        *numbers(120, "10", "4", "1"),
    )
    assert found(one) == [["1.甲类", "3", "0", "12"], ["（一）组"], ["2.乙类", "10", "4", "1"]]


def test_a_number_close_behind_its_label_is_cut_off_where_its_column_begins() -> None:
    """A label as wide as its column, and two points to the number."""
    close = table(("2.乙类的申请", 248 - 5 * 12 - 12, 140), *numbers(140, "10", "4", "1"))
    assert found(close) == [FIRST, ["2.乙类的申请", "10", "4", "1"], LAST]


def test_numbers_of_two_columns_that_nearly_touch_are_cut_where_other_rows_part_them() -> None:
    def row(base: float, last: str, left: float) -> list[Text]:
        return [("8", 250, base), ("15", 330, base), ("7", 380, base), (last, left, base)]

    one = page(
        *row(100, "3", 400),
        *row(120, "22", 397),
        *row(140, "1", 400),
        *row(160, "234", 394),
        *row(180, "2345", 387.3),
    )
    assert found(one)[-1] == ["8", "15", "7", "2345"]


def test_digits_set_apart_by_less_than_a_blank_are_two_numbers_and_typed_blanks_part_none() -> None:
    apart = page(("甲类", 80, 100), ("3", 200, 100), ("0", 300, 100), ("4", 311, 100))
    assert [word.text for word in lines_of(apart.glyphs)[0].words] == ["甲类", "3", "0", "4"]
    typed = [one._replace(end=311.0) if one.left == 300 else one for one in apart.glyphs]
    assert [word.text for word in lines_of(typed)[0].words] == ["甲类", "3", "04"]


HEADINGS = [("自然人", 240.0), ("企业", 300.0), ("机构", 360.0), ("组织", 420.0), ("总计", 480.0)]


def headed(*rows: list[Text]) -> Page:
    return page(
        ("法人或其他组织", 320, 80),
        *((text, left, 100) for text, left in HEADINGS),
        *(text for row in rows for text in row),
    )


def totals(left: float) -> list[list[Text]]:
    """Four rows with their last column alone."""
    return [
        [(f"{row}.某类", 80, 100 + 20 * row), (number, left, 100 + 20 * row)]
        for row, number in enumerate(("12", "3", "0", "15"), 1)
    ]


def test_headings_tell_the_column_where_all_numbers_stand_in_one() -> None:
    assert found(headed(*totals(486)))[-4:] == [
        ["1.某类", "", "", "", "", "12"],
        ["2.某类", "", "", "", "", "3"],
        ["3.某类", "", "", "", "", "0"],
        ["4.某类", "", "", "", "", "15"],
    ]


def test_of_fewer_numbers_headings_tell_the_column_where_there_are_more_of_these() -> None:
    def rows(*more: Text) -> list[list[str] | str]:
        return found(headed(list(more), *totals(486)[:3]))

    assert rows(("科室", 180.0, 100))[-1] == ["3.某类", "", "", "", "", "", "0"]
    assert rows()[-1] == "3.某类  0"


def test_overleaf_labels_may_reach_into_a_first_column_that_headings_alone_tell() -> None:
    (*_, before) = lined_tables(one := headed(*totals(486)), lines_of(one.glyphs))
    assert isinstance(before, LinedTable)
    longer = page(("5.一个更长的标签", 250 - 8.5 * 12, 60), ("7", 486, 60), number=2)
    assert found(longer, before) == [["5.一个更长的标签", "", "", "", "", "7"]]


def test_headings_tell_nothing_where_numbers_stand_between_two_of_them() -> None:
    assert found(headed(*totals(456)))[-1] == "4.某类  15"


def test_headings_tell_nothing_where_some_have_no_number_below() -> None:
    some = [*totals(486), [("5.某类", 80, 200), ("3", 309, 200), ("3", 489, 200)]]
    assert found(headed(*some))[-1] == "5.某类  3  3"


def test_rows_at_the_top_of_a_page_stand_in_the_columns_of_the_page_before() -> None:
    (before,) = lined_tables(one := table(), lines_of(one.glyphs))
    assert isinstance(before, LinedTable)
    after = page(
        ("4.丁类", 80, 60),
        *numbers(60, "1", "", "9"),
        ("5.戊类", 80, 80),
        *numbers(80, "", "2", ""),
        number=2,
    )
    assert found(after, before) == [["4.丁类", "1", "", "9"], ["5.戊类", "", "2", ""]]
    assert found(after) == ["4.丁类  1  9", "5.戊类  2"]


def test_behind_a_line_of_text_no_row_goes_on_with_the_page_before() -> None:
    (before,) = lined_tables(one := table(), lines_of(one.glyphs))
    assert isinstance(before, LinedTable)
    after = page(
        ("这是一行越过了数字所在各列的正文文字", 80, 60),
        ("4.丁类", 80, 80),
        *numbers(80, "1", "", "9"),
        number=2,
    )
    assert found(after, before)[-1] == "4.丁类  1  9"


def test_a_watermark_and_pages_without_tables_stay_lines() -> None:
    one = page(("没有表格", 80, 100))
    assert [line.text for line in lines_of([*one.glyphs, *glyphs("公", 200, 300, 60)])] == ["没有表格", "公"]


def close(count: int, *, first: float = 100.0, step: float = 14.25) -> list[Text]:
    """Rows of numbers with labels of two lines each, all lines of labels as far from one another."""
    return [
        part
        for row in range(count)
        for base in [first + 2 * step * row]
        for part in (
            (f"{row}.乙类的", 80.0, base),
            ("申请", 80.0, base + step),
            *numbers(base + step / 2, "3", str(row), "12"),
        )
    ]


def test_lines_around_numbers_are_one_label_though_the_next_row_s_stand_as_near() -> None:
    """Print of web pages without any room around cells; a line above or below belongs to the next row's numbers."""
    unnumbered = [(text.removeprefix(f"{text[0]}."), left, base) for text, left, base in close(3)]
    assert found(page(*unnumbered)) == [["乙类的\n申请", "3", str(row), "12"] for row in range(3)]
    heading = ("项目内容", 80.0, 100.0 - 14.25)
    assert found(page(heading, *unnumbered)) == [
        "项目内容",
        *[["乙类的\n申请", "3", str(row), "12"] for row in range(3)],
    ]


def test_of_lines_that_stand_alike_about_numbers_and_beyond_none_is_known_to_be_the_label() -> None:
    """A label of four lines, or of two below the end of another one."""
    lines = [("甲类", 80.0, 100 + 14.25 * at) for at in range(4)]
    one = page(*lines, *numbers(100 + 1.5 * 14.25, "3", "0", "12"), *numbers(60, "1", "2", "3"))
    assert ["甲类\n甲类", "3", "0", "12"] not in found(one)


def test_a_group_s_second_line_is_cut_off_from_a_label_s_where_others_begin() -> None:
    """The gap between them is no wider than a blank."""
    one = page(
        ("1.甲类", 106, 80),
        *numbers(80, "1", "2", "3"),
        ("（一）甲乙", 40, 113),
        ("2.乙类的", 106, 113),
        ("丙丁的组类 申请", 40, 127),
        *numbers(120, "10", "4", "1"),
    )
    assert found(one) == [
        ["1.甲类", "1", "2", "3"],
        ["（一）甲乙\n丙丁的组类", "2.乙类的\n申请", "10", "4", "1"],
    ]


def test_a_line_nearer_to_its_own_label_than_to_the_next_goes_on_below() -> None:
    """The label of the next row stands only two paddings farther off than its own second line."""
    one = page(
        ("行政", 80, 100),
        *numbers(100, "3", "0", "12"),
        ("许可", 80, 116),
        ("其他", 80, 135),
        *numbers(135, "7", "22", "5"),
        ("对外管理", 80, 151),
    )
    assert found(one) == [["行政\n许可", "3", "0", "12"], ["其他\n对外管理", "7", "22", "5"]]


def test_the_third_party_is_no_number_of_a_label() -> None:
    one = page(
        ("4.保护", 80, 100),
        *numbers(100, "3", "0", "12"),
        ("第三方合法权益", 80, 116),
        ("5.甲类", 80, 135),
        *numbers(135, "7", "22", "5"),
    )
    assert found(one) == [["4.保护\n第三方合法权益", "3", "0", "12"], ["5.甲类", "7", "22", "5"]]


def test_labels_between_rows_with_labels_of_their_own_in_their_column_are_empty_rows() -> None:
    """Rows without numbers are set closer than others where numbers are larger than labels."""
    one = page(
        ("1.甲类", 120, 100),
        *numbers(100, "3", "0", "12"),
        ("2.乙类", 120, 118),
        ("3.丙类的", 120, 134),
        ("申请", 120, 146),
        ("4.丁类", 120, 164),
        *numbers(164, "7", "22", "5"),
    )
    assert found(one) == [
        ["1.甲类", "3", "0", "12"],
        ["2.乙类", "", "", ""],
        ["3.丙类的\n申请", "", "", ""],
        ["4.丁类", "7", "22", "5"],
    ]


def test_labels_next_to_numbers_without_one_are_no_empty_rows() -> None:
    """The numbers may be theirs; and a group's label stands in a column of its own."""
    texts = [("1.甲类", 120, 100), *numbers(100, "3", "0", "12"), *numbers(164, "7", "22", "5")]
    alone = page(*texts, ("2.乙类", 120, 118), ("3.丙类", 120, 134))
    assert found(alone) == [["1.甲类", "3", "0", "12"], ["2.乙类"], ["3.丙类"], ["7", "22", "5"]]
    group = page(*texts, ("（二）组", 40, 118), ("2.乙类", 120, 164))
    assert found(group) == [["1.甲类", "3", "0", "12"], ["（二）组"], ["2.乙类", "7", "22", "5"]]


def test_lines_around_the_last_numbers_of_a_page_are_no_part_of_the_label_above() -> None:
    """A group's label drips down beside them, a character a line."""
    one = page(
        ("1.甲类", 120, 100),
        *numbers(100, "3", "0", "12"),
        ("2.乙类", 120, 130),
        *numbers(130, "7", "22", "5"),
        ("3.丙类的", 120, 153),
        *numbers(160, "1", "2", "3"),
        ("申请", 120, 167),
        ("本", 80, 144),
    )
    assert [row for row in found(one) if "2.乙类" in row[0]] == [["2.乙类", "7", "22", "5"]]


def test_labels_begin_where_several_do_behind_a_gap_that_parts_them_from_a_group() -> None:
    one = page(
        ("三 1.甲类", 80, 100),
        *numbers(100, "3", "0", "12"),
        ("年", 80, 115),
        ("本 2.乙类", 80, 130),
        *numbers(130, "7", "22", "5"),
    )
    assert found(one) == [["三", "1.甲类", "3", "0", "12"], ["年"], ["本", "2.乙类", "7", "22", "5"]]
