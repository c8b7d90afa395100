"""The quality floor: on fixed reports of the laboratory the converter does no worse than it did.

tests/laboratory/floors.toml says what is reached on drawn reports, on twins of real ones, on web pages, and on a
sample of the plan that docs/quality.md is measured on: every layout without damage, every kind of damage alone. A
failing test says what it found; after a change of the laboratory itself write that into the file.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from laboratory import evaluation
from laboratory.evaluation import SOURCES, judged, outcome_of
from laboratory.layouts import LAYOUTS
from laboratory.quality_plan import KINDS, every, make
from laboratory.quality_run import measured_of

Floor = Mapping[str, Any]
FLOORS: dict[str, Floor] = tomllib.loads(
    (Path(__file__).parent / "laboratory/floors.toml").read_text("utf-8")
)
by_floor = pytest.mark.parametrize("name", FLOORS)


@dataclass(frozen=True, slots=True)
class Reached:
    """What the converter reaches on the reports of a floor."""

    documents: str
    right: float
    wrong: list[str]
    masthead: list[str]
    failed: list[str]


def reached_by_seed(name: str) -> Reached:
    first, last = FLOORS[name]["seeds"]
    made = {seed: SOURCES[name](seed) for seed in range(first, last + 1)}
    outcomes = [judged(seed, *document) for seed, document in made.items()]
    verdicts = Counter[str]()
    for outcome in outcomes:
        verdicts.update(outcome.counts)
    return Reached(
        documents=digest([data for data, _truth in made.values()]),
        right=verdicts["right"] / verdicts.total(),
        wrong=[f"{outcome.seed} {said}" for outcome in outcomes for said in outcome.said],
        masthead=[f"{outcome.seed} {' '.join(outcome.masthead)}" for outcome in outcomes if outcome.masthead],
        failed=[f"{outcome.seed} {outcome.failed}" for outcome in outcomes if outcome.failed],
    )


def reached_by_plan(name: str) -> Reached:
    cases = [case for case in every(FLOORS[name]["every"]) if case.part == name]
    made = {case: make(case) for case in cases}
    found = [measured_of(case, document) for case, document in made.items()]
    right = sum(line.right for line in found)
    return Reached(
        documents=digest([document.data for document in made.values()]),
        right=right / sum(line.right + line.open + line.wrong for line in found),
        wrong=[f"{line.case} {said}" for line in found for said in line.said],
        masthead=[f"{line.case} {' '.join(line.masthead)}" for line in found if line.masthead],
        failed=[f"{line.case} {line.failed}" for line in found if line.failed],
    )


def digest(documents: list[bytes]) -> str:
    whole = sha256()
    for data in documents:
        whole.update(sha256(data).digest())
    return whole.hexdigest()[:16]


@by_floor
def test_the_converter_does_no_worse_than_it_did(name: str) -> None:
    """One test for all findings, because the reports are made and converted for them at once."""
    floor = FLOORS[name]
    reached: Callable[[str], Reached] = reached_by_seed if name in SOURCES else reached_by_plan
    found = reached(name)
    assert found.documents == floor["documents"], f"the laboratory has changed: measure anew: {found}"
    assert found.failed == []
    assert len(found.wrong) <= floor["most_wrong"], found.wrong
    assert found.right >= floor["least_right"]
    assert len(found.masthead) <= floor["most_masthead"], found.masthead


@by_floor
def test_a_floor_below_the_best_it_ever_was_says_why(name: str) -> None:
    """`best` is raised with the floor and stays where it is when the floor sinks; then a reason is due."""
    floor, best = FLOORS[name], FLOORS[name]["best"]
    sunk = {
        "most_wrong": floor["most_wrong"] > best["most_wrong"],
        "least_right": floor["least_right"] < best["least_right"],
        "most_masthead": floor["most_masthead"] > best["most_masthead"],
    }
    lowered = [of for of, is_so in sunk.items() if is_so]
    assert [of for of in lowered if len(floor.get("reasons", {}).get(of, "")) < 40] == []
    assert [of for of in floor.get("reasons", {}) if of not in lowered] == [], "a reason for nothing"
    risen = [of for of in best if not sunk[of] and floor[of] != best[of]]
    assert risen == [], "the floor is better than the best it ever was: raise that too"


def test_the_sample_has_every_layout_and_every_kind_of_damage() -> None:
    plain = [case for case in every(FLOORS["undamaged"]["every"]) if case.part == "undamaged"]
    alone = [case for case in every(FLOORS["alone"]["every"]) if case.part == "alone"]
    assert {case.layout for case in plain} == set(LAYOUTS)
    assert {case.kind for case in alone} == set(KINDS)


def test_the_floor_would_notice_a_wrong_number() -> None:
    """A truth that is off by one makes every printed number of its document wrong."""

    def shifted(seed: int) -> tuple[bytes, dict[str, Any]]:
        data, truth = evaluation.twins(seed)
        moved = {cell: said + 1 if isinstance(said, int) else said for cell, said in truth["cells"].items()}
        return data, {**truth, "cells": moved}

    assert outcome_of(shifted, 1).counts["wrong"] > 50
