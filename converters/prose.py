"""Sentences → facts: counts and amounts that the prose states, named where it says what is counted.

The wording is data (data/prose.toml, loaded by `wording.py`). A number stays without a name wherever more
than one thing could be meant: a fact without a name is only listed, a wrong name would be a false alarm.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from converters.chinese_numerals import chinese_number
from converters.numerals import NOUGHTS
from converters.report import Check, Fact, Number
from converters.sheet import Line, Place
from converters.wording import Negative, Rule, Wording, wording

SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
LARGEST = 10**12  # no count or amount of one agency reaches it; longer figures are serial numbers

WRAPPED = 16  # characters; a shorter line without end punctuation is a heading or a cell, not a wrapped line
FULL = 24  # characters; a numbered line as long as this is text even without a comma
SCOPE = 200  # how far back in its sentence a number is looked for its meaning
CLAUSE = 60  # longest clause that says what is counted; longer ones met were lists of names
HEADING = 40  # characters; headings in the middle of a text are sentences of this length at most
QUOTED = 400  # longest sentence that a fact quotes whole

_PART = re.compile(r"[^\t|]+")
_BLANKS = re.compile(
    r"(?<![0-9A-Za-z０-９\s\u200b\ufeff])[\s\u200b\ufeff]++"
    r"|(?<=[0-9A-Za-z０-９])[\s\u200b\ufeff]++(?![0-9A-Za-z０-９])"
)
_PAGE_NUMBER = re.compile(r"[-—–－·•]{1,3}\s*+\d{1,4}\s*+[-—–－·•]{1,3}|第\s?\d{1,4}\s?页.{0,12}")
_OPENS = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．](?!\d))"
)
_SENTENCE = re.compile(r"[^。！？；;!?]++[。！？；;!?]?|[。！？；;!?]++")
_PROMISING = re.compile(r"[0-9０-９]|百分之|[一二两三四五六七八九十廿卅](?=[^，。、])|没有|[未无没零]|不存在")
_DENYING = re.compile(r"没有|[未无没零]|不存在|为0")
_CLAUSE_ENDS = "，,。；;（）()！？"
_ROUGHLY = re.compile(r"(?:约|近|超过?|逾|突破|不少于|不低于|不足|将近|接近|大约|多于|高于)$")
_INCLUDING = re.compile(r"其中|包[括含]|含")
_CLAUSE_STARTS = re.compile(r"[、和及与以并]{1,2}")
_RECEIVED, _CARRIED_IN = "applications.received.total", "applications.carried_in.total"
_BOTH = "applications.received_and_carried_in.total"


def read_facts(lines: Sequence[Line], *, year: int | None) -> list[Fact]:
    """The facts of a report's prose in the order of print.

    Args:
        lines: the lines outside the statutory tables, in order; wrapped sentences are joined again.
        year: the reporting year, where known; numbers said of another year get no name.

    Returns:
        Facts with value and unit (counts multiplied out: 5万余次 is 50000 次; amounts as printed: 3.04 亿元),
        the sentence without blanks, and the place of the number or of the word that says there was none.
    """
    words = wording()
    facts: list[Fact] = []
    heading = ""
    for passage in _passages(lines):
        before: str | None = None
        for match in _SENTENCE.finditer(passage.text):
            text = match[0]
            if _is_heading(text):
                heading = text
            if len(text) < 3 or not _PROMISING.search(text):
                continue
            topic = heading + _joined(passage.text, match.start())
            found = _found(_Sentence(text, words.hidden.sub(_mask, text), topic, year), words, before)
            facts.extend(_fact(one, text, passage, match.start()) for one in found)
            before = next((one.name for one in reversed(found) if not one.share), before)
    return facts


def compare(facts: Sequence[Fact], values: Mapping[str, Number]) -> list[Check]:
    """Checks of the exact facts whose name is a cell or a sum of cells, where `values` has them all.

    The id is `prose.<name>`, with `.2`, `.3` … for further facts of the same name. `expected` is what the
    prose says, `found` what the table says.
    """
    words = wording()
    checks: list[Check] = []
    seen: Counter[str] = Counter()
    for fact in facts:
        if fact.name is None or fact.approximate:
            continue
        cells = next((way for way in words.ways(fact.name) if all(cell in values for cell in way)), None)
        if cells is None:
            continue
        seen[fact.name] += 1
        number = f".{seen[fact.name]}" if seen[fact.name] > 1 else ""
        found = sum(values[cell] for cell in cells)
        checks.append(Check(f"prose.{fact.name}{number}", found == fact.value, cells, fact.value, found))
    return checks


# --- lines → passages --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """Text without blanks, of pieces of lines: piece i begins at starts[i] and there in its line."""

    text: str
    starts: tuple[int, ...]
    pieces: tuple[tuple[Line, int], ...]

    def place(self, offset: int) -> Place:
        """Where the character at this offset stands in the copy."""
        index = bisect_right(self.starts, offset) - 1
        line, start = self.pieces[index]
        return line.place(start + offset - self.starts[index])


def _passages(lines: Sequence[Line]) -> Iterator[_Passage]:
    """Lines as passages: one each, or several where a text was wrapped; tabs and bars end a passage too."""
    gathered: list[Line] = []
    for part, cut in _parts(lines):
        if gathered and (cut or not _continues(gathered[-1].text, part.text)):
            yield _passage(gathered)
            gathered = []
        if part.text.strip():
            gathered.append(part)
    if gathered:
        yield _passage(gathered)


def _parts(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines without page numbers (and the empty lines about them), and whether they are cut off the last.

    Tabs and bars cut a line; those that only indent it do not.
    """
    turned = False
    for index, line in enumerate(lines):
        if not line.text.strip():
            following = lines[index + 1].text if index + 1 < len(lines) else ""
            if not turned and not _PAGE_NUMBER.fullmatch(following.strip()):
                yield line, True
        elif _PAGE_NUMBER.fullmatch(line.text.strip()):
            turned = True
        else:
            turned = False
            inked = (match for match in _PART.finditer(line.text) if not match[0].isspace())
            for number, match in enumerate(inked):
                yield line.part(match.start(), match.end()), number > 0


