"""Alignments × readings → the ways in which a whole table may be meant, likeliest first.

A way that breaks identities is less likely than one that keeps them, unless its layout leaves no doubt: then it
is the agency that broke them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from converters.alignment import BESIDE, LAYOUTS, Aligner, Alignment
from converters.atoms import Atom
from converters.entries import LOST, Reading, fits
from converters.form import Identity
from converters.narrowing import Memory, narrow
from converters.neighbours import UNTOLD, Neighbours
from converters.numerals import Number
from converters.printed import PrintedRow, PrintedTable, RowIdentity
from converters.readings import RowReadings, read_row
from converters.standing import Standing, standing
from converters.trust import FAILING

_STRAIGHT = 0.9
_STRAIGHT_EACH = 0.075
"""Up to this cost, and so much a row, the plain layout, label before numbers, is taken without trying others."""
_BROKEN = 0.8
"""What a broken identity costs beside a bent layout: agencies do break them, but seldom."""
_MISFIT = 1.5
_NEAR = 0.9
_NEAR_UNPROVEN = 2.2
"""A table without identities, or with few full rows to check by them, has only its layout to go by."""
_UNBENT = 0.5
_TOO_BENT = 1.2
"""Cost a row above which no alignment is trusted; the most bent real copy at hand costs 0.2 a row."""
_LEAST_PROVEN = 3
_ONE_SLIP = 3
_SLIPS = 2
_SHAKEN = 0.5
_MOST_FIRST = 8
_MOST_MORE = 24
_LATER = 10
"""More than there are layouts: these alignments come behind the first ones of all."""


@dataclass(slots=True)
class World:
    """One alignment with the readings of its rows: a way in which the whole table may be meant."""

    cost: float
    missing: float
    named: frozenset[int]
    table: PrintedTable
    readings: list[RowReadings]
    order: tuple[int, int]
    """The layout, and how many alignments of it are cheaper: of equals the first is likeliest."""
    broken: set[str] = field(default_factory=set)
    """Identities that the certain numbers break."""
    families: set[str] = field(default_factory=set)
    """Families of identities that are not leaned upon."""

    atoms: tuple[tuple[Atom, ...], ...] = ()
    """What each row was given to read."""
    loose: bool = False
    """The layout does not tell on which side of its numbers a label stands."""

    raw: list[RowReadings] = field(default_factory=list)
    """The readings as each row alone allows them."""
    several: set[int] = field(default_factory=set)
    """Rows to which near worlds give other atoms."""
    memory: Memory = field(default_factory=Memory)
    labels: Neighbours = UNTOLD
    """How the rows stand to the labels around them; told of the likeliest world only."""
    slips_alone: bool = False
    """Only sums that share a cell with a broken one are not leaned upon, rather than all of their families."""
    suspect: frozenset[str] = frozenset()
    """The cells of sums that certain numbers break; without `slips_alone` only those that no other sum clears."""

    def distrust(self, families: set[str]) -> None:
        """Read the table anew without identities of these families over its rows."""
        self.families |= families
        self.readings = list(self.raw)
        narrow(self.table, self.readings, self.families, self.memory, self.suspect)

    @property
    def bent(self) -> bool:
        """Whether the order of rows and numbers proves nothing by itself."""
        return self.loose or self.crooked

    @property
    def crooked(self) -> bool:
        """Whether the layout is bent, or more sums fail than by one slip of the agency's.

        One slip breaks no more than three identities: those of its row, and two of its column.
        """
        odd = max(0, len(self.broken) - _ONE_SLIP) if self.cost > _UNBENT else 0
        return self.cost + _BROKEN * odd > _straight(self.table)

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
        if self.whole:
            return False
        failing = len(self.broken) > FAILING * len(self.table.identities) and self.cost > _straight(
            self.table
        )
        shaken = len(self.broken) > _SLIPS and self.cost > _SHAKEN * (rows + 2)
        return failing or shaken or self.cost > _TOO_BENT * (rows + 2)

    @property
    def whole(self) -> bool:
        """Whether every cell has its number and all sums hold, those over rows not only of noughts.

        In one row alone columns may be drawn in any order, with all their sums: there noughts are certain, if all are.
        """
        if not self.table.identities or self.broken or not all(own.exact for own in self.raw):
            return False
        numbers = [[entry.value for entry in own.readings[0]] for own in self.raw]
        if any(None in row for row in numbers):
            return False
        speaking = sum(any(row) for row in numbers)
        return speaking >= _LEAST_PROVEN if self.table.across else not speaking

    @property
    def supported(self) -> bool:
        """Whether the identities can tell this world from others: most rows with numbers have all of them."""
        shown = [r for r in self.readings if any(entry.value is not None for entry in r.readings[0])]
        full = sum(readings.exact for readings in shown)
        return bool(self.table.identities) and 2 * full > len(shown)


def _straight(table: PrintedTable) -> float:
    return _STRAIGHT + _STRAIGHT_EACH * len(table.rows)


def likeliest(aligner: Aligner, table: PrintedTable, *, slips_alone: bool = False) -> World | None:
    """The likeliest way in which the table may be meant, and in it what near ways read otherwise.

    Odd layouts are tried where the plain one is bent. None where the area has no number.

    Args:
        aligner: puts the atoms of the area into rows.
        table: the table.
        slips_alone: lean on the sums of other rows though one of their family is broken; to be verified.
    """
    maker = _Maker(table, aligner.atoms, slips_alone=slips_alone)
    for layout in LAYOUTS:
        maker.add(aligner.align(layout, maker.reach))
        if maker.worlds and maker.worlds[0].score <= _straight(table):
            break
    if maker.bent:
        maker.add(aligner.align(BESIDE, maker.reach))
        ordered = aligner.in_order() if table.across else None
        if ordered is not None:
            maker.add_unbroken(ordered)
    return maker.made() if maker.worlds else None


class _Maker:
    """Makes worlds of alignments, each only once, the likeliest at once and the others where they matter.

    A world is no likelier than its alignment, so that one beyond reach of the best world need not be made.
    """

    def __init__(self, table: PrintedTable, atoms: Sequence[Atom], *, slips_alone: bool) -> None:
        self.table = table
        self.read = _Reader(table, atoms)
        self.slips_alone = slips_alone
        self.worlds: list[World] = []
        self.waiting: list[_Waiting] = []

    @property
    def best(self) -> World:
        """The likeliest world, of equals the first."""
        return min(self.worlds, key=lambda world: (world.score, world.order))

    @property
    def bent(self) -> bool:
        return not self.worlds or self.best.score > _straight(self.table)

    @property
    def reach(self) -> float:
        """What an alignment may cost at most to count beside the worlds made so far."""
        return self.best.score + _NEAR_UNPROVEN if self.worlds else float("inf")

    def add(self, alignments: Iterator[Alignment]) -> None:
        self.waiting.append(_Waiting(alignments))
        self._make_first(len(self.waiting) - 1, _NEAR)

    def add_unbroken(self, alignment: Alignment) -> None:
        """Add a world that counts only where no identity speaks against it, and where it is loose all speak for it."""
        world = _world(alignment, self.table, self.read, (len(self.waiting), 0), slips_alone=self.slips_alone)
        if not world.broken and (world.whole or not world.loose):
            self.worlds.append(world)

    def _make_first(self, layout: int, margin: float) -> None:
        """Make the first alignments of a layout, up to a cost so much above the best world's score."""
        waiting = self.waiting[layout]
        while waiting.given < _MOST_FIRST:
            alignment = waiting.next(self.best.score + margin if self.worlds else float("inf"))
            if alignment is None:
                return
            self._make(alignment, (layout, waiting.given))

    def _make(self, alignment: Alignment, order: tuple[int, int]) -> None:
        world = _world(alignment, self.table, self.read, order, slips_alone=self.slips_alone)
        if not alignment.turned or _turns_well(world):
            self.worlds.append(world)

    def made(self) -> World:
        """The likeliest world, each row with the readings that it has in the worlds near that."""
        best = self.best
        margin = _NEAR if best.supported and not best.loose else _NEAR_UNPROVEN
        near = best.score + margin
        for layout in range(len(self.waiting)):
            self._make_first(layout, margin)
        left = [
            alignment for waiting in self.waiting for alignment in iter(partial(waiting.next, near), None)
        ]
        more = sorted((a for a in left if not a.turned), key=lambda alignment: alignment.cost)
        for number, alignment in enumerate(more[:_MOST_MORE]):
            self._make(alignment, (_LATER, number))
        kept = sorted(
            (w for w in self.worlds if w.score <= near), key=lambda world: (world.score, world.order)
        )
        merged = _merged(kept)
        for number in _differing(merged, more[_MOST_MORE:]):
            merged.raw[number] = replace(merged.raw[number], exact=False, overflow=True)
        merged.labels = Neighbours(self.read.atoms, merged.atoms, self.table.rows)
        merged.readings = list(merged.raw)
        narrow(self.table, merged.readings, merged.families, merged.memory, merged.suspect)
        return merged


