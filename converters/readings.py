"""The atoms of one row → every way to read them as its cells.

A row with as many cells as the form prints has one reading. Where blanks were lost, numbers run together or
leftovers added there are several; the row's own identities rank them, the prover chooses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations

from converters.atoms import Atom, Kind
from converters.numerals import Number, read_number
from converters.printed import PrintedRow, RowIdentity

MOST_READINGS = 400
_MOST_STEPS = 20_000


class Standing(IntEnum):
    """How a reading stands to the identities of its row, best first."""

    PROVEN = 0
    """Every identity has all its cells and holds."""
    CLOSED = 1
    """What is known adds up, so that the cells that show nothing are nought."""
    POSSIBLE = 2
    REFUTED = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell in one reading: its number, or None where the copy shows none. `cut` from a longer numeral."""

    value: Number | None
    atom: Atom | None
    text: str = ""
    cut: bool = False


LOST = Entry(None, None)

Reading = tuple[Entry, ...]

@dataclass(frozen=True, slots=True)
class RowReadings:
    """The readings of one row. `exact`: the layout leaves one only. `overflow`: there were too many to list."""

    readings: tuple[Reading, ...]
    exact: bool = False
    overflow: bool = False


def read_row(row: PrintedRow, atoms: Sequence[Atom], identities: Sequence[RowIdentity]) -> RowReadings:
    """The readings of a row's atoms that deserve to be considered, likeliest first."""
    if not atoms:
        return RowReadings(((LOST,) * row.width,), exact=True)
    solid = [atom for atom in atoms if atom.kind is not Kind.SOFT]
    if len(solid) == row.width:
        return RowReadings((_plain(solid),), exact=True)
    budget = _Budget()
    found = list(_candidates(row, atoms, solid, identities, budget))
    kept = _best(row, found, identities)
    if not kept:
        return RowReadings(((LOST,) * row.width,), overflow=True)
    return RowReadings(tuple(kept), overflow=budget.spent or len(kept) > MOST_READINGS)


class _Budget:
    """A bound on the work for one row; what lies beyond it is doubt, not effort."""

    def __init__(self) -> None:
        self.left = _MOST_STEPS

    @property
    def spent(self) -> bool:
        return self.left <= 0

    def step(self) -> bool:
        self.left -= 1
        return self.left > 0


def _plain(atoms: Sequence[Atom]) -> Reading:
    return tuple(_entry(atom) for atom in atoms)


def _entry(atom: Atom) -> Entry:
    return Entry(atom.printed.value if atom.printed else None, atom, atom.text)


def _candidates(
    row: PrintedRow,
    atoms: Sequence[Atom],
    solid: Sequence[Atom],
    identities: Sequence[RowIdentity],
    budget: _Budget,
) -> Iterator[tuple[float, Reading]]:
    values = sum(atom.kind is Kind.VALUE for atom in atoms)
    if len(atoms) >= row.width and values <= row.width:
        yield from _without_leftovers(row, atoms, budget)
    elif len(solid) > row.width:
        yield from _without_surplus(row, solid, identities, budget)
    if len(solid) < row.width:
        yield from ((0.2, reading) for reading in _cuts(row, solid, identities, budget))
        if len(atoms) < row.width:
            yield from _placed(row, solid, identities, budget)


def _without_leftovers(row: PrintedRow, atoms: Sequence[Atom], budget: _Budget) -> Iterator[tuple[float, Reading]]:
    """More cells than columns, but not more numbers: the empty ones at the ends go first."""
    surplus = len(atoms) - row.width
    empty = [index for index, atom in enumerate(atoms) if atom.kind is not Kind.VALUE]
    filled = [index for index, atom in enumerate(atoms) if atom.kind is Kind.VALUE]
    first, last = (filled[0], filled[-1]) if filled else (len(atoms), -1)
    outer = [index for index in empty if index < first or index > last]
    if len(outer) >= surplus:
        for before in range(surplus + 1):
            kept = atoms[before : len(atoms) - (surplus - before)]
            if sum(atom.kind is Kind.VALUE for atom in kept) == len(filled):
                yield _emptiness(row, kept), _plain(kept)
        return
    inner = [index for index in empty if index not in outer]
    for dropped in combinations(inner, surplus - len(outer)):
        if not budget.step():
            return
        gone = {*outer, *dropped}
        kept = [atom for index, atom in enumerate(atoms) if index not in gone]
        yield 0.5 + _emptiness(row, kept), _plain(kept)


