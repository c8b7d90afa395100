"""Atoms × rows of the form → the best alignment, and those that come close to it.

One global dynamic programme over runs (numbers that stand together) and the gaps between them (pieces of
label). Order is kept: a run belongs to no row, to the row of the run before, or to later rows than that. The
cost says how far the layout must be bent: labels missing or out of place, rows skipped, numbers left over.
Which number of a run belongs to which column is decided later (`readings.py`), with the arithmetic.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from converters.atoms import Atom, Kind
from converters.entries import plain
from converters.lattice import BEAM, Choice, Lattice, Mark, State
from converters.printed import PrintedRow
from converters.runs import Gap, Run, above_heading, names_rows_in_order, runs_and_gaps
from converters.standing import Standing, standing

MARGIN = 2.5
"""Alignments within this of the best are handed on: a run could then as well stand in another row."""

_MOST_ALIGNMENTS = 60

# Costs, tuned on the laboratory's layouts: one lost label must cost less than a run that is left over, and
# two readings that differ only by guessing must tie.
_NO_LABEL = 1.6
_ROW_WITHOUT_NUMBERS = 0.6
_ROW_LOST = 0.8
_BEGINNING_LOST = 1.5
"""At most, for all rows before the first, if its label says which it is: a page that is a picture, or left out."""
_LABEL_LATE = 0.7
_PASSED_OVER = 1.5
_UNTIED = 2.5
_NOT_NEAREST = 0.4
_OUT_OF_ORDER = 1.2
_CONTINUED = 0.3
_CONTINUED_STILL = 0.9
_ROWS_JOINED = 2.2
_OVERFULL = 2.6
_ROWS_TOGETHER = 0.2
_WRONG_WIDTH = 0.5
_LEFT_OVER = 2.2
_LEFT_OVER_STRANGE = 1.0
_LEFT_OVER_EACH = 0.4
_LEFT_OVER_ROW = 1.5
_MOST_LEFT_OVER = 4.0
_TWO_IN_ONE = 1.5
_MOST_LINES = 4
"""With more lines of numbers than this for each row, a line is no row but a cell."""
_SURPLUS = 2
_NO_ROW = 5.0
_DISOWNED = 2.0
_STRONG = 0.7
_NAMED = 0.5
_BY_ORDER_ALONE = 8.0
_ROUNDED = 1e-6
"""Sums of the same costs differ by less, in whatever order they are added up."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a copy sets labels and numbers: the same costs but for where a row's label is looked for."""

    name: str
    before: float
    """How much a label before its numbers counts, behind them, and ahead of them in a block of labels."""
    behind: float
    apart: float
    """How much a label counts that stands elsewhere in the table."""
    ahead: float
    waiting: float
    """What a block of labels costs whose numbers come later."""
    line_by_line: bool = False
    """Whether no row goes on in the next line without a label between."""


LAYOUTS = (
    Layout("labels before their numbers", before=1.0, behind=0.25, apart=0.3, ahead=0.8, waiting=1.9),
    Layout("labels behind their numbers", before=0.25, behind=1.0, apart=0.3, ahead=0.5, waiting=1.9),
    Layout("blocks of labels, then of numbers", before=1.0, behind=0.1, apart=0.1, ahead=0.9, waiting=0.65),
)

BESIDE = Layout(
    "labels on either side", before=1.0, behind=1.0, apart=0.3, ahead=0.5, waiting=1.9, line_by_line=True
)
"""Copies that set some numbers above their labels and others below: tried last, as it tells rows apart least."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each row of the form the atoms that belong to it, and what the layout had to be bent."""

    cost: float
    rows: tuple[tuple[Atom, ...], ...]
    missing: float
    """The part of the cost that rows have which the copy does not show behind its last number."""
    named: frozenset[int]
    """The rows whose label stands where this layout has it."""
    turned: bool = False
    """A block of numbers was read down its columns."""
    loose: bool = False
    """Labels on either side of the numbers count alike: nothing but sums makes a row certain."""


_CLOSED = 10**6
"""So many solid atoms has a row that takes no more."""


def align(atoms: Sequence[Atom], rows: Sequence[PrintedRow], layout: Layout) -> list[Alignment]:
    """The near-best alignments under this layout, best first; empty where the area has no number at all.

    Each run that could as well stand elsewhere does so in one of them.
    """
    return list(Aligner(atoms, rows).align(layout))


