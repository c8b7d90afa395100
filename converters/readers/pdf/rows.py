"""Lines of a page → rows of tables: one line each, but several where rules across the page hold them together."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from converters.readers.pdf.glyphs import REPLACEMENT
from converters.readers.pdf.lines import PrintedLine, Word, around, line_of
from converters.readers.pdf.page import Page

_LEAST_BANDS = 3
_BELOW = 0.4
"""Of the narrower word's width: so much must stand below another one; numbers side by side may touch."""
_BROKEN = 1.3
"""Of a character's height: a number that is broken goes on no farther below; rows are set at least 1.33 apart."""
_REMARK = re.compile(r"[-+－＋]?\d[\d,，.]*[^\d（()）]{0,2}[（(][^（()）]*")
"""A number with a remark that goes on in the next line of its cell."""
_REMARK_END = re.compile(r"[^（()）]*[）)][^（()）]*")
_MOST_REMARK = 5
"""Lines from the beginning of a remark to its end, those of the label and of the other numbers among them."""
HALVES = 1.7
"""The same: the halves of a number lie no farther apart, for rows lie farther than half of that."""
_MOST_PARTS = 5
"""Lines over which the numbers of a row are broken around its middle: some in two parts, some in three."""
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、．.)）]|[（(]?\d{1,2}[、．.)）]|[（(][一二三四五六七八九十]{1,3}$"
    r"|其中|第[一二三四五六七八九十]{1,3}(?:[条项类]|$)"
)
"""How labels begin, though a line end within their number cuts them short: a line that begins so goes on with none."""
_MANY = 5
"""Numbers of a row that are hardly all broken."""
_LONGEST_NUMBERING = 2
LEADING = 2.6
"""Of a character's height: lines of one label lie no farther apart; on printed pages with wide lines they do 2.5."""
_BESIDE = 2.0
"""Points: so far apart rules may end that end with the same column."""
_HIGHEST = 150.0
"""Points between two rules that still make a row; a page of prose between two rules does not."""


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of a page that are one row of a table: several where rules across the page hold them together."""

    lines: tuple[PrintedLine, ...]
    banded: bool = False
    blank: bool = False
    """Whether it has a label and as much room as any row, but no number."""
    numbers: tuple[Word, ...] = field(init=False)
    """Its numbers, from left to right; one that goes on in the next line of its cell is one."""

    def __post_init__(self) -> None:
        found = [word for line in self.lines for word in line.words if word.is_number]
        if len(self.lines) > 1:
            found = [_whole(stack) for stack in stacks_of(found)]
        object.__setattr__(self, "numbers", tuple(sorted(found, key=lambda word: word.box[0])))

    @property
    def words(self) -> list[Word]:
        """All words of the row, line by line."""
        return [word for line in self.lines for word in line.words]


def stacks_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand below one another together, from left to right."""
    stacks: list[list[Word]] = []
    left, right = float("inf"), float("-inf")
    for word in sorted(words, key=lambda word: word.box[0]):
        start, _, end, _ = word.box
        if stacks and right - start > _BELOW * min(end - start, right - left):
            stacks[-1].append(word)
            right = max(right, end)
        else:
            stacks.append([word])
            left, right = start, end
    return [sorted(stack, key=lambda word: (word.box[1], word.box[0])) for stack in stacks]


def _whole(stack: Sequence[Word]) -> Word:
    """The number whose parts stand below one another."""
    if len(stack) == 1:
        return stack[0]
    return Word("".join(word.text for word in stack), around([word.box for word in stack]))


def numbering_of(text: str) -> Iterator[re.Match[str]]:
    """Where something in a text looks like the beginning of a label."""
    return _NUMBERED.finditer(text)


def begins_label(word: Word) -> bool:
    """Whether it begins as labels do."""
    return word.in_label or _NUMBERED.match(word.text) is not None


