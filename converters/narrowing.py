"""Readings of all rows × identities over the rows → the readings that some choice of the others completes.

A cell that shows nothing stands for a range: its row's sum leaves so much and no more. Exact for the numbers that
are shown, by dynamic programming over sums; what ranges add is bounded from both sides.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from converters.entries import Reading
from converters.numerals import Number
from converters.printed import PrintedTable, RowIdentity, Term
from converters.readings import RowReadings

_MOST_SUMS = 20_000
_MOST_ROUNDS = 40

_ENDLESS = float("inf")
_ANY: tuple[Number, Number] = (0, _ENDLESS)

Range = tuple[Number, Number]
"""Least and greatest number that a cell can have."""


@dataclass(frozen=True, slots=True)
class _Options:
    """What the readings of a row may add to an identity, one range a reading."""

    ranges: list[Range]
    sure: bool
    """Every one is a number."""
    values: frozenset[Number]
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Memory:
    """What was found out of readings that the ways to read a table have in common; each kept with its key's owner."""

    ranges: dict[tuple[int, int], tuple[Reading, list[Range]]] = field(default_factory=dict)
    options: dict[tuple[int, int, int, int], tuple[RowReadings, _Options]] = field(default_factory=dict)


def narrow(
    table: PrintedTable,
    readings: list[RowReadings],
    families: Collection[str],
    memory: Memory,
    suspect: Collection[str] = (),
) -> None:
    """Drop the readings that no choice of the other rows' readings can complete, until nothing changes.

    Args:
        table: the table.
        readings: the readings of each of its rows; narrowed in place.
        families: families of identities that are not leaned upon.
        memory: kept for one area.
        suspect: cells whose sums over rows are not leaned upon.
    """
    if all(len(own.readings) == 1 for own in readings):
        return
    rows = _Rows(table, readings, set(families), memory)
    across = [
        terms
        for identity, terms in table.across
        if identity.family not in families and not any(cell in suspect for cell in identity.cells)
    ]
    seen: dict[int, list[int]] = {}
    for _ in range(_MOST_ROUNDS):
        moved = False
        for number, terms in enumerate(across):
            state = [id(readings[row]) for row, _, _ in terms]
            if seen.get(number) != state:
                moved |= rows.narrow_by(terms)
                seen[number] = [id(readings[row]) for row, _, _ in terms]
        if not moved:
            return


class _Rows:
    """The readings of each row, and the ranges of their cells."""

    def __init__(
        self, table: PrintedTable, readings: list[RowReadings], families: set[str], memory: Memory
    ) -> None:
        self.readings = readings
        self.trusted = [row.trusted(families) for row in table.rows]
        self.memory = memory

    def narrow_by(self, terms: Sequence[Term]) -> bool:
        """Keep the readings whose number at this identity's place some choice elsewhere balances."""
        if all(len(self.readings[row].readings) == 1 for row, _, _ in terms):
            return False
        options = [self._options(*term) for term in terms]
        if not any(own.low < own.high for own in options if own.sure) and all(
            len(own.ranges) == 1 for own in options if not own.sure
        ):
            return False
        allowed = _balanced(options)
        if allowed is None:
            return False
        changed = False
        for (row, _, _), marks in zip(terms, allowed, strict=True):
            if not all(marks) and any(marks):
                own = self.readings[row]
                kept = tuple(r for r, mark in zip(own.readings, marks, strict=True) if mark)
                self.readings[row] = replace(own, readings=kept)
                changed = True
        return changed

    def _options(self, row: int, column: int, sign: int) -> _Options:
        """What each reading of a row may add to an identity."""
        own = self.readings[row]
        key = (id(own), column, sign, len(self.trusted[row]))
        known = self.memory.options.get(key)
        if known is None:
            found = [_ANY] * len(own.readings) if own.overflow else self._column(row, column)
            if sign < 0:
                found = [(-high, -low) for low, high in found]
            lows, highs = [low for low, _ in found], [high for _, high in found]
            options = _Options(found, lows == highs, frozenset(lows), min(lows), max(highs))
            known = self.memory.options[key] = (own, options)
        return known[1]

    def _column(self, row: int, column: int) -> list[Range]:
        """The range of one cell in each reading of a row."""
        trusted = self.trusted[row]
        found: list[Range] = []
        for reading in self.readings[row].readings:
            value = reading[column].value
            if value is not None:
                found.append((value, value))
                continue
            key = (id(reading), len(trusted))
            known = self.memory.ranges.get(key)
            if known is None:  # the reading is kept too, so that no other gets its id
                known = self.memory.ranges[key] = (reading, ranges(reading, trusted))
            found.append(known[1][column])
        return found


