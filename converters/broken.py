"""Blanks in and between the numbers of a row: some part the digits of one number, and some two cells in one."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from converters.atoms import Atom, Kind
from converters.entries import Entry, Reading, cut_entry, entry_of
from converters.numerals import NOUGHTS, read_number

_PARTED = re.compile(r"\d\s+\d")
_MOST_TORN = 2
"""So many numbers of a row are torn by line ends; more of them would leave hardly a row certain."""
_SIGNS = frozenset("-－−+＋")


def is_parted(atom: Atom) -> bool:
    """Whether a number that stands in one cell has a blank among its digits."""
    return atom.kind is Kind.VALUE and not atom.text.isdigit() and _PARTED.search(atom.text) is not None


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
    begun = before.text in _SIGNS or (before.text.isdigit() and before.text[0] not in NOUGHTS)
    if not (begun and after.text[:1].isdigit()):
        return False
    if before.line is after.line:
        return before.offset + len(before.text) + 1 == after.offset
    return all(atom.line is not None and atom.line.text.strip() == atom.text for atom in (before, after))


def joined(solid: Sequence[Atom], width: int) -> Iterator[Reading]:
    """The readings of more numbers than columns as so many: some of the blanks between them part digits."""
    for closed in combinations(_seams(solid), len(solid) - width):
        yield tuple(_as_one(pieces) for pieces in _split(solid, closed))


def over_lines(solid: Sequence[Atom]) -> Iterator[tuple[list[Atom], dict[int, Entry]]]:
    """The numbers of a row with some line ends between them taken to part digits, and what each joined one shows."""
    seams = [index for index in _seams(solid) if solid[index - 1].line is not solid[index].line]
    for count in range(1, min(len(seams), _MOST_TORN) + 1):
        for closed in combinations(seams, count):
            made: list[Atom] = []
            entries: dict[int, Entry] = {}
            for pieces in _split(solid, closed):
                first, text = pieces[0], "".join(piece.text for piece in pieces)
                whole = (
                    first
                    if len(pieces) == 1
                    else first._replace(text=text, printed=read_number(text), firm=True)
                )
                made.append(whole)
                if len(pieces) > 1:
                    entries[id(whole)] = _as_one(pieces)
            yield made, entries


def _seams(solid: Sequence[Atom]) -> list[int]:
    """The places of atoms that may go on with the number before."""
    return [index for index in range(1, len(solid)) if may_be_one(solid[index - 1], solid[index])]


def _split(solid: Sequence[Atom], closed: Sequence[int]) -> Iterator[Sequence[Atom]]:
    """The atoms in pieces, parted everywhere but at the closed places."""
    starts = [index for index in range(len(solid)) if index not in closed]
    return (solid[start:end] for start, end in pairwise((*starts, len(solid))))


def _as_one(pieces: Sequence[Atom]) -> Entry:
    return entry_of(pieces[0]) if len(pieces) == 1 else cut_entry(pieces[0], " ".join(p.text for p in pieces))
