"""Numbers torn out of their rows: a cell with a remark often leaves its table when text is drawn from a PDF.

The remark tells the column (失效 stands behind what was repealed, 修订 behind that or what was issued), the order
tells the row. Only where each row that lacks one number finds just one such number is it put back; none that stands
beside the label of a row.
"""

from collections.abc import Iterator, Mapping, Sequence

from converters.atoms import Atom, Kind
from converters.inference import Finding
from converters.printed import PrintedRow, PrintedTable
from converters.report import Basis


def put_back(
    atoms: Sequence[Atom], table: PrintedTable, findings: Mapping[str, Finding]
) -> dict[str, Finding]:
    """The findings, with torn numbers in the rows that lack just one."""
    lacking = [(row, shown) for row in table.rows if (shown := _shown(row, findings))]
    if not lacking:
        return dict(findings)
    used = {id(finding.atom) for finding in findings.values()}
    torn = [atom for atom in _apart(atoms) if atom.printed and atom.printed.note and id(atom) not in used]
    if len(torn) != len(lacking):
        return dict(findings)
    filled = dict(findings)
    for atom, (row, shown) in zip(torn, lacking, strict=True):
        options = [[*shown[:column], atom, *shown[column:]] for column in _columns_of(atom, row)]
        if not options:
            return dict(findings)
        for cell, *own in zip(row.ids, *options, strict=True):
            filled[cell] = _agreed(own)
    return filled


def _apart(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The numbers in whose line no label of a row stands before them."""
    named: Atom | None = None
    for atom in atoms:
        if atom.meaning and atom.meaning.sole is not None:
            named = atom
        elif atom.kind is Kind.VALUE and not (named and named.band is atom.band):
            yield atom


def _agreed(atoms: Sequence[Atom]) -> Finding:
    """The number of a cell, where it is the same in every column that the torn number may come from."""
    values = dict.fromkeys(atom.printed.value for atom in atoms if atom.printed)
    if len(values) == 1:
        return Finding(next(iter(values)), Basis.PRINTED, atoms[0])
    return Finding(None, Basis.UNRESOLVED, atoms[0], candidates=tuple(values))


def _shown(row: PrintedRow, findings: Mapping[str, Finding]) -> list[Atom]:
    """The numbers of a row that shows all but one of them, in order; empty for any other row."""
    own = [findings[cell] for cell in row.ids]
    if row.identities or all(finding.basis is not Basis.UNRESOLVED for finding in own):
        return []
    atoms = {id(f.atom): f.atom for f in own if f.atom is not None and f.atom.kind is Kind.VALUE}
    whole = [atom for atom in atoms.values() if atom.firm]
    return whole if len(whole) == len(row.ids) - 1 else []


def _columns_of(atom: Atom, row: PrintedRow) -> list[int]:
    """The columns behind whose numbers such a remark is printed."""
    note = (atom.printed.note or "") if atom.printed else ""
    return [number for number, column in enumerate(row.columns) if any(word in note for word in column.notes)]
