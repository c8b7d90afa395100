"""Digits of a cell in several elements: one number where these look alike, in doubt where one may be hidden."""

import re
from itertools import groupby

import pytest
from handmade import text as tidy

from converters.conversion import convert_bytes
from converters.report import Basis

PLAIN = tidy(received=345)
CELL = re.compile(r"<td>(\d+)</td>")


def page(cell: str = "<td>{0}</td>", head: str = "") -> str:
    """The report as a page; `cell` is what its cells of digits look like."""
    parts: list[str] = []
    for is_table, lines in groupby(PLAIN.splitlines(), key=lambda line: "\t" in line):
        if is_table:
            cells = (line.replace("\t", "</td><td>") for line in lines)
            rows = (f"<tr><td>{row}</td></tr>" for row in cells)
            parts.append(CELL.sub(lambda found: cell.format(found[1]), f"<table>{''.join(rows)}</table>"))
        else:
            parts.extend(f"<p>{line}</p>" for line in lines)
    return f"<html><head>{head}</head><body>{''.join(parts)}</body></html>"


def read(source: str) -> dict[str, tuple[object, Basis]]:
    return {cell.id: (cell.value, cell.basis) for cell in convert_bytes(source.encode(), path="a.html").cells}


@pytest.mark.parametrize(
    ("cell", "head"),
    [
        ('<td><span class="s">7</span>{0}</td>', "<style>td .s, .x{position:absolute;left:-9999px}</style>"),
        ('<td>{0}<span class="s">1</span></td>', "<style>td .s{vertical-align:super}</style>"),
        ('<td><span style="clip-path:inset(50%)">7</span>{0}</td>', ""),
        ('<td><span style="color:#fff">7</span>{0}</td>', ""),
        ('<td><b><font color="white">7</font></b>{0}</td>', ""),
        ('<td><span style="font-size:12pt">{0}</span><span style="font-size:1px">7</span></td>', ""),
        ('<td><i aria-hidden="true">7</i>{0}</td>', ""),
        ("<td>{0}<small>1</small></td>", ""),
        ('<td>{0}<a href="notes.html#n">1</a></td>', ""),
        ('<td data-value="{0}"></td>', ""),
        ('<td x:num="{0}"> </td>', ""),
    ],
)
def test_digits_that_may_not_be_seen_are_no_part_of_a_number(cell: str, head: str) -> None:
    known = read(page())
    certain = (Basis.PRINTED, Basis.INFERRED, Basis.BLANK)
    found = {one: told for one, told in read(page(cell, head)).items() if told[1] in certain}
    assert {one: value for one, (value, _) in found.items()} == {one: known[one][0] for one in found}


@pytest.mark.parametrize(
    "cut",
    [
        "<span>{0}</span>{1}",
        '<span lang="EN-US">{0}</span><span style="mso-bidi-font-size:10.5pt;font-family:宋体">{1}</span>',
        '<span style="font-size:10.5pt">{0}</span><span style="FONT-SIZE: 10.5pt; letter-spacing:1px">{1}</span>',
        '<span class="GramE">{0}</span><b>{1}</b>',
        '<span class="a"><u>{0}</u></span><span class="a"><i>{1}</i></span>',
    ],
)
def test_a_number_in_pieces_that_look_alike_is_one(cut: str) -> None:
    whole = page()
    pieces = re.sub(r"(?<=<td>)(\d+)(\d)(?=</td>)", lambda found: cut.format(found[1], found[2]), whole)
    assert pieces != whole
    assert read(pieces) == read(whole)
