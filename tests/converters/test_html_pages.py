"""The report on its page: what is read, what is passed over, what the page says of itself."""

import re
from collections.abc import Sequence

import pytest
from laboratory.evaluation import judged
from laboratory.judge import judge, masthead_faults
from laboratory.specimens import Specimen
from laboratory.web.portals import PORTALS
from laboratory.web.site import SITE_PARTS
from laboratory.web.specimens import HtmlRecipe, html_specimen
from laboratory.web.wrappings import WRAPPINGS

from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.report import Basis, Report
from converters.sheet import NodePlace

SEEDS = range(1, 6)
SHAPES = ("true_spans", "divisions", "no_spans")
META = {
    "SiteName": "site_name",
    "SiteIDCode": "site_code",
    "ColumnName": "column",
    "ArticleTitle": "title",
    "PubDate": "published",
    "ContentSource": "source",
}

STYLES = (
    ".zz { color: red; display: none } .up { vertical-align: super; font-size: 70% }"
    " .out { text-decoration: line-through } .tip { visibility: hidden; position: absolute }"
    " .sr-only { position: absolute; width: 1px; clip: rect(0, 0, 0, 0) }"
)


def read(page: str, name: str = "page.html", address: str | None = None) -> Report:
    return convert_bytes(page.encode(), path=name, address=address)


def body_of(made: Specimen) -> str:
    found = re.search(r"<body>(.*)</body>", made.data.decode(), re.DOTALL)
    assert found
    return found[1]


def page_of(body: str, head: str = "") -> str:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def wrong_or_open(made: Specimen, report: Report) -> dict[str, str]:
    got = {cell.id: (cell.value, cell.basis.value) for cell in report.cells}
    return {cell: verdict for cell, verdict in judge(made.truth, got).items() if verdict != "right"}


def prose(report: Report) -> str:
    return "".join("".join(f"{section.title}{section.text}".split()) for section in report.sections)


def codes(report: Report) -> list[str]:
    return [warning.code for warning in report.warnings]


def assert_right(made: Specimen) -> Report:
    """Every number, the masthead, the date, and nothing of the page in the text."""
    report = convert_bytes(made.data, path=made.name)
    assert wrong_or_open(made, report) == {}
    masthead = {
        "year": report.year,
        "form": report.form,
        "agency": report.agency.name,
        "region": report.region.code,
    }
    assert masthead_faults(made.truth, masthead) == []
    assert report.published == made.truth["published"]
    text = prose(report)
    assert [words for words in made.truth["chrome"] if "".join(words.split()) in text] == []
    return report


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", PORTALS)
def test_a_portal_page_gives_the_report_of_its_agency_and_nothing_of_the_portal(name: str, seed: int) -> None:
    assert_right(html_specimen(seed, HtmlRecipe(portal=name, shape=SHAPES[seed % 3])))


@pytest.mark.parametrize("part", SITE_PARTS)
def test_parts_of_a_site_stay_out_of_the_text_and_their_facts_become_metadata(part: str) -> None:
    made = html_specimen(21, HtmlRecipe(site=(part,)))
    report = assert_right(made)
    said = {(entry.key, entry.value) for entry in report.metadata}
    site = made.truth["site"]
    told = {(META[name], value) for name, value in site.get("meta", {}).items() if name in META}
    told |= {
        (key, site[fact])
        for fact, key in (("source", "source"), ("issuer", "issuer"), ("index", "index_number"))
        if fact in site
    }
    assert told <= said
    assert all(isinstance(entry.at, NodePlace) for entry in report.metadata)
    assert report.source.url == site.get("url")


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_report_is_found_in_every_wrapping_with_all_of_a_site_around_it(wrapping: str) -> None:
    assert_right(html_specimen(22, HtmlRecipe(wrapping=wrapping, site=tuple(SITE_PARTS), strength=1.0)))


