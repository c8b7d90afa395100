"""Readings × identities → cells with their basis: arithmetic chooses, and says when it cannot.

The numbers are whole and not negative and the identities linear, so everything here is exact. A value that the
identities force upon a cell must also be readable in what is printed for its row: where it is not, the copy breaks
an identity, and nothing is leaned upon its kind. What stays open is doubt.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from converters.alignment import Aligner
from converters.atoms import Atom, Kind
from converters.columns import by_columns
from converters.entries import LOST, Entry
from converters.inference import Finding, infer
from converters.numerals import Number, scale
from converters.printed import PrintedRow, PrintedTable, RowIdentity
from converters.readings import RowReadings, reread
from converters.report import Basis
from converters.separators import BARS
from converters.standing import Standing, standing
from converters.stanzas import in_rows
from converters.trust import confirmed, none_adds_up, sums_fail
from converters.worlds import World, is_broken, likeliest

_MOST_ROUNDS = 6
_MOST_ATOMS = 5_000
"""Ten times what the longest form prints; an area with more is not aligned, and all of it is doubt."""
_BEYOND = 1e6
_INCREDIBLE = 10**12
"""No agency counts so many, nor takes so many yuan: these are several numbers run together."""
_FEW_CHOICES = 64
"""So few ways to read a table do not keep `_LEAST_SUMS` sums over its rows by chance; sections 三 have a dozen."""
_SEVERAL = 2
"""In so many rows several numbers stand in one cell: then in rows of fewer numbers, too."""
_MANY = 4
"""So many columns do not fail together by slips of the agency's: the cells of the row do not stand in their columns."""
_LEAST_SUMS = 6
FITTING = 1.0
"""Up to this cost a table follows the form it was read as: a form with rows more or less costs twice that."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What each cell of a table says; `cost` tells how far the copy had to be bent to say it."""

    cost: float
    misfit: float
    """The cost without that of rows behind the copy's end: how badly the copy follows the form."""
    findings: dict[str, Finding]
    credible: bool = True
    """Whether the order of rows and numbers says anything: else all that is found is a candidate."""

    @property
    def straight(self) -> bool:
        """Whether the copy was read without bending: then no other form needs to be tried."""
        return self.misfit <= FITTING


def prove(atoms: Sequence[Atom], table: PrintedTable) -> Proof:
    """What each cell of a table says."""
    return Trial(atoms, table).proof()


