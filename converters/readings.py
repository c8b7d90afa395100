"""The atoms of one row → every way to read them as its cells.

A row with as many cells as the form prints has one reading. Where blanks were lost, numbers run together or
leftovers added there are several; the row's own identities rank them, the prover chooses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice, pairwise
from types import MappingProxyType

from converters.atoms import Atom, Kind
from converters.broken import is_parted, joined, may_be_one, over_lines, pieces_of
from converters.cutting import cut
from converters.entries import LOST, Entry, Reading, cut_entry, entry_of, fits, may_end_in_filler, plain
from converters.numerals import NOUGHTS, Number
from converters.printed import PrintedRow, RowIdentity
from converters.ranking import ranked
from converters.standing import Standing, standing

MOST_READINGS = 400
_MOST_STEPS = 2_500
_MOST_REFUTED = 50
_MOST_OUTER = 4  # with more leftovers around them separators do not tell cells
_MOST_INNER = 2
"""So many empty cells between numbers may be leftovers; more of them are two rows in one."""


@dataclass(frozen=True, slots=True)
class RowReadings:
    """The readings of one row. `exact`: the layout leaves one only. `overflow`: there were too many to list.

    `surplus`: the first reading leaves numbers out that are not nought.
    """

    readings: tuple[Reading, ...]
    exact: bool = False
    overflow: bool = False
    surplus: bool = False
    others: tuple[Reading, ...] = ()
    """Readings without a sum, for a table in which sums are not always printed."""
    crowded: bool = False
    """Cells of the copy hold the numbers of several columns, as the row's sums prove."""


def read_row(
    row: PrintedRow,
    atoms: Sequence[Atom],
    identities: Sequence[RowIdentity],
    pinned: Mapping[int, Number] = MappingProxyType({}),
) -> RowReadings:
    """The readings of a row's atoms that deserve to be considered, likeliest first.

    Args:
        row: the row.
        atoms: what is printed for it.
        identities: the row's identities that may be leaned upon.
        pinned: numbers known by column; readings with another number there are left out.
    """
    if not atoms:
        return RowReadings(((LOST,) * row.width,), exact=True)
    solid = [atom for atom in atoms if atom.kind is not Kind.SOFT]
    doubtful = _mended(row, atoms, identities) or _doubtful(row, solid)
    if doubtful is not None:
        return doubtful
    only = _only_reading(row, atoms, solid)
    broken = any(map(is_parted, solid))
    several = broken or any(atom.unparted for atom in solid)
    if broken:
        parted = _parted(row, atoms, only, identities)
        if parted is not None:
            return parted
    elif only:
        odd = _is_odd(row, atoms, only, identities)
        odd |= several and bool(identities) and not _adds_up(only, identities)
        return RowReadings((only,), exact=not odd, overflow=odd)
    budget = _Budget()
    found = list(_candidates(row, atoms, identities, pinned, budget))
    if not found:
        found = list(islice(_candidates(row, atoms, (), pinned, budget), _MOST_REFUTED))
    kept, others = ranked(found, identities)
    if not kept:
        return RowReadings(((LOST,) * row.width,), overflow=True)
    odd = _is_odd(row, atoms, kept[0], identities)
    used = set(_used(kept[0], solid))
    surplus = any(entry_of(atom).value for index, atom in enumerate(solid) if index not in used)
    return RowReadings(
        tuple(kept[: MOST_READINGS + 1]),
        overflow=(
            budget.spent
            or odd
            or len(kept) > MOST_READINGS
            or (several and not _adds_up(kept[0], identities))
        ),
        surplus=surplus,
        others=tuple(others[:MOST_READINGS]),
    )


def _is_odd(row: PrintedRow, atoms: Sequence[Atom], full: Reading, identities: Sequence[RowIdentity]) -> bool:
    """Whether the last cell may be none of the form's: several sums hold only without it, or none tell; or a filler."""
    if not identities and may_end_in_filler(full):
        return True
    if len(atoms) != row.width + 1 or atoms[-1].kind is not Kind.VALUE or len(row.within) == 1:
        return False
    shorter = standing(plain(atoms[: row.width]), identities)
    better = shorter <= Standing.CLOSED < standing(full, identities)
    return better or not (row.within or all(atom.shown for atom in atoms[-row.width :]))


