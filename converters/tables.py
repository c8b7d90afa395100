"""Which form each table of a report follows, and its cells as they were proven.

A table follows a form by what it prints, not by its year: late agencies use an old form, and some mix them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from converters.atoms import Atom, Kind, atoms_of
from converters.distortion import distrusted
from converters.form import Form, forms
from converters.inference import Finding
from converters.labels import fold
from converters.outline import TABLES, Area
from converters.printed import PrintedTable, printed_table
from converters.proof import FITTING, Proof, Trial
from converters.row_numbers import without_row_numbers
from converters.sheet import Grid
from converters.torn import put_back
from converters.vocabulary import Vocabulary, telling_words, vocabulary

_UNIT = re.compile(r"单\s*位\s*[:：]?\s*(?P<unit>[百千]?[万亿]?元)")
_BORDER = re.compile(r"[|｜│\t]")
_GLUED = re.compile(r"(?<![\d.,，])(?:0\d{4,}|\d{8,})(?![\d.,，])")
"""No single number of a form: led by a nought, or longer than any count."""
_LEAST_GLUED = 3
_LEAST_WORDS = 3
_LEAST_NUMBERS = 0.8
_BENT = 30
"""Beyond this misfit forms are not told apart before they are read."""
_ALIKE = 0.3
"""Forms whose alignments cost this much the same are told apart by the rest of the report."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table of the report: the form it follows, what each cell says, and a unit that its header prints."""

    table: str
    form: str
    findings: Mapping[str, Finding]
    unit: str | None
    straight: bool = True
    """Whether the copy was read as this form without bending."""


def read_tables(areas: Mapping[str, Area], year: int | None) -> dict[str, TableReading]:
    """The tables that this copy shows, by id."""
    leaning = _form_of_year(year)
    glued = sum(len(_GLUED.findall("\n".join(_texts(area)))) for area in areas.values()) >= _LEAST_GLUED
    found: dict[str, TableReading] = {}
    for table in TABLES:
        area = areas.get(table)
        if area is None:
            continue
        reading = _read_table(area, leaning, _as_glued if glued else list)
        if reading is not None:
            found[table] = reading
            leaning = found[TABLES[0]].form if TABLES[0] in found else leaning
    return found


def _form_of_year(year: int | None) -> str:
    """The form in official use in that year; the newest where the year is not known."""
    ordered = list(forms().values())
    fitting = [form for form in ordered if year is not None and form.first <= year <= (form.last or year)]
    return (fitting or ordered[-1:])[0].id


