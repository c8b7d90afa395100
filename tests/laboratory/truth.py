"""A drawn report: who reports, for which year, in which form, which numbers, and which sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from laboratory.figures import SIZES, Figures, broken, draw_figures, identities_of_form, slip
from laboratory.places import Office, draw_office
from laboratory.prose import Prose, draw_prose


@dataclass(frozen=True, slots=True)
class Truth:
    """What the agency put to paper, before any copy was made of it."""

    seed: int
    office: Office
    year: int
    forms: Mapping[str, str]
    figures: Figures
    slips: tuple[str, ...]
    prose: Prose
    signed: date | None


def draw(seed: int, *, size: str | None = None, form: str | None = None, slips: float = 0.1) -> Truth:
    """A report that keeps the identities, but for one in ten with a slip of the agency's own.

    Args:
        seed: reproduces the report.
        size: a key of SIZES; drawn where it is None.
        form: "2019", "2021" or "mixed" (section 二 of 2021, section 三 of 2019); drawn where it is None.
        slips: the share of reports with a slip.
    """
    rng = Random(f"truth {seed}")
    which = form or rng.choices(("2019", "2021", "mixed"), (4, 5, 1))[0]
    by_table = {
        "disclosure": "2019" if which == "2019" else "2021",
        "applications": "2021" if which == "2021" else "2019",
        "reviews": "2019" if which == "2019" else "2021",
    }
    figures = draw_figures(rng, by_table, SIZES[size or _draw_size(rng)])
    if rng.random() < slips:
        figures = slip(rng, by_table, figures)
    office = draw_office(rng)
    year = rng.choice((2019, 2020) if which == "2019" else (2021, 2022, 2023, 2024))
    return Truth(
        seed=seed,
        office=office,
        year=year,
        forms=by_table,
        figures=figures,
        slips=broken(identities_of_form(by_table), figures),
        prose=draw_prose(rng, office, year, figures),
        signed=date(year + 1, 1, 4) + timedelta(rng.randrange(80)) if rng.random() < 0.6 else None,
    )


def _draw_size(rng: Random) -> str:
    return rng.choices(("empty", "sparse", "small", "medium", "busy"), (1, 3, 3, 3, 1))[0]
