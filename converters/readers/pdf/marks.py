"""Marks of footnotes behind numbers, small and off the line: set in brackets, lest they be digits of these numbers.

Digits that stand behind others on another line and are not smaller are those of a stamp, say: which number they make
nobody knows.
"""

from itertools import pairwise

from converters.readers.pdf.glyphs import REPLACEMENT, Glyph

_SMALL = 0.8
"""Of the size of what it stands behind: programs set a mark at 0.58 to 0.75."""
_OFF = 0.08
"""Of the same: programs raise a mark by a third, and lower it by a seventh."""
_BESIDE = 0.15
"""Of the same: what stands so far off the line and is as large is no part of the number, and no mark."""
_BEHIND = 0.3
"""Of the same: a mark stands no farther behind its number."""


def with_marks_in_brackets(row: list[Glyph]) -> list[Glyph]:
    """The characters of a line, from left to right, digits that are marks in brackets."""
    bases = [glyph.base for glyph in row]
    if max(bases) - min(bases) < _OFF * row[0].size:
        return row
    marked = list(row)
    start: int | None = None
    for at, (before, glyph) in enumerate(pairwise(row), 1):
        if start is not None and glyph.text.isdecimal() and _goes_on(before, glyph):
            continue
        if start is not None:
            _set_in_brackets(marked, start, at - 1)
        start = at if _is_mark(before, glyph) else None
        off_line = abs(glyph.base - before.base) > _BESIDE * glyph.size
        if start is None and off_line and _is_beside(before, glyph):
            marked[at] = glyph._replace(text=f"{REPLACEMENT}{glyph.text}")
    if start is not None:
        _set_in_brackets(marked, start, len(row) - 1)
    return marked


def _is_mark(before: Glyph, glyph: Glyph) -> bool:
    return (
        _is_beside(before, glyph)
        and glyph.size <= _SMALL * before.size
        and abs(glyph.base - before.base) >= _OFF * before.size
    )


def _is_beside(before: Glyph, glyph: Glyph) -> bool:
    """Whether two digits stand one behind the other without a gap."""
    return (
        glyph.text.isdecimal()
        and before.text.isdecimal()
        and glyph.left - before.right < _BEHIND * before.size
    )


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands on the line of the one before it, in its size."""
    return abs(glyph.base - before.base) < _OFF * glyph.size and glyph.size < before.size / _SMALL


def _set_in_brackets(row: list[Glyph], first: int, last: int) -> None:
    row[first] = row[first]._replace(text=f"（{row[first].text}")
    row[last] = row[last]._replace(text=f"{row[last].text}）")
