"""Copies of one report against each other."""

from collections.abc import Iterator, Sequence

from converters.audits.copy import Copy, Witness
from converters.audits.finding import Discrepancy, Kind
from converters.audits.rules import CopyRules
from converters.audits.settled import Settled

_OPEN = "unresolved"


def contradictions(settled: Settled, rules: CopyRules) -> Iterator[Discrepancy]:
    """Every cell for which copies give different numbers; one finding in all where they differ all over."""
    first, years = settled.copies[0], (settled.year,)
    told, spoken = len(settled.contested), _spoken(settled)
    if is_unlike(settled, rules):
        message = (
            f"{told} of {spoken} numbers differ between {len(settled.copies)} files:"
            " rather two reports than copies of one, or the agency or year of a file was misread"
        )
        witnesses = tuple(witness for cell in settled.contested.values() for witness in cell)
        yield Discrepancy(Kind.FAILED, "copies.all", message, first, years, witnesses)
        return
    for cell, witnesses in settled.contested.items():
        message = f"the copies give different numbers: {_shares(witnesses)}"
        yield Discrepancy(Kind.FAILED, f"copies.{cell}", message, first, years, witnesses)


def is_unlike(settled: Settled, rules: CopyRules) -> bool:
    """Whether the files differ in so many numbers that they are hardly copies of one report."""
    told = len(settled.contested)
    return told >= rules.unlike_least and told >= rules.unlike_share * _spoken(settled)


def crowd(copies: Sequence[Copy], count: int) -> Discrepancy:
    """The finding that too many files bear one agency and year."""
    message = (
        f"{count} files bear this agency and year and were not compared: the name was misread, or is shared"
    )
    return Discrepancy(Kind.SUSPICION, "copies.crowd", message, copies[0], (copies[0].year,), ())


def hints(settled: Settled) -> Iterator[Discrepancy]:
    """What a copy leaves open and another one knows: each doubtful cell, and in one finding what is not there."""
    for copy in settled.copies:
        lacking: list[Witness] = []
        for cell, record in copy.cells.items():
            other = settled.known.get(cell)
            if other is None or copy.knows(cell) or other.form != copy.form_of(cell):
                continue
            if record["basis"] == _OPEN:
                message = f"open here, {other.value} in {other.copy.source}"
                pair = (copy.witness(cell), other)
                yield Discrepancy(Kind.HINT, f"copies.{cell}", message, copy, (copy.year,), pair)
            else:
                lacking.append(other)
        if lacking:
            cells = "1 cell has" if len(lacking) == 1 else f"{len(lacking)} cells have"
            message = f"{cells} no number here and one in another copy"
            yield Discrepancy(Kind.HINT, "copies.lacking", message, copy, (copy.year,), tuple(lacking))


def _spoken(settled: Settled) -> int:
    """Cells that at least two copies know and that are not zero in all: zeros say nothing of a likeness."""
    agreed = (cell for cell, witness in settled.known.items() if witness.value)
    return len(settled.contested) + sum(
        sum(copy.knows(cell) for copy in settled.copies) > 1 for cell in agreed
    )


def _shares(witnesses: Sequence[Witness]) -> str:
    """Each number with how many copies give it, in the order of the copies."""
    counts: dict[str, int] = {}
    for witness in witnesses:
        said = f"{witness.value}{witness.cell['unit'] or ''}"
        counts[said] = counts.get(said, 0) + 1
    return ", ".join(f"{said} in {count}" if count > 1 else said for said, count in counts.items())
