"""`gongkai search` by real runs: the shapes it prints, its exit codes, and what it does to hostile text."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import REGIONS, report

from converters.report import Region
from indexer import load, open_index

TOTAL = "applications.received.total"
HOSTILE = "=HYPERLINK(1)\x1b[31m红\x1b]8;;http://x\x07\u202e<script>"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("command") / "index"
    reports = [
        report("a", year=2020, values={TOTAL: 10}, sections={"problems": "人员不足，信访较多。"}),
        report("b", year=2023, region=REGIONS[2], values={TOTAL: 150}, sections={"problems": "信访信访。"}),
        report("c", year=2024, region=REGIONS[4], agency="洪泽区教育局", values={TOTAL: 1_295}, form="2019"),
        report(
            "d",
            year=None,
            region=Region(),
            title=HOSTILE,
            agency="@机关",
            sections={"other": HOSTILE + "信访"},
        ),
        report("e", year=2022, title="另一份", sections={"overview": "信访"}, values={TOTAL: None}),
    ]
    load(open_index(str(where)), reports)
    return where


@pytest.fixture(scope="module")
def search(index: Path) -> Run:
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "GONGKAI_INDEX": str(index), **environment}
        command = [sys.executable, "-m", "search_cli", "search", *arguments]
        return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)

    return run


def ids(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [hit["id"] for hit in json.loads(done.stdout)["hits"]]


def test_json_has_the_shape_of_the_contract(search: Run) -> None:
    done = search(
        "信访", "--facet", "year", "--facet", "region.province", "--stats", TOTAL, "--format", "json"
    )
    answer = json.loads(done.stdout)
    assert list(answer) == ["total", "hits", "facets", "stats"]
    assert answer["total"] == 4
    hit = next(hit for hit in answer["hits"] if hit["id"] == "b")
    assert list(hit) == ["id", "score", "title", "agency", "region", "year", "source", "highlights"]
    assert hit["score"] > 0
    assert hit["year"] == 2023
    assert hit["region"] == {"code": "410308", "province": "河南省", "city": "洛阳市", "county": "孟津区"}
    assert hit["agency"] == {"name": "洛阳市水利局", "kind": "department"}
    assert hit["source"]["path"] == "b.txt"
    assert hit["highlights"] == ["<mark>信访</mark><mark>信访</mark>。"]
    assert answer["facets"]["year"] == [
        {"value": year, "label": str(year), "count": 1} for year in (2020, 2022, 2023)
    ]
    assert answer["facets"]["region.province"] == [{"value": "410000", "label": "河南省", "count": 3}]
    assert answer["stats"] == {TOTAL: {"count": 2, "min": 10, "max": 150, "sum": 160, "avg": 80.0}}


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--year", "2023"], ["b"]),
        (["--year", "2022..2023"], ["b", "e"]),
        (["--year", "2023.."], ["c", "b"]),
        (["--year", "..2020"], ["a"]),
        (["--year", "2020，2024"], ["c", "a"]),
        (["--region", "河南"], ["b", "e", "a"]),
        (["--region", "410300"], ["b", "e", "a"]),
        (["--region", "河南省洛阳市孟津区"], ["b"]),
        (["--region", "孟津", "--region", "洪泽区"], ["c", "b"]),
        (["--region", "西藏"], []),
        (["--agency", "教育局"], ["c"]),
        (["--agency", "水利局 洛阳"], ["b", "e", "a"]),
        (["--where", "本年新收.总计>=100"], ["c", "b"]),
        (["--where", f"{TOTAL}>=100 and form=2021"], ["b"]),
        (["--where", "本年新收.总计=blank"], ["e"]),
        (["--sort", "本年新收.总计", "--limit", "3"], ["a", "b", "c"]),
        (["--sort", "-本年新收.总计"], ["c", "b", "a", "d", "e"]),
        (["--sort", f"{TOTAL}:desc", "--limit", "1", "--offset", "1"], ["b"]),
        (["信访", "--section", "problems"], ["b", "a"]),
        (["section:problems 信访 -人员"], ["b"]),
        (["title:另一份 OR agency:教育局", "--sort", "id"], ["c", "e"]),
        (["没有这个词"], []),
    ],
)
def test_finds(search: Run, arguments: list[str], wanted: list[str]) -> None:
    assert ids(search(*arguments, "--format", "json")) == wanted


def test_ndjson_is_a_hit_a_line(search: Run) -> None:
    lines = search("--format", "ndjson", "--limit", "2").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["c", "b"]


def test_csv_is_safe_for_spreadsheets_and_keeps_numbers(search: Run) -> None:
    done = search("--format", "csv", "--sort", "-本年新收.总计", "--facet", "year")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[0][TOTAL] == "1295"
    (hostile,) = [row for row in rows if row["id"] == "d"]
    assert hostile["title"].startswith("'=HYPERLINK")
    assert hostile["agency"] == "'@机关"
    assert hostile[TOTAL] == ""
    assert "--format json" in done.stderr


def test_the_table_shows_hits_bars_and_statistics_without_terminal_escapes(search: Run) -> None:
    done = search("信访", "--facet", "year", "--facet", f"{TOTAL}:100", "--stats", TOTAL, "--where", "year>0")
    assert "洛阳市水利局 · 河南省洛阳市孟津区 · 2023" in done.stdout
    assert "3 reports" in done.stdout
    assert "100–199" in done.stdout
    assert "█" in done.stdout
    assert "160" in done.stdout
    hostile = search("title:HYPERLINK")
    assert "红" in hostile.stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + hostile.stdout)


def test_colours_only_where_they_are_wanted(search: Run) -> None:
    assert "\x1b[" in search("信访", FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert "\x1b[1;3" not in search("信访", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["(" * 100_000], "has 100,000 characters"),
        (["信访 ("], "column 5: a word is missing"),
        (['"信访'], "column 1: a quotation is opened and not closed"),
        (["--where", "本年新受.总计>1"], "nearest: 本年新收.总计"),
        (["--where", "本年新收.总计>x"], "it stands at the ^ in: 本年新收.总计> ^ x"),
        (["--facet", "nonsense"], "there is no such field"),
        (["--facet", "本年新收"], "7 fields are called so"),
        (["--facet", f"{TOTAL}:0"], "is no interval"),
        (["--stats", "form"], "is no number"),
        (["--sort", "doubt"], "cannot be sorted by"),
        (["--year", "twenty"], "'twenty' is none of 2020, 2019..2024"),
        (["--year", "2024..2019"], "2024 comes after 2019"),
        (["--region", "资源城"], "there is no region of this name"),
        (["--agency", "，"], "has no word"),
        (["--section", "nonsense", "信访"], "is not the name of one section"),
        (["--limit", "1000000000000"], "offset + limit must lie in 0 to 10,000"),
        (["--limit", "-1"], "offset + limit must lie in"),
        (["--format", "xml"], "xml"),
    ],
)
def test_a_question_that_is_none(search: Run, arguments: list[str], said: str) -> None:
    done = search(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_index_and_no_engine(search: Run, tmp_path: Path) -> None:
    missing = search("信访", "--index", str(tmp_path / "none"))
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "there is no index here; make one: gongkai index" in missing.stderr
    unreachable = search("信访", "--index", "https://me:secret@127.0.0.1:9")
    assert unreachable.returncode == 4
    assert "https://127.0.0.1:9/gongkai: no server answers there" in unreachable.stderr
    assert "secret" not in unreachable.stderr


def test_the_default_index_lies_in_the_users_data_folder(search: Run, tmp_path: Path) -> None:
    done = search("信访", GONGKAI_INDEX="", XDG_DATA_HOME=str(tmp_path))
    assert str(tmp_path / "gongkai" / "index") in done.stderr
    home = search("信访", GONGKAI_INDEX="", XDG_DATA_HOME="", HOME=str(tmp_path))
    assert str(tmp_path / ".local" / "share" / "gongkai" / "index") in home.stderr


def test_a_reader_that_has_seen_enough(index: Path) -> None:
    command = f"{sys.executable} -m search_cli search --format ndjson --index '{index}' | true"
    bash = ["/bin/bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(bash, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
