"""data/prose.toml: names that exist, rules that do what their own examples say, patterns that stay linear."""

import re
import time
from collections import Counter

import pytest

from converters import prose
from converters.form import forms
from converters.prose import read_facts
from converters.report import Fact
from converters.sheet import Line, TextPlace
from converters.wording import Negative, Rule, wording

WORDS = wording()
CELLS = {form.id: {slot.id for table in form.tables for slot in table.slots} for form in forms().values()}
ANY_CELL = frozenset[str]().union(*CELLS.values())
NAMING: list[Rule | Negative] = [*WORDS.rules, *WORDS.negatives]


def names_of(rule: Rule | Negative) -> tuple[str, ...]:
    return rule.names if isinstance(rule, Negative) else (rule.name,)


def facts_of(sentence: str) -> list[Fact]:
    return read_facts([Line(sentence, TextPlace(1, 1))], year=2023)


def test_every_name_is_a_cell_or_a_sum_or_a_fact_of_ours() -> None:
    known = ANY_CELL | WORDS.sums.keys() | WORDS.kinds.keys()
    assert {name for rule in NAMING for name in names_of(rule)} <= known


def test_no_name_means_two_things() -> None:
    assert not WORDS.kinds.keys() & (ANY_CELL | WORDS.sums.keys())
    assert all(name.startswith("prose.") for name in WORDS.kinds)
    # a sum may bear the name of a cell only to say how another form shows the same thing
    assert all(WORDS.sums[name].cells[0] == (name,) for name in WORDS.sums.keys() & ANY_CELL)


def test_every_fact_of_ours_can_be_found() -> None:
    assert WORDS.kinds.keys() == {name for rule in NAMING for name in names_of(rule) if name in WORDS.kinds}


@pytest.mark.parametrize("name", WORDS.sums)
def test_each_way_of_a_sum_is_all_in_one_form(name: str) -> None:
    for way in WORDS.sums[name].cells:
        assert any(set(way) <= cells for cells in CELLS.values()), way
        assert max(Counter(way).values()) == 1


@pytest.mark.parametrize("form", CELLS)
def test_each_sum_of_outcomes_is_complete(form: str) -> None:
    """不予公开 and kin must sum every row that the form has below them."""
    for group in ("refused", "unavailable", "not_processed"):
        rows = {cell for cell in CELLS[form] if re.fullmatch(rf"applications\.{group}\.\w+\.total", cell)}
        assert rows == set(WORDS.sums[f"applications.{group}.total"].cells[0])


@pytest.mark.parametrize("rule", NAMING, ids=lambda rule: f"{names_of(rule)[0]}-{rule.example[:12]}")
def test_a_rule_names_its_example_and_leaves_its_counterexamples(rule: Rule | Negative) -> None:
    assert set(names_of(rule)) <= {fact.name for fact in facts_of(rule.example)}
    for sentence in rule.unlike:
        wrong = [fact for fact in facts_of(sentence) if fact.name in names_of(rule)]
        assert not wrong, sentence


def test_every_rule_is_needed_for_its_example() -> None:
    """Two rules for one wording would hide each other: each example must fit the rule it stands with."""
    for rule in WORDS.rules:
        masked = WORDS.hidden.sub(lambda match: "□" * len(match[0]), rule.example)
        ends = [match.start() for match in WORDS.number.finditer(masked)]
        assert any(rule.text.search(re.split("[，：]", masked[:end])[-1]) for end in ends), rule.example


PATTERNS = {
    "number": WORDS.number,
    "hidden": WORDS.hidden,
    "scope": WORDS.stops.scope,
    "clause": WORDS.stops.clause,
    "other_year": WORDS.stops.other_year,
    **{name: value for name, value in vars(prose).items() if isinstance(value, re.Pattern)},
}
NEAR_NUMBERS = (
    "1",
    "1,234,",
    "１，２３４，",
    "1 ",
    " \t",
    "《",
    "第一",
    "“一",
    "三百",
    "百分之九",
    "浏览次数：1",
    "2023年",
    "12月",
    "（一",
    "—1—",
    "第1页 ",
)
MEGABYTE = 10**6


def seconds(pattern: re.Pattern[str], unit: str) -> float:
    """How long all matches in a megabyte of the unit take, the better of two runs."""
    text = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        for _match in pattern.finditer(text):
            pass
        best = min(best, time.perf_counter() - start)
        if best < 0.5:
            break
    return best


@pytest.mark.parametrize("name", PATTERNS)
def test_reading_patterns_are_linear(name: str) -> None:
    for unit in NEAR_NUMBERS:
        assert seconds(PATTERNS[name], unit) < 1, unit


@pytest.mark.parametrize("rule", NAMING, ids=lambda rule: f"{names_of(rule)[0]}-{rule.example[:12]}")
def test_naming_patterns_are_linear(rule: Rule | Negative) -> None:
    """Near matches: the rule's own example without its end, and words that its fillers take."""
    patterns = [rule.text, rule.context, rule.after if isinstance(rule, Rule) else None]
    head = re.split("[0-9]", rule.example.lstrip("0123456789年"))[0][:-1]
    for pattern in filter(None, patterns):
        for unit in (head, "收到政府信息公开", "未发生行政复议、"):
            assert seconds(pattern, unit) < 1, (pattern.pattern, unit)
