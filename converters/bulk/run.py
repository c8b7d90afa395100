"""A bulk run: many inputs into a folder of results, where what was done before need not be done again.

Inputs come one by one, results are moved to their places and written into the ledger many at a time, in a thread, and
what is known of an input is dropped as soon as its outcome is told: a million of them take no more memory than a
thousand.
"""

import sys
import time
import unicodedata
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import PurePosixPath

from converters.batch import is_perilous, worker_count
from converters.bulk.filing import (
    Filed,
    Filing,
    Result,
    digest_of,
    misplaced,
    told_digest,
)
from converters.bulk.ledger import Ledger, Row
from converters.bulk.store import Store
from converters.bulk.version import converter_version
from converters.errors import InputError, OutputError
from converters.inputs import Input
from converters.supervisor import Limits, Supervisor

_BATCH, _SECONDS = 128, 0.5
"""After so many outcomes, or so long, what was done is made lasting."""
_AHEAD = 4_096
"""How far a worker may run ahead of a slow file, in files: their outcomes are small, and 60 s are 3,000 files."""

_OF_THE_MOMENT = frozenset({"unreadable", "unwritable", "same_name", "no_input"})
"""Reasons that say nothing of a file's bytes: the next run tries again by itself."""
_OF_NO_INPUT = frozenset({"same_name", "no_input"})
"""Reasons that are told of a path which another input may have; the ledger does not keep them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a run is wanted: workers, limits, whether only inputs that failed before are taken up.

    With a `scheduler` the workers are those of its cluster.
    """

    jobs: int | None = None
    limits: Limits | None = None
    retry: bool = False
    scheduler: str | None = None


