"""What a web page of the laboratory holds, by the eyes of lxml."""

import email
import json
import re
from collections.abc import Callable, Iterator, Sequence
from email import policy
from html import unescape
from random import Random

import lxml.html
import pytest
from lxml.html import HtmlElement

from laboratory.copies import Copy, copy_of
from laboratory.grid import Table, positions
from laboratory.truth import draw
from laboratory.web.charsets import CHARSETS
from laboratory.web.content import CELL_ODDITIES
from laboratory.web.editors import EDITORS
from laboratory.web.site import SITE_PARTS
from laboratory.web.sources import SOURCE_ODDITIES
from laboratory.web.specimens import HtmlRecipe, html_specimen
from laboratory.web.tables import SHAPES, parts_of
from laboratory.web.wrappings import WRAPPINGS

# Wrappings in which the report is a string: where it stands, and how it is unpacked.
STRINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "frame": (r'srcdoc="([^"]*)"', unescape),
    "text_field": (r"<textarea[^>]*>(.*)</textarea>", unescape),
    "script_string": (r'("(?:[^"\\]|\\.){2000,}")', json.loads),
}
HIDDEN = re.compile(r"display:\s*none|font-size:\s*0\b")


def page(data: bytes, codec: str = "utf-8") -> HtmlElement:
    return lxml.html.document_fromstring(data.decode(codec))


def shown(element: HtmlElement) -> str:
    """The text of an element that its reader sees, without blanks and characters without width."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not is_hidden(child):
            parts.append(shown(child))
        parts.append(child.tail or "")
    return re.sub(r"[\s\u00a0\u00ad\u200b\u2060\ufeff]", "", "".join(parts))


def is_hidden(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(HIDDEN.search(element.get("style", "")))


def grid(table: HtmlElement) -> list[list[tuple[str, bool]]]:
    """The table by its spans: text of every position, and whether its cell begins there."""
    found: dict[tuple[int, int], tuple[str, bool]] = {}
    rows = [
        row
        for row in table.iter("tr")
        if next(row.iterancestors("table")) is table and row.get("height") != "0"
    ]
    for y, row in enumerate(rows):
        x = 0
        for cell in row.iterchildren("td", "th"):
            while (y, x) in found:
                x += 1
            for down in range(int(cell.get("rowspan", 1))):
                for across in range(int(cell.get("colspan", 1))):
                    found[y + down, x + across] = (shown(cell), not (down or across))
    width = 1 + max(x for _, x in found)
    return [[found[y, x] for x in range(width) if (y, x) in found] for y in range(len(rows))]


def expected(table: Table) -> list[list[tuple[str, bool]]]:
    return [
        [(re.sub(r"\s", "", cell.text), where == "here") for cell, where in line] for line in positions(table)
    ]


def report_tables(root: HtmlElement) -> list[HtmlElement]:
    """The tables that hold cells and no further table, and are no information block."""
    return [
        table
        for table in root.iter("table")
        if not table.findall(".//table") and table.get("class") != "xxgk_table"
    ]


def copies(seed: int) -> Copy:
    return copy_of(draw(seed, size="medium"))


def assert_grids(root: HtmlElement, copy: Copy) -> None:
    assert [grid(table) for table in report_tables(root)] == [
        expected(table) for table in copy.tables.values()
    ]


@pytest.mark.parametrize("editor", EDITORS)
def test_tables_with_true_spans_are_the_grids_they_were_written_from(editor: str) -> None:
    made = html_specimen(4, HtmlRecipe(editor=editor), size="medium")
    assert_grids(page(made.data), copies(4))


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("oddity", CELL_ODDITIES)
def test_what_befalls_cells_leaves_the_text_that_is_seen(oddity: str, editor: str) -> None:
    made = html_specimen(5, HtmlRecipe(editor=editor, cells=(oddity,), strength=1.0), size="medium")
    assert_grids(page(made.data), copies(5))
    assert made.data != html_specimen(5, HtmlRecipe(editor=editor), size="medium").data


@pytest.mark.parametrize("oddity", SOURCE_ODDITIES)
def test_damage_of_the_source_leaves_the_tables_to_a_lenient_parser(oddity: str) -> None:
    made = html_specimen(6, HtmlRecipe(editor="wps", source=(oddity,), strength=1.0), size="medium")
    assert_grids(page(made.data), copies(6))
    assert made.data != html_specimen(6, HtmlRecipe(editor="wps"), size="medium").data


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_bytes_are_in_the_charset_that_the_recipe_names(charset: str) -> None:
    made = html_specimen(7, HtmlRecipe(charset=charset, site=("meta_tags", "footer")), size="medium")
    kind = CHARSETS[charset]
    text = made.data.removeprefix(kind.mark).decode(kind.codec)
    if kind.misread:
        text = text.encode(kind.misread[1]).decode(kind.misread[0])
    assert_grids(lxml.html.document_fromstring(text.replace(kind.meta, "")), copies(7))
    declared = re.search(r"charset=\"?([\w-]+)", text)
    assert (declared[1] if declared else None) == kind.declared
    assert not kind.late or text.index("charset=") > 1024


def test_a_charset_that_lies_cannot_be_read_as_it_says() -> None:
    for charset in ("gb18030 called utf-8", "utf-8 called gbk"):
        made = html_specimen(7, HtmlRecipe(charset=charset))
        found = made.data.decode(CHARSETS[charset].declared or "", "replace")
        assert "主动公开政府信息" not in found


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_report_is_in_its_wrapping(wrapping: str) -> None:
    made = html_specimen(8, HtmlRecipe(wrapping=wrapping), size="medium")
    text = made.data.decode()
    if wrapping in STRINGS:
        pattern, unpack = STRINGS[wrapping]
        found = re.search(pattern, text, re.DOTALL)
        assert found
        text = unpack(found[1])
    parser = lxml.html.HTMLParser(huge_tree=True)
    assert_grids(lxml.html.document_fromstring(text, parser=parser), copies(8))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_number_is_on_the_page_in_every_shape(shape: str) -> None:
    made = html_specimen(9, HtmlRecipe(shape=shape), size="busy")
    text = "\n".join(page(made.data).itertext())
    numbers = set(re.findall(r"\d+(?:\.\d+)?", text))
    assert all(
        str(said).lstrip("-") in numbers for said in made.truth["cells"].values() if not isinstance(said, str)
    )


def test_wrong_spans_keep_the_order_of_cells_in_rows() -> None:
    bent = html_specimen(9, HtmlRecipe(shape="wrong_spans", strength=1.0), size="medium")
    true = html_specimen(9, HtmlRecipe(), size="medium")
    rows = [[[shown(cell) for cell in row] for row in page(made.data).iter("tr")] for made in (bent, true)]
    assert rows[0] == rows[1]
    spans = [re.findall(rb'(?:col|row)span="\d+"', made.data) for made in (bent, true)]
    assert spans[0] != spans[1]


@pytest.mark.parametrize("apart", [True, False])
def test_a_table_cut_in_two_shows_every_number_once(*, apart: bool) -> None:
    table = copies(10).tables["applications"]
    for seed in range(20):
        parts = parts_of(table, Random(seed), heading_apart=apart)
        assert len(parts) == 2
        assert [cell.id for part in parts for row in part.rows for cell in row.numbers] == [
            cell.id for row in table.rows for cell in row.numbers
        ]
        for part in parts:
            assert {len(line) for line in positions(part)} == {table.width}


@pytest.mark.parametrize("part", SITE_PARTS)
def test_the_site_says_what_the_truth_notes(part: str) -> None:
    made = html_specimen(11, HtmlRecipe(site=(part,)))
    text = made.data.decode()
    for value in told(made.truth["site"]):
        assert value in text
    flat = "".join(page(made.data).text_content().split())
    assert all("".join(words.split()) in flat for words in made.truth["chrome"])


def told(facts: object) -> Iterator[str]:
    """All strings in the facts, but addresses that are made of two."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, dict):
        for value in facts.values():
            yield from told(value)
    elif isinstance(facts, Sequence):
        for value in facts:
            yield from told(value)


