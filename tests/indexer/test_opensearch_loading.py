"""An index on a server being filled: nothing lost or doubled, old or new, whoever is killed."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from invented import generated, report
from loopback import Reply, proxy
from opensearchpy import OpenSearch

from converters.canonical import dumps, loads
from converters.errors import GongkaiError
from converters.report import Report
from indexer import Connection, Engine, Query, load, open_index
from indexer.engine import SCHEMA
from indexer.errors import IndexBusyError, IndexDamagedError, IndexOutdatedError

REPORTS = list(generated(30, words=3))


@pytest.fixture
def address(new_address: Callable[[], str]) -> str:
    return new_address()


@pytest.fixture
def engine(address: str) -> Engine:
    """An index of thirty reports."""
    made = open_index(address)
    load(made, REPORTS)
    return made


@pytest.fixture
def client(opensearch: str) -> OpenSearch:
    return OpenSearch(opensearch)


def count(engine: Engine) -> int:
    return engine.search(Query(limit=0)).total


def name(engine: Engine) -> str:
    return engine.where.rpartition("/")[2]


def generations(client: OpenSearch, engine: Engine) -> list[str]:
    return sorted(client.indices.get(index=f"{name(engine)}-v*"))


def noted(client: OpenSearch, index: str) -> dict[str, object]:
    return client.indices.get_mapping(index=index)[index]["mappings"]["_meta"]["gongkai"]


def note(client: OpenSearch, index: str, **changed: object) -> None:
    meta = {"gongkai": noted(client, index) | changed}
    client.indices.put_mapping(index=index, body={"_meta": meta})


def test_loading_again_changes_nothing_and_a_new_version_replaces_the_old(engine: Engine) -> None:
    again = load(engine, REPORTS)
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 30)
    changed = load(engine, [replace(REPORTS[3], title="另一个标题"), report("new"), report("new")])
    assert (changed.added, changed.replaced, changed.unchanged) == (1, 1, 1)
    assert count(engine) == engine.verify() == 31
    titles = {hit.id: hit.title for hit in engine.search(Query(limit=40)).hits}
    assert titles[REPORTS[3].id] == "另一个标题"


def test_two_versions_in_one_load_the_last_counts(address: str) -> None:
    engine = open_index(address)
    loaded = load(engine, [report("r", title="旧"), report("other"), report("r", title="新")])
    assert (loaded.added, loaded.replaced) == (2, 1)
    assert {hit.title for hit in engine.search(Query()).hits if hit.id == "r"} == {"新"}


def test_a_fresh_load_holds_nothing_else_and_the_last_state_is_kept(
    engine: Engine, client: OpenSearch
) -> None:
    load(engine, [report("alone")], fresh=True)
    assert count(engine) == 1
    assert len(generations(client, engine)) == 2
    load(engine, (loads(data) for data in engine.reports()), fresh=True)
    assert count(engine) == engine.verify() == 1
    assert len(generations(client, engine)) == 2


def test_readers_see_the_old_state_until_the_new_one_is_whole(engine: Engine) -> None:
    def more() -> Iterator[Report]:
        for one in generated(40, 5, words=3):
            assert count(engine) == 30
            yield replace(one, id=f"more-{one.id}")

    load(engine, more())
    assert count(engine) == 70


def test_an_error_in_the_reports_leaves_the_old_state_and_nothing_else(
    engine: Engine, client: OpenSearch
) -> None:
    def reports() -> Iterator[Report]:
        yield report("half")
        raise ValueError("of the caller's own")

    with pytest.raises(ValueError, match="of the caller's own"):
        load(engine, reports())
    assert count(engine) == 30
    assert len(generations(client, engine)) == 1


def test_a_stream_outlives_a_swap(engine: Engine) -> None:
    hits = engine.stream(Query())
    first = next(hits)
    load(engine, [report("alone")], fresh=True)
    assert len({first.id, *(hit.id for hit in hits)}) == 30


WRITER = """
    import sys, time
    from indexer import load, open_index
    from invented import generated
    address, fresh, seed = sys.argv[1], sys.argv[2] == "fresh", int(sys.argv[3])
    import indexer.engines.opensearch.batch as batch
    batch.MOST_DOCUMENTS = 10
    def reports():
        for number, one in enumerate(generated(60, seed, words=3)):
            if number == 45:
                print("writing", flush=True)
                time.sleep(60)
            yield one
    load(open_index(address), reports(), fresh=fresh)
