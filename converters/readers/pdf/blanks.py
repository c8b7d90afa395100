"""Rows without numbers: labels that have the room of a row, or stand among rows that have labels of their own.

As labels alone they would seem to belong to the numbers below them, where these have lost their own.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

from converters.readers.pdf.edges import Edges
from converters.readers.pdf.lines import centre
from converters.readers.pdf.numbering import begins_label
from converters.readers.pdf.pieces import BESIDE, Piece, bases_of, is_label, joined, pieces_of, shift_of
from converters.readers.pdf.rows import Row

_ROOM = 0.9
"""Of the least distance between rows: so much lies between a row without numbers and what stands around it."""
_CLOSE = 1.3
"""Of a character's height: lines of a label without numbers lie no farther apart."""


def with_blanks(rows: Sequence[Row], edges: Edges) -> list[Row]:
    """The rows, labels without numbers that have the room of a row made rows of empty cells.

    Otherwise they would seem to belong to the numbers below them, where these have lost their own label.
    """
    rows = [Row(row.lines, banded=True, blank=True) if _is_blank(row, edges) else row for row in rows]
    if not any(is_label(row, edges) for row in rows):
        return list(rows)
    pieces = list(pieces_of(rows, edges[0]))
    by_row = bases_of(rows, edges[0])
    shift = shift_of(pieces, by_row)
    bases = [base + shift for base in by_row.values()]
    least = min((after - before for before, after in pairwise(bases)), default=0.0)
    loose = [piece for piece in pieces if is_label(rows[piece.row], edges)]
    claims = {}
    for piece in (piece for piece in loose if piece.is_first):
        label = _label_from(piece, loose)
        others = [other for other in pieces if other not in label and other.word.box[2] > piece.word.box[0]]
        room = _has_room(label, [*bases, *(other.base for other in others)], _ROOM * least)
        if room or _is_between_labels(piece, rows, by_row, edges[0]):
            claims[piece.row] = label
    return list(joined(rows, claims, blank=True)) if claims else list(rows)


def _is_blank(row: Row, edges: Edges) -> bool:
    """Whether rules part it from what is around, and it has a label but no number."""
    if row.numbers or not row.banded:
        return False
    return all(centre(word) < edges[0] for word in row.words) and any(map(begins_label, row.words))


def _label_from(first: Piece, loose: Sequence[Piece]) -> list[Piece]:
    """The lines of a label that begins with this one."""
    label = [first]
    for piece in loose:
        near = 0 < piece.base - label[-1].base <= _CLOSE * piece.line.size
        if near and not piece.is_first and piece.stands_over(first):
            label.append(piece)
    return label


def _is_between_labels(first: Piece, rows: Sequence[Row], counted: Collection[int], edge: float) -> bool:
    """Whether the next numbers above and below have labels of their own that begin in the same column."""
    above = max((row for row in counted if row < first.row), default=None)
    below = min((row for row in counted if row > first.row), default=None)
    return all(
        row is not None
        and any(
            centre(word) < edge and begins_label(word) and abs(word.box[0] - first.word.box[0]) <= BESIDE
            for word in rows[row].words
        )
        for row in (above, below)
    )


def _has_room(label: Sequence[Piece], others: Sequence[float], room: float) -> bool:
    """Whether nothing else stands as near to its lines as in a row of its own."""
    top, bottom = label[0].base - room, label[-1].base + room
    return all(base <= top or base >= bottom for base in others)
