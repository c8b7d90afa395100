"""Numbers that leap from one year to the next: suspicions, for an agency may change as much as a copy."""

from decimal import Decimal

from converters.audits.copy import Witness
from converters.audits.finding import Discrepancy, Kind
from converters.audits.rules import Leaps
from converters.audits.settled import Settled


def leaps(earlier: Settled, later: Settled, rules: Leaps) -> list[Discrepancy]:
    """The watched numbers that are many times those of the year before, or a small part of them."""
    found = []
    for cell, forms in rules.numbers:
        before, after = earlier.under(cell, forms), later.under(cell, forms)
        if before is None or after is None:
            continue
        words = _suspicion(before, after, rules)
        if words is None:
            continue
        name, said = words
        found.append(
            Discrepancy(
                kind=Kind.SUSPICION,
                id=f"{name}.{cell}",
                message=f"{_shown(after)} after {_shown(before)} the year before: {said}",
                copy=after.copy,
                years=(earlier.year, later.year),
                witnesses=(before, after),
                found=after.value,
            )
        )
    return found


def _suspicion(before: Witness, after: Witness, rules: Leaps) -> tuple[str, str] | None:
    """The family of the leap and its words; None where it is none."""
    (unit, old), (other, new) = before.measure, after.measure
    if unit != other:
        return None
    small, large = sorted((abs(old), abs(new)))
    rose = abs(new) > abs(old)
    if small == 0:
        words = ("leaps.tenfold", "unlikely, though nothing fails")
        return words if large >= rules.least_from_zero else None
    tenfold = large >= rules.least and large >= small * rules.factor
    nearly = small >= rules.digit_least and large >= small * rules.digit_factor
    if (tenfold or nearly) and one_digit_more(small, large):
        change = "more" if rose else "less"
        return "leaps.digit", f"the same digits with one {change}; a slip in one of the two, perhaps"
    if not tenfold:
        return None
    if unit is not None and _digits(small) == _digits(large):
        return "leaps.scale", "the same digits at another scale; a point or a unit was lost, perhaps"
    times = f"{rules.factor} times as much or more" if rose else f"a {_ordinal(rules.factor)} of it or less"
    return "leaps.tenfold", f"{times}; unlikely, though nothing fails"


def one_digit_more(small: Decimal, large: Decimal) -> bool:
    """Whether a whole number is the other one with one digit put in: 1230 or 1023 for 123."""
    short, long = str(small), str(large)
    if not (short.isdigit() and long.isdigit() and len(long) == len(short) + 1):
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _digits(number: Decimal) -> str:
    """The digits that a number begins with, without point and zeros: 365 of 36.5 and of 365000."""
    return f"{number:f}".replace(".", "").strip("0")


def _shown(witness: Witness) -> str:
    return f"{witness.value}{witness.cell['unit'] or ''}"


def _ordinal(factor: int) -> str:
    return "tenth" if factor == 10 else f"{factor}th part"
