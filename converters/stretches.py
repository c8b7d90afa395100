"""The atoms of an area → stretches of numbers that no label parts, with the labels on both sides of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from converters.atoms import Atom, Kind


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers that no label parts, and the labels on both sides of them."""

    before: list[Atom]
    numbers: list[Atom]
    behind: list[Atom]


Owned = tuple[Stretch, list[int | None], list[int]]
"""A stretch, whose each of its numbers is, and the rows that it has numbers of."""


def stretches_of(atoms: Sequence[Atom]) -> Iterator[Stretch]:
    """The stretches that hold cells, empty ones too."""
    labels: list[list[Atom]] = [[]]
    numbers: list[list[Atom]] = [[]]
    shown = False
    for atom in atoms:
        kind = atom.kind
        if kind is Kind.LABEL:
            if shown:
                labels.append([])
                numbers.append([])
                shown = False
            labels[-1].append(atom)
        elif kind is not Kind.BREAK and kind is not Kind.SOFT:
            numbers[-1].append(atom)
            shown = shown or atom.shown
    for before, own, behind in zip(labels, numbers, [*labels[1:], []], strict=True):
        if own:
            yield Stretch(before, own, behind)


def owned_stretches(atoms: Sequence[Atom], owner: Mapping[int, int]) -> Iterator[Owned]:
    """The stretches with the rows of their numbers."""
    for stretch in stretches_of(atoms):
        owners = [owner.get(id(atom)) for atom in stretch.numbers]
        yield stretch, owners, [row for row, _ in groupby(owners) if row is not None]


def rows_of_values(owned: Owned) -> list[int | None]:
    """Whose each number of a stretch is, without its empty cells."""
    stretch, owners, _ = owned
    return [row for row, atom in zip(owners, stretch.numbers, strict=True) if atom.kind is Kind.VALUE]


def nearest_row(labels: Iterable[Atom]) -> int | None:
    """The row that the nearest of these labels names; None if a column heading stands nearer."""
    for label in labels:
        meaning = label.meaning
        if meaning is None or (not meaning.rows and not meaning.heading):
            continue  # a group, or words that the form does not know
        if meaning.heading:
            return None
        if meaning.sole is not None:
            return meaning.sole
    return None


def _side(row: int, stretch: Stretch) -> bool | None:
    """Whether a row's label stands behind its numbers, and another row's before them; or the other way round."""
    lines = {id(atom.band) for atom in stretch.numbers}
    if any(
        label.meaning and label.meaning.sole == row and id(label.band) in lines
        for label in (*stretch.before, *stretch.behind)
    ):
        return None  # they stand in one line
    before, behind = nearest_row(reversed(stretch.before)), nearest_row(stretch.behind)
    if before is None or behind is None or before == behind or row not in (before, behind):
        return None
    return behind == row


def sides_of(owned: Sequence[Owned]) -> tuple[set[int], set[int]]:
    """The rows whose label stands before their numbers and another behind, and those where it is the other way."""
    before: set[int] = set()
    behind: set[int] = set()
    for stretch, owners, own in owned:
        side = _side(own[0], stretch) if len(own) == 1 and None not in owners else None
        if side is not None:
            (behind if side else before).add(own[0])
    return before, behind