def _blocks(gaps: Sequence[Gap]) -> dict[int, tuple[int, ...]]:
    """For each run without a label before it, the rows named together in the last gap that names any."""
    waiting: dict[int, tuple[int, ...]] = {}
    last: tuple[int, ...] = ()
    for number, gap in enumerate(gaps):
        if gap.named:
            last = gap.named
        elif len(last) > 1:
            waiting[number] = last
    return waiting


def _matched_blocks(gaps: Sequence[Gap]) -> dict[int, int]:
    """For each run its row, where as many runs stand under several labels together as these name rows."""
    matched: dict[int, int] = {}
    for number, gap in enumerate(gaps):
        size = len(gap.named)
        below = gaps[number + 1 : number + size]
        closed = number + size >= len(gaps) - 1 or bool(gaps[number + size].named)
        if size > 1 and len(below) == size - 1 and closed and not any(other.named for other in below):
            matched.update((number + place, row) for place, row in enumerate(sorted(gap.named)))
    return matched


def _seen_anywhere(gaps: Sequence[Gap]) -> dict[int, float]:
    far: dict[int, float] = {}
    for gap in gaps:
        for row, strength in gap.rows.items():
            far[row] = max(far.get(row, 0.0), strength)
    return far


class _Opening(NamedTuple):
    """A run put into rows that had no numbers before."""

    mark: tuple[int, int]
    costs: tuple[float, ...]
    """What it costs whatever stands before: added up one by one, so that equal ways cost the same."""
    misfits: tuple[float, ...]
    """What it costs that the cells are more or fewer than the row has."""
    filled: int
    taken: int
    """The rows, a bit each."""


