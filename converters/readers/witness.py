"""Other ways to read the same document, for who doubts the first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from converters.sheet import Notice, Sheet


@dataclass(frozen=True, slots=True)
class Account:
    """What a witness saw: a sheet unless it saw nothing, and in notices what it could not be asked about, and why."""

    sheet: Sheet | None
    silence: tuple[Notice, ...] = ()
    absent: bool = False
    """Whether the witness is not installed."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Another way to read a document: its name, and what it sees if asked about the pages of these numbers."""

    method: str
    ask: Callable[[Collection[int]], Account]
    own_characters: bool = False
    """Whether it reads the characters for itself, and does not take them as the first reading has them."""