def _emptiness(row: PrintedRow, kept: Sequence[Atom]) -> float:
    """An empty total beside a number is an odd row: less likely than a leftover cell."""
    shows = any(atom.kind is Kind.VALUE for atom in kept)
    return 0.6 if row.width > 3 and shows and kept[-1].kind is not Kind.VALUE else 0.0


def _without_surplus(
    row: PrintedRow, solid: Sequence[Atom], identities: Sequence[RowIdentity], budget: _Budget
) -> Iterator[tuple[float, Reading]]:
    """More numbers than columns: fillers of merged cells. Without an identity only a nought at the end is one."""
    surplus = len(solid) - row.width
    if surplus > 3:
        return
    for dropped in combinations(range(len(solid)), surplus):
        if not budget.step():
            return
        kept = [atom for index, atom in enumerate(solid) if index not in dropped]
        fillers = all(not _entry(solid[index]).value for index in dropped)
        behind = min(dropped) >= row.width
        yield (0.0 if identities or (fillers and behind) else 0.6), _plain(kept)


def _cuts(
    row: PrintedRow, solid: Sequence[Atom], identities: Sequence[RowIdentity], budget: _Budget
) -> Iterator[Reading]:
    """Numerals run together, cut into as many numbers as the row has columns; none starts with a nought."""

    def go(index: int, made: list[Entry]) -> Iterator[Reading]:
        if not budget.step() or len(made) > row.width or _refuted_so_far(made, identities):
            return
        if index == len(solid):
            if len(made) == row.width and all(map(_fits, made, row.kinds)):
                yield tuple(made)
            return
        atom = solid[index]
        rest = len(solid) - index - 1
        room = row.width - len(made) - rest
        for pieces in _pieces(atom, room, _room_behind(solid, index, row.width - len(made)), budget):
            yield from go(index + 1, [*made, *pieces])

    yield from go(0, [])


def _room_behind(solid: Sequence[Atom], index: int, columns: int) -> int:
    """How many columns this atom must fill at least, if those behind it are cut as finely as they can be."""
    behind = sum(atom.stretch for atom in solid[index + 1 :])
    return max(1, columns - behind)


def _pieces(atom: Atom, most: int, least: int, budget: _Budget) -> Iterator[list[Entry]]:
    """The numbers that a numeral can be: itself, or its digits cut, with fraction and unit left to the last."""
    if atom.stretch == 1 or most == 1:
        if least <= 1 <= most and not _led_by_nought(atom):
            yield [_entry(atom)]
        return
    start = len(atom.sign)
    digits, tail = atom.text[start : start + atom.stretch], atom.text[start + atom.stretch :]
    for numbers in _cut_digits(digits, most, least, budget):
        if len(numbers) == 1:
            yield [_entry(atom)]
        else:
            texts = [atom.sign + numbers[0], *numbers[1:-1], numbers[-1] + tail]
            yield [_cut_entry(atom, text) for text in texts]


def _led_by_nought(atom: Atom) -> bool:
    """Whether several numbers must stand here: no number but 0 and 0.5 starts with a nought."""
    return atom.stretch > 1 and atom.text[len(atom.sign)] == "0"


def _cut_entry(atom: Atom, text: str) -> Entry:
    printed = read_number(text)
    return Entry(printed.value if printed else None, atom, text, cut=True)


