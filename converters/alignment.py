"""Atoms × rows of the form → the best alignment, and those that come close to it.

One global dynamic programme over runs (numbers that stand together) and the gaps between them (pieces of
label). Order is kept: a run belongs to no row, to the row of the run before, or to later rows than that. The
cost says how far the layout must be bent: labels missing or out of place, rows skipped, numbers left over.
Which number of a run belongs to which column is decided later (`readings.py`), with the arithmetic.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converters.atoms import Atom, Kind
from converters.printed import PrintedRow
from converters.sheet import Line

MARGIN = 2.5
"""Alignments within this of the best are handed on: a run could then as well stand in another row."""

_BEAM = 2.5
_MOST_PATHS = 32
_MOST_ALIKE = 3

# Costs, tuned on the laboratory's layouts: one lost label must cost less than a run that is left over, and
# two readings that differ only by guessing must tie.
_NO_LABEL = 1.6
_ROW_WITHOUT_NUMBERS = 0.6
_ROW_LOST = 0.8
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
_SURPLUS = 2
_NO_ROW = 5.0
_DISOWNED = 2.0
_STRONG = 0.7
_NAMED = 0.5
_BY_ORDER_ALONE = 8.0


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


LAYOUTS = (
    Layout("labels before their numbers", before=1.0, behind=0.25, apart=0.3, ahead=0.8, waiting=1.9),
    Layout("labels behind their numbers", before=0.25, behind=1.0, apart=0.3, ahead=0.5, waiting=1.9),
    Layout("blocks of labels, then of numbers", before=1.0, behind=0.1, apart=0.1, ahead=0.9, waiting=0.65),
)


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers and blanks that stand together."""

    atoms: tuple[Atom, ...]
    values: int
    shown: int
    """Numbers, and signs printed for nothing."""
    core: int
    """Cells from the first number to the last."""
    solid: int
    """Values and empty cells, without what may be leftovers."""
    stretch: int
    """How many cells the run can fill if numbers run together are cut."""
    remarked: bool
    """Every number has a remark behind it: such cells leave their tables (see `torn.py`)."""


@dataclass(slots=True)
class Gap:
    """What labels stand between two runs: rows with strengths, and the rows named beyond doubt."""

    rows: dict[int, float]
    named: tuple[int, ...]
    strange: bool
    broken: bool
    """A row ends here, by a line of several cells or an empty line."""
    tied: int | None
    """The row that is named in the same line as the numbers behind the gap."""


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


@dataclass(frozen=True, slots=True)
class _Path:
    cost: float
    row: int
    """The last row that has numbers; -1 before the first."""
    filled: int
    """How many solid atoms the row has so far; `_CLOSED` where it takes no more."""
    used: int
    """The rows that have numbers, a bit each."""
    taken: tuple[tuple[int, int, int], ...]
    """(run, first row, one past the last row) for every run that is used."""


_CLOSED = 10**6


def align(atoms: Sequence[Atom], rows: Sequence[PrintedRow], layout: Layout) -> list[Alignment]:
    """The near-best alignments under this layout, best first; empty where the area has no number at all."""
    runs, gaps = runs_and_gaps(atoms, min(row.width for row in rows))
    if not runs:
        return []
    lattice = _Lattice(runs, gaps, rows, layout)
    paths = [_Path(0.0, -1, _CLOSED, 0, ())]
    for number in range(len(runs)):
        paths = lattice.step(paths, number)
    return lattice.finished(paths)


def in_order(atoms: Sequence[Atom], rows: Sequence[PrintedRow]) -> Alignment | None:
    """The alignment of a table whose labels are torn off, but whose rows are all there: by order alone.

    None where anything is missing or left over, or where the table is too small for its sums to confirm it.
    """
    runs, _ = runs_and_gaps(atoms, min(row.width for row in rows))
    runs = [run for run in runs if run.values]
    complete = len(runs) == len(rows) > 1
    if not complete or any(run.solid != row.width for run, row in zip(runs, rows, strict=True)):
        return None
    return Alignment(_BY_ORDER_ALONE, tuple(run.atoms for run in runs), 0.0, frozenset())