def rows_of_lines(page: Page, lines: Sequence[PrintedLine]) -> list[Row]:
    """The lines of a page, those between two rules across it together in one row."""
    lines = list(_with_numberings(lines))
    heights = _heights(page, lines)
    rows = [Row(held, banded=inside and _is_row(held)) for inside, held in _bands(lines, heights)]
    counted = sum(row.banded and (row.numbers != () or any(map(begins_label, row.words))) for row in rows)
    parted = counted >= _LEAST_BANDS and 2 * counted >= len(heights) - 1
    return [
        part
        for at, row in enumerate(rows)
        for part in ([row] if parted and _is_of_table(rows, at) else _unbroken(row.lines))
    ]


def _is_of_table(rows: Sequence[Row], at: int) -> bool:
    """Whether a row between rules has numbers or a label alone: headings and prose reach farther to the right."""
    row = rows[at]
    counted = next((other for other in (*reversed(rows[:at]), *rows[at:]) if other.numbers), None)
    return row.banded and (
        row.numbers != ()
        or (counted is not None and all(word.box[2] <= counted.numbers[0].box[0] for word in row.words))
    )


def _bands(
    lines: Sequence[PrintedLine], heights: Sequence[float]
) -> Iterator[tuple[bool, tuple[PrintedLine, ...]]]:
    """The lines between two rules together, and whether there is one above and one below, as near as around a row."""
    for band, held in groupby(lines, key=lambda line: _band(line, heights)):
        inside = 0 < band < len(heights) and heights[band] - heights[band - 1] <= _HIGHEST
        yield inside, tuple(held)


def _band(line: PrintedLine, heights: Sequence[float]) -> int:
    """How many rules lie above a line."""
    return bisect_right(heights, line.base - 0.3 * line.size)


