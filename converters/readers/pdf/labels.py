"""Labels of several lines in tables without rules: set by their height into the row about which they are centred.

A cell is as high as its label, and what is in it stands in its middle: of two lines one stands above the numbers of
the row and one below, as far away. Lines that stand so are the row's; all others are left as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from converters.readers.pdf.edges import Edges
from converters.readers.pdf.lines import BLANK, PrintedLine, Word, line_of
from converters.readers.pdf.numbering import LEADING, begins_label, numbers_in
from converters.readers.pdf.pieces import BESIDE, Piece, bases_of, is_label, joined, pieces_of, shift_of
from converters.readers.pdf.rows import Row

_ASKEW = 0.2
"""Of a character's height: so far the middle of a label may lie from that of its numbers, and steps between lines
may differ."""
_UNEVEN = 0.1
"""The same: steps from line to line of one label differ no more; those to a label of the next row do by 0.17."""
_FARTHEST = LEADING + 2 * _ASKEW
"""The same: of the lines around the middle of a label the first stands nearer to it."""
_APART = 1.1
"""Of a step from line to line: so far lies the label of the next row at least, two paddings between."""
_NEXT = 1.05
"""Of a step from line to line: what lies no farther below is a line of the same label."""


def with_labels(rows: Sequence[Row], edges: Edges) -> list[Row]:
    """The rows, from the top down; lines of labels that stand around numbers in the row of these."""
    if not any(is_label(row, edges) for row in rows):
        return list(rows)
    rows = list(_parted(rows, edges[0]))
    pieces = list(pieces_of(rows, edges[0]))
    loose = [piece for piece in pieces if is_label(rows[piece.row], edges)]
    bases = bases_of(rows, edges[0])
    shift = shift_of(pieces, bases)
    middles = {index: base + shift for index, base in bases.items() if not rows[index].banded}
    own: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        own[piece.row].append(piece)
    inner = _inner({index: middle for index, middle in middles.items() if index not in own}, loose)
    claims: dict[int, list[Piece]] = {
        index: list(
            _around(
                middle,
                own.get(index, ()),
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
    return list(joined(rows, claims)) if claims else list(rows)


def _below(
    pieces: Sequence[Piece], loose: Sequence[Piece], bases: Mapping[int, float]
) -> dict[int, list[Piece]]:
    """Labels that begin beside their numbers and go on below: by the number of a row the lines below it.

    Nothing if a single line of the table may go on from no label above, or is as near to the one of the next row
    though that does not begin as labels do, or may be the label of numbers that have none. What no row follows may
    be a row without numbers: it goes on only if no farther below than others do, or nearer than any rows are.
    """
    claims: dict[int, list[Piece]] = {}
    owner: dict[int, int] = {}
    usual = 0.0
    last: list[tuple[float, int, Piece]] = []
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
    words = [word for row in rows if not row.banded for word in row.words if word.box[0] < edge]
    begins = {round(word.box[0]) for word in words if begins_label(word)}
    behind = Counter(round(word.glyphs[at].left) for word in words for at in _behind_gaps(word))
    begins |= {begin for begin, count in behind.items() if count > 1}
    cut = {id(word): parts for word in words if len(parts := list(_parts(word, begins))) > 1}
    for row in rows:
        if cut and any(id(word) in cut for word in row.words):
            yield Row(tuple(_with_parts(line, cut) for line in row.lines))
        else:
            yield row


def _with_parts(line: PrintedLine, cut: Mapping[int, Sequence[Word]]) -> PrintedLine:
    return line_of([part for word in line.words for part in cut.get(id(word), (word,))], line)


def _parts(word: Word, begins: Collection[int]) -> Iterator[Word]:
    """The word, cut where others begin above or below: before a number in it, or behind a gap."""
    for at in sorted({*numbers_in(word), *_gaps(word)} - {0}):
        if any(abs(word.glyphs[at].left - begin) <= BESIDE for begin in begins):
            first, rest = word.parts(at)
            yield first
            yield from _parts(rest, begins)
            return
    yield word


def _behind_gaps(word: Word) -> Iterator[int]:
    """With which of its characters a label may begin behind that of a group."""
    if gaps := _gaps(word):
        yield from set(gaps) & set(numbers_in(word))


def _gaps(word: Word) -> list[int]:
    """Before which of its characters there are gaps."""
    if len(word.text) == len(word.glyphs):
        return []
    return [
        at
        for at, (before, glyph) in enumerate(pairwise(word.glyphs), 1)
        if glyph.left - before.right > BLANK * glyph.size
    ]


def _inner(middles: Mapping[int, float], loose: Sequence[Piece]) -> dict[int, int]:
    """The loose lines, by their identities, that stand next to the numbers of a row, as far above as below.

    Args:
        middles: by the numbers of the rows where no piece stands, the baseline that a label of one line would have.
        loose: all loose pieces of the table.
    """
    found: dict[int, int] = {}
    for index, middle in middles.items():
        above = [piece for piece in loose if piece.base < middle]
        up = above[-1] if above else None
        down = next((piece for piece in loose if piece.base > middle), None)
        if up and down and up.stands_over(down) and not down.is_first and _is_centred(up, down, middle):
            found |= {id(up): index, id(down): index}
    return found


def _is_centred(up: Piece, down: Piece, middle: float) -> bool:
    """Whether the middle of two lines lies at this height."""
    return abs((down.base + up.base) / 2 - middle) <= _ASKEW * down.line.size


def _around(
    middle: float, own: Sequence[Piece], loose: Sequence[Piece], taken: AbstractSet[int]
) -> Iterator[Piece]:
    """The loose lines of labels whose middle lies at this height.

    Args:
        middle: the baseline that a label of one line would have.
        own: the pieces that stand there.
        loose: all loose pieces of the table.
        taken: the identities of those that stand next to the numbers of other rows.
    """
    above = [piece for piece in reversed(loose) if piece.base < middle]
    below = [piece for piece in loose if piece.base > middle]
    farthest = _FARTHEST * max((piece.line.size for piece in below), default=0.0)
    for index, nearest in enumerate(above):
        far = middle - nearest.base > farthest
        if far or any(nearest.stands_over(nearer) for nearer in above[:index]):
            continue
        inner = next((piece for piece in own if nearest.stands_over(piece)), None)
        if inner is None or _is_between(inner, nearest, below):
            ups = [piece for piece in above if nearest.stands_over(piece)]
            downs = [piece for piece in below if nearest.stands_over(piece)]
            yield from _stack(middle, ups, downs, taken, halved=inner is None)


def _is_between(inner: Piece, up: Piece, below: Sequence[Piece]) -> bool:
    """Whether a line beside numbers has the one above it as near as the one below it, as those of one label are."""
    down = next((piece for piece in below if up.stands_over(piece)), None)
    if down is None or inner.is_first:
        return False
    return abs(up.base + down.base - 2 * inner.base) <= _UNEVEN * inner.line.size


def _stack(
    middle: float, ups: Sequence[Piece], downs: Sequence[Piece], taken: AbstractSet[int], *, halved: bool
) -> list[Piece]:
    """The lines above and below a middle that are one label; `halved` where none stands in the middle itself."""
    found: list[Piece] = []
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
