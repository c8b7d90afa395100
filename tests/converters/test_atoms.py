"""What a line of a table is cut into.

Written as `=label`, `7` (a number), `_` or `_—` (an empty cell), `~` (that or a leftover) and `.` (a row ends).
"""

import ast
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from converters import atoms, numerals, outline, tables, torn
from converters.atoms import Atom, Kind, atoms_of
from converters.form import forms
from converters.sheet import Grid, GridCell, Line, NodePlace, TextPlace
from converters.vocabulary import vocabulary

APPLICATIONS = vocabulary("2021", "applications")
DISCLOSURE = vocabulary("2019", "disclosure")
SIGNS = {Kind.LABEL: "=", Kind.VALUE: "", Kind.BLANK: "_", Kind.SOFT: "~", Kind.BREAK: "."}


def lines_of(text: str) -> list[Line]:
    return [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.split("\n"), 1)]


def written(found: list[Atom]) -> list[str]:
    return [SIGNS[atom.kind] + atom.text for atom in found]


APPLICATION_LINES = [
    # cells between tabs or bars
    ("（一）予以公开\t1\t0\t\t0\t0\t0\t1", ["=一）予以公开", "1", "0", "_", "0", "0", "0", "1", "."]),
    ("|（一）予以公开|1|0||0|", ["=一）予以公开", "1", "0", "_", "0", "."]),
    ("|-|/|无|", ["_-", "_/", "_无", "."]),
    ("三、本年度办理结果\t（一）予以公开\t1", ["=三、本年度办理结果", "=一）予以公开", "1"]),
    ("\t\t（一）予以公开\t3", ["=一）予以公开", "3", "."]),
    ("1 2\t3 4", ["1 2", "3 4", "."]),
    ("０\t１２\t1,295", ["０", "１２", "1,295", "."]),
    # leftovers
    ("||||", ["~", "~", "~", "~"]),
    ("\t", ["_"]),
    ("\t\t\t", ["~", "~", "~"]),
    # one cell a line
    ("12", ["12"]),
    ("\xa03\xa0", ["3"]),
    ("—", ["_—"]),
    ("减3", ["减3"]),
    ("22（其中修订16件）", ["22（其中修订16件）"]),
    ("12 （其中 3）", ["12 （其中 3）"]),
    # numbers parted by blanks
    ("3 0 12", ["3", "0", "12", "."]),
    ("1\u30002", ["1", "2", "."]),
    ("0 3", ["0", "3", "."]),
    ("35-15", ["35", "-15", "."]),
    # words and numbers
    ("一、本年新收政府信息公开申请数量 230000023", ["=一、本年新收政府信息公开申请数量", "230000023"]),
    ("（三）不予公开 1.属于国家秘密 0 0", ["=三）不予公开", "=1.属于国家秘密", "0", "0", "."]),
    ("1.属于国家秘密0 1 2.重复申请3", ["=1.属于国家秘密", "0", "1", "=2.重复申请", "3", "."]),
    ("3252.没有现成信息需要另行制作", ["325", "=2.没有现成信息需要另行制作"]),
    ("\u3000总计\u30005", ["=总计", "5"]),
    ("（四）无\n法提供\n1", ["=（四）无", "=法提供", "1"]),
    # rules, page marks, empty lines
    ("|---|---|", ["."]),
    ("-----", ["."]),
    ("— 4 —", ["."]),
    ("- 0 -", ["_-", "0", "_-", "."]),
    ("- 4 -\n0 - - 0 0 0 -", [".", "0", "_-", "_-", "0", "0", "0", "_-", "."]),
    ("第 4 页 共 6 页", ["."]),
    ("4/6", ["."]),
    ("12\n3\n\n0\n4", ["12", "3", ".", "0", "4"]),
    # no numbers
    ("2023年1月20日", ["=2023年1月20日"]),
    ("O", ["_O"]),
    ("1O", ["_1O"]),
    ("****", ["=****"]),
    ("12*", ["12*"]),
    ("国办公开办函〔2021〕30号", ["=国办公开办函〔2021〕30号"]),
]
DISCLOSURE_LINES = [
    ("规章007", ["=规章", "007"]),
    ("- 4 -\n5 - 5", ["_-", "4", "_-", ".", "5", "_-", "5", "."]),
    ("行政许可 12 减3 140", ["=行政许可", "12", "减3", "140", "."]),
    ("行政许可\t12\t－3\t＋4", ["=行政许可", "12", "－3", "＋4", "."]),
    ("政府集中采购 3 5 .24", ["=政府集中采购", "3", "5 .24", "."]),
    ("政府集中采购  3  5 .24", ["=政府集中采购", "3", "5 .24", "."]),
    ("政府集中采购 3 3.04亿元", ["=政府集中采购", "3", "3.04亿元", "."]),
    ("政府集中采购 3 13575394432.52元", ["=政府集中采购", "3", "13575394432.52元", "."]),
    ("本年增/减（例：-8）", ["=本年增/减", "=（例：-8）"]),
]


