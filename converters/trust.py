"""Which rows of a bent table are believed: those whose sums hold, or may hold and whose label stands by them.

In a table that is bent this far the order of rows and numbers proves nothing by itself, and noughts add up anyhow.
"""

from collections.abc import Sequence

from converters.neighbours import Neighbours
from converters.printed import PrintedRow
from converters.readings import RowReadings
from converters.standing import Standing, standing

_SPEAKING = 4
"""So many rows with sums of which none holds: agencies break a few, and keep others."""
FAILING = 0.25
"""Agencies break an identity or two; numbers read in the wrong order (column by column) break most of them."""


def confirmed(number: int, row: PrintedRow, readings: RowReadings, labels: Neighbours) -> bool:
    """Whether this row of a bent table can be believed."""
    beside = number in labels.beside
    if not row.identities:
        return beside
    if readings.surplus or number in labels.estranged:
        return False  # what is left out may be the row's, and what adds up another's
    found = standing(readings.readings[0], row.within)
    shown = _shown(readings)
    if found is Standing.PROVEN and (any(shown) or not readings.exact):
        return True
    if not beside or found is Standing.REFUTED or (found is Standing.POSSIBLE and not readings.exact):
        return False
    return not _may_be_two(readings, shown)


def sums_fail(rows: Sequence[PrintedRow], readings: Sequence[RowReadings]) -> bool:
    """Whether many of the rows with numbers, not all nought, do not add up: they are no rows then."""
    speaking = [
        (standing(own.readings[0], row.within), own)
        for row, own in zip(rows, readings, strict=True)
        if row.identities and not own.overflow and any(_shown(own))
    ]
    if all(len(_shown(own)) == 1 for _, own in speaking):
        return False  # only totals are printed
    # With all its cells there, numbers or blanks, a row fails only if its sum cannot hold.
    fine = (Standing.PROVEN, Standing.CLOSED)
    bad = sum(found is Standing.REFUTED if own.exact else found not in fine for found, own in speaking)
    return bad > 1 and bad > FAILING * len(speaking)


def none_adds_up(rows: Sequence[PrintedRow], readings: Sequence[RowReadings]) -> bool:
    """Whether not one row with numbers, not all nought, adds up: the columns are others then, or in another order."""
    speaking = [
        standing(own.readings[0], row.within)
        for row, own in zip(rows, readings, strict=True)
        if row.identities and own.exact and any(_shown(own))
    ]
    return len(speaking) >= _SPEAKING and all(found is Standing.REFUTED for found in speaking)


def _may_be_two(readings: RowReadings, shown: Sequence[float]) -> bool:
    """Whether a nought stands before numbers that add up without it: the last cell of the row before, perhaps."""
    return not readings.exact and len(shown) > 1 and shown[0] == 0 != shown[-1]


def _shown(readings: RowReadings) -> list[float]:
    return [entry.value for entry in readings.readings[0] if entry.value is not None]
