"""Several readings of one document → one: what they agree on stands, what they contradict each other in is open.

No reading outvotes another. A number counts only where no reading says anything else of its cell, and one that was
not in the first reading must come from a table that was read without bending and fit the sums of the others' numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from converters.form import forms
from converters.inference import Finding
from converters.numerals import Number, is_unreadable
from converters.outline import TABLES, Area
from converters.report import Basis
from converters.sheet import Place
from converters.tables import TableReading


@dataclass(frozen=True, slots=True)
class Reading:
    """The tables as one witness shows them, and the stretches in which it saw them."""

    method: str | None
    tables: Mapping[str, TableReading]
    areas: Mapping[str, Area]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell of which witnesses say different things: each one's name and word."""

    cell: str
    at: Place | None
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """All readings as one; `methods` tells who gave each cell."""

    tables: Mapping[str, TableReading]
    areas: Mapping[str, Area]
    methods: Mapping[str, str]
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """What one reading says of one cell."""

    method: str
    straight: bool
    finding: Finding

    @property
    def value(self) -> Number | None:
        return self.finding.value

    @property
    def is_none(self) -> bool:
        """Whether it says that nothing stands there."""
        return self.finding.basis is Basis.BLANK and not is_open(self.finding)

    def allows(self, value: Number) -> bool:
        """Whether the number is among what this reading takes for possible."""
        candidates = self.finding.candidates
        return self.value == value or (self.value is None and (not candidates or value in candidates))

    def __str__(self) -> str:
        if self.value is not None:
            return str(self.value)
        if self.finding.candidates:
            return " or ".join("none" if one is None else str(one) for one in self.finding.candidates)
        return "blank" if self.is_none else "open"


def is_unread(finding: Finding) -> bool:
    """Whether what is printed in a cell cannot be read."""
    return finding.value is None and finding.atom is not None and is_unreadable(finding.atom.text)


def is_in_doubt(finding: Finding) -> bool:
    """Whether something is there, and it is not certain what."""
    return finding.basis is Basis.UNRESOLVED or (finding.basis is Basis.BLANK and is_unread(finding))


def is_open(finding: Finding) -> bool:
    """Whether a reading does not know what a cell says."""
    return finding.basis is Basis.MISSING or is_in_doubt(finding)


def settle(readings: Sequence[Reading]) -> Settled:
    """What the readings say together; the first of them leads."""
    tables: dict[str, TableReading] = {}
    areas = dict(readings[0].areas)
    methods: dict[str, str] = {}
    disagreements: list[Disagreement] = []
    for table in TABLES:
        shown = [reading for reading in readings if table in reading.tables]
        lead = _lead(readings[0], table, shown)
        if lead is None:
            continue
        areas[table] = lead.areas[table]
        rest = [reading for reading in shown if reading is not lead]
        tables[table], given, told = _settled_table(table, [lead, *rest])
        methods |= given
        disagreements.extend(told)
    return Settled(tables, areas, methods, tuple(disagreements))


def _lead(first: Reading, table: str, shown: Sequence[Reading]) -> Reading | None:
    """Whose form and print the table is shown by: the first reading, if it shows it, or one that need not bend it."""
    straight = next((reading for reading in shown if reading.tables[table].straight), None)
    own = first if table in first.tables else None
    if own is None or straight is None or straight.tables[table].form == own.tables[table].form:
        return own or straight
    return straight


def _settled_table(
    table: str, readings: Sequence[Reading]
) -> tuple[TableReading, dict[str, str], list[Disagreement]]:
    lead = readings[0].tables[table]
    findings: dict[str, Finding] = {}
    methods: dict[str, str] = {}
    told: list[Disagreement] = []
    for cell in lead.findings:
        words = list(_words(table, cell, readings))
        giver, findings[cell], contradicted = _settled_cell(words)
        methods[cell] = giver.method
        if contradicted:
            at = findings[cell].atom
            said = tuple((word.method, str(word)) for word in words)
            told.append(Disagreement(cell, at.at if at else None, said))
    _take_back(table, findings, methods, readings)
    unit = next((unit for reading in readings if (unit := reading.tables[table].unit)), None)
    return replace(lead, findings=findings, unit=unit), methods, told


def _words(table: str, cell: str, readings: Sequence[Reading]) -> Iterator[_Word]:
    for reading in readings:
        finding = reading.tables[table].findings.get(cell)
        if finding is not None:
            yield _Word(reading.method or "", reading.tables[table].straight, finding)


def _settled_cell(words: Sequence[_Word]) -> tuple[_Word, Finding, bool]:
    """Who gives the cell, what it says, and whether others contradict it."""
    lead = words[0]
    known = [word for word in words if word.value is not None]
    if not known:
        return lead, lead.finding, False
    giver = next((word for word in known if word is lead or word.straight), None)
    if giver is None:
        return lead, lead.finding, False
    against = [word for word in words if _contradicts(word, giver)]
    if not against:
        return giver, giver.finding, False
    said = [word.value for word in known]
    said += [one for word in against for one in word.finding.candidates]
    said += [None for word in against if word.is_none]
    return giver, _opened(giver.finding, said), True


def _contradicts(word: _Word, giver: _Word) -> bool:
    """Whether a reading denies what another is certain of; what a bent one takes for blank or possible is no denial."""
    assert giver.value is not None  # noqa: S101 - for the type; a giver has a number
    if word.value is not None or not word.straight:
        return word.value not in {None, giver.value}
    if word.is_none:
        return giver.finding.basis is Basis.PRINTED
    return not word.allows(giver.value)


def _opened(finding: Finding, said: Sequence[Number | None]) -> Finding:
    candidates = tuple(
        dict.fromkeys((*(one for one in said if one is not None), *((None,) * (None in said))))
    )
    return Finding(None, Basis.UNRESOLVED, finding.atom, candidates=candidates)


def _take_back(
    table: str, findings: dict[str, Finding], methods: Mapping[str, str], readings: Sequence[Reading]
) -> None:
    """Open the cells that others than the lead gave where a sum fails that their giver did not see whole.

    A sum that fails in one reading is the agency's slip; one that fails between two may be a number misplaced.
    """
    by = {reading.method: reading.tables[table].findings for reading in readings}
    lead = readings[0].method
    values = {cell: finding.value for cell, finding in findings.items() if finding.value is not None}
    for identity in forms()[readings[0].tables[table].form].identities_of(table):
        if not values.keys() >= set(identity.cells):
            continue
        if sum(values[cell] for cell in identity.left) == sum(values[cell] for cell in identity.right):
            continue
        for cell in identity.cells:
            own = by[methods[cell]]
            if methods[cell] != lead and any(own[other].value is None for other in identity.cells):
                findings[cell] = _opened(findings[cell], [values[cell]])
