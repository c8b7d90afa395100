"""Which cells no reader can decide: all readings of the uncertain rows that layout and arithmetic allow."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from converters.form import Identity
from laboratory.figures import Number, broken

Reading = Mapping[str, Number]
Doubts = tuple[dict[str, str], dict[str, str]]

MOST_READINGS = 4000
"""Joint readings tried. Past it each row is judged alone: more cells count as undecidable than truly are."""


def doubts(
    identities: Sequence[Identity], truth: Mapping[str, Number], rows: Sequence[Sequence[Reading]], why: str
) -> Doubts:
    """The undecidable and the uncertain cells of rows that can be read in several ways.

    Args:
        identities: the identities of the report.
        truth: the numbers as the agency printed them.
        rows: for each uncertain row all its readings; the true one is among them.
        why: the reason to note.

    Returns:
        Undecidable cells (several readings fit: doubt is right, a wrong number is not), and uncertain ones (the
        agency's own slip lets only false readings fit, so that nobody could know: not to be scored).
    """
    known = {cell for row in rows for reading in row for cell in reading}
    ours = [i for i in identities if known & set(i.cells)]
    kept = [_fitting(ours, truth, row, known) for row in rows]
    if not all(kept):
        return {}, {cell: why for row in rows for cell in _differing([*row, truth], row)}
    readings = _joint(ours, truth, kept) if prod(len(row) for row in kept) <= MOST_READINGS else None
    if readings is None:
        readings = [reading for row in kept for reading in row]
    if any(all(reading[cell] == truth[cell] for cell in reading) for reading in readings):
        return dict.fromkeys(_differing(readings, readings), why), {}
    return {}, dict.fromkeys(_differing([*readings, truth], readings), why)


def _fitting(
    identities: Sequence[Identity], truth: Mapping[str, Number], row: Sequence[Reading], unknown: set[str]
) -> list[Reading]:
    """The readings of one row that break no identity whose other cells are known."""
    fixed = {cell: value for cell, value in truth.items() if cell not in unknown}
    return [
        reading for reading in row if not broken(identities_at(identities, reading), {**fixed, **reading})
    ]


def identities_at(identities: Iterable[Identity], cells: Iterable[str]) -> list[Identity]:
    """The identities that touch any of the cells."""
    wanted = set(cells)
    return [identity for identity in identities if wanted & set(identity.cells)]


def _joint(
    identities: Sequence[Identity], truth: Mapping[str, Number], rows: Sequence[Sequence[Reading]]
) -> list[Reading]:
    """All ways to read all rows together that keep every identity."""
    whole = [{cell: value for reading in some for cell, value in reading.items()} for some in product(*rows)]
    return [reading for reading in whole if not broken(identities, {**truth, **reading})]


def _differing(readings: Sequence[Reading], named: Sequence[Reading]) -> list[str]:
    """The cells of `named` for which the readings do not all agree."""
    cells = dict.fromkeys(cell for reading in named for cell in reading)
    return [cell for cell in cells if len({r[cell] for r in readings if cell in r}) > 1]
