"""Rows × where their numbers stand → the rows whose own label stands right by them.

In a bent table the order of rows proves nothing: text drawn from a page may give a band of the table column by
column, behind all its labels. What is left as evidence is a label directly before or behind the numbers, with no
column heading between them and no other row that could claim them as well.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from converters.atoms import Atom, Kind
from converters.broken import may_be_one, pieces_of
from converters.numerals import Number
from converters.printed import PrintedRow
from converters.stretches import Owned, Stretch, nearest_row, owned_stretches, rows_of_values, sides_of

_BLOCK = 3
"""So many labels, and rows of numbers behind them, are a block; fewer are labels of two lines."""
_SURPLUS = 2
"""So many numbers more than columns are no digits of broken ones."""
_NEAR = 4
"""Further than this no number leaves its row."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How the rows of an alignment stand to the labels around their numbers."""

    beside: frozenset[int]
    """Their own label stands right by the numbers."""
    tied: frozenset[int]
    """Their own label stands in the line of their numbers, or in a block of labels before just theirs."""
    estranged: frozenset[int]
    """The label of another row stands before their numbers, in the same line, or theirs before other numbers."""
    shifted: frozenset[int]
    """One near them has two rows of numbers and another none: each of them may have its neighbour's.

    Also rows that lack numbers, where others stand behind strange words or empty cells before them: these may be
    theirs; and rows in two lines before one of which nothing is there: the second may be its own.
    """
    contested: frozenset[int]
    """A label around their numbers names a row that has none: these may be its own."""
    adrift: frozenset[int]
    """No label tells them, and between the rows about them that labels tell one lacks numbers, or some are nobody's."""
    untied: frozenset[int]
    """The same, if only labels in the line of their numbers, or in a block before just theirs, tell rows.

    Also those next to one that is estranged.
    """
    left: Mapping[int, tuple[Number, ...]]
    """For rows that lack numbers, those that may be theirs: behind strange words after their own and no other row's,
    or behind empty cells beside their label and the next row's."""


_NONE: frozenset[int] = frozenset()
UNTOLD = Neighbours(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, {})


def neighbours(
    atoms: Sequence[Atom], filled: Sequence[Sequence[Atom]], rows: Sequence[PrintedRow]
) -> Neighbours:
    """How rows stand to their labels; `filled` has the atoms that an alignment gave each row."""
    owner = {id(atom): row for row, own in enumerate(filled) for atom in own}
    shown = {row for row, own in enumerate(filled) if any(atom.shown for atom in own)}
    found: set[int] = set()
    torn: set[int] = set()
    tied, robbed = _tied(atoms, owner)
    strange = robbed - tied
    contested: set[int] = set()
    going_on = set(_begun(atoms, owner))
    left: dict[int, tuple[Number, ...]] = {}
    last: int | None = None
    owned = list(owned_stretches(atoms, owner))
    for stretch, owners, own in owned:
        torn.update(row for row in own if row in found or row in torn)
        unowned = owners[0] is None and any(atom.shown for atom in stretch.numbers)
        if unowned and last is not None and not _names_any(stretch):
            going_on.add(last)
            left[last] = tuple(_unowned(stretch.numbers, owners))
        last = own[-1] if own else None
        strange.update(_estranged(stretch, owners))
        if len(own) == 1 and _is_contested(own[0], stretch, shown):
            contested.add(own[0])
        if not own or None in owners:
            continue
        found.update(row for row in _beside(own, stretch) if row not in contested)
        if len(own) > 1 and _names_just(own, stretch, shown):
            lines = _lines_of(stretch.numbers, owners)
            if _is_block(own, stretch.numbers, rows) or _has_a_line_each(own, lines, rows):
                found.update(own)
                tied.update(own)
    lost = not shown.issuperset(_spoken_of(atoms, owner)) or any(
        None in rows_of_values(each) for each in owned
    )
    gaps = set(_adrift(atoms, owner, found - torn, range(len(rows))))
    contested |= _crossed(owned, lost=lost, gaps=bool(gaps)) | _out_of_step(owned)
    found -= contested
    going_on = {
        row for row in going_on if sum(a.kind is not Kind.SOFT for a in filled[row]) < rows[row].width
    }
    passed = dict(_passed_over(atoms, owner, shown))
    shifted = frozenset(_shifted(atoms, filled, rows, shown)) | going_on | passed.keys()
    shifted |= {*_spilled(owned, rows, shown), *_in_lines_before_a_gap(atoms, filled, rows)}
    left = {row: numbers for row, numbers in left.items() if row in shifted} | passed
    emptied = _robbed(owned) | _above_wrapped(owned, shown)
    shifted |= {*_going_back(atoms, owned, rows, found), *_around(emptied, (-1, 0, 1))}
    return Neighbours(
        beside=frozenset(found - torn),
        tied=frozenset(tied),
        estranged=frozenset(strange),
        shifted=shifted,
        contested=frozenset(contested),
        adrift=frozenset(_adrift(atoms, owner, found - torn, range(len(rows)))),
        untied=frozenset(
            {*_adrift(atoms, owner, tied, _spoken_of(atoms, owner)), *(_around(strange, (-1, 1)) - tied)}
        ),
        left={**left, **emptied},
    )