class Trial:
    """An area to be read as one table. How badly it follows the form at least is known before it is read."""

    def __init__(self, atoms: Sequence[Atom], table: PrintedTable) -> None:
        self.atoms = atoms
        self.table = table
        self.aligner = Aligner(in_rows(atoms, table.rows), table.rows) if len(atoms) <= _MOST_ATOMS else None

    def within(self, misfit: float) -> bool:
        """Whether the proof may be one that follows the form no worse than that."""
        return self.aligner is None or misfit == float("inf") or self.aligner.within(misfit)

    def proof(self) -> Proof:
        """What each cell of the table says."""
        cells = [cell for row in self.table.rows for cell in row.ids]
        if self.aligner is None:
            return Proof(_BEYOND, _BEYOND, {cell: Finding(None, Basis.UNRESOLVED) for cell in cells})
        world = likeliest(self.aligner, self.table)
        if world is None:
            return Proof(float("inf"), float("inf"), {cell: Finding(None, Basis.MISSING) for cell in cells})
        findings = _settle(world)
        if world.broken and any(finding.basis is Basis.UNRESOLVED for finding in findings.values()):
            findings |= _verified(likeliest(self.aligner, self.table, slips_alone=True), findings)
        credible = not (
            world.incredible or (world.broken and not self._has_words()) or self._is_mixed_up(world)
        )
        if not credible:
            findings = {cell: _incredible(finding) for cell, finding in findings.items()}
        findings |= self._drawn_by_columns(findings)
        return Proof(world.score, world.score - world.missing, findings, credible)

    def _drawn_by_columns(self, findings: Mapping[str, Finding]) -> dict[str, Finding]:
        """The open cells, as they are if columns were drawn one by one and what is known is that, too."""
        if all(finding.value is not None for finding in findings.values()):
            return {}
        found = by_columns(self.atoms, self.table)
        if any(findings[cell].value not in (None, finding.value) for cell, finding in found.items()):
            return {}
        return {cell: finding for cell, finding in found.items() if findings[cell].value is None}

    def _is_mixed_up(self, world: World) -> bool:
        """Whether words stand between the numbers of a row alone where these do not add up, or are in any order.

        The last of them may be none of the row then. A piece of a word between numbers that have a line each tells that
        columns are drawn in any order, and they add up whatever it is.
        """
        if len(self.table.rows) > 1 or world.whole:
            return False
        places = [place for place, atom in enumerate(self.atoms) if atom.kind is Kind.VALUE]
        words = (
            [atom for atom in self.atoms[places[0] : places[-1]] if atom.kind is Kind.LABEL] if places else []
        )
        lines = [id(self.atoms[place].band) for place in places]
        drawn_alone = len(set(lines)) == len(lines)
        return any(world.broken or (drawn_alone and len(word.text.strip()) == 1) for word in words)

    def _has_words(self) -> bool:
        """Whether any word of the table stands by its numbers: without one nothing but sums tells them from others."""
        return any(atom.meaning and atom.meaning.known and len(atom.text) > 1 for atom in self.atoms)


def _settle(world: World) -> dict[str, Finding]:
    """The cells of one world: what the readings agree on, then what the identities force.

    Where identities over the rows turn out to contradict what is printed, all is read anew without their family:
    what they had narrowed before may be wrong too.
    """
    while True:
        findings, contradicted = _settled(world)
        if contradicted <= world.families:
            return findings
        world.distrust(contradicted)


def _verified(world: World | None, findings: Mapping[str, Finding]) -> dict[str, Finding]:
    """The open cells as they are if the broken sums of one row are a slip and all others hold.

    Rows cut by sums of a family that another row breaks are believed only where hardly any choice is left and the
    sums over rows that share no cell with the slip hold in it. Empty where they do not.
    """
    slips = set(world.broken) if world else set()
    if world is None or not world.table.across or len(_rows_of(world.table, slips)) != 1:
        return {}
    found, contradicted = _settled(world)
    if contradicted or world.broken != slips or not _adds_up(world):
        return {}
    return {cell: found[cell] for cell, finding in findings.items() if finding.value is None}


def _adds_up(world: World) -> bool:
    """Whether some of few ways to give every cell a number keeps all sums over rows but suspect ones."""
    readings = [own.readings for own in world.readings]
    if prod(map(len, readings)) > _FEW_CHOICES or any(own.overflow for own in world.readings):
        return False
    if any(entry.value is None for own in readings for reading in own for entry in reading):
        return False
    suspect = world.suspect
    across = [terms for identity, terms in world.table.across if suspect.isdisjoint(identity.cells)]
    return len(across) >= _LEAST_SUMS and any(
        all(
            sum(sign * (choice[row][column].value or 0) for row, column, sign in terms) == 0
            for terms in across
        )
        for choice in product(*readings)
    )


def _rows_of(table: PrintedTable, identities: Collection[str]) -> set[int]:
    """The rows that have these identities; those over the rows belong to none."""
    return {
        number
        for number, row in enumerate(table.rows)
        for identity in row.identities
        if identity.id in identities
    }


