"""What the sentences of a report mean, as data: units, rules that name a number, sums, our own fact names.

Everything stands in data/prose.toml; this module loads and compiles it. `prose.py` applies it.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact name of our own, for what sentences count and no statutory table does."""

    name: str
    label: str
    en: str
    unit: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A name for what sentences state and a table shows only in parts, or under another id in another form.

    `cells`: one tuple of cell ids for each form's way of showing it; the first that is all there is summed.
    """

    name: str
    label: str
    en: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Names the number behind a clause.

    text: pattern that ends where the number begins; after: pattern that begins behind the number's unit.
    context: pattern found in what was said before, heading included.
    follows: beginning of the name of the number before, which stands for a missing context.
    part: whether the rule may speak of a part of a whole (behind 其中).
    example: a sentence that it names; unlike: sentences that it must leave alone.
    """

    name: str
    units: frozenset[str]
    text: re.Pattern[str]
    after: re.Pattern[str] | None
    context: re.Pattern[str] | None
    follows: str | None
    part: bool
    example: str
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negative:
    """Names what a sentence says there was none of: every name in `names` is 0 then."""

    names: tuple[str, ...]
    unit: str
    text: re.Pattern[str]
    context: re.Pattern[str] | None
    example: str
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stops:
    """What forbids a name: `scope` anywhere before in the sentence, `clause` in the number's own clause."""

    scope: re.Pattern[str]
    clause: re.Pattern[str]
    other_year: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """All of data/prose.toml. `number` finds a number with its unit, `hidden` what must not be one."""

    number: re.Pattern[str]
    hidden: re.Pattern[str]
    counts: frozenset[str]
    spelled: frozenset[str]
    stops: Stops
    rules: tuple[Rule, ...]
    by_unit: Mapping[str, tuple[Rule, ...]]
    negatives: tuple[Negative, ...]
    kinds: Mapping[str, FactKind]
    sums: Mapping[str, Sum]

    def naming(self, unit: str) -> tuple[Rule, ...]:
        """The rules that may name a number of this unit, in the order of the file."""
        return self.by_unit.get(unit, ())

    def ways(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The tuples of cell ids that the named number can be the sum of; none for a fact of our own."""
        if name in self.kinds:
            return ()
        return self.sums[name].cells if name in self.sums else ((name,),)


@cache
def wording() -> Wording:
    """The wording, loaded once."""
    text = (files("converters") / "data" / "prose.toml").read_text("utf-8")
    return _wording(tomllib.loads(text))


def _wording(data: Mapping[str, Any]) -> Wording:
    fragments: dict[str, str] = {}
    for name, pattern in data["fragments"].items():
        fragments[name] = _filled(pattern, fragments)
    units = data["units"]
    rules = tuple(_rule(entry, fragments, units) for entry in data["rules"])
    named = frozenset[str]().union(*(rule.units for rule in rules))
    return Wording(
        number=_pattern(data["number"]["text"], fragments | {"unit": _unit_pattern(units)}, re.VERBOSE),
        hidden=_pattern(data["number"]["hidden"], fragments, re.VERBOSE),
        counts=frozenset(units["counts"]),
        spelled=frozenset(units["spelled"]),
        stops=Stops(*(_pattern(data["stops"][key], fragments) for key in ("scope", "clause", "other_year"))),
        rules=rules,
        by_unit={unit: tuple(rule for rule in rules if unit in rule.units) for unit in named},
        negatives=tuple(_negative(entry, fragments) for entry in data["negatives"]),
        kinds={entry["name"]: FactKind(**entry) for entry in data["facts"]},
        sums={entry["name"]: _sum(entry) for entry in data["sums"]},
    )


def _filled(pattern: str, fragments: Mapping[str, str]) -> str:
    """The pattern with each <name> replaced by its fragment (braces and groups keep their meaning)."""
    return re.sub(r"(?<!P)<([a-z]+)>", lambda match: f"(?:{fragments[match[1]]})", pattern)


def _pattern(pattern: str, fragments: Mapping[str, str], flags: int = 0) -> re.Pattern[str]:
    return re.compile(_filled(pattern, fragments), flags)


def _optional(data: Mapping[str, Any], key: str, fragments: Mapping[str, str]) -> re.Pattern[str] | None:
    return _pattern(data[key], fragments) if key in data else None


def _unit_pattern(units: Mapping[str, Any]) -> str:
    """All units, longest first, each with what must not stand behind it (件 but not 件套)."""
    every = sorted({*units["counts"], *units["others"]}, key=lambda unit: (-len(unit), unit))
    guards: Mapping[str, str] = units["not_before"]
    return "|".join(f"{unit}(?!{guards[unit]})" if unit in guards else unit for unit in every)


def _rule(data: Mapping[str, Any], fragments: Mapping[str, str], units: Mapping[str, Any]) -> Rule:
    return Rule(
        name=data["name"],
        units=frozenset(units[data["units"]] if isinstance(data["units"], str) else data["units"]),
        text=_pattern(f"(?:{data['text']})<lead>$", fragments),
        after=_optional(data, "after", fragments),
        context=_optional(data, "context", fragments),
        follows=data.get("follows"),
        part=data.get("part", False),
        example=data["example"],
        unlike=tuple(data.get("unlike", ())),
    )


def _negative(data: Mapping[str, Any], fragments: Mapping[str, str]) -> Negative:
    return Negative(
        names=tuple(data["names"]),
        unit=data["unit"],
        text=_pattern(data["text"], fragments),
        context=_optional(data, "context", fragments),
        example=data["example"],
        unlike=tuple(data.get("unlike", ())),
    )


def _sum(data: Mapping[str, Any]) -> Sum:
    ways = tuple(tuple(way) for way in data["cells"])
    return Sum(name=data["name"], label=data["label"], en=data["en"], cells=ways)
