"""Chinese numerals → numbers: 三十四, 一百二十, 两千零五, 廿一, 二〇二四, 1.2万, 三点五. Pure; one way in."""

import re
from decimal import Decimal

DIGITS = dict(
    zip("〇零一二三四五六七八九两兩壹贰叁肆伍陆柒捌玖", [0, *range(10), 2, 2, *range(1, 10)], strict=True)
)
TENS = {"廿": 20, "卅": 30, "卌": 40}
UNITS = {"亿": 10**8, "億": 10**8, "万": 10**4, "萬": 10**4, "千": 1000, "仟": 1000, "百": 100, "佰": 100}
UNITS |= {"十": 10, "拾": 10}

LONGEST = 24  # 九千九百九十九亿九千九百九十九万九千九百九十九 has 23 characters
_ARABIC = re.compile(r"\d+(?:\.\d+)?")


def chinese_number(text: str) -> int | float | None:
    """The value of a numeral, whole where it can be; None where the text is none or may mean two numbers.

    三百五 is 350, 三百零五 is 305; 三四 ("three or four") is None; 二〇二四 is digits in a row.
    """
    whole, point, fraction = text.partition("点")
    if not whole or len(text) > LONGEST:
        return None
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else _plain(value)
    if not fraction or not all(char in DIGITS for char in fraction):
        return None
    return _plain(value + Decimal("0." + "".join(str(DIGITS[char]) for char in fraction)))


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _whole(text: str) -> Decimal | None:
    """A numeral without 点: split at its largest unit, the parts read in the same way."""
    unit = max((char for char in text if char in UNITS), key=UNITS.__getitem__, default=None)
    if unit is None:
        return _without_units(text)
    left, _, right = text.rpartition(unit)
    size = UNITS[unit]
    # a bare unit is one of them only for ten: 十二 is a number, 百件 is a manner of speaking
    count = Decimal(1) if not left and size == 10 else _whole(left) if left else None
    rest = _behind(right, size)
    if count is None or rest is None or not 0 < count < (size if size >= 10**4 else 10):
        return None
    return count * size + rest


def _behind(text: str, size: int) -> Decimal | None:
    """What stands behind a unit of this size, which must be smaller; 三百五 drops the 十 of its 五."""
    if not text:
        return Decimal(0)
    if len(text) == 1:
        return Decimal(DIGITS[text]) * (size // 10) if DIGITS.get(text) else None
    rest = _whole(text[1:] if text[0] in "零〇" else text)
    return rest if rest is not None and 0 < rest < size else None


def _without_units(text: str) -> Decimal | None:
    """廿一, 1.2, 七, or digits in a row; two without a zero (二三) are "two or three" in prose, not 23."""
    if text[:1] in TENS:
        ones = DIGITS.get(text[1:]) if text[1:] else 0
        return None if ones is None else Decimal(TENS[text[0]] + ones)
    if _ARABIC.fullmatch(text):
        return Decimal(text)
    digits = [DIGITS.get(char, -1) for char in text]
    if not digits or min(digits) < 0 or (len(digits) == 2 and 0 not in digits):
        return None
    return Decimal("".join(map(str, digits)))
