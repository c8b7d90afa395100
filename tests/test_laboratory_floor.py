"""The quality floor: on fixed seeds of the laboratory the converter does no worse than it did.

After a change of the laboratory itself measure anew, in the repository:

    PYTHONPATH=.:tests .venv/bin/python -m laboratory evaluate --seed 1 --count 150
    PYTHONPATH=.:tests .venv/bin/python -m laboratory evaluate --seed 1 --count 60 --twins

and write what they say into tests/laboratory/floors.toml, with the digest that the failing test names.
"""

import hashlib
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from laboratory import evaluation
from laboratory.evaluation import Source, evaluate, outcome_of

FLOORS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "laboratory/floors.toml").read_text("utf-8")
)
SOURCES: dict[str, Source] = {"laboratory": evaluation.laboratory, "twins": evaluation.twins}
by_source = pytest.mark.parametrize("name", FLOORS)


def seeds(name: str) -> range:
    first, last = FLOORS[name]["seeds"]
    return range(first, last + 1)


@by_source
def test_the_floors_were_measured_on_these_documents(name: str) -> None:
    digest = hashlib.sha256()
    for seed in seeds(name):
        digest.update(hashlib.sha256(SOURCES[name](seed)[0]).digest())
    found = digest.hexdigest()[:16]
    assert found == FLOORS[name]["specimens"], (
        f'the laboratory has changed: measure anew, then specimens = "{found}"'
    )


@by_source
def test_the_converter_does_no_worse_than_it_did(name: str) -> None:
    """One test, because the reports are converted for all its findings at once."""
    floor = FLOORS[name]
    outcomes = list(evaluate(SOURCES[name], seeds(name), jobs=1))
    assert [outcome.failed for outcome in outcomes if outcome.failed] == []
    wrong = [(outcome.seed, cell) for outcome in outcomes for cell in outcome.wrong]
    assert len(wrong) <= floor["most_wrong"], wrong
    verdicts = Counter[str]()
    for outcome in outcomes:
        verdicts.update(outcome.counts)
    assert verdicts["right"] / verdicts.total() >= floor["least_right"], verdicts
    faults = [(outcome.seed, outcome.masthead) for outcome in outcomes if outcome.masthead]
    assert len(faults) <= floor["masthead_faults"], faults


def test_the_floor_would_notice_a_wrong_number() -> None:
    """A truth that is off by one makes every printed number of its document wrong."""

    def shifted(seed: int) -> tuple[bytes, dict[str, Any]]:
        data, truth = evaluation.twins(seed)
        moved = {cell: said + 1 if isinstance(said, int) else said for cell, said in truth["cells"].items()}
        return data, {**truth, "cells": moved}

    assert outcome_of(shifted, 1).counts["wrong"] > 50