def _used(reading: Reading, solid: Sequence[Atom]) -> Iterator[int]:
    """The places of the atoms that a reading shows, one that is joined of several among them."""
    places = {id(atom): place for place, atom in enumerate(solid)}
    for entry in reading:
        if id(entry.atom) in places:
            first = places[id(entry.atom)]
            yield from range(first, first + (len(entry.text.split()) if entry.cut else 1))


def _parted(
    row: PrintedRow, atoms: Sequence[Atom], only: Reading | None, identities: Sequence[RowIdentity]
) -> RowReadings | None:
    """The readings of a row with a blank within a number of one cell, which is broken, or those of two cells in one.

    Its sums tell. Without them it is broken where the row has all its numbers; behind two cells in one the others
    stand too far left, and the last is empty. None where the row has to be read in other ways.
    """
    if only and identities and standing(only, identities) <= Standing.CLOSED:
        return RowReadings((only,), exact=True)
    pieces = [piece for atom in atoms for piece in pieces_of(atom)]
    apart = plain(_between_leftovers(pieces))
    if len(apart) == row.width and identities and standing(apart, identities) is Standing.PROVEN:
        return RowReadings((apart,), exact=True, crowded=True)
    if not only:
        return None
    sound = not identities and all(entry.value is not None for entry in only)
    return RowReadings((only,), exact=sound, overflow=not sound)


def _adds_up(reading: Reading, identities: Sequence[RowIdentity]) -> bool:
    """Whether sums say that a number with a blank within, or with nothing before the next, is one."""
    return bool(identities) and standing(reading, identities) <= Standing.CLOSED


def _only_reading(row: PrintedRow, atoms: Sequence[Atom], solid: Sequence[Atom]) -> Reading | None:
    """The one reading that the layout leaves, if it leaves but one: as many cells as columns, or as many digits."""
    if any(map(_led_by_nought, solid)):
        return _digit_by_digit(row, solid)
    if len(solid) == row.width and _evenly_parted(atoms):
        return plain(solid)
    core = _core(atoms, row.width)
    return plain(core) if core else _digit_by_digit(row, solid)


def _mended(row: PrintedRow, atoms: Sequence[Atom], identities: Sequence[RowIdentity]) -> RowReadings | None:
    """The reading of a ruled row with numbers in several lines, as narrow columns break them, if the sums prove it.

    Each sum must hold one of these: two rows in one, each of which adds up, do not add up when one such cell's numbers
    are taken for one, and may when two cells' are.
    """
    core = atoms if len(atoms) == row.width else _core(atoms, row.width)
    torn = [column for column, atom in enumerate(core) if atom.torn]
    if not torn:
        return None
    alone = all(sum(column in (*left, *right) for column in torn) <= 1 for left, right in identities)
    summed = all(any(column in (*left, *right) for left, right in identities) for column in torn)
    if not alone or not summed or any(core[column].row is None for column in torn):
        return None
    reading = list(plain(core))
    for column in torn:
        reading[column] = cut_entry(core[column], "".join(core[column].text.split()))
    return RowReadings((tuple(reading),)) if standing(reading, identities) is Standing.PROVEN else None


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
            entries.append(cut_entry(atom, atom.text.removeprefix(atom.sign)))
        else:
            entries.append(entry_of(atom))
    if signs and len(entries) == row.width and all(atom.stretch == 1 for atom in solid):
        return RowReadings((tuple(entries),), exact=True)
    missing = [Entry(None, solid[0])] * (row.width - len(entries))
    return RowReadings(((*entries[: row.width], *missing),), overflow=True)


def reread(
    row: PrintedRow,
    atoms: Sequence[Atom],
    identities: Sequence[RowIdentity],
    before: RowReadings,
    pinned: Mapping[int, Number],
) -> RowReadings | None:
    """The readings of a row again, now that some of its numbers are known; None where none has them."""
    if not atoms:
        return before
    again = read_row(row, atoms, identities, pinned) if before.overflow else before
    kept = tuple(
        reading
        for reading in again.readings
        if _agrees(reading, pinned) and standing(_filled(reading, pinned), identities) is not Standing.REFUTED
    )
    if not kept or all(entry is LOST for entry in kept[0]):
        return None
    return replace(again, readings=kept)


