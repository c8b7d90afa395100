"""The atoms of a table area → runs of numbers that stand together, and the gaps of labels between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from converters.atoms import Atom, Kind

_LEAST_WIDTH = 5
"""Merged cells leave as many empty ones as a narrower row has columns."""


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
    in_line: bool
    """It is one line, or a part of one."""
    remarked: bool
    """Every number has a remark behind it: such cells leave their tables (see `torn.py`)."""

    def filling(self, width: int) -> tuple[Atom, ...]:
        """Its atoms if they fill a row, or its numbers if nothing stands between them; empty if it is no row."""
        if self.solid == width:
            return self.atoms
        numbers = tuple(atom for atom in self.atoms if atom.kind is Kind.VALUE)
        return numbers if self.core == self.values <= width else ()


@dataclass(slots=True)
class Gap:
    """What labels stand between two runs: rows with strengths, and the rows named beyond doubt."""

    rows: dict[int, float]
    named: tuple[int, ...]
    strange: bool
    broken: bool
    """A row ends here, by a line of several cells or an empty line."""
    headed: bool
    """Columns are headed anew here, before any row is named."""
    pieces: int
    """How many pieces of label stand here."""
    beside: tuple[int, ...]
    """The rows that are named in the same line as the numbers behind the gap."""

    @property
    def tied(self) -> int | None:
        """The row that is named nearest the numbers in their line."""
        return self.beside[-1] if self.beside else None


def names_rows_in_order(atoms: Sequence[Atom]) -> bool:
    """Whether the labels of rows stand in the form's order: where they do not, columns may not stand in theirs."""
    named = [row for atom in atoms if atom.meaning and (row := atom.meaning.sole) is not None]
    return named == sorted(named)


def runs_and_gaps(
    atoms: Sequence[Atom], width: int, *, line_by_line: bool = False
) -> tuple[list[Run], list[Gap]]:
    """The runs of an area, and the gaps before, between and behind them (one more than runs).

    Args:
        atoms: the atoms of the area.
        width: that of the table's narrowest row: fewer blanks than half of it are no row.
        line_by_line: whether a run ends with its line.
    """
    runs: list[Run] = []
    gaps: list[Gap] = []
    pending: list[Atom] = []
    pieces: list[Atom] = []
    after_label = broken = False

    def close() -> None:
        nonlocal broken
        if not pending:
            return
        for number, part in enumerate(_rows_of(pending, width)):
            if _is_run(part, width, after_label=after_label and not number):
                gaps.append(_gap(pieces, broken=broken or number > 0, band=part[0].band))
                runs.append(_run(part))
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
            if line_by_line and pending and pending[-1].band is not atom.band:
                close()
            pending.append(atom)
    close()
    gaps.append(_gap(pieces, broken=broken, band=None))
    _join_labels(runs, gaps)
    return runs, gaps


def _join_labels(runs: list[Run], gaps: list[Gap]) -> None:
    """Leave out the runs that are but the empty cells beside a part of a label."""
    for number in range(len(runs) - 2, -1, -1):
        if _is_label_alone(number, runs, gaps):
            gaps[number : number + 2] = [_joined(gaps[number], gaps[number + 1])]
            del runs[number]


def _is_label_alone(number: int, runs: Sequence[Run], gaps: Sequence[Gap]) -> bool:
    """Whether a run is but the empty cells beside the first part of a row's label, the row's numbers behind the rest.

    Or between its parts: then nothing stands before them.
    """
    run, before, after, behind = runs[number], gaps[number], gaps[number + 1], gaps[number + 2]
    if run.shown or not run.in_line or not before.beside or not runs[number + 1].values:
        return False
    row = before.beside[-1]
    rest = after if after.pieces else behind
    return rest.rows.get(row, 0.0) > 0 and not set(after.named) - {row} and row not in behind.named


def _joined(before: Gap, after: Gap) -> Gap:
    """Two gaps between which nothing stands."""
    rows = {row: max(before.rows.get(row, 0.0), after.rows.get(row, 0.0)) for row in before.rows | after.rows}
    return replace(before, rows=rows, beside=after.beside, pieces=before.pieces + after.pieces)


def above_heading(gaps: Sequence[Gap]) -> range:
    """The runs of another table above this one's heading: they have no row's name, or one that stands below again."""
    last_named = {row: number for number, gap in enumerate(gaps) for row in gap.named}
    heading, reach = 0, -1  # how far down the rows named so far are named again
    for number in range(1, len(gaps) // 2):
        before = gaps[number - 1]
        if before.named:
            reach = max(reach, last_named[before.named[-1]])
        if gaps[number].headed and (reach < 0 or reach >= number):
            heading = number
    return range(heading)


def _rows_of(atoms: list[Atom], width: int) -> Iterator[list[Atom]]:
    """The atoms; in two where a whole row of empty cells stands in lines before the numbers of another."""
    filled = next((index for index, atom in enumerate(atoms) if atom.shown), 0)
    apart = filled > 0 and atoms[filled - 1].band is not atoms[filled].band
    if apart and filled >= width >= _LEAST_WIDTH and len(atoms) - filled >= width:
        yield atoms[:filled]
        yield atoms[filled:]
    else:
        yield atoms


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
    places = [place for place, atom in enumerate(atoms) if atom.kind is Kind.VALUE]
    values = [atoms[place] for place in places]
    others = [atom for atom in atoms if atom.kind is not Kind.VALUE] if len(values) < len(atoms) else []
    solid = len(values) + sum([atom.kind is not Kind.SOFT for atom in others])
    band = atoms[0].band
    return Run(
        atoms=tuple(atoms),
        values=len(values),
        shown=len(values) + sum([atom.shown for atom in others]),
        core=places[-1] - places[0] + 1 if places else 0,
        solid=solid,
        stretch=solid + sum([atom.stretch - 1 for atom in values if not atom.firm]),
        in_line=all(atom.band is band for atom in atoms),
        remarked=bool(values) and all(atom.printed is not None and atom.printed.note for atom in values),
    )


def _gap(pieces: Sequence[Atom], *, broken: bool, band: object) -> Gap:
    rows: dict[int, float] = {}
    partial: dict[int, float] = {}
    named: list[int] = []
    known = not pieces
    headed = False
    beside: list[int] = []
    for piece in pieces:
        meaning = piece.meaning
        if meaning is None:
            continue
        known |= meaning.known
        headed |= meaning.heading and not named
        for row, strength in meaning.rows.items():
            partial[row] = partial.get(row, 0.0) + strength - 0.4
            rows[row] = max(rows.get(row, 0.0), strength)
        sole = meaning.sole
        if sole is None:
            continue
        if sole not in named:
            named.append(sole)
        if piece.band is band:
            beside.append(sole)
    # Several pieces of one label say more than the longest of them.
    for row, total in partial.items():
        rows[row] = min(1.0, max(rows[row], total))
    return Gap(rows, tuple(named), not known, broken, headed, len(pieces), tuple(beside))