def _settled(world: World) -> tuple[dict[str, Finding], set[str]]:
    """The cells, and the families of identities over the rows that what is printed contradicts.

    What is forced narrows the readings of rows whose numbers run together, which may force more.
    """
    across = {identity.family for identity, _ in world.table.across}
    untrusted = set(world.families)
    unreadable: set[int] = set()
    for _ in range(_MOST_ROUNDS):
        known, contradicted = _known(world, unreadable)
        if not contradicted <= world.families or all(finding.value is not None for finding in known.values()):
            return known, contradicted
        findings, contradicted = infer(known, world.table.identities, world.broken, untrusted)
        untrusted |= contradicted
        before = list(world.readings)
        for number in _forced_rows(world, known, findings):
            row = world.table.rows[number]
            trusted, pinned = row.trusted(untrusted), _pinned(row, findings)
            readings = reread(row, world.atoms[number], trusted, before[number], pinned)
            if readings is None:
                unreadable.add(number)
                contradicted |= _leaned_upon(world, [findings[cell] for cell in row.ids])
            else:
                world.readings[number] = readings
        untrusted |= contradicted
        if contradicted & across:
            return known, contradicted & across
        if not contradicted and world.readings == before:
            return {**findings, **dict(_not_left(world, findings))}, set()
    return known, set()


def _known(world: World, unreadable: Collection[int]) -> tuple[dict[str, Finding], set[str]]:
    """The cells as the readings alone give them, and the families of identities that they contradict."""
    findings: dict[str, Finding] = {}
    bent = world.bent
    torn = bent and sums_fail(world.table.rows, world.readings)
    torn |= none_adds_up(world.table.rows, world.readings)
    gaps = {number for number, readings in enumerate(world.readings) if _has_a_gap(readings)}
    if gaps and not (_is_crowded(world) or _is_hollow(world)):
        gaps = set()
    unsettled = set(_overfull(world))
    for number, (row, readings) in enumerate(zip(world.table.rows, world.readings, strict=True)):
        own = _row_findings(row, readings, world.families)
        doubtful = torn or number in unreadable or number in world.labels.shifted or number in unsettled
        doubtful |= _is_at_odds(world, number) or number in gaps
        if doubtful or (bent and not _believed(world, number)):
            own = {cell: _doubted(finding) for cell, finding in own.items()}
        left = world.labels.left.get(number)
        if left:
            own = {cell: _maybe(finding, left) for cell, finding in own.items()}
        findings.update(own)
    return findings, _doubt_contradicted(world, findings)


def _is_at_odds(world: World, number: int) -> bool:
    """Whether a row's own sum fails, and with it those of many columns: an agency's slip is in one or two of them."""
    if not any(identity.id in world.broken for identity in world.table.rows[number].identities):
        return False
    columns = [identity for identity, terms in world.table.across if number in {row for row, _, _ in terms}]
    return sum(identity.id in world.broken for identity in columns) >= _MANY


def _overfull(world: World) -> list[int]:
    """The rows without sums that have numbers too many, if not all of these are noughts at the end.

    Noughts there fill up merged cells; but where they are others in one row, a column more than the form has may stand
    before the row's own, and the nought be a number.
    """
    over: list[int] = []
    fillers = True
    for number, (row, own) in enumerate(zip(world.table.rows, world.atoms, strict=True)):
        values = [atom.printed.value for atom in own if atom.kind is Kind.VALUE and atom.printed]
        if len(values) > row.width and not row.within:
            over.append(number)
            fillers &= not any(values[row.width :])
    return [] if fillers or len(over) == 1 else over


def _is_crowded(world: World) -> bool:
    """Whether several rows have several numbers in one cell: then an empty cell may be none, and a column another."""
    crowded = (
        readings.crowded or _shares_a_cell(own)
        for readings, own in zip(world.readings, world.atoms, strict=True)
    )
    return sum(crowded) >= _SEVERAL


def _shares_a_cell(atoms: Sequence[Atom]) -> bool:
    """Whether two numbers stand in one cell of a grid, or between two bars of a line."""
    lines = [(atom.line, atom.offset) for atom in atoms if atom.line is not None and atom.printed is not None]
    cells = [
        (id(line), len(BARS.findall(line.text[:offset])))
        for line, offset in lines
        if line.row is not None or BARS.search(line.text)
    ]
    return len(cells) > len(set(cells))