def _around(rows: Collection[int], steps: Sequence[int]) -> set[int]:
    """The rows so many steps from these."""
    return {row + step for row in rows for step in steps}


def _adrift(
    atoms: Sequence[Atom], owner: Mapping[int, int], told: Collection[int], rows: Sequence[int]
) -> Iterator[int]:
    """The rows of every gap between rows that labels tell, where not just its rows have numbers there."""
    given = [owner.get(id(atom)) for atom in atoms if atom.shown or id(atom) in owner]
    named = {atom.meaning.sole for atom in atoms if atom.meaning}
    order = [row for row, _ in groupby(given)]
    last = rows[-1] + 1 if rows else 0
    for before, behind in pairwise((-1, *sorted(set(told).intersection(order)), last)):
        between = [row for row in rows if before < row < behind]
        begin = order.index(before) + 1 if before in order else 0
        end = order.index(behind) if behind in order else len(order)
        there = order[begin:end]
        cut_short = (
            behind == last and there == between[: len(there)] and named.isdisjoint(between[len(there) :])
        )
        if there != between and not cut_short:
            yield from between


def _spoken_of(atoms: Sequence[Atom], owner: Mapping[int, int]) -> list[int]:
    """The rows that have a label or numbers; others are lost as a whole."""
    labelled = {atom.meaning.sole for atom in atoms if atom.meaning} - {None}
    return sorted(row for row in {*labelled, *owner.values()} if row is not None)


def _unowned(numbers: Sequence[Atom], owners: Sequence[int | None]) -> Iterator[Number]:
    """The numbers that no row was given."""
    for atom, owner in zip(numbers, owners, strict=True):
        if owner is None and atom.printed is not None:
            yield atom.printed.value


def _shifted(
    atoms: Sequence[Atom], filled: Sequence[Sequence[Atom]], rows: Sequence[PrintedRow], shown: set[int]
) -> Iterator[int]:
    """The rows from one that has twice its numbers to the next, on either side, whose label stands there alone."""
    crowded = [
        row
        for row, own in enumerate(filled)
        if len(own) >= 2 * rows[row].width > 2 and sum(atom.shown for atom in own) >= 2 * rows[row].width
    ]
    for row in _overfull(filled, rows):
        yield from (other for other in (row - 1, row, row + 1) if 0 <= other < len(rows))
    labelled = {atom.meaning.sole for atom in atoms if atom.meaning} if crowded else set()
    bare = [row for row in range(len(rows)) if row in labelled and row not in shown]
    for row in crowded:
        for other in bare:
            if abs(other - row) <= _NEAR:
                yield from range(min(row, other), max(row, other) + 1)


def _overfull(filled: Sequence[Sequence[Atom]], rows: Sequence[PrintedRow]) -> Iterator[int]:
    """The rows with several numbers too many, a line each: they may be two rows that lack cells.

    Not those with a sign among their numbers: `2 / 8` counts pages.
    """
    for row, own in enumerate(filled):
        if len(own) < rows[row].width + _SURPLUS:
            continue
        twice = [False, *(len(a.text) > 1 and a.text == b.text for a, b in pairwise(own))]
        numbers = [atom for atom, again in zip(own, twice, strict=False) if not again]
        lines = [id(atom.band) for atom in numbers if atom.kind is Kind.VALUE]
        alone = len(lines) == len(set(lines)) and not any(a.shown and a.kind is Kind.BLANK for a in own)
        if alone and len(lines) >= rows[row].width + _SURPLUS > _SURPLUS + 1:
            yield row