def runs_and_gaps(atoms: Sequence[Atom], width: int) -> tuple[list[Run], list[Gap]]:
    """The runs of an area, and the gaps before, between and behind them (one more than runs).

    `width` is that of the table's narrowest row: fewer blanks than half of it are no row.
    """
    runs: list[Run] = []
    gaps = [_gap((), broken=False, line=None)]
    pending: list[Atom] = []
    pieces: list[Atom] = []
    after_label = broken = False

    def close() -> None:
        nonlocal broken
        if _is_run(pending, width, after_label=after_label):
            gaps[-1] = _gap(pieces, broken=broken, line=pending[0].line)
            runs.append(_run(pending))
            gaps.append(_gap((), broken=False, line=None))
            pieces.clear()
            broken = False
        pending.clear()

    for atom in atoms:
        if atom.kind is Kind.LABEL:
            close()
            pieces.append(atom)
            after_label = bool(atom.meaning and atom.meaning.rows)
        elif atom.kind is Kind.BREAK:
            close()
            after_label = False
            broken = True
        else:
            pending.append(atom)
    close()
    gaps[-1] = _gap(pieces, broken=broken, line=None)
    return runs, gaps


def _is_run(atoms: Sequence[Atom], width: int, *, after_label: bool) -> bool:
    """Numbers are a run; blanks alone only behind a row's label, and if they can be a row."""
    if any(atom.kind is Kind.VALUE for atom in atoms):
        return True
    if any(atom.kind is Kind.BLANK and atom.text for atom in atoms):
        return True  # dashes are printed cells, wherever they stand
    if not after_label:
        return False
    solid = sum(atom.kind is Kind.BLANK for atom in atoms)
    return 2 * solid >= width or len(atoms) > max(2, width // 2)


def _run(atoms: Sequence[Atom]) -> Run:
    values = [atom for atom in atoms if atom.kind is Kind.VALUE]
    solid = sum(atom.kind is not Kind.SOFT for atom in atoms)
    stretch = solid + sum(atom.stretch - 1 for atom in values)
    remarked = bool(values) and all(atom.printed is not None and atom.printed.note for atom in values)
    shown = sum(atom.shown for atom in atoms)
    return Run(tuple(atoms), len(values), shown, _core(atoms), solid, stretch, remarked)


def _core(atoms: Sequence[Atom]) -> int:
    filled = [index for index, atom in enumerate(atoms) if atom.kind is Kind.VALUE]
    return filled[-1] - filled[0] + 1 if filled else 0


def _gap(pieces: Sequence[Atom], *, broken: bool, line: Line | None) -> Gap:
    rows: dict[int, float] = {}
    partial: dict[int, float] = {}
    named: list[int] = []
    known = not pieces
    for piece in pieces:
        meaning = piece.meaning
        if meaning is None:
            continue
        known |= meaning.known
        for row, strength in meaning.rows.items():
            partial[row] = partial.get(row, 0.0) + strength - 0.4
            rows[row] = max(rows.get(row, 0.0), strength)
        sole = meaning.sole
        if sole is not None and sole not in named:
            named.append(sole)
    # Several pieces of one label say more than the longest of them.
    for row, total in partial.items():
        rows[row] = min(1.0, max(rows[row], total))
    own = [piece.meaning.sole for piece in pieces if piece.line is line and piece.meaning]
    tied = next((row for row in reversed(own) if row is not None), None)
    return Gap(rows, tuple(named), not known, broken, tied)


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


def _seen_anywhere(gaps: Sequence[Gap]) -> dict[int, float]:
    far: dict[int, float] = {}
    for gap in gaps:
        for row, strength in gap.rows.items():
            far[row] = max(far.get(row, 0.0), strength)
    return far


class _Lattice:
    """The dynamic programme over one area: what it costs to put a run into rows, and the paths through it."""

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
        self.labels: dict[tuple[int, int, bool], float] = {}

    def step(self, paths: Sequence[_Path], number: int) -> list[_Path]:
        """All paths one run further, pruned to those worth following."""
        grown: list[_Path] = []
        bound = float("inf")
        for path in paths:
            for after in self._extend(path, number, bound):
                grown.append(after)
                bound = min(bound, after.cost + _BEAM)
        return _pruned(grown)

    def _extend(self, path: _Path, number: int, bound: float) -> Iterator[_Path]:
        """The ways to go on with one run: later rows, the same row, a row gone by, or none."""
        run, before = self.runs[number], self.gaps[number]
        passed = path.cost
        for first in range(path.row + 1, len(self.rows)):
            if passed > bound:
                break
            if not path.used >> first & 1:
                for past in self._ends(first, run):
                    after = self._opened(path, passed, number, first, past)
                    yield after
                    bound = min(bound, after.cost + _BEAM)
                passed += self._passed_cost(first, before)
        gone_by = (
            before.tied if before.tied is not None else before.named[0] if len(before.named) == 1 else None
        )
        if gone_by is not None and gone_by < path.row and not path.used >> gone_by & 1:
            yield self._opened(path, path.cost + _OUT_OF_ORDER, number, gone_by, gone_by + 1)
        if path.row >= 0 and run.shown and not before.named:
            yield from self._continued(path, number)
        yield self._left_over(path, number)

    def _passed_cost(self, row: int, before: Gap) -> float:
        return _ROW_WITHOUT_NUMBERS if before.rows.get(row, 0.0) >= _STRONG else _ROW_LOST

    def _opened(self, path: _Path, cost: float, number: int, first: int, past: int) -> _Path:
        """The path with this run put into the rows from first to past."""
        run, before = self.runs[number], self.gaps[number]
        cost += _ROWS_TOGETHER * (past - first - 1)
        for row in range(first, past):
            cost += self._label_cost(number, row, last=row == past - 1)
        cost += self._waiting_cost(before, past)
        if before.tied is not None and not first <= before.tied < past:
            cost += _UNTIED
        if any(path.row < row < first for row in before.named) and before.rows.get(first, 0.0) < _STRONG:
            cost += _PASSED_OVER
        cost += _LABEL_LATE * sum(row < path.row and row < first for row in before.named)
        if past == first + 1 and run.values and not run.core <= self.rows[first].width <= run.solid:
            cost += _width_cost(run.solid, run.stretch, self.rows[first].width)
        filled = run.solid if past == first + 1 else _CLOSED
        used = path.used | ((1 << past) - (1 << first))
        return _Path(cost, past - 1, filled, used, (*path.taken, (number, first, past)))

    def _label_cost(self, number: int, row: int, *, last: bool) -> float:
        """What it costs that the run's row is not named before it: less where the name stands behind, or apart."""
        if len(self.rows) == 1:
            return 0.0
        key = (number, row, last)
        known = self.labels.get(key)
        if known is None:
            apart = self.layout.ahead if row in self.waiting.get(number, ()) else self.layout.apart
            before = self.layout.before * self.gaps[number].rows.get(row, 0.0)
            seen = max(apart * self.far.get(row, 0.0), before)
            if last:
                behind = self.gaps[number + 1]
                nearest = not behind.named or behind.named[0] == row
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

    def _continued(self, path: _Path, number: int) -> Iterator[_Path]:
        """The row of the run before goes on: cut by a page, or printed in several lines."""
        run, width = self.runs[number], self.rows[path.row].width
        filled = path.filled + run.solid
        if filled > width + 1:
            return
        cost = _CONTINUED if filled == width else _CONTINUED_STILL if filled < width else _OVERFULL
        cost += _width_cost(filled, filled, width) - _width_cost(path.filled, path.filled, width)
        lines = self.gaps[number].broken and run.solid > 1 and path.filled > 1
        if lines or run.stretch >= width > run.solid:
            cost += _ROWS_JOINED
        taken = (*path.taken, (number, path.row, path.row + 1))
        yield _Path(path.cost + cost, path.row, filled, path.used, taken)

    def _left_over(self, path: _Path, number: int) -> _Path:
        """A run that belongs to no row: a row more than the form has, a page number, a list code."""
        run, before = self.runs[number], self.gaps[number]
        cost = 0.1
        if run.shown or before.named:
            cost = min(_MOST_LEFT_OVER, _LEFT_OVER + _LEFT_OVER_EACH * (run.solid - 1))
            cost += _LEFT_OVER_ROW * (run.solid > 1)
        if run.core > self.widest + _SURPLUS and len({id(atom.line) for atom in run.atoms}) == 1:
            cost = _LEFT_OVER  # a line of column numbers, say: no row has so many cells
        torn = run.remarked and all(run.solid != row.width for row in self.rows if row.width > 1)
        if before.strange or torn:
            cost = min(cost, _LEFT_OVER_STRANGE)
        elif before.named and 2 * run.stretch >= self.rows[before.named[-1]].width:
            cost += _DISOWNED
        cost += self._waiting_cost(before, path.row + 1)
        return _Path(path.cost + cost, path.row, path.filled, path.used, path.taken)

    def _waiting_cost(self, before: Gap, past: int) -> float:
        """What it costs that labels in the gap are still to get their numbers: they stand ahead in a block."""
        waiting = sum(row >= past for row in before.named)
        return self.layout.waiting + 0.1 * waiting if waiting else 0.0

    def finished(self, paths: Sequence[_Path]) -> list[Alignment]:
        """The near-best paths as alignments, each once, with the rows charged that got no numbers at the end."""
        last = self.gaps[-1]
        charged: list[tuple[float, float, _Path]] = []
        for path in paths:
            rest = [row for row in range(path.row + 1, len(self.rows)) if not path.used >> row & 1]
            missing = sum(self._passed_cost(row, last) for row in rest)
            charged.append((path.cost + missing, missing, path))
        charged.sort(key=lambda entry: entry[0])
        found: dict[tuple[tuple[int, ...], ...], Alignment] = {}
        for cost, missing, path in charged:
            if cost > charged[0][0] + MARGIN:
                break
            for downwards in (False, True):
                filled = self._rows_of(path, downwards=downwards)
                key = tuple(tuple(id(atom) for atom in row) for row in filled)
                found.setdefault(key, Alignment(cost, filled, missing, self._named(path), downwards))
        return list(found.values())

    def _named(self, path: _Path) -> frozenset[int]:
        return frozenset(
            row
            for number, first, past in path.taken
            for row in range(first, past)
            if self._label_cost(number, row, last=row == past - 1) <= _NAMED
        )

    def _rows_of(self, path: _Path, *, downwards: bool) -> tuple[tuple[Atom, ...], ...]:
        """The atoms of each row; of a run over several rows, one number a line, read across or down the columns."""
        filled: list[list[Atom]] = [[] for _ in self.rows]
        for number, first, past in path.taken:
            run = self.runs[number]
            if past == first + 1:
                filled[first].extend(run.atoms)
            else:
                _share_out(run, range(first, past), self.rows, filled, downwards=downwards)
        return tuple(tuple(row) for row in filled)


def _width_cost(solid: int, stretch: int, width: int) -> float:
    """How badly so many cells fill a row."""
    if solid == width:
        return 0.0
    if solid < width:
        return _WRONG_WIDTH * (0.8 if stretch >= width else 1.0)
    return _WRONG_WIDTH * (solid - width) if solid - width <= _SURPLUS else _NO_ROW


def _pruned(paths: list[_Path]) -> list[_Path]:
    """The paths worth following: near the best, a few for each row reached."""
    paths.sort(key=lambda path: path.cost)
    limit = paths[0].cost + _BEAM
    kept: list[_Path] = []
    reached: dict[tuple[int, int, int], int] = {}
    for path in paths:
        if path.cost > limit or len(kept) >= _MOST_PATHS:
            break
        key = (path.row, path.filled, path.used)
        if reached.get(key, 0) < _MOST_ALIKE:
            reached[key] = reached.get(key, 0) + 1
            kept.append(path)
    return kept


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
    alone = len({id(atom.line) for atom in usable}) == len(usable)
    if downwards and alone and len(set(widths)) == 1:
        usable = [
            usable[column * len(widths) + row] for row in range(len(widths)) for column in range(widths[0])
        ]
    here = 0
    for row, width in zip(chosen, widths, strict=True):
        filled[row].extend(usable[here : here + width])
        here += width
