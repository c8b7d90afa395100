"""`--where` → a condition: comparisons of fields with numbers and words, joined by `and`.

applications.received.total>=100 and 规章.现行有效件数=1..5
disclosure.procurement.amount>3.04亿      amounts are yuan; 万 and 亿 multiply; 1,295 and １２ are numbers too
rates.disclosure<50%                      shares lie between 0 and 1
本年新收.总计=unresolved                   also: known, unknown, printed, inferred, blank, missing
form=2021 and warnings!=year_from_path    keyword fields
published>=2023-02-01                     dates as days
"""

import datetime as dt
import re
from decimal import Decimal

from converters.errors import UsageError
from converters.report import Basis, Number
from indexer.bigrams import characters, narrow
from indexer.catalogue import Field, Type
from indexer.keywords import keyword
from indexer.names import field_named
from indexer.query import AllOf, Based, Condition, Known, Not, Phrase, Range, Terms

LONGEST = 1_000
MOST_COMPARISONS = 64

_COMPARISON = re.compile(r"\s*(?P<name>[^<>=!≥≤≠]*?)\s*(?P<sign>>=|<=|!=|==|≥|≤|≠|>|<|=)\s*(?P<value>.*?)\s*")
_JOINT = re.compile(r"\s+and\s+|\s*&&\s*|\s*[且;]\s*", re.IGNORECASE)
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "="}
_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?\s*(?P<scale>[百千万亿]*)\s*(?P<unit>%|元|件|项|份|个)?"
)
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_LARGEST = 10**15
"""Above any number a report may hold (10¹² yuan); keeps bounds within what the engines can compare."""

_STATES = {
    "known": "known",
    "有值": "known",
    "unknown": "unknown",
    "none": "unknown",
    "无": "unknown",
    "空缺": "unknown",
    "存疑": Basis.UNRESOLVED,
    "doubtful": Basis.UNRESOLVED,
    **{basis.value: basis for basis in Basis},
}


def parse_where(text: str) -> Condition:
    """The condition that the text of one `--where` means.

    Raises:
        UsageError: unknown field (the nearest names are said), or bad syntax (a ^ stands where).
    """
    if len(text) > LONGEST:
        raise UsageError("--where", f"has {len(text):,} characters", f"at most {LONGEST:,} are taken")
    plain = narrow(text)
    pieces = _pieces(plain)
    if len(pieces) > MOST_COMPARISONS:
        raise UsageError("--where", f"has {len(pieces)} comparisons", f"at most {MOST_COMPARISONS} are taken")
    parts = tuple(_comparison(plain, text, start, end) for start, end in pieces)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands between the `and`s."""
    joints = [match.span() for match in _JOINT.finditer(text)]
    starts = [0, *(end for _, end in joints)]
    return list(zip(starts, [*(start for start, _ in joints), len(text)], strict=True))


def _comparison(text: str, typed: str, start: int, end: int) -> Condition:
    """One comparison; `typed` is the text before widths were folded: names stay as they are."""
    match = _COMPARISON.fullmatch(text, start, end)
    if match is None:
        raise _syntax(text, end, "a comparison such as applications.received.total>=100 is needed")
    if not match["name"]:
        raise _syntax(text, match.start("sign"), "the name of a field is missing")
    if not match["value"]:
        raise _syntax(text, match.end(), "a value is missing")
    field = field_named(match["name"])
    sign = _SIGNS.get(match["sign"], match["sign"])
    at = match.start("value")
    if (state := _STATES.get(match["value"].lower())) and field.type not in {Type.KEYWORD, Type.TEXT}:
        return _signed(_of_state(field, state), sign, text, at)
    match field.type:
        case Type.KEYWORD:
            return _signed(_keyword(field, typed[slice(*match.span("value"))], text, at), sign, text, at)
        case Type.TEXT:
            return _signed(_phrase(field, match["value"], text, at), sign, text, at)
        case _:
            return _ordered(field, sign, match["value"], text, at)


def _of_state(field: Field, state: str) -> Condition:
    match state:
        case "known":
            return Known(field.id)
        case "unknown":
            return Not(Known(field.id))
        case Basis.PRINTED:
            return AllOf((Known(field.id), Not(Based(field.id, Basis.INFERRED))))
        case _:
            return Based(field.id, Basis(state))


def _keyword(field: Field, value: str, text: str, at: int) -> Terms:
    if field.id.startswith("region") and not value.isdecimal():
        raise _syntax(text, at, "regions are compared by code here; --region takes names")
    return Terms(field.id, (keyword(value),))


def _phrase(field: Field, value: str, text: str, at: int) -> Phrase:
    if not characters(value):
        raise _syntax(text, at, "no letter, digit or Chinese character to search for")
    return Phrase(field.id, value)


def _signed(condition: Condition, sign: str, text: str, at: int) -> Condition:
    if sign == "=":
        return condition
    if sign == "!=":
        return Not(condition)
    raise _syntax(text, at, "words are compared with = and != only")


def _ordered(field: Field, sign: str, value: str, text: str, at: int) -> Condition:
    """A comparison of numbers or dates. `!=` means another known value: an unknown one may be equal."""
    low, dots, high = value.partition("..")
    if dots:
        if sign not in {"=", "!="} or not (low or high):
            raise _syntax(text, at, "a range stands behind = and has an end, such as =1..5")
        ends = [_value(field, end, text, at) if end.strip() else None for end in (low, high)]
        within = Range(field.id, ends[0], ends[1])
        return within if sign == "=" else AllOf((Known(field.id), Not(within)))
    one = _value(field, value, text, at)
    match sign:
        case "=":
            return Range(field.id, one, one)
        case "!=":
            return AllOf((Known(field.id), Not(Range(field.id, one, one))))
        case ">" | ">=":
            return Range(field.id, low=one, with_low=sign == ">=")
        case _:
            return Range(field.id, high=one, with_high=sign == "<=")


def _value(field: Field, value: str, text: str, at: int) -> Number | str:
    if field.type is Type.DATE:
        try:
            return dt.date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            raise _syntax(text, at, "a day such as 2023-02-01 is needed") from None
    match = _NUMBER.fullmatch(value.strip())
    if match is None:
        raise _syntax(text, at, f"a number is needed for {field.zh}")
    number = Decimal(match["digits"].replace(",", "") + (match["rest"] or ""))
    for scale in match["scale"]:
        number *= _SCALES[scale]
    if match["unit"] == "%":
        number /= 100
    if number > _LARGEST:
        raise _syntax(text, at, "the number is too large")
    if match["sign"] in {"-", "−"}:
        number = -number
    return int(number) if number == number.to_integral_value() else float(number)


def _syntax(text: str, at: int, problem: str) -> UsageError:
    """Bad syntax: the condition is shown with a ^ in front of the place."""
    shown = f"{text[max(0, at - 40) : at]} ^ {text[at : at + 40]}".strip()
    return UsageError(f"--where, column {at + 1}", problem, f"it stands at the ^ in: {shown}")