def _in_lines_before_a_gap(
    atoms: Sequence[Atom], filled: Sequence[Sequence[Atom]], rows: Sequence[PrintedRow]
) -> Iterator[int]:
    """The rows in several lines, where most have one each, of which the next has neither label nor numbers."""
    before = [row for row in range(len(rows) - 1) if filled[row] and not filled[row + 1]]
    if not before:
        return
    labelled = {row for atom in atoms if atom.meaning for row in atom.meaning.rows}
    lines = [[len(list(line)) for _, line in groupby(own, key=lambda atom: id(atom.band))] for own in filled]
    whole = sum(len(own) == 1 < row.width for own, row in zip(lines, rows, strict=True))
    mostly_whole = 2 * whole > sum(own != [] for own in lines)
    for row in before:
        own = lines[row]
        gone = row + 1 not in labelled
        if gone and len(own) > 1 and (mostly_whole or rows[row].width > max(own) > 1):
            yield row


def _begun(atoms: Sequence[Atom], owner: Mapping[int, int]) -> Iterator[int]:
    """The rows before whose cells strange words stand, and empty cells that are nobody's before these."""
    empty = parted = False
    for atom in atoms:
        row = owner.get(id(atom))
        if row is not None:
            if parted:
                yield row
            empty = parted = False
        elif atom.kind is Kind.SOFT:
            empty, parted = True, False
        elif atom.kind is Kind.LABEL:
            known = atom.meaning is not None and atom.meaning.known
            empty, parted = empty and not known, empty and not known


def _names_any(stretch: Stretch) -> bool:
    """Whether a label before these numbers names a row."""
    return any(label.meaning is not None and label.meaning.sole is not None for label in stretch.before)


def _passed_over(
    atoms: Sequence[Atom], owner: Mapping[int, int], shown: Collection[int]
) -> Iterator[tuple[int, tuple[Number, ...]]]:
    """The rows without numbers between two others between which numbers stand that are nobody's, with these."""
    given = [(owner.get(id(atom)), atom) for atom in atoms if atom.kind is Kind.VALUE]
    groups = [(row, [atom for _, atom in group]) for row, group in groupby(given, key=lambda pair: pair[0])]
    for (before, _), (row, own), (behind, _) in zip(groups, groups[1:], groups[2:], strict=False):
        if row is None and before is not None and behind is not None:
            numbers = tuple(atom.printed.value for atom in own if atom.printed)
            yield from ((between, numbers) for between in range(before + 1, behind) if between not in shown)


def _spilled(owned: Sequence[Owned], rows: Sequence[PrintedRow], shown: Collection[int]) -> set[int]:
    """The rows without sums beside whose numbers others are nobody's, or two share what may be one number.

    And those behind strange words in their line.
    """
    spilled: set[int] = set()
    last: int | None = None
    for each in owned:
        stretch, owners, own = each
        values = rows_of_values(each)
        if None in values or _shares_a_number(stretch, owners):
            spilled.update(row for row in own if not rows[row].within)
        if values and values[0] is None:
            spilled.update(row for row in _spilling(stretch, last, rows) if row in shown)
        spilled.update(_behind_strangers(stretch, owners))
        last = own[-1] if own else None
    return spilled


def _shares_a_number(stretch: Stretch, owners: Sequence[int | None]) -> bool:
    """Whether two numbers of different rows stand in one line with a single blank between: `1 7` may be 17."""
    pairs = pairwise(zip(stretch.numbers, owners, strict=True))
    return any(
        row != other and before.line is after.line and may_be_one(before, after)
        for (before, row), (after, other) in pairs
    )


def _spilling(stretch: Stretch, last: int | None, rows: Sequence[PrintedRow]) -> Iterator[int]:
    """The row without sums whose number may go on in these, nobody's: nothing but headings parts them, or its label."""
    headed = all(label.meaning is not None and label.meaning.heading for label in stretch.before)
    row = last if headed else nearest_row(reversed(stretch.before))
    if row is not None and not rows[row].within:
        yield row


def _estranged(stretch: Stretch, owners: Sequence[int | None]) -> Iterator[int]:
    """The rows in the line of whose first number another row is named before it."""
    seen: set[int] = set()
    for atom, row in zip(stretch.numbers, owners, strict=True):
        if row is None or row in seen:
            continue
        seen.add(row)
        nearest = nearest_row(label for label in reversed(stretch.before) if label.band is atom.band)
        if nearest is not None and nearest != row:
            yield row


