"""An index damaged, locked, of another schema, interrupted, on a full disk: the old one or a clear word."""

import json
import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from invented import generated, report

from converters.canonical import loads
from converters.errors import ExitCode, OutputError
from indexer import Facet, Query, load, open_index
from indexer.engine import SCHEMA
from indexer.errors import (
    EngineUnreachableError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
)
from indexer.generation import current, lock


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of thirty reports, written in two goes; not to be changed."""
    where = tmp_path_factory.mktemp("faults") / "index"
    reports = list(generated(30, words=3))
    load(open_index(str(where)), reports[:20])
    load(open_index(str(where)), reports[20:])
    return where


@pytest.fixture
def index(written: Path, tmp_path: Path) -> Path:
    """A copy of that index, to be spoilt."""
    return shutil.copytree(written, tmp_path / "index")


def count(where: Path) -> int:
    return open_index(str(where)).search(Query(limit=0)).total


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Python code in a process of its own, with the tests' own modules at hand."""
    tests = Path(__file__).parents[1]
    path = {"PYTHONPATH": os.pathsep.join([str(tests.parent), str(tests)])}
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.Popen(
        command, env=os.environ | path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_loading_again_changes_nothing_and_a_new_version_replaces_the_old(index: Path) -> None:
    engine = open_index(str(index))
    reports = list(generated(30, words=3))
    again = load(engine, reports)
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 30)
    changed = load(engine, [report(reports[3].id, title="另一个标题"), report("new"), report("new")])
    assert (changed.added, changed.replaced, changed.unchanged) == (1, 1, 1)
    assert engine.search(Query(limit=0)).total == 31
    titles = {hit.id: hit.title for hit in engine.search(Query(limit=40)).hits}
    assert titles[reports[3].id] == "另一个标题"


def test_two_versions_in_one_batch_the_last_counts(tmp_path: Path) -> None:
    engine = open_index(str(tmp_path / "index"))
    loaded = load(engine, [report("r", title="旧"), report("r", title="新")])
    assert (loaded.added, loaded.replaced) == (1, 1)
    assert [hit.title for hit in engine.search(Query()).hits] == ["新"]


def test_a_fresh_load_holds_nothing_else(index: Path) -> None:
    load(open_index(str(index)), [report("alone")], fresh=True)
    assert count(index) == 1


def test_an_index_can_be_made_again_of_itself(index: Path) -> None:
    engine = open_index(str(index))
    before = list(engine.reports())
    load(engine, (loads(data) for data in engine.reports()), fresh=True)
    assert list(open_index(str(index)).reports()) == before
    assert open_index(str(index)).verify() == 30


def test_no_index_here(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=r"no index here; make one: gongkai index PATH"):
        open_index(str(tmp_path)).search(Query())
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_a_server_is_said_without_its_password() -> None:
    with pytest.raises(EngineUnreachableError) as caught:
        open_index("https://user:secret@127.0.0.1:9/reports").search(Query())
    assert caught.value.exit_code == ExitCode.UNREACHABLE
    assert "secret" not in str(caught.value)
    assert "https://127.0.0.1:9/reports" in str(caught.value)


