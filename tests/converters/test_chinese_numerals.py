"""Numerals in Chinese characters: a table, and a round trip with a writer of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.chinese_numerals import LONGEST, chinese_number

DIGITS = "零一二三四五六七八九"


def write(number: int) -> str:
    """A whole number below 10^12 as it is written out, 零 for every gap."""
    if number == 0:
        return "零"
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return write(high) + unit + gap + (write(low) if low else "")
    text = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += DIGITS[digit] + unit
        elif text and not text.endswith("零") and number % size:
            text += "零"
    return text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十四", 34),
        ("一百二十", 120),
        ("两千零五", 2005),
        ("二〇二四", 2024),
        ("二零二四", 2024),
        ("廿一", 21),
        ("卅", 30),
        ("〇", 0),
        ("零", 0),
        ("七", 7),
        ("十", 10),
        ("十五", 15),
        ("一十五", 15),
        ("三百五", 350),
        ("三百零五", 305),
        ("一百一十", 110),
        ("一千零五十", 1050),
        ("一千五十", 1050),
        ("一万二", 12000),
        ("一万零二", 10002),
        ("十万", 100_000),
        ("一亿二千万", 120_000_000),
        ("一万亿", 10**12),
        ("1.2万", 12000),
        ("3千", 3000),
        ("１２万", 120_000),
        ("1万2000", 12000),
        ("九十九点五", 99.5),
        ("三点零", 3),
        ("壹佰贰拾叁", 123),
        ("叁仟", 3000),
        ("两百萬", 2_000_000),
    ],
)
def test_a_numeral_has_its_value(text: str, value: float) -> None:
    got = chinese_number(text)
    assert got == value
    assert isinstance(got, type(value))


NO_NUMERAL = [
    "百",
    "万",
    "百万千",
    "三四",
    "二三",
    "十二十",
    "五十十",
    "一万二万",
    "一百零",
    "点五",
    "三点",
    "三点十",
    "件",
    "十件",
    "1万2",
    "12千",
    "1e5",
    "1_000",
    "NaN",
    "-3",
    "三百三百",
    "零百",
    "廿十",
    "万一",
]


@pytest.mark.parametrize("text", [*NO_NUMERAL, "", "一" * (LONGEST + 1)])
def test_what_is_no_numeral_or_may_be_two_numbers_has_none(text: str) -> None:
    assert chinese_number(text) is None


@given(st.integers(0, 10**12 - 1))
def test_every_number_written_out_is_read_back(number: int) -> None:
    assert chinese_number(write(number)) == number


@given(st.integers(10, 99))
def test_ten_may_drop_its_one(number: int) -> None:
    text = write(number)
    assert chinese_number(text.removeprefix("一") if text.startswith("一十") else text) == number


@given(st.text("〇零一二两三四五六七八九十百千万亿廿卅点0123456789.", max_size=30))
def test_no_text_of_numeral_characters_fails(text: str) -> None:
    value = chinese_number(text)
    assert value is None or value >= 0
