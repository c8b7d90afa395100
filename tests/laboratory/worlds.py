"""Whole tables that a copy may mean: rows of numbers that fit their prints, and keep the sums that hold.

One such world is the truth. `another` looks for one that differs from it in a given cell. The search is complete:
if it ends within its bound without a world, there is none. It starts from the truth and moves only what the
difference forces to move, so that it is quick where worlds are near.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from operator import gt

from converters.form import Identity
from laboratory.figures import Number
from laboratory.prints import Print, Reading, Sum

Term = tuple[int, int]
"""Cell and sign."""
Range = tuple[float, float]
"""Least and greatest number."""
Choice = tuple[Range, ...]
"""A reading of a row: the range of each of its numbers, which is one number where one is printed."""

MOST_STEPS = 2000
"""Constraints looked at in one search."""
READINGS_A_STEP = 10
"""A row with many readings takes as many steps as its readings are worth."""
MOST_WORK = 6 * MOST_STEPS
"""The same in all searches of one table."""
MOST_SUM = 60_000
"""The sets of sums that are looked at in full; of greater ones only the bounds."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its cells and how they are printed. None for a row that this copy lost."""

    ids: tuple[str, ...]
    print: Print | None


@dataclass(slots=True)
class _State:
    """What is still possible: bounds of every cell, and readings of every row."""

    low: list[float]
    high: list[float]
    readings: list[Sequence[Choice]]

    def copy(self) -> "_State":
        return _State(self.low[:], self.high[:], self.readings[:])

    def within(self, cell: int, low: float, high: float) -> "_State":
        """The same with this cell between these bounds."""
        part = self.copy()
        part.low[cell], part.high[cell] = max(low, self.low[cell]), min(high, self.high[cell])
        return part


class _Spent(Exception):  # noqa: N818 - no error: the bound on the work is reached
    pass


