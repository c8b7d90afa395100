"""The bounds on the page on quality, against shares worked out by hand and in full."""

from math import comb

import pytest

from tools.binomial import at_most, bounds
from tools.docs_quality import Group, load


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (0, 100, 0.0, 1 - 0.025 ** (1 / 100)),
        (100, 100, 0.025 ** (1 / 100), 1.0),
        (1, 10, 0.00253, 0.44502),  # Clopper and Pearson's own tables
        (5, 10, 0.18709, 0.81291),
    ],
)
def test_bounds(hits: int, trials: int, low: float, high: float) -> None:
    assert bounds(hits, trials) == pytest.approx((low, high), abs=5e-6)


def test_bounds_of_few_hits_among_very_many() -> None:
    """There the number of hits follows Poisson's law: 3 hits tell of 0.6187 to 8.7673 of them."""
    low, high = bounds(3, 20_000_000)
    assert (low * 2e7, high * 2e7) == pytest.approx((0.6187, 8.7673), abs=1e-3)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.97])
def test_tails_are_the_sum_of_their_terms(share: float) -> None:
    for hits in range(31):
        terms = (comb(30, n) * share**n * (1 - share) ** (30 - n) for n in range(hits + 1))
        assert at_most(hits, 30, share) == pytest.approx(sum(terms), abs=1e-12)


def test_nothing_is_known_without_trials() -> None:
    assert bounds(0, 0) == (0.0, 1.0)


def of(groups: list[Group], part: str) -> list[Group]:
    return [group for group in groups if group.part == part]


def test_the_counts_of_the_parts_add_up_to_those_of_all() -> None:
    _facts, groups = load()
    whole = {g.part: g.counts for g in groups if g.layout == g.kind == "-"}
    for name, count in whole.pop("all").items():
        assert sum(counts[name] for counts in whole.values()) == count
    layouts = [group for group in of(groups, "alone") if group.layout != "-"]
    kinds = [group for group in of(groups, "alone") if group.kind != "-"]
    for name, count in whole["alone"].items():
        assert sum(g.counts[name] for g in layouts) == sum(g.counts[name] for g in kinds) == count
