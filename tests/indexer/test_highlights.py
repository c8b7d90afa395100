"""Pieces of text with <mark>: escaped, where the words stand, and nowhere else."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from indexer.highlight import MOST, highlights
from indexer.query import Phrase
from indexer.text_query import parse_text


def marks(pieces: tuple[str, ...]) -> list[str]:
    return [html.unescape(found) for piece in pieces for found in re.findall("<mark>(.*?)</mark>", piece)]


def test_marks_what_was_asked_for() -> None:
    texts = [("section.problems", "人员不足，２０２１年经费不足。"), ("title", "人员")]
    assert marks(highlights(parse_text("不足 2021年 -人员"), texts)) == ["不足", "２０２１年", "不足"]
    assert marks(highlights(parse_text("title:人员"), texts)) == ["人员"]
    assert marks(highlights(parse_text("section:other 人员"), texts)) == []
    assert highlights(None, texts) == ()


def test_words_and_numbers_are_marked_whole_only() -> None:
    texts = [("title", "A股 NASA a 12021 2021件 政\n，府")]
    assert marks(highlights(parse_text("a 2021 政府"), texts)) == ["A", "a", "2021", "政 ，府"]


def test_markup_of_a_report_is_escaped() -> None:
    texts = [("title", "<script>alert(1)</script>洛阳<mark>&amp;")]
    (piece,) = highlights(parse_text("洛阳"), texts)
    assert piece == "&lt;script&gt;alert(1)&lt;/script&gt;<mark>洛阳</mark>&lt;mark&gt;&amp;amp;"


def test_pieces_are_few_short_and_apart() -> None:
    pieces = highlights(parse_text("信访"), [("section.problems", ("信访" + "一" * 100) * 10)])
    assert len(pieces) == MOST
    assert all(len(piece) < 110 and piece.count("<mark>") == 1 for piece in pieces)
    assert pieces[0].endswith("…")
    assert pieces[1].startswith("…")


def test_hostile_text_takes_no_time() -> None:
    text = ("政" + " " * 50) * 20_000
    assert highlights(parse_text('"政府信息公开"'), [("title", text)]) == ()


@given(st.text(max_size=200), st.text(alphabet="政府a1 ，", min_size=1, max_size=5))
def test_what_is_not_a_mark_is_the_text_escaped(text: str, words: str) -> None:
    for piece in highlights(Phrase("text", words), [("title", text)]):
        plain = html.unescape(re.sub("</?mark>", "", piece)).strip("…")
        assert re.sub(r"\s+", " ", plain) in re.sub(r"\s+", " ", text)
        assert not re.search("<(?!/?mark>)", piece)
