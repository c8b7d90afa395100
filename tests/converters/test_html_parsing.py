"""Nothing of a page is lost, however it nests; and no page costs more than it should."""

import html
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laboratory.web.specimens import HtmlRecipe, html_specimen

from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.readers.html.flow import shown, stretches, text_of
from converters.readers.html.nodes import MOST_STEPS, Element
from converters.readers.html.parsing import MAX_CHARACTERS, MAX_DEPTH, MAX_TAGS, parsed
from converters.readers.html.wrappings import wrapped

NESTING = ("div", "span", "font", "b", "ul", "blockquote", "section", "center", "article", "i")
REPORT = html_specimen(5, HtmlRecipe(), size="small")


class FlatTokenizer(HTMLParser):
    """The text of a page by its tags alone: the standard library's tokenizer builds no tree and knows no depth."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep the text between two tags."""
        self.text.append(data)


def flat(source: str) -> str:
    tokenizer = FlatTokenizer()
    tokenizer.feed(source)
    tokenizer.close()
    return "".join("".join(tokenizer.text).split())


def seen(source: str) -> str:
    page = parsed(source, path="page.html")
    return "".join(text_of(page.root).split())


def nested(tag: str, levels: int, text: str = "甲{0}乙") -> str:
    """A text at every level, before and behind the next."""
    before = "".join(f"<{tag}>前{level}" for level in range(levels))
    behind = "".join(f"后{level}</{tag}>" for level in range(levels))
    return f"<html><body>{before}{text}{behind}</body></html>"


@pytest.mark.parametrize("tag", NESTING)
@pytest.mark.parametrize("levels", [1, 200, 254, 255, 256, 257, 512, MAX_DEPTH - 10])
def test_no_text_is_dropped_at_any_depth(tag: str, levels: int) -> None:
    source = nested(tag, levels)
    assert seen(source) == flat(source)


def test_beyond_the_cap_tags_go_and_all_text_stays() -> None:
    source = nested("div", 5 * MAX_DEPTH + 100)
    assert seen(source) == flat(source)


PARTS = st.lists(
    st.one_of(
        st.sampled_from(
            [f"<{tag}>" for tag in NESTING] + [f"</{tag}>" for tag in NESTING] + ["<br>", "<p>", "</p>"]
        ),
        st.text("本年新收0123 \n", min_size=1, max_size=6),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(PARTS)
def test_tags_in_any_order_lose_no_text(parts: list[str]) -> None:
    source = f"<html><body>{''.join(parts)}</body></html>"
    assert seen(source) == flat(source)


TABLE = st.lists(st.lists(st.sampled_from(["", "1", "23", "规章", "<b>4</b>"]), max_size=4), max_size=5)


@settings(deadline=None)
@given(st.lists(TABLE, max_size=3), st.integers(0, 4))
def test_nested_tables_lose_no_text(tables: list[list[list[str]]], depth: int) -> None:
    body = "".join(
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
        + "</table>"
        for rows in tables
    )
    source = f"<body>{'<table><tr><td>外' * depth}{body}{'</td><td>9</td></tr></table>' * depth}</body>"
    assert seen(source) == flat(source)


@settings(deadline=None)
@given(PARTS)
def test_the_text_of_an_element_is_that_of_its_stretches(parts: list[str]) -> None:
    page = parsed(f"<html><body>{''.join(parts)}</body></html>", path="page.html")
    for element in (page.root, *page.root.descendants()):
        found = [each.text for each in stretches(element) if not isinstance(each, Element)]
        assert text_of(element) == "\n".join(found)


@given(st.text("新收0 \t\n\r\f\u00a0\u3000\u200b\u00ad。a", max_size=12))
def test_a_sign_without_width_changes_nothing_of_what_is_shown(text: str) -> None:
    assert shown(text) == shown(f"\u2060{text}\u2060")


def test_every_stretch_of_a_page_is_seen_once_and_in_order() -> None:
    page = parsed("<body>一<p>二<b>三</b></p>四<div>五<ul><li>六<li>七</ul>八</div>九<br>十", path="x")
    texts = [each.text for each in stretches(page.root) if not isinstance(each, Element)]
    assert texts == ["一", "二三", "四", "五", "六", "七", "八", "九", "十"]


@pytest.mark.parametrize(
    "bomb",
    [
        "<" * 900_000,
        "<div>" * 60_000,
        "<table><tr><td>" * 12_000,
        "<b>" * 60_000,
        "<a title='" * 30_000,
        "<!--" * 300_000,
        "&" * 1_000_000,
        "<style>" + "/*" * 300_000,
        "<style>" + "@media {" * 100_000,
        "<script>" + "'x\\" * 300_000,
        "<script>" + "/*" * 300_000,
        "<noscript>" * 50_000,
        "<table>" + "<tr><td colspan=1000000000 rowspan=999999999>规范性文件<td>1" * 2_000 + "</table>",
        '<img src="data:image/png;base64,' + "A" * 30_000_000 + '">',
        "<h3>一、总体情况</h3>" * 5_000,
        "<p>发布时间：</p>" * 20_000,
        "<p>" + "首页 &gt; " * 2_000,
        "<iframe srcdoc='" + "&lt;p&gt;规范性文件" * 20_000 + "'></iframe>",
    ],
    ids=lambda bomb: bomb[:12],
)
def test_a_bomb_before_a_report_costs_neither_the_report_nor_the_process(bomb: str) -> None:
    """What the bomb swallows is its own; where it closes the report stands behind it. No test of time: it must end."""
    source = f'<html><head><meta charset="utf-8"></head><body>{bomb}</body></html>'
    with suppress(InputError):  # a page without text is refused
        convert_bytes(source.encode(), path="page.html")
    behind = REPORT.data.decode().replace("<body>", f"<body>{bomb}", 1)
    if re.fullmatch(r"(?s).*(?:</table>|</h3>|</p>|</iframe>|\">|<div>|<b>)", bomb):
        whole = convert_bytes(behind.encode(), path="page.html")
        assert sum(cell.value is not None for cell in whole.cells) == 200


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<html>" + "政" * (MAX_CHARACTERS + 1), "too_large"),
        ("<html>" + "<b>x</b>" * (MAX_TAGS + 1), "too_complex"),
        ("<html><body>" + "政" * 1_000_001, "line_too_long"),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/css\n\nx",
            "empty",
        ),
    ],
    ids=["characters", "elements", "line", "no part"],
)
def test_what_is_too_much_is_refused_in_one_line(source: str, reason: str) -> None:
    with pytest.raises(InputError) as refused:
        convert_bytes(source.encode(), path="page.html")
    assert refused.value.reason == reason
    assert "\n" not in str(refused.value)


