"""The supervisor with jobs of its own: who works, how long, and how much is kept."""

import gc
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from converters.errors import InputError
from converters.inputs import Input, find_inputs
from converters.supervisor import Limits, Supervisor


@dataclass(frozen=True, slots=True)
class Telling:
    """Answers with the worker's process and the input's path; grows by so many bytes with every input."""

    growth: int = 0

    def __call__(self, entry: Input) -> tuple[int, str]:
        """The worker's process, and the input's path."""
        HELD.append(b"x" * self.growth)
        if entry.path.startswith("slow"):
            time.sleep(0.5)
        if entry.path.startswith("deadly"):
            os._exit(7)
        return os.getpid(), entry.path

    def lost(self, entry: Input, error: InputError) -> tuple[int, str]:
        """The input's path with the reason."""
        return 0, f"{entry.path}: {error.reason}"


HELD: list[bytes] = []


def entries(*names: str) -> list[Input]:
    return [Input(name, Path(name)) for name in names]


def numbered(count: int) -> list[Input]:
    return entries(*(f"{number:03}" for number in range(count)))


def test_a_worker_is_replaced_when_it_has_done_its_share() -> None:
    answers = list(Supervisor(numbered(20), Telling(), 1, Limits(files=5)).run())
    assert [path for _pid, path in answers] == [entry.path for entry in numbered(20)]
    assert [sum(pid == other for pid, _ in answers) for other in dict.fromkeys(p for p, _ in answers)] == [
        5
    ] * 4


def test_a_worker_that_has_grown_is_replaced() -> None:
    limits = Limits(resident=120 << 20)
    answers = list(Supervisor(numbered(12), Telling(growth=40 << 20), 1, limits).run())
    assert len(answers) == 12
    pids = [pid for pid, _ in answers]
    assert len(set(pids)) > 2
    assert max(pids.count(pid) for pid in pids) < 4


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_answers_come_in_order_though_inputs_are_slow_or_deadly(workers: int) -> None:
    names = ["slow 1", "a", "deadly 1", "b", "c", "d", "deadly 2", "deadly 3", "slow 2", "e", "f"]
    answers = [path for _pid, path in Supervisor(entries(*names), Telling(), workers).run()]
    assert answers == [f"{name}: crash" if name.startswith("deadly") else name for name in names]


def test_what_is_large_is_sent_only_to_one_that_waits_for_it() -> None:
    """Were it sent to a worker that is at another input, both would wait for each other."""
    large = [Input(f"slow {number}", Path("x"), data=bytes(3_000_000)) for number in range(4)]
    supervisor = Supervisor([*numbered(5), *large, *numbered(5)], Telling(), 2)
    for _answer in supervisor.run():
        for worker in supervisor.workers:
            assert all(entry.data is None for _number, entry in list(worker.given)[1:])


def test_inputs_are_taken_only_as_far_ahead_as_answers_may_wait() -> None:
    taken = []

    def source() -> Iterator[Input]:
        for entry in entries("slow", *map(str, range(200))):
            taken.append(entry.path)
            yield entry

    run = Supervisor(source(), Telling(), 2, ahead=10).run()
    next(run)
    assert len(taken) < 60
    run.close()


def test_nothing_is_started_where_all_is_known_at_once() -> None:
    supervisor = Supervisor(numbered(100), Telling(), 2, at_once=lambda entry: (1, entry.path))
    run = supervisor.run()
    assert len(list(run)) == 100
    assert supervisor.workers == []


def test_workers_that_cannot_start_end_the_run_with_one_line(tmp_path: Path) -> None:
    """A script without the line that guards it starts itself in every worker."""
    script = tmp_path / "script.py"
    script.write_text(
        "from converters.batch import convert_paths\n"
        "from converters.errors import GongkaiError\n"
        "from pathlib import Path\n"
        "try:\n    list(convert_paths([Path('in')], jobs=2))\n"
        "except GongkaiError as error:\n    print(error)\n"
    )
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text("x")
    run = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert b"workers: they cannot be started" in run.stdout


def test_listing_keeps_no_input(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number:03}").mkdir(parents=True)
        for name in range(20):
            (tmp_path / f"{number:03}" / f"{name}.txt").touch()
    inputs = find_inputs([tmp_path])
    assert deque(islice(inputs, 990), maxlen=1)[0].path == "049/17.txt"
    # The walk itself may hold the one that it gave last.
    assert sum(isinstance(thing, Input) for thing in gc.get_objects()) <= 1