def _behind_strangers(stretch: Stretch, owners: Sequence[int | None]) -> Iterator[int]:
    """The rows before whose numbers, in their line, stand only words that no form has: 其中：乡镇（街道）."""
    seen: set[int] = set()
    for atom, row in zip(stretch.numbers, owners, strict=True):
        if row is None or row in seen or not atom.shown:
            continue
        seen.add(row)
        beside = [label.meaning for label in stretch.before if label.band is atom.band and label.meaning]
        if beside and not any(meaning.known for meaning in beside):
            yield row


def _tied(atoms: Sequence[Atom], owner: Mapping[int, int]) -> tuple[set[int], set[int]]:
    """The rows whose label stands in a line before their own numbers; those with one before others', or nobody's."""
    named: Atom | None = None
    own: set[int] = set()
    others: set[int] = set()
    for atom in atoms:
        if atom.kind is Kind.LABEL:
            named = atom if atom.meaning and (atom.meaning.rows or atom.meaning.heading) else named
        elif atom.shown and named and named.meaning:
            row, given = named.meaning.sole, owner.get(id(atom))
            if row is not None and named.band is atom.band:
                (own if given == row else others).add(row)
            elif row is not None and given is None:
                others.add(row)
            named = None
    return own, others


def _beside(own: Sequence[int], stretch: Stretch) -> Iterator[int]:
    """The first row of a stretch if its label is the last before, the last row if its label is the first behind."""
    if nearest_row(reversed(stretch.before)) == own[0]:
        yield own[0]
    if nearest_row(stretch.behind) == own[-1]:
        yield own[-1]


def _emptied(
    stretch: Stretch, own: Sequence[int], owners: Sequence[int | None]
) -> Iterator[tuple[int, tuple[Number, ...]]]:
    """A row whose label stands before empty cells, while the next row has the numbers behind these; and the numbers.

    A label may have a row of cells to itself, empty ones, above that of its numbers.
    """
    if len(own) < 2 or own[1] != own[0] + 1 or nearest_row(reversed(stretch.before)) != own[0]:
        return
    pairs = list(zip(stretch.numbers, owners, strict=True))
    if not any(atom.shown for atom, row in pairs if row == own[0]):
        numbers = (piece for atom, row in pairs if row == own[1] for piece in pieces_of(atom))
        yield own[0], tuple(piece.printed.value for piece in numbers if piece.printed)


def _crossed(owned: Sequence[Owned], *, lost: bool, gaps: bool) -> set[int]:
    """The rows that may be a row off, as labels change sides where rows or numbers are lost, or gaps are left.

    It is the few that have their label behind them. Where most have, all numbers may be the next row's, and others,
    above the table, were taken for the first row's.
    """
    before, behind = sides_of(owned)
    if not before or not behind or not (lost or gaps):
        return set()
    if len(behind) >= len(before):
        return before | behind
    return behind if lost else set()


def _out_of_step(owned: Sequence[Owned]) -> set[int]:
    """The rows of blocks that begin with another row than the labels above them."""
    return {row for stretch, _, own in owned if _is_out_of_step(own, stretch) for row in own}


def _robbed(owned: Sequence[Owned]) -> dict[int, tuple[Number, ...]]:
    """The rows with empty cells beside their label, and the numbers that the next row has behind these."""
    return {row: numbers for stretch, owners, own in owned for row, numbers in _emptied(stretch, own, owners)}


def _above_wrapped(owned: Sequence[Owned], shown: Collection[int]) -> dict[int, tuple[Number, ...]]:
    """The rows without numbers whose label, of several lines, stands below those of the row before; and these numbers.

    Text drawn from a page goes by the lower edge of what is drawn: such a label comes behind its own numbers.
    """
    found: dict[int, tuple[Number, ...]] = {}
    for stretch, _, own in owned:
        below = _nearest_wrapped(stretch.behind)
        next_to = below is not None and own and below == own[-1] + 1
        if (
            below is not None
            and next_to
            and below not in shown
            and _has_other_lines(stretch.numbers, stretch, below)
        ):
            found[below] = tuple(atom.printed.value for atom in stretch.numbers if atom.printed)
    return found