def _filled(reading: Reading, pinned: Mapping[int, Number]) -> Reading:
    """The reading with the known numbers where it shows none."""
    return tuple(
        Entry(pinned[column], None) if entry.value is None and column in pinned else entry
        for column, entry in enumerate(reading)
    )


def _digit_by_digit(row: PrintedRow, solid: Sequence[Atom]) -> Reading | None:
    """The reading of numerals that are run together for sure and have as many digits as the row has cells."""
    sure = any(_led_by_nought(atom) or atom.glued for atom in solid)
    if not sure or sum(atom.stretch for atom in solid) != row.width or any(map(is_parted, solid)):
        return None
    cuts = cut(row, solid, (), {}, 1).readings
    return cuts[0] if len(cuts) == 1 else None


def _evenly_parted(atoms: Sequence[Atom]) -> bool:
    """Whether as many separators stand between each two cells: where not, some are empty cells."""
    solid = [index for index, atom in enumerate(atoms) if atom.kind is not Kind.SOFT]
    if len(solid) == len(atoms):
        return True
    return len({after - before for before, after in pairwise(solid)}) <= 1


def _core(atoms: Sequence[Atom], width: int) -> Sequence[Atom]:
    """The atoms from the first printed one to the last, where they are just as many as the row has columns."""
    core = _between_leftovers(atoms)
    return core if len(core) == width and len(atoms) <= width + _MOST_OUTER else ()


def _between_leftovers(atoms: Sequence[Atom]) -> Sequence[Atom]:
    """The atoms from the first printed one to the last."""
    filled = [index for index, atom in enumerate(atoms) if atom.shown]
    return atoms[filled[0] : filled[-1] + 1] if filled else ()


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

    def exhaust(self) -> None:
        self.left = 0


def _candidates(
    row: PrintedRow,
    atoms: Sequence[Atom],
    identities: Sequence[RowIdentity],
    pinned: Mapping[int, Number],
    budget: _Budget,
) -> Iterator[tuple[float, Reading]]:
    solid = [atom for atom in atoms if atom.kind is not Kind.SOFT]
    shown = sum(atom.shown for atom in atoms)
    if len(solid) < row.width:
        found = cut(row, solid, identities, pinned, MOST_READINGS)
        if found.spent:
            budget.exhaust()
        yield from ((0.2, reading) for reading in found.readings)
        if found.readings and identities:
            yield from ((0.2, reading) for reading in _cut_over_lines(row, solid, identities, pinned, budget))
        if len(atoms) < row.width and not any(_led_by_nought(atom) or atom.glued for atom in solid):
            yield from ((0.3, reading) for reading in _spread(row, solid, identities, budget))
    uncut: Iterator[tuple[float, Reading]] = iter(())
    if len(atoms) >= row.width >= shown:
        uncut = _without_leftovers(row, atoms, budget)
    elif len(solid) > row.width and _inner_leftovers(atoms) <= _MOST_INNER:
        uncut = chain(
            _without_surplus(row, solid, identities, budget), _closed(row, solid, identities, budget)
        )
    yield from (
        (cost, reading)
        for cost, reading in uncut
        if _agrees(reading, pinned) and not _leaves_several(reading)
    )


def _leaves_several(reading: Reading) -> bool:
    """Whether a cell shows digits uncut that must be several numbers."""
    return any(entry.atom is not None and not entry.cut and _led_by_nought(entry.atom) for entry in reading)


def _agrees(reading: Reading, pinned: Mapping[int, Number]) -> bool:
    """Whether no printed number differs from what is known of its column."""
    return all(reading[column].value in (None, value) for column, value in pinned.items())


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
                yield _emptiness(row, kept), plain(kept)
        return
    if surplus - len(outer) > _MOST_INNER or len(outer) > _MOST_OUTER:
        return
    inner = [index for index in empty if index not in outer]
    for dropped in combinations(inner, surplus - len(outer)):
        if not budget.step():
            return
        gone = {*outer, *dropped}
        kept = [atom for index, atom in enumerate(atoms) if index not in gone]
        yield 0.5 + _emptiness(row, kept), plain(kept)


def _inner_leftovers(atoms: Sequence[Atom]) -> int:
    """How many separators that may be empty cells stand between numbers."""
    filled = [index for index, atom in enumerate(atoms) if atom.shown]
    inner = atoms[filled[0] : filled[-1]] if filled else ()
    return sum(atom.kind is Kind.SOFT for atom in inner)