"""


def interrupted(address: str, fresh: str, seed: int, number: int) -> None:
    """A loader that is ended by a signal after some forty of sixty reports."""
    tests = Path(__file__).parents[1]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(tests.parent), str(tests)])}
    command = [sys.executable, "-c", textwrap.dedent(WRITER), address, fresh, str(seed)]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        writer.send_signal(number)
        writer.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_loader_goes_on_where_it_stopped(
    engine: Engine, address: str, client: OpenSearch, number: signal.Signals
) -> None:
    interrupted(address, "add", 1, number)
    assert count(engine) == 30
    before = generations(client, engine)
    assert len(before) == 2
    found = [replace(one, id=one.id) for one in generated(60, 1, words=3)]
    again = load(engine, found)
    assert again.unchanged >= 30
    assert again.added + again.replaced + again.unchanged == 60
    assert generations(client, engine) == before
    assert count(engine) == engine.verify() == 60


def test_a_killed_fresh_load_goes_on_and_holds_only_what_the_second_was_given(
    engine: Engine, address: str, client: OpenSearch
) -> None:
    interrupted(address, "fresh", 1, signal.SIGKILL)
    assert count(engine) == 30
    before = generations(client, engine)
    wanted = list(generated(60, 1, words=3))[20:]
    again = load(engine, wanted, fresh=True)
    assert again.unchanged >= 10
    assert generations(client, engine) == before
    assert [loads(data).id for data in engine.reports()] == [one.id for one in wanted]


def test_what_another_kind_of_load_left_behind_is_removed(
    engine: Engine, address: str, client: OpenSearch
) -> None:
    interrupted(address, "fresh", 1, signal.SIGKILL)
    load(engine, [report("more")])
    assert count(engine) == 31
    assert len(generations(client, engine)) == 2


def test_a_second_writer_waits_then_says_who_writes(engine: Engine, address: str) -> None:
    with engine.writing():
        with pytest.raises(IndexBusyError, match=rf"process {os.getpid()} on .* is writing it; run again"):
            load(open_index(address, wait=0.3), [report("more")])
        assert count(engine) == 30
    load(open_index(address, wait=0), [report("more")])
    assert count(engine) == 31


def test_a_writer_on_another_machine_counts_as_gone_when_it_gives_no_sign(
    engine: Engine, address: str, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.opensearch.generations._GONE", 0.4)
    interrupted(address, "add", 1, signal.SIGKILL)
    left = generations(client, engine)[-1]
    note(client, left, lease={"host": "elsewhere", "process": 1, "token": "x", "beat": 3})
    load(open_index(address, wait=0), generated(60, 1, words=3))
    assert count(engine) == 60
    assert generations(client, engine)[-1] == left


def test_a_load_that_was_taken_over_or_overtaken_does_not_become_the_index(
    engine: Engine, client: OpenSearch
) -> None:
    other = {"host": "h", "process": 1, "token": "x", "beat": 3}
    with pytest.raises(IndexBusyError, match="took the load over"), engine.writing():
        note(client, generations(client, engine)[-1], lease=other)
    assert count(engine) == 30
    assert noted(client, generations(client, engine)[-1])["lease"] == other


def test_a_server_lost_at_the_last_moment_costs_nothing(
    engine: Engine, address: str, client: OpenSearch
) -> None:
    server, _, path = address.rpartition("/")
    moved: list[str] = []

    def lost(method: str, path: str, reply: Reply) -> Reply:
        del method
        moved.extend([path] if path.endswith("_aliases") else [])
        return Reply(503, b"") if moved else reply

    with proxy(server, spoil=lost) as way:
        going = open_index(f"{way.url}/{path}", said=Connection(patience=0.3))
        with pytest.raises(GongkaiError, match=r"busy or starting|not every shard|does not|cut short"):
            load(going, [report("more")])
    assert moved
    assert count(engine) == engine.verify() == 31
    load(open_index(address), [report("again")])
    assert count(engine) == engine.verify() == 32
    assert len(generations(client, engine)) == 2


def test_reports_that_vanish_from_a_new_state_are_missed(engine: Engine, client: OpenSearch) -> None:
    def reports() -> Iterator[Report]:
        yield report("more")
        target = generations(client, engine)[-1]
        client.delete(index=target, id=REPORTS[0].id, refresh=True)

    with pytest.raises(
        IndexDamagedError, match="31 reports were written, and the server counts 30: the old index stays"
    ):
        load(engine, reports())
    assert count(engine) == 30
    assert len(generations(client, engine)) == 1


def test_a_report_that_was_changed_on_the_server_is_noticed(engine: Engine, client: OpenSearch) -> None:
    index = generations(client, engine)[0]
    client.indices.put_settings(index=index, body={"index.blocks.write": None})
    stored = client.get(index=index, id=REPORTS[0].id)["_source"]
    other = client.get(index=index, id=REPORTS[1].id)["_source"]
    client.index(index=index, id=REPORTS[0].id, body=stored | {"report": other["report"]}, refresh=True)
    with pytest.raises(IndexDamagedError, match="a report is not as it was written"):
        engine.verify()
    client.delete(index=index, id=REPORTS[0].id, refresh=True)
    with pytest.raises(IndexDamagedError, match="it holds 29 reports, and 30 were written"):
        engine.verify()


def test_a_whole_state_cannot_be_written(engine: Engine, client: OpenSearch) -> None:
    with pytest.raises(Exception, match="cluster_block_exception"):
        client.index(index=name(engine), id="x", body={"id": "x"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"schema": SCHEMA - 1},
            "made with other fields than this version has .*; run gongkai index --rebuild",
        ),
        ({"fingerprint": "0"}, "made with other fields"),
        (
            {"schema": SCHEMA + 1},
            "made by a newer gongkai .*; upgrade gongkai, or run gongkai index --rebuild",
        ),
    ],
)
def test_an_index_of_another_schema_is_refused_and_can_be_made_anew(
    engine: Engine, client: OpenSearch, changed: dict[str, object], said: str
) -> None:
    note(client, generations(client, engine)[0], **changed)
    for ask in (lambda: engine.search(Query()), lambda: load(engine, [report("more")])):
        with pytest.raises(IndexOutdatedError, match=said):
            ask()
    assert engine.verify() == 30
    load(engine, (loads(data) for data in engine.reports()), fresh=True)
    assert count(engine) == 30


def test_an_empty_index_answers(address: str) -> None:
    engine = open_index(address)
    load(engine, [])
    assert (engine.search(Query()).hits, list(engine.stream(Query())), engine.verify()) == ((), [], 0)


def through(address: str, spoil: Callable[[str, str, Reply], Reply], reports: list[Report]) -> None:
    """A load through a proxy that spoils answers; all reports are there at its end."""
    server, _, path = address.rpartition("/")
    with proxy(server, spoil=spoil) as way:
        engine = open_index(f"{way.url}/{path}", said=Connection(patience=30, timeout=10))
        loaded = load(engine, reports)
    assert (loaded.added, loaded.replaced, loaded.unchanged) == (len(reports), 0, 0)
    assert count(open_index(address)) == open_index(address).verify() == len(reports)


def shortened(reply: Reply) -> Reply:
    """The answer without its second half of items."""
    told = json.loads(reply.body)
    return Reply(200, json.dumps(told | {"items": told["items"][: len(told["items"]) // 2]}).encode())


def crowded(reply: Reply) -> Reply:
    """An answer in which every second document found the queue full: they were not taken, or so it is said."""
    told = json.loads(reply.body)
    for item in told["items"][::2]:
        item["index"] = {
            "_index": "x",
            "_id": item["index"]["_id"],
            "status": 429,
            "error": {"type": "rejected_execution_exception", "reason": "full"},
        }
    return Reply(200, json.dumps(told | {"errors": True}).encode())


SPOILT: tuple[Callable[[Reply], Reply], ...] = (
    shortened,
    crowded,
    lambda reply: Reply(200, reply.body[:-30]),
    lambda reply: Reply(200, reply.body[:-30], told=len(reply.body)),
    lambda reply: Reply(200, b"{}"),
    lambda reply: Reply(200, b'{"items": null}'),
    lambda reply: Reply(200, b"<html>", "text/html"),
    lambda reply: Reply(503, b"starting", "text/plain"),
    lambda reply: Reply(429, b'{"error": {"type": "circuit_breaking_exception", "reason": "heap"}}'),
    lambda reply: Reply(413, b"", "text/plain"),
)


def test_answers_cut_short_and_servers_that_are_busy(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engines.opensearch.batch.MOST_DOCUMENTS", 3)
    next_ones = [spoil for one in SPOILT for spoil in (one, one, None)]

    def spoil(method: str, path: str, reply: Reply) -> Reply:
        del method
        change = next_ones.pop(0) if path.endswith("_bulk") and next_ones else None
        return change(reply) if change else reply

    through(address, spoil, REPORTS)
    assert next_ones == []


def test_slow_answers_are_waited_for(address: str) -> None:
    def slow(method: str, path: str, reply: Reply) -> Reply:
        del method
        return replace(reply, slow=0.3) if path.endswith("_bulk") else reply

    through(address, slow, REPORTS)


def test_a_report_that_the_server_refuses_goes_into_a_file_with_the_reason(
    engine: Engine, address: str, tmp_path: Path
) -> None:
    bad = report("bad", agency="局" * 20_000)
    for one in (bad, report("good")):
        (tmp_path / f"{one.id}.json").write_bytes(dumps(one))
    command = [sys.executable, "-m", "search_cli", "index", str(tmp_path), "--index", address]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 3
    assert "1 added, 1 refused by the server" in done.stderr
    assert "1 report refused by the server, with reasons in gongkai-refused.ndjson" in done.stderr
    (line,) = (tmp_path / "gongkai-refused.ndjson").read_text("utf-8").splitlines()
    told = json.loads(line)
    assert (told["id"], told["status"], told["source"]) == ("bad", 400, "bad.txt")
    assert "immense term" in told["reason"]
    assert dumps(loads(json.dumps(told["report"]).encode())) == dumps(bad)
    assert count(engine) == engine.verify() == 31


def test_a_loader_gives_up_when_the_server_stays_away(address: str) -> None:
    server, _, path = address.rpartition("/")

    def away(method: str, path: str, reply: Reply) -> Reply:
        del method
        return Reply(503, b"") if path.endswith("_bulk") else reply

    with proxy(server, spoil=away) as way:
        engine = open_index(f"{way.url}/{path}", said=Connection(patience=0.5))
        with pytest.raises(
            GongkaiError, match=r"stays away or too busy .*; what was loaded stays there: run the same"
        ) as caught:
            load(engine, REPORTS)
    assert caught.value.exit_code == 4
    assert load(open_index(address), REPORTS).total == 30
