"""The same command typed against a folder and against an address prints the same."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import generated

from indexer import load, open_index
from search_cli.main import main

COMMANDS = (
    (),
    ("信访",),
    ("信访 OR 培训", "--facet", "year", "--facet", "region.province", "--stats", "公开率"),
    (
        "信访",
        "--region",
        "河南",
        "--year",
        "2019..2022",
        "--facet",
        "region.city",
        "--limit",
        "5",
        "--offset",
        "3",
    ),
    ("section:problems 人员 -网站", "--sort", "-本年新收.总计", "--where", "rates.disclosure<50%"),
    ("--where", "本年新收.总计=unresolved", "--facet", "doubt", "--limit", "0"),
    (
        "--where",
        "published>=2022-01-01",
        "--facet",
        "本年新收.总计",
        "--stats",
        "disclosure.procurement.amount",
    ),
    ("--agency", "第7局", "--facet", "rates.disclosure:0.5"),
    ("没有的词",),
)
REFUSED = (
    ("--where", "nonsense>3"),
    ("--region", "亚特兰蒂斯"),
    ("(信访",),
    ("--facet", "title"),
    ("--limit", "20000"),
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]) -> tuple[str, str]:
    found = (str(tmp_path_factory.mktemp("alike") / "index"), new_address())
    for place in found:
        load(open_index(place), generated(80, seed=3, words=6))
    return found


Search = Callable[..., tuple[int, str, str]]


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Search:
    """The command in this process: what it returns, prints and says."""

    def run(place: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("GONGKAI_INDEX", place)
        code = main(["search", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_identical_output_of_real_processes(places: tuple[str, str]) -> None:
    done = []
    for place in places:
        command = [
            sys.executable,
            "-m",
            "search_cli",
            "search",
            "信访",
            "--facet",
            "region",
            "--index",
            place,
        ]
        done.append(subprocess.run(command, capture_output=True, check=False))
    assert (done[0].returncode, done[0].stdout, done[0].stderr) == (0, done[1].stdout, done[1].stderr)
    assert done[0].stdout


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv"])
def test_identical_output(places: tuple[str, str], search: Search, form: str) -> None:
    folder, address = places
    for asked in COMMANDS:
        wanted = search(folder, *asked, "--format", form)
        assert wanted[0] == 0
        assert search(address, *asked, "--format", form) == wanted


def test_identical_errors(places: tuple[str, str], search: Search) -> None:
    folder, address = places
    for asked in REFUSED:
        wanted = search(folder, *asked)
        assert wanted[0] == 2
        assert search(address, *asked) == wanted


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_every_hit_is_streamed_in_the_same_order(places: tuple[str, str], search: Search, form: str) -> None:
    for asked in ((), ("信访",), ("--sort", "本年新收.总计", "--year", "2021..")):
        streamed = [search(place, *asked, "--all", "--format", form) for place in places]
        assert streamed[0] == streamed[1]
        assert streamed[0] == search(places[0], *asked, "--limit", "1000", "--format", form)


def test_every_hit_needs_a_format_of_lines_and_nothing_beside(
    places: tuple[str, str], search: Search
) -> None:
    for asked in (("--format", "table"), ("--format", "json"), ("--format", "csv", "--facet", "year")):
        code, printed, said = search(places[0], "--all", *asked)
        assert (code, printed) == (2, "")
        assert "--all" in said


def test_a_data_set_is_the_same_from_both(places: tuple[str, str], tmp_path: Path) -> None:
    made = []
    for number, place in enumerate(places):
        file = tmp_path / str(number) / "reports.csv"
        file.parent.mkdir()
        command = [
            sys.executable,
            "-m",
            "search_cli",
            "export",
            "--index",
            place,
            "--year",
            "2021..",
            "-o",
            str(file),
        ]
        subprocess.run(command, capture_output=True, check=True)
        made.append(file.read_bytes())
    assert made[0] == made[1]
    assert made[0].count(b"\n") > 20


def test_an_index_on_a_server_is_made_anew_and_verified(places: tuple[str, str], tmp_path: Path) -> None:
    for place in places:
        for asked, said in (("--rebuild", "80 reports indexed anew"), ("--verify", "80 reports in")):
            command = [sys.executable, "-m", "search_cli", "index", asked, "--index", place]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
            assert (done.returncode, done.stdout) == (0, "")
            assert said in done.stderr
