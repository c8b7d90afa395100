"""Sentences → facts: what counts as one, what it is named, where it stands, what the tables say to it."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.prose import QUOTED, compare, read_facts
from converters.report import Fact
from converters.sheet import Line, NodePlace, PagePlace, TextPlace
from converters.wording import wording

RECEIVED = "applications.received.total"
BOTH = "applications.received_and_carried_in.total"
CARRIED_IN = "applications.carried_in.total"
CARRIED_OUT = "applications.carried_out.total"
PROCESSED = "applications.processed_total.total"
RECONSIDERATION = "reviews.reconsideration.total"
LITIGATION = "reviews.litigation.total"
NAMED_IN_TABLES = {RECEIVED, BOTH, PROCESSED, RECONSIDERATION, LITIGATION}


def lines_of(text: str) -> list[Line]:
    return [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.split("\n"), 1)]


def facts_of(text: str, year: int | None = 2023) -> list[Fact]:
    return read_facts(lines_of(text), year=year)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("共上传数据20611条。", [(20611, "条")]),
        ("共上传数据 20611 条。", [(20611, "条")]),
        ("办理事项2,871件。", [(2871, "件")]),
        ("办理事项１，２９７件，退回１２件。", [(1297, "件"), (12, "件")]),
        ("成交金额612.07亿元，节约资金3万元。", [(612.07, "亿元"), (3, "万元")]),
        ("办结率达到98.6%，满意率９９％。", [(98.6, "%"), (99, "%")]),
        ("比重为百分之四十二点五。", [(42.5, "%")]),
        ("提高2.5个百分点。", [(2.5, "个百分点")]),
        ("收到来信三十四件、来电一百零六次。", [(34, "件"), (106, "次")]),
        ("分为主动、依申请、不公开三类。", [(3, "类")]),
        ("收到来信一件。", [(1, "件")]),
        ("访问量1.2万次，转发5千次。", [(12000, "次"), (5000, "次")]),
        ("答复3000万元以下的项目8个。", [(3000, "万元"), (8, "个")]),
        ("发布信息2021条。", [(2021, "条")]),
        ("接待群众46人次，发放手册300册。", [(46, "人次"), (300, "册")]),
    ],
)
def test_counts_and_amounts_are_facts(text: str, facts: list[tuple[float, str]]) -> None:
    assert [(fact.value, fact.unit) for fact in facts_of(text)] == facts


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据期限为2023年1月1日至12月31日。",
        "根据条例第二十条、第12条和第十九、二十条的规定执行。",
        "按照国办公开办函〔2021〕30号和国务院令第711号要求。",
        "认真落实《关于优化服务的20条措施》和“三审三校”。",
        "1.加强领导。2.落实责任。（一）健全机制。一是提高认识，二是抓好落实。",
        "地址：人民路88号3楼，邮编：430000，电话：027-82233445。",
        "发布时间2024-01-19 09:30，版本V2.1。",
        "— 4 —",
        "浏览次数：873次",
        "5个工作日内答复，历时3个月，每天8小时。",
        "自2023起施行，2023年3月起公开。",
        "一件件落实，提供一条龙、一次性服务，做好一件事一次办。",
        "十九届四中全会、两会精神、数十件实事、百件好事、几十次会议。",
        "规章 0 0 0 3 件",
        "共3-5件、2至3次、10—12场。",
        "总数为0012件。",
        "共1.5件。",
        "编号12345678901234567890件。",
        "金额-5万元，合计1，290件，合计2019,300件。",
        "零件采购和条例宣传。",
        "单位：万元",
        "",
    ],
)
def test_what_is_no_count_is_no_fact(text: str) -> None:
    assert facts_of(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("全年公开130余条。", 130, "条"),
        ("阅读量5万余次。", 50000, "次"),
        ("阅读量十万多次。", 100_000, "次"),
        ("投入30多万元。", 30, "万元"),
        ("约有四十余件。", 40, "件"),
        ("共约130条。", 130, "条"),
        ("超过130条。", 130, "条"),
        ("近130条。", 130, "条"),
        ("130条以上。", 130, "条"),
        ("130条左右。", 130, "条"),
    ],
)
def test_approximate_facts_say_so(text: str, value: float, unit: str) -> None:
    (fact,) = facts_of(text)
    assert (fact.value, fact.unit, fact.approximate) == (value, unit, True)


def test_exact_facts_say_so_too() -> None:
    assert not facts_of("达到130条。")[0].approximate


ALL_ZERO = [(RECEIVED, 0), (RECONSIDERATION, 0), (LITIGATION, 0)]
TOLD: dict[str, list[tuple[str | None, float]]] = {
    "2023年，我局收到政府信息公开申请37件。": [(RECEIVED, 37)],
    "全年共受理37件政府信息公开申请。": [(RECEIVED, 37)],
    "共收到依申请公开事项0条。": [(RECEIVED, 0)],
    "共收到公民、法人和其他组织提出的政府信息公开申请37件。": [(RECEIVED, 37)],
    "（二）依申请公开\n受理申请1,237件，办结1,190件（含上年结转88件）。": [
        (RECEIVED, 1237),
        (PROCESSED, 1190),
        (CARRIED_IN, 88),
    ],
    "收到政府信息公开申请37件（含上年结转3件）。": [(BOTH, 37), (CARRIED_IN, 3)],
    "收到政府信息公开申请37件，其中上年度结转3件。": [(BOTH, 37), (CARRIED_IN, 3)],
    "收到政府信息公开申请37件，上年结转3件。": [(RECEIVED, 37), (CARRIED_IN, 3)],
    "新收政府信息公开申请37件，结转上年度申请3件。已办结38件，结转下年度继续办理2件。": [
        (RECEIVED, 37),
        (CARRIED_IN, 3),
        (PROCESSED, 38),
        (CARRIED_OUT, 2),
    ],
    "收到政府信息公开申请37件，同比增长12%，办结36件。": [(RECEIVED, 37), (None, 12), (PROCESSED, 36)],
    "2022年收到政府信息公开申请8件，2023年收到政府信息公开申请12件。": [(None, 8), (RECEIVED, 12)],
    "因政府信息公开被申请行政复议3件，其中维持2件，纠正1件；被提起行政诉讼1件。": [
        (RECONSIDERATION, 3),
        (None, 2),
        (None, 1),
        (LITIGATION, 1),
    ],
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议2件，行政诉讼0件。": [
        (RECONSIDERATION, 2),
        (LITIGATION, 0),
    ],
    "本单位未收到政府信息公开申请，未发生因政府信息公开引起的行政复议和行政诉讼。": ALL_ZERO,
    "未收到依申请公开事项，也未发生行政复议及行政诉讼。": ALL_ZERO,
    "无政府信息公开申请、无行政复议、无行政诉讼。": ALL_ZERO,
    "没有收到公民、法人或其他组织关于政府信息公开的申请。": [(RECEIVED, 0)],
    "中心没有接到要求公开有关政务信息的申请。": [(RECEIVED, 0)],
    "无依申请公开政府信息情况。": [(RECEIVED, 0)],
    "本局没有因政府信息公开申请行政复议、提起行政诉讼的情况。": [(RECONSIDERATION, 0), (LITIGATION, 0)],
    "未发生行政复议，行政诉讼1件均已审结，涉及政府信息公开。": [(RECONSIDERATION, 0), (None, 1)],
    "2023年度未收取信息公开处理费。": [("prose.fee_charged", 0)],
    "收取信息处理费180元。": [("prose.fee_charged", 180)],
    "中心网站发布信息871条，微信公众号、微博共发布信息206篇。": [
        ("prose.website_items", 871),
        ("prose.new_media_items", 206),
    ],
    "制发规范性文件4件，废止规范性文件1件。": [
        ("disclosure.normative_documents.issued", 4),
        ("disclosure.normative_documents.repealed", 1),
    ],
}


@pytest.mark.parametrize(("text", "told"), TOLD.items())
def test_a_fact_is_named_where_the_sentence_says_what_is_counted(
    text: str, told: list[tuple[str | None, float]]
) -> None:
    assert [(fact.name, fact.value) for fact in facts_of(text)] == told


@pytest.mark.parametrize(
    ("word", "name", "value"),
    [
        ("予以公开", "applications.granted.total", 21),
        ("部分公开", "applications.partly_granted.total", 4),
        ("予以公开及部分公开", "applications.granted_and_partly_granted.total", 25),
        ("不予公开", "applications.refused.total", 6),
        ("无法提供", "applications.unavailable.total", 9),
        ("不予处理", "applications.not_processed.total", 3),
        ("其他处理", "applications.other_handling.total", 2),
    ],
)
def test_outcomes_are_named_behind_applications_and_beside_their_shares(
    word: str, name: str, value: int
) -> None:
    facts = facts_of(f"办结政府信息公开申请50件。{word}{value}件（{value * 2}%），撤回1件。")
    assert [(fact.name, fact.value) for fact in facts] == [
        (PROCESSED, 50),
        (name, value),
        (None, value * 2),
        (None, 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "其中当面申请政府信息公开1件，信函申请1件，网上申请1件。",
        "政府信息公开申请比上年增加5件。",
        "收到政府信息公开申请较上年多5件。",
        "政府信息公开申请同比减少5件。",
        "2022年收到政府信息公开申请8件。",
        "去年收到政府信息公开申请8件。",
        "5月份收到政府信息公开申请3件。",
        "上半年收到政府信息公开申请3件。",
        "条例施行以来收到政府信息公开申请300件。",
        "各部门收到政府信息公开申请300件。",
        "县政府办公室收到政府信息公开申请12件。",
        "其中县本级收到政府信息公开申请12件。",
        "自然人提出、我局收到政府信息公开申请12件。",
        "平均每月收到政府信息公开申请2件。",
        "预计明年受理政府信息公开申请20件。",
        "不予受理政府信息公开申请2件。",
        "受理贷款申请3000件。",
        "收到建议提案15件，办结15件。",
        "收到政府信息公开申请以外的来信3件。",
        "市司法局办理政府信息公开行政复议案件15件。",
        "全年审理行政复议案件45件，行政诉讼12件。",
        "因政府信息公开引发行政复议、行政诉讼各1件。",
        "审查公文：主动公开80件，依申请公开12件，不予公开6件。",
        "未收到信函提出的政府信息公开申请。",
        "对没有申请公开必要的信息不予公开。",
        "申请人无正当理由大量反复申请的情况。",
        "未发生行政复议、行政诉讼案件败诉情况。",
        "未经行政复议直接提起行政诉讼的情况。",
        "我局未因不予公开被申请行政复议后败诉。",
        "上半年未收到政府信息公开申请。",
        "2022年未收到政府信息公开申请。",
        "各部门未收到政府信息公开申请的有3家。",
    ],
)
def test_a_part_a_comparison_or_something_else_is_not_named(text: str) -> None:
    assert not NAMED_IN_TABLES & {fact.name for fact in facts_of(text)}


def test_without_a_reporting_year_no_year_is_another() -> None:
    assert facts_of("2022年收到政府信息公开申请8件。", year=None)[0].name == RECEIVED


def test_the_place_is_that_of_the_number() -> None:
    text = "一、总体情况\n\u3000\u3000全年收到政府信息公开申请 37 件，未收取任何费用。"
    number, nothing = facts_of(text)
    assert number.at == TextPlace(2, text.split("\n")[1].index("37") + 1)
    assert nothing.at == TextPlace(2, text.split("\n")[1].index("未收取") + 1)


def test_a_wrapped_sentence_is_joined_and_keeps_its_places() -> None:
    above = "  （二）依申请公开情况。本机关全年受理政府信\n  息公开申请，一共受理政府信息公开申请 37"
    text = above + "\n— 2 —\n\n  件，均已办结。"
    (fact,) = facts_of(text)
    assert (fact.name, fact.value, fact.unit, fact.at) == (RECEIVED, 37, "件", TextPlace(2, 22))
    assert fact.sentence.startswith("本机关全年受理政府信息公开申请，一共")
    assert fact.sentence.endswith("37件，均已办结。")


@pytest.mark.parametrize(
    "text",
    [
        "二、收到和处理政府信息公开申请的具体情况如下表所示 12\n3 件",
        "短行 12\n件",
        "这一行在句号之后就结束了，并不需要与下一行连接起来 12。\n件",
        "各栏目之间由制表符隔开，互相没有关系 12\t件",
        "各栏目之间由竖线隔开，互相没有任何关系 12 | 件",
    ],
)
def test_numbers_and_units_of_different_lines_are_not_joined(text: str) -> None:
    assert not [fact for fact in facts_of(text) if fact.value == 12]


def test_latin_words_keep_their_blanks() -> None:
    assert facts_of("上线 Open Data 栏目 2 个。")[0].sentence == "上线Open Data栏目2个。"


@pytest.mark.parametrize("place", [PagePlace(3, (1.0, 2.0, 3.0, 4.0)), NodePlace("/html/body/p[2]")])
def test_other_places_are_those_of_the_line(place: PagePlace | NodePlace) -> None:
    (fact,) = read_facts([Line("发布信息12条。", place)], year=2023)
    assert fact.at == place


def fact(name: str | None, value: float, *, approximate: bool = False) -> Fact:
    return Fact(name, value, "件", "", TextPlace(1, 1), approximate)


REFUSED = wording().sums["applications.refused.total"].cells[0]


MADE = "disclosure.normative_documents.made"
ISSUED = "disclosure.normative_documents.issued"
COMPARED: list[tuple[list[Fact], Mapping[str, int], list[tuple[object, ...]]]] = [
    ([fact(RECEIVED, 37)], {RECEIVED: 37}, [(RECEIVED, True, (RECEIVED,), 37, 37)]),
    ([fact(RECEIVED, 37)], {RECEIVED: 36}, [(RECEIVED, False, (RECEIVED,), 37, 36)]),
    (
        [fact(RECEIVED, 37), fact(RECEIVED, 36)],
        {RECEIVED: 37},
        [(RECEIVED, True, (RECEIVED,), 37, 37), (f"{RECEIVED}.2", False, (RECEIVED,), 36, 37)],
    ),
    ([fact(BOTH, 40)], {RECEIVED: 37, CARRIED_IN: 3}, [(BOTH, True, (RECEIVED, CARRIED_IN), 40, 40)]),
    (
        [fact("applications.refused.total", 8)],
        dict.fromkeys(REFUSED, 1),
        [("applications.refused.total", True, REFUSED, 8, 8)],
    ),
    ([fact(ISSUED, 2)], {MADE: 3}, [(ISSUED, False, (MADE,), 2, 3)]),
    ([fact(BOTH, 40)], {RECEIVED: 37}, []),
    ([fact(RECEIVED, 40, approximate=True)], {RECEIVED: 37}, []),
    ([fact(None, 40), fact("prose.website_items", 40)], {RECEIVED: 37}, []),
]


@pytest.mark.parametrize(("facts", "values", "checks"), COMPARED)
def test_facts_are_compared_with_the_tables(
    facts: list[Fact], values: Mapping[str, int], checks: list[tuple[object, ...]]
) -> None:
    got = compare(facts, values)
    found = [(check.id.removeprefix("prose."), *astuple(check)[1:]) for check in got]
    assert all(check.id.startswith("prose.") for check in got)
    assert found == checks


def test_other_handling_is_one_cell_or_the_sum_of_three() -> None:
    facts = [fact("applications.other_handling.total", 6)]
    (old,) = compare(facts, {"applications.other_handling.total": 6})
    three = wording().sums["applications.other_handling.total"].cells[1]
    (new,) = compare(facts, dict.fromkeys(three, 2))
    assert old.holds
    assert new.holds
    assert new.cells == three


WORDS = [
    "收到",
    "受理",
    "政府",
    "信息",
    "公开",
    "申请",
    "未",
    "没有",
    "无",
    "行政复议",
    "、",
    "行政诉讼",
    "件",
    "条",
    "万",
    "亿",
    "元",
    "余",
    "其中",
    "含",
    "上年",
    "结转",
    "12",
    "1,295",
    "三十",
    "年",
    "《",
    "》",
    "“",
    "”",
    "第",
    "（",
    "）",
    "一、",
    "，",
    "。",
    "；",
    "|",
    "%",
    ".",
    "－",
    "１２",
    "百分之",
    "点",
]
PIECES = st.sampled_from([*WORDS, " ", "\u3000", "\n", "\t"])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_fact_stands_where_it_says(text: str) -> None:
    lines = lines_of(text)
    for found in read_facts(lines, year=2023):
        assert isinstance(found.at, TextPlace)
        rest = lines[found.at.line - 1].text[found.at.column - 1 :]
        assert rest
        assert rest[0] in "0123456789０１２百三十未没无政信依行"
        assert len(found.sentence) <= QUOTED


@given(st.text(max_size=200))
def test_no_text_fails(text: str) -> None:
    read_facts(lines_of(text), year=2023)


REPORT = (
    "（二）依申请公开情况。2023年，我局收到政府信息公开申请37件，办结36件；"
    "全年主动公开信息1,204条，未收取任何费用。"
)


def test_a_report_on_one_line_is_read_in_time() -> None:
    text = REPORT.replace("。", "，").replace("；", "，") * (100_000 // len(REPORT))
    start = time.process_time()
    facts = facts_of(text)
    assert time.process_time() - start < 3
    assert len(facts) > 4000
    assert max(len(fact.sentence) for fact in facts) <= QUOTED


PILED = [
    "收到12件",
    "12件，",
    "三百",
    "1,234,",
    "未收到政府信息公开",
    "《",
    "1 ",
    "\u3000",
    "（一",
    "第1页 ",
    "\t",
]


@pytest.mark.parametrize("piece", PILED)
def test_a_long_hostile_line_takes_no_more_than_its_length(piece: str) -> None:
    """A fifth of a megabyte, up to 60,000 facts in one sentence; quadratic work would take minutes."""
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    facts_of(text)
    assert time.process_time() - start < 10


def test_an_ordinary_report_takes_little_time() -> None:
    """About 1 ms here; the bound leaves room for a slow, busy machine."""
    lines = lines_of("\n".join([REPORT, "持续推进政务公开标准化规范化建设，不断提升工作水平。" * 12] * 10))
    read_facts(lines, year=2023)
    best = min(_timed(lines) for _ in range(5))
    assert best < 0.02


def _timed(lines: list[Line]) -> float:
    start = time.process_time()
    read_facts(lines, year=2023)
    return time.process_time() - start


# Set phrases and decree numbers, which the truth files list for the reader's sake and which count nothing.
UNCOUNTED = {"级", "周", "审/校", "号"}
FLOOR = 1.0
"""The share found of the numbers that a person found in the prose; lower it only with a reason."""


def text_of(path: Path) -> str:
    if path.suffix == ".txt":
        return path.read_text("utf-8")
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "\n")


def real_reports(shared: Path) -> Iterator[tuple[str, dict[str, Any], list[Fact]]]:
    """Name, truth and facts of each real report, its tables read as if they were prose."""
    for path in sorted((shared / "truth").glob("*.json")):
        name, truth = path.name.removesuffix(".json"), json.loads(path.read_text("utf-8"))
        places = (shared / folder / name for folder in ("seeds", "cases", "real"))
        source = next((place for place in places if place.exists()), None)
        if source is not None:
            yield name, truth, facts_of(text_of(source), truth["year"])


def test_what_a_person_found_in_real_reports_is_found(shared: Path) -> None:
    sought, missed = 0, []
    for name, truth, facts in real_reports(shared):
        found = {(fact.value, fact.unit) for fact in facts}
        listed = truth.get("narrative_facts", [])
        stated = [one for one in listed if one["unit"] not in UNCOUNTED]
        sought += len(stated)
        missed += [(name, one) for one in stated if (one["value"], one["unit"]) not in found]
    assert sought > 35
    assert 1 - len(missed) / sought >= FLOOR, missed


def test_real_reports_contradict_none_of_their_tables(shared: Path) -> None:
    """As a person found, none of these agencies does: a failed check would be a wrong name."""
    checks = []
    for name, truth, facts in real_reports(shared):
        values = {cell: value for cell, value in truth["cells"].items() if not isinstance(value, str)}
        checks += [(name, check) for check in compare(facts, values)]
    assert not [(name, check) for name, check in checks if not check.holds]
    assert len(checks) >= 14
