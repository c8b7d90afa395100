"""Labels of several lines in tables without rules: set by their height into the row about which they are centred.

A cell is as high as its label, and what is in it stands in its middle: of two lines one stands above the numbers of
the row and one below, as far away. Lines that stand so are the row's; all others are left as they are.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from converters.readers.pdf.edges import Edges
from converters.readers.pdf.lines import BLANK, PrintedLine, Word, centre, line_of, median
from converters.readers.pdf.rows import LEADING, Row, begins_label, numbering_of

_ASKEW = 0.2
"""The same: so far the middle of a label may lie from that of its numbers, and steps from line to line may differ."""
_UNEVEN = 0.1
"""The same: steps from line to line of one label differ no more; those to a label of the next row do by 0.17."""
_ROOM = 0.9
"""Of the least distance between rows: so much lies between a row without numbers and what stands around it."""
_CLOSE = 1.3
"""Of a character's height: lines of a label without numbers lie no farther apart."""
_APART = 1.1
"""Of a step from line to line: so far lies the label of the next row at least, two paddings between."""
_BESIDE = 1.0
"""Points: labels of one column begin no farther apart, where they are set to the left."""
_NEXT = 1.05
"""Of a step from line to line: what lies no farther below is a line of the same label."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of a label, the row and line in which it stands, and its baseline."""

    word: Word
    row: int
    line: PrintedLine
    base: float

    def stands_over(self, other: "_Piece") -> bool:
        """Whether most of the shorter of the two stands below the other."""
        (left, _, right, _), (start, _, end, _) = self.word.box, other.word.box
        return 2 * (min(right, end) - max(left, start)) > min(right - left, end - start)

    @property
    def is_first(self) -> bool:
        """Whether it begins as labels do."""
        return begins_label(self.word)


def with_labels(rows: Sequence[Row], edges: Edges) -> list[Row]:
    """The rows, from the top down; lines of labels that stand around numbers in the row of these."""
    if not any(is_label(row, edges) for row in rows):
        return list(rows)
    rows = list(_parted(rows, edges[0]))
    pieces = list(_pieces(rows, edges[0]))
    loose = [piece for piece in pieces if is_label(rows[piece.row], edges)]
    bases = _bases(rows, edges[0])
    shift = _shift(pieces, bases)
    middles = {index: base + shift for index, base in bases.items() if not rows[index].banded}
    inner = _inner(middles, pieces, loose)
    claims: dict[int, list[_Piece]] = {
        index: list(
            _around(
                middle,
                [piece for piece in pieces if piece.row == index],
                loose,
                {piece for piece, row in inner.items() if row != index},
            )
        )
        for index, middle in middles.items()
    }
    claimed = [id(piece) for found in claims.values() for piece in found]
    claims = {
        index: found
        for index, found in claims.items()
        if found and all(claimed.count(id(piece)) == 1 for piece in found)
    }
    claims = claims or _below(pieces, loose, bases)
    return list(_joined(rows, claims)) if claims else list(rows)


def _below(
    pieces: Sequence[_Piece], loose: Sequence[_Piece], bases: Mapping[int, float]
) -> dict[int, list[_Piece]]:
    """Labels that begin beside their numbers and go on below: by the number of a row the lines below it.

    Nothing if a single line of the table may go on from no label above, or is as near to the one of the next row
    though that does not begin as labels do, or may be the label of numbers that have none. What no row follows may
    be a row without numbers: it goes on only if no farther below than others do, or nearer than any rows are.
    """
    claims: dict[int, list[_Piece]] = {}
    owner: dict[int, int] = {}
    usual = 0.0
    last: list[tuple[float, int, _Piece]] = []
    nameless = bases.keys() - {piece.row for piece in pieces}
    for piece in (piece for piece in loose if piece.row > min(bases, default=len(pieces))):
        column = [other for other in pieces if piece.stands_over(other)]
        above = [other for other in column if other.base < piece.base]
        below = [other for other in column if other.base > piece.base and other.row in bases]
        row = owner.get(id(above[-1]), above[-1].row) if above else -1
        step = piece.base - above[-1].base if above else 0.0
        near = bool(below) and not below[0].is_first and below[0].base - piece.base < _APART * step
        if piece.is_first and piece.row > max(bases):
            break
        until = below[0].row if below else max(bases) + 1
        unnamed = any(row < other < until for other in nameless)
        if row not in bases or piece.is_first or near or unnamed or step > LEADING * piece.line.size:
            return {}
        owner[id(piece)] = row
        if below:
            claims.setdefault(row, []).append(piece)
            usual = max(usual, step)
        else:
            last.append((step, row, piece))
    rows = sorted(bases.values())
    pitch = min((lower - upper for upper, lower in pairwise(rows)), default=0.0)
    for step, row, piece in last:
        if step > _NEXT * usual and _APART * step > pitch:
            break
        claims.setdefault(row, []).append(piece)
    return claims


