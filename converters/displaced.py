"""Rows × where their numbers stand → the rows that may have their neighbours' numbers, wherever labels stand.

These are asked of every table; `neighbours` asks more of bent ones.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, pairwise

from converters.atoms import Atom, Kind
from converters.broken import may_be_one, pieces_of
from converters.numerals import Number
from converters.printed import PrintedRow
from converters.stretches import Owned, Stretch, nearest_row, owned_stretches, rows_of_values

_SURPLUS = 2
"""So many numbers more than columns are no digits of broken ones."""
_NEAR = 4
"""Further than this no number leaves its row."""


class Displaced:
    """An area as an alignment shares it out, and the rows whose numbers may be others'."""

    def __init__(
        self, atoms: Sequence[Atom], filled: Sequence[Sequence[Atom]], rows: Sequence[PrintedRow]
    ) -> None:
        """`filled` has the atoms that the alignment gave each row."""
        self.atoms = atoms
        self.filled = filled
        self.rows = rows
        self.owner = {id(atom): row for row, own in enumerate(filled) for atom in own}
        self.owned = list(owned_stretches(atoms, self.owner))
        self.shown = {row for row, own in enumerate(filled) if any(atom.shown for atom in own)}
        self.leaves_any = any(None in rows_of_values(each) for each in self.owned if None in each[1])
        """Whether a number is nobody's."""

    @cached_property
    def moved(self) -> frozenset[int]:
        """The rows that have two rows of numbers, or another's, or lack some that others may have."""
        atoms, filled, rows, shown = self.atoms, self.filled, self.rows, self.shown
        short = {row for row, own in enumerate(filled) if _count_cells(own) < rows[row].width}
        going_on = short.intersection([*self._behind, *_begun(atoms, self.owner)]) if short else short
        return frozenset(_shifted(atoms, filled, rows, shown)).union(
            going_on,
            self._passed,
            _spilled(self.owned, rows, shown),
            _in_lines_before_a_gap(atoms, filled, rows),
        )

    @cached_property
    def emptied(self) -> dict[int, tuple[Number, ...]]:
        """The rows with nothing but empty cells beside their label, and the numbers next to these."""
        return _robbed(self.owned) | _above_wrapped(self.owned, self.shown)

    @cached_property
    def left(self) -> Mapping[int, tuple[Number, ...]]:
        """For rows that lack numbers, those that may be theirs."""
        behind = {row: numbers for row, numbers in self._behind.items() if row in self.moved}
        return behind | self._passed | self.emptied

    @cached_property
    def _behind(self) -> dict[int, tuple[Number, ...]]:
        """The rows behind whose numbers others stand that are nobody's, behind words that name no row; and these."""
        found: dict[int, tuple[Number, ...]] = {}
        last: int | None = None
        for stretch, owners, own in self.owned:
            unowned = owners[0] is None and any(atom.shown for atom in stretch.numbers)
            if unowned and last is not None and not _names_any(stretch):
                found[last] = tuple(_unowned(stretch.numbers, owners))
            last = own[-1] if own else None
        return found

    @cached_property
    def _passed(self) -> dict[int, tuple[Number, ...]]:
        return dict(_passed_over(self.atoms, self.owner, self.shown)) if self.leaves_any else {}


def _count_cells(atoms: Sequence[Atom]) -> int:
    return sum([atom.kind is not Kind.SOFT for atom in atoms])


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
        if None in values or (len(own) > 1 and _shares_a_number(stretch, owners)):
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


def _behind_strangers(stretch: Stretch, owners: Sequence[int | None]) -> Iterator[int]:
    """The rows before whose numbers, in their line, stand only words that no form has: 其中：乡镇（街道）."""
    if all(label.meaning is None or label.meaning.known for label in stretch.before):
        return
    seen: set[int] = set()
    for atom, row in zip(stretch.numbers, owners, strict=True):
        if row is None or row in seen or not atom.shown:
            continue
        seen.add(row)
        beside = [label.meaning for label in stretch.before if label.band is atom.band and label.meaning]
        if beside and not any(meaning.known for meaning in beside):
            yield row


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
            and has_other_lines(stretch.numbers, stretch, below)
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


def has_other_lines(atoms: Sequence[Atom], stretch: Stretch, row: int) -> bool:
    """Whether a row's label stands in no line of its numbers: then those before it may be its own."""
    label = next(atom for atom in stretch.behind if atom.meaning and atom.meaning.sole == row)
    return not any(atom.shown and atom.band is label.band for atom in atoms)
