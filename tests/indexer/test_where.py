"""`--where`: fields by id and Chinese name, numbers as people write them, errors that say where."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.errors import UsageError
from converters.report import Basis
from indexer.query import AllOf, Based, Known, Not, Phrase, Range, Terms
from indexer.where import parse_where

TOTAL = "applications.received.total"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("applications.received.total>=100", Range(TOTAL, low=100)),
        ("本年新收.总计>=100", Range(TOTAL, low=100)),
        ("本年新收.合计 ＞＝ １，２９５", Range(TOTAL, low=1295)),
        ("一、本年新收政府信息公开申请数量。总计≤7件", Range(TOTAL, high=7)),
        ("本年新收.总计<5", Range(TOTAL, high=5, with_high=False)),
        ("本年新收.总计>-3", Range(TOTAL, low=-3, with_low=False)),
        ("本年新收.总计=5", Range(TOTAL, 5, 5)),
        ("本年新收.总计==5", Range(TOTAL, 5, 5)),
        ("本年新收.总计!=5", AllOf((Known(TOTAL), Not(Range(TOTAL, 5, 5))))),
        ("本年新收.总计=10..20", Range(TOTAL, 10, 20)),
        ("本年新收.总计=10..", Range(TOTAL, 10, None)),
        ("本年新收.总计!=..20", AllOf((Known(TOTAL), Not(Range(TOTAL, None, 20))))),
        (
            "disclosure.procurement.amount>3.04亿元",
            Range("disclosure.procurement.amount", 304_000_000, with_low=False),
        ),
        ("disclosure.fees.amount=4,769,200.5", Range("disclosure.fees.amount", 4769200.5, 4769200.5)),
        ("公开率<50%", Range("rates.disclosure", high=0.5, with_high=False)),
        ("公开率>=0.3", Range("rates.disclosure", low=0.3)),
        ("本年新收.总计=unresolved", Based(TOTAL, Basis.UNRESOLVED)),
        ("本年新收.总计=存疑", Based(TOTAL, Basis.UNRESOLVED)),
        ("本年新收.总计=known", Known(TOTAL)),
        ("本年新收.总计!=known", Not(Known(TOTAL))),
        ("本年新收.总计=空缺", Not(Known(TOTAL))),
        ("本年新收.总计=printed", AllOf((Known(TOTAL), Not(Based(TOTAL, Basis.INFERRED))))),
        (
            "year>=2020 AND year<2023",
            AllOf((Range("year", low=2020), Range("year", high=2023, with_high=False))),
        ),
        ("year=2020 且 form=2021", AllOf((Range("year", 2020, 2020), Terms("form", ("2021",))))),
        ("发布日期>=2023-02-01", Range("published", low="2023-02-01")),
        ("warnings!=year_from_path", Not(Terms("warnings", ("year_from_path",)))),
        ("机关名称=宁波市北仑区（开发区）管委会", Terms("agency.name", ("宁波市北仑区（开发区）管委会",))),
        ("机关名称=洛阳市第７局(本级)", Terms("agency.name", ("洛阳市第7局（本级）",))),
        ("标题=洛阳", Phrase("title", "洛阳")),
    ],
)
def test_meaning(typed: str, meant: object) -> None:
    assert parse_where(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "applications.recieved.total>=100",
            "there is no such field; nearest: 本年新收.总计 (applications.received.total)",
        ),
        ("本年新受.总计>=100", "nearest: 本年新收.总计"),
        ("本年新收>=100", "7 fields are called so; say which: 本年新收.自然人"),
        ("zzzz>1", "there is no such field; `gongkai fields` lists all"),
        (
            "本年新收.总计>=abc",
            "column 10: a number is needed for 本年新收.总计; it stands at the ^ in: 本年新收.总计>= ^ abc",
        ),
        ("本年新收.总计", "column 8: a comparison"),
        ("", "column 1: a comparison"),
        ("year=2020 and", "a number is needed"),
        (">=5", "column 1: the name of a field is missing"),
        ("year>=", "column 7: a value is missing"),
        ("year>=1..2", "a range stands behind ="),
        ("year=..", "a range stands behind = and has an end"),
        ("form>2019", "column 6: words are compared with = and != only"),
        ("region=河南", "regions are compared by code here"),
        ("published>2023", "a day such as 2023-02-01 is needed"),
        ("year=nan", "a number is needed"),
        ("year=1e5", "a number is needed"),
        ("year>9" + "9" * 30, "the number is too large"),
        ("title=，", "no letter, digit or Chinese character"),
        (" and ".join(["year=1"] * 65), "has 65 comparisons; at most 64"),
        ("年" * 1_001, "has 1,001 characters"),
    ],
)
def test_refused_with_the_place(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_where(typed)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


PIECES = st.sampled_from(
    [
        "year",
        "本年新收.总计",
        "form",
        "发布日期",
        ">=",
        "=",
        "!=",
        "＜",
        "1",
        "..",
        "亿",
        "%",
        " and ",
        "且",
        "存疑",
        "２",
        "-",
        ".",
        ",",
        " ",
        "²",
        "٣",
    ]
)


@given(st.one_of(st.text(max_size=1_100), st.lists(PIECES, max_size=30).map("".join)))
def test_any_string_is_a_condition_or_is_refused(typed: str) -> None:
    with contextlib.suppress(UsageError):
        parse_where(typed)
