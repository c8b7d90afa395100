"""Readings × identities → cells with their basis: arithmetic chooses, and says when it cannot.

The numbers are whole and not negative and the identities linear, so everything here is exact: readings that no
choice of the others can complete are dropped, then every cell that shows nothing is narrowed between bounds
until they meet or no identity moves them. What stays open is doubt. An identity family that the copy itself
breaks is not leaned upon.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from converters.alignment import LAYOUTS, Alignment, align, in_order
from converters.atoms import Atom
from converters.form import Identity
from converters.neighbours import Neighbours, neighbours
from converters.numerals import Number
from converters.printed import PrintedRow, PrintedTable, RowIdentity, Term
from converters.readings import LOST, Entry, RowReadings, Standing, fits, read_row, standing
from converters.report import Basis
from converters.stanzas import in_rows
from converters.trust import FAILING, confirmed, sums_fail

_BROKEN = 0.8
"""What a broken identity costs beside a bent layout: agencies do break them, but seldom."""
_MISFIT = 1.5
_NEAR = 0.9
_NEAR_UNPROVEN = 2.2
"""A table without identities, or with few full rows to check by them, has only its layout to go by."""
_UNBENT = 0.5
_STRAIGHT = 2.7
"""Up to this cost the plain layout, label before numbers, is taken without trying the others."""
_FITTING = 1.0
"""Up to this cost a table follows the form it was read as: a form with rows more or less costs twice that."""
_TOO_BENT = 1.2
"""Cost a row above which no alignment is trusted; the most bent real copy at hand costs 0.2 a row."""
_LEAST_PROVEN = 3
_SLIPS = 2
_SHAKEN = 0.5
_MOST_WORLDS = 8
_MOST_SUMS = 20_000
_MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one cell."""

    value: Number | None
    basis: Basis
    atom: Atom | None = None
    because: tuple[str, ...] = ()
    candidates: tuple[Number | None, ...] = ()


@dataclass(slots=True)
class _World:
    """One alignment with the readings of its rows: a way in which the whole table may be meant."""

    cost: float
    missing: float
    named: frozenset[int]
    labels: Neighbours
    table: PrintedTable
    readings: list[RowReadings]
    broken: set[str] = field(default_factory=set)
    """Identities that the certain numbers break."""
    families: set[str] = field(default_factory=set)
    """Families of identities that are not leaned upon."""

    @property
    def score(self) -> float:
        """How unlikely this is: a bent layout and broken identities together.

        Where the layout leaves no doubt at all, it is the agency that broke them.
        """
        return self.cost + (_BROKEN * len(self.broken) if self.cost > _UNBENT else 0.0)

    @property
    def incredible(self) -> bool:
        """Whether nothing here is certain: bent beyond trust, or bent with sums that fail all over the table."""
        rows = len(self.table.rows)
        failing = len(self.broken) > FAILING * len(self.table.identities) and self.cost > _STRAIGHT
        shaken = len(self.broken) > _SLIPS and self.cost > _SHAKEN * (rows + 2)
        return failing or shaken or self.cost > _TOO_BENT * (rows + 2)

    @property
    def supported(self) -> bool:
        """Whether the identities can tell this world from others: most rows with numbers have all of them."""
        shown = [r for r in self.readings if any(entry.value is not None for entry in r.readings[0])]
        full = sum(readings.exact for readings in shown)
        return bool(self.table.identities) and 2 * full > len(shown)


@dataclass(frozen=True, slots=True)
class Proof:
    """What each cell of a table says; `cost` tells how far the copy had to be bent to say it."""

    cost: float
    misfit: float
    """The cost without that of rows behind the copy's end: how badly the copy follows the form."""
    findings: dict[str, Finding]

    @property
    def straight(self) -> bool:
        """Whether the copy was read without bending: then no other form needs to be tried."""
        return self.misfit <= _FITTING