class Worlds:
    """The worlds of one table, of which the truth is one.

    Args:
        lines: the rows of the table, those included that the copy lost.
        identities: the sums that are kept.
        truth: the number of every cell.
        most: the greatest number that a cell may hide which shows nothing.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        identities: Sequence[Identity],
        truth: Mapping[str, Number],
        most: float = inf,
    ) -> None:
        self.ids = [cell for line in lines for cell in line.ids]
        self.given_up: list[str] = []
        """The cells for which a search was not ended."""
        self._place = {cell: number for number, cell in enumerate(self.ids)}
        self._actual = [truth[cell] for cell in self.ids]
        self._at = [(row, column) for row, line in enumerate(lines) for column in range(len(line.ids))]
        self._rows = [range(self._place[line.ids[0]], self._place[line.ids[-1]] + 1) for line in lines]
        self._own = [_own_sums(line, identities) for line in lines]
        self._sums: list[list[Term]] = [
            [*((self._place[c], 1) for c in identity.left), *((self._place[c], -1) for c in identity.right)]
            for identity in identities
        ]
        self._within: list[list[int]] = [[] for _ in self.ids]
        for number, terms in enumerate(self._sums):
            for cell, _ in terms:
                self._within[cell].append(number)
        readings: list[Sequence[Choice]] = [
            _choices(line, own, most) for line, own in zip(lines, self._own, strict=True)
        ]
        self._start = _State([0.0] * len(self.ids), [most] * len(self.ids), readings)
        self._steps = self._left = MOST_WORK
        with suppress(_Spent):
            self._settle(self._start, range(len(self._rows)), range(len(self._sums)))

    def settled(self, cell: str) -> bool:
        """Whether this cell is seen to have one number only without any search."""
        at = self._place[cell]
        return self._start.low[at] == self._start.high[at]

    def another(self, cell: str) -> dict[str, Number] | None:
        """A world in which this cell has another number than in truth; None where none is, or none is found."""
        at = self._place[cell]
        actual = self._actual[at]
        for low, high in ((actual + 1, inf), (-inf, actual - 1)):
            state = self._start.within(at, low, high)
            granted = self._steps = min(MOST_STEPS, self._left)
            try:
                found = self._search(state, at) if state.low[at] <= state.high[at] else None
            except _Spent:
                self.given_up.append(cell)
                found = None
            self._left -= granted - self._steps
            if found is not None:
                return dict(zip(self.ids, map(int, found), strict=True))
        return None

    def _search(self, state: _State, cell: int) -> list[float] | None:
        """A world within this state, in which this cell was just moved; it changes the state."""
        if not self._settle(state, [self._at[cell][0]], self._within[cell]):
            return None
        bounds = zip(self._actual, state.low, state.high, strict=True)
        nearest = [min(max(actual, low), high) for actual, low, high in bounds]
        for terms in self._sums:
            if sum(sign * nearest[cell] for cell, sign in terms):
                return self._mend(state, nearest, terms)
        for cells, readings in zip(self._rows, state.readings, strict=True):
            shown = [nearest[cell] for cell in cells]
            if not any(_shows(reading, shown) for reading in readings):
                cell = min(self._loose(state, cells), key=lambda c: self._effort(state, c, nearest[c]))
                return self._choose(state, cell, nearest[cell])
        return nearest

    def _loose(self, state: _State, cells: Iterable[int]) -> Iterator[int]:
        return (cell for cell in cells if state.low[cell] < state.high[cell])

    def _mend(self, state: _State, nearest: Sequence[float], terms: Sequence[Term]) -> list[float] | None:
        """Find a world by moving one cell of a sum that fails among the numbers nearest to the truth."""
        excess = sum(sign * nearest[cell] for cell, sign in terms)
        wanted = {cell: nearest[cell] - sign * excess for cell, sign in terms}
        cell = min(self._loose(state, wanted), key=lambda c: self._effort(state, c, wanted[c]))
        return self._choose(state, cell, wanted[cell])

    def _choose(self, state: _State, cell: int, wanted: float) -> list[float] | None:
        for low, high in self._ranges(state, cell, wanted):
            found = self._search(state.within(cell, low, high), cell)
            if found is not None:
                return found
        return None

    def _effort(self, state: _State, cell: int, wanted: float) -> tuple[bool, float]:
        """How much there is to try for a cell: first those that show nothing and can be what is wanted."""
        ranges = self._ranges_of(state, cell)
        if all(low == high for low, high in ranges):
            return True, len(ranges)
        return not state.low[cell] <= wanted <= state.high[cell], state.high[cell] - state.low[cell]

    def _ranges_of(self, state: _State, cell: int) -> list[Range]:
        """What the readings of its row let the cell be, within its bounds."""
        row, column = self._at[cell]
        least, greatest = state.low[cell], state.high[cell]
        found = dict.fromkeys(reading[column] for reading in state.readings[row])
        return [(max(low, least), min(high, greatest)) for low, high in found]

    def _ranges(self, state: _State, cell: int, wanted: float) -> list[Range]:
        """Ranges that together hold all numbers of the cell, the wanted one first."""
        ranges = self._ranges_of(state, cell)
        if all(low == high for low, high in ranges):
            return sorted(set(ranges), key=lambda bounds: abs(bounds[0] - wanted))
        low, high = state.low[cell], state.high[cell]
        wanted = min(max(wanted, low), high)
        ranges = [(wanted, wanted), (low, wanted - 1), (wanted + 1, high)]
        return [(low, high) for low, high in ranges if low <= high]

    def _settle(self, state: _State, rows: Iterable[int], sums: Iterable[int]) -> bool:
        """Narrow bounds and readings until nothing moves; False where nothing is left."""
        rows_left, sums_left = dict.fromkeys(rows), dict.fromkeys(sums)
        whole: dict[int, None] = dict(sums_left)
        while rows_left or sums_left or whole:
            if self._steps < 0:
                raise _Spent
            self._steps -= 1
            if rows_left:
                row, _ = rows_left.popitem()
                self._steps -= len(state.readings[row]) // READINGS_A_STEP
                moved = self._settle_row(state, row)
            elif sums_left:
                number, _ = sums_left.popitem()
                moved = self._settle_sum(state, self._sums[number])
            else:
                number, _ = whole.popitem()
                moved = self._settle_whole(state, self._sums[number])
            if moved is None:
                return False
            for cell in moved:
                rows_left[self._at[cell][0]] = None
                touched = dict.fromkeys(self._within[cell])
                sums_left |= touched
                whole |= touched
        return True

    def _settle_sum(self, state: _State, terms: Sequence[Term]) -> list[int] | None:
        """Narrow the bounds of a sum's cells by those of the others; the cells that moved."""
        low, high = state.low, state.high
        # Each cell lies between 0 and what the others leave it; a side with two endless cells leaves all of them free.
        bounds = [(low[cell], high[cell]) if sign > 0 else (-high[cell], -low[cell]) for cell, sign in terms]
        least = sum(a for a, _ in bounds if a != -inf)
        greatest = sum(b for _, b in bounds if b != inf)
        endless_down = sum(a == -inf for a, _ in bounds)
        endless_up = sum(b == inf for _, b in bounds)
        if (least > 0 and not endless_down) or (greatest < 0 and not endless_up):
            return None
        moved = []
        for (cell, sign), (a, b) in zip(terms, bounds, strict=True):
            if a == b:
                continue
            most = -(least - a) if not endless_down else -least if endless_down == 1 and a == -inf else inf
            fewest = (
                -(greatest - b) if not endless_up else -greatest if endless_up == 1 and b == inf else -inf
            )
            if most < b or fewest > a:
                a, b = max(a, fewest), min(b, most)  # noqa: PLW2901 - the narrowed bounds
                if a > b:
                    return None
                low[cell], high[cell] = (a, b) if sign > 0 else (-b, -a)
                moved.append(cell)
        return moved

    def _settle_whole(self, state: _State, terms: Sequence[Term]) -> list[int] | None:
        """Drop the readings whose number at a cell of this sum no choice elsewhere balances; the cells that moved.

        Sets of sums are the bits of one long number. A negative term is counted from its greatest value down.
        """
        if sum(state.high[cell] for cell, _ in terms) > MOST_SUM:
            return []
        choices = [self._shifts(state, cell, sign) for cell, sign in terms]
        target = sum(int(state.high[cell]) for cell, sign in terms if sign < 0)
        full = (1 << (target + 1)) - 1
        ahead = [1]
        for shifts in choices:
            ahead.append(_shifted(ahead[-1], shifts) & full)
        if not ahead[-1] >> target & 1:
            return None
        behind = 1 << target
        moved = []
        for (cell, _), shifts, before in zip(terms[::-1], choices[::-1], ahead[-2::-1], strict=True):
            if len(shifts) > 1:
                kept = {
                    bounds for bounds, shift in shifts.items() if _shifted(before, {bounds: shift}) & behind
                }
                if len(kept) < len(shifts):
                    self._keep(state, cell, kept)
                    moved.append(cell)
            behind = _unshifted(behind, shifts)
        return moved

    def _shifts(self, state: _State, cell: int, sign: int) -> dict[Range, tuple[int, int]]:
        """For every range of a cell what it may add to a sum, least and most."""
        top = int(state.high[cell])
        return {
            (low, high): (int(low), int(high)) if sign > 0 else (top - int(high), top - int(low))
            for low, high in self._ranges_of(state, cell)
        }

    def _keep(self, state: _State, cell: int, kept: Collection[Range]) -> None:
        """Drop the readings in which this cell lies outside these ranges."""
        row, column = self._at[cell]
        least, greatest = state.low[cell], state.high[cell]
        state.readings[row] = [
            reading
            for reading in state.readings[row]
            if (max(reading[column][0], least), min(reading[column][1], greatest)) in kept
        ]

    def _settle_row(self, state: _State, row: int) -> list[int] | None:
        """Drop the readings outside the bounds, and narrow the bounds to what is left; the cells that moved."""
        cells, sums = self._rows[row], self._own[row]
        low, high = state.low[cells.start : cells.stop], state.high[cells.start : cells.stop]
        kept: list[Choice] = []
        for reading in state.readings[row]:
            own_low = [max(other, bounds[0]) for bounds, other in zip(reading, low, strict=True)]
            own_high = [min(other, bounds[1]) for bounds, other in zip(reading, high, strict=True)]
            narrowed = tuple(zip(own_low, own_high, strict=True))
            if narrowed == reading:
                kept.append(reading)
            elif _narrowed(own_low, own_high, sums):
                kept.append(tuple(zip(own_low, own_high, strict=True)))
        state.readings[row] = kept
        if not kept:
            return None
        least = [min(bounds[0] for bounds in column) for column in zip(*kept, strict=True)]
        greatest = [max(bounds[1] for bounds in column) for column in zip(*kept, strict=True)]
        moved = [
            cell
            for column, cell in enumerate(cells)
            if least[column] > low[column] or greatest[column] < high[column]
        ]
        state.low[cells.start : cells.stop] = least
        state.high[cells.start : cells.stop] = greatest
        return moved


