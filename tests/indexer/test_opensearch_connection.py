"""How a server is spoken with: what is said of it, where, and each thing that may be wrong as one line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from certificates import Authority, authority, server_side
from invented import report
from loopback import Reply, proxy
from opensearchpy import OpenSearch

from converters.canonical import dumps
from converters.errors import ExitCode, GongkaiError, UsageError
from indexer import Connection, Query, load, open_index
from indexer.connection import configured_address, connection
from indexer.engines.opensearch.address import parse_address

SECRET = "pässword:/@"  # noqa: S105 - of nobody


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("ours"), "ours")


@pytest.fixture(scope="module")
def filled(new_address: Callable[[], str]) -> str:
    """The path of an index with three reports, below the server's address."""
    address = new_address()
    load(open_index(address), [report(id_, sections={"problems": "信访"}) for id_ in "abc"])
    return address.rpartition("/")[2]


def total(address: str, **said: object) -> int:
    return open_index(address, said=Connection(**said)).search(Query(limit=0)).total


def refused(address: str, **said: object) -> GongkaiError:
    with pytest.raises(GongkaiError) as caught:
        total(address, **said)
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)
    return caught.value


def test_password_and_tls(opensearch: str, ours: Authority, filled: str) -> None:
    tls = server_side(ours.signs("server"))
    with proxy(opensearch, tls=tls, credentials=f"me:{SECRET}") as way:
        address, ca = f"{way.url}/{filled}", str(ours.file)
        assert total(address, user="me", password=SECRET, ca_certs=ca) == 3
        assert total(address.replace("//", "//me:p%C3%A4ssword%3A%2F%40@"), ca_certs=ca) == 3
        assert total(address, user="me", password=SECRET, insecure=True) == 3
        wrong = refused(address, user="me", password="no", ca_certs=ca)
        assert "does not accept user and password; set OPENSEARCH_USERNAME" in str(wrong)
        assert "does not accept user and password" in str(refused(address, ca_certs=ca))
        assert "user me has no password; set OPENSEARCH_PASSWORD" in str(
            refused(address, user="me", ca_certs=ca)
        )


def test_certificates_that_are_refused(opensearch: str, ours: Authority, filled: str, tmp_path: Path) -> None:
    other = authority(tmp_path, "other")
    cases = (
        (ours.signs("expired", days=-1), "its certificate has expired; renew it"),
        (ours.signs("elsewhere", host="search.example.org"), "its certificate is of another host"),
        (
            other.signs("stranger"),
            "of an authority that is not known here; name the authority's file with --ca-certs",
        ),
    )
    for pair, said in cases:
        with proxy(opensearch, tls=server_side(pair)) as way:
            error = refused(f"{way.url}/{filled}", ca_certs=str(ours.file))
            assert said in str(error)
            assert error.exit_code == ExitCode.UNREACHABLE


def test_a_certificate_of_the_client(opensearch: str, ours: Authority, filled: str) -> None:
    tls = server_side(ours.signs("server"), clients_of=ours)
    certificate, key = map(str, ours.signs("client"))
    with proxy(opensearch, tls=tls) as way:
        address, ca = f"{way.url}/{filled}", str(ours.file)
        assert total(address, ca_certs=ca, client_cert=certificate, client_key=key) == 3
        assert "--client-cert" in str(refused(address, ca_certs=ca))
        missing = refused(address, ca_certs=ca, client_cert="/none.crt", client_key=key)
        assert "/none.crt: there is no such file" in str(missing)


def test_addresses_at_which_nothing_answers(opensearch: str, filled: str) -> None:
    nobody = refused("http://127.0.0.1:9/reports")
    assert "http://127.0.0.1:9/reports: no server answers there; start it" in str(nobody)
    assert nobody.exit_code == ExitCode.UNREACHABLE
    assert "speaks no TLS; write http://" in str(refused(f"{opensearch}/{filled}".replace("http:", "https:")))
    assert "there is no host of this name" in str(refused("http://no-such-host.invalid:9200/x"))