def test_a_report_in_a_string_says_so_and_has_the_place_of_the_script() -> None:
    report = convert_bytes(html_specimen(23, HtmlRecipe(wrapping="script_string")).data, path="page.html")
    (notice,) = (warning for warning in report.warnings if warning.code == "wrapped_report")
    assert isinstance(notice.at, NodePlace)
    assert re.fullmatch(r"\(//script\)\[\d+\]", notice.at.xpath)
    assert {cell.at for cell in report.cells if cell.raw} == {notice.at}


def test_attachments_are_listed_and_get_an_address_only_where_the_page_has_one() -> None:
    links = (
        '<div>附件：<a href="./P020240115.docx">年报.docx</a><a href="/down?id=7" title="b.xlsx">表</a>'
        '<a href="./P020240115.docx">年报.docx</a><a href="javascript:void(0)">下载</a></div>'
    )
    page = page_of(body_of(html_specimen(24, HtmlRecipe())) + links)
    assert [(file.name, file.href, file.url) for file in read(page).attachments] == [
        ("年报.docx", "./P020240115.docx", None),
        ("表", "/down?id=7", None),
    ]
    known = read(page, address="https://www.example.invalid/zwgk/t1.html")
    assert [file.url for file in known.attachments] == [
        "https://www.example.invalid/zwgk/P020240115.docx",
        "https://www.example.invalid/down?id=7",
    ]
    assert known.source.url == "https://www.example.invalid/zwgk/t1.html"


def test_a_base_that_is_no_page_resolves_links_and_is_no_address() -> None:
    link = '<p>附件：<a href="a.pdf">a.pdf</a></p>'
    page = page_of(
        body_of(html_specimen(24, HtmlRecipe())) + link, '<base href="http://h.example.invalid/x/">'
    )
    report = read(page)
    assert [file.url for file in report.attachments] == ["http://h.example.invalid/x/a.pdf"]
    assert report.source.url is None


def test_a_picture_in_place_of_a_table_is_told_with_its_section() -> None:
    made = html_specimen(13, HtmlRecipe(wounds=("missing_table",)))
    report = convert_bytes(made.data, path=made.name)
    (notice,) = (warning for warning in report.warnings if warning.code == "table_picture")
    assert "below “" in notice.message
    assert ".jpg" in notice.message


def test_a_picture_beside_tables_is_no_table() -> None:
    made = html_specimen(25, HtmlRecipe())
    page = made.data.decode().replace("</table>", '</table><p><img src="chart.png" width="600"></p>')
    assert "table_picture" not in codes(read(page))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_report_printed_twice_for_two_screens_is_read_once(shape: str) -> None:
    made = html_specimen(26, HtmlRecipe(shape=shape))
    report = read(page_of(body_of(made) + body_of(made)))
    assert wrong_or_open(made, report) == {}
    assert [section.kind for section in report.sections].count("overview") == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_of_several_reports_on_a_page_one_is_read_whole_and_that_is_told(seed: int) -> None:
    first, second = html_specimen(seed, HtmlRecipe()), html_specimen(seed + 100, HtmlRecipe())
    page = page_of(f"<div>{body_of(first)}</div><div>{body_of(second)}</div>")
    report = read(page)
    assert wrong_or_open(first, report) == {}
    assert report.year == first.truth["year"]
    assert "several_reports" in codes(report)


@pytest.mark.parametrize("before", [True, False])
def test_the_tables_of_another_year_beside_those_of_a_report_are_no_report(*, before: bool) -> None:
    made = html_specimen(2, HtmlRecipe())
    body = body_of(made)
    old = re.sub(r"(?<=<td>)\d+(?=</td>)", lambda cell: str(int(cell[0]) + 7), body)
    tables = f"<p>上年度统计表</p>{''.join(re.findall('<table.*?</table>', old, re.DOTALL))}"
    at = re.search("<[^<]*(?:<strong>)?一、", body) if before else None
    page = body[: at.start()] + tables + body[at.start() :] if at else body + tables
    assert "wrong" not in wrong_or_open(made, read(page_of(page))).values()


