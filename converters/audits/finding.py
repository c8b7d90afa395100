"""What comes out of comparing reports, and how much was compared."""

from dataclasses import dataclass, fields
from enum import StrEnum

from converters.audits.copy import Copy, Witness
from converters.report import Number


class Kind(StrEnum):
    """How much a finding says."""

    FAILED = "failed"
    """A sum over years does not hold, or copies give different numbers."""
    SUSPICION = "suspicion"
    """Nothing fails, but a number is unlikely beside that of the year before."""
    HINT = "hint"
    """A copy is open where another one has the number."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One finding between reports of one agency.

    `copy` is the one to look at first (of the later year); `witnesses` are the cells concerned, in all files.
    `years` are in order, one only where copies are compared.
    """

    kind: Kind
    id: str
    message: str
    copy: Copy
    years: tuple[int, ...]
    witnesses: tuple[Witness, ...]
    expected: Number | None = None
    found: Number | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """How much was compared and what came of it; two are added field by field.

    `pairs` are neighbouring years, `sums` sums over them, `copies` reports of which there are several copies,
    `contradictions` findings of copies that give different numbers.
    """

    pairs: int = 0
    sums: int = 0
    failed: int = 0
    undecided: int = 0
    leaps: int = 0
    copies: int = 0
    contradictions: int = 0

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))