def test_every_cut_file_is_noticed(index: Path) -> None:
    state = current(index)
    for name in [*state.files, "../current.json"]:
        path = state.folder / name
        whole = path.read_bytes()
        for part in (b"", whole[: len(whole) // 2], whole[:-1]):
            path.write_bytes(part)
            with pytest.raises(IndexDamagedError, match=r"the index is damaged: .*--rebuild --index"):
                count(index)
        path.unlink()
        with pytest.raises((IndexDamagedError, IndexMissingError)):
            count(index)
        path.write_bytes(whole)
    assert count(index) == 30


def test_every_flipped_bit_is_noticed(index: Path) -> None:
    state, chance = current(index), random.Random(5)
    for name in state.files:
        path = state.folder / name
        whole = path.read_bytes()
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        engine = open_index(str(index))
        for ask in (lambda: count(index), engine.verify, lambda: load(engine, [report("more")])):  # noqa: B023 - called within the round
            with pytest.raises(IndexDamagedError, match="is not as it was written"):
                ask()
        path.write_bytes(whole)
    load(open_index(str(index)), [report("alone")], fresh=True)
    assert open_index(str(index)).verify() == 1


def test_a_large_index_is_compared_by_size_when_opened_and_whole_by_verify(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.generation._SMALL", 0)
    state = current(index)
    path = state.folder / next(name for name in state.files if name.endswith(".store"))
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    with pytest.raises(IndexDamagedError, match="is not as it was written"):
        open_index(str(index)).verify()


@pytest.mark.parametrize(
    "pointer", [b"", b"null", b"[]", b"{}", b"{" * 100_000, b'{"generation": "../../etc"}', b"\xff\xfe"]
)
def test_a_pointer_that_is_none(index: Path, pointer: bytes) -> None:
    (index / "current.json").write_bytes(pointer)
    with pytest.raises(IndexDamagedError, match=r"current\.json is not as it was written"):
        count(index)
    load(open_index(str(index)), [report("alone")], fresh=True)
    assert count(index) == 1
    assert len(list(index.glob("generation-*"))) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"schema": SCHEMA - 1},
            "made with other fields than this version has .*; run gongkai index --rebuild --index",
        ),
        ({"fingerprint": "0" * 16}, "made with other fields than this version has"),
        (
            {"schema": SCHEMA + 1},
            "made by a newer gongkai .*; upgrade gongkai, or run gongkai index --rebuild",
        ),
    ],
)
def test_an_index_of_another_schema_is_refused_and_can_be_made_anew(
    index: Path, change: dict[str, object], said: str
) -> None:
    pointer = index / "current.json"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | change))
    engine = open_index(str(index))
    for ask in (lambda: engine.search(Query()), lambda: load(engine, [report("more")])):
        with pytest.raises(IndexOutdatedError, match=said):
            ask()
    assert len(list(engine.reports())) == 30
    with pytest.raises(IndexOutdatedError):
        engine.search(Query())


def test_a_second_writer_waits_then_says_who_writes(index: Path) -> None:
    with lock(index, wait=0):
        started = time.monotonic()
        with pytest.raises(IndexBusyError, match=rf"process {os.getpid()} on .* is writing it"):
            load(open_index(str(index), wait=0.3), [report("more")])
        assert time.monotonic() - started >= 0.3
        assert count(index) == 30
    load(open_index(str(index), wait=0), [report("more")])
    assert count(index) == 31


WRITER = """
    import sys
    from indexer import load, open_index
    from invented import generated, report
    kind, where = sys.argv[1:]
    if kind == "hang":
        def reports():
            yield report("half")
            print("writing", flush=True)
            sys.stdin.read()
        load(open_index(where), reports())
    else:
        load(open_index(where, wait=60), generated(60, int(kind), words=3), fresh=True)
"""


def test_readers_see_the_old_index_while_another_is_written(index: Path) -> None:
    with start(WRITER, "hang", str(index)) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        assert count(index) == 30
        writer.kill()
    assert count(index) == 30
    load(open_index(str(index), wait=0), [report("more")])
    assert count(index) == 31
    assert len(list(index.glob("generation-*"))) == 1


def test_killed_at_any_moment_the_index_is_the_old_or_the_new(index: Path, written: Path) -> None:
    started = time.monotonic()
    with start(WRITER, "1", str(index)) as writer:
        assert writer.wait() == 0
    lasts = time.monotonic() - started
    chance, seen = random.Random(3), set()
    for number in range(12):
        shutil.rmtree(index)
        shutil.copytree(written, index)
        with start(WRITER, "1", str(index)) as writer:
            time.sleep(lasts * (0.2 + 0.9 * (number + chance.random()) / 12))
            writer.kill()
        found = open_index(str(index)).verify()
        assert found in {30, 60}
        assert count(index) == found
        seen.add(found)
    assert 30 in seen