class _Waiting:
    """The alignments of a layout that were not asked for yet, cheapest first."""

    def __init__(self, alignments: Iterator[Alignment]) -> None:
        self.alignments = alignments
        self.first = next(alignments, None)
        self.given = 0

    def next(self, most: float) -> Alignment | None:
        """The next alignment, if it costs no more than that."""
        first = self.first
        if first is None or first.cost > most:
            return None
        self.first = next(self.alignments, None)
        self.given += 1
        return first


def _merged(worlds: Sequence[World]) -> World:
    """The first of these worlds; a row that gets other atoms in another of them may be read as there, too."""
    first = worlds[0]
    if len(worlds) == 1:
        return first
    for number, readings in enumerate(first.raw):
        ways = {tuple(map(id, world.atoms[number])): world.raw[number] for world in reversed(worlds)}
        if len(ways) > 1:
            several = [reading for way in reversed(ways.values()) for reading in way.readings]
            overflow = any(way.overflow for way in ways.values())
            overflow |= not first.table.rows[number].within and _is_shuffled(list(ways.values()))
            surplus = any(way.surplus for way in ways.values())
            distinct = _distinct(readings.readings, several)
            first.raw[number] = RowReadings(distinct, overflow=overflow, surplus=surplus)
            first.several.add(number)
    named = frozenset.intersection(*(world.named for world in worlds))
    return replace(first, named=named)