def _with_numberings(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines, the number of a label known as one where the line ends behind it, before its point or comma."""
    for at, line in enumerate(lines):
        last = line.words[-1]
        cut = len(last.text) <= _LONGEST_NUMBERING and last.text.isdecimal()
        if cut and any(_goes_on(last, word) for below in lines[at + 1 : at + 3] for word in below.words):
            yield line_of([*line.words[:-1], replace(last, in_label=True)], line)
        else:
            yield line


def _goes_on(number: Word, below: Word) -> bool:
    """Whether what stands below begins with the point or comma behind a number."""
    size = number.glyphs[0].size
    lower = below.glyphs[0].base - number.glyphs[0].base
    return (
        below.text[0] in "、．.，," and lower <= LEADING * size and abs(below.box[0] - number.box[0]) <= size
    )


def _unbroken(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """Each line a row; where numbers go on in the next line of their cells, these lines and what is between are one."""
    start = 0
    while start < len(lines):
        if parts := _around(lines[start : start + 5]):
            yield from _with_parts(parts)
            start += len(parts)
            continue
        if _may_go_on(*lines[start : start + 2]):
            yield from _in_doubt(*lines[start : start + 2])
            start += 2
            continue
        end = next(
            (
                last
                for last in (start + 1, start + 2)
                if last < len(lines) and _breaks(*lines[start : last + 1])
            ),
            _end_of_remark(lines, start),
        )
        while start < end < len(lines) - 1 and _breaks(*lines[end : end + 2]):
            end += 1
        if end > start and _may_be_rows(lines[start : end + 1], lines[end + 1 :]):
            yield from _in_doubt(lines[start], lines[end])
        else:
            yield Row(tuple(lines[start : end + 1]), banded=end > start)
        start = end + 1


def _around(lines: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """The first three or five of these lines, if numbers of the middle one's row are broken over them; else nothing.

    Two halves of a number stand around the middle, the first and last of three parts farther out.
    """
    if len(lines) == _MOST_PARTS:
        outer, inner = (lines[0], lines[2], lines[4]), lines[1:4]
        beside = [word for line in (lines[1], lines[3]) for word in line.words]
        ends = [word for line in (lines[0], lines[4]) for word in line.words if word.is_number]
        apart = not any(_overlap(end, word) for end in ends for word in beside)
        if apart and _is_around(*inner) and _is_around(*outer, through=True):
            return lines
    for through in (False, True):
        if _is_around(*lines[:3], through=through):
            return lines[:3]
    return ()


def _with_parts(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """The row of the middle line with the parts of numbers around it, and what labels there are beside these."""
    middle = len(lines) // 2
    parted = [_parted(line) for line in lines]
    for labels, line in zip((labels for labels, _ in parted[:middle]), lines, strict=False):
        if labels:
            yield Row((line_of(labels, line),))
    upper, lower = (
        [line_of(numbers, line) for (_, numbers), line in zip(parted[part], lines[part], strict=True)]
        for part in (slice(middle), slice(middle + 1, None))
    )
    yield Row((*upper, lines[middle], *lower))
    for (labels, _), line in zip(parted[middle + 1 :], lines[middle + 1 :], strict=True):
        if labels:
            yield Row((line_of(labels, line),))


def _may_be_rows(lines: Sequence[PrintedLine], below: Sequence[PrintedLine]) -> bool:
    """Whether the last numbers of a page stand below others each, as halves of them do, or those of a row it cuts."""
    counts = {sum(word.is_number for word in line.words) for line in lines}
    last = not any(word.is_number for line in below for word in line.words)
    return last and len(counts) == 1 and counts.pop() >= _MANY


def _is_half(upper: Word, lower: Word) -> bool:
    """Whether two numbers may be one, broken: none begins with a nought before another digit."""
    return upper.text not in ("0", "０") or not lower.text[0].isdecimal()


def _may_go_on(upper: PrintedLine, *others: PrintedLine) -> bool:
    """Whether a line of a label has numbers that may be ends of some in the line above it: too near for a row."""
    if not others:
        return False
    (labels, ends), (_, numbers) = _parted(others[0]), _parted(upper)
    if not labels or not 0 < len(ends) < len(numbers):
        return False
    first = ends[0].glyphs[0]
    return (
        first.base - numbers[0].glyphs[0].base <= _BROKEN * first.size
        and not _are_rows((upper, others[0]))
        and all(any(_overlap(end, number) for number in numbers) for end in ends)
        and all(word.box[2] <= numbers[0].box[0] for word in labels)
    )


def _in_doubt(upper: PrintedLine, lower: PrintedLine) -> Iterator[Row]:
    """The two lines, the numbers in doubt that may go on in the second one, of which its labels are left."""
    labels, ends = _parted(lower)
    words = [
        replace(word, text=word.text + REPLACEMENT) if any(_overlap(word, end) for end in ends) else word
        for word in upper.words
    ]
    yield Row((line_of(words, upper),))
    if labels:
        yield Row((line_of(labels, lower),))


def _parted(line: PrintedLine) -> tuple[list[Word], list[Word]]:
    """The other words of a line, and its numbers."""
    return [word for word in line.words if not word.is_number], [
        word for word in line.words if word.is_number
    ]


def _end_of_remark(lines: Sequence[PrintedLine], start: int) -> int:
    """The line in which a remark behind a number of this line ends, this one if there is no such remark."""
    for word in (word for word in lines[start].words if _REMARK.fullmatch(word.text)):
        for at in range(start + 1, min(start + _MOST_REMARK, len(lines))):
            if lines[at].base - lines[at - 1].base > _BROKEN * lines[at].size:
                break
            if any(_REMARK_END.fullmatch(end.text) and _overlap(end, word) for end in lines[at].words):
                return at
    return start


def _breaks(upper: PrintedLine, *others: PrintedLine) -> bool:
    """Whether all numbers of the last line stand close below numbers of the first, and nothing between the two."""
    *between, lower = others
    if not (lower.is_numbers and lower.base - upper.base <= _BROKEN * lower.size):
        return False
    numbers = [word for word in upper.words if word.is_number]
    others_words = [word for line in between for word in line.words]
    return all(
        any(_overlap(word, number) and _is_half(number, word) for number in numbers)
        and not any(_overlap(word, other) for other in others_words)
        for word in lower.words
    )


def _is_around(upper: PrintedLine, *others: PrintedLine, through: bool = False) -> bool:
    """Whether the numbers of two lines are parts of some, in whose middle the line between them stands, a row's.

    `through` if these have a third part in that line, which has whole numbers besides; otherwise they are halves.
    """
    if len(others) != 2:
        return False
    middle, lower = others
    tops, bottoms, between = (
        [word for word in line.words if word.is_number] for line in (upper, lower, middle)
    )
    if not (0 < len(tops) == len(bottoms) and between) or _are_rows((upper, middle, lower)):
        return False
    labels = [word for line in (upper, lower) for word in line.words if not word.is_number]
    first = min(word.box[0] for word in (*tops, *between))
    parts = [[word for word in middle.words if _overlap(half, word)] for half in (*tops, *bottoms)]
    inside = all(len(part) == 1 and part[0].is_number for part in parts) and len(tops) < len(between)
    return (
        bottoms[0].glyphs[0].base - tops[0].glyphs[0].base
        <= (2 * _BROKEN if through else HALVES) * lower.size
        and all(
            _overlap(top, bottom) and _is_half(top, bottom) for top, bottom in zip(tops, bottoms, strict=True)
        )
        and (inside if through else not any(parts))
        and all(word.box[2] <= first for word in labels)
    )


def _are_rows(lines: Sequence[PrintedLine]) -> bool:
    """Whether labels of one column begin beside the numbers of the first of these lines, and of another."""
    first, *others = (_label_beside(line) for line in lines)
    return first is not None and any(other and _overlap(first, other) for other in others)


def _label_beside(line: PrintedLine) -> Word | None:
    """What stands next to the numbers of a line, left of them, if a label begins there."""
    labels, numbers = _parted(line)
    before = [word for word in labels if numbers and word.box[2] <= numbers[0].box[0]]
    return before[-1] if before and begins_label(before[-1]) else None


def _overlap(one: Word, other: Word) -> bool:
    return one.box[0] < other.box[2] and other.box[0] < one.box[2]


def _heights(page: Page, lines: Sequence[PrintedLine]) -> list[float]:
    """The heights of the rules across a page that part rows: from the numbers on to where the longest rules end.

    These are about as long as the longest, or leave out a label over several rows.
    """
    longest = max((stroke.end - stroke.start for stroke in page.across), default=0.0)
    long = sorted(
        (stroke for stroke in page.across if stroke.end - stroke.start > 0.8 * longest), key=lambda s: s.at
    )
    heights = [stroke.at for stroke in long]
    short = [
        stroke
        for stroke in page.across
        if 0.8 * longest >= stroke.end - stroke.start > 0.5 * longest
        and 0 < bisect_right(heights, stroke.at) < len(heights)
        and abs(stroke.end - long[bisect_right(heights, stroke.at)].end) <= _BESIDE
    ]
    if not short:
        return heights
    firsts: dict[int, float] = {}
    for line in lines:
        lefts = [word.box[0] for word in line.words if word.is_number]
        if lefts:
            band = _band(line, heights)
            firsts[band] = min(firsts.get(band, lefts[0]), *lefts)
    beside = [
        stroke.at for stroke in short if stroke.start < firsts.get(bisect_right(heights, stroke.at), 0.0)
    ]
    return sorted([*heights, *beside])


def _is_row(lines: Sequence[PrintedLine]) -> bool:
    """Whether what stands between two rules is one row: nothing above a number or below it."""
    stacks = stacks_of([word for line in lines for word in line.words])
    return all(len(stack) == 1 for stack in stacks if any(word.is_number for word in stack))