def test_attachments_have_an_address_where_the_page_has_one() -> None:
    lone = html_specimen(12, HtmlRecipe(site=("attachments",))).truth["site"]
    assert [entry["url"] for entry in lone["attachments"]] == [None]
    known = html_specimen(12, HtmlRecipe(site=("attachments", "address"))).truth["site"]
    assert known["attachments"][0]["url"].startswith(known["url"][:20])


def test_a_missing_table_is_a_picture() -> None:
    made = html_specimen(13, HtmlRecipe(wounds=("missing_table",)))
    assert len(made.truth["pictures"]) == 1
    assert len(page(made.data).findall(".//img")) == 1


def test_a_page_saved_as_one_file_holds_the_report() -> None:
    made = html_specimen(14, HtmlRecipe(saved=True), size="medium")
    assert made.name.endswith(".mht")
    message = email.message_from_bytes(made.data, policy=policy.default)
    first = next(part for part in message.walk() if part.get_content_type() == "text/html")
    assert_grids(lxml.html.document_fromstring(first.get_content()), copies(14))


def test_traditional_pages_are_noted() -> None:
    made = html_specimen(15, HtmlRecipe(traditional=True))
    assert "工作年度報告" in made.data.decode()
    assert len(made.truth["agency_also"]) > len(html_specimen(15, HtmlRecipe()).truth["agency_also"])


@pytest.mark.parametrize("seed", range(30))
def test_a_seed_gives_the_same_bytes(seed: int) -> None:
    made = html_specimen(seed)
    assert made.data == html_specimen(seed).data
    json.dumps(made.truth)
