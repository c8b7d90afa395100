"""Several readings of one document → one: what they agree on stands, what they contradict each other in is open.

No reading outvotes another; what counts is which tables can be believed: those that were read without bending and in
which sums hold. A number that the first reading does not have is taken only from such a table, only if no other
reading denies it, no sum fails with it, and what is printed at its place is not known for another cell's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from converters.atoms import Atom
from converters.form import Identity, forms
from converters.inference import Finding
from converters.numerals import Number, is_unreadable
from converters.outline import TABLES, Area
from converters.report import Basis
from converters.sheet import PagePlace, Place
from converters.tables import TableReading

_SLIP = 0.1
"""The share of a table's sums that one slip may break: 3 of 41 in the table of applications."""


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
    """What one reading says of one cell, and whether its table can be believed."""

    method: str
    credible: bool
    finding: Finding

    @property
    def value(self) -> Number | None:
        return self.finding.value

    @property
    def is_none(self) -> bool:
        """Whether it says that nothing stands there."""
        return self.finding.basis is Basis.BLANK and not is_open(self.finding)

    def __str__(self) -> str:
        if self.value is not None:
            return str(self.value)
        if self.finding.candidates:
            return " or ".join("none" if one is None else str(one) for one in self.finding.candidates)
        return "blank" if self.is_none else "open"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a cell says after all were heard: who gave it, what, and whether others contradict that."""

    giver: _Word
    finding: Finding
    contradicted: bool = False


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


def is_credible(reading: TableReading) -> bool:
    """Whether a table was read without bending, and its sums hold, but for those of one cell: that is a slip.

    In a small table one failing sum is enough to doubt it: numbers that are all one cell too far break no more.
    """
    values = _values(reading.findings)
    identities = _identities(reading)
    failing = [set(identity.cells) for identity in identities if _fails(identity, values)]
    one_slip = bool(failing) and len(failing) <= _SLIP * len(identities) and bool(set.intersection(*failing))
    return reading.straight and (not failing or one_slip)


def _lead(first: Reading, table: str, shown: Sequence[Reading]) -> Reading | None:
    """Whose form and print the table is shown by: the first reading, or a credible one if that does not show it.

    A credible one goes before a first reading that is bent and follows another form.
    """
    own = first.tables.get(table)
    if own is not None and own.straight:
        return first
    credible = next((reading for reading in shown if is_credible(reading.tables[table])), None)
    if own is None or credible is None:
        return first if own else credible
    return first if credible.tables[table].form == own.form else credible


def _settled_table(
    table: str, readings: Sequence[Reading]
) -> tuple[TableReading, dict[str, str], list[Disagreement]]:
    lead = readings[0].tables[table]
    if len(readings) == 1:
        return lead, dict.fromkeys(lead.findings, readings[0].method or ""), []
    credible = [is_credible(reading.tables[table]) for reading in readings]
    verdicts: dict[str, _Verdict] = {}
    told: list[Disagreement] = []
    for cell in lead.findings:
        words = [
            _Word(reading.method or "", trusted, finding)
            for reading, trusted in zip(readings, credible, strict=True)
            if (finding := reading.tables[table].findings.get(cell)) is not None
        ]
        verdicts[cell] = verdict = _verdict(words)
        if verdict.contradicted:
            at = verdict.finding.atom.at if verdict.finding.atom else None
            told.append(Disagreement(cell, at, tuple((word.method, str(word)) for word in words)))
    verdicts |= _taken_back(lead, verdicts)
    findings = {cell: verdict.finding for cell, verdict in verdicts.items()}
    methods = {cell: verdict.giver.method for cell, verdict in verdicts.items()}
    unit = next((unit for reading in readings if (unit := reading.tables[table].unit)), None)
    return replace(lead, findings=findings, unit=unit), methods, told


def _verdict(words: Sequence[_Word]) -> _Verdict:
    """What the words on one cell come to; the first is the lead's."""
    lead = words[0]
    giver = next((word for word in words if word.value is not None and (word is lead or word.credible)), None)
    if giver is None or giver.value is None:
        return _Verdict(lead, lead.finding)
    against = [word for word in words if _denies(word, giver, lead)]
    if not against:
        return _Verdict(giver, giver.finding)
    said: list[Number | None] = [giver.value]
    for word in against:
        said.extend(word.finding.candidates or (word.value,))
    return _Verdict(giver, _opened(giver.finding, said), contradicted=True)


def _denies(word: _Word, giver: _Word, lead: _Word) -> bool:
    """Whether a reading denies what another is certain of.

    A table that cannot be believed says nothing against one that can. Doubt denies only what the lead does not know.
    """
    if giver.credible and not word.credible:
        return False
    if word.value is not None:
        return word.value != giver.value
    if word.is_none:
        return word.credible and giver.finding.basis is Basis.PRINTED
    candidates = word.finding.candidates
    return giver is not lead and bool(candidates) and giver.value not in candidates


def _opened(finding: Finding, said: Sequence[Number | None]) -> Finding:
    shown = dict.fromkeys(one for one in said if one is not None)
    return Finding(
        None, Basis.UNRESOLVED, finding.atom, candidates=(*shown, *((None,) if None in said else ()))
    )


def _taken_back(lead: TableReading, verdicts: Mapping[str, _Verdict]) -> dict[str, _Verdict]:
    """The numbers taken from others than the lead that do not fit those of the lead, as candidates."""
    taken = {
        cell: verdict
        for cell, verdict in verdicts.items()
        if verdict.finding.value is not None and verdict.finding is not lead.findings[cell]
    }
    if not taken:
        return {}
    values = _values({cell: verdict.finding for cell, verdict in verdicts.items()})
    failing = {cell for identity in _identities(lead) if _fails(identity, values) for cell in identity.cells}
    known = [
        finding.atom.at
        for cell, finding in lead.findings.items()
        if finding.value is not None and finding.atom is not None and cell not in taken
    ]
    return {
        cell: replace(verdict, finding=_opened(verdict.finding, [verdict.finding.value]))
        for cell, verdict in taken.items()
        if cell in failing or any(_holds(place, verdict.finding.atom) for place in known)
    }


def _holds(place: Place | None, atom: Atom | None) -> bool:
    """Whether an atom stands at this place of a page."""
    if atom is None or not isinstance(place, PagePlace) or not isinstance(atom.at, PagePlace):
        return False
    left, top, right, bottom = atom.at.bbox
    x0, y0, x1, y1 = place.bbox
    inside = x0 <= (left + right) / 2 <= x1 and y0 <= (top + bottom) / 2 <= y1
    return inside and place.page == atom.at.page


def _values(findings: Mapping[str, Finding]) -> dict[str, Number]:
    return {cell: finding.value for cell, finding in findings.items() if finding.value is not None}


def _identities(reading: TableReading) -> tuple[Identity, ...]:
    return forms()[reading.form].identities_of(reading.table)


def _fails(identity: Identity, values: Mapping[str, Number]) -> bool:
    """Whether a sum fails; one of which a cell has no number does not."""
    if not values.keys() >= set(identity.cells):
        return False
    return sum(values[cell] for cell in identity.left) != sum(values[cell] for cell in identity.right)
