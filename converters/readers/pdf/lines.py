"""Glyphs → lines of text, each made of words that gaps part."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter, sub
from typing import NamedTuple

from converters.readers.pdf.frame import Box
from converters.readers.pdf.glyphs import REPLACEMENT, Glyph
from converters.readers.pdf.marks import with_marks_in_brackets

_HUGE = 2.5
"""Of the usual size: titles are up to 1.6 times as large as the text, watermarks 3 to 5 times."""
BETWEEN_WORDS = "  "
_SAME_LINE = 0.45
"""Of a character's height: baselines no farther apart are one line; numbers are set up to 4 points higher."""
BLANK = 0.30
"""Of a character's height: a wider gap is a blank."""
_COLUMN = 1.1
"""Of a character's height: a wider gap parts columns."""
_NUMBERS = 0.5
"""The same between digits."""
_TIGHT = 0.12
"""The same between digits of a line that has columns: those of narrow ones stand close."""
_STRAY = 6
"""A gap between digits so many times narrower than those between columns is a stray blank within a number."""
_SET_APART = 0.4
"""Of a character's height: a wider gap between digits parts them, narrow as it is, unless blanks are typed in it; the
cells of printed web pages lie 0.45 apart at the least."""
_ALONE = 5
"""A gap between digits, set apart, so many times narrower than all others of its line may part or not."""
_WIDEST_BLANK = 0.75
"""Of a character's height: if no wider than this, for a blank between digits is half as wide as high."""
_FILLED = 0.1
"""The same for what typed blanks leave of a gap that they fill."""
_NUMBER = re.compile(
    r"[-+－＋]?[\d,，.\ufffd]*[\d\ufffd][次件项个条宗起份]?(?:[（(][^（()）]*[）)])?|[-－—–/]{1,2}"
)
_SIGNS = "-+－＋−"
_DASHES = "-－—–/"
"""What stands for no number, once or twice."""
_LEAST_CELLS = 5
"""A page's number between signs, or of several, has three at most."""
_OVER = 0.25
"""The same by which a character begins before the end of another that it stands on, as in a stamp; text that is set
tight does by a tenth."""
_UNLIKE = 0.85
"""Of the size of a character: digits of one number are no smaller, as their font has it and as they are drawn."""
_SLIGHT = 0.05
"""Of a character's height: digits of one number stand no farther apart."""
_TWICE = 0.15
"""Of a character's height: the same character so near is the same one, drawn again to look bold."""


class Word(NamedTuple):
    """Characters of one line that no wide gap parts: their text with its blanks, and the box around their ink."""

    text: str
    box: Box
    glyphs: Sequence[Glyph] = ()
    in_label: bool = False
    """Whether it is a part of a label though it looks like a number."""

    def cut(self, at: float) -> "tuple[Word, Word] | None":
        """What stands left and right of a line down the page; nothing where no gap between characters lies there.

        A wide gap may lie a character beside it: columns of which few numbers are known end where these do.
        """
        nearest = bisect_right(self.glyphs, at, key=_middle)
        for end, least in ((nearest, _SLIGHT), (nearest + 1, _TIGHT), (nearest - 1, _TIGHT)):
            if 0 < end < len(self.glyphs) and self._gap(end) >= least:
                return self.parts(end)
        return None

    def parts(self, index: int) -> "tuple[Word, Word]":
        """What stands before a character and what begins with it."""
        before, after = self.glyphs[:index], self.glyphs[index:]
        return _word(_spaced(before), before), _word(_spaced(after), after)

    def _gap(self, index: int) -> float:
        """How far a character stands behind the one before it, of their height."""
        before, after = self.glyphs[index - 1], self.glyphs[index]
        return (after.left - before.right) / min(before.size, after.size)

    @property
    def is_number(self) -> bool:
        """Whether this is one number, or a sign for none."""
        return not self.in_label and _is_number(self.text)

    @property
    def is_dashes(self) -> bool:
        """Whether these are signs for no number in cells that touch."""
        return len(self.text) > 2 and set(self.text) <= set(_DASHES)


