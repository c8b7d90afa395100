"""The counts behind docs/quality.md: reports of the plan added up by layout, kind of damage and strength."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path

from laboratory.chrome import LINE_DAMAGE, PAGE_DAMAGE
from laboratory.quality_plan import PARTS, case_of, plan
from laboratory.quality_run import Measured
from laboratory.specimens import WOUNDS

TABLE = Path(__file__).parent / "quality.tsv"

KEY = ("part", "layout", "kind", "strength")
CELLS = ("right", "wrong", "open", "undecided", "silent", "unscored")
COUNTS = (
    "reports",
    *CELLS,
    *(f"reports_{name}" for name in ("wrong", "failed", "masthead", "slow", "unsearched")),
)
SLOW = 5
"""A report is slow beyond so many medians."""
_MANY = 5
"""Reports with so many kinds of damage or more are counted together."""

Key = tuple[str, str, str, str]


def tabulated(head: Mapping[str, str], found: Sequence[Measured]) -> str:
    """The data file: what was measured, then one line of counts a group."""
    median = spread(found)["p50"]
    groups: dict[Key, Counter[str]] = {}
    for line in found:
        counts = _counts(line, median)
        for key in groups_of(line):
            groups.setdefault(key, Counter()).update(counts)
    facts = {**head, "reports": str(len(found)), "planned": str(len(plan()))}
    facts |= {f"ratio_{name}": f"{value / median:.1f}" for name, value in spread(found).items()}
    lines = [f"# {name}\t{value}" for name, value in facts.items()]
    lines.append("\t".join((*KEY, *COUNTS, "about")))
    for key in sorted(groups, key=_order):
        counted = (str(groups[key][name]) for name in COUNTS)
        lines.append("\t".join((*key, *counted, about(key[2]))))
    return "\n".join(lines) + "\n"


def head(path: Path = TABLE) -> dict[str, str]:
    """What the data file says of itself: digests, numbers of reports, and ratios of time to the median."""
    lines = (line for line in path.read_text("utf-8").splitlines() if line.startswith("# "))
    return dict(line.removeprefix("# ").split("\t", 1) for line in lines)


def _counts(line: Measured, median: float) -> Counter[str]:
    counts = Counter({name: getattr(line, name) for name in CELLS})
    counts["reports"] = 1
    counts["reports_wrong"] = bool(line.wrong)
    counts["reports_failed"] = bool(line.failed)
    counts["reports_masthead"] = bool(line.masthead)
    counts["reports_unsearched"] = line.unsearched
    counts["reports_slow"] = line.milliseconds > SLOW * median
    return counts


def groups_of(line: Measured) -> Iterator[Key]:
    """The groups that a report counts in: each a part, layout, kind and strength, "-" for any."""
    case = case_of(line.case)
    yield "all", "-", "-", "-"
    yield case.part, "-", "-", "-"
    if case.part == "twins":
        yield "twins", "-", case.kind, "-"
        return
    layout, *kinds, _count, strength = line.classes
    layout, strength = layout.removeprefix("layout "), strength.removeprefix("strength ")
    yield "all", layout, "-", "-"
    yield case.part, layout, "-", "-"
    if case.part == "alone":
        yield "alone", "-", case.kind, strength
    if case.part == "combined":
        yield "combined", "-", _number_of(kinds), strength
        yield from (("combined", "-", kind, strength) for kind in kinds)


def _number_of(kinds: Sequence[str]) -> str:
    return f"{_MANY} or more kinds" if len(kinds) >= _MANY else f"{len(kinds)} kinds"


def _order(key: Key) -> tuple[int, str, bool, str, str]:
    part, layout, kind, strength = key
    return ("all", *PARTS).index(part), layout, kind[0].isdecimal(), kind, strength


def about(kind: str) -> str:
    """What a kind of damage does: the first sentence of its function."""
    functions = {**WOUNDS, **PAGE_DAMAGE, **LINE_DAMAGE}
    return (functions[kind].__doc__ or "").split("\n", 1)[0] if kind in functions else ""


def spread(found: Iterable[Measured]) -> dict[str, float]:
    """Milliseconds of the median report, of three percentiles and of the slowest."""
    times = sorted(line.milliseconds for line in found if not line.failed)
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "p99.9": 0.999, "worst": 1.0}
    return {name: times[ceil(share * len(times)) - 1] for name, share in shares.items()}


def slow(found: Sequence[Measured]) -> list[str]:
    """The reports beyond the bound, slowest first, each with its ratio to the median."""
    median = spread(found)["p50"]
    late = sorted(
        (line for line in found if line.milliseconds > SLOW * median), key=lambda e: -e.milliseconds
    )
    return [f"{line.case}  {line.milliseconds / median:.1f}  {' '.join(line.classes)}" for line in late]