def test_one_of_several_nodes_is_enough(opensearch: str, filled: str) -> None:
    assert total(f"http://127.0.0.1:9,{opensearch}/{filled}") == 3


def test_tls_to_a_port_without_it_and_the_other_way_round(
    opensearch: str, ours: Authority, filled: str
) -> None:
    with proxy(opensearch, tls=server_side(ours.signs("server"))) as way:
        error = refused(f"{way.url}/{filled}".replace("https:", "http:"))
        assert "https://" in str(error)


def test_a_server_that_takes_too_long(opensearch: str, filled: str) -> None:
    with proxy(
        opensearch, spoil=lambda method, path, reply: Reply(reply.status, reply.body, slow=1.5)
    ) as way:
        error = refused(f"{way.url}/{filled}", timeout=0.3)
        assert "does not answer in time; run again, or give it more time with --timeout" in str(error)
        assert error.exit_code == ExitCode.UNREACHABLE


def answered(opensearch: str, filled: str, part: str, change: Callable[[Reply], Reply]) -> GongkaiError:
    """The error where answers to requests with this part in their path are changed."""
    with proxy(opensearch, spoil=lambda method, path, reply: change(reply) if part in path else reply) as way:
        return refused(f"{way.url}/{filled}")


def told(status: int, **error: object) -> Callable[[Reply], Reply]:
    return lambda reply: Reply(status, json.dumps({"error": error, "status": status}).encode())


def test_a_part_of_an_answer_is_never_taken_for_the_whole(opensearch: str, filled: str) -> None:
    def changed(**parts: object) -> Callable[[Reply], Reply]:
        return lambda reply: Reply(200, json.dumps(json.loads(reply.body) | parts).encode())

    shards = {"total": 3, "failed": 1, "failures": [{"reason": {"type": "x", "reason": "node left"}}]}
    failed = answered(opensearch, filled, "/_search", changed(_shards=shards))
    assert "1 of 3 shards failed (node left), so that the answer would not be whole" in str(failed)
    late = answered(opensearch, filled, "/_search", changed(timed_out=True))
    assert "the time for an answer is over, so that the answer would not be whole" in str(late)
    for change in (
        lambda reply: Reply(200, reply.body[:-20]),
        lambda reply: Reply(200, reply.body[:-20], told=len(reply.body)),
        lambda reply: Reply(200, b"<html>sign in</html>", "text/html"),
    ):
        error = answered(opensearch, filled, "/_search", change)
        assert error.exit_code == ExitCode.UNREACHABLE


def test_servers_that_are_none_of_ours(opensearch: str, filled: str) -> None:
    def version(**parts: object) -> Callable[[Reply], Reply]:
        return lambda reply: (
            Reply(200, json.dumps({"version": parts}).encode()) if b"tagline" in reply.body else reply
        )

    old = answered(opensearch, filled, "/", version(number="1.3.2", distribution="opensearch"))
    assert "the server is OpenSearch 1.3.2; OpenSearch 2 and 3 are spoken with" in str(old)
    other = answered(opensearch, filled, "/", version(number="8.15.0"))
    assert "this is Elasticsearch 8.15.0; name an OpenSearch server" in str(other)
    strange = answered(opensearch, filled, "/", lambda reply: Reply(200, b'{"hello": "world"}'))
    assert "what answers there is no OpenSearch" in str(strange)


def test_troubles_of_a_cluster(opensearch: str, filled: str) -> None:
    red = told(503, type="search_phase_execution_exception", reason="all shards failed")
    assert "is the cluster red?" in str(answered(opensearch, filled, "/_search", red))
    leaderless = told(503, type="cluster_manager_not_discovered_exception", reason="null")
    assert "has no leading node" in str(answered(opensearch, filled, "/_mapping", leaderless))
    busy = answered(
        opensearch, filled, "/_search", told(429, type="rejected_execution_exception", reason="queue")
    )
    assert busy.exit_code == ExitCode.UNREACHABLE
    right = answered(
        opensearch, filled, "/_search", told(403, type="security_exception", reason="no permissions")
    )
    assert "the user has no right to do this" in str(right)