def prove(atoms: Sequence[Atom], table: PrintedTable) -> Proof:
    """What each cell of a table says."""
    worlds = _worlds(atoms, table)
    if not worlds:
        nothing = {cell: Finding(None, Basis.MISSING) for row in table.rows for cell in row.ids}
        return Proof(float("inf"), float("inf"), nothing)
    best = worlds[0].score
    near = best + (_NEAR if worlds[0].supported else _NEAR_UNPROVEN)
    found = [_settle(world) for world in worlds if world.score <= near]
    agreed = {cell: _agreed([findings[cell] for findings in found]) for cell in found[0]}
    if worlds[0].incredible:
        agreed = {cell: _doubted(finding) for cell, finding in agreed.items()}
    return Proof(best, best - worlds[0].missing, agreed)


def _worlds(atoms: Sequence[Atom], table: PrintedTable) -> list[_World]:
    """The ways in which the table may be meant, likeliest first. Odd layouts are tried where the plain one is bent."""
    read = _Reader(table)
    atoms = in_rows(atoms, table.rows)
    worlds: list[_World] = []
    for layout in LAYOUTS:
        alignments = align(atoms, table.rows, layout)
        made = [(alignment, _world(atoms, alignment, table, read)) for alignment in alignments[:_MOST_WORLDS]]
        worlds.extend(world for alignment, world in made if not alignment.turned or _turns_well(world))
        if worlds and worlds[0].score <= _STRAIGHT:
            break
    bent = not worlds or min(world.score for world in worlds) > _STRAIGHT
    ordered = in_order(atoms, table.rows) if bent and table.across else None
    if ordered is not None:
        world = _world(atoms, ordered, table, read)
        worlds.extend([world] if not world.broken else [])
    return sorted(worlds, key=lambda world: world.score)


def _turns_well(world: _World) -> bool:
    """Whether rows with numbers in them add up, now that their block is read down: noughts add up anyhow."""
    if not world.table.across:
        return True
    proven = 0
    for row, readings in zip(world.table.rows, world.readings, strict=True):
        first = readings.readings[0]
        shown = sum(bool(entry.value) for entry in first)
        proven += readings.exact and shown > 1 and standing(first, row.within) is Standing.PROVEN
    return proven >= _LEAST_PROVEN


class _Reader:
    """Reads rows, each set of atoms once: alignments differ in few of them, and most rows are of one shape."""

    def __init__(self, table: PrintedTable) -> None:
        self.table = table
        shapes = [(row.within, tuple(column.kind for column in row.columns)) for row in table.rows]
        self.shape = [shapes.index(shape) for shape in shapes]
        self.known: dict[tuple[int, tuple[int, ...], frozenset[str]], RowReadings] = {}

    def row(self, number: int, atoms: Sequence[Atom], untrusted: frozenset[str]) -> RowReadings:
        key = (self.shape[number], tuple(map(id, atoms)), untrusted)
        readings = self.known.get(key)
        if readings is None:
            row = self.table.rows[number]
            readings = self.known[key] = read_row(row, atoms, row.trusted(set(untrusted)))
        return readings


def _world(atoms: Sequence[Atom], alignment: Alignment, table: PrintedTable, read: _Reader) -> _World:
    """Read every row, first the certain ones: what they break is not used to choose among the others."""
    readings = [read.row(number, own, frozenset()) for number, own in enumerate(alignment.rows)]
    end = max((number for number, own in enumerate(alignment.rows) if own), default=0)
    alone = len(table.rows) == 1 and not readings[end].exact
    if alone or end < len(table.rows) - 1:
        readings[end] = _cut_short(readings[end])
    cost = alignment.cost + _MISFIT * _misfits(table, readings)
    labels = neighbours(atoms, alignment.rows, table.rows)
    world = _World(cost, alignment.missing, alignment.named, labels, table, readings)
    _find_broken(world)
    if world.families:
        for number, own in enumerate(alignment.rows):
            if not readings[number].exact and not readings[number].overflow:
                readings[number] = read.row(number, own, frozenset(world.families))
    _narrow(world)
    return world


def _misfits(table: PrintedTable, readings: Sequence[RowReadings]) -> int:
    """How many certain numbers stand in columns whose numbers do not look like that: 增1 among counts."""
    certain = [(row, r.readings[0]) for row, r in zip(table.rows, readings, strict=True) if r.exact]
    return sum(not fits(e, c.kind) for row, own in certain for c, e in zip(row.columns, own, strict=True))


