"""Sums over two neighbouring years of one agency."""

from collections.abc import Sequence

from converters.audits.copy import Witness
from converters.audits.finding import Discrepancy, Kind
from converters.audits.rules import Equation
from converters.audits.settled import Settled


def applies(equation: Equation, earlier: Settled, later: Settled) -> bool:
    """Whether both years show the table in a form of which the sum speaks."""
    return all(year.follows(equation.table, equation.forms) for year in (earlier, later))


def evaluate(equation: Equation, earlier: Settled, later: Settled) -> Discrepancy | bool | None:
    """The finding where the sum does not hold, True where it holds, None where a cell of it is not known."""
    before, plus, minus = (
        [year.under(cell, equation.forms) for cell in cells]
        for year, cells in ((earlier, equation.earlier), (later, equation.plus), (later, equation.minus))
    )
    equals = later.under(equation.equals, equation.forms)
    witnesses = [one for one in (equals, *before, *plus, *minus) if one is not None]
    if equals is None or len(witnesses) < 1 + len(before) + len(plus) + len(minus):
        return None
    added, taken = ([one for one in side if one is not None] for side in ((*before, *plus), minus))
    expected = sum(one.value for one in added) - sum(one.value for one in taken)
    if equals.value == expected:
        return True
    return Discrepancy(
        kind=Kind.FAILED,
        id=equation.id,
        message=f"{equals.value} ({later.year}) is not {_terms(added, taken)}",
        copy=equals.copy,
        years=(earlier.year, later.year),
        witnesses=tuple(witnesses),
        expected=expected,
        found=equals.value,
    )


def _terms(added: Sequence[Witness], taken: Sequence[Witness]) -> str:
    """The right side as it is worked out: 15 (2022) + 3 (2023) - 2 (2023) = 16."""
    signed = [*((1, one) for one in added), *((-1, one) for one in taken)]
    (_, first), *rest = signed
    text = f"{first.value} ({first.copy.year})"
    for sign, one in rest:
        text += f" {'+' if sign * one.value >= 0 else '-'} {abs(one.value)} ({one.copy.year})"
    total = sum(sign * one.value for sign, one in signed)
    return f"{text} = {total}" if rest else text