def _parted(rows: Sequence[Row], edge: float) -> Iterator[Row]:
    """The rows, words that are labels of two columns cut where the second begins, below or above others that do."""
    words = [word for row in rows for word in row.words if centre(word) < edge]
    begins = {round(word.box[0]) for word in words if begins_label(word)}
    behind = Counter(round(word.glyphs[at].left) for word in words for at in _behind_gaps(word))
    begins |= {begin for begin, count in behind.items() if count > 1}
    for row in rows:
        lines = tuple(
            line_of([part for word in line.words for part in _parts(word, begins)], line)
            for line in row.lines
        )
        changed = any(len(new.words) > len(old.words) for new, old in zip(lines, row.lines, strict=True))
        yield Row(lines, row.banded) if changed and not row.banded else row


def _gaps(word: Word) -> list[int]:
    """Before which of its characters there are gaps."""
    return [
        at
        for at, (before, glyph) in enumerate(pairwise(word.glyphs), 1)
        if glyph.left - before.right > BLANK * glyph.size
    ]


def _numbers_in(word: Word) -> list[int]:
    """With which of its characters something begins as labels do."""
    return [number.start() for number in numbering_of("".join(glyph.text for glyph in word.glyphs))]


def _behind_gaps(word: Word) -> Iterator[int]:
    """With which of its characters a label may begin behind that of a group."""
    yield from set(_gaps(word)) & set(_numbers_in(word))


def _parts(word: Word, begins: Collection[int]) -> Iterator[Word]:
    """The word, cut where others begin above or below: before a number in it, or behind a gap."""
    for at in sorted({*_numbers_in(word), *_gaps(word)}):
        if at and any(abs(word.glyphs[at].left - begin) <= _BESIDE for begin in begins):
            first, rest = word.parts(at)
            yield first
            yield from _parts(rest, begins)
            return
    yield word


def with_blanks(rows: Sequence[Row], edges: Edges) -> list[Row]:
    """The rows, labels without numbers that have the room of a row made rows of empty cells.

    Otherwise they would seem to belong to the numbers below them, where these have lost their own label.
    """
    rows = [Row(row.lines, banded=True, blank=True) if _is_blank(row, edges) else row for row in rows]
    if not any(is_label(row, edges) for row in rows):
        return list(rows)
    pieces = list(_pieces(rows, edges[0]))
    by_row = _bases(rows, edges[0])
    shift = _shift(pieces, by_row)
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
    return list(_joined(rows, claims, blank=True)) if claims else list(rows)


def _is_blank(row: Row, edges: Edges) -> bool:
    """Whether rules part it from what is around, and it has a label but no number."""
    labelled = all(centre(word) < edges[0] for word in row.words) and any(map(begins_label, row.words))
    return row.banded and not row.numbers and labelled


def _label_from(first: _Piece, loose: Sequence[_Piece]) -> list[_Piece]:
    """The lines of a label that begins with this one."""
    label = [first]
    for piece in loose:
        near = 0 < piece.base - label[-1].base <= _CLOSE * piece.line.size
        if near and not piece.is_first and piece.stands_over(first):
            label.append(piece)
    return label


def _is_between_labels(first: _Piece, rows: Sequence[Row], counted: Collection[int], edge: float) -> bool:
    """Whether the next numbers above and below have labels of their own that begin in the same column."""
    above = max((row for row in counted if row < first.row), default=None)
    below = min((row for row in counted if row > first.row), default=None)
    return all(
        row is not None
        and any(
            centre(word) < edge and begins_label(word) and abs(word.box[0] - first.word.box[0]) <= _BESIDE
            for word in rows[row].words
        )
        for row in (above, below)
    )


def _has_room(label: Sequence[_Piece], others: Sequence[float], room: float) -> bool:
    """Whether nothing else stands as near to its lines as in a row of its own."""
    top, bottom = label[0].base - room, label[-1].base + room
    return all(base <= top or base >= bottom for base in others)


def _pieces(rows: Sequence[Row], edge: float) -> Iterator[_Piece]:
    """The words left of the numbers, from the top down."""
    for index, row in enumerate(rows):
        for line in row.lines if not row.banded else ():
            for word in line.words:
                if centre(word) < edge and not word.is_number:
                    yield _Piece(word, index, line, word.glyphs[0].base)


def is_label(row: Row, edges: Edges) -> bool:
    """Whether nothing but words of labels stands in it."""
    return not row.banded and not row.numbers and all(centre(word) < edges[0] for word in row.words)


