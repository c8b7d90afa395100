"""Which reports the quality table is measured on: a fixed list of cases, each named by one line.

    undamaged/tab_grid/-/-/1000000      a layout without damage
    alone/tab_grid/blanks/0.5/1006400   one kind of damage, in one layout, at one strength
    combined/-/-/-/1043000              layout, kinds and strength drawn from the seed
    twins/-/003/-/1000012               a twin of a seed report

The last part is the seed. No two cases share one, so that no two show the same numbers, and all are far above
the seeds that the converter was made with.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from typing import Any

from laboratory.chrome import LINE_DAMAGE, PAGE_DAMAGE
from laboratory.copies import Copy
from laboratory.encodings import ENCODINGS, LINE_ENDS
from laboratory.layouts import LAYOUTS
from laboratory.specimens import WOUNDS, Recipe, specimen, unfit_lines, unfit_wounds
from laboratory.twins import TWINS, twin_record

FIRST_SEED = 1_000_000
STRENGTHS = (0.2, 0.5, 1.0)
WHOLE = 1.0
"""The strength of damage that has no degrees."""

PARTS = ("undamaged", "alone", "combined", "twins")
UNDAMAGED = 400
"""Reports of each layout."""
WOUNDED = 60
"""Reports of each kind of damage to cells in each layout: as many for all strengths together."""
WRAPPED = 40
"""Reports of each kind of damage around the tables in each layout."""
ENCODED = 15
"""Reports of each encoding and line end in each layout."""
COMBINED = 60_000
TWINNED = 400
"""Twins of each seed report."""

_ENCODINGS = tuple(ENCODINGS)[1:]
_LINE_ENDS = tuple(LINE_ENDS)[1:]
KINDS = (*WOUNDS, *PAGE_DAMAGE, *LINE_DAMAGE, *_ENCODINGS, *_LINE_ENDS)
"""Every kind of damage that a case can have alone."""


@dataclass(frozen=True, slots=True)
class Case:
    """One report of the plan; "-" where the part of the plan leaves it to the seed."""

    part: str
    layout: str
    kind: str
    strength: str
    seed: int

    @property
    def name(self) -> str:
        """The line that reproduces it."""
        return f"{self.part}/{self.layout}/{self.kind}/{self.strength}/{self.seed}"


@dataclass(frozen=True, slots=True)
class Made:
    """A case's document and truth. `copy` is None for twins, whose layouts nobody else prints."""

    data: bytes
    truth: Mapping[str, Any]
    copy: Copy | None


def case_of(name: str) -> Case:
    """The case of a line.

    Raises:
        ValueError: it names none.
    """
    fields = name.strip().split("/")
    if len(fields) != 5 or fields[0] not in PARTS or not fields[4].isdecimal():
        raise ValueError(f"{name}: not a case; one looks like alone/tab_grid/blanks/0.5/1006400")
    part, layout, kind, strength, seed = fields
    if layout not in {"-", *LAYOUTS} or kind not in {"-", *KINDS, *TWINS}:
        raise ValueError(f"{name}: no such layout or kind of damage")
    return Case(part, layout, kind, strength, int(seed))


@cache
def plan() -> tuple[Case, ...]:
    """All cases, those of a part together."""
    seeds = count(FIRST_SEED)
    return tuple(Case(*entry, seed) for entry, seed in zip(_entries(), seeds, strict=False))


def every(step: int) -> tuple[Case, ...]:
    """A sample: each step-th case of every part."""
    return tuple(
        case
        for part in PARTS
        for case in [other for other in plan() if other.part == part][step // 2 :: step]
    )


def _entries() -> Iterator[tuple[str, str, str, str]]:
    undamaged = (("undamaged", layout, "-", "-") for layout in LAYOUTS for _ in range(UNDAMAGED))
    combined = (("combined", "-", "-", "-") for _ in range(COMBINED))
    twins = (("twins", "-", kind, "-") for kind in TWINS for _ in range(TWINNED))
    return chain(undamaged, _alone(), combined, twins)


def _alone() -> Iterator[tuple[str, str, str, str]]:
    for kind in KINDS:
        strengths = degrees(kind)
        for layout in LAYOUTS:
            if meet(kind, layout):
                for number in range(_reports(kind)):
                    yield "alone", layout, kind, str(strengths[number % len(strengths)])


def degrees(kind: str) -> tuple[float, ...]:
    """The strengths that make a difference to this kind of damage."""
    if kind not in WOUNDS:
        return (WHOLE,)
    # Damage without degrees has a parameter that it does not use.
    return (WHOLE,) if "_strength" in inspect.signature(WOUNDS[kind]).parameters else STRENGTHS


def meet(kind: str, layout: str) -> bool:
    """Whether a copy in this layout can have this damage, and one still say what it shows."""
    return kind not in unfit_wounds(layout) | unfit_lines(layout)


def _reports(kind: str) -> int:
    if kind in WOUNDS:
        return WOUNDED
    return WRAPPED if kind in PAGE_DAMAGE or kind in LINE_DAMAGE else ENCODED


def make(case: Case) -> Made:
    """The document of a case."""
    if case.part == "twins":
        text, copy = TWINS[case.kind](case.seed)
        truth = twin_record(case.kind, (text, copy), f"twin-{case.kind}-{case.seed}.txt")
        return Made(text.encode(), truth | {"classes": [f"layout twin {case.kind}"]}, None)
    made = specimen(case.seed, None if case.part == "combined" else _recipe(case))
    return Made(made.data, made.truth, made.copy)


def _recipe(case: Case) -> Recipe:
    def only(names: Mapping[str, object]) -> tuple[str, ...]:
        return (case.kind,) if case.kind in names else ()

    return Recipe(
        layout=case.layout,
        wounds=only(WOUNDS),
        page=only(PAGE_DAMAGE),
        lines=only(LINE_DAMAGE),
        strength=WHOLE if case.strength == "-" else float(case.strength),
        encoding=case.kind if case.kind in ENCODINGS else "utf-8",
        line_end=case.kind if case.kind in LINE_ENDS else "LF",
    )
