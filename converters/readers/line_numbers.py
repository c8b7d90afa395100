"""Numbers that a program put before every line: a listing's, or those of a worksheet's or a data frame's rows."""

import re
from collections.abc import Iterator, Sequence

from converters.sheet import Grid, Line

_NUMBERED = re.compile(
    r"\s*+(?:[|｜│]\s*+)?(?P<number>\d{1,5})(?:\s*+[\t|｜│]|\s++|$)(?P<rest>.*)", re.DOTALL
)
_BETWEEN = re.compile(r"[\s|｜│:+=─━-]*+")
"""An empty line, or a rule."""
_LEAST_LINES = 12
"""So many lines one after another count on by one: no column of a report does."""
_LEAST_BESIDE = 3
"""So many are enough beside such a list, if they begin with the same number: tables are numbered each for itself."""

_Stretch = list[tuple[int, re.Match[str]]]


def without_line_numbers(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks, lines that are numbered one after another without their numbers."""
    stretches = [stretch for stretch in _stretches(blocks) if len(stretch) >= _LEAST_BESIDE]
    beginnings = {_number(stretch[0]) for stretch in stretches if _is_list(stretch)}
    meant = list(blocks)
    for number, match in (each for s in stretches if _number(s[0]) in beginnings for each in s):
        line = meant[number]
        if isinstance(line, Line):
            meant[number] = line.part(match.start("rest"))
    return meant


def _stretches(blocks: Sequence[Line | Grid]) -> Iterator[_Stretch]:
    """Lines one after another whose first numbers count on by one: the index of each, and its number and rest."""
    stretch: _Stretch = []
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and _BETWEEN.fullmatch(block.text):
            continue
        match = _NUMBERED.fullmatch(block.text) if isinstance(block, Line) else None
        if stretch and (match is None or int(match["number"]) != _number(stretch[-1]) + 1):
            yield stretch
            stretch = []
        if match is not None:
            stretch.append((index, match))
    yield stretch


def _number(numbered: tuple[int, re.Match[str]]) -> int:
    return int(numbered[1]["number"])


def _is_list(stretch: _Stretch) -> bool:
    """Whether these are numbered lines, and not numbers alone."""
    filled = sum(match["rest"].strip() != "" for _, match in stretch)
    return len(stretch) >= _LEAST_LINES and 2 * filled > len(stretch)
