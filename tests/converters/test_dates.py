"""Printed dates and years. The examples are invented."""

import time

import pytest

from converters.dates import find_dates, find_years, iso_date

DATES = [
    ("2020年1月13日", "2020-01-13"),
    ("2020 年 1 月 13 日", "2020-01-13"),
    ("2 0 2 1 年 1 月 2 0 日", "2021-01-20"),
    ("2025-01-21 17:17", "2025-01-21"),
    ("2025-01-2117:17", "2025-01-21"),
    ("2021/1/8", "2021-01-08"),
    ("2021.01.08", "2021-01-08"),
    ("２０２１年１月８日", "2021-01-08"),
    ("二〇二一年一月十三日", "2021-01-13"),
    ("二○二○年十二月三十一日", "2020-12-31"),
    ("二零二三年一月廿一日", "2023-01-21"),
    ("2022年一月五日", "2022-01-05"),
    ("签发：2022年03月05日。", "2022-03-05"),
    ("2021年2月30日", None),
    ("12021年1月3日", None),
    ("2021年1月", None),
    ("电话0570-2021-1234", None),
    ("", None),
]
YEARS = [
    ("2020年度", [2020]),
    ("２０２０年", [2020]),
    ("2 0 2 1 年", [2021]),
    ("二〇一九年、二零二零年", [2019, 2020]),
    ("1998年至2008年", [2008]),
    ("〔2019〕60号", []),
    ("120200年", []),
]


@pytest.mark.parametrize(("text", "iso"), DATES)
def test_printed_date(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


def test_a_date_tells_its_place() -> None:
    text = "自2021年1月1日起至２０２１年１２月３１日止"
    assert [text[each.start : each.end] for each in find_dates(text)] == [
        "2021年1月1日",
        "２０２１年１２月３１日",
    ]


@pytest.mark.parametrize(("text", "years"), YEARS)
def test_printed_years(text: str, years: list[int]) -> None:
    assert [each.year for each in find_years(text)] == years


@pytest.mark.parametrize("piece", ["2020年1", "2020-01-", "2 0 2 ", "二〇二", "202", "2020  ", "20年月日"])
def test_near_matches_are_passed_in_linear_time(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    started = time.process_time()
    assert sum(1 for _ in find_dates(text)) < len(text)
    assert sum(1 for _ in find_years(text)) < len(text)
    assert time.process_time() - started < 2
