"""The atoms of one row → every way to read them as its cells.

A row with as many cells as the form prints has one reading. Where blanks were lost, numbers run together or
leftovers added there are several; the row's own identities rank them, the prover chooses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations, islice

from converters.atoms import Atom, Kind
from converters.numerals import Number, read_number
from converters.printed import PrintedRow, RowIdentity

MOST_READINGS = 400
_MOST_STEPS = 2_500
_MOST_REFUTED = 50
_MOST_OUTER = 4
"""With more leftovers than this around them, separators do not tell cells."""
_MOST_INNER = 2
"""So many empty cells between numbers may be leftovers; more of them are two rows in one."""


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
    """The readings of one row. `exact`: the layout leaves one only. `overflow`: there were too many to list.

    `surplus`: the first reading leaves numbers out that are not nought.
    """

    readings: tuple[Reading, ...]
    exact: bool = False
    overflow: bool = False
    surplus: bool = False


def read_row(row: PrintedRow, atoms: Sequence[Atom], identities: Sequence[RowIdentity]) -> RowReadings:
    """The readings of a row's atoms that deserve to be considered, likeliest first."""
    if not atoms:
        return RowReadings(((LOST,) * row.width,), exact=True)
    solid = [atom for atom in atoms if atom.kind is not Kind.SOFT]
    run_together = any(map(_led_by_nought, solid))
    doubtful = _doubtful(row, solid)
    if doubtful is not None:
        return doubtful
    if len(solid) == row.width and not run_together:
        return RowReadings((_plain(solid),), exact=True)
    core = _core(atoms, row.width)
    if core and not run_together:
        return RowReadings((_plain(core),), exact=True)
    budget = _Budget()
    found = list(_candidates(row, atoms, solid, identities, budget))
    if not found:
        found = list(islice(_candidates(row, atoms, solid, (), budget), _MOST_REFUTED))
    kept = _best(found, identities)
    if not kept:
        return RowReadings(((LOST,) * row.width,), overflow=True)
    used = {id(entry.atom) for entry in kept[0]}
    surplus = any(_entry(atom).value and id(atom) not in used for atom in solid)
    return RowReadings(tuple(kept), overflow=budget.spent or len(kept) > MOST_READINGS, surplus=surplus)


def _doubtful(row: PrintedRow, solid: Sequence[Atom]) -> RowReadings | None:
    """The reading of a row with a number that may be several, or None for other rows.

    Signs are dashes printed for nothing where the row has too few cells else; certain only in single digits.
    """
    signs = len(solid) < row.width and any(atom.unsure for atom in solid)
    if not signs and not any(atom.torn for atom in solid):
        return None
    entries: list[Entry] = []
    for atom in solid:
        if signs and atom.unsure:
            entries.append(Entry(None, atom, atom.sign))
            entries.append(_cut_entry(atom, atom.text.removeprefix(atom.sign)))
        else:
            entries.append(_entry(atom))
    if signs and len(entries) == row.width and all(atom.stretch == 1 for atom in solid):
        return RowReadings((tuple(entries),), exact=True)
    missing = [Entry(None, solid[0])] * (row.width - len(entries))
    return RowReadings(((*entries[: row.width], *missing),), overflow=True)


def _core(atoms: Sequence[Atom], width: int) -> Sequence[Atom]:
    """The atoms from the first printed one to the last, where they are just as many as the row has columns."""
    filled = [index for index, atom in enumerate(atoms) if atom.shown]
    if not filled or filled[-1] - filled[0] + 1 != width or len(atoms) > width + _MOST_OUTER:
        return ()
    return atoms[filled[0] : filled[-1] + 1]


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
    shown = sum(atom.shown for atom in atoms)
    if len(atoms) >= row.width >= shown:
        yield from _without_leftovers(row, atoms, budget)
    elif len(solid) > row.width:
        yield from _without_surplus(row, solid, identities, budget)
    if len(solid) < row.width:
        yield from ((0.2, reading) for reading in _spread(row, solid, identities, budget, cutting=True))
        if len(atoms) < row.width and not any(map(_led_by_nought, solid)):
            yield from ((0.3, reading) for reading in _spread(row, solid, identities, budget, cutting=False))


def _without_leftovers(
    row: PrintedRow, atoms: Sequence[Atom], budget: _Budget
) -> Iterator[tuple[float, Reading]]:
    """More cells than columns, but not more numbers: the empty ones at the ends go first."""
    surplus = len(atoms) - row.width
    empty = [index for index, atom in enumerate(atoms) if not atom.shown]
    filled = [index for index, atom in enumerate(atoms) if atom.shown]
    first, last = (filled[0], filled[-1]) if filled else (len(atoms), -1)
    outer = [index for index in empty if index < first or index > last]
    if len(outer) >= surplus:
        for before in range(surplus + 1):
            kept = atoms[before : len(atoms) - (surplus - before)]
            if sum(atom.shown for atom in kept) == len(filled):
                yield _emptiness(row, kept), _plain(kept)
        return
    if surplus - len(outer) > _MOST_INNER or len(outer) > _MOST_OUTER:
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