def _cut_short(readings: RowReadings) -> RowReadings:
    """The readings of the last row that a copy shows: if it shows too few numbers, it may have been cut off."""
    first = readings.readings[0]
    unended = first[-1].value is None and any(entry.value is not None for entry in first)
    lost = not readings.exact and any(entry is LOST for reading in readings.readings for entry in reading)
    return replace(readings, exact=False, overflow=True) if unended or lost else readings


def _find_broken(world: _World) -> None:
    certain: dict[str, Number] = {}
    for row, readings in zip(world.table.rows, world.readings, strict=True):
        if readings.exact:
            pairs = zip(row.ids, readings.readings[0], strict=True)
            certain.update((cell, entry.value) for cell, entry in pairs if entry.value is not None)
    for identity in world.table.identities:
        if _is_broken(identity, certain):
            world.broken.add(identity.id)
            world.families.add(identity.family)


def _is_broken(identity: Identity, values: Mapping[str, Number]) -> bool:
    """Whether no numbers for the cells without a value could make the identity hold: none is negative."""
    left, open_left = _sum(identity.left, values)
    right, open_right = _sum(identity.right, values)
    return (left > right and not open_right) or (left < right and not open_left)


def _sum(cells: Sequence[str], values: Mapping[str, Number]) -> tuple[Number, bool]:
    """The sum of the cells that have a value, and whether one has none."""
    known = [values[cell] for cell in cells if cell in values]
    return sum(known), len(known) < len(cells)


def _narrow(world: _World) -> None:
    """Drop the readings that no choice of the other rows' readings can complete, until nothing changes."""
    if all(len(readings.readings) == 1 for readings in world.readings):
        return
    across = [terms for identity, terms in world.table.across if identity.family not in world.families]
    for _ in range(_MOST_ROUNDS):
        moved = [_narrow_by(world, terms) for terms in across]
        if not any(moved):
            return


def _narrow_by(world: _World, terms: Sequence[Term]) -> bool:
    """Keep the readings whose number at this identity's place some choice elsewhere balances."""
    choices = [_choices(world.readings[row], column, sign) for row, column, sign in terms]
    if all(choice is not None and len(choice) == 1 for choice in choices):
        return False
    allowed = _balanced(choices)
    if allowed is None:
        return False
    changed = False
    for (row, column, sign), values in zip(terms, allowed, strict=True):
        before = world.readings[row]
        kept = tuple(
            reading
            for reading in before.readings
            if reading[column].value is None or sign * (reading[column].value or 0) in values
        )
        if kept and len(kept) < len(before.readings):
            world.readings[row] = replace(before, readings=kept)
            changed = True
    return changed


def _choices(readings: RowReadings, column: int, sign: int) -> set[Number] | None:
    """The signed numbers that a row may add to an identity; None where it may be any."""
    values = [reading[column].value for reading in readings.readings]
    if readings.overflow or None in values:
        return None
    return {sign * value for value in values if value is not None}


def _balanced(choices: Sequence[set[Number] | None]) -> list[set[Number]] | None:
    """For each term the numbers that occur in a choice with the sum 0; None where no choice can be excluded."""
    if any(choice is None for choice in choices):
        return None
    known = [choice for choice in choices if choice is not None]
    forward: list[set[Number]] = [{0}]
    for choice in known:
        sums = {total + value for total in forward[-1] for value in choice}
        if len(sums) > _MOST_SUMS:
            return None
        forward.append(sums)
    if 0 not in forward[-1]:
        return None
    reachable: set[Number] = {0}
    allowed: list[set[Number]] = []
    for before, choice in zip(reversed(forward[:-1]), reversed(known), strict=True):
        kept = {value for value in choice if any(target - value in before for target in reachable)}
        reachable = {target - value for target in reachable for value in kept if target - value in before}
        allowed.append(kept)
    return list(reversed(allowed))