def _nearest_wrapped(labels: Sequence[Atom]) -> int | None:
    """The row that the first of these labels names, if it is cut and goes on in the next one."""
    pieces = [label.meaning for label in labels if label.meaning and not label.meaning.heading][:2]
    if len(pieces) < 2 or pieces[1].rows:
        return None
    row = pieces[0].sole
    return row if row is not None and pieces[0].rows[row] < 1 else None


def _going_back(
    atoms: Sequence[Atom], owned: Sequence[Owned], rows: Sequence[PrintedRow], told: Collection[int]
) -> Iterator[int]:
    """The rows without sums, and with no number in their label's line, before which numbers of no told row stand."""
    for stretch, _, own in owned:
        row = nearest_row(stretch.behind)
        if row is None or rows[row].identities or rows[row].width > 1:
            continue
        before = own[-1] if own else None
        if not any(atom.shown for atom in stretch.numbers) or (before is not None and rows[before].width > 1):
            continue
        if before not in {row, *told} and _has_other_lines(atoms, stretch, row):
            yield row


def _is_out_of_step(own: Sequence[int], stretch: Stretch) -> bool:
    """Whether labels of many rows stand before the numbers of many, which begin with another row than they do."""
    named = [
        label.meaning.sole for label in stretch.before if label.meaning and label.meaning.sole is not None
    ]
    return len(own) >= _BLOCK and len(set(named)) >= _BLOCK and own[0] != named[0] and own[0] in named


def _has_other_lines(atoms: Sequence[Atom], stretch: Stretch, row: int) -> bool:
    """Whether a row's label stands in no line of its numbers: then those before it may be its own."""
    label = next(atom for atom in stretch.behind if atom.meaning and atom.meaning.sole == row)
    return not any(atom.shown and atom.band is label.band for atom in atoms)


def _is_contested(row: int, stretch: Stretch, shown: set[int]) -> bool:
    """Whether a label around a single row has no numbers at all: these might be its own."""
    around = (label.meaning.sole for label in (*stretch.before, *stretch.behind) if label.meaning)
    return any(other is not None and other != row and other not in shown for other in around)


def _names_just(own: Sequence[int], stretch: Stretch, shown: set[int]) -> bool:
    """Whether labels of several rows stand before the numbers of just these."""
    named: list[int] = []
    for label in stretch.before:
        if label.meaning and label.meaning.heading:
            named = []
        elif label.meaning and label.meaning.sole is not None and label.meaning.sole not in named:
            named.append(label.meaning.sole)
    below = nearest_row(stretch.behind)
    return named == list(own) and (below is None or below in shown)


def _is_block(own: Sequence[int], numbers: Sequence[Atom], rows: Sequence[PrintedRow]) -> bool:
    """Whether these are as many numbers as the rows have cells, which no order can mix up."""
    widths = [rows[row].width for row in own]
    return len(numbers) == sum(widths) and (_alike(numbers) or _in_lines(numbers, widths))


def _lines_of(numbers: Sequence[Atom], owners: Sequence[int | None]) -> list[tuple[int | None, list[Atom]]]:
    """The lines of these numbers, each with the row that its first one was given to."""
    pairs = list(zip(numbers, owners, strict=True))
    grouped = (list(line) for _, line in groupby(pairs, key=lambda pair: id(pair[0].band)))
    return [(line[0][1], [atom for atom, _ in line]) for line in grouped]


def _has_a_line_each(
    own: Sequence[int], lines: Sequence[tuple[int | None, list[Atom]]], rows: Sequence[PrintedRow]
) -> bool:
    """Whether the lines are the rows, one each, whatever of their cells is lost."""
    return [row for row, _ in lines] == list(own) and all(
        1 < len(line) <= rows[row].width for row, line in lines if row is not None
    )


def _alike(numbers: Sequence[Atom]) -> bool:
    """Whether the same number stands everywhere."""
    return all(atom.printed for atom in numbers) and len({a.printed.value for a in numbers if a.printed}) == 1


def _in_lines(numbers: Sequence[Atom], widths: Sequence[int]) -> bool:
    """Whether each row of more than one number has a line of its own."""
    here = 0
    lines: list[set[int]] = []
    for width in widths:
        lines.append({id(atom.band) for atom in numbers[here : here + width]})
        here += width
    alone = all(len(line) == 1 for line in lines)
    return alone and (len(set().union(*lines)) == len(lines) or max(widths) == 1)