def _cut_digits(digits: str, most: int, least: int, budget: _Budget) -> Iterator[list[str]]:
    """All ways to cut digits into `least` to `most` numbers without leading noughts."""
    if not digits:
        if least <= 0:
            yield []
        return
    if most <= 0 or len(digits) < least or not budget.step():
        return
    longest = 1 if digits[0] == "0" else len(digits)
    for length in range(1, longest + 1):
        for rest in _cut_digits(digits[length:], most - 1, least - 1, budget):
            yield [digits[:length], *rest]


def _refuted_so_far(made: Sequence[Entry], identities: Sequence[RowIdentity]) -> bool:
    for left, right in identities:
        if max(*left, *right) < len(made):
            values = [made[index].value for index in (*left, *right)]
            if None not in values and _difference(made, left, right) != 0:
                return True
    return False


def _difference(reading: Sequence[Entry], left: Sequence[int], right: Sequence[int]) -> Number:
    return sum(reading[i].value or 0 for i in left) - sum(reading[i].value or 0 for i in right)


def _placed(
    row: PrintedRow, solid: Sequence[Atom], identities: Sequence[RowIdentity], budget: _Budget
) -> Iterator[tuple[float, Reading]]:
    """Fewer cells than columns: blanks were lost, and each number may stand in several places."""
    if any(_led_by_nought(atom) for atom in solid):
        return
    for columns in combinations(range(row.width), len(solid)):
        if not budget.step():
            return
        reading = [LOST] * row.width
        for column, atom in zip(columns, solid, strict=True):
            reading[column] = _entry(atom)
        if all(_fits(entry, row.kinds[column]) for column, entry in enumerate(reading)):
            yield 0.3, tuple(reading)


def _fits(entry: Entry, kind: str) -> bool:
    """Whether a number can stand in a column of this kind: no fractions or money among counts."""
    if entry.value is None or entry.atom is None or kind == "amount":
        return True
    if isinstance(entry.value, float) and not entry.value.is_integer():
        return False
    printed = entry.atom.printed
    if printed and printed.unit and "元" in printed.unit:
        return False
    return entry.value >= 0 or kind == "change"


def _best(
    row: PrintedRow, found: Sequence[tuple[float, Reading]], identities: Sequence[RowIdentity]
) -> list[Reading]:
    """The readings of the best standing, then those of the least cost among them."""
    del row
    if not found:
        return []
    ranked = [(standing(reading, identities), cost, reading) for cost, reading in found]
    if not identities:
        ranked = [(Standing.POSSIBLE, cost, reading) for _, cost, reading in ranked]
    best = min(rank for rank, _, _ in ranked)
    least = min(cost for rank, cost, _ in ranked if rank == best)
    near = sorted((cost, number) for number, (rank, cost, _) in enumerate(ranked) if rank == best)
    return [ranked[number][2] for cost, number in near if cost <= least + 0.4][: MOST_READINGS + 1]


def standing(reading: Reading, identities: Sequence[RowIdentity]) -> Standing:
    """How a reading stands to its row's identities, all of them taken together."""
    worst = Standing.PROVEN
    for left, right in identities:
        worst = max(worst, _standing_of(reading, left, right))
    return worst


def _standing_of(reading: Reading, left: Sequence[int], right: Sequence[int]) -> Standing:
    unknown_left = any(reading[i].value is None for i in left)
    unknown_right = any(reading[i].value is None for i in right)
    difference = _difference(reading, left, right)
    if difference == 0:
        known = any(reading[i].value is not None for i in (*left, *right))
        if not unknown_left and not unknown_right:
            return Standing.PROVEN
        return Standing.POSSIBLE if known and unknown_left else Standing.CLOSED
    if (difference < 0 and not unknown_left) or (difference > 0 and not unknown_right):
        return Standing.REFUTED
    return Standing.POSSIBLE
