"""The words that pages print around a report, from data/pages.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from converters.labels import plain

_BLANKS = re.compile(r"[\s\u00a0\u3000]+")
_LONGEST = 120
"""Characters of a line of furniture, blanks out; what is longer is looked at as text."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The patterns, and for each printed label and each name of a meta tag (in small letters) its kind."""

    furniture: re.Pattern[str]
    border: re.Pattern[str]
    labels: Mapping[str, str]
    metas: Mapping[str, str]
    printed: Mapping[str, str]
    """Kind → the label that a reader of the page would print for it."""


@cache
def furniture() -> Furniture:
    """The words, loaded once."""
    data = tomllib.loads((files("converters") / "data" / "pages.toml").read_text("utf-8"))
    kinds = data["labels"]
    return Furniture(
        re.compile("|".join(data["furniture"]), re.IGNORECASE),
        re.compile("|".join(data["border"]), re.IGNORECASE),
        {label: kind["key"] for kind in kinds for label in kind["labels"]},
        {name.lower(): kind["key"] for kind in kinds for name in kind["meta"]},
        {kind["key"]: kind["labels"][0] for kind in kinds if kind["labels"]},
    )


@lru_cache(maxsize=32)  # a line is asked in a row whether it is a heading, furniture, a title
def compact(text: str) -> str:
    """The text without blanks, in plain characters."""
    return plain(_BLANKS.sub("", text))


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page rather than to what it shows."""
    line = compact(text[: 2 * _LONGEST])
    return len(line) <= _LONGEST and (
        furniture().furniture.match(line) is not None or furniture().border.match(line) is not None
    )


def is_border(text: str) -> bool:
    """Whether a line behind the report says that something else begins."""
    return furniture().border.match(compact(text[: 2 * _LONGEST])) is not None
