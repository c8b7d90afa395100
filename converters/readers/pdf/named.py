"""Columns of tables without rules told by the names that a form gives them, whether or not numbers stand in all.

Where blanks are printed for noughts, whole columns have no number, and no sum tells which. The headings do, if all of
a table's stand there in its order and every number stands below one: below the words themselves, as numbers may stand
anywhere in a column that is wider than its heading. Headings that touch are cut by the names that they are made of.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from converters.anchors import printed_columns
from converters.labels import fold
from converters.readers.pdf.edges import BEFORE, Edges, fits, parts_of
from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.lines import PrintedLine, centre, rows_of, words_at_gaps
from converters.readers.pdf.rows import Row

_LEAST_COLUMNS = 5
"""Narrower tables have a name or two, which stand in prose as well."""
MOST_LINES = 14
"""Lines of headings; those of narrow columns are printed in six."""
_LONGEST = 80
"""Characters of headings that touch; the names of the widest table have 58."""
_OVER = 0.1
"""Of a character's height: so far the boxes of characters in cells that touch may reach over one another."""

Names = tuple[frozenset[str], ...]
Extent = tuple[float, float]
"""From where to where the words of a heading reach."""
Cut = tuple[tuple[int, ...], ...]
"""For every name of those that touch, how many characters of each line are its."""


class _Heading(NamedTuple):
    """Words that stand below one another: their characters, as they came and by line, and the texts of the lines."""

    glyphs: Sequence[Glyph]
    lines: Sequence[Sequence[Glyph]]
    texts: tuple[str, ...]
    left: float
    right: float

    def stands_over(self, left: float, right: float) -> bool:
        """Whether one of the characters stands over or below some place between these two."""
        near = left < self.right and self.left < right
        return near and any(glyph.left < right and left < glyph.right for glyph in self.glyphs)


def are_known(edges: Edges) -> bool:
    """Whether these part as many columns as some table has."""
    return len(edges) - 1 in {len(names) for names in _tables()}


def edges_of_names(above: Sequence[PrintedLine], rows: Sequence[Row]) -> Edges:
    """What parts the columns of these rows, by the names above them; nothing where these do not tell.

    Args:
        above: what stands above the first row, the end of the page before it included.
        rows: rows of a table, labels among them.
    """
    lines = above[-MOST_LINES:]
    numbered = [at for at, line in enumerate(lines, 1) if any(word.is_number for word in line.words)]
    lines = lines[max(numbered, default=0) :]
    letters = set(fold("".join([word.text for line in lines for word in line.words])))
    tables = [names for names in _tables() if _letters(names) <= letters]
    if not tables:
        return ()
    stacks = _stacks(lines)
    found = {
        extents
        for names in tables
        for start in range(len(stacks))
        for extents in _extents(stacks[start:], names)
    }
    if len(found) != 1:
        return ()
    (columns,) = found
    numbers = [word.box for row in rows for word in row.numbers]
    between = [(before + after) / 2 for (_, before), (after, _) in pairwise(columns)]
    first = min([columns[0][0], *(left for left, *_ in numbers)]) - BEFORE
    edges = (first, *between, max([columns[-1][1], *(right for _, _, right, _ in numbers)]))
    return edges if all(_stand_below(row, edges, columns) for row in rows) else ()


@cache
def _tables() -> tuple[Names, ...]:
    """The names of the columns of every table that is wide enough."""
    return tuple(names for names in printed_columns() if len(names) >= _LEAST_COLUMNS)


@cache
def _letters(names: Names) -> frozenset[str]:
    """The characters without which these names are not printed, whatever is said for them."""
    return frozenset().union(*(frozenset.intersection(*map(frozenset, own)) for own in names))


