"""Bounds of a share that was counted: Clopper and Pearson's, exact for any number of trials, by bisection."""  # noqa: INP001 - scripts, not a package

from collections.abc import Callable
from math import exp, lgamma, log, log1p

_ROUNDS = 200
_NEGLIGIBLE = 1e-17


def bounds(hits: int, trials: int, *, certainty: float = 0.95) -> tuple[float, float]:
    """The lowest and the highest share that the count does not speak against.

    Two-sided: with either bound the count would be as far off in no more than (1 - certainty) / 2 of all runs.

    Args:
        hits: how often it happened.
        trials: how often it could have; without any, nothing is known.
        certainty: of both bounds together.
    """
    beyond = (1 - certainty) / 2
    lowest = _share(lambda p: 1 - at_most(hits - 1, trials, p) < beyond) if hits else 0.0
    highest = _share(lambda p: at_most(hits, trials, p) > beyond) if hits < trials else 1.0
    return lowest, highest


def _share(is_below: Callable[[float], bool]) -> float:
    """The share at which the answer turns from yes to no."""
    low, high = 0.0, 1.0
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return high


def at_most(hits: int, trials: int, share: float) -> float:
    """The chance of no more hits than these, each trial being one with this share; for 0 < share < 1."""
    if hits >= trials:
        return 1.0
    if hits < share * trials:
        return _tail(hits, trials, share, step=-1)
    return 1 - _tail(hits + 1, trials, share, step=1)


def _tail(start: int, trials: int, share: float, *, step: int) -> float:
    """The chances of start hits and of all numbers further away from the mean, added up."""
    ways = lgamma(trials + 1) - lgamma(start + 1) - lgamma(trials - start + 1)
    term = exp(ways + start * log(share) + (trials - start) * log1p(-share))
    total, hits = 0.0, start
    while 0 <= hits <= trials and term > total * _NEGLIGIBLE:
        total += term
        odds = share / (1 - share)
        term *= hits / (trials - hits + 1) / odds if step < 0 else (trials - hits) / (hits + 1) * odds
        hits += step
    return total