def test_a_small_table_before_the_first_section_is_no_report() -> None:
    made = html_specimen(2, HtmlRecipe())
    rows = ("<tr><td>信息内容</td><td>本年处理决定数量</td></tr>", "<tr><td>行政许可</td><td>614</td></tr>")
    table = f"<table>{''.join(rows)}<tr><td>行政处罚</td><td>223</td></tr></table>"
    body = re.sub("<[^<]*(?:<strong>)?一、", lambda heading: table + heading[0], body_of(made), count=1)
    verdicts = wrong_or_open(made, read(page_of(body)))
    assert not [cell for cell in verdicts if not cell.startswith("disclosure")]
    assert "wrong" not in verdicts.values()


def test_what_is_hidden_is_read_only_where_nothing_else_shows_the_report() -> None:
    made = html_specimen(27, HtmlRecipe())
    spam = '<div style="position:absolute;left:-9999px">本年度还收到政府信息公开申请9999件。</div>'
    assert "9999" not in prose(read(page_of(body_of(made) + spam)))
    hidden = read(page_of(f'<div style="display: none">{body_of(made)}</div>'))
    assert wrong_or_open(made, hidden) == {}
    assert "hidden_report" in codes(hidden)


def test_tables_in_hidden_tabs_are_read_and_hidden_pieces_of_cells_are_not() -> None:
    made = html_specimen(27, HtmlRecipe())
    table, rest = re.split("(?<=</table>)", body_of(made), maxsplit=1)
    rest = re.sub(r"<td>(\d+)</td>", r'<td><span style="display:none">7</span>\1</td>', rest)
    report = read(page_of(f'{table}<div class="tab" style="display:none">{rest}</div>'))
    assert wrong_or_open(made, report) == {}
    assert "hidden_report" in codes(report)


def test_every_line_of_preformatted_text_says_what_it_says() -> None:
    made = html_specimen(27, HtmlRecipe())
    said = "<pre>索引号：X-1\n发文机构：某县某局\n发布时间：2024-01-30</pre>"
    report = read(page_of(said + body_of(made)))
    assert [(each.label, each.value) for each in report.metadata] == [
        ("索引号", "X-1"),
        ("发文机构", "某县某局"),
        ("发布时间", "2024-01-30"),
    ]


def test_a_link_that_is_never_closed_loses_nothing() -> None:
    made = html_specimen(27, HtmlRecipe())
    body = body_of(made)
    for opened in (f'<p><a href="/x">{body}', body.replace("三、", '<a href="/x">三、', 1)):
        assert wrong_or_open(made, read(page_of(opened))) == {}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{0}<sup>1</sup>", "a footnote's mark"),
        ("<del>9</del>{0}", "text that was struck out"),
        ('<i class="zz">7</i>{0}', "what a style sheet hides"),
        ('<input type="text" value="{0}" readonly>', "a form's field"),
        ('<span style="font-size:0px">3</span>{0}<!-- 4 -->', "what has no size"),
        ("<ins>{0}</ins>", "what was put in"),
        ('<input type="tel" value="{0}">', "a field for digits"),
        ("{0}<sub>1</sub>", "a footnote's mark below the line"),
        ('{0}<span style="vertical-align:super;font-size:6pt">1</span>', "a mark raised by a style"),
        ("{0}<span style='position:relative;top:-4.5pt;mso-text-raise:4.5pt'>1</span>", "one raised by Word"),
        ('{0}<span class="up">1</span>', "one raised by a style sheet"),
        ('{0}<a href="#_ftn1" name="_ftnref1">1</a>', "one that links to its note"),
        ("{0}<sup>①</sup>", "one in a circle"),
        ("{0}<sup><a href='#n'>[1]</a></sup>", "one in brackets"),
        ("{0}①", "one that is not raised"),
        ('<span class="out">9</span>{0}', "what a style sheet strikes out"),
        ('{0}<span class="tip">9</span>', "what is shown only below a mouse"),
        ('<span class="sr-only">第1行</span>{0}', "what is told to the blind"),
        ("\u2066{0}\u2069", "signs that tell which way to write"),
    ],
)
def test_numbers_are_what_a_reader_of_the_page_sees(written: str, meant: str) -> None:
    made = html_specimen(28, HtmlRecipe())
    page = re.sub(r"<td>(\d+)</td>", lambda cell: f"<td>{written.format(cell[1])}</td>", made.data.decode())
    page = page.replace("</head>", f"<style>{STYLES}</style></head>")
    assert wrong_or_open(made, read(page)) == {}, meant


