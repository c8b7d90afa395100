"""The same work on a cluster: a real scheduler and workers, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run
from distributed import Client
from handmade import text


def dask(*arguments: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "dask", *map(str, arguments), "--no-dashboard"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("dask")
    told = folder / "scheduler.json"
    processes = [dask("scheduler", "--host", "127.0.0.1", "--port", 0, "--scheduler-file", told)]
    try:
        while not told.exists():
            time.sleep(0.1)
        for number in range(2):
            options = "--nthreads", 1, "--name", f"w{number}", "--local-directory", folder
            processes.append(dask("worker", "--scheduler-file", told, *options))
        address: str = json.loads(told.read_text())["address"]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for number in range(240):
        path = folder / f"{number % 7}/{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(received=number + 3), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a.txt", text(received=5))
        archive.writestr("b.txt", "")
    (folder / "manifest.tsv").write_text("path\tyear\n0/000.txt\t2021\n")
    return folder


def results(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json")}


def told(stderr: bytes) -> list[bytes]:
    """What is said of files and at the end; on a slow machine there are lines of progress, too."""
    return [line for line in stderr.splitlines() if b" a second, " not in line]


def strike(scheduler: str, out: Path) -> None:
    """Kills the process of one worker when results begin to come."""
    with Client(scheduler, set_as_default=False) as client:
        pids = client.run(os.getpid)
    while not list(out.glob(".gongkai/*.tmp")):
        time.sleep(0.01)
    os.kill(next(iter(pids.values())), signal.SIGKILL)


@pytest.mark.usefixtures("reports")
def test_a_cluster_of_which_a_worker_is_killed_gives_what_one_machine_gives(
    gongkai: Run, scheduler: str, tmp_path: Path
) -> None:
    alone = gongkai("convert", "in", "-o", "alone")
    command = [
        sys.executable,
        "-m",
        "search_cli",
        "convert",
        "in",
        "-o",
        "together",
        "--scheduler",
        scheduler,
    ]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        strike(scheduler, tmp_path / "together")
        _out, stderr = process.communicate(timeout=120)
    assert (alone.returncode, process.returncode) == (3, 3)
    assert told(stderr.replace(b"together", b"alone")) == told(alone.stderr)
    assert results(tmp_path / "together") == results(tmp_path / "alone")
    assert len(results(tmp_path / "alone")) == 241
    assert [path.name for path in (tmp_path / "together/.gongkai").iterdir()] == ["ledger.sqlite"]
    again = gongkai("convert", "in", "-o", "together", "--scheduler", scheduler)
    assert b"0 reports written to together, 241 unchanged" in again.stderr


def test_inputs_and_results_by_url_are_the_same_on_a_cluster(
    gongkai: Run, scheduler: str, reports: Path, tmp_path: Path
) -> None:
    """`local:` stands for a store that only fsspec can read and write."""
    for number in range(20, 240):
        (reports / f"{number % 7}/{number:03}.txt").unlink()
    gongkai("convert", "in", "-o", "alone")
    there = f"local://{tmp_path}/there"
    for options, summary in ([], b"21 reports written"), (["--scheduler", scheduler], b"21 unchanged"):
        run = gongkai("convert", f"local://{reports}", "-o", there, *options)
        assert run.returncode == 3
        assert summary in run.stderr
        assert results(tmp_path / "there") == results(tmp_path / "alone")
    run = gongkai("convert", "in", "-o", f"local://{tmp_path}/other", "--scheduler", scheduler)
    assert run.returncode == 3
    assert results(tmp_path / "other") == results(tmp_path / "alone")


def test_a_scheduler_that_does_not_answer_is_one_line(gongkai: Run, reports: Path) -> None:
    run = gongkai("convert", reports, "-o", "out", "--scheduler", "tcp://127.0.0.1:9")
    assert run.returncode == 4
    (line,) = run.stderr.decode().splitlines()
    assert line.startswith("gongkai: tcp://127.0.0.1:9: no scheduler can be reached there")
