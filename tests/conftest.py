"""What all tests share: the material beside the repository, and no silent skips in CI."""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from opensearchpy import OpenSearch

from tools.opensearch_server import Kind, ServerMissingError, end, servers

ROOT = Path(__file__).resolve().parents[1]
# A change must not fail in CI for what another draw of examples happens to find in code that it did not touch; new
# examples are looked for wherever else the tests run.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")
NOT_SHIPPED = "../shared is not here"
AGREED = "GONGKAI_TESTS_AGREED"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real reports and their truth, which lie beside the repository and are no part of it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        # A clone by itself must pass its tests; this is the one skip that CI lets through.
        pytest.skip(NOT_SHIPPED)
    return folder


def pytest_configure(config: pytest.Config) -> None:
    """A folder in which the processes of this run agree on one server; see `opensearch`."""
    if not hasattr(config, "workerinput"):
        os.environ[AGREED] = tempfile.mkdtemp(prefix="gongkai-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the server of this run, whichever of its processes started it."""
    if not hasattr(config, "workerinput"):
        folder = Path(os.environ.pop(AGREED))
        if (noted := folder / "server.json").exists():
            started = json.loads(noted.read_text("utf-8"))
            end(started["pid"], Path(started["folder"]))
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def opensearch() -> str:
    """The address of a real OpenSearch: that of OPENSEARCH_URL, else one that this run starts, once."""
    if named := os.environ.get("OPENSEARCH_URL"):
        return named.rstrip("/")
    folder = Path(os.environ[AGREED])
    noted = folder / "server.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not noted.exists():
            try:
                (server,) = servers(1, Kind(512, hasty=True))
            except ServerMissingError as error:
                pytest.skip(f"no OpenSearch: {error}")
            started = {"url": server.url, "pid": server.process.pid, "folder": str(server.folder)}
            noted.write_text(json.dumps(started), "utf-8")
            server.process.returncode = 0  # Python would complain of a child that outlives it
    url: str = json.loads(noted.read_text("utf-8"))["url"]
    return url


@pytest.fixture(scope="session")
def new_address(opensearch: str) -> Iterator[Callable[[], str]]:
    """Makes addresses of indexes that are not there yet; what was made of them goes at the end."""
    made: list[str] = []

    def address() -> str:
        made.append(f"test-{secrets.token_hex(6)}")
        return f"{opensearch}/{made[-1]}"

    yield address
    client = OpenSearch(opensearch)
    for name in made:
        client.indices.delete(index=f"{name}-v*", ignore_unavailable=True)


Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def gongkai(tmp_path: Path) -> Run:
    """Runs the command in a process of its own, in an empty folder unless told otherwise."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "search_cli", *map(os.fspath, arguments)]
        settings = {"cwd": tmp_path, "capture_output": True, "timeout": 60, **options}
        return subprocess.run(command, check=False, **settings)

    return run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
    """In CI a test that is skipped because something is missing has failed."""
    report: pytest.TestReport = yield
    expected = hasattr(report, "wasxfail") or NOT_SHIPPED in str(report.longrepr)
    if os.environ.get("CI") == "true" and report.skipped and not expected:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI during {call.when}: {report.longrepr}"
    return report
