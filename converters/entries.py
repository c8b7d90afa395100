"""What one cell of a row shows in one reading of it."""

from collections.abc import Sequence
from typing import NamedTuple

from converters.atoms import Atom
from converters.numerals import NOUGHTS, Number, read_number


class Entry(NamedTuple):
    """One cell in one reading: its number, or None where the copy shows none. `cut` from a longer numeral."""

    value: Number | None
    atom: Atom | None
    text: str = ""
    cut: bool = False


LOST = Entry(None, None)
_NARROW = 2

Reading = tuple[Entry, ...]


def entry_of(atom: Atom) -> Entry:
    """The cell that shows this atom, whole."""
    return Entry(atom.printed.value if atom.printed else None, atom, atom.text)


def cut_entry(atom: Atom, text: str) -> Entry:
    """The cell that shows a part of this atom."""
    printed = read_number(text)
    return Entry(printed.value if printed else None, atom, text, cut=True)


def plain(atoms: Sequence[Atom]) -> Reading:
    """The reading that gives each cell one atom."""
    return tuple(entry_of(atom) for atom in atoms)


def fits(entry: Entry, kind: str) -> bool:
    """Whether a number can stand in a column of this kind: no fractions, signs or money among counts."""
    if entry.value is None or entry.atom is None or kind == "amount":
        return True
    if isinstance(entry.value, float) and not entry.value.is_integer():
        return False
    printed = read_number(entry.text) if entry.cut else entry.atom.printed
    if printed and ((printed.unit and "元" in printed.unit) or (printed.signed and kind == "count")):
        return False
    return entry.value >= 0 or kind == "change"


def may_end_in_filler(reading: Reading) -> bool:
    """Whether in a row of two, narrower than others of its table, a nought behind all else may fill up its line.

    Only where nothing parts the two numbers.
    """
    if (
        len(reading) != _NARROW
        or not reading[-1].text[-2:-1].isdigit()
        or reading[-1].text[-2] in NOUGHTS
        or reading[-1].text[-1] not in NOUGHTS
    ):
        return False
    first, last = (entry.atom for entry in reading)
    if reading[-1].cut or first is None or last is None:
        return reading[-1].cut
    glued = first.text + last.text
    return first.line is last.line is not None and last.line.text.startswith(glued, first.offset)
