"""Cells that a program repeated in every column that a merged cell covers: pandas and python-docx do, and worksheets.

`规章 | 规章 | 0`, and below a heading that stands twice the number that stands twice. What repeats itself is left out,
where several rows of a text do so.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from converters.labels import fold
from converters.numerals import is_blank_sign, read_number
from converters.separators import BARS, cells_of
from converters.sheet import Grid, Line

_BETWEEN_COMMAS = re.compile(r"[^,]+")
_LEAST_ROWS = 3
_LEAST_LETTERS = 4
"""So long a label stands in two cells of a row side by side only where it is repeated."""


def without_repeated_cells(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks without the cells that merged ones repeat; as they are where that is not this text's way."""
    worded = (block for block in blocks if isinstance(block, Grid) or not block.text.isascii())
    if sum(_repeats_label(row) for block in worded for row in _rows(block)) < _LEAST_ROWS:
        return list(blocks)
    meant: list[Line | Grid] = []
    heads: list[str] = []
    for block in blocks:
        repeated = []
        for row in _rows(block):
            heads = row if not any(map(_is_entry, row)) else heads
            repeated.append(_repeated(row, heads))
        meant.append(_without(block, repeated) if any(repeated) else block)
    return meant


def _rows(block: Line | Grid) -> list[list[str]]:
    """The texts of the cells of a line or of each row of a grid without spans."""
    if isinstance(block, Line):
        cells = _cells(block.text)
        return [[text.strip() for _, text in cells]] if len(cells) > 1 else []
    if any(cell.rowspan > 1 or cell.colspan > 1 for row in block.rows for cell in row):
        return [[] for _ in block.rows]
    return [[cell.text.strip() for cell in row] for row in block.rows]


def _cells(text: str) -> list[tuple[int, str]]:
    """The cells of a line that bars, tabs or commas part, with their offsets; words between commas are such, too."""
    if "\t" in text or BARS.search(text):
        return cells_of(text)
    return [(match.start(), match[0]) for match in _BETWEEN_COMMAS.finditer(text)] if "," in text else []


def _repeats_label(row: Sequence[str]) -> bool:
    return any(len(fold(row[at])) >= _LEAST_LETTERS and not _is_entry(row[at]) for at in _same_as_before(row))


def _is_entry(text: str) -> bool:
    """Whether this is what stands in a row: a number, or a sign for none."""
    return read_number(text) is not None or is_blank_sign(text)


def _repeated(row: Sequence[str], heads: Sequence[str]) -> frozenset[int]:
    """The cells that repeat the one before: labels, and entries below a repeated heading."""
    below = {at for at in _same_as_before(heads) if heads[at]} if len(heads) == len(row) else set()
    return frozenset(at for at in _same_as_before(row) if at in below or (row[at] and not _is_entry(row[at])))


def _same_as_before(row: Sequence[str]) -> frozenset[int]:
    return frozenset(at for at, (before, text) in enumerate(pairwise(row), start=1) if text == before)


def _without(block: Line | Grid, repeated: Sequence[frozenset[int]]) -> Line | Grid:
    if isinstance(block, Line):
        cells = list(enumerate(_cells(block.text)))
        return block.without(
            [(start - 1, start + len(text)) for at, (start, text) in cells if at in repeated[0]]
        )
    rows = zip(block.rows, repeated, strict=True)
    kept = (tuple(cell for at, cell in enumerate(row) if at not in gone) for row, gone in rows)
    return Grid(tuple(kept), block.at)
