"""Columns and rows that an agency adds to a table of the form: what it heads `上年总计`, `占比`, `备注`, `行次`.

A grid whose headings are those of the form, all of them and in order, and others behind them, has columns of its own:
their cells are left out, and so is a row below the headings that only counts the columns (`甲 1 2 3 …`). Where one
of the form is missing or misprinted, a heading nobody knows may be that one, and nothing is left out.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from converters.anchors import printed_columns
from converters.labels import fold
from converters.numerals import is_blank_sign, read_number
from converters.sheet import Grid, GridCell, Line

_COUNTS_ROWS = re.compile(r"行次|行号|栏次|序号|编号|代码")
_COUNTS_COLUMNS = re.compile(r"[甲乙丙丁]*|[行栏列]次|序号|栏号|编号")
_LEAST_COUNTED = 5
"""Columns that count on by one from left to right: no row with a total does."""

_LEAST_ROWS = 3

Row = Sequence[tuple[int, GridCell]]
"""The cells that begin in a row, each with the column that it begins in."""
_Head = tuple[tuple[int, int], str]
"""A heading above a column: where its cell begins, and its folded text."""


def without_own_columns(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks, grids of the form's columns without those of the agency's own."""
    return [_without(block) if isinstance(block, Grid) else block for block in blocks]


def _without(grid: Grid) -> Grid:
    if len(grid.rows) < _LEAST_ROWS:
        return grid
    rows = list(_laid_out(grid.rows))
    counting = [at for at, row in enumerate(rows) if _counts_columns(row)]
    own = _own_columns([row for at, row in enumerate(rows) if at not in counting])
    if not own and not counting:
        return grid
    kept = (_kept(row, own) for at, row in enumerate(rows) if at not in counting)
    return replace(grid, rows=tuple(row for row in kept if row))


def _laid_out(rows: Sequence[Sequence[GridCell]]) -> Iterator[Row]:
    """The rows, each cell with its column as the spans tell it."""
    hanging: dict[int, int] = {}
    for row in rows:
        at, laid = 0, list[tuple[int, GridCell]]()
        below = {column: left - 1 for column, left in hanging.items() if left > 1}
        for cell in row:
            while at in hanging:
                at += 1
            laid.append((at, cell))
            for _ in range(cell.colspan):
                if cell.rowspan > 1:
                    below[at] = cell.rowspan - 1
                at += 1
        hanging = below
        yield laid


def _own_columns(rows: Sequence[Row]) -> frozenset[int]:
    """The columns that are not the form's, by the lowest headings above each row of numbers."""
    heads: dict[int, _Head] = {}
    own: set[int] = set()
    of_the_form: set[int] = set()
    width = max(map(_end, rows), default=0)
    unread = False  # whether there are headings that have not been looked at
    for number, row in enumerate(rows):
        if any(read_number(cell.text) for _, cell in row):
            if _end(row) != width:  # cells are missing, or spans are wrong
                return frozenset()
            if unread:
                own.update(_beside_the_form(heads))
                of_the_form |= {column for column, (_, word) in heads.items() if word in _names()}
            unread = False
            continue
        unread = True
        for at, cell in row:
            if cell.text.strip() and not is_blank_sign(cell.text):
                heads |= dict.fromkeys(range(at, at + cell.colspan), ((number, at), fold(cell.text)))
    return frozenset(own - of_the_form)


def _end(row: Row) -> int:
    """The column behind the last of a row's cells."""
    return row[-1][0] + row[-1][1].colspan if row else 0


def _beside_the_form(heads: Mapping[int, _Head]) -> Iterator[int]:
    """The columns behind a whole line of the form's headings, or before it where they are said to count rows."""
    order = sorted(heads)
    # A heading over several columns is one.
    firsts = [at for at in order if at - 1 not in heads or heads[at - 1] != heads[at]]
    words = [heads[at][1] for at in firsts]
    end = next(filter(None, (_end_of_line(words, start) for start in range(len(words)))), None)
    if end is None:
        return
    for at in order:
        word = heads[at][1]
        behind = end < len(firsts) and at >= firsts[end]
        if behind or (at < firsts[end - 1] and _COUNTS_ROWS.fullmatch(word)):
            yield at


def _end_of_line(words: Sequence[str], start: int) -> int | None:
    """Where a line of the form's headings ends that begins with this one."""
    for line in _lines():
        end = start + len(line)
        if end <= len(words) and all(
            word in names for word, names in zip(words[start:end], line, strict=True)
        ):
            return end
    return None


@cache
def _lines() -> Sequence[Sequence[frozenset[str]]]:
    """The lines of columns that the forms print; none that begins another, which may be that one with a misprint."""
    lines = printed_columns()
    return [line for line in lines if not any(line == other[: len(line)] != other for other in lines)]


@cache
def _names() -> frozenset[str]:
    return frozenset(name for line in printed_columns() for names in line for name in names)


def _counts_columns(row: Row) -> bool:
    """Whether a row counts the columns: 1, 2, 3, … from left to right, behind no label but one that says so."""
    texts = [cell.text.strip() for _, cell in row]
    numbers = [int(text) for text in texts if text.isdecimal()]
    behind = numbers[1:]  # the first may stand where labels do
    return (
        len(behind) >= _LEAST_COUNTED
        and all(after == before + 1 for before, after in pairwise(behind))
        and all(text.isdecimal() or _COUNTS_COLUMNS.fullmatch(text) for text in texts)
    )


def _kept(row: Row, own: Collection[int]) -> tuple[GridCell, ...]:
    """The row without the cells of these columns; what reaches over them is as much narrower."""
    kept = []
    for at, cell in row:
        gone = sum(column in own for column in range(at, at + cell.colspan))
        if gone < cell.colspan:
            kept.append(replace(cell, colspan=cell.colspan - gone) if gone else cell)
    return tuple(kept)
