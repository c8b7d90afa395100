"""The same work on other machines: batches of inputs on the workers of a Dask cluster.

Each batch runs there as it would here, under a supervisor with limits, so that a bad file costs itself alone. What a
worker was at when it was lost another one does again, to the same bytes. Inputs, results and the converter must be the
same for all: files of a shared folder or URLs, and one version.
"""

import logging
import multiprocessing
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace

from distributed import Client, Future
from distributed.scheduler import KilledWorker

from converters.bulk.filing import Filed, Filing
from converters.bulk.store import Folder
from converters.bulk.version import converter_version
from converters.errors import ClusterError, InputError
from converters.inputs import Input
from converters.supervisor import Limits, Supervisor

_BATCH = 200
"""Inputs of a batch: some seconds of work, beside which 0.3 s to start a process count little."""
_BYTES = 16 << 20
"""Bytes out of archives that a batch carries with it at most."""
_AHEAD = 3
"""Batches for each thread of the cluster that are at work, or done out of order."""
_PATIENCE = 10
"""Seconds to reach the scheduler, and to find a worker there."""


def answers(
    inputs: Iterable[Input],
    job: Filing,
    scheduler: str,
    limits: Limits | None,
) -> Generator[Filed]:
    """What became of each input, in their order; see `supervisor.Supervisor`.

    Raises:
        ClusterError: the scheduler cannot be reached, or its workers cannot do the work.
    """
    job = _shared(job)
    with _client(scheduler) as client:
        most = _AHEAD * sum(client.nthreads().values())
        waiting: deque[tuple[list[Input], Future]] = deque()
        for entries in _batches(inputs):
            there = [replace(entry, source=entry.source.absolute()) for entry in entries]
            waiting.append(
                (entries, client.submit(_work, job, there, limits, converter_version(), pure=False))
            )
            while len(waiting) > most:
                yield from _gathered(*waiting.popleft(), scheduler)
        while waiting:
            yield from _gathered(*waiting.popleft(), scheduler)


def _client(scheduler: str) -> Client:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it tells of lost workers what is told here
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        problem = f"no scheduler can be reached there ({error})"
        raise ClusterError(scheduler, problem, "start one with: dask scheduler") from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        client.close()
        raise ClusterError(
            scheduler, "it has no workers", f"start some with: dask worker {scheduler}"
        ) from error
    return client


def _shared(job: Filing) -> Filing:
    """The job with the place of its results named in full: workers have folders of their own."""
    store = job.store
    return (
        replace(job, store=replace(store, root=store.root.absolute())) if isinstance(store, Folder) else job
    )


def _batches(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    batch: list[Input] = []
    carried = 0
    for entry in inputs:
        batch.append(entry)
        carried += len(entry.data or b"")
        if len(batch) == _BATCH or carried > _BYTES:
            yield batch
            batch, carried = [], 0
    if batch:
        yield batch


def _gathered(entries: list[Input], future: Future, scheduler: str) -> Iterator[Filed]:
    """What became of the inputs of a batch, under the names that the user gave them."""
    for entry, filed in zip(entries, _result(future, scheduler), strict=True):
        error = filed.error
        if isinstance(error, InputError):
            error = InputError(str(entry.source), error.reason, error.problem, error.remedy)
        yield replace(filed, source=entry.source, error=error)


def _result(future: Future, scheduler: str) -> list[Filed]:
    try:
        filed: list[Filed] = future.result()
    except ImportError as error:
        problem = f"its workers have no gongkai as this one ({error})"
        raise ClusterError(scheduler, problem, "install the same version for them") from error
    except (KilledWorker, OSError) as error:
        raise ClusterError(scheduler, f"its workers were lost ({error})", "look at their logs") from error
    return filed


def _work(job: Filing, entries: list[Input], limits: Limits | None, version: str) -> list[Filed]:
    """On a worker: what became of these inputs."""
    if converter_version() != version:
        problem = "a worker has another version of the converter, or of the libraries that it reads with"
        raise ClusterError(multiprocessing.current_process().name, problem, "install the same for all")
    # Dask's own workers are daemons, which may have no children; ours end with them all the same.
    multiprocessing.current_process().daemon = False
    return list(Supervisor(entries, job, 1, limits).run())
