"""Many files: each converted on its own, so that one that breaks the converter costs that one alone.

Workers are processes under a small supervisor of ours: the pools of the standard library lose the whole batch
with the first worker that is killed (44 of 50 files, measured). A worker has a memory limit, each file a
deadline; a worker that dies or hangs is replaced. Outcomes come in the order of the inputs.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from pathlib import Path

from converters.canonical import loads
from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.inputs import Input, list_inputs, unreadable
from converters.readers.media import is_pdf
from converters.report import Report

if sys.platform != "win32":
    import resource  # Windows has none: no memory limit there

Context = ForkContext | ForkServerContext | SpawnContext

# How far workers may run ahead of a slow file, in files a worker: finished reports wait in memory.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds, and bytes of memory (where the system can limit it)."""

    seconds: float = 60
    memory: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a report or an error, never both."""

    path: str
    source: Path
    report: Report | None = None
    error: InputError | None = None


def convert_paths(paths: Sequence[Path], *, jobs: int | None = None) -> Iterator[Outcome]:
    """The outcome of every file that the paths name, sorted by path below them."""
    return convert_inputs(list_inputs(paths), jobs=jobs)


def convert_inputs(
    inputs: Sequence[Input], *, jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Outcome]:
    """The outcome of every input, in their order.

    A text alone is converted in this process, since starting another takes longer than most files. A PDF file has
    a worker even alone: its library can end the process that it runs in.

    Args:
        inputs: What to convert; canonical reports among them are read as they are.
        jobs: Number of workers, by default one a processor.
        limits: What one file may cost a worker.
    """
    whole = [entry for entry in inputs if entry.fault is None]
    if len(whole) <= 1 and not any(map(_is_perilous, whole)):
        return map(_outcome, inputs)
    workers = min(jobs or os.cpu_count() or 1, len(whole))
    return _Supervisor(inputs, workers, limits or Limits()).run()


def _is_perilous(entry: Input) -> bool:
    """Whether what reads this file may take the whole process with it."""
    try:
        return is_pdf(entry.head())
    except OSError:
        return False


def _outcome(entry: Input) -> Outcome:
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
                address=entry.address,
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


# Workers --------------------------------------------------------------------------------------------------


def _serve(connection: Connection, limits: Limits, other_end: Connection | None) -> None:
    """The life of a worker: an input in, an outcome out, until the other end closes.

    A forked worker has a copy of the supervisor's end, and would not notice its closing as long as it keeps that.
    """
    if other_end is not None:
        other_end.close()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Ctrl-C reaches every process of the terminal; the supervisor alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        # A system that refuses the limit (macOS does) still converts.
        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, hard))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError, MemoryError):
        while True:
            entry = connection.recv()
            # The supervisor keeps the deadline; this ends a worker that hangs when the supervisor was killed.
            _alarm(int(limits.seconds) + 5)
            outcome = _outcome(entry)
            _alarm(0)
            connection.send(outcome)
            if not gc.get_freeze_count():
                gc.freeze()  # code and data files are loaded now, and stay: no collection need look at them again


def _alarm(seconds: int) -> None:
    if sys.platform != "win32":
        signal.alarm(seconds)


class _Worker:
    """A process that converts one input at a time."""

    def __init__(self, limits: Limits, context: Context) -> None:
        self.connection, theirs = context.Pipe()
        forked = context.get_start_method() == "fork"
        passed = theirs, limits, self.connection if forked else None
        self.process = context.Process(target=_serve, args=passed, daemon=True)
        self.seconds = limits.seconds
        self.deadline = float("inf")
        with _interrupts_held():
            self.process.start()
        theirs.close()

    def give(self, entry: Input) -> None:
        self.deadline = time.monotonic() + self.seconds
        # One that has died meanwhile cannot be sent to; its silence is noticed where answers are collected.
        with contextlib.suppress(OSError):
            self.connection.send(entry)

    def end(self, patience: float = 0) -> int | None:
        """Ends the process, after some seconds of patience, and says how it ended."""
        self.process.join(patience)
        self.process.kill()
        self.process.join()
        self.connection.close()
        return self.process.exitcode


def _context(workers: int, limits: Limits) -> Context:
    """How workers are started: many from a clean process, not from this one with its threads and mapped files.

    One alone is forked from this process where that is safe: a clean one takes 0.3 s to start, longer than a report.
    """
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    if workers == 1 and _is_slight(limits.memory // 4):
        return multiprocessing.get_context("fork")
    # Started from within _interrupts_held it would let interrupts through again (CPython 3.11 to 3.14).
    resource_tracker.ensure_running()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _is_slight(size: int) -> bool:
    """Whether this process has one thread and less memory than this, so that a copy of it works and has room.

    Only Linux tells; elsewhere the answer is no.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        return len(list(Path("/proc/self/task").iterdir())) == 1 and pages * resource.getpagesize() < size
    except OSError:
        return False


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process started in here never sees Ctrl-C, not even before it can say that it does not want to."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Supervisor:
    """Hands inputs to workers, replaces those that die or hang, and puts the outcomes in order."""

    def __init__(self, inputs: Sequence[Input], workers: int, limits: Limits) -> None:
        self.inputs = inputs
        self.workers = workers
        self.limits = limits
        self.context = _context(workers, limits)
        self.waiting = deque(range(len(inputs)))
        self.idle: list[_Worker] = []
        self.busy: dict[_Worker, int] = {}
        self.done: dict[int, Outcome] = {}

    def run(self) -> Iterator[Outcome]:
        try:
            for head in range(len(self.inputs)):
                while head not in self.done:
                    self._hand_out(head + _AHEAD * self.workers)
                    self._collect()
                yield self.done.pop(head)
        finally:
            for worker in (*self.idle, *self.busy):
                worker.end()

    def _hand_out(self, end: int) -> None:
        """Keeps every worker at work, on inputs before this end."""
        while self.waiting and self.waiting[0] < end and len(self.busy) < self.workers:
            worker = self.idle.pop() if self.idle else _Worker(self.limits, self.context)
            self.busy[worker] = number = self.waiting.popleft()
            worker.give(self.inputs[number])

    def _collect(self) -> None:
        """Waits until a worker answers, dies or is late."""
        soonest = min(worker.deadline for worker in self.busy)
        ready = wait([worker.connection for worker in self.busy], max(0, soonest - time.monotonic()))
        for worker in list(self.busy):
            if worker.connection in ready:
                self._answer(worker)
            elif worker.deadline <= time.monotonic():
                worker.end()
                problem = f"it takes longer than {self.limits.seconds:g} seconds"
                self._write_off(worker, "timeout", problem, "leave it out, or split it")

    def _answer(self, worker: _Worker) -> None:
        try:
            outcome: Outcome = worker.connection.recv()
        except (EOFError, OSError):
            code = worker.end(patience=1)
            if code == -signal.SIGABRT:
                # So pdfium and the C++ library end where they get no more memory.
                problem = f"it needs more than {self.limits.memory >> 20:,} MB of memory (SIGABRT)"
                self._write_off(worker, "memory", problem, "leave it out, or print it to a new PDF file")
            else:
                problem = f"its worker died ({_cause(code)})"
                self._write_off(worker, "crash", problem, "leave it out, and please report it with the file")
        else:
            self.done[self.busy.pop(worker)] = outcome
            self.idle.append(worker)

    def _write_off(self, worker: _Worker, reason: str, problem: str, remedy: str) -> None:
        """The worker is gone, and the file that it was at with it."""
        number = self.busy.pop(worker)
        entry = self.inputs[number]
        error = InputError(str(entry.source), reason, problem, remedy)
        self.done[number] = Outcome(entry.path, entry.source, error=error)


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
