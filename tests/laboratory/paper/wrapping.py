"""Lines of a text in a given width; Chinese may break anywhere, punctuation does not open a line."""

from collections.abc import Sequence
from functools import lru_cache

from laboratory.paper.pen import Ink

_NEVER_FIRST = "，。；：、）”》？！),.;:"


@lru_cache(maxsize=20_000)
def wrapped(text: str, ink: Ink, width: float, first: float = 0.0) -> tuple[str, ...]:
    """The lines of the text; the first is shorter by `first` points."""
    lines: list[str] = []
    begun, room = 0, width - first
    used = 0.0
    for at, character in enumerate(text):
        step = _width(character, ink)
        if used + step > room and at > begun and character not in _NEVER_FIRST:
            lines.append(text[begun:at])
            begun, room, used = at, width, 0.0
        used += step
    return (*lines, text[begun:]) if text else ()


@lru_cache(maxsize=50_000)
def _width(character: str, ink: Ink) -> float:
    return ink.width(character)


def divided(lines: Sequence[str], upper: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first lines and the others."""
    return tuple(lines[:upper]), tuple(lines[upper:])