@pytest.mark.parametrize(("text", "expected"), APPLICATION_LINES)
def test_lines_of_the_table_of_applications(text: str, expected: list[str]) -> None:
    assert written(atoms_of(lines_of(text), APPLICATIONS)) == expected


def test_a_number_between_dashes_may_be_a_page_where_rows_have_dashes() -> None:
    found = atoms_of(lines_of("- 4 -\n5 - 5"), DISCLOSURE)
    assert [atom.torn for atom in found if atom.kind is Kind.VALUE] == [True, False, False]


@pytest.mark.parametrize(("text", "expected"), DISCLOSURE_LINES)
def test_lines_of_the_table_of_disclosure(text: str, expected: list[str]) -> None:
    assert written(atoms_of(lines_of(text), DISCLOSURE)) == expected


def test_an_empty_line_behind_every_line_separates_no_rows() -> None:
    spaced = "一、本年新收政府信息公开申请数量\n\n12\n\n0\n\n0\n\n12\n"
    assert written(atoms_of(lines_of(spaced), APPLICATIONS)) == [
        *("=一、本年新收政府信息公开申请数量", "12", "0", "0", "12")
    ]


def test_a_grid_gives_its_cells_row_by_row() -> None:
    place = NodePlace("/html/body/table[1]")
    rows = (("（一）予以公开", "1", "", "1"), ("（二）部分公开", "-", "0", "0"))
    grid = Grid(tuple(tuple(GridCell(text, place) for text in row) for row in rows), place)
    found = atoms_of([grid], APPLICATIONS)
    assert written(found) == ["=一）予以公开", "1", "_", "1", ".", "=二）部分公开", "_-", "0", "0", "."]
    assert {atom.at for atom in found if atom.kind is Kind.VALUE} == {place}


def test_numbers_between_borders_are_one_cell_each_and_others_may_be_several() -> None:
    bordered = atoms_of(lines_of("（一）予以公开\t10\t20"), APPLICATIONS)
    assert [atom.stretch for atom in bordered if atom.kind is Kind.VALUE] == [1, 1]
    bare = atoms_of(lines_of("（一）予以公开 1020"), APPLICATIONS)
    assert [atom.stretch for atom in bare if atom.kind is Kind.VALUE] == [4]


@pytest.mark.parametrize("form", forms())
@pytest.mark.parametrize("table", ["disclosure", "applications"])
def test_every_label_of_a_form_is_told_from_the_numbers_behind_it(form: str, table: str) -> None:
    words = vocabulary(form, table)
    for number, row in enumerate(forms()[form].table(table).rows):
        for text in (f"{row.label}\t12\t0", f"|{row.label}|12|0|", f"{row.label} 12 0", f"{row.label}12 0"):
            found = atoms_of(lines_of(text), words)
            assert [atom.text for atom in found if atom.kind is Kind.VALUE] == ["12", "0"], text
            meanings = [atom.meaning for atom in found if atom.kind is Kind.LABEL]
            assert [meaning.sole for meaning in meanings if meaning] == [number], text