class _Costs:
    """What it costs to put the runs of one area into rows."""

    def __init__(
        self, runs: Sequence[Run], gaps: Sequence[Gap], rows: Sequence[PrintedRow], layout: Layout
    ) -> None:
        self.layout = layout
        self.runs = runs
        self.gaps = gaps
        self.rows = rows
        self.far = _seen_anywhere(gaps)
        self.widest = max(row.width for row in rows)
        self.waiting = _blocks(gaps)
        self.matched = _matched_blocks(gaps)
        self.above = above_heading(gaps)
        self.first_named = {row: at for at, gap in reversed(list(enumerate(gaps))) for row in gap.named}
        self.labels: dict[tuple[int, int, bool], float] = {}
        self.openings: dict[tuple[int, int], list[_Opening]] = {}

    def choices(self, number: int, state: State, most: float) -> Iterator[Choice]:
        """The ways to go on with one run: later rows, the same row, a row gone by, or none."""
        run, before = self.runs[number], self.gaps[number]
        next_named, late = len(self.rows), 0.0
        if before.named:
            next_named = min([row for row in before.named if row > state.row], default=next_named)
            late = _LABEL_LATE * sum([row < state.row for row in before.named])
        passed = 0.0
        for first in range(state.row + 1, len(self.rows)):
            if passed > most and state.row >= 0:
                break
            if state.used >> first & 1:
                continue
            named = before.rows.get(first, 0.0) >= _STRONG
            lost = min(passed, _BEGINNING_LOST) if state.row < 0 and named else passed
            over = _PASSED_OVER if next_named < first and not named else 0.0
            # What lies beyond is not followed: so nothing is made of it.
            room = most + _ROUNDED - lost - over - late
            if room >= _NO_LABEL or (room >= 0 and self._label_cost(number, first, last=True) <= room):
                for opening in self._openings(number, first):
                    opened = _opened(state, lost, opening, (over, late))
                    yield opened
                    most = min(most, opened[0] + BEAM)
            passed += _ROW_WITHOUT_NUMBERS if named else _ROW_LOST
        gone_by = (
            before.tied if before.tied is not None else before.named[0] if len(before.named) == 1 else None
        )
        if gone_by is not None and gone_by < state.row and not state.used >> gone_by & 1:
            again = self.first_named[gone_by] < number
            cost = _OUT_OF_ORDER + _UNTIED * again  # named before, too: a row of another table, perhaps
            late = _LABEL_LATE * sum([row < gone_by for row in before.named])
            yield _opened(state, cost, self._openings(number, gone_by)[0], (late,))
        if state.row >= 0 and run.shown and not before.named:
            yield from self._continued(state, number)
        yield self._left_over(state, number)

    def _openings(self, number: int, first: int) -> list[_Opening]:
        """The ways to put a run into rows from the first on: into that alone, or several; found once."""
        found = self.openings.get((number, first))
        if found is None:
            ends = self._ends(first, self.runs[number])
            found = self.openings[number, first] = [self._opening(number, first, past) for past in ends]
        return found

    def _opening(self, number: int, first: int, past: int) -> _Opening:
        run, before = self.runs[number], self.gaps[number]
        alone = past == first + 1
        costs = [0.0 if alone else _ROWS_TOGETHER * (past - first - 1)]
        costs += [self._label_cost(number, row, last=row == past - 1) for row in range(first, past)]
        if not (self.layout.line_by_line and self.matched.get(number) == first):
            costs.append(self._waiting_cost(before, past))
        if before.tied is not None and not first <= before.tied < past:
            costs.append(_UNTIED)
        elif before.beside and run.in_line and past - first > len(before.beside):
            costs.append(_UNTIED)  # the line names its row, and may have no numbers of one named elsewhere
        width = self.rows[first].width
        misfits = []
        if alone and run.values and not run.core <= width <= len(run.atoms):
            misfit = _width_cost(run.solid, run.stretch, width)
            misfits.append(min(misfit, _WRONG_WIDTH) if run.shown == width else misfit)
        if alone and run.shown > width == 1:
            misfits.append(_TWO_IN_ONE)
        cells = run.solid if run.values else len(run.atoms)
        if run.core <= width <= len(run.atoms):
            cells = max(cells, width)  # separators leave room for the cells that show nothing
        return _Opening(
            mark=(first, past),
            costs=tuple(cost for cost in costs if cost),
            misfits=tuple(misfits),
            filled=cells if alone else _CLOSED,
            taken=(1 << past) - (1 << first),
        )

    def _label_cost(self, number: int, row: int, *, last: bool) -> float:
        """What it costs that the run's row is not named before it: less where the name stands behind, or apart."""
        if len(self.rows) == 1:
            return 0.0
        key = (number, row, last)
        known = self.labels.get(key)
        if known is None:
            apart = (
                1.0
                if self.matched.get(number) == row
                else self.layout.ahead
                if row in self.waiting.get(number, ())
                else self.layout.apart
            )
            before = self.layout.before * self.gaps[number].rows.get(row, 0.0)
            seen = max(apart * self.far.get(row, 0.0), before)
            if last:
                behind = self.gaps[number + 1]
                nearest = not behind.headed and (not behind.named or behind.named[0] == row)
                strength = self.layout.behind * behind.rows.get(row, 0.0)
                seen = max(seen, strength if nearest else _NOT_NEAREST * strength)
            known = self.labels[key] = _NO_LABEL * (1.0 - seen)
        return known

    def _ends(self, first: int, run: Run) -> list[int]:
        """One past the last row that a run opening a row fills: that row alone, or several if its numbers suffice."""
        ends = [first + 1]
        width = self.rows[first].width
        if run.stretch <= width:
            return ends
        for past in range(first + 2, len(self.rows) + 1):
            width += self.rows[past - 1].width
            if width > run.stretch:
                break
            if width in (run.solid, run.values) or run.solid < width == run.stretch:
                ends.append(past)
        return ends

    def _continued(self, state: State, number: int) -> Iterator[Choice]:
        """The row of the run before goes on: cut by a page, or printed in several lines."""
        run, width = self.runs[number], self.rows[state.row].width
        filled = state.filled + run.solid
        if filled > width + 1:
            return
        cost = _CONTINUED if filled == width else _CONTINUED_STILL if filled < width else _OVERFULL
        cost += _width_cost(filled, filled, width) - _width_cost(state.filled, state.filled, width)
        lines = self.gaps[number].broken and run.solid > 1 and state.filled > 1
        if lines or run.stretch >= width > run.solid:
            cost += _ROWS_JOINED
        yield cost, State(state.row, filled, state.used), (state.row, state.row + 1)

    def _left_over(self, state: State, number: int) -> Choice:
        """A run that belongs to no row: a row more than the form has, a page number, a list code."""
        run, before = self.runs[number], self.gaps[number]
        cost = 0.1
        if run.shown or before.named:
            cost = min(_MOST_LEFT_OVER, _LEFT_OVER + _LEFT_OVER_EACH * (run.solid - 1))
            cost += _LEFT_OVER_ROW * (run.solid > 1)
        if run.core > self.widest + _SURPLUS and run.in_line:
            cost = _LEFT_OVER  # a line of column numbers, say: no row has so many cells
        torn = run.remarked and all(run.solid != row.width for row in self.rows if row.width > 1)
        if number in self.above:
            return min(cost, _LEFT_OVER_STRANGE), state, None
        if before.strange or torn:
            cost = min(cost, _LEFT_OVER_STRANGE)
        elif before.named and 2 * run.stretch >= self.rows[before.named[-1]].width:
            cost += _DISOWNED
        cost += self._waiting_cost(before, state.row + 1)
        cost += _DISOWNED if number in self.matched else 0.0
        return cost, state, None

    def _waiting_cost(self, before: Gap, past: int) -> float:
        """What it costs that labels in the gap are still to get their numbers: they stand ahead in a block."""
        if not before.named:
            return 0.0
        waiting = sum(row >= past for row in before.named)
        return self.layout.waiting + 0.1 * waiting if waiting else 0.0

    def given_back(self, number: int) -> float:
        """What steps from this run on can make a way cheaper at most: where they fill a row that was half filled.

        A row opened by a run without numbers cost nothing for that.
        """
        return _WRONG_WIDTH * (1 + sum(not run.values for run in self.runs[number:]))

    def missing(self, last: State) -> float:
        """What it costs that the rows behind the last number have none."""
        rest = [row for row in range(last.row + 1, len(self.rows)) if not last.used >> row & 1]
        named = self.gaps[-1].rows
        return sum(_ROW_WITHOUT_NUMBERS if named.get(row, 0.0) >= _STRONG else _ROW_LOST for row in rest)

    def named(self, marks: Sequence[Mark]) -> frozenset[int]:
        """The rows whose label stands where this layout has it."""
        return frozenset(
            row
            for number, (first, past) in _taken(marks)
            for row in range(first, past)
            if self._label_cost(number, row, last=row == past - 1) <= _NAMED
        )

    def rows_of(self, marks: Sequence[Mark], *, downwards: bool) -> tuple[tuple[Atom, ...], ...]:
        """The atoms of each row; of a run over several rows, one number a line, read across or down the columns."""
        filled: list[list[Atom]] = [[] for _ in self.rows]
        for number, (first, past) in _taken(marks):
            run = self.runs[number]
            if past == first + 1:
                filled[first].extend(run.atoms)
            else:
                _share_out(run, range(first, past), self.rows, filled, downwards=downwards)
        return tuple(tuple(row) for row in filled)


