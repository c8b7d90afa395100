"""Tokens as the `cjk` and `standard` analyzers of OpenSearch cut them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.bigrams import bigrams, both, characters, folded

TEXT = st.text(alphabet=st.sampled_from("政府信息公开申请一二AbZ19０Ａ（），.。-_ \n·々İς𠀀"), max_size=60)


@pytest.mark.parametrize(
    ("text", "pairs", "single"),
    [
        ("政府信息", ["政府", "府信", "信息"], ["政", "府", "信", "息"]),
        ("中", ["中"], ["中"]),
        ("中，国人", ["中", "国人"], ["中", "国", "人"]),
        ("2021年政府", ["2021", "年政", "政府"], ["2021", "年", "政", "府"]),
        ("2021年 政府", ["2021", "年", "政府"], ["2021", "年", "政", "府"]),
        ("３.０４亿元", ["3.04", "亿元"], ["3.04", "亿", "元"]),
        ("１，２９５件", ["1,295", "件"], ["1,295", "件"]),
        ("1,a 1.", ["1", "a", "1"], ["1", "a", "1"]),
        ("WWW.Gov.cn。Ａ股", ["www.gov.cn", "a", "股"], ["www.gov.cn", "a", "股"]),
        ("国办〔2021〕30号", ["国办", "2021", "30", "号"], ["国", "办", "2021", "30", "号"]),
        ("𠀀𠀁㐀", ["𠀀𠀁", "𠀁㐀"], ["𠀀", "𠀁", "㐀"]),
        ("\ud800政\x00府", ["政", "府"], ["政", "府"]),
        ("…，。 ", [], []),
    ],
)
def test_cut_as_the_analyzers_do(text: str, pairs: list[str], single: list[str]) -> None:
    assert bigrams(text) == pairs
    assert characters(text) == single


def test_a_very_long_word_is_cut_where_lucene_cuts() -> None:
    assert [len(token) for token in characters("a" * 600)] == [255, 255, 90]


@given(TEXT)
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(TEXT)
def test_no_token_holds_a_blank_and_pairs_are_made_of_the_single_ones(text: str) -> None:
    pairs, single = both(text)
    assert all(token and not token.isspace() and " " not in token for token in pairs + single)
    assert set("".join(pairs)) == set("".join(single))
    assert (bigrams(text), characters(text)) == (pairs, single)


@given(TEXT, TEXT)
def test_texts_put_together_with_a_blank_are_cut_apart(left: str, right: str) -> None:
    assert characters(f"{left} {right}") == characters(left) + characters(right)