def _is_hollow(world: World) -> bool:
    """Whether the first of many columns is empty in all rows, while their cells are more or fewer: it may be none."""
    speaking = [
        (readings.readings[0], len(own) != row.width and not all(atom.shown for atom in own))
        for row, readings, own in zip(world.table.rows, world.readings, world.atoms, strict=True)
        if sum(entry.value is not None for entry in readings.readings[0]) > 1
    ]
    return (
        len(speaking) >= _SEVERAL
        and any(uneven for _, uneven in speaking)
        and all(reading[0].value is None for reading, _ in speaking)
    )


def _has_a_gap(readings: RowReadings) -> bool:
    """Whether a row shows numbers, and in some cell nothing."""
    first = readings.readings[0]
    return any(entry.value is not None for entry in first) and any(
        entry.value is None and not entry.text for entry in first
    )


def _believed(world: World, number: int) -> bool:
    """Whether a row of a bent table can be believed."""
    row, readings = world.table.rows[number], world.readings[number]
    if world.whole and len(world.table.rows) == 1:
        return True
    labels = world.labels
    # Where sums over rows fail, all rows may be the next ones: a label above numbers looks like one below them.
    failing = sum(identity.id in world.broken for identity, _ in world.table.across)
    if failing >= _MANY and number not in labels.tied:
        return False
    if number in labels.contested or number in (
        labels.untied if world.loose or failing > 1 else labels.adrift
    ):
        return False
    if confirmed(number, row, readings, labels):
        return True
    # Labels on either side and nothing else odd: then a whole row beside its name is that row.
    whole = readings.exact and all(entry.value is not None for entry in readings.readings[0])
    return not world.crooked and number in world.named and (whole or not row.identities)


def _forced_rows(
    world: World, known: Mapping[str, Finding], findings: Mapping[str, Finding]
) -> Iterator[int]:
    """The rows with more than one reading where an identity gave a cell its value."""
    for number, (row, readings) in enumerate(zip(world.table.rows, world.readings, strict=True)):
        forced = any(known[cell].value is None and findings[cell].value is not None for cell in row.ids)
        if forced and not readings.exact:
            yield number


def _pinned(row: PrintedRow, findings: Mapping[str, Finding]) -> dict[int, Number]:
    values = ((column, findings[cell].value) for column, cell in enumerate(row.ids))
    return {column: value for column, value in values if value is not None}


def _leaned_upon(world: World, findings: Iterable[Finding]) -> set[str]:
    """The families of the identities that gave these cells their values."""
    reasons = {reason for finding in findings for reason in finding.because}
    return {identity.family for identity in world.table.identities if identity.id in reasons}


def _doubt_contradicted(world: World, findings: dict[str, Finding]) -> set[str]:
    """Take back the rows that were read by their sums where the sums over the rows then fail; their families."""
    families: set[str] = set()
    known = {cell: finding.value for cell, finding in findings.items() if finding.value is not None}
    for identity, terms in world.table.across:
        apart = world.slips_alone and not world.suspect.isdisjoint(identity.cells)
        if apart or not is_broken(identity, known):
            continue
        world.broken.add(identity.id)
        for row in {row for row, _, _ in terms if not world.readings[row].exact}:
            families.add(identity.family)
            for cell in world.table.rows[row].ids:
                findings[cell] = _doubted(findings[cell])
    return families


def _row_findings(row: PrintedRow, readings: RowReadings, families: set[str]) -> dict[str, Finding]:
    if readings.exact:
        count = (f"cells.{row.key}",)
        found = [_exact_finding(entry, count) for entry in readings.readings[0]]
    else:
        because = tuple(identity.id for identity in row.identities if identity.family not in families)
        because = because or (f"cells.{row.key}",)
        shaky = readings.overflow or _refuted(readings, row.trusted(families))
        by_column = zip(*readings.readings, strict=True)
        found = [_cell_finding(entries, because, shaky=shaky) for entries in by_column]
    cells = zip(row.ids, row.columns, found, strict=True)
    return {cell: _of_kind(finding, column.kind) for cell, column, finding in cells}


