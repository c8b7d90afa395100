"""Workers under a small supervisor: each file on its own, so that one that breaks a worker costs that one alone.

The pools of the standard library lose the whole batch with the first worker that is killed (44 of 50 files,
measured). Here a worker has a memory limit, each file a deadline; a worker that dies or hangs is replaced, and so is
one that has grown or has done its share. Answers come in the order of the inputs. Nothing is kept of an input but
while it is waited for.
"""

import contextlib
import gc
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from converters.errors import GongkaiError, InputError
from converters.inputs import Input
from converters.memory import give_back, resident

if sys.platform != "win32":
    import resource  # Windows has none: no memory limit there

Context = ForkContext | ForkServerContext | SpawnContext

_YOUNG = 10_000
"""New objects between two collections: a report's atoms and cells live until it is done, and are not garbage before."""
_QUEUED = 3
"""Inputs that a worker has, the one that it works at among them: it need not wait while the supervisor is busy."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds, and bytes of memory (where the system can limit it).

    A worker is replaced after so many `files`, or where it holds more than `resident` bytes after a file and cannot
    give them back: a new one takes 0.3 s. A usual one holds 60 MB; with camelot, which loads pandas and OpenCV, 215 MB,
    and while a page with thousands of dots is looked at 45 MB more: below 300 MB in all.
    """

    seconds: float = 60
    memory: int = 1 << 30
    files: int = 2_000
    resident: int = 230 << 20


Answer = TypeVar("Answer")
Given_co = TypeVar("Given_co", covariant=True)


class Job(Protocol[Given_co]):
    """What is done with an input, in a worker; it is pickled on the way there."""

    def __call__(self, entry: Input) -> Given_co:
        """What became of the input, whatever is wrong with it."""

    def lost(self, entry: Input, error: InputError) -> Given_co:
        """What is said of an input whose worker died or was ended; in the supervisor's process."""


def _nothing_at_once(entry: Input) -> None:
    del entry


class Supervisor(Generic[Answer]):
    """Hands inputs to workers, replaces those that die or hang, and puts the answers in order."""

    def __init__(  # noqa: PLR0913 - what differs between the runs there are
        self,
        inputs: Iterable[Input],
        job: Job[Answer],
        workers: int,
        limits: Limits | None = None,
        *,
        ahead: int = 64,
        at_once: Callable[[Input], Answer | None] = _nothing_at_once,
        fork: bool = False,
    ) -> None:
        """Nothing is started before the first answer is asked for.

        Args:
            inputs: What to work at.
            job: What is done with each.
            workers: How many processes at most.
            limits: What an input may cost.
            ahead: How many answers a worker may wait in memory for that of a slow input before them.
            at_once: Gives the answer where no worker is needed for it.
            fork: Whether workers may be copies of this process, where that is safe: a clean one takes 0.3 s to start.
        """
        self.inputs = enumerate(inputs)
        self.job = job
        self.most = workers
        self.limits = limits or Limits()
        self.ahead = ahead * workers
        self.at_once = at_once
        self.context = _context(self.limits, type(job).__module__, fork=fork)
        self.returned: deque[tuple[int, Input]] = deque()
        self.workers: list[_Worker[Answer]] = []
        self.done: dict[int, Answer] = {}
        self.taken = 0

    def run(self) -> Iterator[Answer]:
        """The answers, in the order of the inputs."""
        head = 0
        try:
            while True:
                self._hand_out(head + self.ahead)
                while head in self.done:
                    yield self.done.pop(head)
                    head += 1
                if any(worker.given for worker in self.workers):
                    self._collect()
                elif head == self.taken and self._exhausted():
                    return
        finally:
            for worker in self.workers:
                worker.end()

    def _exhausted(self) -> bool:
        """Whether there is no further input; one that there is waits to be handed out."""
        if not self.returned:
            self.returned.extend(self._pulled())
        return not self.returned

    def _pulled(self) -> Iterator[tuple[int, Input]]:
        for number, entry in self.inputs:
            self.taken = number + 1
            yield number, entry
            return

    def _hand_out(self, end: int) -> None:
        """Keeps every worker at work, on inputs before this end."""
        while self._room() and not self._exhausted() and self.returned[0][0] < end:
            number, entry = self.returned.popleft()
            answer = self.at_once(entry)
            if answer is not None:
                self.done[number] = answer
            elif not self._give(number, entry):
                self.returned.appendleft((number, entry))
                return

    def _room(self) -> bool:
        return len(self.workers) < self.most or any(len(worker.given) < _QUEUED for worker in self.workers)

    def _give(self, number: int, entry: Input) -> bool:
        """Gives the input to the worker that has least to do, if one can take it."""
        least = min(self.workers, key=lambda worker: len(worker.given), default=None)
        if (least is None or least.given) and len(self.workers) < self.most:
            least = _Worker(self.job, self.limits, self.context)
            # Before it starts: an interrupt that waited for that comes right behind it.
            self.workers.append(least)
            least.start()
        # What is large is sent only to one that waits for it: it and the supervisor would wait for each other.
        if least is None or (least.given and entry.data is not None):
            return False
        least.give(number, entry)
        return True

    def _collect(self) -> None:
        """Waits until a worker answers, dies or is late."""
        busy = [worker for worker in self.workers if worker.given]
        soonest = min(worker.deadline for worker in busy)
        ready = wait([worker.connection for worker in busy], max(0, soonest - time.monotonic()))
        for worker in busy:
            if worker.connection in ready:
                self._answer(worker)
            elif worker.deadline <= time.monotonic():
                worker.end()
                problem = f"it takes longer than {self.limits.seconds:g} seconds"
                self._write_off(worker, "timeout", problem, "leave it out, or split it")

    def _answer(self, worker: "_Worker[Answer]") -> None:
        try:
            if not worker.ready:
                worker.greet()
                return
            number, answer, leaving = worker.take()
        except (EOFError, OSError):
            code = worker.end(patience=1)
            if not worker.ready:
                raise _cannot_start(code) from None
            if code == -signal.SIGABRT:
                # So pdfium and the C++ library end where they get no more memory.
                problem = f"it needs more than {self.limits.memory >> 20:,} MB of memory (SIGABRT)"
                self._write_off(worker, "memory", problem, "leave it out, or print it to a new PDF file")
            else:
                problem = f"its worker died ({_cause(code)})"
                self._write_off(worker, "crash", problem, "leave it out, and please report it with the file")
        else:
            self.done[number] = answer
            if leaving:
                worker.end(patience=1)
                self._dismiss(worker)

    def _write_off(self, worker: "_Worker[Answer]", reason: str, problem: str, remedy: str) -> None:
        """The worker is gone, and the file that it was at with it; what it had not begun is given to others."""
        number, entry = worker.given.popleft()
        error = InputError(str(entry.source), reason, problem, remedy)
        self.done[number] = self.job.lost(entry, error)
        self._dismiss(worker)

    def _dismiss(self, worker: "_Worker[Answer]") -> None:
        self.workers.remove(worker)
        self.returned.extendleft(reversed(worker.given))