class Aligner:
    """Aligns one area under several layouts: most of them part it into the same runs."""

    def __init__(self, atoms: Sequence[Atom], rows: Sequence[PrintedRow]) -> None:
        self.atoms = atoms
        self.rows = rows
        self.width = min(row.width for row in rows)
        self.runs, self.gaps = runs_and_gaps(atoms, self.width)
        self.turnable = names_rows_in_order(atoms)
        self.begun: dict[str, tuple[_Costs, Lattice]] = {}

    def align(self, layout: Layout, most: float = float("inf")) -> Iterator[Alignment]:
        """What `align` gives, each alignment made when it is asked for; none where the best costs more than `most`."""
        grown = self._grown(layout, most)
        if grown is None:
            return
        costs, lattice = grown
        found: set[tuple[tuple[int, ...], ...]] = set()
        for cost, last, marks in lattice.ways(len(self.rows), costs.missing, MARGIN):
            shared_out = any(past > first + 1 for _, (first, past) in _taken(marks))
            for downwards in (False, True) if shared_out and self.turnable else (False,):
                filled = costs.rows_of(marks, downwards=downwards)
                key = tuple(tuple(map(id, row)) for row in filled)
                if key not in found:
                    found.add(key)
                    named = costs.named(marks)
                    yield Alignment(
                        cost, filled, costs.missing(last), named, turned=downwards, loose=layout is BESIDE
                    )
            if len(found) >= _MOST_ALIGNMENTS:
                return

    def within(self, most: float) -> bool:
        """Whether any alignment costs no more than that, without what the rows behind the last number cost."""
        by_order = most >= _BY_ORDER_ALONE and self.in_order() is not None
        return by_order or any(self._grown(layout, most) for layout in (*LAYOUTS, BESIDE))

    def _grown(self, layout: Layout, most: float) -> tuple[_Costs, Lattice] | None:
        """The lattice of a layout and its costs; None where every way through it costs more than `most`."""
        if layout.name not in self.begun:
            self.begun[layout.name] = self._costs(layout), Lattice()
        costs, lattice = self.begun[layout.name]
        for number in range(len(lattice.layers), len(costs.runs)):
            if lattice.least > most and lattice.least - costs.given_back(number) > most:
                return None
            lattice.grow(partial(costs.choices, number))
        return (costs, lattice) if costs.runs and lattice.least <= most + _ROUNDED else None

    def _costs(self, layout: Layout) -> _Costs:
        runs, gaps = self.runs, self.gaps
        if layout.line_by_line:
            runs, gaps = runs_and_gaps(self.atoms, self.width, line_by_line=True)
            if len(runs) > _MOST_LINES * len(self.rows):
                runs, gaps = [], gaps[:1]
        return _Costs(runs, gaps, self.rows, layout)

    def in_order(self) -> Alignment | None:
        """The alignment of a table whose labels are torn off, but whose rows are all there: by order alone.

        Loose where empty cells stand around the numbers of rows, or several numbers in one cell. None where anything is
        missing or left over, a label beside its numbers is another row's, or the table is too small for its sums to
        confirm it.
        """
        numbered = [(run, gap) for run, gap in zip(self.runs, self.gaps, strict=False) if run.values]
        if len(numbered) != len(self.rows) or len(numbered) == 1:
            return None
        if any(gap.beside and number not in gap.beside for number, (_, gap) in enumerate(numbered)):
            return None
        found = [run.filling(row.width) for (run, _), row in zip(numbered, self.rows, strict=True)]
        if not all(found):
            return None
        loose = any(run.solid != row.width for (run, _), row in zip(numbered, self.rows, strict=True))
        return Alignment(_BY_ORDER_ALONE, tuple(found), 0.0, frozenset(), loose=loose)


