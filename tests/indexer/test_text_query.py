"""The query language: what it means, and that nothing typed can do more than be refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.errors import UsageError
from indexer.query import AllOf, AnyOf, Not, Phrase
from indexer.text_query import parse_text


def text(words: str) -> Phrase:
    return Phrase("text", words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        (" \u3000\n", None),
        ("信访", text("信访")),
        ("信访 投诉", AllOf((text("信访"), text("投诉")))),
        ("信访 AND 投诉", AllOf((text("信访"), text("投诉")))),
        ("信访 and 投诉", AllOf((text("信访"), text("and"), text("投诉")))),
        ('"信访 投诉"', text("信访 投诉")),
        ("“信访 投诉”「复议」", AllOf((text("信访 投诉"), text("复议")))),
        ("a b OR c", AnyOf((AllOf((text("a"), text("b"))), text("c")))),
        ("a (b OR c)", AllOf((text("a"), AnyOf((text("b"), text("c")))))),
        ("a（b OR c）", AllOf((text("a"), AnyOf((text("b"), text("c")))))),
        ("-复议 NOT 诉讼", AllOf((Not(text("复议")), Not(text("诉讼"))))),
        ("2020-2021", text("2020-2021")),
        ("title:洛阳 水利", AllOf((Phrase("title", "洛阳"), text("水利")))),
        ("标题：(洛阳 OR 郑州)", AnyOf((Phrase("title", "洛阳"), Phrase("title", "郑州")))),
        ("-agency:水利局", Not(Phrase("agency", "水利局"))),
        (
            "信访 section:problems 人员 不足",
            AllOf((text("信访"), Phrase("section.problems", "人员"), Phrase("section.problems", "不足"))),
        ),
        (
            "(章节:主要问题 人员) 不足",
            AllOf((Phrase("section.problems", "人员"), text("不足"))),
        ),
        ("problems:人员", Phrase("section.problems", "人员")),
        ("时间：2020", AllOf((text("时间"), text("2020")))),
        ("http://www.gov.cn", text("http://www.gov.cn")),
    ],
)
def test_meaning(typed: str, meant: object) -> None:
    assert parse_text(typed) == meant


def test_a_section_for_all_of_it() -> None:
    assert parse_text("人员", "problems") == Phrase("section.problems", "人员")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('信访 "投诉', "column 4: a quotation is opened and not closed"),
        ("(信访", "column 1: a bracket is opened and not closed"),
        ("信访)", "column 3: a bracket is closed that was not opened"),
        ("信访 OR", "column 6: a word is missing here"),
        ("OR 信访", "column 1: a word is missing here"),
        ("()", "column 2: a word is missing here"),
        ("NOT", "column 4: a word is missing here"),
        ("信访 ，", "column 4: '，' has no letter"),
        ('""', "column 1: '' has no letter"),
        ("titel:洛阳", "column 1: titel: is nothing that can be searched in; did you mean title:"),
        ("section:problems", "column 17: a word is missing"),
        ("section:", "column 1: section: needs the name of a section"),
        ("section:nonsense 信访", "is not the name of one section; choose of"),
        ("title:section:problems 信访", "section: cannot stand here"),
        ("(" * 21 + "a" + ")" * 21, "column 21: more than 20 levels"),
        ("NOT " * 100 + "a", "more than 20 levels"),
        ("title:" * 100 + "a", "cannot stand here"),
        ("a " * 65, "column 129: more than 64 words"),
        ("(" * 100_000, "has 100,000 characters; at most 1,000 are taken"),
        ("NOT " * 100_000, "has 400,000 characters"),
    ],
)
def test_refused_with_the_column(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_text(typed)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


PIECES = st.sampled_from(
    [
        "(",
        ")",
        "（",
        "）",
        '"',
        "“",
        "”",
        "-",
        "NOT ",
        " OR ",
        " AND ",
        "title:",
        "section:",
        "problems ",
        "信访",
        "a1",
        " ",
        "：",
        "\x00",
        "\ud800",
    ]
)


@given(st.one_of(st.text(max_size=1_100), st.lists(PIECES, max_size=400).map("".join)))
def test_any_string_is_a_query_or_is_refused(typed: str) -> None:
    with contextlib.suppress(UsageError):
        parse_text(typed)
