"""All reports of a ledger, compared: copies of one report first, then each year with the one before."""

from collections.abc import Iterator

from converters.audits.copies import contradictions, crowd, hints, is_unlike
from converters.audits.finding import Compared, Discrepancy
from converters.audits.leaps import leaps
from converters.audits.ledger import Ledger
from converters.audits.rules import rules
from converters.audits.settled import Settled, settle
from converters.audits.years import applies, evaluate


def audit(ledger: Ledger) -> Iterator[tuple[list[Discrepancy], Compared]]:
    """What each year of each agency gives, in the order of agencies and years, and how much was compared.

    Only two years are in memory at a time. The order in which the ledger was filled changes nothing.
    """
    last: tuple[str, Settled] | None = None
    for key, year, count, copies in ledger.years(rules().copies.most):
        if count > len(copies):
            yield [crowd(copies, count)], Compared()
            last = None
            continue
        settled = settle(year, copies)
        found, compared = _copies(settled)
        if is_unlike(settled, rules().copies):
            # whose numbers these are is not known, so no other year can be held against them
            last = None
        else:
            if last is not None and last[0] == key and last[1].year + 1 == year:
                over_years, more = _years(last[1], settled)
                found, compared = found + over_years, compared + more
            last = key, settled
        yield found, compared


def _copies(settled: Settled) -> tuple[list[Discrepancy], Compared]:
    if len(settled.copies) == 1:
        return [], Compared()
    told = list(contradictions(settled, rules().copies))
    return [*told, *hints(settled)], Compared(copies=1, contradictions=len(told))


def _years(earlier: Settled, later: Settled) -> tuple[list[Discrepancy], Compared]:
    asked = [equation for equation in rules().equations if applies(equation, earlier, later)]
    results = [evaluate(equation, earlier, later) for equation in asked]
    failed = [result for result in results if isinstance(result, Discrepancy)]
    leapt = leaps(earlier, later, rules().leaps)
    compared = Compared(
        pairs=1,
        sums=len(results),
        failed=len(failed),
        undecided=sum(result is None for result in results),
        leaps=len(leapt),
    )
    return [*failed, *leapt], compared