def _spread(
    row: PrintedRow,
    solid: Sequence[Atom],
    identities: Sequence[RowIdentity],
    budget: _Budget,
    *,
    cutting: bool,
) -> Iterator[Reading]:
    """Fewer cells than columns: numerals run together are cut, or else blanks were lost between them.

    From right to left, because a total stands right of its parts: what exceeds it is given up at once.
    """
    checks = _checks_by_column(row.width, identities)
    made: list[Entry] = [LOST] * row.width

    def go(column: int, index: int, rest: int) -> Iterator[Reading]:
        """Fill the columns up to this one with the atoms up to index, of the last one its first `rest` digits."""
        if index < 0:
            if cutting and column >= 0:
                return
            made[: column + 1] = [LOST] * (column + 1)
            if all(_bearable(made, check, 0) for check in checks[0]):
                yield tuple(made)
            return
        if column < index or not budget.step():
            return
        for entry, index_left, rest_left in _rightmost(solid, index, rest, column, cutting=cutting):
            made[column] = entry
            if fits(entry, row.columns[column].kind) and all(
                _bearable(made, check, column) for check in checks[column]
            ):
                yield from go(column - 1, index_left, rest_left)
        if not cutting:
            made[column] = LOST
            yield from go(column - 1, index, rest)

    yield from go(row.width - 1, len(solid) - 1, solid[-1].stretch if solid else 0)


def _rightmost(
    solid: Sequence[Atom], index: int, rest: int, column: int, *, cutting: bool
) -> Iterator[tuple[Entry, int, int]]:
    """The entries that the right end of what is left can be, and what is then left: atom and digits."""
    atom = solid[index]
    before = solid[index - 1].stretch if index else 0
    if not cutting or atom.stretch == 1:
        yield _entry(atom), index - 1, before
        return
    start = len(atom.sign)
    tail = atom.text[start + atom.stretch :] if rest == atom.stretch else ""
    reach = rest + sum(other.stretch for other in solid[:index])
    for length in range(1, rest + 1):
        if reach - length < column:
            return
        text = atom.text[start + rest - length : start + rest]
        if length > 1 and text[0] == "0":
            continue
        if length < rest:
            yield _cut_entry(atom, text + tail), index, rest - length
        elif length == atom.stretch:
            yield _entry(atom), index - 1, before
        else:
            yield _cut_entry(atom, atom.sign + text + tail), index - 1, before


def _checks_by_column(width: int, identities: Sequence[RowIdentity]) -> list[list[RowIdentity]]:
    """For each column the identities to look at once it is filled from the right."""
    return [
        [identity for identity in identities if column in (*identity[0], *identity[1])]
        for column in range(width)
    ]


def _bearable(made: Sequence[Entry], identity: RowIdentity, column: int) -> bool:
    """Whether an identity can still hold when the columns from this one on are filled."""
    left, right = identity
    if any(cell < column or made[cell].value is None for cell in left):
        return True
    difference = sum(made[cell].value or 0 for cell in left)
    difference -= sum(made[cell].value or 0 for cell in right if cell >= column)
    if difference < 0:
        return False
    complete = all(cell >= column and made[cell].value is not None for cell in right)
    return difference == 0 or not complete


def _led_by_nought(atom: Atom) -> bool:
    """Whether several numbers must stand here: no number but 0 and 0.5 starts with a nought."""
    return atom.stretch > 1 and atom.text[len(atom.sign)] == "0"


def _cut_entry(atom: Atom, text: str) -> Entry:
    printed = read_number(text)
    return Entry(printed.value if printed else None, atom, text, cut=True)


def _difference(reading: Sequence[Entry], left: Sequence[int], right: Sequence[int]) -> Number:
    return sum(reading[i].value or 0 for i in left) - sum(reading[i].value or 0 for i in right)


def fits(entry: Entry, kind: str) -> bool:
    """Whether a number can stand in a column of this kind: no fractions, signs or money among counts."""
    if entry.value is None or entry.atom is None or kind == "amount":
        return True
    if isinstance(entry.value, float) and not entry.value.is_integer():
        return False
    printed = read_number(entry.text) if entry.cut else entry.atom.printed
    if printed and ((printed.unit and "元" in printed.unit) or (printed.signed and kind == "count")):
        return False
    return entry.value >= 0 or kind == "change"


def _best(found: Sequence[tuple[float, Reading]], identities: Sequence[RowIdentity]) -> list[Reading]:
    """The readings of the best standing, then those of the least cost among them."""
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
