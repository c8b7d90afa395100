"""Rows × where their numbers stand → the rows whose own label stands right by them.

In a bent table the order of rows proves nothing: text drawn from a page may give a band of the table column by
column, behind all its labels. What is left as evidence is a label directly before or behind the numbers, with no
column heading between them and no other row that could claim them as well.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from converters.atoms import Atom, Kind
from converters.displaced import Displaced, has_other_lines
from converters.numerals import Number
from converters.printed import PrintedRow
from converters.stretches import Owned, Stretch, nearest_row, sides_of

_BLOCK = 3
"""So many labels, and rows of numbers behind them, are a block; fewer are labels of two lines."""


class Neighbours:
    """How the rows of an alignment stand to the labels around their numbers.

    Each answer is worked out when it is asked for: of a table that is not bent only `shifted` and `left` are.
    """

    def __init__(
        self, atoms: Sequence[Atom], filled: Sequence[Sequence[Atom]], rows: Sequence[PrintedRow]
    ) -> None:
        """`filled` has the atoms that an alignment gave each row."""
        self._area = Displaced(atoms, filled, rows)

    @property
    def left(self) -> Mapping[int, tuple[Number, ...]]:
        """For rows that lack numbers, those that may be theirs.

        Behind strange words after their own and no other row's, or behind empty cells beside their label and the next
        row's.
        """
        return self._area.left

    @cached_property
    def shifted(self) -> frozenset[int]:
        """One near them has two rows of numbers and another none: each of them may have its neighbour's.

        Also rows that lack numbers, where others stand behind strange words or empty cells before them: these may be
        theirs; and rows in two lines before one of which nothing is there: the second may be its own.
        """
        area = self._area
        pairs = _going_back(area.atoms, area.owned, area.rows)
        going_back = [row for row, before in pairs if before not in self._beside]
        return area.moved.union(going_back, _around(area.emptied, (-1, 0, 1)))

    @cached_property
    def beside(self) -> frozenset[int]:
        """Their own label stands right by the numbers."""
        return self._beside - self._told.torn

    @property
    def tied(self) -> frozenset[int]:
        """Their own label stands in the line of their numbers, or in a block of labels before just theirs."""
        return self._told.tied

    @property
    def estranged(self) -> frozenset[int]:
        """The label of another row stands before their numbers, in the same line, or theirs before other numbers."""
        return self._told.estranged

    @cached_property
    def contested(self) -> frozenset[int]:
        """A label around their numbers names a row that has none: these may be its own."""
        return self._told.contested.union(self._changing_sides(), _out_of_step(self._area.owned))

    @cached_property
    def adrift(self) -> frozenset[int]:
        """No label tells them, and between those about them that are told one lacks numbers, or some are nobody's."""
        return self._between(self.beside, range(len(self._area.rows)))

    @cached_property
    def untied(self) -> frozenset[int]:
        """The same, if only labels in the line of their numbers, or in a block before just theirs, tell rows.

        Also those next to one that is estranged.
        """
        beyond = _around(self.estranged, (-1, 1)) - self.tied
        return self._between(self.tied, _spoken_of(self._area.atoms, self._area.owner)) | beyond

    @cached_property
    def _told(self) -> "_Told":
        return _told(self._area)

    @cached_property
    def _beside(self) -> frozenset[int]:
        return self._told.beside - self.contested

    def _between(self, told: Collection[int], rows: Sequence[int]) -> frozenset[int]:
        return frozenset(_adrift(self._area.atoms, self._area.owner, told, rows))

    def _changing_sides(self) -> set[int]:
        area, told = self._area, self._told
        before, behind = sides_of(area.owned)
        if not before or not behind:
            return set()
        lost = area.leaves_any or not area.shown.issuperset(_spoken_of(area.atoms, area.owner))
        gaps = self._between(told.beside - told.torn, range(len(area.rows)))
        return _crossed(before, behind, lost=lost, gaps=bool(gaps))


UNTOLD = Neighbours((), (), ())


@dataclass(frozen=True, slots=True)
class _Told:
    """What the labels tell that stand around stretches of numbers, each by itself; see `Neighbours`."""

    beside: frozenset[int]
    torn: frozenset[int]
    """Rows with numbers in several stretches."""
    tied: frozenset[int]
    estranged: frozenset[int]
    contested: frozenset[int]


def _told(area: Displaced) -> _Told:
    rows, shown = area.rows, area.shown
    found: set[int] = set()
    torn: set[int] = set()
    tied, robbed = _tied(area.atoms, area.owner)
    strange = robbed - tied
    contested: set[int] = set()
    for stretch, owners, own in area.owned:
        torn.update(row for row in own if row in found or row in torn)
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
    return _Told(*map(frozenset, (found, torn, tied, strange, contested)))


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


def _crossed(before: set[int], behind: set[int], *, lost: bool, gaps: bool) -> set[int]:
    """The rows that may be a row off, as labels change sides where rows or numbers are lost, or gaps are left.

    It is the few that have their label behind them. Where most have, all numbers may be the next row's, and others,
    above the table, were taken for the first row's.
    """
    if not (lost or gaps):
        return set()
    if len(behind) >= len(before):
        return before | behind
    return behind if lost else set()


def _out_of_step(owned: Sequence[Owned]) -> set[int]:
    """The rows of blocks that begin with another row than the labels above them."""
    return {row for stretch, _, own in owned if _is_out_of_step(own, stretch) for row in own}


def _going_back(
    atoms: Sequence[Atom], owned: Sequence[Owned], rows: Sequence[PrintedRow]
) -> Iterator[tuple[int, int | None]]:
    """The rows without sums, and with no number in their label's line, and whose numbers stand before it."""
    for stretch, _, own in owned:
        row = nearest_row(stretch.behind)
        if row is None or rows[row].identities or rows[row].width > 1:
            continue
        before = own[-1] if own else None
        if not any(atom.shown for atom in stretch.numbers) or (before is not None and rows[before].width > 1):
            continue
        if before != row and has_other_lines(atoms, stretch, row):
            yield row, before


def _is_out_of_step(own: Sequence[int], stretch: Stretch) -> bool:
    """Whether labels of many rows stand before the numbers of many, which begin with another row than they do."""
    named = [
        label.meaning.sole for label in stretch.before if label.meaning and label.meaning.sole is not None
    ]
    return len(own) >= _BLOCK and len(set(named)) >= _BLOCK and own[0] != named[0] and own[0] in named


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
