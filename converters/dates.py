"""Printed dates and years → ISO dates and whole years, with the place of the match. Pure.

Copies print them as 2020年1月13日, 2020 年 1 月 13 日, 2025-01-21 17:17, 2021/1/8, 2021.01.08, ２０２０年,
二〇二一年一月十三日.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2049
"""The Regulation took effect in 2008; a four-digit number outside this span is no year of a report."""

_ZEROS = "〇○零Ｏ0０Oo◯"
_FIGURES = dict(zip("一二三四五六七八九壹贰叁肆伍陆柒捌玖", "123456789" * 2, strict=True)) | dict.fromkeys(
    _ZEROS, "0"
)
_GAP = r"[ \t\u3000\xa0]{0,3}"
_YEAR = rf"2{_GAP}[0０]{_GAP}\d{_GAP}\d|２{_GAP}[0０]{_GAP}\d{_GAP}\d"
_HAN_YEAR = rf"[二贰]{_GAP}[{_ZEROS}]{_GAP}[{_ZEROS}一二三四]{_GAP}[{_ZEROS}一二三四五六七八九]"
_HAN_DAY = r"[一二三四五六七八九十廿卅]{1,3}"

_NUMERIC = re.compile(
    rf"(?<!\d)({_YEAR}|{_HAN_YEAR}){_GAP}(年|[-./／．－—]){_GAP}(\d[ ]\d(?={_GAP}月)|\d{{1,2}}){_GAP}"
    rf"(月|[-./／．－—]){_GAP}(\d[ ]\d(?={_GAP}日)|\d{{1,2}})(?:{_GAP}[日号])?(?!\d(?!\d?:\d\d))"
)
_HAN = re.compile(
    rf"({_HAN_YEAR}|(?<!\d){_YEAR}){_GAP}年{_GAP}({_HAN_DAY}){_GAP}月{_GAP}({_HAN_DAY}){_GAP}[日号]"
)
_DAY = re.compile(
    r"(?<![\d.,，])(?:19|20)\d\d"
    r"(?:(?P<sign>[-/.])(?:0[1-9]|1[0-2])(?P=sign)(?:0[1-9]|[12]\d|3[01])|年\d{1,2}月\d{1,2}日)"
)
_YEARS = re.compile(rf"((?<!\d)(?:{_YEAR})|{_HAN_YEAR}){_GAP}年{_GAP}(度?)")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as ISO text (2020-01-13), and where it stands in the text it was found in."""

    iso: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PrintedYear:
    """A year followed by 年 or 年度, and where both stand in the text (年 and 度 included)."""

    year: int
    start: int
    end: int


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Every full date of the text in order; impossible ones (2021年2月30日) are left out."""
    found = [_printed(match, match[1], match[3], match[5]) for match in _NUMERIC.finditer(text)]
    found += [_printed(match, *match.groups()) for match in _HAN.finditer(text)]
    return iter(sorted((each for each in found if each), key=lambda each: each.start))


def tells_a_day(text: str) -> bool:
    """Whether a day stands here as programs print it (2021-01-08), which no numbers of a table run together do."""
    return _DAY.search(text) is not None


def edge_day(text: str) -> str | None:
    """The day, as programs print it, with which a text begins or ends."""
    days = [match for match in _DAY.finditer(text) if match.start() == 0 or match.end() == len(text)]
    return days[0][0] if days else None


def find_years(text: str) -> Iterator[PrintedYear]:
    """Every year followed by 年, within 2000 and 2049, also those that begin a full date."""
    for match in _YEARS.finditer(text):
        if FIRST_YEAR <= (year := _whole(match[1])) <= LAST_YEAR:
            yield PrintedYear(year, match.start(), match.end())


def iso_date(text: str) -> str | None:
    """The first full date of the text, as ISO text; None where there is none."""
    return next((each.iso for each in find_dates(text)), None)


def _printed(match: re.Match[str], year: str, month: str, day: str) -> PrintedDate | None:
    try:
        iso = date(_whole(year), _whole(month), _whole(day)).isoformat()
    except ValueError:
        return None
    return PrintedDate(iso, match.start(), match.end())


def _whole(figures: str) -> int:
    """Figures of either script: 2020, ２０２０, 二〇二〇, 十三, 二十一, 廿一."""
    if figures.isdecimal():
        return int(figures)
    plain = re.sub(r"\s", "", figures).replace("廿", "二十").replace("卅", "三十")
    if "十" in plain:
        tens, _, ones = plain.partition("十")
        return 10 * (_whole(tens) if tens else 1) + (_whole(ones) if ones else 0)
    return int("".join(_FIGURES.get(figure, figure) for figure in plain))
