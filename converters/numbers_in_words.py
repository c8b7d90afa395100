"""Words → where numbers stand among them: not years, list codes, remarks, nor numbers of a sentence."""

import re
from collections.abc import Iterator

from converters.labels import fold
from converters.numerals import UNKNOWN
from converters.vocabulary import Vocabulary

_FEW_WORDS = 8
_IN_COLUMN = re.compile(r"(?<= {2})\d[\d,.]*+(?= {2}| *$)")
_LEAST_IN_COLUMNS = 2
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BRACKETED = re.compile(r"[（(【\[〔][^（(）)】\]〕]*[）)】\]〕]")
_IN_TEXT = re.compile(
    rf"""(?<![A-Za-z_])  # else it is a piece of an address
        (?: [-+＋－−](?=\d) | (?:增加|减少|新增|增|减|负)[ ]*(?=\d) | (?<![\d.〔第:：年月/／约近超逾＞>≥≈{UNKNOWN}]) )
        (?:(?<!,)\d{{1,3}}(?:,\d{{3}})*,(?:\d[ ]\d\d|\d\d[ ]\d|[ ]\d{{3}})(?!\d)|\d[\d,，]*+(?:[ \xa0]?[.．]\d++)?)
        (?![.．]?[A-Za-z])  # else it is a number misread
        [ \xa0]*(?:[万亿]?元|次|件|项|个|条|宗|起|份)?
        (?:（[^（）]*）|\([^()]*\))?""",
    re.VERBOSE,
)
_NOT_A_COUNT = re.compile(rf"\s*[年月日号时%％〕]|[{UNKNOWN}]")
"""What makes a number no count: a unit of time, a share, a character that could not be read."""
_ENUMERATOR = re.compile(r"\s*[.．、]\s*[^\d\s]")


def numbers_within(text: str, vocabulary: Vocabulary, *, near: bool) -> Iterator[tuple[int, int]]:
    """Where numbers stand in a piece of a table's text; `near` where a whole label stands before it."""
    few = near or len(_HAN.findall(_BRACKETED.sub("", text))) <= _FEW_WORDS or _is_laid_out(text)
    passed = 0
    for match in _IN_TEXT.finditer(text):
        begin, end = match.span()
        if _in_brackets(text, begin) or _NOT_A_COUNT.match(text, end):
            continue
        end = _before_enumerator(text, begin, end, vocabulary)
        if end > begin and (few or _beside_label(text[passed:begin], text[end:], vocabulary)):
            yield begin, end
            passed = end


def _is_laid_out(text: str) -> bool:
    """Whether numbers stand in columns here: wide gaps are set around several of them."""
    return "  " in text and len(_IN_COLUMN.findall(text)) >= _LEAST_IN_COLUMNS


def _beside_label(before: str, behind: str, vocabulary: Vocabulary) -> bool:
    """Whether a number among many words stands behind or before a piece of one of the table's labels."""
    if not before.strip():
        return True
    following = re.split(r"(?<=\D)\d", behind, maxsplit=1)[0]
    return bool(vocabulary.meaning(fold(before)).rows or vocabulary.meaning(fold(following)).rows)


def _in_brackets(text: str, index: int) -> bool:
    """Whether the place lies within brackets that also hold words: a remark such as （例：-8）."""
    opened = max(text.rfind(sign, 0, index) for sign in "（(【〔[")
    closed = max(text.rfind(sign, 0, index) for sign in "）)】〕]")
    return opened > closed and any(sign in text[index:] for sign in "）)】〕]")


def _before_enumerator(text: str, begin: int, end: int, vocabulary: Vocabulary) -> int:
    """The end of the number, without a last digit that numbers the next label (`3252.没有现成信息`)."""
    digits_end = begin + len(text[begin:end].rstrip())
    if not text[digits_end - 1].isdigit():
        return end
    if _ENUMERATOR.match(text, digits_end) or vocabulary.opens_label(
        fold(text[digits_end - 1 : digits_end + 8])
    ):
        return digits_end - 1
    return end
