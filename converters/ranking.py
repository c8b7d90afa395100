"""The ways to read a row, with what they cost → those that deserve to be considered, by how its sums stand to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from converters.entries import Reading
from converters.printed import RowIdentity
from converters.standing import Standing, standing

_MARGIN = 0.4
"""What a reading may cost more than the cheapest and still be considered."""
_SEVERAL_FOR_SURE = 10**6
"""No single count is as large as that."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    standing: Standing
    cost: float
    reading: Reading

    @property
    def cut(self) -> bool:
        return any(entry.cut for entry in self.reading)


def ranked(
    found: Sequence[tuple[float, Reading]], identities: Sequence[RowIdentity]
) -> tuple[list[Reading], list[Reading]]:
    """The readings of the best standing and least cost, and those that only sums of the table may rule out.

    Numbers that stand apart may be whole, though cut they would add up; and where sums are not always printed, a
    number that closes its row need not be the sum.
    """
    ways = [
        _Ranked(standing(reading, identities) if identities else Standing.POSSIBLE, cost, reading)
        for cost, reading in found
    ]
    if not ways:
        return [], []
    best = _nearest(ways)
    others: list[_Ranked] = []
    if best[0].standing is Standing.CLOSED:
        others = [other for other in ways if other.standing is Standing.POSSIBLE and not other.cut]
    if best[0].cut:
        uncut = [other for other in ways if not other.cut and _stand_apart(other.reading)]
        if any(other.standing < Standing.REFUTED for other in uncut):
            best += [other for other in _nearest(uncut) if other not in best]
    return [near.reading for near in best], [other.reading for other in others]


def _nearest(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Those of the best standing, and of these the ones that cost little more than the cheapest, cheapest first."""
    best = min(other.standing for other in ranked)
    equal = [other for other in ranked if other.standing is best]
    least = min(other.cost for other in equal)
    return sorted((o for o in equal if o.cost <= least + _MARGIN), key=lambda o: o.cost)


def _stand_apart(reading: Reading) -> bool:
    """Whether several numbers stand here, none so large that it must be several itself."""
    values = [entry.value for entry in reading if entry.value is not None]
    return len(values) > 1 and all(abs(value) < _SEVERAL_FOR_SURE for value in values)