def _bases(rows: Sequence[Row], edge: float) -> dict[int, float]:
    """The baselines of the numbers of the rows that have some."""
    return {index: base for index, row in enumerate(rows) if (base := _base(row, edge)) is not None}


def _base(row: Row, edge: float) -> float | None:
    """The baseline of its numbers; nothing where it has none."""
    glyphs = [glyph for word in row.numbers if centre(word) >= edge for glyph in word.glyphs]
    return median([glyph.base for glyph in glyphs]) if glyphs else None


def _shift(pieces: Sequence[_Piece], bases: dict[int, float]) -> float:
    """By how much labels of one line stand lower than their numbers."""
    shifts = [piece.base - bases[piece.row] for piece in pieces if piece.row in bases]
    return median(shifts) if shifts else 0.0


def _inner(middles: Mapping[int, float], pieces: Sequence[_Piece], loose: Sequence[_Piece]) -> dict[int, int]:
    """The loose lines, by their identities, that stand next to the numbers of a row, as far above as below."""
    found: dict[int, int] = {}
    for index, middle in middles.items():
        if any(piece.row == index for piece in pieces):
            continue
        above = [piece for piece in loose if piece.base < middle]
        up = above[-1] if above else None
        down = next((piece for piece in loose if piece.base > middle), None)
        if up and down and up.stands_over(down) and not down.is_first and _is_centred(up, down, middle):
            found |= {id(up): index, id(down): index}
    return found


def _is_centred(up: _Piece, down: _Piece, middle: float) -> bool:
    """Whether the middle of two lines lies at this height."""
    return abs((down.base + up.base) / 2 - middle) <= _ASKEW * down.line.size


def _around(
    middle: float, own: Sequence[_Piece], loose: Sequence[_Piece], taken: AbstractSet[int]
) -> Iterator[_Piece]:
    """The loose lines of labels whose middle lies at this height.

    Args:
        middle: the baseline that a label of one line would have.
        own: the pieces that stand there.
        loose: all loose pieces of the table.
        taken: the identities of those that stand next to the numbers of other rows.
    """
    above = [piece for piece in reversed(loose) if piece.base < middle]
    below = [piece for piece in loose if piece.base > middle]
    for index, nearest in enumerate(above):
        if any(nearest.stands_over(nearer) for nearer in above[:index]):
            continue
        inner = next((piece for piece in own if nearest.stands_over(piece)), None)
        if inner is None or _is_between(inner, nearest, below):
            ups = [piece for piece in above if nearest.stands_over(piece)]
            downs = [piece for piece in below if nearest.stands_over(piece)]
            yield from _stack(middle, ups, downs, taken, halved=inner is None)


def _is_between(inner: _Piece, up: _Piece, below: Sequence[_Piece]) -> bool:
    """Whether a line beside numbers has the one above it as near as the one below it, as those of one label are."""
    down = next((piece for piece in below if up.stands_over(piece)), None)
    if down is None or inner.is_first:
        return False
    return abs(up.base + down.base - 2 * inner.base) <= _UNEVEN * inner.line.size


def _stack(
    middle: float, ups: Sequence[_Piece], downs: Sequence[_Piece], taken: AbstractSet[int], *, halved: bool
) -> list[_Piece]:
    """The lines above and below a middle that are one label; `halved` where none stands in the middle itself."""
    found: list[_Piece] = []
    step = before = 0.0
    for up, down in zip(ups, downs, strict=False):
        if id(up) in taken or id(down) in taken:
            break
        size = down.line.size
        reach = (down.base - up.base) / 2
        if not found:
            step = reach * (2 if halved else 1)
        uneven = abs(reach - before - step) > _ASKEW * size if found else step > LEADING * size
        centred = _is_centred(up, down, middle)
        if not centred or uneven or down.is_first or (found and found[-2].is_first):
            break
        found += [up, down]
        before = reach
    count = len(found) // 2
    if not found or any(id(piece) in taken for piece in (*ups[count : count + 1], *downs[count : count + 1])):
        # A label goes on on both sides, and there the next line is another row's.
        return found
    goes_on = [found[-2].base - up.base for up in ups[count : count + 1] if not found[-2].is_first]
    goes_on += [down.base - found[-1].base for down in downs[count : count + 1] if not down.is_first]
    return [] if any(gap <= _NEXT * step for gap in goes_on) else found


def _joined(
    rows: Sequence[Row], claims: Mapping[int, Sequence[_Piece]], *, blank: bool = False
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
            PrintedLine((piece.word,), piece.word.box, piece.base, piece.line.size)
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
