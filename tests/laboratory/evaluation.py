"""How a converter does over many specimens: right, open and wrong cells by layout and damage."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from time import process_time
from typing import Any

from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.report import Report
from laboratory.judge import Got, judge, masthead_faults
from laboratory.paper.specimens import pdf_specimen
from laboratory.specimens import Specimen, specimen
from laboratory.twins import TWINS, twin_record
from laboratory.web.specimens import html_specimen

Source = Callable[[int], tuple[bytes, Mapping[str, Any]]]
"""A seed's document and its truth."""

_EXAMPLES = 5
_AGAIN = 0.03
"""Seconds beyond which a report is timed twice, and the faster time counts: what else the machine does hits a few
reports in a thousand, which would be the slowest then."""
# Why a document with this veil is refused.
_REFUSED: Mapping[str | None, str] = {"scan": "needs_ocr", "no Unicode map": "no_unicode"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one specimen. `failed` is the message where no report came out.

    `said` tells of every wrong cell what the copy says and what the report. `left` are the cells left open that
    the truth calls undecidable, which the judge counts as right; `silent` counts the cells for which the copy shows
    no number and the report says none, right too. `seconds` are the processor's.
    """

    seed: int
    classes: tuple[str, ...]
    counts: Mapping[str, int]
    wrong: tuple[str, ...]
    open: tuple[str, ...]
    masthead: tuple[str, ...]
    seconds: float
    failed: str | None = None
    said: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    silent: int = 0


@dataclass(slots=True)
class Tally:
    """The counts of one class, with seeds to look at."""

    counts: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    masthead: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one more specimen."""
        self.counts.update(outcome.counts)
        self.reports += 1
        self.masthead += bool(outcome.masthead)
        if (outcome.wrong or outcome.failed) and len(self.wrong) < _EXAMPLES:
            self.wrong.append(f"{outcome.seed} {outcome.failed or outcome.wrong[0]}")


def laboratory(seed: int) -> tuple[bytes, Mapping[str, Any]]:
    """The specimen of a seed."""
    made: Specimen = specimen(seed)
    return made.data, made.truth


def pages(seed: int) -> tuple[bytes, Mapping[str, Any]]:
    """The web page of a seed."""
    made = html_specimen(seed)
    return made.data, made.truth


def twins(seed: int) -> tuple[bytes, Mapping[str, Any]]:
    """A twin of one of the seed reports; the kinds take turns."""
    kind = list(TWINS)[seed % len(TWINS)]
    text, copy = TWINS[kind](seed // len(TWINS))
    truth = twin_record(kind, (text, copy), f"twin-{kind}-{seed:06d}.txt")
    return text.encode(), truth | {"classes": [f"layout twin {kind}"]}


def drawn_pages(seed: int) -> tuple[bytes, Mapping[str, Any]]:
    """The drawn PDF file of a seed."""
    made = pdf_specimen(seed)
    return made.data, made.truth


SOURCES: Mapping[str, Source] = {"laboratory": laboratory, "twins": twins, "pages": pages, "pdf": drawn_pages}


def evaluate(source: Source, seeds: Sequence[int], *, jobs: int | None = None) -> Iterator[Outcome]:
    """The outcome of every seed, in order, over all processors."""
    if jobs == 1:
        yield from map(partial(outcome_of, source), seeds)
        return
    with ProcessPoolExecutor(jobs or os.cpu_count()) as pool:
        yield from pool.map(partial(outcome_of, source), seeds, chunksize=16)


def timed(data: bytes, name: str, password: str | None = None) -> tuple[Report, float]:
    """The report of a document, and the seconds of the processor that it takes."""
    started = process_time()
    report = convert_bytes(data, path=name, password=password)
    seconds = process_time() - started
    if seconds > _AGAIN:
        started = process_time()
        convert_bytes(data, path=name, password=password)
        seconds = min(seconds, process_time() - started)
    return report, seconds


def outcome_of(source: Source, seed: int) -> Outcome:
    """Convert the seed's document and judge every cell."""
    data, truth = source(seed)
    return judged(seed, data, truth)


def judged(seed: int, data: bytes, truth: Mapping[str, Any]) -> Outcome:
    """Convert a document and judge every cell. A converter that breaks has failed on this document only.

    A locked document is opened with the password that its truth names. To refuse one that nobody can read, for the
    reason that the truth gives, is right for every cell.
    """
    classes = tuple(truth["classes"])
    try:
        report, seconds = timed(data, truth["document"], truth.get("password"))
    except InputError as error:
        if error.reason == _REFUSED.get(truth.get("unreadable")):
            scored = len(truth["cells"].keys() - truth["uncertain"])
            return Outcome(seed, classes, {"right": scored}, (), (), (), 0.0, silent=scored)
        return Outcome(seed, classes, {"failed": 1}, (), (), (), 0.0, str(error))
    except Exception as error:  # noqa: BLE001 - a defect in one report of many thousands must not lose the others
        return Outcome(seed, classes, {"failed": 1}, (), (), (), 0.0, f"{type(error).__name__}: {error}")
    got = {cell.id: (cell.value, cell.basis.value) for cell in report.cells}
    verdicts = judge(truth, got)
    wrong = tuple(cell for cell, verdict in verdicts.items() if verdict == "wrong")
    unsaid = [cell for cell in verdicts if got.get(cell, _NOTHING)[0] is None]
    return Outcome(
        seed=seed,
        classes=classes,
        counts=Counter(verdicts.values()),
        wrong=wrong,
        open=tuple(cell for cell, verdict in verdicts.items() if verdict == "open"),
        masthead=tuple(masthead_faults(truth, _masthead(report))),
        seconds=seconds,
        said=tuple(f"{cell}: {truth['cells'][cell]} {_as_said(got.get(cell, _NOTHING))}" for cell in wrong),
        left=tuple(
            cell for cell in unsaid if verdicts[cell] == "right" and not isinstance(truth["cells"][cell], str)
        ),
        silent=sum(isinstance(truth["cells"][cell], str) for cell in unsaid),
    )


_NOTHING: Got = (None, "missing")


def _as_said(got: Got) -> str:
    return f"{got[1]} {got[0]:g}" if got[0] is not None else got[1]


def _masthead(report: Report) -> dict[str, object]:
    return {
        "year": report.year,
        "form": report.form,
        "agency": report.agency.name,
        "region": report.region.code,
    }


def tallies(outcomes: Iterable[Outcome]) -> dict[str, Tally]:
    """The counts by class, and of all together."""
    found: dict[str, Tally] = {"all": Tally()}
    for outcome in outcomes:
        for name in ("all", *outcome.classes):
            found.setdefault(name, Tally()).add(outcome)
    return found


def table(found: Mapping[str, Tally]) -> str:
    """The counts as a table: reports, share right, open and wrong cells, faults of the masthead, examples."""
    lines = [f"{'class':28}{'reports':>8}{'right %':>9}{'open':>8}{'wrong':>7}{'masthead':>9}  seeds"]
    for name, tally in sorted(found.items(), key=_rank):
        scored = sum(tally.counts[verdict] for verdict in ("right", "open", "wrong"))
        share = 100 * tally.counts["right"] / max(1, scored)
        lines.append(
            f"{name:28}{tally.reports:8}{share:9.2f}{tally.counts['open']:8}{tally.counts['wrong']:7}"
            f"{tally.masthead:9}  {'; '.join(tally.wrong)}"
        )
    return "\n".join(lines)


def _rank(item: tuple[str, Tally]) -> tuple[bool, bool, str]:
    """All first, then layouts, then damage."""
    return item[0] != "all", not item[0].startswith("layout"), item[0]


def as_json(outcome: Outcome) -> str:
    """One outcome as a line of JSON."""
    names = ("seed", "classes", "counts", "wrong", "open", "masthead", "failed")
    return json.dumps({name: getattr(outcome, name) for name in names}, ensure_ascii=False)
