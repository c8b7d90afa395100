"""Sections by what they say, tables by the words of the form, wherever either stands."""

import pytest
from handmade import text as clean_report
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.outline import TABLES, Outline, is_prose, outline, table_of
from converters.sheet import Grid, GridCell, Line, NodePlace, Sheet, TextPlace

ROW = "一、本年新收政府信息公开申请数量"


def parts_of(text: str) -> Outline:
    lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.split("\n"), 1)]
    return outline(Sheet(lines, "text/plain"))


def kinds(parts: Outline) -> list[str]:
    return [section.kind for section in parts.sections]


def area(parts: Outline, table: str) -> str:
    return "\n".join(block.text for block in parts.areas[table].blocks if isinstance(block, Line))


def test_a_tidy_report_has_six_sections_and_three_tables() -> None:
    parts = parts_of(clean_report())
    six = ["overview", "disclosure", "applications", "reviews", "problems", "other"]
    assert kinds(parts) == ["front", *six]
    assert [section.number for section in parts.sections] == [None, *"一二三四五六"]
    assert list(parts.areas) == list(TABLES)
    assert parts.sections[1].text == "本年度持续完善公开制度，及时回应社会关切。"
    assert "公开的主动性还需加强。" in [line.text for line in parts.prose]
    assert not any(ROW in line.text for line in parts.prose)


def test_sections_are_told_by_their_words_whatever_their_numbers() -> None:
    shuffled = (
        clean_report()
        .replace("二、主动公开", "四、主动公开")
        .replace("四、政府信息公开行政复议", "一、政府信息公开行政复议")
    )
    assert kinds(parts_of(shuffled)) == kinds(parts_of(clean_report()))


def test_a_repeated_heading_is_a_repeated_section() -> None:
    parts = parts_of("一、总体情况\n前言。\n一、总体情况\n正文。")
    assert [(section.kind, section.text) for section in parts.sections] == [
        ("overview", "前言。"),
        ("overview", "正文。"),
    ]


def test_headings_in_mid_line_are_found_where_a_whole_report_stands_on_one_line() -> None:
    line = (
        "一、总体情况 本年度公开信息较多，群众满意。三、收到和处理政府信息公开申请情况 "
        f"{ROW} 1 0 0 0 0 0 1 五、存在的主要问题及改进情况 还不够主动，今后要改进。六、其他需要报告的事项 无。"
    )
    parts = parts_of(line)
    assert kinds(parts) == ["overview", "applications", "problems", "other"]
    assert ROW in area(parts, "applications")
    assert all(line[section.at.column - 1 :].startswith(f"{section.number}、") for section in parts.sections)


def test_rows_that_are_numbered_like_sections_are_no_headings() -> None:
    rows = f"{ROW}\t3\n二、上年结转政府信息公开申请数量\t3\n三、本年度办理结果\n四、结转下年度继续办理\t1"
    parts = parts_of(f"三、收到和处理政府信息公开申请情况\n{rows}\n五、存在的主要问题及改进情况\n无。")
    assert kinds(parts) == ["applications", "problems"]
    assert area(parts, "applications") == rows


def test_a_table_is_found_in_an_annex_behind_all_prose() -> None:
    parts = parts_of(f"一、总体情况\n正文。\n六、其他需要报告的事项\n无。\n附件\n{ROW}\t1\t0\t0\t0\t0\t0\t1")
    assert area(parts, "applications").startswith(ROW)


def test_a_table_in_a_section_of_another_kind_is_told_by_its_words() -> None:
    parts = parts_of("五、存在的主要问题及改进情况\n还不够主动。\n结果维持\t结果纠正\t其他结果\n1\t0\t0")
    assert area(parts, "reviews") == "结果维持\t结果纠正\t其他结果\n1\t0\t0"


def test_a_grid_goes_to_the_table_whose_words_it_holds_or_to_the_prose() -> None:
    place = NodePlace("/table")

    def grid(*texts: str) -> Grid:
        return Grid((tuple(GridCell(text, place) for text in texts),), place)

    parts = outline(Sheet([grid(ROW, "1"), grid("来信", "3")], "text/html"))
    assert parts.areas["applications"].blocks == [grid(ROW, "1")]
    assert [line.text for line in parts.prose] == ["来信 3"]


@pytest.mark.parametrize(
    ("cells", "ours"),
    [(("1", "0", "—", "2"), True), (("一月", "0", "1"), False), (("—", "—"), False)],
)
def test_a_grid_of_numbers_alone_belongs_to_the_section_that_is_about_a_table(
    cells: tuple[str, ...], *, ours: bool
) -> None:
    """A page break went through the headings: none of their words is whole."""
    place = NodePlace("/table")
    heading = Line("四、政府信息公开行政复议、行政诉讼情况", place)
    grid = Grid((tuple(GridCell(cell, place) for cell in cells),), place)
    assert ("reviews" in outline(Sheet([heading, grid], "application/pdf")).areas) is ours


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("行政许可", "disclosure"),
        ("信息内容\t本年制发件数", "disclosure"),
        ("第二十条第（一）项", "disclosure"),
        ("1.属于国家秘密", "applications"),
        ("商业企业", "applications"),
        ("结果维持", "reviews"),
        ("未经复议直接起诉", "reviews"),
        ("规章", None),
        ("总计", None),
        ("今天天气很好", None),
        ("", None),
    ],
)
def test_words_that_only_one_table_prints_tell_it(text: str, table: str | None) -> None:
    assert table_of(text) == table


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("本年度收到政府信息公开申请12件，均已按时答复。", True),
        ("本机关不断完善制度，加强队伍建设，提升服务水平，推进各项工作在阳光下运行并接受监督", True),
        ("无。", False),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", False),
        ("12 0 0 0 0 0 12", False),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", False),
    ],
)
def test_sentences_are_told_from_parts_of_tables(text: str, *, prose: bool) -> None:
    assert is_prose(text) is prose


@settings(deadline=None)
@given(st.text("一二三、总体情况主动公开申请。\n\t|0123 （）附件" + "\f", max_size=300))
def test_no_line_is_lost(text: str) -> None:
    """What is no heading is in a table's area or in the prose, cut perhaps, but whole."""
    parts = parts_of(text)
    kept = [line.text for line in parts.prose]
    kept += [
        block.text for found in parts.areas.values() for block in found.blocks if isinstance(block, Line)
    ]
    headings = "".join(section.title + (section.number or "") for section in parts.sections)
    for char in "0123":
        assert sum(line.count(char) for line in kept) + headings.count(char) >= text.count(char)


@settings(deadline=None)
@given(st.lists(st.sampled_from(clean_report().split("\n")), max_size=40))
def test_any_selection_of_lines_gives_sections_in_their_order(lines: list[str]) -> None:
    places = [section.at.line for section in parts_of("\n".join(lines)).sections]
    assert places == sorted(places)
