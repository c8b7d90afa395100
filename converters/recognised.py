"""Numbers that a program recognised in a picture (OCR) → those that printed sums prove; the others are candidates.

It takes one digit for another, and says so nowhere. A sum over printed numbers that holds leaves no room for that: two
digits would have to be mistaken that make up for each other.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from converters.form import Identity, forms
from converters.inference import Finding
from converters.outline import Area
from converters.report import Basis
from converters.settlement import Settled
from converters.sheet import PagePlace
from converters.tables import TableReading


def doubted(settled: Settled, pages: Collection[int]) -> Settled:
    """The tables, where numbers on these pages count only if they are proven; as they are where there are none."""
    if not pages:
        return settled
    tables = {
        table: _doubted(table, reading, pages) if _touches(settled.areas[table], pages) else reading
        for table, reading in settled.tables.items()
    }
    return replace(settled, tables=tables)


def _touches(area: Area, pages: Collection[int]) -> bool:
    return any(isinstance(block.at, PagePlace) and block.at.page in pages for block in area.blocks)


def _doubted(table: str, reading: TableReading, pages: Collection[int]) -> TableReading:
    proven = {
        cell
        for identity in forms()[reading.form].identities_of(table)
        if _holds_in_print(identity, reading.findings)
        for cell in identity.cells
    }
    findings = {
        cell: finding if cell in proven or _stands_apart(finding, pages) else _as_candidate(finding)
        for cell, finding in reading.findings.items()
    }
    return replace(reading, findings=findings)


def _holds_in_print(identity: Identity, findings: Mapping[str, Finding]) -> bool:
    """Whether all its numbers are printed, and add up: one that was inferred would make up for any mistake."""
    if any(findings[cell].basis is not Basis.PRINTED for cell in identity.cells):
        return False
    left, right = (
        sum(findings[cell].value or 0 for cell in side) for side in (identity.left, identity.right)
    )
    return left == right


def _stands_apart(finding: Finding, pages: Collection[int]) -> bool:
    """Whether a number is printed on another page than these."""
    at = finding.atom.at if finding.atom else None
    return finding.basis is Basis.PRINTED and isinstance(at, PagePlace) and at.page not in pages


def _as_candidate(finding: Finding) -> Finding:
    if finding.value is None:
        return finding
    return Finding(None, Basis.UNRESOLVED, finding.atom, candidates=(finding.value,))