def _stacks(lines: Sequence[PrintedLine]) -> list[_Heading]:
    """The lowest words that stand below one another, from left to right, without what stands over whole names."""
    stacks: list[_Heading] = []
    for word in (part for line in reversed(lines) for whole in line.words for part in words_at_gaps(whole)):
        left, _, right, _ = word.box
        below = [stack for stack in stacks if stack.stands_over(left, right)]
        if not any(_are_names(stack.texts) for stack in below):
            stacks = [stack for stack in stacks if all(stack is not other for other in below)]
            stacks.append(_heading([*(glyph for stack in below for glyph in stack.glyphs), *word.glyphs]))
    return sorted(stacks, key=lambda stack: stack.left)


def _heading(glyphs: Sequence[Glyph]) -> _Heading:
    lines = rows_of(glyphs)
    left, right = min([glyph.left for glyph in glyphs]), max([glyph.right for glyph in glyphs])
    return _Heading(glyphs, lines, tuple(map(_text, lines)), left, right)


@lru_cache(maxsize=4096)
def _are_names(lines: tuple[str, ...]) -> bool:
    """Whether these lines are made of names that follow one another in a table."""
    return any(_cuts(lines, names[start:]) for names in _tables() for start in range(len(names)))


def _text(line: Sequence[Glyph]) -> str:
    return "".join([_folded(glyph.text) for glyph in line])


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """A character as names have it, one for one."""
    folded = fold(character)
    return folded if len(folded) == 1 else character[0]


def _extents(stacks: Sequence[_Heading], names: Names) -> Iterator[tuple[Extent, ...]]:
    """The ways in which these are a table's names, each once and in order: from where to where each reaches."""
    if not stacks or not names:
        if not stacks and not names:
            yield ()
        return
    first = stacks[0]
    for cut in _cuts(first.texts, names):
        columns = list(_parted(first.lines, cut))
        over = _OVER * first.lines[0][0].size
        if all(after[0] >= before[1] - over for before, after in pairwise(columns)):
            for others in _extents(stacks[1:], names[len(cut) :]):
                yield (*columns, *others)


def _parted(lines: Sequence[Sequence[Glyph]], cut: Cut) -> Iterator[Extent]:
    """From where to where each of the names reaches."""
    done = [0] * len(lines)
    for lengths in cut:
        glyphs = [
            glyph
            for line, start, length in zip(lines, done, lengths, strict=True)
            for glyph in line[start : start + length]
        ]
        done = [start + length for start, length in zip(done, lengths, strict=True)]
        yield min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)


@lru_cache(maxsize=4096)
def _cuts(lines: tuple[str, ...], names: Names) -> tuple[Cut, ...]:
    """The ways to cut lines into the first of these names."""
    return tuple(_ways(lines, names)) if sum(map(len, lines)) <= _LONGEST else ()


def _ways(lines: tuple[str, ...], names: Names) -> Iterator[Cut]:
    if not any(lines):
        yield ()
    elif names:
        for lengths in (lengths for name in names[0] for lengths in _beginnings(lines, name)):
            rest = tuple(line[length:] for line, length in zip(lines, lengths, strict=True))
            for others in _ways(rest, names[1:]):
                yield (lengths, *others)


def _beginnings(lines: tuple[str, ...], name: str) -> Iterator[tuple[int, ...]]:
    """How many characters of each line, from its beginning, make a name when read one line after the other."""
    if not lines:
        if not name:
            yield ()
        return
    first, *others = lines
    for length in range(len(first) + 1):
        if not name.startswith(first[:length]):
            return
        for lengths in _beginnings(tuple(others), name[length:]):
            yield (length, *lengths)


def _stand_below(row: Row, edges: Edges, columns: Sequence[Extent]) -> bool:
    """Whether every number of the row stands below the words of a heading of its own."""
    found = [piece for word in row.numbers for piece in parts_of(word, edges)]
    return fits(found, edges) and all(
        left <= centre(word) <= right
        for word in found
        for left, right in [columns[bisect_right(edges, centre(word)) - 1]]
    )
