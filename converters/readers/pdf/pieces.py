"""Words of labels of several lines, each with the row and line in which it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from converters.readers.pdf.edges import Edges
from converters.readers.pdf.lines import PrintedLine, Word, centre, line_of, median, printed_line
from converters.readers.pdf.numbering import begins_label
from converters.readers.pdf.rows import Row

BESIDE = 1.0
"""Points: labels of one column begin no farther apart, where they are set to the left."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a label, the row and line in which it stands, and its baseline."""

    word: Word
    row: int
    line: PrintedLine
    base: float

    def stands_over(self, other: "Piece") -> bool:
        """Whether most of the shorter of the two stands below the other."""
        (left, _, right, _), (start, _, end, _) = self.word.box, other.word.box
        return 2 * (min(right, end) - max(left, start)) > min(right - left, end - start)

    @property
    def is_first(self) -> bool:
        """Whether it begins as labels do."""
        return begins_label(self.word)


def is_label(row: Row, edges: Edges) -> bool:
    """Whether nothing but words of labels stands in it."""
    return not row.banded and not row.numbers and all(centre(word) < edges[0] for word in row.words)


def pieces_of(rows: Sequence[Row], edge: float) -> Iterator[Piece]:
    """The words left of the numbers, from the top down."""
    for index, row in enumerate(rows):
        for line in row.lines if not row.banded else ():
            for word in line.words:
                if centre(word) < edge and not word.is_number:
                    yield Piece(word, index, line, word.glyphs[0].base)


def bases_of(rows: Sequence[Row], edge: float) -> dict[int, float]:
    """The baselines of the numbers of the rows that have some."""
    return {index: base for index, row in enumerate(rows) if (base := _base(row, edge)) is not None}


def _base(row: Row, edge: float) -> float | None:
    """The baseline of its numbers; nothing where it has none."""
    glyphs = [glyph for word in row.numbers if centre(word) >= edge for glyph in word.glyphs]
    return median([glyph.base for glyph in glyphs]) if glyphs else None


def shift_of(pieces: Sequence[Piece], bases: dict[int, float]) -> float:
    """By how much labels of one line stand lower than their numbers."""
    shifts = [piece.base - bases[piece.row] for piece in pieces if piece.row in bases]
    return median(shifts) if shifts else 0.0


def joined(
    rows: Sequence[Row], claims: Mapping[int, Sequence[Piece]], *, blank: bool = False
) -> Iterator[Row]:
    """The rows with the pieces that they claim, without those that others do.

    Args:
        rows: the rows of a table.
        claims: by the number of a row the pieces that it claims.
        blank: whether these make rows of their own, which are blank.
    """
    gone = {id(piece.word) for found in claims.values() for piece in found}
    for index, row in enumerate(rows):
        left = tuple(line for line in (_without(line, gone) for line in row.lines) if line is not None)
        added = [
            printed_line((piece.word,), piece.word.box, piece.base, piece.line.size)
            for piece in claims.get(index, ())
        ]
        if added and not blank:
            yield Row(tuple(sorted((*left, *added), key=lambda line: line.base)), banded=True)
        elif left:
            yield row if left == row.lines else Row(left, row.banded)
        if added and blank:
            yield Row(tuple(added), banded=True, blank=True)


def _without(line: PrintedLine, gone: set[int]) -> PrintedLine | None:
    kept = tuple(word for word in line.words if id(word) not in gone)
    if len(kept) == len(line.words):
        return line
    return line_of(kept, line) if kept else None