def _taken(marks: Sequence[Mark]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The runs that were put into rows, and these."""
    return ((number, mark) for number, mark in enumerate(marks) if mark is not None)


def _opened(state: State, cost: float, opening: _Opening, disorder: tuple[float, ...]) -> Choice:
    """A run put into rows, which costs so much already; `disorder` for labels that are passed over, or gone by."""
    for more in (*opening.costs, *disorder, *opening.misfits):
        cost += more
    past = opening.mark[1]
    return cost, State(past - 1, opening.filled, state.used | opening.taken), opening.mark


def _width_cost(solid: int, stretch: int, width: int) -> float:
    """How badly so many cells fill a row."""
    if solid == width:
        return 0.0
    if solid < width:
        return _WRONG_WIDTH * (0.8 if stretch >= width else 1.0)
    return _WRONG_WIDTH * (solid - width) if solid - width <= _SURPLUS else _NO_ROW


def _share_out(
    run: Run,
    chosen: range,
    rows: Sequence[PrintedRow],
    filled: list[list[Atom]],
    *,
    downwards: bool,
) -> None:
    """Hand a run's atoms to several rows: each its width of numbers, or of numbers and blanks."""
    widths = [rows[row].width for row in chosen]
    if sum(widths) == run.solid:
        usable = [atom for atom in run.atoms if atom.kind is not Kind.SOFT]
    elif sum(widths) == run.values:
        usable = [atom for atom in run.atoms if atom.kind is Kind.VALUE]
    else:
        # Run together over rows: no cut is certain, the first row shows the doubt.
        filled[chosen[0]].extend(run.atoms)
        return
    alone = len({id(atom.band) for atom in usable}) == len(usable)
    if downwards and alone and len(set(widths)) == 1:
        turned = [usable[row :: len(widths)] for row in range(len(widths))]
        across = [usable[begin : begin + widths[0]] for begin in range(0, len(usable), widths[0])]
        if not _add_up(across, rows[chosen[0]]) or _add_up(turned, rows[chosen[0]]):
            usable = [atom for line in turned for atom in line]
    here = 0
    for row, width in zip(chosen, widths, strict=True):
        filled[row].extend(usable[here : here + width])
        here += width


def _add_up(lines: Sequence[Sequence[Atom]], row: PrintedRow) -> bool:
    """Whether these are rows like this one by their sums."""
    return bool(row.within) and all(standing(plain(line), row.within) is Standing.PROVEN for line in lines)