def _of_kind(finding: Finding, kind: str) -> Finding:
    """The finding; a mere candidate where it is no count: below nought, a fraction, or rounded (1.2万)."""
    if finding.value is None or kind == "amount":
        return finding
    unit = finding.atom.printed.unit if finding.atom and finding.atom.printed else None
    times = scale(unit) or 1
    if times > 1:
        counted = round(finding.value * times, 4)
        return Finding(
            None, Basis.UNRESOLVED, finding.atom, candidates=(counted if counted % 1 else int(counted),)
        )
    below_nought = finding.value < 0 and kind != "change"
    return _doubted(finding) if below_nought or finding.value % 1 else finding


def _exact_finding(entry: Entry, count: tuple[str]) -> Finding:
    value, atom, _, cut = entry
    if value is None:
        return Finding(None, Basis.MISSING if entry is LOST else Basis.BLANK, atom)
    if abs(value) >= _INCREDIBLE:
        return Finding(None, Basis.UNRESOLVED, atom, candidates=(value,))
    return Finding(value, Basis.INFERRED, atom, count) if cut else Finding(value, Basis.PRINTED, atom)


def _refuted(readings: RowReadings, trusted: Sequence[RowIdentity]) -> bool:
    """Whether the row's own sums contradict how numbers were cut, placed or left out, or which cells are empty."""
    if not trusted:
        return False
    reading = readings.readings[0]
    bent = readings.surplus or any(entry.cut or entry.value is None for entry in reading)
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


def _doubted(finding: Finding) -> Finding:
    """The finding as a mere candidate: the layout is bent so far that nothing in it is certain."""
    if finding.value is None:
        return finding
    return Finding(None, Basis.UNRESOLVED, finding.atom, candidates=(finding.value,))


def _incredible(finding: Finding) -> Finding:
    """The finding in a table of which nothing can be believed: what seems empty may be no cell of it."""
    if finding.basis is Basis.BLANK:
        return Finding(None, Basis.UNRESOLVED, finding.atom, candidates=(None,))
    return _doubted(finding)


def _maybe(finding: Finding, left: Sequence[Number]) -> Finding:
    """A cell that the copy lacks, where numbers are left over that may be its own: no sum forces another upon it."""
    if finding.basis not in (Basis.MISSING, Basis.BLANK) or _is_shown(finding):
        return finding
    return Finding(None, Basis.UNRESOLVED, candidates=_ordered([*left, None]))


def _is_shown(finding: Finding) -> bool:
    """Whether the copy prints anything for the cell, if only a sign for nothing."""
    return finding.atom is not None and finding.atom.shown


def _not_left(world: World, findings: Mapping[str, Finding]) -> Iterator[tuple[str, Finding]]:
    """The numbers that sums give to cells that the copy lacks where another number is left over, as candidates."""
    for number, left in world.labels.left.items():
        own = world.table.rows[number].ids
        whole = len(left) == len(own)
        for column, cell in enumerate(own):
            finding = findings[cell]
            among = left[column : column + 1] if whole else left
            if finding.basis is Basis.INFERRED and not _is_shown(finding) and finding.value not in among:
                yield cell, Finding(None, Basis.UNRESOLVED, candidates=_ordered([*left, finding.value]))


def _ordered(numbers: Sequence[Number | None]) -> tuple[Number | None, ...]:
    """Each candidate once, as they come; that nothing stands there (None) last."""
    shown = dict.fromkeys(number for number in numbers if number is not None)
    return (*shown, None) if None in numbers else tuple(shown)
