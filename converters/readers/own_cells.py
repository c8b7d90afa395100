"""What an agency adds to a table of the form: columns headed `上年总计`, `占比`, `备注`, `行次`; words beside numbers.

A grid whose headings are those of the form, all of them and in order, and others behind them, has columns of its own:
their cells are marked as none of the table's, and so is a row below the headings that only counts the columns
(`甲 1 2 3 …`). Where one of the form is missing or misprinted, a heading nobody knows may be that one, and nothing is
marked. Below the form's headings a cell with more than a number (`约12`, a stamp across it) says nothing for sure, and
numbers in lines of their own in labels, as of a page, are none of the row's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from converters.anchors import count_words, is_word, printed_columns
from converters.labels import fold, plain
from converters.numerals import is_blank_sign, read_number
from converters.sheet import Grid, GridCell, Line

_COUNTS_ROWS = re.compile(r"行次|行号|栏次|序号|编号|代码")
_COUNTS_COLUMNS = re.compile(r"[甲乙丙丁]*|[行栏列]次|序号|栏号|编号")
_LEAST_COUNTED = 5
"""Columns that count on by one from left to right: no row with a total does."""

_LEAST_ROWS = 3
_SEVERAL = re.compile(r"[\d\s.,，、|\ufffd—–-]*")
"""What several numbers in a cell look like, which their sums tell apart; a slash parts two that are compared."""
_NOUGHT = re.compile(r"[零〇○Oo]")
_LABEL = re.compile(r"\s*\d+\s*[.．、][^\d]")
_UNREADABLE = "\ufffd"

Row = Sequence[tuple[int, GridCell]]
"""The cells that begin in a row, each with the column that it begins in."""
_Head = tuple[tuple[int, int], str]
"""A heading above a column: where its cell begins, and its folded text."""


def with_own_cells_marked(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks, in grids of the form's columns the cells marked that say nothing of the form's table."""
    return [_marked(block) if isinstance(block, Grid) else block for block in blocks]


def _marked(grid: Grid) -> Grid:
    if len(grid.rows) < _LEAST_ROWS:
        return grid
    rows = list(_laid_out(grid.rows))
    counting = {at for at, row in enumerate(rows) if _counts_columns(row)}
    columns = _Columns.of([row for at, row in enumerate(rows) if at not in counting])
    marked = [
        tuple(cell._replace(meant="") for _, cell in row) if at in counting else _with_marks(row, columns)
        for at, row in enumerate(rows)
    ]
    return replace(grid, rows=tuple(marked)) if marked != list(grid.rows) else grid


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


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a grid that are headed as the form heads its own, and those that are the agency's own."""

    of_the_form: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    heads: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Where the cell begins that is the lowest heading above a column."""

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "_Columns":
        """By the lowest headings above each row of numbers; none where rows lack cells, or spans are wrong."""
        heads: dict[int, _Head] = {}
        begin: Mapping[int, tuple[int, int]] = {}
        own: set[int] = set()
        of_the_form: set[int] = set()
        width = max(map(_end, rows), default=0)
        unread = False  # whether there are headings that have not been looked at
        for number, row in enumerate(rows):
            if _has_numbers(row):
                if _end(row) != width:
                    return cls()
                if unread:
                    own.update(_beside_the_form(heads))
                    of_the_form |= {column for column, (_, word) in heads.items() if word in _names()}
                    begin = {column: at for column, (at, _) in heads.items()}
                unread = False
                continue
            unread = True
            for at, cell in row:
                if cell.text.strip() and not is_blank_sign(cell.text):
                    heads |= dict.fromkeys(range(at, at + cell.colspan), ((number, at), fold(cell.text)))
        return cls(frozenset(of_the_form), frozenset(own - of_the_form), begin)

    def has_number(self, reaches: range) -> bool:
        """Whether a cell stands below one heading of the form: one that reaches over several holds a remark."""
        return self.of_the_form.issuperset(reaches) and len({self.heads[column] for column in reaches}) == 1


def _has_numbers(row: Row) -> bool:
    """Whether this is a row of numbers, be all of them printed with other words, and no headings."""
    texts = [cell.text for _, cell in row]
    if any(map(read_number, texts)):
        return True
    return sum(map(_is_doubtful, texts)) > 1 and not any(fold(text) in _names() for text in texts)


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
        behind = end < len(firsts) and at >= firsts[end] and not is_word(word)
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
    """The lines of columns that the forms print; none that begins another, which may be that one with a misprint.

    The line of a table that prints its rows side by side has each heading several times, and is none of these.
    """
    lines = [line for line in printed_columns() if len(set(line)) == len(line)]
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


def _with_marks(row: Row, columns: _Columns) -> tuple[GridCell, ...]:
    """The row, its cells marked that are none of the form's, or of which one cannot say what they mean there."""
    if sum(cell.text.strip() != "" for _, cell in row) == 1:  # a remark below the table, say
        return tuple(cell for _, cell in row)
    marked = tuple(_with_mark(at, cell, columns) for at, cell in row)
    below = [cell for at, cell in row if at in columns.of_the_form]
    if not below or not all(read_number(cell.text) for cell in below):
        return marked
    first = min(columns.of_the_form)
    return tuple(
        _without_strays(cell) if at + cell.colspan <= first else cell
        for (at, _), cell in zip(row, marked, strict=True)
    )


def _with_mark(at: int, cell: GridCell, columns: _Columns) -> GridCell:
    reaches = range(at, at + cell.colspan)
    if columns.own.issuperset(reaches):
        return cell._replace(meant="")
    if columns.has_number(reaches) and _is_doubtful(cell.text):
        return cell._replace(meant=_UNREADABLE)
    return cell


def _is_doubtful(text: str) -> bool:
    """Whether a text is a number with other words or signs, of which nobody knows what they make of it."""
    if _NOUGHT.fullmatch(text.strip()):
        return True
    if read_number(plain(text)) is not None or not any(char.isdigit() for char in text):
        return False
    return not _SEVERAL.fullmatch(text) and not _LABEL.match(text) and count_words(text) == 0


def _without_strays(cell: GridCell) -> GridCell:
    """A label without lines that are numbers, as those of pages: all numbers of its row stand in their own cells."""
    kept = [line for line in cell.text.split("\n") if not line.strip().isdecimal()]
    text = "\n".join(kept)
    return cell if text == cell.text or not text.strip() else cell._replace(meant=text)