# Workers --------------------------------------------------------------------------------------------------


class _Worker(Generic[Answer]):
    """A process that works at one input after the other; `given` are those that it has not answered."""

    def __init__(self, job: Job[Answer], limits: Limits, context: Context) -> None:
        self.connection, theirs = context.Pipe()
        forked = context.get_start_method() == "fork"
        passed = theirs, job, limits, self.connection if forked else None
        self.theirs = theirs
        self.process = context.Process(target=_serve, args=passed, daemon=True)
        self.seconds = limits.seconds
        self.deadline = float("inf")
        self.given: deque[tuple[int, Input]] = deque()
        self.ready = False

    def start(self) -> None:
        with _interrupts_held():
            self.process.start()
            self.theirs.close()

    def give(self, number: int, entry: Input) -> None:
        if not self.given:
            self.deadline = time.monotonic() + self.seconds
        self.given.append((number, entry))
        # One that has died meanwhile cannot be sent to; its silence is noticed where answers are collected.
        with contextlib.suppress(OSError):
            self.connection.send(entry)

    def greet(self) -> None:
        """Hears that the process has started, which no file is to blame for if it takes long.

        Raises:
            EOFError, OSError: it could not start.
        """
        self.connection.recv()
        self.ready = True
        self.deadline = time.monotonic() + self.seconds

    def take(self) -> tuple[int, Answer, bool]:
        """The answer to the oldest input with its number, and whether the worker ends now.

        Raises:
            EOFError, OSError: it died.
        """
        answer, leaving = self.connection.recv()
        self.deadline = time.monotonic() + self.seconds
        return self.given.popleft()[0], answer, leaving

    def end(self, patience: float = 0) -> int | None:
        """Ends the process, if it was started, after some seconds of patience, and says how it ended."""
        if self.process.pid is not None:
            self.process.join(patience)
            self.process.kill()
            self.process.join()
        self.connection.close()
        return self.process.exitcode


def _serve(connection: Connection, job: Job[object], limits: Limits, other_end: Connection | None) -> None:
    """The life of a worker: an input in, an answer out, until the other end closes or it has done its share.

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
        connection.send(None)
        for number in range(1, limits.files + 1):
            entry = connection.recv()
            # The supervisor keeps the deadline; this ends a worker that hangs when the supervisor was killed.
            _alarm(int(limits.seconds) + 5)
            answer = job(entry)
            _alarm(0)
            leaving = number == limits.files or _has_outgrown(limits.resident)
            connection.send((answer, leaving))
            if leaving:
                return
            if number == 1:
                gc.freeze()  # code and data files are loaded now, and stay: no collection need look at them again
                gc.set_threshold(_YOUNG)


def _alarm(seconds: int) -> None:
    if sys.platform != "win32":
        signal.alarm(seconds)


def _has_outgrown(size: int) -> bool:
    """Whether this process holds more bytes than that, and cannot give them back to the system."""
    if resident() <= size * 7 // 8:
        return False
    gc.collect()
    gc.freeze()  # what is left stays: to look through camelot's libraries took 30 ms a file
    give_back()
    return resident() > size


def _context(limits: Limits, module: str, *, fork: bool) -> Context:
    """How workers are started: from a clean process, not from this one with its threads and open files.

    The clean process loads the module of the job once for all of them.
    """
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    if fork and _is_slight(limits.memory // 4):
        return multiprocessing.get_context("fork")
    # Started from within _interrupts_held it would let interrupts through again (CPython 3.11 to 3.14).
    resource_tracker.ensure_running()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
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


def _cannot_start(code: int | None) -> GongkaiError:
    remedy = "look at what was said above; a script of your own needs `if __name__ == '__main__':`"
    return GongkaiError("workers", f"they cannot be started ({_cause(code)})", remedy)


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