cells = st.one_of(
    st.integers(0, 3000).map(str),
    st.sampled_from(
        [
            "",
            "-",
            "/",
            "１２",
            "1,295",
            "减3",
            "7次",
            "22（其中修订16件）",
            "3.5万元",
            "（一）予以公开",
            "其他",
        ]
    ),
    st.text("0123 -/|\t（）一公开、.", max_size=8),
)


@example([["0（", "）"]], "\n")
@settings(deadline=None)
@given(st.lists(st.lists(cells, max_size=5), max_size=4), st.sampled_from(["\t", "|", " ", "\n"]))
def test_atoms_stand_where_they_say_and_lose_no_digit(rows: list[list[str]], separator: str) -> None:
    text = "\n".join(separator.join(row) for row in rows)
    lines = lines_of(text)
    found = [atom for atom in atoms_of(lines, APPLICATIONS) if atom.text]
    for atom in found:
        assert isinstance(atom.at, TextPlace)
        here = lines[atom.at.line - 1].text[atom.at.column - 1 :]
        below = [line.text for line in lines[atom.at.line :]]  # where a remark goes on
        assert here.startswith(atom.text) or bare("".join([here, *below])).startswith(bare(atom.text))
    places = [atom.at for atom in found if atom.kind is Kind.VALUE]
    assert len(set(places)) == len(places)
    kept = "".join(re.findall("[0-9]", "".join(atom.text for atom in found)))
    dropped = "".join(re.findall("[0-9]", "".join(line.text for line in lines if is_mark(line.text))))
    assert len(kept) + len(dropped) == len(re.findall("[0-9]", text))


def bare(text: str) -> str:
    return "".join(text.split())


def is_mark(text: str) -> bool:
    """Whether the line is a rule or a page number, which gives no atoms but the end of a row."""
    return bool(text.strip()) and written(atoms_of(lines_of(text), APPLICATIONS)) == ["."]


# --- patterns ---------------------------------------------------------------------------------------------------

MODULES = (atoms, numerals, outline, tables, torn)
NEAR = [
    "1",
    "12 ",
    "1,",
    "-",
    "— ",
    "=",
    "|",
    "| 1 ",
    "\t",
    "（",
    "（1",
    "(1",
    "）",
    "一、",
    "一、 ",
    "a ",
    "1.",
    "1.属于",
]
NEAR += [
    "减",
    "减1",
    "1件（",
    "第1页 ",
    "第二十条",
    "总体情况",
    "单 位 ",
    "单位：",
    "因政府信息公开",
    "。",
    "：",
    "例：-8",
    "\u3000",
]


def uses() -> list[tuple[str, re.Pattern[str], str]]:
    """(name, pattern, method) for every pattern of the modules and every method that the module calls on it."""
    found = []
    for module in MODULES:
        tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
        called = {
            (node.func.value.id, node.func.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        }
        patterns = {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}
        assert {name for name in patterns if name not in {used for used, _ in called}} == set(), module
        found += [
            (f"{module.__name__}.{name}.{method}", patterns[name], method)
            for name, method in sorted(called)
            if name in patterns
        ]
    return found


USES = uses()


@pytest.mark.parametrize(("pattern", "method"), [use[1:] for use in USES], ids=[use[0] for use in USES])
def test_patterns_are_linear(pattern: re.Pattern[str], method: str) -> None:
    """A megabyte of near-matches in less than a second of processor time."""
    for unit in NEAR:
        text = (unit * (10**6 // len(unit)))[: 10**6] + "x"
        started = time.process_time()
        match method:
            case "sub":
                pattern.sub("", text)
            case "finditer":
                for _match in pattern.finditer(text):
                    pass
            case _:
                getattr(pattern, method)(text)
        assert time.process_time() - started < 1, unit
