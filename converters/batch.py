"""Many files: each converted on its own, so that one that breaks the converter costs that one alone.

`converters/supervisor.py` looks after the workers; what is here is what they do with a file, and what comes back: a
report or an error. Who wants the reports in a folder finds that in `converters/bulk/`.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from converters.canonical import loads
from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.inputs import Input, find_inputs, unreadable
from converters.readers.media import is_pdf
from converters.remote import Source
from converters.report import Report
from converters.supervisor import Limits, Supervisor


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a report or an error, never both."""

    path: str
    source: Source
    report: Report | None = None
    error: InputError | None = None


def convert_paths(paths: Sequence[Source], *, jobs: int | None = None) -> Iterator[Outcome]:
    """The outcome of every file that the paths name, sorted by path below them."""
    return convert_inputs(find_inputs(paths), jobs=jobs)


def convert_inputs(
    inputs: Iterable[Input], *, jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Outcome]:
    """The outcome of every input, in their order.

    A text alone is converted in this process, since starting another takes longer than most files. A PDF file has
    a worker even alone: its library can end the process that it runs in.

    Args:
        inputs: What to convert; canonical reports among them are read as they are.
        jobs: Number of workers, by default one a processor.
        limits: What one file may cost a worker.
    """
    inputs = iter(inputs)
    first = list(islice(inputs, 2))
    alone = len(first) < 2
    if alone and not any(map(is_perilous, first)):
        return map(outcome_of, first)
    # One alone has a copy of this process, where that is safe: a clean one takes longer to start than a report.
    workers = 1 if alone else worker_count(jobs)
    run = Supervisor(chain(first, inputs), Conversion(), workers, limits, at_once=at_fault, fork=alone)
    return run.run()


def worker_count(jobs: int | None) -> int:
    """The number of workers that is meant, by default one a processor."""
    return jobs or os.cpu_count() or 1


class Conversion:
    """The job of a worker whose outcomes are wanted as reports."""

    def __call__(self, entry: Input) -> Outcome:
        """The outcome of an input."""
        return outcome_of(entry)

    def lost(self, entry: Input, error: InputError) -> Outcome:
        """The outcome of an input whose worker was lost."""
        return Outcome(entry.path, entry.source, error=error)


def at_fault(entry: Input) -> Outcome | None:
    """The outcome of an input that is not opened."""
    return None if entry.fault is None else Outcome(entry.path, entry.source, error=entry.fault)


def is_perilous(entry: Input) -> bool:
    """Whether what reads this file may take the whole process with it."""
    try:
        return entry.fault is None and is_pdf(entry.head())
    except OSError:
        return False


def outcome_of(entry: Input) -> Outcome:
    """The outcome of one input. The boundary of the batch: whatever goes wrong costs this file only."""
    if entry.fault is not None:
        return Outcome(entry.path, entry.source, error=entry.fault)
    name = str(entry.source)
    try:
        data = entry.read()
        if entry.canonical:
            report = loads(data, path=name)
        else:
            report = convert_bytes(
                data,
                path=entry.path,
                told=entry.told,
                password=entry.password,
                thorough=entry.thorough,
            )
    except InputError as error:
        # The reader knows the path below PATH only; the user knows the file by the name he gave.
        fault = InputError(name, error.reason, error.problem, error.remedy)
    except OSError as error:
        fault = unreadable(entry.source, error)
    except MemoryError:
        fault = InputError(name, "memory", "it needs more memory than a file may", "leave it out")
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not lose the others
        fault = _internal(name, error)
    else:
        return Outcome(entry.path, entry.source, report=report)
    return Outcome(entry.path, entry.source, error=fault)


def _internal(name: str, error: Exception) -> InputError:
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" at {Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else ""
    problem = f"the converter has a defect: {type(error).__name__}: {error}{place}"
    return InputError(name, "internal", problem, "please report it with the file")
