"""The canonical report as types: what stands in the copy, what was proven of it, and what is in doubt.

Schema `gongkai/1`; `canonical.py` turns it into JSON and back.
"""

from dataclasses import dataclass
from enum import StrEnum

from converters.sheet import Attachment, Place, Properties, Stated

SCHEMA = "gongkai/1"

Number = int | float


class Basis(StrEnum):
    """How far a cell's value can be trusted."""

    PRINTED = "printed"
    """The number stands in the copy and its place in the form is certain."""
    INFERRED = "inferred"
    """Lost or never printed; the identities allow exactly this value."""
    BLANK = "blank"
    """Printed empty, or as a dash or slash."""
    MISSING = "missing"
    """Not in this copy."""
    UNRESOLVED = "unresolved"
    """Something is there, and more than one reading fits."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report was read from; path is relative to what the user named, properties are its own words."""

    path: str
    sha256: str
    media_type: str
    bytes: int
    pages: int | None = None
    url: str | None = None
    properties: Properties | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports. Kind is a key of data/agency_kinds.toml."""

    name: str | None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """The lowest division the agency belongs to: GB/T 2260 code and the names from province down."""

    code: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the report; kind says what it is about, whatever its number."""

    kind: str
    number: str | None
    title: str
    text: str
    at: Place


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it was read: rows of raw cell texts. Caption is the form's table it follows, or None."""

    caption: str | None
    rows: tuple[tuple[str, ...], ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the form. `because` names the identities that proved it; `candidates` what else it may be.

    `method`: which witness read it, where a document can be read in several ways (PDF files).
    """

    id: str
    value: Number | None
    basis: Basis
    raw: str | None = None
    unit: str | None = None
    at: Place | None = None
    because: tuple[str, ...] = ()
    candidates: tuple[Number | None, ...] = ()
    note: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A number stated in prose. `name` is a cell id or fact name where the sentence says what is counted.

    `approximate`: 余, 约, 近, 以上 and the like stand with it, so no table can contradict it.
    """

    name: str | None
    value: Number
    unit: str | None
    sentence: str
    at: Place
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One identity on this report: holds is None where a cell it needs has no value."""

    id: str
    holds: bool | None
    cells: tuple[str, ...]
    expected: Number | None
    found: Number | None


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the contract's word; nothing here uses the builtin
    """Something a reader of this report should know. Codes are listed in data/warnings.toml."""

    code: str
    message: str
    at: Place | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report, as far as this copy shows it."""

    id: str
    source: Source
    title: str | None
    agency: Agency
    region: Region
    year: int | None
    published: str | None
    form: str | None
    forms: dict[str, str | None]
    sections: tuple[Section, ...]
    tables: tuple[RawTable, ...]
    cells: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    warnings: tuple[Warning, ...]
    schema: str = SCHEMA
    metadata: tuple[Stated, ...] = ()
    attachments: tuple[Attachment, ...] = ()
