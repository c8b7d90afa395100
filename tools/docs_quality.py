"""docs/quality.md from the counts of tests/laboratory/quality.tsv; nothing is measured here."""  # noqa: INP001 - scripts, not a package

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.binomial import bounds

TABLE = Path(__file__).resolve().parents[1] / "tests" / "laboratory" / "quality.tsv"

_KEY = ("part", "layout", "kind", "strength")
_HEADER = (
    "reports",
    "numbers",
    "right",
    "open",
    "undecidable",
    "wrong",
    "95 %",
    "reports with a wrong number",
    "95 %",
)


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the data file: what was counted together, and the counts."""

    part: str
    layout: str
    kind: str
    strength: str
    about: str
    counts: Mapping[str, int]

    @property
    def numbers(self) -> int:
        """Numbers that the copies show and a reader can know, or the converter claims to."""
        return sum(self.counts[name] for name in ("right", "open", "wrong"))


def load(path: Path = TABLE) -> tuple[dict[str, str], list[Group]]:
    """What was measured, and the groups."""
    lines = path.read_text("utf-8").splitlines()
    facts = dict(line.removeprefix("# ").split("\t", 1) for line in lines if line.startswith("# "))
    header, *rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return facts, [_group(dict(zip(header, row, strict=True))) for row in rows]


def _group(row: Mapping[str, str]) -> Group:
    counts = {name: int(text) for name, text in row.items() if name not in {*_KEY, "about"}}
    return Group(row["part"], row["layout"], row["kind"], row["strength"], row["about"], counts)


def quality(table: Callable[[Sequence[str], Iterable[Sequence[str]]], str]) -> list[str]:
    """The parts of the page.

    Args:
        table: makes a Markdown table of a header and rows.
    """
    facts, groups = load()

    def shown(names: Sequence[str], chosen: Iterable[tuple[Sequence[str], Group]]) -> str:
        return table((*names, *_HEADER), ((*name, *_row(group)) for name, group in chosen))

    def layouts(part: str) -> str:
        return shown(
            ("layout",), (([f"`{g.layout}`"], g) for g in groups if g.part == part and g.layout != "-")
        )

    whole = next(group for group in groups if group.part == "all")
    return [
        "# How often it is right, and how often wrong",
        _what(facts, whole),
        _HOW,
        "## All together",
        shown(("part",), _parts(groups)),
        _around(facts, whole),
        "## By layout",
        "### Without damage",
        layouts("undamaged"),
        "### One kind of damage",
        layouts("alone"),
        "### Several kinds, drawn",
        layouts("combined"),
        "## By kind of damage, alone",
        shown(("kind", "strength"), _kinds(groups, "alone")),
        "## Several kinds together",
        "By their number, of those that are drawn into one report:",
        shown(("kinds", "strength"), (((g.kind, g.strength), g) for g in groups if _is_count(g))),
        "By a kind that is among them:",
        shown(("kind", "strength"), _kinds(groups, "combined")),
        "## Copies of real layouts",
        "Other agencies and numbers in the very layouts and damage of six reports from the wild:",
        shown(("layout",), (([f"`{g.kind}`"], g) for g in groups if g.part == "twins" and g.kind != "-")),
        "## What the kinds of damage are",
        table(("kind", "what it does"), _about(groups)),
        _AGAIN,
    ]


def _what(facts: Mapping[str, str], whole: Group) -> str:
    low, high = bounds(whole.counts["reports_wrong"], whole.counts["reports"])
    told = (
        facts["reports"]
        if facts["reports"] == facts["planned"]
        else f"{facts['reports']} of {facts['planned']}"
    )
    return (
        f"{_thousands(told)} reports were drawn by the damage laboratory (`tests/laboratory`), wrecked, converted and"
        f" compared with their truth, number by number: {whole.counts['wrong']:,} wrong of {whole.numbers:,}, in"
        f" {whole.counts['reports_wrong']:,} reports. With 95 % certainty the share of such reports with a wrong number"
        f" lies between {_percent(low)} and {_percent(high)}; {_share(whole, 'right')} of the numbers that can be known"
        f" are right. Measured with the converter `{facts['converter']}` on the documents `{facts['documents']}`"
        f" (digests, see below)."
    )


_HOW = """\
- **numbers** are those that the copies show, without the undecidable ones; blank and missing cells of which the
  converter says nothing are not counted, but a number claimed for them is.