class PrintedLine(NamedTuple):
    """One line of text: its words from left to right, the box around them, its baseline and the size of its font."""

    words: tuple[Word, ...]
    box: Box
    base: float
    size: float
    numbers: tuple[Word, ...]
    """Those of its words that are numbers."""

    @property
    def labels(self) -> list[Word]:
        """Its other words."""
        return [word for word in self.words if not word.is_number]

    @property
    def text(self) -> str:
        """The words with blanks between them."""
        return BETWEEN_WORDS.join([word.text for word in self.words])

    @property
    def is_numbers(self) -> bool:
        """Whether nothing stands in it but numbers."""
        return len(self.numbers) == len(self.words)


@lru_cache(maxsize=4096)
def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def around(boxes: Iterable[Box]) -> Box:
    """The box around these boxes."""
    first, *others = boxes
    if not others:
        return first
    lefts, tops, rights, bottoms = zip(first, *others, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def line_of(words: Sequence[Word], line: PrintedLine) -> PrintedLine:
    """A line of some of the words of this one."""
    return printed_line(words, around([word.box for word in words]), line.base, line.size)


def printed_line(words: Sequence[Word], box: Box, base: float, size: float) -> PrintedLine:
    """The line of these words."""
    return PrintedLine(tuple(words), box, base, size, tuple([word for word in words if word.is_number]))


def overlap(one: Word, other: Word) -> bool:
    """Whether one of two words stands over a part of the other."""
    return one.box[0] < other.box[2] and other.box[0] < one.box[2]


def centre(word: Word) -> float:
    """Where the middle of a word lies."""
    return (word.box[0] + word.box[2]) / 2


def words_at_gaps(word: Word) -> Iterator[Word]:
    """What blanks part in a word, unless they were typed there."""
    start = 0
    for index, (before, glyph) in enumerate(pairwise(word.glyphs), 1):
        if glyph.left - before.right > BLANK * glyph.size and not _is_typed(before, glyph):
            yield _word(_spaced(word.glyphs[start:index]), word.glyphs[start:index])
            start = index
    yield _word(_spaced(word.glyphs[start:]), word.glyphs[start:]) if start else word


def median(values: Iterable[float]) -> float:
    """What half of the values lie below, of one at least; the standard library's is many times slower."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def lines_of(glyphs: Sequence[Glyph], edges: Sequence[float] = ()) -> list[PrintedLine]:
    """The lines that these characters make, from the top down; numbers end at the edges, if there are any.

    Characters far larger than the others are lines of their own: a watermark lies across others' lines.
    """
    if not glyphs:
        return []
    if len(glyphs) == 1:
        return [_alone(glyphs[0])]
    usual = _HUGE * sorted([glyph.size for glyph in glyphs])[len(glyphs) // 2]
    small = [glyph for glyph in glyphs if glyph.bottom - glyph.top <= usual]
    lines = [_line(row, edges) for row in rows_of(small)]
    if len(small) < len(glyphs):
        huge = [glyph for glyph in glyphs if glyph.bottom - glyph.top > usual]
        lines = sorted([*lines, *(_line(row, ()) for row in rows_of(huge))], key=lambda line: line.base)
    return lines


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters by line, from the top down and from left to right; what is drawn twice is taken once."""
    rows: list[list[Glyph]] = []
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=attrgetter("middle")):
        usual = row[len(row) // 2] if row else glyph
        lower = glyph.middle - usual.middle
        if row and (lower <= _SAME_LINE * glyph.size or lower <= _SAME_LINE * usual.size):
            row.append(glyph)
        else:
            row = [*_strayed(row, glyph), glyph]
            rows.append(row)
    return [with_marks_in_brackets(_once(sorted(row, key=attrgetter("left")))) for row in rows]


def _strayed(row: list[Glyph], first: Glyph) -> list[Glyph]:
    """The last characters of a line, taken out of it if they stand on the baseline of the first one of the next.

    A sign in a larger font than its digits lies nearer to a label of two lines than these do.
    """
    start, near = len(row), _SLIGHT * first.size
    if row and abs(row[start // 2].base - first.base) > near:
        while abs(row[start - 1].base - first.base) <= near:
            start -= 1
    found = row[start:]
    del row[start:]
    return found


def _once(row: list[Glyph]) -> list[Glyph]:
    """The characters of a line, from the left, without those printed on top of themselves to look bold."""
    lefts = [glyph.left for glyph in row]
    if min(map(sub, lefts[1:], lefts), default=0.0) >= _TWICE * max([glyph.size for glyph in row]):
        return row  # none stands so near to another
    kept: list[Glyph] = []
    last: dict[str, Glyph] = {}
    for glyph in row:
        other = last.get(glyph.text)
        near = _TWICE * glyph.size
        same_size = other is not None and abs(other.size - glyph.size) < near
        if (
            other
            and same_size
            and abs(other.left - glyph.left) < near
            and abs(other.base - glyph.base) < near
        ):
            continue
        last[glyph.text] = glyph
        kept.append(glyph)
    return kept


def _alone(glyph: Glyph) -> PrintedLine:
    """The line of one character: most cells of a report hold a single 0."""
    box = (glyph.left, glyph.top, glyph.right, glyph.bottom)
    return printed_line((Word(glyph.text, box, (glyph,)),), box, glyph.base, glyph.size)


def _line(row: Sequence[Glyph], edges: Sequence[float]) -> PrintedLine:
    texts, lefts, rights, tops, bottoms, bases, sizes, _, _ = zip(*row, strict=True)
    gaps = [
        (left - right) / min(size, other)
        for right, left, size, other in zip(rights, lefts[1:], sizes, sizes[1:], strict=False)
    ]
    if min(gaps, default=0.0) < -_OVER:
        texts = tuple(_with_doubts(texts, gaps))
    if min(sizes) < _UNLIKE * max(sizes):
        texts = tuple(_with_doubtful_sizes(texts, row, gaps))
    box = (lefts[0], min(tops), max(rights), max(bottoms))
    base, size = median(bases), median(sizes)
    if not edges and max(gaps, default=0.0) <= BLANK:
        return printed_line((Word("".join(texts), box, row),), box, base, size)
    words = [
        Word(
            text,
            (lefts[start], min(tops[start:end]), max(rights[start:end]), max(bottoms[start:end])),
            row[start:end],
        )
        for text, start, end in _parts(row, texts, gaps, edges)
    ]
    return printed_line(words, box, base, size)


def _with_doubts(texts: Sequence[str], gaps: Sequence[float]) -> Iterator[str]:
    """The texts of characters, a sign before each digit that stands on another: nobody knows what number they make."""
    yield texts[0]
    for before, text, gap in zip(texts, texts[1:], gaps, strict=False):
        on_another = gap < -_OVER and before.isdecimal() and text.isdecimal()
        yield f"{REPLACEMENT}{text}" if on_another else text


def _with_doubtful_sizes(texts: Sequence[str], row: Sequence[Glyph], gaps: Sequence[float]) -> Iterator[str]:
    """The same before each digit that is far smaller than the one beside it, or larger: it may be a note's mark."""
    yield texts[0]
    for before, glyph, text, gap in zip(row, row[1:], texts[1:], gaps, strict=False):
        digits = gap <= _COLUMN and before.text.isdecimal() and glyph.text.isdecimal()
        heights = sorted((before.bottom - before.top, glyph.bottom - glyph.top))
        yield f"{REPLACEMENT}{text}" if digits and heights[0] < _UNLIKE * heights[1] else text


def _parts(
    row: Sequence[Glyph], texts: Sequence[str], gaps: Sequence[float], edges: Sequence[float]
) -> Iterator[tuple[str, int, int]]:
    """The words of a line: their texts, and from where to where their characters stand in it.

    Args:
        row: the characters of the line.
        texts: what each of them is.
        gaps: how far each of them but the first stands behind the one before it, of their height.
        edges: where numbers end.
    """
    columns = [gap for gap in gaps if gap > _COLUMN]
    usual = median(columns) if columns else 0.0
    typed = bool(columns) and _has_typed_blanks(row, len(columns))
    doubtful = _doubtful(row, gaps) if columns else 0.0
    cells = bool(columns) or _are_cells(row, gaps)
    narrowest = _TIGHT if columns else _NUMBERS
    least = float("-inf") if edges else min(narrowest, BLANK)
    text, start, done = "", 0, 0
    for index in [index for index, gap in enumerate(gaps, 1) if gap > least]:
        text += "".join(texts[done:index])
        gap, before, glyph, done = gaps[index - 1], row[index - 1], row[index], index
        digits = glyph.text.isdecimal() and (before.text.isdecimal() or before.text in _SIGNS)
        stray = digits and (gap < min(usual / _STRAY, _SET_APART) or (typed and _is_typed(before, glyph)))
        narrow = digits and not stray and gap > narrowest
        narrow = narrow or (cells and gap > _SET_APART and _is_dash_apart(before, glyph))
        if narrow and gap == doubtful and not _parted(before, glyph, edges):
            text += REPLACEMENT
        elif gap > _COLUMN or narrow or (digits and _parted(before, glyph, edges)):
            yield text, start, index
            text, start = "", index
        elif gap > BLANK and not stray and not _is_one(before, glyph):
            text += " "
    yield text + "".join(texts[done:]), start, len(row)


def _is_one(before: Glyph, glyph: Glyph) -> bool:
    """Whether no blank parts the two: a number and its point, or what may be its sign, which no font explains."""
    return (glyph.text == "." and before.text.isdecimal()) or (
        before.text == REPLACEMENT and glyph.text.isdecimal()
    )


def _are_cells(row: Sequence[Glyph], gaps: Sequence[float]) -> bool:
    """Whether a line is several cells though none stand far apart: nothing but numbers and signs for none."""
    parted = sum(gap > BLANK for gap in gaps) >= _LEAST_CELLS - 1
    return parted and all(glyph.text.isdecimal() or glyph.text in _DASHES for glyph in row)


def _is_dash_apart(before: Glyph, glyph: Glyph) -> bool:
    """Whether it is a sign for no number beside a number or another sign, and no blank was typed between them."""
    if _is_typed(before, glyph):
        return False
    if glyph.text in _DASHES:
        return before.text.isdecimal() or before.text in _DASHES
    return glyph.text.isdecimal() and before.text in _DASHES


def _has_typed_blanks(row: Sequence[Glyph], apart: int) -> bool:
    """Whether blanks are typed between digits, but not so many that they part the columns of a line themselves."""
    typed = [
        before.text.isdecimal() and glyph.text.isdecimal() and _is_typed(before, glyph)
        for before, glyph in pairwise(row)
        if before.end > before.right
    ]
    return 0 < sum(typed) <= apart


def _doubtful(row: Sequence[Glyph], gaps: Sequence[float]) -> float:
    """The gap between digits of which nobody knows whether it is one between columns; nought where there is none.

    It is one of several, and all others are far wider.
    """
    apart = [index for index, gap in enumerate(gaps) if gap > _SET_APART]
    between = sorted([gaps[at] for at in apart if row[at].text.isdecimal() and row[at + 1].text.isdecimal()])
    alone = len(between) > 2 and between[0] < min(_WIDEST_BLANK, between[1] / _ALONE)
    return between[0] if alone else 0.0


def _is_typed(before: Glyph, glyph: Glyph) -> bool:
    """Whether blanks that were typed fill the gap between two characters."""
    return before.end > before.right and glyph.left - before.end < _FILLED * glyph.size


def _word(text: str, glyphs: Sequence[Glyph]) -> Word:
    top, bottom = min([glyph.top for glyph in glyphs]), max([glyph.bottom for glyph in glyphs])
    return Word(text, (glyphs[0].left, top, max([glyph.right for glyph in glyphs]), bottom), glyphs)


def _spaced(glyphs: Sequence[Glyph]) -> str:
    """The text of a piece of a word."""
    text = glyphs[0].text
    for before, glyph in pairwise(glyphs):
        blank = glyph.left - before.right > BLANK * glyph.size and not _is_typed(before, glyph)
        text += f" {glyph.text}" if blank else glyph.text
    return text


def _middle(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2


def _parted(before: Glyph, glyph: Glyph, edges: Sequence[float]) -> bool:
    """Whether an edge lies between the middles of two characters."""
    first, second = (before.left + before.right) / 2, (glyph.left + glyph.right) / 2
    return bool(edges) and any(first < edge < second for edge in edges)
