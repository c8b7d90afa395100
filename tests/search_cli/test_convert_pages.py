import json
from pathlib import Path

import pytest
from conftest import Run
from laboratory.web.specimens import HtmlRecipe, html_specimen

MADE = html_specimen(12, HtmlRecipe(site=("attachments",)))


@pytest.mark.parametrize("ending", ["html", "htm", "shtml", "xhtml"])
def test_pages_are_converted_by_every_ending(gongkai: Run, tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_bytes(MADE.data)
    record = json.loads(gongkai("convert", f"a.{ending}").stdout)
    assert record["source"]["media_type"] == "text/html"
    assert record["year"] == MADE.truth["year"]


def test_the_address_of_one_document_is_named_outright(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(MADE.data)
    run = gongkai("convert", "a.html", "--url", "https://www.example.invalid/zwgk/a.html")
    record = json.loads(run.stdout)
    assert record["source"]["url"] == "https://www.example.invalid/zwgk/a.html"
    assert record["attachments"][0]["url"].startswith("https://www.example.invalid/")


def test_the_address_of_documents_is_named_by_a_manifest(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.html").write_bytes(MADE.data)
    (tmp_path / "in/manifest.tsv").write_text("a.html\thttps://www.example.invalid/a.html\n", "utf-8")
    run = gongkai("convert", "in", "-o", "out")
    assert run.stderr == b"gongkai: 1 report written to out\n"
    record = json.loads((tmp_path / "out/a.html.json").read_text("utf-8"))
    assert record["source"]["url"] == "https://www.example.invalid/a.html"


@pytest.mark.parametrize("address", ["www.example.invalid/a.html", "file:///a.html"])
def test_an_address_that_is_none_is_wrong_usage(gongkai: Run, tmp_path: Path, address: str) -> None:
    (tmp_path / "a.html").write_bytes(MADE.data)
    run = gongkai("convert", "a.html", "--url", address)
    assert run.returncode == 2
    assert b"--url takes an address" in run.stderr


def test_one_address_is_not_that_of_two_documents(gongkai: Run, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(MADE.data)
    run = gongkai("convert", "a.html", "b.html", "-o", "out", "--url", "https://www.example.invalid/")
    assert run.returncode == 2
    assert b"write a manifest" in run.stderr


def test_a_search_finds_the_report_and_nothing_of_the_page_around_it(gongkai: Run, tmp_path: Path) -> None:
    made = html_specimen(41, HtmlRecipe(portal="disclosure_column"))
    page = made.data.decode().replace(
        "一、总体情况</", "一、总体情况</p><p>要闻&lt;script&gt;alert(1)&lt;/script&gt;摘编</", 1
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert gongkai("index", "a.html", "--index", "index").returncode == 0

    def hits(words: str) -> list[dict[str, object]]:
        found = gongkai("search", words, "--index", "index", "--format", "json")
        listed: list[dict[str, object]] = json.loads(found.stdout)["hits"]
        return listed

    assert [hits(words) for words in ("领导之窗", "打印本页", "历年年报", "主办单位")] == [[], [], [], []]
    (hit,) = hits("要闻")
    assert made.truth["agency"] in str(hit["agency"])
    assert "&lt;script&gt;" in str(hit["highlights"])
    assert "<script>" not in str(hit["highlights"])