- **right**: the agency's number, printed or proven. **open**: left in doubt, though layout and sums decide.
  **undecidable**: left in doubt where they do not: another table is in hand that may be printed so and keeps the same
  sums (`tests/laboratory/decidable.py`; where the search for one is given up, the number counts as open). A number
  claimed there counts as right or wrong like any other. **wrong**: another number than the agency's, or one for a
  blank that sums do not prove, under `printed` or `inferred`.
- Not counted at all are cells where a slip of the agency's own leaves only false readings.
- **95 %** is the interval of Clopper and Pearson, two-sided. The one to rely on is that of reports: numbers of one
  report share its damage and are wrong in company, so that the interval of numbers, which takes each for a draw of
  its own, is too narrow.
- A strength says how much of a copy the damage strikes, from 0 to 1. Kinds without degrees have strength 1."""

_AGAIN = """\
## Measuring again

`make quality` does all of it and writes this page, in about 75 minutes of processor time. Step by step:

```text
export PYTHONPATH=.:tests
python -m laboratory quality --out FILE       # over all processors; stopped, it goes on where it was
python -m laboratory quality-table FILE       # counts it into tests/laboratory/quality.tsv
python -m laboratory quality-check            # are the digests those of this converter?
python -m laboratory quality-case alone/tab_grid/blanks/0.5/1009604
```

`make docs` then writes this page. `quality` prints every wrong number behind the line that makes its report again, as
`quality-case` does, and the reports that took more than five times the median. `tests/laboratory/quality_plan.py` is
the list of reports; `tests/laboratory/floors.toml` holds what a fixed sample of it must reach in every test run."""


def _parts(groups: Sequence[Group]) -> Iterator[tuple[Sequence[str], Group]]:
    names = {
        "all": "all",
        "undamaged": "without damage",
        "alone": "one kind of damage",
        "combined": "several kinds, drawn",
        "twins": "copies of real layouts",
    }
    for group in groups:
        if group.layout == group.kind == "-":
            yield [names[group.part]], group


def _around(facts: Mapping[str, str], whole: Group) -> str:
    counts = whole.counts
    return (
        f"No report came out of {counts['reports_failed']:,} documents. Year, form, agency or region were not as"
        f" they should be in {counts['reports_masthead']:,}. {counts['reports_slow']:,} reports took more than five"
        f" times what the median report took of the processor's time; the 99th percentile {facts['ratio_p99']} times"
        f" that, the 99.9th {facts['ratio_p99.9']}, the slowest {facts['ratio_worst']}. The search for undecidable"
        f" numbers was given up in {counts['reports_unsearched']:,}."
    )


def _is_count(group: Group) -> bool:
    return group.part == "combined" and group.kind[0].isdecimal()


def _kinds(groups: Sequence[Group], part: str) -> Iterator[tuple[Sequence[str], Group]]:
    for group in groups:
        if group.part == part and group.kind != "-" and not _is_count(group):
            yield (f"`{group.kind}`", group.strength), group


def _about(groups: Sequence[Group]) -> list[tuple[str, str]]:
    return sorted({(f"`{group.kind}`", group.about) for group in groups if group.about})


def _row(group: Group) -> tuple[str, ...]:
    counts = group.counts
    return (
        f"{counts['reports']:,}",
        f"{group.numbers:,}",
        _share(group, "right"),
        f"{counts['open']:,}",
        f"{counts['undecided']:,}",
        f"{counts['wrong']:,}",
        _interval(counts["wrong"], group.numbers),
        f"{counts['reports_wrong']:,}",
        _interval(counts["reports_wrong"], counts["reports"]),
    )


def _share(group: Group, name: str) -> str:
    """Rounded down, so that 100 % means all."""
    if not group.numbers:
        return "–"
    hundredths = group.counts[name] * 10_000 // group.numbers
    return f"{hundredths // 100}.{hundredths % 100:02} %"


def _interval(hits: int, trials: int) -> str:
    low, high = bounds(hits, trials)
    return f"{_percent(low)} – {_percent(high)}" if hits else f"0 – {_percent(high)}"


def _percent(share: float) -> str:
    """Two significant digits."""
    percent = 100 * share
    if not percent or percent >= 99.5:
        return f"{percent:.0f} %"
    decimals = 0
    while round(percent, decimals) < 10 ** (1 - decimals) and decimals < 9:
        decimals += 1
    return f"{percent:.{decimals}f} %"


def _thousands(text: str) -> str:
    return " ".join(f"{int(word):,}" if word.isdecimal() else word for word in text.split(" "))
