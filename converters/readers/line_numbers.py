"""Numbers that a program put before every line: a listing's, or those of a worksheet's or a data frame's rows."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from converters.readers.line_marks import common_start
from converters.sheet import Grid, GridCell, Line

_NUMBERED = re.compile(
    r"\s*+(?:[|｜│]\s*+)?(?P<number>\d{1,5})(?P<gap>[ \xa0]*+[:：|｜│][ \xa0]?+|\s++|$)(?P<rest>.*)",
    re.DOTALL,
)
_BETWEEN = re.compile(r"[\s|｜│:+=─━-]*+")
"""An empty line, or a rule."""
_LEAST_LINES = 12
"""So many lines one after another count on by one: no column of a report does."""
_LEAST_BESIDE = 3
"""So many are enough beside such a list, if they begin with the same number: tables are numbered each for itself."""


class _Numbered(NamedTuple):
    """A line, or a row of a grid, that begins with a number."""

    block: int
    row: int
    number: int
    end: int
    """Where in a line the number ends."""
    gap: str
    """What parts it from the text: blanks may belong to that, too."""
    filled: bool
    """Whether anything does."""


def without_line_numbers(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks, lines and rows that are numbered one after another without their numbers."""
    stretches = [stretch for stretch in _stretches(blocks) if len(stretch) >= _LEAST_BESIDE]
    beginnings = {stretch[0].number for stretch in stretches if _is_list(stretch)}
    starts: dict[int, dict[int, int]] = {}
    for stretch in stretches:
        if stretch[0].number in beginnings:
            gap = len(common_start([numbered.gap for numbered in stretch if numbered.filled]))
            for numbered in stretch:
                starts.setdefault(numbered.block, {})[numbered.row] = numbered.end + min(
                    gap, len(numbered.gap)
                )
    return [
        _without(block, starts[number]) if number in starts else block for number, block in enumerate(blocks)
    ]


def _without(block: Line | Grid, starts: dict[int, int]) -> Line | Grid:
    if isinstance(block, Line):
        return block.part(starts[0])
    return Grid(
        tuple(row[1:] if number in starts else row for number, row in enumerate(block.rows)), block.at
    )


def _stretches(blocks: Sequence[Line | Grid]) -> Iterator[list[_Numbered]]:
    """Lines and rows one after another whose first numbers count on by one."""
    stretch: list[_Numbered] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and _BETWEEN.fullmatch(block.text):
            continue
        for numbered in [_line(index, block)] if isinstance(block, Line) else _rows(index, block):
            if stretch and (numbered is None or numbered.number != stretch[-1].number + 1):
                yield stretch
                stretch = []
            if numbered is not None:
                stretch.append(numbered)
    yield stretch


def _line(index: int, line: Line) -> _Numbered | None:
    match = _NUMBERED.fullmatch(line.text)
    if match is None:
        return None
    return _Numbered(
        index, 0, int(match["number"]), match.end("number"), match["gap"], match["rest"].strip() != ""
    )


def _rows(index: int, grid: Grid) -> Iterator[_Numbered | None]:
    for number, row in enumerate(grid.rows):
        first = row[0].text.strip() if len(row) > 1 else ""
        counts = first.isascii() and first.isdigit() and len(first) < len("100000")
        yield _Numbered(index, number, int(first), 0, "", _is_filled(row[1:])) if counts else None


def _is_filled(cells: Collection[GridCell]) -> bool:
    return any(cell.text.strip() for cell in cells)


def _is_list(stretch: Sequence[_Numbered]) -> bool:
    """Whether these are numbered lines, many of them empty perhaps, and not numbers alone."""
    return len(stretch) >= _LEAST_LINES and 4 * sum(numbered.filled for numbered in stretch) > len(stretch)