class Run:
    """One pass over the inputs; `filed` gives what became of each, in their order, when it is lasting."""

    def __init__(self, inputs: Iterable[Input], store: Store, ledger: Ledger, wish: Wish) -> None:
        self._inputs = inputs
        self._store = store
        self._ledger = ledger
        self._wish = wish
        self._version = converter_version()

    def filed(self) -> Iterator[Filed]:
        """What became of each input.

        Raises:
            OutputError: results cannot be written; those told of before are there.
        """
        self._store.sweep()
        with closing(self._answers()) as answers, ThreadPoolExecutor(1) as clerk:
            settling: Future[list[Filed]] | None = None
            for batch in _batches(answers):
                if settling is not None:
                    yield from settling.result()
                settling = clerk.submit(self._settle, batch)
            if settling is not None:
                yield from settling.result()
        self._store.sweep()  # a worker that was lost may have left something
        self._store.keep_ledger(at_last=True)

    def _answers(self) -> Generator[Filed]:
        """What became of each input, while its result still lies in the hidden room."""
        inputs = self._claimed()
        job = Filing(self._store)
        if self._wish.scheduler is not None:
            from converters.bulk import cluster  # noqa: PLC0415 - an extra, slow to import

            known = map(self._with_known, inputs)
            for filed in cluster.answers(known, job, self._wish.scheduler, self._wish.limits):
                yield self._recalled(filed)
            return
        first = list(islice(inputs, 2))
        if len(first) == 1 and not is_perilous(first[0]):
            # A text alone: starting a worker takes longer than it does.
            yield self._at_once(first[0]) or job(first[0])
            return
        yield from Supervisor(
            chain(first, inputs),
            job,
            worker_count(self._wish.jobs),
            self._wish.limits,
            ahead=_AHEAD,
            at_once=self._at_once,
        ).run()

    # What need not be done ------------------------------------------------------------------------------------

    def _claimed(self) -> Iterator[Input]:
        """The inputs that are wanted, each once; where two results would have one place the second with a fault."""
        last = ""
        for entry in self._inputs:
            if self._wish.retry and not self._failed_before(entry):
                continue
            folder = entry.path.rpartition("/")[0]
            above = (
                []
                if folder == last
                else [_place(str(each)) for each in PurePosixPath(entry.path).parents][:-1]
            )
            last = folder
            source = str(entry.source.absolute())
            rival = self._ledger.claim(source, _place(f"{entry.path}.json"), above)
            if rival is None or entry.fault is not None:
                yield entry
            elif rival != source:
                problem = f"its result would take the place of that of {rival}"
                fault = InputError(
                    str(entry.source), "same_name", problem, "convert it into a folder of its own"
                )
                yield replace(entry, fault=fault, data=None)

    def _failed_before(self, entry: Input) -> bool:
        row = self._ledger.row(entry.path)
        return row is not None and row.reason is not None

    def _at_once(self, entry: Input) -> Filed | None:
        """What became of an input that no worker need look at: it is at fault, or nothing has changed."""
        row = self._ledger.row(entry.path)
        if entry.fault is not None:
            said = row is not None and (row.reason, row.problem) == (entry.fault.reason, entry.fault.problem)
            return Filed(entry.path, entry.source, error=entry.fault, unchanged=said)
        if row is None or not self._may_stand(entry, row):
            return None
        if row.reason is None and self._store.size(entry.path) != row.bytes:
            return None
        return _unchanged(entry, row) if digest_of(entry) == row.sha256 else None

    def _with_known(self, entry: Input) -> Input:
        """The input with what the ledger knows: the workers of a cluster are nearer to the files, and are many."""
        row = self._ledger.row(entry.path)
        if row is None or row.sha256 is None or not self._may_stand(entry, row):
            return entry
        return replace(entry, known=(row.sha256, row.bytes))

    def _recalled(self, filed: Filed) -> Filed:
        """What a worker found unchanged, with what the ledger knows of it."""
        row = self._ledger.row(filed.path) if filed.unchanged else None
        return filed if row is None else _unchanged(filed, row)

    def _may_stand(self, entry: Input, row: Row) -> bool:
        """Whether what is known of an input stands, if its bytes and its result are still the same."""
        if self._wish.retry or row.version != self._version or row.told != told_digest(entry):
            return False
        if row.reason in _OF_THE_MOMENT or (row.reason == "encrypted" and entry.password):
            return False
        return row.sha256 is not None

    # What was done --------------------------------------------------------------------------------------------

    def _settle(self, batch: list[Filed]) -> list[Filed]:
        """Makes what was done lasting: results in their places, then the ledger."""
        full = next((filed.error for filed in batch if isinstance(filed.error, OutputError)), None)
        if full is not None:
            raise full
        laid = [(filed.result.laid, filed.path) for filed in batch if filed.result and filed.result.laid]
        failures = (
            dict(zip((path for _name, path in laid), self._store.settle(laid), strict=True)) if laid else {}
        )
        settled = [self._placed(filed, failures.get(filed.path)) for filed in batch]
        new = [filed for filed in settled if not filed.unchanged]
        for filed in new:
            if filed.error is not None:
                self._withdraw(filed)
        self._ledger.record(self._row(filed) for filed in new if not _is_of_no_input(filed))
        self._store.keep_ledger()
        return settled

    def _placed(self, filed: Filed, failure: OSError | None) -> Filed:
        if failure is None or filed.result is None:
            return filed
        error = misplaced(filed.source, str(self._store.place(filed.path)), failure)
        if isinstance(error, OutputError):
            raise error from failure
        return replace(filed, result=None, error=error)

    def _withdraw(self, filed: Filed) -> None:
        """Removes the result of what the input was before: it is none of what the input is now."""
        row = self._ledger.row(filed.path)
        fault = filed.error
        if row is None or row.reason is not None or row.source != str(filed.source.absolute()):
            return
        if isinstance(fault, InputError) and fault.reason not in _OF_THE_MOMENT:
            self._store.remove(filed.path)

    def _row(self, filed: Filed) -> Row:
        source, error, result = str(filed.source.absolute()), filed.error, filed.result
        known = filed.path, source, filed.sha256, filed.told, self._version
        if isinstance(error, InputError):
            return Row(*known, error.reason, error.problem, error.remedy)
        if result is None:
            raise AssertionError(f"{filed.path}: neither a result nor an error")
        return Row(
            *known,
            bytes=result.bytes,
            report=result.report,
            agency=result.agency,
            year=result.year,
            doubts=result.doubts,
        )


def _unchanged(entry: Input | Filed, row: Row) -> Filed:
    """What an earlier run said of the input."""
    known = Filed(entry.path, entry.source, row.sha256, told=row.told, unchanged=True)
    if row.reason is not None:
        error = InputError(str(entry.source), row.reason, row.problem or "", row.remedy or "")
        return replace(known, error=error)
    result = Result(row.bytes or 0, row.report or "", row.agency, row.year, row.doubts or 0)
    return replace(known, result=result)


def _is_of_no_input(filed: Filed) -> bool:
    return isinstance(filed.error, InputError) and filed.error.reason in _OF_NO_INPUT


def _batches(answers: Iterator[Filed]) -> Iterator[list[Filed]]:
    batch: list[Filed] = []
    since = time.monotonic()
    for filed in answers:
        batch.append(filed)
        if len(batch) >= _BATCH or time.monotonic() - since > _SECONDS:
            yield batch
            batch, since = [], time.monotonic()
    if batch:
        yield batch


def _place(path: str) -> str:
    """What decides whether two names are one: on macOS and Windows more than the characters."""
    return path if sys.platform == "linux" else unicodedata.normalize("NFC", path).casefold()
