"""Measures the cases of the plan over all processors, one line of JSON a report; a broken run is taken up again."""

import gc
import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any

import converters
from laboratory.decidable import undecidable
from laboratory.evaluation import Outcome, judged
from laboratory.quality_plan import Case, Made, every, make

_AT_ONCE = 16
_TOLD_EACH = 250
_PATIENCE = 3
"""Seconds of the processor after which the search for undecidable cells of a report is given up."""
_PROBED = 1000
"""Of so many cases one is remade to tell whether the laboratory is still what it was."""
_CONVERTER = Path(converters.__file__).parent
_OF_OTHERS = frozenset(
    {
        "pdf",
        "html",
        "audits",
        "archives.py",
        "batch.py",
        "inputs.py",
        "manifest.py",
        "supervisor.py",
        "told.py",
    }
    | {"bulk", "address.py", "writing.py"}
)
"""What of the converter the reports of the plan, which are texts in memory, have nothing to do with."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of one report of the plan.

    Cells for which the copy shows a number: `right`, `wrong`, `open`, and `undecided` where no reader could do
    better than leave it open (`unsearched`: to tell would take too long, so that all are open). `silent` cells show
    none, and the report says none. `unscored` cells are those whose true value the agency's own slip hides from
    everybody.
    """

    case: str
    classes: tuple[str, ...]
    right: int
    wrong: int
    open: int
    undecided: int
    unsearched: bool
    silent: int
    unscored: int
    said: tuple[str, ...]
    masthead: tuple[str, ...]
    milliseconds: float
    failed: str | None


def measured(case: Case) -> Measured:
    """Make, convert and judge the report of a case."""
    return measured_of(case, make(case))


def measured_of(case: Case, made: Made) -> Measured:
    """Convert and judge a case that is made already."""
    outcome = judged(case.seed, made.data, made.truth)
    unread = frozenset((*outcome.open, *outcome.left))
    undecided = _undecided(made, outcome, unread)
    return Measured(
        case=case.name,
        classes=outcome.classes,
        right=outcome.counts.get("right", 0) - len(outcome.left) - outcome.silent,
        wrong=len(outcome.wrong),
        open=len(unread) - (undecided or 0),
        undecided=undecided or 0,
        unsearched=undecided is None,
        silent=outcome.silent,
        unscored=len(made.truth["uncertain"]),
        said=outcome.said,
        masthead=outcome.masthead,
        milliseconds=round(1000 * outcome.seconds, 1),
        failed=outcome.failed,
    )


def _undecided(made: Made, outcome: Outcome, unread: frozenset[str]) -> int | None:
    """How many of the unread cells nobody can read, None where it takes too long to tell.

    Of twins, which no layout printed, the truth itself tells.
    """
    if not unread:
        return 0
    if made.copy is None:
        return len(outcome.left)
    try:
        with _at_most(_PATIENCE):
            return len(undecidable(made.copy, made.truth["layout"], unread))
    except _TooLongError:
        return None


class _TooLongError(Exception):
    pass


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Ends what is done inside after so many seconds of the processor."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, end)
    gc.disable()  # an error that is raised in a callback of the collector goes unheard
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        gc.enable()
        signal.signal(signal.SIGVTALRM, before)


@cache
def digests() -> Mapping[str, str]:
    """What the figures are of: the documents of the plan (a sample of them), and the converter's files."""
    documents = sha256()
    for case in every(_PROBED):
        documents.update(sha256(make(case).data).digest())
    return {"documents": documents.hexdigest()[:16], "converter": converter_digest()}


def converter_digest() -> str:
    """A digest of the converter's code and data, but for what no text passes through."""
    digest = sha256()
    kinds = {".py", ".toml", ".tsv", ".json"}
    files = (path for path in _CONVERTER.rglob("*") if path.suffix in kinds)
    for path in sorted(path for path in files if not _OF_OTHERS & set(path.relative_to(_CONVERTER).parts)):
        digest.update(path.relative_to(_CONVERTER).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


class StaleError(Exception):
    """The file holds figures of another converter or laboratory."""


def run(cases: Sequence[Case], out: Path, *, jobs: int | None, tell: Callable[[str], None]) -> None:
    """Measure the cases that the file does not hold yet, and append them to it.

    Args:
        cases: what to measure.
        out: one line of digests, then one line a report.
        jobs: processes, by default one a processor.
        tell: hears of every wrong report at once, and of the progress.

    Raises:
        StaleError: the file was begun with another converter or laboratory.
    """
    now = digests()
    done = set[str]()
    if out.exists():
        _drop_half_line(out)
        head, found = read(out)
        if head != now:
            raise StaleError(f"{out}: begun with {head}, now it is {now}; give another file")
        done = {line.case for line in found}
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(now) + "\n", encoding="utf-8")
    left = [case for case in cases if case.name not in done]
    tell(f"{len(cases)} reports, {len(left)} to measure")
    with out.open("a", encoding="utf-8", buffering=1) as lines:
        for line in _told(_all(left, jobs), len(left), tell):
            lines.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")


def _all(cases: Sequence[Case], jobs: int | None) -> Iterator[Measured]:
    with ProcessPoolExecutor(jobs or os.cpu_count()) as pool:
        yield from pool.map(measured, cases, chunksize=_AT_ONCE)


def _told(found: Iterable[Measured], count: int, tell: Callable[[str], None]) -> Iterator[Measured]:
    """The reports as they come, with a word on wrong ones and, now and then, on how far it is."""
    started = monotonic()
    wrong = 0
    for number, line in enumerate(found, 1):
        for text in faults(line):
            tell(text)
        wrong += bool(line.wrong or line.failed)
        if number % max(_TOLD_EACH, count // 100) == 0 or number == count:
            left = (monotonic() - started) / number * (count - number) / 60
            tell(f"{number} of {count}, {wrong} reports with faults, {left:.0f} minutes left")
        yield line


def faults(line: Measured) -> list[str]:
    """The wrong cells of a report, each behind the line that reproduces it; or why there is no report."""
    return [f"{line.case}  {text}" for text in (*line.said, *([line.failed] if line.failed else ()))]


def read(path: Path) -> tuple[dict[str, str], list[Measured]]:
    """The digests and the reports that a file holds."""
    with path.open(encoding="utf-8") as lines:
        head = json.loads(next(lines))
        return head, [_measured(json.loads(line)) for line in lines]


def _measured(entry: dict[str, Any]) -> Measured:
    listed = ("classes", "said", "masthead")
    return Measured(**{**entry, **{name: tuple(entry[name]) for name in listed}})


def _drop_half_line(path: Path) -> None:
    """A run that was killed may have left the beginning of a line."""
    text = path.read_bytes()
    path.write_bytes(text[: text.rfind(b"\n") + 1])