def _settle(world: _World) -> dict[str, Finding]:
    """The cells of one world: what the readings agree on, then what the identities force."""
    findings: dict[str, Finding] = {}
    bent = world.score > _STRAIGHT
    torn = bent and sums_fail(world.table.rows, world.readings)
    for number, (row, readings) in enumerate(zip(world.table.rows, world.readings, strict=True)):
        own = dict(_row_findings(row, readings, world.families))
        shifted = torn or number in world.labels.shifted
        if shifted or (bent and not confirmed(number, row, readings, world.labels)):
            own = {cell: _doubted(finding) for cell, finding in own.items()}
        findings.update(own)
    _doubt_contradicted(world, findings)
    if any(finding.value is None for finding in findings.values()):
        _infer(findings, world.table.identities, world.broken, world.families)
    return findings


def _doubt_contradicted(world: _World, findings: dict[str, Finding]) -> None:
    """Take back the rows that were read by their sums where the sums over the rows then fail."""
    known = {cell: finding.value for cell, finding in findings.items() if finding.value is not None}
    for identity, terms in world.table.across:
        if not _is_broken(identity, known):
            continue
        world.broken.add(identity.id)
        for row in {row for row, _, _ in terms if not world.readings[row].exact}:
            for cell in world.table.rows[row].ids:
                findings[cell] = _doubted(findings[cell])


def _row_findings(
    row: PrintedRow, readings: RowReadings, families: set[str]
) -> Iterator[tuple[str, Finding]]:
    because = tuple(identity.id for identity in row.identities if identity.family not in families)
    because = because or (f"cells.{row.key}",)
    shaky = readings.overflow or _refuted(readings, row.trusted(families))
    for column, cell in enumerate(row.ids):
        if readings.exact:
            finding = _exact_finding(readings.readings[0][column])
        else:
            entries = [reading[column] for reading in readings.readings]
            finding = _cell_finding(entries, because, shaky=shaky)
        below_nought = finding.value is not None and finding.value < 0
        yield cell, _doubted(finding) if below_nought and row.columns[column].kind != "change" else finding


def _exact_finding(entry: Entry) -> Finding:
    if entry.value is not None:
        return Finding(entry.value, Basis.PRINTED, entry.atom)
    return Finding(None, Basis.MISSING if entry is LOST else Basis.BLANK, entry.atom)


def _refuted(readings: RowReadings, trusted: Sequence[RowIdentity]) -> bool:
    """Whether numbers were cut or placed in a way that the row's own sums contradict."""
    if readings.exact or not trusted:
        return False
    reading = readings.readings[0]
    bent = any(entry.cut or entry is LOST for entry in reading)
    return bent and standing(reading, trusted) is Standing.REFUTED


def _cell_finding(entries: Sequence[Entry], because: tuple[str, ...], *, shaky: bool) -> Finding:
    values = list(dict.fromkeys(entry.value for entry in entries))
    first = entries[0]
    if len(values) > 1 or (shaky and first is not LOST):
        atom = next((entry.atom for entry in entries if entry.atom is not None), None)
        return Finding(None, Basis.UNRESOLVED, atom, candidates=_ordered(values))
    if first.value is None:
        lost = all(entry is LOST for entry in entries)
        if shaky:
            return Finding(None, Basis.UNRESOLVED)
        return Finding(None, Basis.MISSING if lost else Basis.BLANK, first.atom)
    if _same_place(entries):
        return Finding(first.value, Basis.PRINTED, first.atom)
    return Finding(first.value, Basis.INFERRED, first.atom, because)


def _same_place(entries: Sequence[Entry]) -> bool:
    """Whether every reading puts the same printed number here, uncut."""
    return not entries[0].cut and all(entry.atom is entries[0].atom for entry in entries)


def _infer(
    findings: dict[str, Finding], identities: Sequence[Identity], broken: set[str], untrusted: set[str]
) -> None:
    """Give every open cell the value that the identities force upon it, if they force one.

    An identity that shares a cell with a broken one is not leaned upon: the shared total may be the wrong one.
    """
    families = set(untrusted)
    suspect = {cell for identity in identities if identity.id in broken for cell in identity.cells}
    usable = [identity for identity in identities if suspect.isdisjoint(identity.cells)]
    while True:
        bounds = _Bounds(findings)
        contradicted = bounds.tighten([identity for identity in usable if identity.family not in families])
        if contradicted is None:
            break
        families |= contradicted
    for cell, value, because in bounds.forced():
        before = findings[cell]
        if before.basis is Basis.BLANK and value != 0:
            continue  # nothing is printed there: rather is the total wrong than that
        if not before.candidates or value in before.candidates:
            findings[cell] = Finding(value, Basis.INFERRED, before.atom, because)


