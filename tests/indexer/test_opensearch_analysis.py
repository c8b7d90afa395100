"""What is typed into Dashboards is cut by the server: into the same tokens as ours, so that it finds the same."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import SENTENCES, generated
from opensearchpy import OpenSearch

from indexer import Engine, Query, load, open_index
from indexer.bigrams import bigrams, characters
from indexer.catalogue import fields
from indexer.engines.opensearch.mapping import mapping
from indexer.query import Phrase

TEXTS = [
    *SENTENCES,
    "洛阳市水利局2023年政府信息公开工作年度报告",
    "国办公开办函〔2021〕30号，（五）不予处理：1.信访举报投诉类申请",
    "ＷＷＷ．ＧＯＶ．ＣＮ　１，２９５件　３．０４亿元",
    "A股上市公司 iPhone15 与 COVID-19，邮箱 info@gov.cn",
    "1,000,000.50 a_b x.y O'Neil 中，国人 𠀀𠀁㐀",
]
# No "_": alone it is a token of ours and none of the server's.
ORDINARY = st.text(alphabet="政府信息公开申请一二年AbZ19０Ａ（），.。- \n、；：“”", max_size=60)


@pytest.fixture(scope="module")
def engine(new_address: Callable[[], str]) -> Engine:
    made = open_index(new_address())
    load(made, generated(60, seed=7, words=6))
    return made


@pytest.fixture(scope="module")
def cut(opensearch: str, engine: Engine) -> Callable[[str, str], list[str]]:
    """The tokens of a text as the search analyzer of a field cuts it."""
    client, name = OpenSearch(opensearch), engine.where.rpartition("/")[2]

    def tokens(analyzer: str, text: str) -> list[str]:
        found = client.indices.analyze(index=name, body={"analyzer": analyzer, "text": text})["tokens"]
        places = [token["position"] for token in found]
        assert places == sorted(places)
        return [token["token"] for token in found]

    return tokens


@pytest.mark.parametrize("text", TEXTS)
def test_the_server_cuts_what_is_typed_as_we_do(cut: Callable[[str, str], list[str]], text: str) -> None:
    assert cut("gongkai_cjk", text) == bigrams(text)
    assert cut("gongkai_char", text) == characters(text)


@settings(max_examples=100, deadline=None)
@given(text=ORDINARY)
def test_any_ordinary_text_too(cut: Callable[[str, str], list[str]], text: str) -> None:
    assert cut("gongkai_cjk", text) == bigrams(text)
    assert cut("gongkai_char", text) == characters(text)


def found(opensearch: str, engine: Engine, query: str) -> set[str]:
    """What Dashboards finds with this line of its search bar, in the language of Lucene."""
    body = {"query": {"query_string": {"query": query, "analyze_wildcard": True}}, "size": 1_000}
    hits = OpenSearch(opensearch).search(index=engine.where.rpartition("/")[2], body=body)["hits"]["hits"]
    return {hit["_id"] for hit in hits}


def ours(engine: Engine, phrases: Iterable[Phrase]) -> set[str]:
    return {hit.id for one in phrases for hit in engine.search(Query(one, limit=1_000)).hits}


@pytest.mark.parametrize(
    "words", ["信访", "信息公开", "3.04亿元", "Ａ股", "gov", "www.gov.cn", "第7局", "2021年"]
)
def test_a_search_in_dashboards_finds_what_ours_finds(opensearch: str, engine: Engine, words: str) -> None:
    assert found(opensearch, engine, f'text.char:"{words}"') == ours(engine, [Phrase("text", words)])
    if len(words) == 2:
        assert found(opensearch, engine, words) == ours(engine, [Phrase("text", words)])
    assert found(opensearch, engine, f'title.char:"{words}"') == ours(engine, [Phrase("title", words)])


def test_the_mapping_is_strict_and_far_below_the_limit_of_fields() -> None:
    made = mapping({})
    assert made["dynamic"] == "strict"
    assert len(fields()) < 500
    leaves = str(made["properties"]).count("'type'")
    assert len(fields()) < leaves < 600


def test_readable_parts_lie_in_the_source_and_tokens_do_not(opensearch: str, engine: Engine) -> None:
    hits = OpenSearch(opensearch).search(index=engine.where.rpartition("/")[2], body={"size": 1})["hits"][
        "hits"
    ]
    source = hits[0]["_source"]
    assert source["card"]["title"].endswith("年度报告")
    assert not [key for key in source if key.endswith((".cjk", ".char"))]
    assert "cjk" not in str(source)