@pytest.mark.parametrize(
    "written", ['<img src="n.png" alt="{0}">', "<textarea>{0}</textarea>", "<svg><text>{0}</text></svg>"]
)
def test_a_number_that_is_drawn_is_no_empty_cell(written: str) -> None:
    made = html_specimen(28, HtmlRecipe())
    page = re.sub(
        r"<td>(\d+)</td>(?=\s*</tr>)", lambda cell: f"<td>{written.format(cell[1])}</td>", made.data.decode()
    )
    spaced = page.replace("<td></td>", '<td><img src="s.gif" width="1" height="18"></td>')
    read_cells = {cell.id: cell for cell in read(spaced).cells}
    assert read_cells["disclosure.licensing.decisions"].basis is Basis.UNRESOLVED
    assert "wrong" not in wrong_or_open(made, read(spaced)).values()


def test_a_number_in_raised_pieces_is_one() -> None:
    made = html_specimen(28, HtmlRecipe())
    raised = "<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>{}</span>".format
    page = re.sub(r"(?<=<td>)\d+(?=</td>)", lambda cell: "".join(map(raised, cell[0])), made.data.decode())
    assert wrong_or_open(made, read(page)) == {}


def whole_in_one_table(made: Specimen, *, cells_hold_all: bool) -> str:
    """The page as a spreadsheet's export: prose in rows of one cell, the statutory tables as rows of the same table."""
    rows: list[str] = []
    for part in re.split(r"(<table.*?</table>)", body_of(made), flags=re.DOTALL):
        if part.startswith("<table"):
            rows.append(re.sub(r"</?table[^>]*>", "", part))
        elif cells_hold_all:
            rows.append(f'<tr><td colspan="10">{part}</td></tr>')
        else:
            paragraphs = re.findall(r"<(?:p|div|h\d)\b[^>]*>([^<]+)</", part)
            rows += [f'<tr><td colspan="10">{text}</td></tr>' for text in paragraphs]
    return page_of(f"<table>{''.join(rows)}</table>")


@pytest.mark.parametrize("cells_hold_all", [True, False])
def test_a_page_that_is_one_table_is_read_by_rows(*, cells_hold_all: bool) -> None:
    made = html_specimen(7, HtmlRecipe())
    report = read(whole_in_one_table(made, cells_hold_all=cells_hold_all))
    assert wrong_or_open(made, report) == {}
    kinds = [section.kind for section in report.sections]
    assert kinds == ["front", "overview", "disclosure", "applications", "reviews", "problems", "other"]


def test_tables_in_the_cells_of_a_table_are_tables_of_their_own() -> None:
    made = html_specimen(7, HtmlRecipe())
    rows = (
        f"<tr><td>{part}</td></tr>"
        for part in re.split(r"(<table.*?</table>)", body_of(made), flags=re.DOTALL)
    )
    assert wrong_or_open(made, read(page_of(f"<table>{''.join(rows)}</table>"))) == {}


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("<div>2024-02-03 10:20:30　浏览次数：33</div>", "2024-02-03"),
        ("<div>发布日期: 2024/2/3 来源: 本站</div>", "2024-02-03"),
        ("<div>发布日期：2024-2-3 10:23</div>", "2024-02-03"),
        ("<div><span>发布时间</span>：<span>2024年2月3日</span></div>", "2024-02-03"),
        ("<ul><li>发布时间：</li><li>2024-02-03</li></ul>", "2024-02-03"),
        ("<div>今天是2026年5月6日</div>", None),
    ],
)
def test_the_date_below_the_title_is_the_pages(line: str, published: str | None) -> None:
    related = '<div class="related"><h4>相关链接</h4><p>发布时间：2025-09-09</p><a href="x">某事</a> 2025-09-09</div>'
    body = (
        f"<h1>五莲县水利局2023年政府信息公开工作年度报告</h1>{line}<div><p>一、总体情况</p>"
        f"<p>本年度公开信息12条。</p><p>六、其他需要报告的事项</p><p>无。</p></div>{related}"
    )
    report = read(page_of(body))
    assert report.published == published
    assert (report.year, report.agency.name) == (2023, "五莲县水利局")


