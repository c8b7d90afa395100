"""What a data set is made of: a shape has columns and makes rows of reports; file formats know nothing of reports."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from converters.report import Report

Value = str | int | float | bool | dt.date | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """What the values of a column are; any may be None. A decimal may be given as a whole number."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `zh` is its Chinese label, `en` says what stands there.

    `values` are all that a text column can hold, each with its Chinese name, where that is a closed list.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    unit: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to lay reports out as a table: `key` names the columns that tell its rows apart."""

    name: str
    zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Iterable[Report]], Iterator[Row]]
