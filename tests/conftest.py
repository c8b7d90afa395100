"""What all tests share: the material beside the repository, and no silent skips in CI."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
# A change must not fail in CI for what another draw of examples happens to find in code that it did not touch; new
# examples are looked for wherever else the tests run.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")
NOT_SHIPPED = "../shared is not here"


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