def _emptiness(row: PrintedRow, kept: Sequence[Atom]) -> float:
    """An empty total beside a number is an odd row: less likely than a leftover cell."""
    shows = any(atom.kind is Kind.VALUE for atom in kept)
    return 0.6 if row.width > 3 and shows and kept[-1].kind is not Kind.VALUE else 0.0


def _without_surplus(
    row: PrintedRow, solid: Sequence[Atom], identities: Sequence[RowIdentity], budget: _Budget
) -> Iterator[tuple[float, Reading]]:
    """More numbers than columns: fillers of merged cells. Without an identity only a nought at the end is one.

    Not even that where its line is a whole row by itself: then what stands before the line is the surplus.
    """
    surplus = len(solid) - row.width
    if surplus > 3:
        return
    broken = any(may_be_one(before, after) for before, after in pairwise(solid))
    whole_line = sum(atom.band is solid[-1].band for atom in solid) == row.width
    for dropped in combinations(range(len(solid)), surplus):
        if not budget.step():
            return
        kept = [atom for index, atom in enumerate(solid) if index not in dropped]
        fillers = not (broken or whole_line) and all(not entry_of(solid[index]).value for index in dropped)
        behind = min(dropped) >= row.width
        yield (0.0 if identities or (fillers and behind) else 0.6), plain(kept)


def _closed(
    row: PrintedRow, solid: Sequence[Atom], identities: Sequence[RowIdentity], budget: _Budget
) -> Iterator[tuple[float, Reading]]:
    """More numbers than columns: blanks part the digits of some."""
    for reading in joined(solid, row.width):
        if not budget.step():
            return
        yield 0.0 if identities else 0.6, reading


def _cut_over_lines(
    row: PrintedRow,
    solid: Sequence[Atom],
    identities: Sequence[RowIdentity],
    pinned: Mapping[int, Number],
    budget: _Budget,
) -> Iterator[Reading]:
    """Digits run together in a row of several lines: the ends of these may stand within numbers."""
    for atoms, whole in over_lines(solid):
        if not budget.step():
            return
        for reading in cut(row, atoms, identities, pinned, MOST_READINGS).readings:
            yield tuple(whole.get(id(entry.atom), entry) for entry in reading)


def _spread(
    row: PrintedRow, solid: Sequence[Atom], identities: Sequence[RowIdentity], budget: _Budget
) -> Iterator[Reading]:
    """Fewer cells than columns: blanks were lost between them.

    From right to left, because a total stands right of its parts: what exceeds it is given up at once.
    """
    checks = _checks_by_column(row.width, identities)
    entries = [entry_of(atom) for atom in solid]
    made: list[Entry] = [LOST] * row.width

    def go(column: int, index: int) -> Iterator[Reading]:
        """Fill the columns up to this one, which are all lost yet, with the atoms up to index."""
        if index < 0:
            if all(_bearable(made, check, 0) for check in checks[0]):
                yield tuple(made)
            return
        entry = entries[index]
        for place in range(column, index - 1, -1):
            if not budget.step():
                return
            made[place] = entry
            if fits(entry, row.columns[place].kind) and all(
                _bearable(made, check, place) for check in checks[place]
            ):
                yield from go(place - 1, index - 1)
            made[place] = LOST

    yield from go(row.width - 1, len(solid) - 1)


def _checks_by_column(width: int, identities: Sequence[RowIdentity]) -> list[list[RowIdentity]]:
    """For each column the identities to look at once it is filled from the right."""
    return [
        [identity for identity in identities if column in (*identity[0], *identity[1])]
        for column in range(width)
    ]


def _bearable(made: Sequence[Entry], identity: RowIdentity, column: int) -> bool:
    """Whether an identity can still hold when the columns from this one on are filled."""
    left, right = identity
    whole: Number = 0
    for cell in left:
        value = made[cell].value
        if cell < column or value is None:
            return True
        whole += value
    parts = [value for cell in right if cell >= column and (value := made[cell].value) is not None]
    total = sum(parts)
    return whole == total or (whole > total and len(parts) < len(right))


def _led_by_nought(atom: Atom) -> bool:
    """Whether several numbers must stand here: no number but 0 and 0.5 starts with a nought."""
    return not atom.firm and atom.stretch > 1 and atom.text[len(atom.sign)] in NOUGHTS
