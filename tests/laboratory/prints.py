"""What the print of a row lets its numbers be, by what the layout left of the borders between cells.

Each kind of print answers twice. `allows` says in a line or two whether whole rows of numbers fit it: that is the
definition. `readings` lists the ways to give what is printed to columns, for those who cannot try all numbers.
A column that shows nothing may hide any number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Protocol

from laboratory.figures import Number

Reading = tuple[Number | None, ...]
"""A number for each column, None where it shows nothing."""
Sum = tuple[int, tuple[int, ...]]
"""The column of a total and the columns of its parts."""

MOST = 3_000
"""Readings listed of one row."""
MOST_CUTS = 30_000
"""Places of cuts tried in one glued row. Past it some readings are not found: their cells count as decidable."""

_SIGNS = (("增加", "+"), ("减少", "-"), ("增", "+"), ("减", "-"), ("＋", "+"), ("－", "-"), ("−", "-"))


class Print(Protocol):
    """How one row stands in the copy."""

    def allows(self, numbers: Sequence[Number]) -> bool:
        """Whether a row of these numbers may be printed so."""

    def readings(self, sums: Sequence[Sum]) -> list[Reading]:
        """The ways to read the row, as many as `MOST`, without those that no sum of these can complete."""


@dataclass(frozen=True, slots=True)
class Bordered:
    """Every cell has its borders; None for an empty one. Cells more than the row has columns are leftovers."""

    width: int
    cells: tuple[Number | None, ...]

    def allows(self, numbers: Sequence[Number]) -> bool:
        """Whether the cells, without so many as there are too many, show these numbers or nothing."""
        return any(
            all(cell is None or cell == number for cell, number in zip(kept, numbers, strict=True))
            for kept in combinations(self.cells, self.width)
        )

    def readings(self, sums: Sequence[Sum]) -> list[Reading]:
        """One, unless there are leftovers."""
        return [kept for kept in dict.fromkeys(combinations(self.cells, self.width)) if _can_hold(kept, sums)]


@dataclass(frozen=True, slots=True)
class Bare:
    """Numbers in order; an empty cell leaves no trace."""

    kinds: tuple[str, ...]
    numbers: tuple[Number, ...]

    def allows(self, numbers: Sequence[Number]) -> bool:
        """Whether the printed numbers occur among these in their order."""
        waiting = iter(numbers)
        return all(any(printed == number for number in waiting) for printed in self.numbers)

    def readings(self, sums: Sequence[Sum]) -> list[Reading]:
        """Every choice of columns for the numbers."""
        columns = range(len(self.kinds))
        found: dict[Reading, None] = {}
        for places in combinations(columns, len(self.numbers)):
            here = dict(zip(places, self.numbers, strict=True))
            reading = tuple(here.get(column) for column in columns)
            if _can_hold(reading, sums):
                found[reading] = None
            if len(found) == MOST:
                break
        return list(found)


@dataclass(frozen=True, slots=True)
class Glued:
    """Nothing between the cells, each of which shows a number or, as a stroke, that there is none."""

    kinds: tuple[str, ...]
    text: str

    def allows(self, numbers: Sequence[Number]) -> bool:
        """Whether the numbers, one written behind the other, give the text."""
        ends = {_with_plain_signs(self.text)}
        for kind, number in zip(self.kinds, numbers, strict=True):
            ends = {
                text.removeprefix(way) for text in ends for way in _ways(number, kind) if text.startswith(way)
            }
        return "" in ends

    def readings(self, sums: Sequence[Sum]) -> list[Reading]:
        """Every cut of the text, from right to left: totals stand behind their parts."""
        ordered = [(total, parts) for total, parts in sums if max(parts) < total]
        cuts = _cuts(_with_plain_signs(self.text), self.kinds, ordered, {}, iter(range(MOST_CUTS)))
        return list(dict.fromkeys(cut for cut in islice(cuts, MOST) if _can_hold(cut, sums)))


def _ways(number: Number, kind: str) -> set[str]:
    """How the number may be printed in a column of this kind; only changes have signs."""
    if number < 0 and kind != "change":
        return set()
    ways = {"-", f"{number:g}" if number < 10**6 else str(number)}
    if kind == "change" and number > 0:
        ways.add(f"+{number}")
    if kind == "amount":
        ways |= {f"{number:.1f}", f"{number:.2f}"} if number != int(number) else {f"{number:.0f}"}
    return ways


def _with_plain_signs(text: str) -> str:
    for sign, plain in _SIGNS:
        text = text.replace(sign, plain)
    return text


def _can_hold(reading: Reading, sums: Sequence[Sum]) -> bool:
    """Whether numbers from nought up, where the reading shows nothing, let every sum hold."""
    return all(_is_open(reading[total], [reading[part] for part in parts]) for total, parts in sums)


def _is_open(total: Number | None, parts: Sequence[Number | None]) -> bool:
    least = sum(part for part in parts if part is not None)
    return total is None or least == total or (least < total and None in parts)


def _cuts(
    text: str,
    kinds: Sequence[str],
    sums: Sequence[Sum],
    behind: dict[int, Number | None],
    bound: Iterator[int],
) -> Iterator[Reading]:
    """The cuts of the text into columns of these kinds; `behind` are the columns cut off already."""
    if not kinds:
        if not text:
            yield tuple(behind[column] for column in sorted(behind))
        return
    column = len(kinds) - 1
    for size in range(1, len(text) - column + 1):
        if next(bound, None) is None:
            return
        number = _number(text[-size:], kinds[-1])
        if number is None and text[-size:] != "-":
            continue
        cut = {column: number, **behind}
        if all(_within_reach(text[:-size], column, cut, *parts) for parts in sums):
            yield from _cuts(text[:-size], kinds[:-1], sums, cut, bound)


def _within_reach(
    rest: str, column: int, cut: dict[int, Number | None], total: int, parts: Sequence[int]
) -> bool:
    """Whether the text before this column can still complete the parts of a total that is cut off."""
    if cut.get(total) is None or any(cut[part] is None for part in parts if part >= column):
        return True
    lacking = (cut[total] or 0) - sum(cut[part] or 0 for part in parts if part >= column)
    before = [part for part in parts if part < column]
    if lacking < 0 or not before:
        return lacking == 0
    if "-" in rest:
        return True
    longest = -(-len(rest) // column) if len(before) == column else 1
    # One of the columns to the left has so many digits at least, and each of them one.
    return (longest == 1 or lacking >= 10 ** (longest - 1)) and lacking < len(before) * 10 ** (
        len(rest) - column + 1
    )


def _number(text: str, kind: str) -> Number | None:
    """The number that the text is, None where no office would print it so."""
    bare = text[1:] if kind == "change" and text[:1] in ("+", "-") else text
    whole, dot, part = bare.partition(".")
    if not (whole.isascii() and whole.isdecimal()) or (whole[0] == "0" and len(whole) > 1):
        return None
    if dot and not (kind == "amount" and part.isdecimal() and len(part) <= 2):
        return None
    if bare != text and whole == "0":
        return None
    return float(text) if dot else int(text)
