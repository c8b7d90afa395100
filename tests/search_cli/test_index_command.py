"""`gongkai index` by real runs: what it takes, what it says, its exit codes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import report

from converters.canonical import dumps
from indexer import Query, open_index
from indexer.engine import SCHEMA
from indexer.text_query import parse_text

Run = Callable[..., subprocess.CompletedProcess[str]]

TEXT = """洛阳市水利局2023年政府信息公开工作年度报告

一、总体情况
本年度工作平稳。

五、存在的主要问题及改进情况
人员不足。
"""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def gongkai(index: Path) -> Run:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "GONGKAI_INDEX": str(index)}
        command = [sys.executable, "-m", "search_cli", "index", *map(str, arguments)]
        return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)

    return run


@pytest.fixture
def converted(tmp_path: Path) -> Path:
    """A folder of canonical JSON."""
    folder = tmp_path / "converted"
    for id_ in ("a", "b", "c"):
        path = folder / id_ / f"{id_}.txt.json"
        path.parent.mkdir(parents=True)
        path.write_bytes(dumps(report(id_, sections={"problems": f"信访{id_}"})))
    return folder


def total(index: Path, words: str = "") -> int:
    return open_index(str(index)).search(Query(parse_text(words), limit=0)).total


def test_reports_that_are_converted(gongkai: Run, converted: Path, index: Path) -> None:
    done = gongkai(converted)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"3 added; index {index}" in done.stderr
    assert total(index, "信访") == 3
    again = gongkai(converted / "a" / "a.txt.json", converted)
    assert again.returncode == 0
    assert "4 unchanged" in again.stderr


def test_reports_that_are_not_converted_yet(gongkai: Run, tmp_path: Path, index: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "洛阳.txt").write_text(TEXT, "utf-8")
    done = gongkai(tmp_path / "reports", "--jobs", "2")
    assert done.returncode == 0
    assert "1 added" in done.stderr
    assert total(index, "section:problems 人员不足") == 1


def test_one_bad_file_costs_itself_only(gongkai: Run, converted: Path, index: Path) -> None:
    (converted / "empty.txt").write_bytes(b"")
    (converted / "bad.json").write_bytes(b"{")
    done = gongkai(converted)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 3
    assert "empty.txt" in done.stderr
    assert "bad.json" in done.stderr
    assert "3 added, 2 failed" in done.stderr
    assert total(index) == 3


def test_nothing_but_bad_files(gongkai: Run, tmp_path: Path) -> None:
    done = gongkai(tmp_path / "missing")
    assert done.returncode == 1
    assert "missing" in done.stderr


def test_rebuild_of_paths_holds_them_alone(gongkai: Run, converted: Path, index: Path) -> None:
    gongkai(converted)
    done = gongkai(converted / "a", "--rebuild")
    assert done.returncode == 0
    assert total(index) == 1


def test_rebuild_without_a_path_is_made_of_what_it_holds(gongkai: Run, converted: Path, index: Path) -> None:
    gongkai(converted)
    pointer = index / "current.json"
    pointer.write_text(pointer.read_text().replace(f'"schema": {SCHEMA}', f'"schema": {SCHEMA - 1}'))
    refused = gongkai(converted)
    assert refused.returncode == 1
    assert f"run gongkai index --rebuild --index {index}" in refused.stderr
    done = gongkai("--rebuild")
    assert done.returncode == 0
    assert "3 reports indexed anew" in done.stderr
    assert total(index, "信访") == 3


def test_verify(gongkai: Run, converted: Path, index: Path) -> None:
    gongkai(converted)
    done = gongkai("--verify")
    assert done.returncode == 0
    assert "3 reports" in done.stderr
    store = next(index.glob("generation-*/*.store"))
    whole = bytearray(store.read_bytes())
    whole[len(whole) // 2] ^= 1
    store.write_bytes(whole)
    damaged = gongkai("--verify")
    assert damaged.returncode == 1
    assert "the index is damaged" in damaged.stderr
    assert damaged.stderr.count("\n") == 1
    mended = gongkai(converted, "--rebuild")
    assert mended.returncode == 0
    assert gongkai("--verify").returncode == 0


@pytest.mark.parametrize("arguments", [[], ["--verify", "--rebuild"], ["--jobs", "0"]])
def test_wrong_usage(gongkai: Run, arguments: list[str]) -> None:
    done = gongkai(*arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_folder_of_something_else(gongkai: Run, converted: Path) -> None:
    done = gongkai(converted, "--index", converted)
    assert done.returncode == 1
    assert "is no index, and not empty" in done.stderr


def test_the_index_inside_the_folder_of_reports_is_not_read(gongkai: Run, converted: Path) -> None:
    inside = converted / "index"
    assert gongkai(converted, "--index", inside).returncode == 0
    again = gongkai(converted, "--index", inside)
    assert again.returncode == 0
    assert "3 unchanged" in again.stderr