def test_a_reader_that_stays_open_sees_each_new_state_whole(index: Path) -> None:
    engine = open_index(str(index))
    assert engine.search(Query(limit=0)).total == 30
    code = """
        import sys
        from indexer import load, open_index
        from invented import generated
        for number in range(1, 9):
            load(open_index(sys.argv[1]), generated(number * 10, words=3), fresh=True)
    """
    seen = set()
    with start(code, str(index)) as writer:
        while writer.poll() is None:
            for reader in (engine, open_index(str(index))):
                answer = reader.search(Query(limit=100))
                assert len(answer.hits) == answer.total
                seen.add(answer.total)
        assert writer.returncode == 0
    assert engine.search(Query(limit=0)).total == 80
    assert {30} < seen <= {30, *range(10, 90, 10)}


def test_a_full_disk_leaves_the_old_index(index: Path) -> None:
    before = current(index)
    code = """
        import resource, signal, sys
        from converters.errors import OutputError
        from indexer import load, open_index
        from invented import generated
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limit = int(sys.argv[2])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            load(open_index(sys.argv[1]), generated(400, 9, words=30))
        except OutputError as error:
            print(error)
        else:
            print("written")
    """
    for limit in (0, 10, 1_000, 20_000, 200_000):
        with start(code, str(index), str(limit)) as writer:
            said, _ = writer.communicate()
        assert "the index cannot be written" in said, limit
        assert said.count("\n") == 1
        assert current(index) == before
        assert open_index(str(index)).verify() == 30
        assert len(list(index.glob("generation-*"))) == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(OutputError, match="the index cannot be written"):
        load(open_index(str(blocked / "index")), [report()])
    with pytest.raises(OutputError, match="the index cannot be written"):
        load(open_index(str(blocked)), [report()])
    assert blocked.read_text() == "no folder"


def test_an_index_that_may_only_be_read(index: Path, tmp_path: Path) -> None:
    for folder in (*index.glob("generation-*"), index, *tmp_path.parents[:3], tmp_path):
        folder.chmod(0o555 if folder.is_relative_to(index) else 0o755)
    code = """
        import os, sys
        from converters.errors import OutputError
        from indexer import Query, load, open_index
        from invented import report
        open_index(sys.argv[1]).search(Query())  # imports all there is to import
        if os.getuid() == 0:
            os.setuid(65534)
        assert not os.access(sys.argv[1], os.W_OK)
        print(open_index(sys.argv[1]).search(Query(limit=0)).total, open_index(sys.argv[1]).verify())
        try:
            load(open_index(sys.argv[1]), [report("more")])
        except OutputError as error:
            print(error)
    """
    with start(code, str(index)) as reader:
        said, _ = reader.communicate()
    for folder in (index, *index.glob("generation-*")):
        folder.chmod(0o755)
    assert said.startswith("30 30\n")
    assert "the index cannot be written (Permission denied)" in said
    assert count(index) == 30


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear reader")
    with pytest.raises(OutputError, match="is no index, and not empty"):
        load(open_index(str(tmp_path)), [report()])
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_an_error_in_the_reports_leaves_the_old_index(index: Path) -> None:
    def reports():  # noqa: ANN202 - a generator that ends in an error has no type worth a name
        yield report("half")
        raise ValueError("of the caller's own")

    with pytest.raises(ValueError, match="of the caller's own"):
        load(open_index(str(index)), reports())
    assert count(index) == 30
    assert len(list(index.glob("generation-*"))) == 1


def test_an_empty_index_answers(tmp_path: Path) -> None:
    engine = open_index(str(tmp_path / "index"))
    load(engine, [])
    answer = engine.search(Query(facets=(Facet("year"), Facet("rates.disclosure")), stats=("year",)))
    assert (answer.total, answer.hits, answer.stats["year"].count) == (0, (), 0)
    assert answer.facets == {"year": (), "rates.disclosure": ()}
    assert engine.verify() == 0
