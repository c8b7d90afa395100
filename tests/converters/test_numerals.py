"""Printed numbers: one table of what copies print, and that nothing else is taken for a number."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters import numerals
from converters.numerals import Printed, compact, is_blank_sign, read_number, scale

# printed, value, unit, note
NUMBERS = [
    ("0", 0, None, None),
    ("7", 7, None, None),
    (" 7 ", 7, None, None),
    ("007", 7, None, None),
    ("7次", 7, "次", None),
    ("7 件", 7, "件", None),
    ("12项", 12, "项", None),
    ("476.92 万元", 476.92, "万元", None),
    ("1767.06万元", 1767.06, "万元", None),
    ("3.04亿元", 3.04, "亿元", None),
    ("0.5", 0.5, None, None),
    ("2.50", 2.5, None, None),
    ("230300元", 230300, "元", None),
    ("13574.52元", 13574.52, "元", None),
    ("3万", 3, "万", None),
    ("22（其中修订16件）", 22, None, "(其中修订16件)"),
    ("22(其中修订16件)", 22, None, "(其中修订16件)"),
    ("22【修订】", 22, None, "【修订】"),
    ("5件（含上年1件）", 5, "件", "(含上年1件)"),
    ("5（含上年1件）件", 5, "件", "(含上年1件)"),
    ("↓3", -3, None, None),
    ("↑12", 12, None, None),
    ("减3", -3, None, None),
    ("减少3", -3, None, None),
    ("负3", -3, None, None),
    ("增3", 3, None, None),
    ("增加3", 3, None, None),
    ("新增3", 3, None, None),
    ("＋5", 5, None, None),
    ("+21", 21, None, None),
    ("－18", -18, None, None),
    ("-2", -2, None, None),
    ("−2", -2, None, None),
    ("–2", -2, None, None),
    ("—2", -2, None, None),
    ("- 2", -2, None, None),
    ("减 3", -3, None, None),
    ("-0", 0, None, None),
    ("１２", 12, None, None),
    ("１２．５", 12.5, None, None),
    ("1,295", 1295, None, None),
    ("１，２９５", 1295, None, None),
    ("1,234,567", 1234567, None, None),
    ("1,234.50万元", 1234.5, "万元", None),
    ("1 295", 1295, None, None),
    ("1\u30002", 12, None, None),
    ("1\xa02", 12, None, None),
    ("１\u20092", 12, None, None),
    ("7人次", 7, "人次", None),
    ("8件次", 8, "件次", None),
    ("123456789012", 123456789012, None, None),
    ("1*", 1, None, "*"),
    ("12①", 12, None, "①"),
    ("5²", 5, None, "²"),
    ("3件 ※", 3, "件", "※"),
    ("**12**", 12, None, None),
    ("_7_", 7, None, None),
]
NO_NUMBERS = [
    *("", " ", "-", "/", "—", "无", "若干", "3.", ".5", "3.5.2", "3..5", "1,29", "1,2,3", "12,34", "1,2345"),
    *(
        "１，２",
        "O",
        "l2",
        "x3",
        "3x",
        "三",
        "*",
        "****",
        "#DIV/0!",
        "3%",
        "３％",
        "2023年",
        "1月",
        "第3",
        "3号",
    ),
    *(
        "1/2",
        "1-2",
        "1+2",
        "--2",
        "+-2",
        "减减2",
        "减-3",
        "例：-8",
        "（3）",
        "(3)",
        "1.属于国家秘密",
        "3件2",
        "3 件 2",
    ),
    *(
        "22（其中修订16件",
        "3（",
        "1e5",
        "0x10",
        "NaN",
        "inf",
        "²",
        "①",
        "1①2",
        "注1",
        "12⑴x",
        "٣",
        "1٣",
        "Ⅲ",
        "３个工作日",
        "12:30",
        "￥3",
        "$3",
        "3美元",
    ),
    *("12（3）4", "一二", "\ufffd", "1\ufffd2", "1\u200b,295"),
]
BLANK_SIGNS = [
    *(
        "-",
        "－",
        "—",
        "——",
        "———",
        "–",
        "―",
        "─",
        "−",
        "/",
        "／",
        "//",
        "\\",
        "无",
        " - ",
        "- -",
        "— —",
        "null",
    ),
    *("NULL", "N/A", "nan"),
]
NO_BLANK_SIGNS = [
    *("", " ", "0", "*", "****", "无。", "无无", "暂无", "/3", "-3", "……", ".", "○", "x", "-------")
]


@pytest.mark.parametrize(("text", "value", "unit", "note"), NUMBERS)
def test_numbers_as_printed(text: str, value: float, unit: str | None, note: str | None) -> None:
    printed = read_number(text)
    assert printed is not None
    assert (printed.value, printed.unit, printed.note) == (value, unit, note)
    assert type(printed.value) is (float if "." in compact(text).split("(")[0] else int)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_never_guessed_at(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", BLANK_SIGNS)
def test_signs_for_nothing(text: str) -> None:
    assert is_blank_sign(text)
    assert read_number(text) is None


@pytest.mark.parametrize("text", NO_BLANK_SIGNS)
def test_what_is_no_sign_for_nothing(text: str) -> None:
    assert not is_blank_sign(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("12", True),
        ("0", True),
        ("12件", False),
        ("-12", False),
        ("+12", False),
        ("1,295", False),
        ("2（改）", False),
    ],
)
def test_only_bare_digits_may_be_several_numbers_run_together(text: str, *, plain: bool) -> None:
    printed = read_number(text)
    assert printed is not None
    assert printed.plain is plain


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [
        ("元", 1),
        ("万元", 10_000),
        ("亿元", 100_000_000),
        ("万", 10_000),
        ("亿", 100_000_000),
        ("件", 1),
        (None, None),
    ],
)
def test_units_in_yuan_or_pieces(unit: str | None, yuan: int | None) -> None:
    assert scale(unit) == yuan


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char != "," else "，" for char in text)


@given(st.integers(0, 10**12))
def test_a_count_is_read_as_itself_in_every_way_of_printing_it(number: int) -> None:
    for text in (
        str(number),
        f"{number:,}",
        full_width(str(number)),
        full_width(f"{number:,}"),
        f" {number}\t",
    ):
        printed = read_number(text)
        assert printed is not None
        assert printed.value == number
        assert type(printed.value) is int


@given(st.integers(0, 10**9), st.integers(1, 4), st.sampled_from(["", "元", "万元", "亿元"]))
def test_an_amount_is_read_without_loss(number: int, places: int, unit: str) -> None:
    text = f"{number // 10**places}.{number % 10**places:0{places}}"
    printed = read_number(text + unit)
    assert printed is not None
    assert printed == Printed(float(text), unit or None)


@given(st.text(max_size=20))
def test_any_text_is_a_number_a_blank_sign_or_neither(text: str) -> None:
    printed = read_number(text)
    assert not (printed and is_blank_sign(text))
    if printed:
        assert re.search(r"\d", compact(text))


PATTERNS = {name: value for name, value in vars(numerals).items() if isinstance(value, re.Pattern)}


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("unit", ["1", "1,", "1,111,", "1.", "1（", "1(1)", "-", "无", "减", "1件", "0"])
def test_patterns_are_linear(name: str, unit: str) -> None:
    text = unit * (10**6 // len(unit)) + "x"
    started = time.process_time()
    assert PATTERNS[name].fullmatch(text) is None
    assert time.process_time() - started < 1
