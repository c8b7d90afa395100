"""Rows of tables: the lines and numbers of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from converters.readers.pdf.lines import PrintedLine, Word, around

_BELOW = 0.4
"""Of the narrower word's width: so much must stand below another one; numbers side by side may touch."""


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
        numbers = self.lines[0].numbers
        if len(self.lines) > 1:
            stacks = stacks_of([word for line in self.lines for word in line.numbers])
            numbers = tuple(sorted(map(_whole, stacks), key=lambda word: word.box[0]))
        object.__setattr__(self, "numbers", numbers)

    @property
    def words(self) -> Sequence[Word]:
        """All words of the row, line by line."""
        if len(self.lines) == 1:
            return self.lines[0].words
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
