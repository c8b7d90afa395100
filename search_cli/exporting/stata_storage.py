"""How Stata stores the values of a column: in the smallest type that holds all of them.

Numbers are bytes, ints, longs or doubles; texts of a closed list are codes with value labels; other texts have
a fixed width, or lie apart (strL) where one is longer than such a width can be.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.datasets.column import Column, Kind, Value

DOUBLE, LONG, INT, BYTE, STRL = 65526, 65528, 65529, 65530, 32768
LONGEST = 2_045
"""Bytes of a text of fixed width."""

_WHOLE = (
    (BYTE, "b", -127, 100, 101),
    (INT, "h", -32_767, 32_740, 32_741),
    (LONG, "i", -(2**31) + 1, 2**31 - 28, 2**31 - 27),
)
"""Whole types: code, letter of `struct`, least, most, and what stands for no value."""
_NO_DOUBLE = float.fromhex("0x1p1023")
_EPOCH = dt.date(1960, 1, 1).toordinal()
_TRUTH = ("false", "true")


@dataclass(frozen=True, slots=True)
class Storage:
    """A type of Stata's: its code, its letter of `struct`, its display format, what stands for no value.

    `labels`: code → text, where texts are stored as codes.
    """

    code: int
    letter: str
    shown: str
    empty: int | float | bytes
    labels: Mapping[int, str] = field(default_factory=dict)


def plain(value: Value) -> str | int | float | bool | None:
    """The value with days as Stata counts them, from 1 January 1960."""
    return value.toordinal() - _EPOCH if isinstance(value, dt.date) else value


class Extent:
    """What the values of a column reach, so that a type can be chosen; `add` them all."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._low = self._high = 0
        self._bytes = 1
        self._listed = bool(column.values)

    def add(self, value: str | float | None) -> None:
        """Takes in a value, days as numbers."""
        if value is None:
            return
        if isinstance(value, str):
            self._bytes = max(self._bytes, len(value.encode()))
            self._listed = self._listed and value in self._column.values
        elif self._column.kind is not Kind.DECIMAL:
            self._low, self._high = min(self._low, int(value)), max(self._high, int(value))

    def storage(self) -> Storage:
        """The smallest type that holds all."""
        if self._column.kind is Kind.TEXT:
            return self._text()
        if self._column.kind is Kind.DECIMAL:
            return Storage(DOUBLE, "d", "%12.0g", _NO_DOUBLE)
        shown = "%tdCCYY-NN-DD" if self._column.kind is Kind.DATE else "%12.0g"
        labels = dict(enumerate(_TRUTH)) if self._column.kind is Kind.TRUTH else {}
        for code, letter, least, most, empty in _WHOLE:
            if least <= self._low and self._high <= most:
                return Storage(code, letter, shown, empty, labels)
        return Storage(DOUBLE, "d", shown, _NO_DOUBLE)

    def _text(self) -> Storage:
        if self._listed:
            labels = dict(enumerate(self._column.values, 1))
            return Storage(BYTE, "b", "%12.0g", 101, labels)
        if self._bytes > LONGEST:
            return Storage(STRL, "Q", "%9s", 0)
        return Storage(self._bytes, f"{self._bytes}s", f"%-{min(self._bytes, 40)}s", b"")
