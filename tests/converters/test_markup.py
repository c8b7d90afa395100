"""Marks that tools leave in texts: taken away where they mean nothing, read where they draw a table."""

import re

import pytest
from handmade import text as tidy

from converters.conversion import convert_bytes
from converters.readers.markup import without_markup
from converters.sheet import Grid, Line, TextPlace


def read(text: str) -> list[Line | Grid]:
    lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.split("\n"), start=1)]
    return without_markup(lines)


def texts(text: str) -> list[str]:
    return [block.text for block in read(text) if isinstance(block, Line)]


def rows(text: str) -> list[list[str]]:
    return [
        [cell.text for cell in row] for block in read(text) if isinstance(block, Grid) for row in block.rows
    ]


@pytest.mark.parametrize(
    ("marked", "meant"),
    [
        ("规章 7", ["规章 7"]),
        ('| <span style="font-size:14px">规章</span> | <b>7</b> |', ["| 规章 | 7 |"]),
        ('[规章]{style="font-size:14px"} [7]{.underline x=1}', ["规章 7"]),
        (r"1\.属于国家秘密 \-3 7573\.62", ["1.属于国家秘密 -3 7573.62"]),
        (r"规章 \| 0 \| 7 \|", ["规章 | 0 | 7 |"]),
        (r"| 规章 | \| 7 |", [r"| 规章 | \| 7 |"]),
        (r"规章|\|\|7", [r"规章|\|\|7"]),
        ("规章&nbsp;7 &lt;1&gt;", ["规章\xa07 <1>"]),
        ("一、总体情况<br/>本年度公开信息。", ["一、总体情况", "本年度公开信息。"]),
        ("| 信息<br>内容 | 0<br>7 |", ["| 信息\n内容 | 0\n7 |"]),
        ("<附件> 收费<5万元 a < b", ["<附件> 收费<5万元 a < b"]),
        ("<table><tr><td>规章", ["规章"]),
        ("| 规章 | ~~5~~ 7 | 2021~~2022 |", ["| 规章 |  7 | 2021~~2022 |"]),
        ('[规章](https://a.example/1 "x") ![9](b.png) 7[1](#n)', ["规章 ![9](b.png) 7[1](#n)"]),
        ("<!-- 9 -->7<!-- ", ["7<!-- "]),
        ("$7$ 收费$5 ", ["7 收费$5 "]),
        ("<b><i>7</b> <s>9</i>", ["7 9"]),
        (
            '<i class="k">7</i>12 7<small>1</small> <font color="white">7</font>1',
            ["7\ufffd12 7\ufffd1 7\ufffd1"],
        ),
        ('<i class="k">7</i><i class="k">12</i> <i class=GramE>7</i>1 <u>7</u>1', ["712 71 71"]),
    ],
)
def test_marks_are_taken_away(marked: str, meant: list[str]) -> None:
    assert texts(marked) == meant


NUMBER = re.compile(r"(?<=\t)\d+(?=\t|$)", re.MULTILINE)


@pytest.mark.parametrize(
    "marked",
    [
        *(
            "{0}<sup>1</sup>",
            "<b>{0}</b><sub>1</sub>",
            '{0}<a href="#n1"><sup>[1]</sup></a>',
            "{0}<ref>1</ref>",
        ),
        *(
            "{0}^1^",
            "{0}^1",
            "{0}^{{1}}",
            "{0}~1~",
            "${0}^1$",
            "{0}[^1]",
            '{0}[1]{{style="vertical-align: super"}}',
        ),
        *("<del>5</del>{0}", "<s>5</s><u>{0}</u>", "~~5~~{0}", "[5]{{.strikeout}}{0}", "<!-- 5 -->{0}"),
        *('<span style="display:none">7</span>{0}', "<i hidden>7</i>{0}", '[7]{{style="font-size:0"}}{0}'),
        *(
            '<span style="vertical-align: super">{0}</span>',
            "[{0}](https://a.example/1)",
            "[{0}]{{.underline}}",
        ),
        '<b title="hidden">{0}</b>',
    ],
)
def test_a_number_is_what_is_meant_by_its_marks(marked: str) -> None:
    plain = tidy(received=345)
    text = NUMBER.sub(lambda number: marked.format(number[0]), plain)
    values = [
        [(cell.value, cell.basis) for cell in convert_bytes(one.encode(), path="a.md").cells]
        for one in (text, plain)
    ]
    assert values[0] == values[1]


def test_tags_that_line_ends_break_are_taken_away() -> None:
    text = (
        "<span\nstyle='a'>规章</span><span\nclass=b\nstyle='c'></span>\n\n7<a href='x'\n>件</a>\n收费<b\n\n<c"
    )
    assert texts(text) == ["规章", "", "", "7", "件", "收费<b", "", "<c"]
    assert rows("<table>\n<tr><td\nrowspan=2>规章</td><td>7</td></tr></table>") == [["规章", "7"]]


def test_hidden_rows_and_cells_are_none_of_the_table() -> None:
    table = "<table><tr hidden><td>规章</td><td>9</td></tr><tr><td>规章</td><td style='display:none'>9</td><td>7</td>"
    assert rows(f"{table}</tr></table>") == [["规章", "7"]]


def test_each_character_keeps_its_place() -> None:
    (line,) = read("<p>规章<b>7</b></p>8")[:1]

    assert isinstance(line, Line)
    assert line.text == "规章7"
    assert line.place(0) == TextPlace(1, 4)
    assert line.place(2) == TextPlace(1, 9)
    assert line.part(1).part(1).place(0) == TextPlace(1, 9)


def test_tables_of_tags_are_grids_with_their_places() -> None:
    page = '前文<table class="t"\nborder="1">\n<tr><th colspan="2">信息<br />\n内容</th></tr>\n'
    page += "<tr>\n<td>规章</td><td><p>7</p>\n</td>\n<td>&nbsp;</td></tr></table>后文"
    blocks = read(page)

    assert texts(page) == ["前文", "后文"]
    assert rows(page) == [["信息\n 内容"], ["规章", "7", ""]]
    grid = next(block for block in blocks if isinstance(block, Grid))
    assert grid.rows[0][0].colspan == 2
    assert grid.rows[1][0].at == TextPlace(6, 1)


def test_two_tables_in_one_line_are_read() -> None:
    # As models that read pages write a table into Markdown: all of it in one line, cells never closed.
    assert rows("<table><tr><td>规章<td>7</table><table><tr><td>行政许可<td>9</tr></table>") == [
        ["规章", "7"],
        ["行政许可", "9"],
    ]


def test_rows_of_tags_need_no_table() -> None:
    assert rows("<tr><td>规章</td><td>7</td></tr>\n<tr>\n<td>行政强制</td>\n<td>2</td>\n</tr>\n完") == [
        ["规章", "7"],
        ["行政强制", "2"],
    ]
    assert texts("<tr><td>规章</td><td>7</td></tr>\n完") == ["", "", "完"]