def test_an_index_that_is_not_there_or_somebody_elses(
    opensearch: str, new_address: Callable[[], str]
) -> None:
    address = new_address()
    assert "there is no index here; make one: gongkai index PATH" in str(refused(address))
    name = address.rpartition("/")[2]
    client = OpenSearch(opensearch)
    client.index(index=f"{name}-v1-theirs", body={"their": "own"}, refresh=True)
    client.indices.put_alias(index=f"{name}-v1-theirs", name=name)
    engine = open_index(address)
    for ask in (
        lambda: engine.search(Query()),
        lambda: load(engine, [report()]),
        lambda: load(engine, [], fresh=True),
    ):
        with pytest.raises(
            GongkaiError, match="an index of this name that gongkai did not make; choose another name"
        ):
            ask()
    assert client.count(index=name)["count"] == 1


def test_a_disk_that_is_nearly_full(opensearch: str, new_address: Callable[[], str]) -> None:
    address = new_address()
    load(open_index(address), [report("old")])
    block = {"index.blocks.read_only_allow_delete": True}

    def full(method: str, path: str, reply: Reply) -> Reply:
        if (
            method == "PUT" and "_mapping" in path
        ):  # as the watermark does: while the loader is about to write
            OpenSearch(opensearch).indices.put_settings(index=path.split("/")[1], body=block)
        return reply

    with proxy(opensearch, spoil=full) as way:
        engine = open_index(f"{way.url}/{address.rpartition('/')[2]}", said=Connection(patience=30))
        with pytest.raises(GongkaiError, match="the disk of the server is nearly full") as caught:
            load(engine, [report("old"), report("new")])
    assert "make room there, then run the same command again" in str(caught.value)
    assert open_index(address).search(Query(limit=0)).total == 1


