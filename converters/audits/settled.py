"""What the copies of one report say together: a cell has a number where they do not contradict each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from converters.audits.copy import Copy, Witness


@dataclass(frozen=True, slots=True)
class Settled:
    """One year of one agency: `known` are the cells on which all copies that know them agree."""

    year: int
    copies: tuple[Copy, ...]
    known: Mapping[str, Witness]
    contested: Mapping[str, tuple[Witness, ...]]

    def follows(self, table: str, forms: frozenset[str]) -> bool:
        """Whether a copy shows the table in one of these forms."""
        return any(copy.forms.get(table) in forms for copy in self.copies)

    def under(self, cell: str, forms: frozenset[str]) -> Witness | None:
        """The cell where it is known and its table follows one of these forms."""
        witness = self.known.get(cell)
        return witness if witness is not None and witness.form in forms else None


def settle(year: int, copies: Sequence[Copy]) -> Settled:
    """What copies of one report know together, in the order of their cells.

    Numbers are compared only where they count the same under the same form: an amount without a unit neither
    agrees with nor contradicts one that has another number and a unit.
    """
    known: dict[str, Witness] = {}
    contested: dict[str, tuple[Witness, ...]] = {}
    for cell in dict.fromkeys(cell for copy in copies for cell in copy.cells):
        witnesses = tuple(copy.witness(cell) for copy in copies if copy.knows(cell))
        if len(witnesses) == 1:
            known[cell] = witnesses[0]
        elif _contradict(witnesses):
            contested[cell] = witnesses
        elif witnesses and len({(witness.form, witness.measure) for witness in witnesses}) == 1:
            known[cell] = witnesses[0]
    return Settled(year, tuple(copies), known, contested)


def _contradict(witnesses: Sequence[Witness]) -> bool:
    """Whether two of them give different numbers for the same."""
    said: dict[tuple[str | None, str | None], object] = {}
    for witness in witnesses:
        unit, number = witness.measure
        if said.setdefault((witness.form, unit), number) != number:
            return True
    return False