def test_nothing_is_fetched_and_no_entity_is_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_arguments: object, **_options: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    source = (
        '<?xml version="1.0"?><!DOCTYPE html SYSTEM "http://example.invalid/x.dtd" [<!ENTITY a "规章规章">'
        '<!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><html><head>'
        '<link rel="stylesheet" href="http://example.invalid/x.css"><script src="http://example.invalid/x.js"></script>'
        '</head><body><p>&b;&c;公开</p><img src="http://example.invalid/x.png"><iframe src="http://example.invalid/"></iframe>'
    )
    report = convert_bytes(source.encode(), path="page.xhtml")
    text = "".join(section.text for section in report.sections)
    assert "&b;&c;公开" in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "written",
    [
        str,
        lambda text: text.encode("unicode-escape").decode(),
        lambda text: text.encode("unicode-escape").decode().replace("\\u", "%u").replace("<", "%3C"),
        quote,
        lambda text: text.encode("ascii", "xmlcharrefreplace").decode().replace("<", "&lt;"),
    ],
    ids=["as it is", "escaped", "percent u", "percent", "references"],
)
def test_a_report_in_a_script_is_found_however_it_is_written(written: Callable[[str], str]) -> None:
    report = "<table>" + "<tr><td>规范性文件</td><td>1</td></tr>" * 30 + "</table>"
    page = parsed(f"<html><script>var a = '{written(report)}';</script>", path="x")
    found = wrapped(page.document)
    assert found is not None
    assert html.unescape(found.source) == report


def test_a_script_that_breaks_off_hides_no_later_string() -> None:
    report = "<table>" + "<tr><td>规范性文件</td><td>1</td></tr>" * 30 + "</table>"
    script = f"// don't\nvar a = 'x\\u653f', b = \"{report}\";\nvar c = `open"
    page = parsed(f"<html><script>{script}</script>", path="x")
    found = wrapped(page.document)
    assert found is not None
    assert found.source == report


def test_places_deep_in_a_page_are_counted_from_its_start() -> None:
    source = f"<body><table></table>{'<div>' * MOST_STEPS}<p>甲</p><table><tr><td>1<td>乙</table>"
    page = parsed(source, path="x")
    places = {each.tag: each.xpath() for each in page.root.descendants() if each.tag in ("p", "td")}
    assert places == {"p": "(//p)[1]", "td": "(//table)[2]/tbody[1]/tr[1]/td[2]"}


def test_what_is_not_seen_counts_where_places_are_counted() -> None:
    hidden = "<div hidden>甲<table></table><p>乙</div><select><option>丙</select>"
    page = parsed(f"<body>{hidden}{'<div>' * MOST_STEPS}<p>丁</p><table><tr><td>戊</table>", path="x")
    places = {each.tag: each.xpath() for each in page.root.descendants() if each.tag in ("p", "td")}
    assert places == {"p": "(//p)[2]", "td": "(//table)[2]/tbody[1]/tr[1]/td[1]"}


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_of_a_page_give_a_report_or_an_input_error(data: bytes) -> None:
    reason, report = None, None
    try:
        report = convert_bytes(b"<html>" + data, path="page.html")
    except InputError as error:
        reason = error.reason
    assert report is not None or reason in {"binary", "empty"}
