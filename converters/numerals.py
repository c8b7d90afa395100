"""A printed number → its value, unit and note: `减3`, `3.04亿元`, `１２`, `1,295`, `22（其中修订16件）`.

Pure functions over the text of one cell. What is no number gives None; a number is never guessed at.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

Number = int | float

_EMPTY = re.compile(r"[-—–―─−﹣/\\]{1,6}|无|null|nan|n/a", re.IGNORECASE)
_VOID = frozenset({"nan", "none", "<na>", "nat"})
UNKNOWN = "\ufffd□■▯◻?"
"""What programs write for a character that they do not know."""
_LOOKALIKES = "OoQDIilSsBZzGgq"
"""What programs that recognise characters take digits for."""
_TAKEN_FOR = {"O": "0", "I": "17", "L": "17", "S": "5", "B": "8", "Z": "27", "G": "69", "Q": "09", "D": "0"}
"""The digits that these may be, in large letters."""
UNREADABLE = (
    rf"[\d.,]*+[{UNKNOWN}][\d.,{UNKNOWN}]*+|\d++口\d*+|口\d++|[OoQlI]|\d[\d.,]*+(?:(?<=,)|[;；，])|\d++(?:['’′`´＇]\d++)++"
    rf"|(?=\D{{0,9}}\d)[\d.,]*+[{_LOOKALIKES}][\d.,{_LOOKALIKES}]*+"
)
"""A number of which some sign is not told, or that may go on behind a comma."""
_UNREADABLE = re.compile(UNREADABLE)
_NUMBER = re.compile(
    r"""(?P<sign>[-+−–—―﹣↑↓]|减少?|增加?|新增|负|下降)?
        (?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<fraction>\.[0-9]+)?
        (?P<scale>[万亿]?)(?P<unit>元|人民币|人次|件次|件|次|项|个|条|宗|起|份|部|人|篇)?
        (?P<note>(?:(?!\([一二三四五六七八九十]+\))[(\[【](?:[^()\[\]【】]|[(\[【][^()\[\]【】]*[)\]】])*[)\]】])+)?
        (?P<tail>元|件|次|项|个|条|宗|起|份|部)?""",
    re.VERBOSE | re.DOTALL,
)
_SIGN_AND_DIGITS = re.compile(r"(?P<sign>[-+＋－−]|减少?|增加?|新增|负|)(?P<digits>[0-9０-９]+)")
_MARKS = ("<super>", "<sub>", "<circle>", "<square>")
"""Footnote marks and list codes would be folded into digits: 12① is not 121."""
_FOOTNOTE = re.compile(r"(?<=[\d件条次个项])\s?(?P<mark>[*＊※†‡△▲☆★]{1,3}|[①-⑳⑴-⒇¹²³⁰⁴-⁹]{1,2}|注[1-9])$")
_NOTE = re.compile(r"[(（\[【]")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|`)(?P<text>[^*_`\s](?:[^*_`]*[^*_`\s])?)(?P=mark)")
"""Markdown's ways to print in bold, italics or as code."""
_MOST_DIGITS = 400
"""More are no row of a form, even run together."""
NOUGHTS = "0０"
_NEGATIVE = frozenset({"-", "−", "–", "—", "―", "﹣", "↓", "减", "减少", "负", "下降"})


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed: `unit` as printed (万元, 件) or None, `note` the bracketed remark."""

    value: Number
    unit: str | None = None
    note: str | None = None
    signed: bool = False
    grouped: bool = False

    @property
    def plain(self) -> bool:
        """Only digits stand there: such a number may be several, run together."""
        return self.unit is None and self.note is None and not self.signed and not self.grouped


_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


@lru_cache(maxsize=65536)
def compact(text: str) -> str:
    """A cell's text at normal width, without any blank, nor characters of no width at its ends."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip(_ZERO_WIDTH)


@lru_cache(maxsize=65536)
def read_number(text: str) -> Printed | None:
    """The number that a cell's text is, or None where it is anything else.

    >>> read_number("3.04亿元")
    Printed(value=3.04, unit='亿元', note=None, signed=False, grouped=False)
    >>> read_number("减3").value
    -3
    """
    mark = None
    if not text.isdecimal():
        emphasised = _EMPHASIS.fullmatch(text.strip())
        text = emphasised["text"] if emphasised else text
        mark = _FOOTNOTE.search(text)
        text = text[: mark.start()] if mark else text
    match = _NUMBER.fullmatch(compact(text))
    if match is None or len(match["digits"]) > _MOST_DIGITS:
        return None
    if any(unicodedata.decomposition(char).startswith(_MARKS) for char in _NOTE.split(text)[0]):
        return None
    digits = match["digits"].replace(",", "")
    value: Number = float(Decimal(digits + match["fraction"])) if match["fraction"] else int(digits)
    unit = (match["scale"] + (match["unit"] or match["tail"] or "")) or None
    return Printed(
        value=-value if match["sign"] in _NEGATIVE else value,
        unit=unit,
        note=match["note"] or (mark["mark"] if mark else None),
        signed=match["sign"] is not None,
        grouped="," in match["digits"],
    )


@lru_cache(maxsize=65536)
def sign_and_digits(text: str) -> tuple[str, int]:
    """The sign with which a text begins, and how many digits stand behind it; one cell where there are none."""
    digits = _SIGN_AND_DIGITS.match(text)
    return (digits["sign"], len(digits["digits"])) if digits else ("", 1)


def is_blank_sign(text: str) -> bool:
    """Whether a cell's text is a sign printed for nothing: a dash, a slash, 无."""
    return _EMPTY.fullmatch(compact(text)) is not None


def is_void(text: str) -> bool:
    """Whether a cell's text is what a program writes for an empty cell: NaN, None."""
    return text.strip().lower() in _VOID


def is_unreadable(text: str) -> bool:
    """Whether a cell's text is a number, or all of it a character, that the copy's font does not tell."""
    return _UNREADABLE.fullmatch(compact(text)) is not None


def may_be(text: str, value: Number) -> bool:
    """Whether a number that cannot be read may be this one, for the letters in it that stand for digits.

    >>> may_be("1O", 10), may_be("l", 0), may_be("1□", 12)
    (True, False, True)
    """
    signs = (_TAKEN_FOR.get(sign.upper()) or re.escape(sign) for sign in compact(text))
    pattern = "".join(f"[{sign}]" if sign.isdigit() else ".*" for sign in signs)
    return re.fullmatch(pattern, f"{value:g}") is not None


def scale(unit: str | None) -> Number | None:
    """How many yuan (or pieces) one of this unit is; None for a unit that is not known.

    >>> scale("万元")
    10000
    """
    if unit is None:
        return None
    return {"万": 10_000, "亿": 100_000_000}.get(unit[:1], 1)