class _Bounds:
    """Least and greatest value of every cell, tightened by the identities."""

    def __init__(self, findings: Mapping[str, Finding]) -> None:
        self.findings = findings
        self.low: dict[str, Number] = {}
        self.high: dict[str, Number] = {}
        self.by: dict[str, list[str]] = {}
        for cell, finding in findings.items():
            known = finding.value is not None
            self.low[cell] = finding.value if finding.value is not None else 0
            self.high[cell] = self.low[cell] if known else float("inf")

    def tighten(self, identities: Sequence[Identity]) -> set[str] | None:
        """Narrow every open cell; or the families of identities that cannot hold together."""
        self.family = {identity.id: identity.family for identity in identities}
        for _ in range(_MOST_ROUNDS):
            moved = False
            for identity in identities:
                if not self._possible(identity):
                    return self._behind(identity)
                moved |= self._tighten(identity)
            if not moved:
                break
        return None

    def _behind(self, identity: Identity) -> set[str]:
        """The families of an identity that cannot hold, and of those that narrowed its cells before."""
        reasons = {reason for cell in identity.cells for reason in self.by.get(cell, ())}
        return {identity.family} | {self.family[reason] for reason in reasons}

    def forced(self) -> Iterator[tuple[str, Number, tuple[str, ...]]]:
        """The open cells that can have one value only, with the identities that narrowed them."""
        for cell, finding in self.findings.items():
            if finding.value is None and self.low[cell] == self.high[cell]:
                yield cell, self.low[cell], tuple(self.by.get(cell, ()))

    def _possible(self, identity: Identity) -> bool:
        low = sum(self.low[c] for c in identity.left) - sum(self.high[c] for c in identity.right)
        high = sum(self.high[c] for c in identity.left) - sum(self.low[c] for c in identity.right)
        return low <= 0 <= high

    def _tighten(self, identity: Identity) -> bool:
        moved = False
        for side, other in ((identity.left, identity.right), (identity.right, identity.left)):
            most = sum(self.high[cell] for cell in other)
            least = sum(self.low[cell] for cell in other)
            for cell in side:
                if self.low[cell] == self.high[cell]:
                    continue
                rest_low = sum(self.low[c] for c in side if c != cell)
                rest_high = sum(self.high[c] for c in side if c != cell)
                moved |= self._set(cell, least - rest_high, most - rest_low, identity.id)
        return moved

    def _set(self, cell: str, low: Number, high: Number, identity: str) -> bool:
        moved = False
        if low > self.low[cell]:
            self.low[cell] = low
            moved = True
        if high < self.high[cell]:
            self.high[cell] = high
            moved = True
        if moved:
            reasons = self.by.setdefault(cell, [])
            if identity not in reasons:
                reasons.append(identity)
        return moved


def _doubted(finding: Finding) -> Finding:
    """The finding as a mere candidate: the layout is bent so far that nothing in it is certain."""
    if finding.value is None:
        return finding
    return Finding(None, Basis.UNRESOLVED, finding.atom, candidates=(finding.value,))


def _agreed(found: Sequence[Finding]) -> Finding:
    """What several worlds say of one cell: a number only where all say the same."""
    first = found[0]
    if len(found) == 1:
        return first
    values = {finding.value for finding in found}
    if len(values) == 1 and first.value is not None:
        return next((f for f in found if f.basis is Basis.INFERRED), first)
    if all(finding.value is None for finding in found):
        return next((f for f in found if f.basis is Basis.UNRESOLVED), first)
    numbers = [number for f in found for number in (f.candidates or (f.value,))]
    atom = next((f.atom for f in found if f.atom is not None), None)
    return Finding(None, Basis.UNRESOLVED, atom, candidates=_ordered(numbers))


def _ordered(numbers: Sequence[Number | None]) -> tuple[Number | None, ...]:
    """Each candidate once, as they come; that nothing stands there (None) last."""
    shown = dict.fromkeys(number for number in numbers if number is not None)
    return (*shown, None) if None in numbers else tuple(shown)
