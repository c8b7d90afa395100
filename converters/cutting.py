"""Digits run together → the ways to cut them into the cells of a row: `230000023` is 23 0 0 0 0 0 23.

Cut from right to left, because a total stands right of its parts: what is left of it must be reached by the
digits that are left, which bounds their number from both sides. A state that led nowhere is not entered twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from converters.atoms import Atom
from converters.entries import Entry, Reading, fits
from converters.numerals import NOUGHTS, Number, read_number
from converters.printed import PrintedRow, RowIdentity

MOST_STEPS = 4_000
"""States entered for one row; what lies beyond is doubt."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """The readings found, and whether there may be more."""

    readings: tuple[Reading, ...]
    spent: bool


def cut(
    row: PrintedRow,
    atoms: Sequence[Atom],
    identities: Sequence[RowIdentity],
    pinned: Mapping[int, Number],
    most: int,
) -> Cuts:
    """The ways to cut a row's numerals into all its cells.

    Args:
        row: the row; every one of its cells gets a number.
        atoms: what is printed for it, fewer atoms than cells.
        identities: the row's identities that a reading must keep.
        pinned: numbers that are known by column.
        most: how many readings are looked for.
    """
    if not len(atoms) <= row.width <= sum(atom.stretch for atom in atoms):
        return Cuts((), spent=False)
    search = _Search(row, atoms, _roles(row.width, identities), pinned, most)
    search.fill(row.width - 1, len(atoms) - 1, atoms[-1].stretch, (0,) * len(identities))
    return Cuts(tuple(search.found), search.spent)


@dataclass(frozen=True, slots=True)
class _Role:
    """A column in an identity: which one, with what sign, and whether all its other columns stand right of it."""

    identity: int
    sign: int
    last: bool
    alone: bool
    """Every column left of this one belongs to the identity, as a part."""


def _roles(width: int, identities: Sequence[RowIdentity]) -> list[list[_Role]]:
    roles: list[list[_Role]] = [[] for _ in range(width)]
    for number, (left, right) in enumerate(identities):
        first = min((*left, *right))
        for column in (*left, *right):
            alone = all(part in right for part in range(column))
            roles[column].append(_Role(number, 1 if column in left else -1, column == first, alone))
    return roles


_State = tuple[int, int, int, tuple[Number, ...]]
"""What is left to fill, as `_Search.fill` takes it."""


class _Piece(NamedTuple):
    """A number cut from the right end of what is left, and what is then left: the atom, and its first digits.

    A tuple, because most of a search is making these.
    """

    value: Number
    atom: Atom
    text: str
    cut: bool
    before: int
    rest: int
    least: Number
    most: Number
    """What is left can be as many numbers as columns are left with sums from `least` to less than `most`."""


@dataclass(slots=True)
class _Search:
    row: PrintedRow
    atoms: Sequence[Atom]
    roles: list[list[_Role]]
    pinned: Mapping[int, Number]
    most: int
    left: int = MOST_STEPS
    found: list[Reading] = field(default_factory=list)
    made: list[_Piece] = field(default_factory=list)
    dead: set[_State] = field(default_factory=set)
    pieces: dict[tuple[int, int, int], list[_Piece]] = field(default_factory=dict)
    values: dict[tuple[int, int, int], set[Number]] = field(default_factory=dict)
    closing: list[_Role | None] = field(init=False)
    """For each column its role, if it is in one identity only and the last of that."""
    stretch: list[int] = field(init=False)
    """How many digits each atom has."""
    before: list[int] = field(init=False)
    """How many the atoms before each have."""

    def __post_init__(self) -> None:
        self.stretch = [atom.stretch for atom in self.atoms]
        self.before = [0, *accumulate(self.stretch)]
        self.closing = [own[0] if len(own) == 1 and own[0].last else None for own in self.roles]

    @property
    def spent(self) -> bool:
        return self.left <= 0 or len(self.found) > self.most

    def fill(self, column: int, index: int, rest: int, open_sums: tuple[Number, ...]) -> bool:
        """Fill the columns up to this one from the atoms up to index, of the last one its first `rest` digits.

        `open_sums` are the identities' left sides less their right sides so far. Says whether anything was found.
        """
        if column < 0:
            self.found.append(tuple(Entry(p.value, p.atom, p.text, p.cut) for p in reversed(self.made)))
            return True
        self.left -= 1
        if self.spent:
            return False
        led = False
        closing = self.closing[column - 1] if column else None
        for piece in self._pieces(column, index, rest):
            after = _after(open_sums, piece, self.roles[column])
            if after is None:
                continue
            state = (column - 1, piece.before, piece.rest, after)
            if state in self.dead or (closing and not self._closes(closing, state)):
                self.left -= 1
                continue
            self.made.append(piece)
            led |= self.fill(*state)
            self.made.pop()
        if not led and not self.spent:
            self.dead.add((column, index, rest, open_sums))
        return led

    def _closes(self, role: _Role, state: _State) -> bool:
        """Whether the number that an identity's last column must have can stand there."""
        column, index, rest, open_sums = state
        values = self.values.get((column, index, rest))
        if values is None:
            values = self.values[column, index, rest] = {p.value for p in self._pieces(column, index, rest)}
        return -role.sign * open_sums[role.identity] in values

    def _pieces(self, column: int, index: int, rest: int) -> list[_Piece]:
        """What `_rightmost` finds, found once."""
        pieces = self.pieces.get((column, index, rest))
        if pieces is None:
            pieces = self.pieces[column, index, rest] = list(self._rightmost(column, index, rest))
        return pieces

    def _rightmost(self, column: int, index: int, rest: int) -> Iterator[_Piece]:
        """The numbers that the right end of what is left can be in this column."""
        atom = self.atoms[index]
        for text, cut, before, digits in self._cells(column, index, rest):
            value = _number(text)
            if value is None or self.pinned.get(column, value) != value:
                continue
            if text.isdigit() or fits(Entry(value, atom, text, cut), self.row.columns[column].kind):
                left = self.before[before] + digits if before >= 0 else 0
                yield _Piece(value, atom, text, cut, before, digits, *_sums(column, left))

    def _cells(self, column: int, index: int, rest: int) -> Iterator[tuple[str, bool, int, int]]:
        """What can be cut off for this column, and what is then left: the last atom, and its first digits."""
        atom = self.atoms[index]
        digits_left = self.before[index] + rest
        behind = self.stretch[index - 1] if index else 0
        stretch = self.stretch[index]
        if stretch == 1:
            if index <= column < digits_left and (index > 0 or column == 0):
                yield atom.text, False, index - 1, behind
            return
        start = len(atom.sign)
        tail = atom.text[start + stretch :] if rest == stretch else ""
        for length in range(rest if column == 0 else 1, min(rest, digits_left - column) + 1):
            last = length == rest
            text = atom.text[start + rest - length : start + rest]
            if index + (not last) > column or (length > 1 and text[0] in NOUGHTS):
                continue
            if length == stretch:
                yield atom.text, False, index - 1, behind
            elif last:
                yield atom.sign + text + tail, True, index - 1, behind
            else:
                yield text + tail, True, index, rest - length


def _after(open_sums: tuple[Number, ...], piece: _Piece, roles: Sequence[_Role]) -> tuple[Number, ...] | None:
    """The open sums with one more cell; None where they cannot be reached then."""
    if not roles:
        return open_sums
    after = list(open_sums)
    for role in roles:
        rest = after[role.identity] = after[role.identity] + role.sign * piece.value
        if rest < 0 or (role.last and rest != 0):
            return None
        if role.alone and not piece.least <= rest < piece.most:
            return None
    return tuple(after)


@cache
def _sums(cells: int, digits: int) -> tuple[Number, Number]:
    """Between what sums so many digits can be so many numbers: by the length of the sum."""
    if cells == 0:
        return 0, float("inf")
    longest = digits - cells + 1
    shortest = -(-digits // cells)
    least = 10 ** (shortest - 1) if shortest > 1 else 0
    return least, 10 ** (longest + len(str(cells)))


def _number(text: str) -> Number | None:
    if text.isdigit() and text.isascii():
        return int(text)
    printed = read_number(text)
    return printed.value if printed else None