def _is_shuffled(ways: Sequence[RowReadings]) -> bool:
    """Whether several whole rows of other numbers are readings of one: where its numbers stand in which order is open.

    Text drawn from a page may have the columns of a block in any order, so that even what all ways agree on is chance.
    """
    whole = [[entry.value for entry in way.readings[0]] for way in ways if way.exact]
    whole = [values for values in whole if None not in values]
    return len(whole[:1]) == 1 and len(whole[0]) > 1 and any(values != whole[0] for values in whole)


def _distinct(likeliest: Sequence[Reading], others: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings, those first that are likeliest, each once."""
    keyed = {tuple((e.value, id(e.atom)) for e in reading): reading for reading in (*likeliest, *others)}
    return tuple(keyed.values())


def _differing(world: World, others: Iterable[Alignment]) -> frozenset[int]:
    """The rows to which other alignments give other atoms."""
    return frozenset(
        number
        for other in others
        for number, (own, theirs) in enumerate(zip(world.atoms, other.rows, strict=True))
        if list(map(id, own)) != list(map(id, theirs))
    )


def _turns_well(world: World) -> bool:
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

    def __init__(self, table: PrintedTable, atoms: Sequence[Atom]) -> None:
        self.table = table
        self.atoms = atoms
        shapes = [(row.within, tuple(column.kind for column in row.columns)) for row in table.rows]
        self.shape = [shapes.index(shape) for shape in shapes]
        self.known: dict[tuple[int, tuple[int, ...], tuple[RowIdentity, ...]], RowReadings] = {}
        self.memory = Memory()

    def row(self, number: int, atoms: Sequence[Atom], untrusted: Collection[str] = ()) -> RowReadings:
        row = self.table.rows[number]
        trusted = tuple(row.trusted(untrusted)) if untrusted else row.within
        key = (self.shape[number], tuple(map(id, atoms)), trusted)
        readings = self.known.get(key)
        if readings is None:
            readings = self.known[key] = read_row(row, atoms, trusted)
        return readings


def _world(
    alignment: Alignment,
    table: PrintedTable,
    read: _Reader,
    order: tuple[int, int],
    *,
    slips_alone: bool,
) -> World:
    """Read every row, first the certain ones: what they break is not used to choose among the others."""
    readings = [read.row(number, atoms) for number, atoms in enumerate(alignment.rows)]
    end = max((number for number, atoms in enumerate(alignment.rows) if atoms), default=0)
    alone = len(table.rows) == 1 and not readings[end].exact
    if alone or end < len(table.rows) - 1:
        readings[end] = _cut_short(readings[end])
    cost = alignment.cost + _MISFIT * _misfits(table, readings)
    world = World(
        cost,
        alignment.missing,
        alignment.named,
        table,
        readings,
        order,
        atoms=alignment.rows,
        loose=alignment.loose,
        memory=read.memory,
        slips_alone=slips_alone,
    )
    _find_broken(world)
    if world.families:
        for number, atoms in enumerate(alignment.rows):
            if not readings[number].exact and not readings[number].overflow:
                readings[number] = read.row(number, atoms, world.families)
    if table.across and any(map(_is_without_sum, table.rows, readings)):
        readings[:] = [replace(own, readings=own.readings + own.others, others=()) for own in readings]
    world.raw = list(readings)
    return world


def _is_without_sum(row: PrintedRow, readings: RowReadings) -> bool:
    """Whether numbers stand in a row, but however it is read not the sum of them."""
    sums = {column for left, _ in row.within for column in left}
    if not sums or readings.overflow or not any(entry.value for entry in readings.readings[0]):
        return False
    return all(reading[column].value is None for reading in readings.readings for column in sums)


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


def _find_broken(world: World) -> None:
    certain: dict[str, Number] = {}
    for row, readings in zip(world.table.rows, world.readings, strict=True):
        if readings.exact:
            pairs = zip(row.ids, readings.readings[0], strict=True)
            certain.update((cell, entry.value) for cell, entry in pairs if entry.value is not None)
    broken = [identity for identity in world.table.identities if is_broken(identity, certain)]
    world.broken.update(identity.id for identity in broken)
    suspect = {cell for identity in broken for cell in identity.cells}
    if broken and not world.slips_alone:
        world.families.update(identity.family for identity in broken)
        whole = [own for own in world.table.identities if all(map(certain.__contains__, own.cells))]
        suspect -= {cell for own in whole if own.id not in world.broken for cell in own.cells}
    world.suspect = frozenset(suspect)


def is_broken(identity: Identity, values: Mapping[str, Number]) -> bool:
    """Whether no numbers for the cells without a value could make the identity hold: none is negative."""
    left, open_left = _sum(identity.left, values)
    right, open_right = _sum(identity.right, values)
    return (left > right and not open_right) or (left < right and not open_left)


def _sum(cells: Sequence[str], values: Mapping[str, Number]) -> tuple[Number, bool]:
    """The sum of the cells that have a value, and whether one has none."""
    known = [values[cell] for cell in cells if cell in values]
    return sum(known), len(known) < len(cells)
