"""How the numbers of a row stand to its identities: whether its sums hold, may hold, or cannot."""

from collections.abc import Sequence
from enum import IntEnum

from converters.entries import Entry
from converters.printed import RowIdentity


class Standing(IntEnum):
    """How a reading stands to the identities of its row, best first."""

    PROVEN = 0
    """Every identity has all its cells and holds."""
    CLOSED = 1
    """What is known adds up, so that the cells that show nothing are nought."""
    POSSIBLE = 2
    REFUTED = 3


def standing(reading: Sequence[Entry], identities: Sequence[RowIdentity]) -> Standing:
    """How a reading stands to its row's identities, all of them taken together."""
    worst = Standing.PROVEN
    for left, right in identities:
        worst = max(worst, _standing_of(reading, left, right))
    return worst


def _standing_of(reading: Sequence[Entry], left: Sequence[int], right: Sequence[int]) -> Standing:
    known_left = [value for i in left if (value := reading[i].value) is not None]
    known_right = [value for i in right if (value := reading[i].value) is not None]
    unknown_left = len(known_left) < len(left)
    unknown_right = len(known_right) < len(right)
    difference = sum(known_left) - sum(known_right)
    if difference == 0:
        if not unknown_left and not unknown_right:
            return Standing.PROVEN
        return Standing.POSSIBLE if unknown_left and (known_left or known_right) else Standing.CLOSED
    if (difference < 0 and not unknown_left) or (difference > 0 and not unknown_right):
        return Standing.REFUTED
    return Standing.POSSIBLE