def test_a_proxy_of_the_environment(opensearch: str, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(opensearch) as way:
        monkeypatch.setenv("http_proxy", way.url)
        monkeypatch.setenv("no_proxy", "")
        assert total(f"{opensearch}/{filled}") == 3
        assert len(way.seen) >= 3
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        seen = len(way.seen)
        assert total(f"{opensearch}/{filled}") == 3
        assert len(way.seen) == seen


def test_bodies_are_packed_on_their_way_to_another_machine(
    new_address: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.opensearch.client._is_far", lambda address: True)
    engine = open_index(new_address())
    load(engine, [report(id_, sections={"problems": "信访"}) for id_ in "abc"])
    assert engine.search(Query(limit=0)).total == engine.verify() == 3


def test_requests_are_signed_for_aws(opensearch: str, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    with proxy(opensearch) as way:
        assert total(f"{way.url}/{filled}", aws_region="cn-north-1") == 3
    for headers in way.seen:
        signed = {key.lower(): value for key, value in headers.items()}
        assert signed["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        assert "/cn-north-1/es/aws4_request" in signed["authorization"]
        assert signed["x-amz-security-token"] == "token"
        assert SECRET not in str(headers)


@pytest.mark.parametrize(
    ("text", "shown", "user"),
    [
        ("http://h", "http://h:9200/gongkai", None),
        ("https://me:a%3Ab@h:1/reports", "https://h:1/reports", "me"),
        ("http://a:1,http://b:2/x", "http://a:1,http://b:2/x", None),
        ("http://[::1]:9200/x-1.y", "http://[::1]:9200/x-1.y", None),
        ("https://h/x", "https://h:443/x", None),
    ],
)
def test_addresses(text: str, shown: str, user: str | None) -> None:
    address = parse_address(text)
    assert (str(address), address.user) == (shown, user)


@pytest.mark.parametrize(
    "text",
    [
        "http://",
        "http://h:x",
        "http://h:99999/x",
        "ftp://h/x",
        "http://h/X",
        "http://h/a/b",
        "http://h/_x",
        "http://h/x?q",
        "http://h,https://i/x",
    ],
)
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_address(text.replace("//", "//me:secret@"))
    assert "secret" not in str(caught.value)


def test_options_go_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "gongkai" / "config.toml"
    assert (connection(), configured_address()) == (Connection(), None)
    file.parent.mkdir()
    file.write_text(
        '[opensearch]\naddress = "http://h/x"\nuser = "file"\npassword = "p"\n'
        "timeout = 5\nreplicas = 0\ninsecure = true\n"
    )
    said = connection()
    assert (said.user, said.password, said.timeout, said.replicas, said.insecure) == ("file", "p", 5, 0, True)
    assert configured_address() == "http://h/x"
    assert "p" not in repr(said).split("(")[1]
    monkeypatch.setenv("OPENSEARCH_USERNAME", "environment")
    monkeypatch.setenv("OPENSEARCH_TIMEOUT", "7.5")
    said = connection({"timeout": 9.0, "user": None})
    assert (said.user, said.timeout) == ("environment", 9.0)
    for text, words in (
        ("[opensearch]\nuzer = 1", "uzer: is no setting; choose of user, password"),
        ("[opensearch]\ntimeout = -1", "timeout: is not what it should be; a number above zero"),
        ("[opensearch]\nuser = 1", "user: is not what it should be; a text"),
        ("password = secret", "is no TOML"),
        ("opensearch = 1", "opensearch is no table"),
    ):
        file.write_text(text)
        with pytest.raises(UsageError, match=words) as caught:
            connection()
        assert "secret" not in str(caught.value)


def gongkai(*arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "search_cli", *map(str, arguments)]
    return subprocess.run(command, env=os.environ | env, capture_output=True, encoding="utf-8", check=False)


def test_the_command_line_says_each_in_one_line(
    opensearch: str, ours: Authority, filled: str, tmp_path: Path
) -> None:
    tls = server_side(ours.signs("server"))
    with proxy(opensearch, tls=tls, credentials="me:secret") as way:
        address = f"{way.url}/{filled}"
        options = ("--index", address, "--user", "me", "--ca-certs", ours.file)
        found = gongkai("search", "信访", "--format", "json", *options, OPENSEARCH_PASSWORD="secret")
        assert (found.returncode, json.loads(found.stdout)["total"], found.stderr) == (0, 3, "")
        wrong = gongkai("search", *options, OPENSEARCH_PASSWORD="guess")
        assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (1, "", 1)
        open_ = gongkai("search", "--index", address.replace("//", "//me:secret@"), "--insecure")
        assert open_.returncode == 0
        assert "seen by others in the list of processes" in open_.stderr
        assert "the server's certificate is not looked at" in open_.stderr
        assert "secret" not in open_.stderr
    gone = gongkai("search", "--index", "http://127.0.0.1:9")
    assert (gone.returncode, gone.stderr) == (
        4,
        "gongkai: http://127.0.0.1:9/gongkai: no server answers there; start it, or correct the address\n",
    )
    (tmp_path / "a.json").write_bytes(dumps(report()))
    assert gongkai("index", tmp_path / "a.json", "--index", "http://127.0.0.1:9").returncode == 4


def test_without_the_extra_a_line_says_how_to_install_it() -> None:
    code = (
        "import sys; sys.modules['opensearchpy'] = None; from search_cli.main import main;"
        " sys.exit(main(['search', '--index', 'http://127.0.0.1:9200']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == ExitCode.USAGE
    assert (
        "needs opensearch-py, which is not installed; install it: pip install 'gongkai[opensearch]'"
        in done.stderr
    )
