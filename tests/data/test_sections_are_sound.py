"""data/sections.toml: six kinds of section, told apart by the headings that copies print."""

import re
import time
import tomllib

import pytest
from conftest import ROOT

from converters.outline import TABLES, kinds, outline
from converters.sheet import Line, Sheet, TextPlace

DATA = tomllib.loads((ROOT / "converters/data/sections.toml").read_text("utf-8"))["kinds"]
STATUTORY = {
    "overview": "总体情况",
    "disclosure": "主动公开政府信息情况",
    "applications": "收到和处理政府信息公开申请情况",
    "reviews": "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}


def kind_of(heading: str) -> list[str]:
    return [
        section.kind for section in outline(Sheet([Line(heading, TextPlace(1, 1))], "text/plain")).sections
    ]


def test_the_kinds_are_the_six_sections_of_a_report() -> None:
    keys = [entry["key"] for entry in DATA]
    assert sorted(keys) == sorted(STATUTORY)
    assert set(TABLES) <= set(keys)
    assert [kind.key for kind in kinds()] == keys


def test_each_kind_is_named_in_both_languages() -> None:
    assert all(set(entry) == {"key", "zh", "en", "heading", "title"} for entry in DATA)
    for name in ("zh", "en"):
        names = [entry[name] for entry in DATA]
        assert all(names)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("key", STATUTORY)
@pytest.mark.parametrize("number", ["一、", "二、", "六.", "第三部分 ", ""])
def test_statutory_headings_are_told_by_what_they_say_not_by_their_number(key: str, number: str) -> None:
    assert kind_of(number + STATUTORY[key]) == [key]


@pytest.mark.parametrize("key", STATUTORY)
def test_the_statutory_title_is_found_where_text_runs_on_behind_it(key: str) -> None:
    title = next(kind.title for kind in kinds() if kind.key == key)
    found = title.match(STATUTORY[key] + "本年度无。")
    assert found
    assert found[0] == STATUTORY[key]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("二、主动公开主动公开政府信息情况", "disclosure"),
        ("三、收到和处理政府信息公开申请的情况", "applications"),
        ("三、依申请公开情况", "applications"),
        ("四、政府信息公开行政复议、行政诉讼情况", "reviews"),
        ("四、因政府信息公开申请行政复议和提起行政诉讼的情况", "reviews"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("五、存在问题和不足", "problems"),
        ("六、其它需要报告的事项", "other"),
        ("一、概述", "overview"),
        ("七、附件", "unclassified"),
    ],
)
def test_altered_headings(heading: str, kind: str) -> None:
    assert kind_of(heading) == [kind]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_patterns_are_linear(kind: object) -> None:
    patterns = [getattr(kind, name) for name in ("heading", "title")]
    for pattern in patterns:
        assert isinstance(pattern, re.Pattern)
        for unit in (
            "收到和处理政府信息",
            "申请",
            "因政府信息公开工作被申请行政复议、",
            "存在的主要问题",
            "其他需要",
        ):
            text = unit * (10**6 // len(unit))
            started = time.process_time()
            for _match in pattern.finditer(text):
                pass
            assert time.process_time() - started < 1, (pattern.pattern, unit)
