"""Inputs and results that fsspec reads and writes; its file system in memory stands for a store of objects."""

import pickle
import zipfile
from collections.abc import Iterator
from contextlib import closing

import fsspec
import pytest
from conftest import Run
from handmade import text

from converters.bulk.bucket import Bucket
from converters.bulk.ledger import Ledger
from converters.bulk.run import Run as BulkRun
from converters.bulk.run import Wish
from converters.errors import UsageError
from converters.inputs import count_files, find_inputs
from converters.remote import Remote, located


@pytest.fixture
def store() -> Iterator[Remote]:
    system = fsspec.filesystem("memory")
    system.pipe_file("/in/b.txt", text().encode())
    system.pipe_file("/in/a/深.txt", text(received=5).encode())
    system.pipe_file("/in/a/.hidden.txt", b"x")
    system.pipe_file("/in/a/code.py", b"x")
    system.pipe_file("/in/a/manifest.csv", "path,year\n深.txt,2021\n".encode())
    with system.open("/in/x.zip", "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("c.txt", "x")
    yield Remote("memory://in")
    system.rm("/", recursive=True)


def test_files_below_a_url_are_listed_as_those_of_a_folder(store: Remote) -> None:
    found = list(find_inputs([store]))
    assert [(entry.path, str(entry.source)) for entry in found] == [
        ("a/code.py", "memory://in/a/code.py"),
        ("a/深.txt", "memory://in/a/深.txt"),
        ("b.txt", "memory://in/b.txt"),
        ("x.zip/c.txt", "memory://in/x.zip/c.txt"),
    ]
    assert [entry.fault.reason for entry in found if entry.fault] == ["other_kind"]
    assert found[1].told is not None
    assert found[1].told.year == 2021
    assert found[2].read() == text().encode()
    assert found[3].read() == b"x"
    assert count_files([store, store / "b.txt"]) == 7
    (alone,) = list(find_inputs([store / "b.txt"]))
    assert (alone.path, alone.read()) == ("b.txt", text().encode())


@pytest.mark.parametrize("name", ["nothing", "nothing/"])
def test_what_is_not_there_is_one_fault(store: Remote, name: str) -> None:
    (missing,) = list(find_inputs([store / name]))
    assert missing.fault is not None
    assert missing.fault.reason == "unreadable"


def test_a_kind_of_address_that_is_not_installed_says_what_to_install(gongkai: Run) -> None:
    with pytest.raises(UsageError, match="gongkai\\[cluster\\]"):
        Remote("nosuch://x").system()
    run = gongkai("convert", "nosuch://x/y", "-o", "out")
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


def test_results_in_a_store_are_kept_with_their_ledger(store: Remote) -> None:
    place = Remote("memory://out")
    for unchanged in (False, True):
        bucket = Bucket(place)
        bucket.open()
        with closing(bucket), closing(Ledger(bucket.ledger)) as ledger:
            inputs = find_inputs([store / "b.txt"])
            (filed,) = BulkRun(inputs, bucket, ledger, Wish()).filed()
        assert filed.unchanged == unchanged
        assert filed.result is not None
        assert bucket.size("b.txt") == filed.result.bytes == len(bucket.read("b.txt"))
    bucket.remove("b.txt")
    assert bucket.size("b.txt") is None
    bucket.remove("b.txt")
    assert pickle.loads(pickle.dumps(bucket)).root == place  # noqa: S301 - our own


def test_a_path_is_a_url_where_it_looks_like_one() -> None:
    assert str(located("s3://b/a.pdf")) == "s3://b/a.pdf"
    assert located("s3://b/a.pdf").name == "a.pdf"
    assert located("s3:/b").name == "b"
    assert str(located("C:/a").absolute()).endswith("C:/a")
