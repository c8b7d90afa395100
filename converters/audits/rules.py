"""The rules of the audits, loaded from data/audits.toml: sums over years, leaps, copies."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum over two years: `earlier` (last year's cells) + `plus` - `minus` (this year's) = `equals` (this year's).

    Holds between tables that follow one of `forms`. `family` is shared by all rows or columns.
    """

    id: str
    family: str
    table: str
    forms: frozenset[str]
    earlier: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    equals: str


@dataclass(frozen=True, slots=True)
class Leaps:
    """What makes a leap between two years; `numbers` are the cells watched, with the forms that mean the same."""

    factor: int
    least: int
    least_from_zero: int
    digit_factor: int
    digit_least: int
    numbers: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class CopyRules:
    """How many copies are compared, and which share of different numbers makes them different reports."""

    most: int
    unlike_share: float
    unlike_least: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All that data/audits.toml says; `doubted_by` are warnings under which a report is not followed."""

    doubted_by: frozenset[str]
    equations: tuple[Equation, ...]
    leaps: Leaps
    copies: CopyRules


@cache
def rules() -> Rules:
    """The rules, read once."""
    data = tomllib.loads((files("converters") / "data" / "audits.toml").read_text("utf-8"))
    leaps = data["leaps"]
    watched = tuple(
        (cell, frozenset(entry["forms"])) for entry in leaps.pop("numbers") for cell in entry["cells"]
    )
    return Rules(
        doubted_by=frozenset(data["followed"]["doubted_by"]),
        equations=tuple(equation for entry in data["over_years"] for equation in _equations(entry)),
        leaps=Leaps(**leaps, numbers=watched),
        copies=CopyRules(**data["copies"]),
    )


def _equations(entry: Mapping[str, Any]) -> list[Equation]:
    """One sum for each row or column that the entry speaks of."""

    def spelled(key: str, word: str) -> tuple[str, ...]:
        return tuple(cell.format(word) for cell in entry.get(key, ()))

    return [
        Equation(
            id=f"{entry['id']}.{word}",
            family=entry["id"],
            table=entry["table"],
            forms=frozenset(entry["forms"]),
            earlier=spelled("earlier", word),
            plus=spelled("plus", word),
            minus=spelled("minus", word),
            equals=entry["equals"].format(word),
        )
        for word in entry["each"]
    ]
