"""The numbers of a report: drawn so that every identity holds, then perhaps broken as agencies do."""

from collections.abc import Mapping, Sequence
from random import Random

from converters.form import FormTable, Identity, forms

Number = int | float
Figures = dict[str, Number]

SIZES = {"empty": 0, "sparse": 5, "small": 30, "medium": 200, "busy": 3000}
# How much likelier than the rest some outcomes are.
_USUAL = {
    "granted": 12,
    "partly_granted": 5,
    "unavailable.not_held": 8,
    "unavailable.must_be_created": 2,
    "not_processed.petition": 2,
    "not_processed.repeated": 2,
    "refused.state_secret": 0.3,
}
_TOTAL_ROWS = ("received", "carried_in", "processed_total", "carried_out")


def tables_of_form(form: Mapping[str, str]) -> tuple[FormTable, ...]:
    """The tables of a report whose form is named for each table."""
    return tuple(forms()[form[name]].table(name) for name in ("disclosure", "applications", "reviews"))


def identities_of_form(form: Mapping[str, str]) -> tuple[Identity, ...]:
    """The identities of those tables."""
    return tuple(identity for name, which in form.items() for identity in forms()[which].identities_of(name))


def draw_figures(rng: Random, form: Mapping[str, str], size: int) -> Figures:
    """Numbers for all cells of the three tables; size is about how many applications came in."""
    disclosure, applications, reviews = tables_of_form(form)
    return {
        **_disclosure(rng, disclosure, size),
        **_applications(rng, applications, size),
        **_reviews(rng, reviews, size),
    }


def broken(identities: Sequence[Identity], figures: Mapping[str, Number | None]) -> tuple[str, ...]:
    """The identities that all have their cells and do not hold."""
    return tuple(i.id for i in identities if not _holds(i, figures))


def slip(rng: Random, form: Mapping[str, str], figures: Figures) -> Figures:
    """The figures with one arithmetic slip of the agency's own: a total that does not add up."""
    totals = [i.left[0] for i in identities_of_form(form) if len(i.left) == 1]
    cell = rng.choice([t for t in totals if figures[t]] or totals)
    wrong = rng.choice([0, int(figures[cell]) + rng.choice((1, 2, 10)), max(0, int(figures[cell]) - 1)])
    return {**figures, cell: wrong if wrong != figures[cell] else int(figures[cell]) + 1}


def _holds(identity: Identity, figures: Mapping[str, Number | None]) -> bool:
    sides = [[figures.get(cell) for cell in side] for side in (identity.left, identity.right)]
    if any(value is None for side in sides for value in side):
        return True
    left, right = (sum(value for value in side if value is not None) for side in sides)
    return abs(left - right) < 1e-9


def _disclosure(rng: Random, table: FormTable, size: int) -> Figures:
    cells: Figures = {}
    for row in table.rows:
        drawn = _row(rng, [column.kind for column in row.columns], size)
        if row.key == "regulations" and rng.random() < 0.7:
            drawn = [0] * len(drawn)  # most agencies have no power to make them
        cells |= {
            f"disclosure.{row.key}.{column.key}": n for column, n in zip(row.columns, drawn, strict=True)
        }
    return cells


def _row(rng: Random, kinds: Sequence[str], size: int) -> list[Number]:
    """Numbers of one row that go together: nothing falls below zero, what is made is mostly in force."""
    draws = {"change": _change, "amount": _amount, "count": _count}
    drawn = [draws[kind](rng, size) for kind in kinds]
    if "change" in kinds:
        drawn[1] = max(drawn[1], -drawn[0])
    elif list(kinds) == ["count"] * 3:
        drawn[2] = max(drawn[2], drawn[0]) if rng.random() < 0.9 else drawn[2]
    return drawn


def _count(rng: Random, size: int) -> int:
    if rng.random() < 0.3 or not size:
        return 0
    return rng.randint(0, rng.choice((3, 9, 40, 2 * size + 1)))


def _change(rng: Random, size: int) -> int:
    return (
        rng.choice((0, 0, 1, -1, 3)) if not size else rng.choice((rng.randint(-35, 30), rng.randint(-3, 3)))
    )


def _amount(rng: Random, size: int) -> Number:
    if rng.random() < 0.4 or not size:
        return 0
    whole = rng.randint(1, 10 ** rng.randint(1, 5))
    return whole if rng.random() < 0.3 else round(whole + rng.randint(1, 99) / 100, 2)


def _applications(rng: Random, table: FormTable, size: int) -> Figures:
    cells: Figures = {}
    shares = (0.8, 0.12, 0.02, 0.01, 0.03, 0.02)
    outcomes = [row.key for row in table.rows if row.key not in _TOTAL_ROWS]
    taste = [_USUAL.get(outcome, 1) * rng.random() ** 3 for outcome in outcomes]
    for column, share in zip(table.columns, shares, strict=False):
        drawn = _column(rng, outcomes, taste, _spread(rng, size * share))
        cells |= {f"applications.{row}.{column.key}": value for row, value in drawn.items()}
    for row in table.rows:
        parts = [cells[f"applications.{row.key}.{column.key}"] for column in table.columns[:-1]]
        cells[f"applications.{row.key}.{table.columns[-1].key}"] = sum(parts)
    return {slot.id: cells[slot.id] for slot in table.slots}


def _column(rng: Random, outcomes: Sequence[str], taste: Sequence[float], received: int) -> dict[str, int]:
    carried_in = _spread(rng, received * 0.12)
    carried_out = min(received + carried_in, _spread(rng, received * 0.1))
    processed = received + carried_in - carried_out
    column = dict.fromkeys(outcomes, 0)
    for outcome in rng.choices(outcomes, taste, k=processed):
        column[outcome] += 1
    return {
        "received": received,
        "carried_in": carried_in,
        "processed_total": processed,
        "carried_out": carried_out,
        **column,
    }


def _spread(rng: Random, mean: float) -> int:
    """A whole number around the mean; small means give mostly 0 and 1."""
    return int(rng.gammavariate(2.0, mean / 2.0) + rng.random()) if mean > 0 else 0


def _reviews(rng: Random, table: FormTable, size: int) -> Figures:
    cells: Figures = {}
    for row in table.rows:
        parts = [_spread(rng, size * 0.02) for _ in table.columns[:-1]]
        keys = [column.key for column in table.columns]
        cells |= {f"reviews.{row.key}.{key}": n for key, n in zip(keys, [*parts, sum(parts)], strict=True)}
    return cells