def _as_glued(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms of a copy in which nothing parts the cells."""
    return [atom._replace(glued=True) if atom.stretch > 1 else atom for atom in atoms]


def _read_table(
    area: Area, leaning: str, marked: Callable[[Sequence[Atom]], list[Atom]]
) -> TableReading | None:
    trials: dict[str, Trial] = {}
    proofs: dict[str, Proof] = {}
    folded = fold(" ".join(_texts(area)))
    tried = _candidates(area.table, folded, leaning)
    for form, trial in _trials(area, folded, tried, marked):
        trials[form] = trial
        if len(tried) == 1 or trial.within(FITTING):
            proofs[form] = trial.proof()
            if proofs[form].straight:
                break
    _read_near(trials, proofs)
    best = _least_misfit(proofs)
    if best == float("inf"):
        return None
    form = next(form for form in trials if form in proofs and proofs[form].misfit <= best + _ALIKE)
    proof = proofs[form]
    findings: Mapping[str, Finding] = proof.findings
    if proof.credible:
        findings = put_back(trials[form].atoms, trials[form].table, findings)
    return TableReading(area.table, form, findings, _header_unit(area), straight=proof.straight)


def _read_near(trials: Mapping[str, Trial], proofs: dict[str, Proof]) -> None:
    """Read the forms that may follow the copy about as well as the best one; first that which may follow it best."""
    misfit = FITTING
    while len(proofs) < len(trials):
        further = misfit + 1 if misfit < _BENT else float("inf")
        misfit = _least_misfit(proofs) + _ALIKE if proofs else further
        near = [form for form in trials if form not in proofs and trials[form].within(misfit)]
        if near:
            proofs[near[0]] = trials[near[0]].proof()
        elif proofs:
            return


def _least_misfit(proofs: Mapping[str, Proof]) -> float:
    return min((proof.misfit for proof in proofs.values()), default=float("inf"))


def _trials(
    area: Area, folded: str, tried: Sequence[str], marked: Callable[[Sequence[Atom]], list[Atom]]
) -> Iterator[tuple[str, Trial]]:
    """The area as a table of each of these forms whose table it shows."""
    for form in tried:
        words = vocabulary(form, area.table)
        atoms = without_row_numbers(atoms_of(area.blocks, words))
        atoms = marked(distrusted(atoms, folded, form, area.table))
        printed = printed_table(form, area.table)
        if _is_of_form(atoms, words, printed):
            yield form, Trial(atoms, printed)


def _is_of_form(atoms: Sequence[Atom], words: Vocabulary, table: PrintedTable) -> bool:
    """Whether the area shows this table, and not just a word of it: other forms speak of 行政复议 too."""
    whole = {folded for atom in atoms if atom.meaning and words.knows(folded := fold(atom.text))}
    rows = {atom.meaning.sole for atom in atoms if atom.meaning} - {None}
    numbers = sum(atom.kind is Kind.VALUE for atom in atoms)
    enough = bool(table.identities) and numbers >= _LEAST_NUMBERS * sum(row.width for row in table.rows)
    return max(len(whole), len(rows)) >= _LEAST_WORDS or enough


def _candidates(table: str, text: str, leaning: str) -> list[str]:
    """The forms to try: those whose own words stand in the table most, the one leaned to first."""
    if _is_alike(table):
        return [leaning]
    told = {form: len(set(pattern.findall(text))) for form, pattern in telling_words(table).items()}
    most = max(told.values())
    return sorted((form for form, count in told.items() if count == most), key=lambda form: form != leaning)


@cache
def _is_alike(table: str) -> bool:
    """Whether all forms print this table in the same rows."""
    return len({printed_table(form, table).rows for form in forms()}) == 1


def _texts(area: Area) -> list[str]:
    texts: list[str] = []
    for block in area.blocks:
        if isinstance(block, Grid):
            texts.extend(cell.text for row in block.rows for cell in row)
        else:
            texts.append(block.text)
    return texts


def _header_unit(area: Area) -> str | None:
    for text in _texts(area):
        match = _UNIT.search(text)
        if match:
            return match["unit"]
    return None


def cell_ids(form: Form, others: Mapping[str, str]) -> list[str]:
    """Every id of the form in the order of print, and those of the other forms that some tables follow."""
    ids: list[str] = []
    for table in form.tables:
        own = [slot.id for slot in table.slots]
        other = others.get(table.id, form.id)
        if other != form.id:
            own = _merged(own, [slot.id for slot in forms()[other].table(table.id).slots])
        ids.extend(own)
    return ids


def _merged(own: Sequence[str], other: Sequence[str]) -> list[str]:
    """The ids of both, those only in the other behind the id that they follow there."""
    merged = list(own)
    known = set(own)
    at = 0
    for cell in other:
        if cell in known:
            at = merged.index(cell) + 1
        else:
            merged.insert(at, cell)
            at += 1
    return merged


def raw_rows(area: Area) -> list[tuple[str, ...]]:
    """The area's rows of raw cell texts, for the report's `tables`."""
    rows: list[tuple[str, ...]] = []
    for block in area.blocks:
        if isinstance(block, Grid):
            rows.extend(tuple(cell.text for cell in row) for row in block.rows)
        elif block.text.strip():
            rows.append(tuple(map(str.strip, _BORDER.split(block.text))))
    return rows