def ranges(reading: Reading, identities: Sequence[RowIdentity]) -> list[Range]:
    """The range of every cell of a reading: its number, or what the row's sums leave for it."""
    values = [entry.value for entry in reading]
    low: list[Number] = [0 if value is None else value for value in values]
    high: list[Number] = [_ENDLESS if value is None else value for value in values]
    for left, right in identities:
        for parts, wholes in ((right, left), (left, right)):
            empty = [column for column in parts if values[column] is None]
            if not empty:
                continue
            most, least = sum(high[column] for column in wholes), sum(low[column] for column in wholes)
            endless = sum(high[column] == _ENDLESS for column in parts)
            for column in empty:
                others_low = sum([low[other] for other in parts if other != column])
                if endless == (high[column] == _ENDLESS):
                    others_high = sum([high[other] for other in parts if other != column])
                    low[column] = max(low[column], least - others_high)
                before, high[column] = high[column], max(0, min(high[column], most - others_low))
                endless -= before == _ENDLESS != high[column]
    return list(zip(low, high, strict=True))


def _balanced(options: Sequence[_Options]) -> list[list[bool]] | None:
    """For each term which of its options occur in a choice with the sum 0; None where none can be excluded."""
    loose = [own for own in options if not own.sure]
    slack = (sum(own.low for own in loose), sum(own.high for own in loose))
    firm = [own.values for own in options if own.sure]
    forward: list[set[Number]] = [{0}]
    for values in firm:
        sums = {total + value for total in forward[-1] for value in values}
        if len(sums) > _MOST_SUMS:
            return None
        forward.append(sums)
    targets = {total for total in forward[-1] if -slack[1] <= total <= -slack[0]}
    if not targets:
        return None
    allowed = iter(_allowed(firm, forward, targets))
    sums_of_firm = sorted(forward[-1])
    marks: list[list[bool]] = []
    for own in options:
        if own.sure:
            kept = next(allowed)
            marks.append([low in kept for low, _ in own.ranges])
        else:
            rest = (_less(slack[0], own.low), _less(slack[1], own.high))
            meets = {o: _meets(sums_of_firm, -(o[1] + rest[1]), -(o[0] + rest[0])) for o in set(own.ranges)}
            marks.append([meets[o] for o in own.ranges])
    return marks


def _less(total: Number, part: Number) -> Number:
    """A bound of a sum without one part; two endless parts leave an endless one."""
    return total if abs(total) == _ENDLESS else total - part


def _meets(ordered: Sequence[Number], low: Number, high: Number) -> bool:
    """Whether any of the ordered numbers lies between these."""
    at = bisect_left(ordered, low)
    return at < len(ordered) and ordered[at] <= high


def _allowed(
    firm: Sequence[frozenset[Number]], forward: Sequence[set[Number]], targets: set[Number]
) -> list[set[Number]]:
    """For each term with numbers only those of them that lie on a way to one of the targets."""
    reachable = targets
    allowed: list[set[Number]] = []
    for before, values in zip(reversed(forward[:-1]), reversed(firm), strict=True):
        kept = {value for value in values if any(target - value in before for target in reachable)}
        reachable = {target - value for target in reachable for value in kept if target - value in before}
        allowed.append(kept)
    return list(reversed(allowed))