def _own_sums(line: Line, identities: Sequence[Identity]) -> list[Sum]:
    """The sums whose cells all stand in this row."""
    place = {cell: column for column, cell in enumerate(line.ids)}
    own = [i for i in identities if place.keys() >= set(i.cells) and len(i.left) == 1]
    return [(place[i.left[0]], tuple(place[cell] for cell in i.right)) for i in own]


def _choices(line: Line, sums: Sequence[Sum], most: float) -> list[Choice]:
    """The readings of a row as ranges."""
    nothing = (None,) * len(line.ids)
    readings: list[Reading] = line.print.readings(sums) if line.print else [nothing]
    found: dict[Choice, None] = {}
    for reading in readings:
        low = [0 if value is None else value for value in reading]
        high = [most if value is None else value for value in reading]
        if _narrowed(low, high, sums):
            found[tuple(zip(low, high, strict=True))] = None
    return list(found)


def _narrowed(low: list[float], high: list[float], sums: Sequence[Sum]) -> bool:
    """Narrow the ranges of a row's numbers by its own sums; False where no numbers are left."""
    if any(map(gt, low, high)):
        return False
    for total, parts in sums:
        least, greatest = sum([low[part] for part in parts]), sum([high[part] for part in parts])
        low[total], high[total] = max(low[total], least), min(high[total], greatest)
        if low[total] > high[total]:
            return False
        for part in parts:
            if low[part] < high[part]:
                high[part] = min(high[part], high[total] - (least - low[part]))
                if greatest < inf:
                    low[part] = max(low[part], low[total] - (greatest - high[part]))
                if low[part] > high[part]:
                    return False
    return True


def _shows(reading: Choice, numbers: Sequence[float]) -> bool:
    return all(low <= number <= high for (low, high), number in zip(reading, numbers, strict=True))


def _shifted(sums: int, shifts: Mapping[Range, tuple[int, int]]) -> int:
    """The sums that can be reached from these by adding a number of one of the ranges."""
    reached = 0
    for first, last in shifts.values():
        reached |= _smeared(sums << first, last - first)
    return reached


def _unshifted(sums: int, shifts: Mapping[Range, tuple[int, int]]) -> int:
    """The sums from which these can be reached by adding a number of one of the ranges."""
    reached = 0
    for first, last in shifts.values():
        reached |= _smeared(sums, last - first) >> last
    return reached


def _smeared(bits: int, width: int) -> int:
    """The bits, each also as far up as this."""
    done = 0
    while done < width:
        step = min(done + 1, width - done)
        bits |= bits << step
        done += step
    return bits
