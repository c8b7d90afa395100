"""The batch on real processes: killed, hung, out of memory.

Canonical files stand in for sources where the conversion itself does not matter.
"""

import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import sample
from laboratory.paper.bombs import BOMBS
from laboratory.paper.raw import CATALOG, HELVETICA, PAGES, page, raw_pdf, stream

from converters import batch
from converters.batch import Conversion, Outcome, convert_inputs, convert_paths
from converters.canonical import dumps
from converters.conversion import convert
from converters.errors import InputError
from converters.inputs import Input, find_inputs, with_password
from converters.supervisor import Limits, Supervisor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(12):
        report = replace(sample(20), id=f"r{number}")
        (tmp_path / f"{number:02}.json").write_bytes(dumps(report))
    return tmp_path


def reasons(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.path: outcome.error.reason for outcome in outcomes if outcome.error}


def ids(outcomes: list[Outcome]) -> list[str]:
    return [outcome.report.id for outcome in outcomes if outcome.report]


@pytest.mark.parametrize("jobs", [None, 1, 3])
def test_outcomes_come_in_order_whatever_the_number_of_workers(folder: Path, jobs: int | None) -> None:
    (folder / "05.json").write_text("no JSON")
    outcomes = list(convert_paths([folder], jobs=jobs))
    assert [outcome.path for outcome in outcomes] == [f"{number:02}.json" for number in range(12)]
    assert ids(outcomes) == [f"r{number}" for number in range(12) if number != 5]
    assert reasons(outcomes) == {"05.json": "not_canonical"}
    assert str(outcomes[5].error).startswith(f"{folder}/05.json: ")


def test_one_file_is_converted_without_another_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "Supervisor", None)
    assert ids(list(convert_paths([folder / "03.json"], jobs=8))) == ["r3"]
    assert reasons(list(convert_paths([folder / "nothing"]))) == {"nothing": "unreadable"}


def test_sources_and_errors_of_the_conversion(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某市2023年政府信息公开工作年度报告\n\n一、总体情况\n\n正文。\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    outcomes = list(convert_paths([tmp_path]))
    assert reasons(outcomes) == {"empty.txt": "empty"}
    assert str(outcomes[1].error).startswith(f"{tmp_path}/empty.txt: ")
    assert outcomes[0].report is not None
    assert outcomes[0].report.source.path == "a.txt"


def test_a_file_that_hangs_costs_itself_only(folder: Path) -> None:
    inputs = list(find_inputs([folder]))
    # Nobody writes to the pipe: opening it waits for ever.
    os.mkfifo(folder / "pipe")
    inputs.insert(1, Input("pipe", folder / "pipe"))
    started = time.monotonic()
    outcomes = list(convert_inputs(inputs, jobs=2, limits=Limits(seconds=1)))
    assert time.monotonic() - started < 10
    assert reasons(outcomes) == {"pipe": "timeout"}
    assert len(ids(outcomes)) == 12
    assert [outcome.path for outcome in outcomes] == [entry.path for entry in inputs]


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_worker_that_is_killed_costs_its_file_only(folder: Path, blow: signal.Signals) -> None:
    inputs = list(find_inputs([folder]))
    os.mkfifo(folder / "pipe")
    inputs.insert(6, Input("pipe", folder / "pipe"))
    supervisor = Supervisor(inputs, Conversion(), 2)

    def strike() -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            busy = [worker for worker in supervisor.workers if worker.given]
            # The others have nothing to do any more: the one that is left waits at the pipe.
            if supervisor.taken == 13 and [worker.given[0][0] for worker in busy] == [6]:
                os.kill(busy[0].process.pid or 0, blow)
                return
            time.sleep(0.01)

    threading.Thread(target=strike).start()
    outcomes = list(supervisor.run())
    assert reasons(outcomes) == {"pipe": "crash"}
    assert blow.name in str(outcomes[6].error)
    assert len(ids(outcomes)) == 12


def test_a_file_that_needs_too_much_memory_costs_itself_only(folder: Path) -> None:
    # 40 MB that are 320 MB when read: 20 million numbers.
    (folder / "large.json").write_bytes(b"[" + b"0," * 20_000_000 + b"0]")
    outcomes = list(convert_paths([folder], jobs=2))
    assert reasons(outcomes) == {"large.json": "not_canonical"}
    small = Limits(memory=250_000_000)
    outcomes = list(convert_inputs(list(find_inputs([folder])), jobs=2, limits=small))
    assert reasons(outcomes) == {"large.json": "memory"}
    assert len(ids(outcomes)) == 12


def test_a_defect_of_ours_in_one_file_is_named_with_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes, *, path: str) -> object:
        raise ZeroDivisionError(f"{path} {len(data)}")

    monkeypatch.setattr(batch, "loads", broken)
    outcomes = list(convert_paths([folder / "01.json"]))
    assert reasons(outcomes) == {"01.json": "internal"}
    assert "ZeroDivisionError" in str(outcomes[0].error)
    assert "at test_batch.py:" in str(outcomes[0].error)


def test_no_worker_is_left_when_the_caller_stops_early(folder: Path) -> None:
    supervisor = Supervisor(list(find_inputs([folder])), Conversion(), 2)
    run = supervisor.run()
    next(run)
    workers = list(supervisor.workers)
    run.close()
    assert workers
    assert not any(worker.process.is_alive() for worker in workers)


def test_errors_survive_the_way_between_processes(folder: Path) -> None:
    (folder / "00.json").write_text("{}")
    (folder / "01.json").write_text("{}")
    outcomes = list(convert_paths([folder], jobs=2))
    error = outcomes[0].error
    assert isinstance(error, InputError)
    assert (error.subject, error.reason) == (f"{folder}/00.json", "not_canonical")
    assert error.problem
    assert error.remedy


# --- PDF files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("others", [0, 2])
def test_forms_in_forms_end_their_worker_and_nothing_else(folder: Path, others: int) -> None:
    bomb = folder / "bomb.pdf"
    bomb.write_bytes(BOMBS["exponential_forms"]())
    paths = [bomb, *(folder / f"0{number}.json" for number in range(1, others + 1))]
    outcomes = list(convert_inputs(list(find_inputs(paths)), jobs=2, limits=Limits(memory=400_000_000)))
    assert reasons(outcomes) == {"bomb.pdf": "memory"}
    assert "381 MB" in str(next(outcome.error for outcome in outcomes if outcome.error))
    assert len(ids(outcomes)) == others


def test_a_pdf_alone_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(BOMBS["exponential_forms"]())
    outcomes = list(convert_inputs(list(find_inputs([bomb])), limits=Limits(seconds=0.5, memory=8 << 30)))
    assert reasons(outcomes) == {"bomb.pdf": "timeout"}


@pytest.mark.parametrize("threads", [False, True])
def test_a_pdf_alone_gives_the_same_report_in_a_copy_of_the_process_and_in_a_clean_one(
    tmp_path: Path, threads: bool
) -> None:
    """A process with threads cannot be copied: its worker is a clean one."""
    page_of_text = stream(b"BT /F1 12 Tf 60 700 Td (Annual report) Tj ET")
    path = tmp_path / "a.pdf"
    path.write_bytes(raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: page_of_text}))
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    if threads:
        thread.start()
    try:
        outcomes = list(convert_paths([path]))
    finally:
        done.set()
    assert [outcome.report for outcome in outcomes] == [convert(path)]


def test_a_password_goes_with_the_input_and_is_not_shown() -> None:
    entries = list(with_password([Input("a.pdf", Path("a.pdf"))], "sesame"))
    assert [entry.password for entry in entries] == ["sesame"]
    assert "sesame" not in repr(entries)
