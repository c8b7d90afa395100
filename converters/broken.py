"""Blanks in and between the numbers of a row: some part the digits of one number, and some two cells in one."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from converters.atoms import Atom, Kind
from converters.entries import Entry, Reading, cut_entry, entry_of
from converters.numerals import read_number

_PARTED = re.compile(r"\d\s+\d")
_SIGNS = frozenset("-－−+＋")


def is_parted(atom: Atom) -> bool:
    """Whether a number that stands in one cell has a blank among its digits."""
    return atom.kind is Kind.VALUE and _PARTED.search(atom.text) is not None


def pieces_of(atom: Atom) -> Iterator[Atom]:
    """The numbers between the blanks of one cell, each as an atom; the atom itself where they are none."""
    found = [(piece, read_number(piece[0])) for piece in re.finditer(r"\S+", atom.text)]
    if not is_parted(atom) or any(printed is None for _, printed in found):
        yield atom
        return
    for piece, printed in found:
        yield atom._replace(text=piece[0], offset=atom.offset + piece.start(), printed=printed)


def may_be_one(before: Atom, after: Atom) -> bool:
    """Whether a single blank between two numbers, or a sign and one, may stand within one; a line's end may, too."""
    begun = before.text in _SIGNS or (before.text.isdigit() and before.text[0] != "0")
    if not (begun and after.text[:1].isdigit()):
        return False
    if before.line is after.line:
        return before.offset + len(before.text) + 1 == after.offset
    return all(atom.line is not None and atom.line.text.strip() == atom.text for atom in (before, after))


def joined(solid: Sequence[Atom], width: int) -> Iterator[Reading]:
    """The readings of more numbers than columns as so many: some of the blanks between them part digits."""
    seams = [index for index in range(1, len(solid)) if may_be_one(solid[index - 1], solid[index])]
    for closed in combinations(seams, len(solid) - width):
        starts = [index for index in range(len(solid)) if index not in closed]
        yield tuple(_as_one(solid[start:end]) for start, end in pairwise((*starts, len(solid))))


def _as_one(pieces: Sequence[Atom]) -> Entry:
    return entry_of(pieces[0]) if len(pieces) == 1 else cut_entry(pieces[0], " ".join(p.text for p in pieces))