def _continues(above: str, below: str) -> bool:
    """Whether a sentence runs on from one line into the next."""
    above, below = above.strip(), below.strip()
    if len(above) < WRAPPED or not below or above[-1] in "。！？；：:!?;" or above.endswith(("报告", "情况")):
        return False
    if _OPENS.match(below) or (len(above) < FULL and _OPENS.match(above) and not set("，。") & set(above)):
        return False
    return not (above[-1].isdigit() and below[0].isdigit())


def _passage(lines: Sequence[Line]) -> _Passage:
    texts: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[Line, int]] = []
    length = 0
    for line in lines:
        if texts and _is_latin(texts[-1][-1]) and _is_latin(line.text.strip()[0]):
            starts.append(length)
            pieces.append((line, 0))
            texts.append(" ")
            length += 1
        for start, end in _inked(line.text):
            starts.append(length)
            pieces.append((line, start))
            texts.append(line.text[start:end])
            length += end - start
    return _Passage("".join(texts), tuple(starts), tuple(pieces))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _inked(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between blanks; a blank between figures or Latin letters belongs to its stretch."""
    start = 0
    for blank in _BLANKS.finditer(text):
        if blank.start() > start:
            yield start, blank.start()
        start = blank.end()
    if start < len(text):
        yield start, len(text)


# --- sentences → numbers -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, the same with names and ordinals masked, what it is about, and the reporting year."""

    text: str
    masked: str
    topic: str
    year: int | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A number in a sentence, from start to the end of its unit."""

    start: int
    end: int
    value: Number
    unit: str
    approximate: bool = False
    name: str | None = None

    @property
    def share(self) -> bool:
        """A percentage, which says nothing new about what is counted."""
        return self.unit == "%"


def _is_heading(text: str) -> bool:
    """（二）依申请公开情况, with or without its number: what it says holds for the sentences below."""
    if len(text) > HEADING or "，" in text:
        return False
    return bool(_OPENS.match(text)) or ("申请公开" in text and not _PROMISING.search(text))


def _joined(passage: str, start: int) -> str:
    """What a semicolon joins to the sentence that begins here: it may name the subject of both."""
    if start == 0 or passage[start - 1] not in "；;":
        return ""
    before = passage[max(0, start - SCOPE) : start - 1]
    return "，" + before[max(before.rfind(mark) for mark in "。！？；;") + 1 :]


def _mask(match: re.Match[str]) -> str:
    return "□" * len(match[0])


def _fact(found: _Found, sentence: str, passage: _Passage, offset: int) -> Fact:
    return Fact(
        name=found.name,
        value=found.value,
        unit=found.unit,
        sentence=_quoted(sentence, found.start),
        at=passage.place(offset + found.start),
        approximate=found.approximate,
    )


def _quoted(sentence: str, position: int) -> str:
    """The sentence, or what stands about the position where it is too long to repeat with every number."""
    if len(sentence) <= QUOTED:
        return sentence
    start = max(0, position - QUOTED // 2)
    return sentence[start : start + QUOTED]


def _numbers(masked: str, words: Wording) -> Iterator[_Found]:
    """Every number with a unit that stands for itself."""
    for match in words.number.finditer(masked):
        unit = (match["unit"] or "%").replace("％", "%")
        value = _value(match, unit, words)
        if value is not None:
            rough = (
                match["more"]
                or match["rough"]
                or _ROUGHLY.search(masked, max(0, match.start() - 4), match.start())
            )
            yield _Found(match.start(), match.end(), value, unit, bool(rough))


def _value(match: re.Match[str], unit: str, words: Wording) -> Number | None:
    """The number before a unit; None for an ordinal, a year, a way of speaking, a count that is not whole."""
    if match["percent"]:
        return chinese_number(match["percent"])
    if match["chinese"]:
        return chinese_number(match["chinese"]) if _counts(match, unit, words) else None
    figures = match["arabic"].replace(",", "").replace("，", "").replace("．", ".")
    whole = figures.partition(".")[0]
    if len(whole) > 12 or (len(whole) > 1 and whole[0] in NOUGHTS) or (unit == "起" and len(whole) == 4):
        return None
    value = Decimal(figures)
    for scale in match["scale"]:
        value *= SCALES[scale]
    if value >= LARGEST or (unit in words.counts and value % 1):
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _counts(match: re.Match[str], unit: str, words: Wording) -> bool:
    """Whether a numeral in characters counts: 三十四件 does, 一件件 and 三个方面 do not."""
    closes = match.end() == len(match.string) or match.string[match.end()] in "，。；、,;）)"
    if match["chinese"] == "一":
        return closes and unit in words.spelled
    return closes or unit in words.spelled


# --- numbers → names ---------------------------------------------------------------------------------


def _found(sentence: _Sentence, words: Wording, before: str | None) -> list[_Found]:
    """The named and unnamed numbers of a sentence, zeros that it states in words included."""
    found: list[_Found] = []
    end = 0
    for number in _numbers(sentence.masked, words):
        named = replace(number, name=_name(number, end, sentence, words, before))
        found.append(named)
        end = number.end
        before = before if number.share else named.name
    if _DENYING.search(sentence.masked):
        found.extend(_denied(sentence, words))
    return _with_carried(sorted(found, key=lambda one: one.start), sentence.masked)


def _name(number: _Found, floor: int, sentence: _Sentence, words: Wording, before: str | None) -> str | None:
    """The name that the first fitting rule gives; floor is where the number before it ends."""
    head, clause = _spoken(sentence.masked, floor, number.start)
    tail = sentence.masked[number.end : number.end + CLAUSE]
    said = f"{sentence.topic}，{head}"
    # behind a number that counts something else, only the clause itself can say what this one counts
    meant = clause if floor and not (before or "").startswith("applications.") else said
    for rule in words.naming(number.unit):
        if (
            rule.text.search(clause)
            and (rule.part or "其中" not in head)
            and _fits(rule, said, meant, tail, before)
        ):
            return None if _stopped(head, clause, sentence.year, words) else rule.name
    return None


def _spoken(masked: str, floor: int, position: int) -> tuple[str, str]:
    """What is said before a position: at large, and in the clause that begins at floor or behind a comma."""
    head = masked[max(0, position - SCOPE) : position]
    start = max(
        floor, *(masked.rfind(mark, max(0, position - CLAUSE), position) + 1 for mark in _CLAUSE_ENDS)
    )
    if position - start > CLAUSE:
        # the … keeps a cut clause from looking as if it began here
        return head, "…" + masked[position - CLAUSE : position]
    connective = _CLAUSE_STARTS.match(masked, start, position)
    return head, masked[connective.end() if connective else start : position]


def _stopped(head: str, clause: str, year: int | None, words: Wording) -> bool:
    """Whether only a part of the agency or of the year is spoken of, or another year, or a comparison."""
    stops = words.stops
    if stops.scope.search(head) or stops.clause.search(clause):
        return True
    years = stops.other_year.findall(head)
    return bool(years) and year is not None and int(years[-1]) != year


def _fits(rule: Rule, said: str, meant: str, tail: str, before: str | None) -> bool:
    """Whether a rule holds whose text was found: what follows the number, and what the talk is of."""
    if rule.after and not rule.after.match(tail):
        return False
    if rule.context is None or (rule.follows and before and before.startswith(rule.follows)):
        return True
    return bool(rule.context.search(meant if rule.follows else said))


def _denied(sentence: _Sentence, words: Wording) -> Iterator[_Found]:
    """The zeros of “there was none”: each name once a sentence, found by the first rule that gives it."""
    named: set[str] = set()
    for rule in words.negatives:
        match = rule.text.search(sentence.masked)
        if match is None or named.intersection(rule.names) or not _holds(rule, match, sentence, words):
            continue
        named.update(rule.names)
        for name in rule.names:
            yield _Found(match.start(), match.end(), 0, rule.unit, name=name)


def _holds(rule: Negative, match: re.Match[str], sentence: _Sentence, words: Wording) -> bool:
    head, clause = _spoken(sentence.masked, 0, match.start())
    said = f"{sentence.topic}，{head}"
    if "其中" in head or _stopped(head, clause, sentence.year, words):
        return False
    return rule.context is None or bool(rule.context.search(said + match[0]))


def _with_carried(found: Sequence[_Found], masked: str) -> list[_Found]:
    """收到34件（含上年结转2件）: the first number is then the sum of both."""
    renamed = list(found)
    for index, (one, other) in enumerate(pairwise(renamed)):
        carried = one.name == _RECEIVED and other.name == _CARRIED_IN
        if carried and _INCLUDING.search(masked, one.end, other.start):
            renamed[index] = replace(one, name=_BOTH)
    return renamed
