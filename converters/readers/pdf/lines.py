"""Glyphs → lines of text, each made of words that gaps part."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from converters.readers.pdf.frame import Box
from converters.readers.pdf.glyphs import Glyph

BETWEEN_WORDS = "  "
_SAME_LINE = 0.45
"""Of a character's height: baselines no farther apart are one line; numbers are set up to 4 points higher."""
_BLANK = 0.30
"""Of a character's height: a wider gap is a blank."""
_COLUMN = 1.1
"""Of a character's height: a wider gap parts columns."""
_NUMBERS = 0.5
"""The same between digits."""
_TIGHT = 0.12
"""The same between digits of a line that has columns: those of narrow ones stand close."""
_STRAY = 6
"""A gap between digits so many times narrower than those between columns is a stray blank within a number."""
_NUMBER = re.compile(r"[-+－＋]?[\d,，.\ufffd]+[次件项个条宗起份]?|[-—–/]{1,2}")
_TWICE = 0.15
"""Of a character's height: the same character so near is the same one, drawn again to look bold."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one line that no wide gap parts: their text with its blanks, a box for each of its characters."""

    text: str
    boxes: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """The box around the whole."""
        return around(self.boxes)

    @property
    def is_number(self) -> bool:
        """Whether this is one number, or a sign for none."""
        return _NUMBER.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of text: its words from left to right, its baseline and the height of its characters."""

    words: tuple[Word, ...]
    base: float
    size: float

    @property
    def text(self) -> str:
        """The words with blanks between them."""
        return BETWEEN_WORDS.join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around the whole."""
        return around([word.box for word in self.words])

    @property
    def is_numbers(self) -> bool:
        """Whether nothing stands in it but numbers."""
        return all(word.is_number for word in self.words)


def around(boxes: Iterable[Box]) -> Box:
    """The box around these boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def lines_of(glyphs: Sequence[Glyph], edges: Sequence[float] = ()) -> list[PrintedLine]:
    """The lines that these characters make, from the top down; numbers end at the edges, if there are any."""
    return [_line(row, edges) for row in rows_of(glyphs)]


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters by line, from the top down and from left to right; what is drawn twice is taken once."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.middle):
        near = _SAME_LINE * glyph.size
        if rows and glyph.middle - _height(rows[-1]) <= near:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_once(sorted(row, key=lambda one: one.left)) for row in rows]


def _height(row: Sequence[Glyph]) -> float:
    return row[len(row) // 2].middle


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line without those printed on top of themselves to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        again = any(
            other.text == glyph.text
            and abs(other.left - glyph.left) < _TWICE * glyph.size
            and abs(other.base - glyph.base) < _TWICE * glyph.size
            for other in kept[-3:]
        )
        if not again:
            kept.append(glyph)
    return kept


def _line(row: Sequence[Glyph], edges: Sequence[float]) -> PrintedLine:
    size = median(glyph.size for glyph in row)
    return PrintedLine(tuple(_words(row, edges)), median(glyph.base for glyph in row), size)


def _words(row: Sequence[Glyph], edges: Sequence[float]) -> Iterator[Word]:
    usual = median([gap for gap in map(_gap, pairwise(row)) if gap > _COLUMN] or [0.0])
    text, boxes = row[0].text, [_box(row[0])]
    for before, glyph in pairwise(row):
        gap = _gap((before, glyph))
        digits = before.text.isdecimal() and glyph.text.isdecimal()
        stray = digits and gap < usual / _STRAY
        narrow = digits and not stray and gap > (_TIGHT if usual else _NUMBERS)
        if gap > _COLUMN or narrow or (digits and _parted(before, glyph, edges)):
            yield Word(text, tuple(boxes))
            text, boxes = "", []
        elif gap > _BLANK and not stray:
            text += " "
            boxes.append((before.right, glyph.top, glyph.left, glyph.bottom))
        text += glyph.text
        boxes.append(_box(glyph))
    yield Word(text, tuple(boxes))


def _gap(pair: tuple[Glyph, Glyph]) -> float:
    """How far a character stands behind another, in heights of the smaller one."""
    before, after = pair
    return (after.left - before.right) / min(before.size, after.size)


def _box(glyph: Glyph) -> Box:
    return glyph.left, glyph.top, glyph.right, glyph.bottom


def _parted(before: Glyph, glyph: Glyph, edges: Sequence[float]) -> bool:
    """Whether an edge lies between the middles of two characters."""
    first, second = (before.left + before.right) / 2, (glyph.left + glyph.right) / 2
    return any(first < edge < second for edge in edges)