@pytest.mark.parametrize(
    ("head", "title", "agency", "code"),
    [
        (
            '<meta name="SiteName" content="五莲县人民政府">',
            "县水利局2023年政府信息公开工作年度报告",
            "五莲县水利局",
            "371121",
        ),
        (
            '<meta name="ContentSource" content="五莲县水利局">',
            "2023年政府信息公开工作年度报告",
            "五莲县水利局",
            "371121",
        ),
        (
            '<meta name="contentsource" content="本站">',
            "五莲县水利局2023年政府信息公开工作年度报告",
            "五莲县水利局",
            "371121",
        ),
        (
            '<meta name="SiteName" content="日照市人民政府"><meta name="ContentSource" content="日照市政府办">',
            "五莲县水利局2023年政府信息公开工作年度报告",
            "五莲县水利局",
            "371121",
        ),
    ],
)
def test_the_agency_is_the_reports_and_the_site_a_last_witness(
    head: str, title: str, agency: str, code: str
) -> None:
    foot = "<div>主办：日照市人民政府办公室</div>"
    report = read(page_of(f"<h1>{title}</h1><p>一、总体情况</p><p>本年度公开信息12条。</p>{foot}", head))
    assert (report.agency.name, report.region.code) == (agency, code)


def test_traditional_pages_keep_their_characters_and_have_plain_names() -> None:
    made = html_specimen(29, HtmlRecipe(traditional=True, site=("information_line",)))
    report = convert_bytes(made.data, path=made.name)
    assert wrong_or_open(made, report) == {}
    assert report.agency.name in (made.truth["agency"], *made.truth["agency_also"])
    assert report.region.code == made.truth["region"]["code"]
    assert "報告" in (report.title or "")
    assert "報告" in prose(report)


def test_a_saved_page_has_the_address_that_it_was_saved_from() -> None:
    made = html_specimen(30, HtmlRecipe(saved=True))
    report = convert_bytes(made.data, path=made.name)
    assert wrong_or_open(made, report) == {}
    assert (report.source.url or "").startswith("http://www.")


def test_frames_that_are_other_files_are_named() -> None:
    page = page_of('<p>政务公开</p><iframe src="report_files/content.html"></iframe>')
    assert "frame_elsewhere" in codes(read(page))
    with pytest.raises(InputError, match=r"report_files/content\.html") as refused:
        read(page.replace("政务公开", ""))
    assert refused.value.reason == "empty"


def evidence(pages: Sequence[str]) -> list[str]:
    return [read(page).source.media_type for page in pages]


def test_what_is_a_page_is_told_by_its_beginning_or_by_its_name_and_a_tag() -> None:
    beginnings = (
        "<!DOCTYPE html><p>公开</p>",
        "\ufeff\n<html><p>公开</p>",
        "<!-- saved from url=(0011)http://x/ -->\n<html><p>公开</p>",
        '<?xml version="1.0"?><html><p>公开</p></html>',
        "<p>公开</p>",
    )
    assert evidence(beginnings) == ["text/html"] * len(beginnings)
    assert read("公开 12 件", "page.html").source.media_type == "text/plain"
    assert read("<p>公开</p>", "page.txt").source.media_type == "text/plain"


@pytest.mark.parametrize("seed", range(40, 60))
def test_drawn_pages_give_no_wrong_number(seed: int) -> None:
    made = html_specimen(seed)
    outcome = judged(seed, made.data, made.truth)
    assert (outcome.failed, outcome.said, outcome.masthead) == (None, (), ())
