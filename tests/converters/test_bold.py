"""Texts of which all, or the headings, are printed twice to look bold."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from handmade import text as tidy
from laboratory.specimens import specimen

from converters.conversion import convert_bytes
from converters.readers.bold import without_second_print
from converters.readers.decoding import decode
from converters.report import Cell
from converters.sheet import Line, TextPlace

Program = Callable[[str], str]


def in_pairs(text: str) -> str:
    return re.sub(r"[^\s|]", lambda sign: 2 * sign[0], text)


def in_halves(text: str) -> str:
    return re.sub(r"[^\s|]+", lambda word: 2 * word[0], text)


def words_in_pairs(text: str) -> str:
    return re.sub(r"(?<!\S)[^\s|\d]{2,}(?!\S)", lambda word: in_pairs(word[0]), text)


def read(text: str) -> list[Cell]:
    return [replace(cell, at=None) for cell in convert_bytes(text.encode(), path="a.txt").cells]


LAYOUTS = {
    layout: "\n".join(decode(made.data, path="a.txt")[0].splitlines())
    for seed in range(400, 0, -1)
    if not (made := specimen(seed)).recipe.wounds
    for layout in [made.recipe.layout]
}
GLUED = [layout for layout in LAYOUTS if layout.startswith("glued")]


@pytest.mark.parametrize("layout", sorted(LAYOUTS.keys() - set(GLUED)))
@pytest.mark.parametrize("program", [in_pairs, in_halves, words_in_pairs])
def test_what_is_printed_twice_is_read_once(layout: str, program: Program) -> None:
    text = LAYOUTS[layout]
    assert program(text) != text
    assert read(program(text)) == read(text)


@pytest.mark.parametrize("layout", GLUED)
@pytest.mark.parametrize("program", [in_pairs, in_halves])
def test_numbers_run_together_and_printed_twice_are_no_others(layout: str, program: Program) -> None:
    known = {cell.id: cell.value for cell in read(LAYOUTS[layout])}
    assert all(cell.value in (known[cell.id], None) for cell in read(program(LAYOUTS[layout])))


@pytest.mark.parametrize("program", [in_pairs, in_halves])
def test_where_some_numbers_are_printed_twice_none_is_taken_for_another(program: Program) -> None:
    lines = tidy(received=11).splitlines()
    known = {cell.id: cell.value for cell in read("\n".join(lines))}
    rows = [number for number, line in enumerate(lines) if line.count("\t") > 3]
    assert len(rows) > 20
    for single in rows:
        text = "\n".join(line if at == single else program(line) for at, line in enumerate(lines))
        assert all(cell.value in (known[cell.id], None) for cell in read(text))


def test_pages_are_counted_once() -> None:
    rows = [
        "信信息息内内容容 本本年年制制发发件件数数",
        *["规章 1122 33 00"] * 4,
        "1",
        "第 2 页 共 3 页",
        "- 3 -",
    ]
    lines = [Line(text, TextPlace(number, 1)) for number, text in enumerate(rows, 1)]
    assert [line.text for line in without_second_print(lines)] == [
        "信息内容 本年制发件数",
        *["规章 12 3 0"] * 4,
        "1",
        "第 2 页 共 3 页",
        "- 3 -",
    ]
    assert without_second_print([*lines[:5], *lines[6:], lines[5]]) == lines[:5] + lines[6:] + lines[5:6]
