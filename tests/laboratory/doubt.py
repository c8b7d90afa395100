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
        Undecidable cells (several readings fit: doubt is right, a wrong number is not), and uncertain ones
        (the agency's own slip lets only false readings fit, so that nobody could know: not to be scored).
    """
    unknown = {cell for row in rows for reading in row for cell in reading}
    failing = set(broken(identities, truth))
    sound = [identity for identity in identities if identity.id not in failing]
    undecidable = _varying(_solutions(sound, truth, rows, unknown))
    if not failing:
        return dict.fromkeys(undecidable, why), {}
    fooled = _fooled(_solutions(identities, truth, rows, unknown), truth, unknown)
    return {cell: why for cell in undecidable if cell not in fooled}, dict.fromkeys(sorted(fooled), why)


Solutions = Mapping[str, set[Number]]
"""The values that some reading gives each cell."""


def _solutions(
    identities: Sequence[Identity],
    truth: Mapping[str, Number],
    rows: Sequence[Sequence[Reading]],
    unknown: set[str],
) -> Solutions:
    """The values each cell can have in readings that keep the identities."""
    ours = [identity for identity in identities if unknown & set(identity.cells)]
    kept = [_fitting(ours, truth, row, unknown) for row in rows]
    joint = prod(len(row) for row in kept) <= MOST_READINGS
    readings = _joint(ours, truth, kept) if joint else [reading for row in kept for reading in row]
    values: dict[str, set[Number]] = {}
    for reading in readings:
        for cell, value in reading.items():
            values.setdefault(cell, set()).add(value)
    return values


def _varying(solutions: Solutions) -> list[str]:
    return [cell for cell, values in solutions.items() if len(values) > 1]


def _fooled(solutions: Solutions, truth: Mapping[str, Number], unknown: set[str]) -> set[str]:
    """The cells whose true value no reading gives, because the agency's slip rules it out."""
    return {cell for cell in unknown if truth[cell] not in solutions.get(cell, set())}


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


def misled(
    identities: Sequence[Identity], figures: Mapping[str, Number], hidden: Iterable[str]
) -> dict[str, str]:
    """Hidden cells that a slip of the agency's own would make anybody infer wrongly.

    A hidden cell stays scored where a sound identity fixes it too: there a careful reader sees the clash.
    """
    failing = set(broken(identities, figures))
    unseen = set(hidden)
    lied = {cell for identity in identities if identity.id in failing for cell in identity.cells} & unseen
    sound = [identity for identity in identities if identity.id not in failing]
    fixed = {cell for identity in sound for cell in _fixed(identity, figures, unseen)}
    return dict.fromkeys(sorted(lied - fixed), "hidden beside a slip of the agency's own")


def _fixed(identity: Identity, figures: Mapping[str, Number], unseen: set[str]) -> set[str]:
    """The hidden cells that this identity alone gives a value."""
    for side in (identity.left, identity.right):
        out = unseen & set(side)
        if (
            out
            and out == unseen & set(identity.cells)
            and (len(out) == 1 or not any(figures[c] for c in out))
        ):
            return out
    return set()
