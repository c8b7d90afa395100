"""Text → tokens, cut as OpenSearch's analyzers cut them, so that both engines find the same.

`bigrams` equals the `cjk` analyzer (runs of Chinese characters as overlapping pairs, a lone one as itself,
Latin words and numbers whole and in lower case, full width folded), with stop words switched off;
`characters` equals `standard` behind the same width folding: Chinese characters one by one. Every token
stands one position behind the one before it. Words and numbers are cut by the rules of UAX #29 that concern
them: 3.04, 1,295, gov.cn whole. Kana and Hangul are cut like Han in both, so that their substrings are
found too; `standard` keeps their words whole.
"""

import re
from itertools import pairwise

_CJK = "々〇\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
"""Han with its extensions, kana, Hangul; written as codes, for a compatibility form looks like another."""
_WORD = rf"[^\W{_CJK}]"
_LETTER = rf"[^\W\d_{_CJK}]"
_RUN = re.compile(
    rf"([{_CJK}]+)"
    rf"|({_WORD}+(?:(?:(?<=[^\W\d_])[.'’:·](?={_LETTER})|(?<=\d)[.,;'’](?=\d)){_WORD}+)*)"
)
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LONGEST = 255
"""Lucene cuts longer tokens here; tantivy would drop those over 65,530 bytes without a word."""


def narrow(text: str) -> str:
    """The text with full-width forms made narrow; every character stays at its place."""
    return text.translate(_NARROW)


def folded(text: str) -> str:
    """The text in narrow forms and lower case; every character stays at its place."""
    plain = narrow(text)
    lower = plain.lower()
    if len(lower) != len(plain):  # İ becomes two characters
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in plain)
    return lower.replace("ς", "σ")  # the only letter whose small form depends on its neighbours


def runs(text: str) -> list[tuple[str, str]]:
    """The text as runs of Chinese characters (left of each pair) and other words and numbers (right)."""
    return _RUN.findall(folded(text))


def characters(text: str) -> list[str]:
    """Tokens for exact phrases: Chinese characters one by one, other words whole."""
    return _characters(runs(text))


def bigrams(text: str) -> list[str]:
    """Tokens for ranking: Chinese runs as overlapping pairs, a lone character and other words whole."""
    return _bigrams(runs(text))


def both(text: str) -> tuple[list[str], list[str]]:
    """Bigrams and characters of a text, in one go."""
    cut = runs(text)
    return _bigrams(cut), _characters(cut)


def _characters(cut: list[tuple[str, str]]) -> list[str]:
    return [token for run, word in cut for token in (run or _parts(word))]


def _bigrams(cut: list[tuple[str, str]]) -> list[str]:
    found: list[str] = []
    for run, word in cut:
        if len(run) > 1:
            found.extend(map("".join, pairwise(run)))
        elif run:
            found.append(run)
        else:
            found.extend(_parts(word))
    return found


def _parts(word: str) -> list[str]:
    if len(word) <= _LONGEST:
        return [word]
    return [word[start : start + _LONGEST] for start in range(0, len(word), _LONGEST)]
