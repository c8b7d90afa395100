"""Mastheads in many layouts and damages. Agencies and sentences are invented; the places are real."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from converters.imprint import signature
from converters.masthead import (
    AGENCY_COMPLETED,
    AGENCY_UNKNOWN,
    SIGN_DATE_EARLY,
    TITLE_MISSING,
    YEAR_DISAGREES,
    YEAR_FROM_DATE,
    Masthead,
    read_masthead,
)
from converters.reporting_year import YearEvidence, year_evidence
from converters.sheet import Line, TextPlace


def lines_of(text: str) -> list[Line]:
    """The lines of a text with their places."""
    return [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.split("\n"), 1)]


def masthead(text: str, **names: str) -> Masthead:
    return read_masthead(lines_of(text), **names)


def b(year: int, speaker: str = "我局") -> str:
    """The body of a report on that year, in the words that such reports use."""
    return (
        f"一、总体情况\n{year}年，{speaker}认真贯彻落实条例。\n（一）主动公开\n"
        f"{year}年共发布信息88条。\n二、主动公开政府信息情况\n五、存在的主要问题及改进情况\n"
        f"{year + 1}年，我们将继续努力。\n六、其他需要报告的事项\n无"
    )


@dataclass(frozen=True)
class Case:
    """One record of mastheads.txt."""

    shows: str
    expected: tuple[str, ...]
    file: str
    text: str

    def read(self, text: str) -> tuple[str, ...]:
        """What is read of a text with this record's file name, as the record writes it."""
        got = masthead(text, file_title="" if self.file == "-" else self.file)
        return tuple(str(each or "-") for each in (got.agency.name, got.region.code, got.year, got.published))


def recorded() -> list[Case]:
    records = (Path(__file__).parent / "mastheads.txt").read_text("utf-8").split("\n=== ")[1:]
    cases = []
    for record in records:
        head, _, text = record.partition("\n")
        shows, *expected, file = head.split(" | ")
        cases.append(Case(shows, tuple(expected), file, text.removesuffix("\n")))
    return cases


CASES = recorded()
ON_ONE_LINE = (
    "plain",
    "year first",
    "gov full",
    "han year",
    "sign same line",
    "preamble by",
    "zone",
    "sasac",
    "chrome",
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.shows)
def test_masthead(case: Case) -> None:
    assert case.read(case.text) == case.expected


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.shows in ON_ONE_LINE], ids=lambda case: case.shows
)
def test_a_whole_report_on_one_line(case: Case) -> None:
    assert case.read(case.text.replace("\n", " ")) == case.expected


def codes(read: Masthead) -> set[str]:
    return {warning.code for warning in read.warnings}


def test_early_signature_is_kept_and_said() -> None:
    read = masthead(
        "咸宁市司法局2020年政府信息公开工作年度报告\n" + b(2020) + "\n咸宁市司法局\n2020年1月14日"
    )
    assert read.published == "2020-01-14"
    early = next(warning for warning in read.warnings if warning.code == SIGN_DATE_EARLY)
    assert early.at == TextPlace(12, 1)


def test_title_and_prose_that_disagree_are_said() -> None:
    text = (
        "咸宁市司法局2021年政府信息公开工作年度报告\n本报告所列数据统计期限为2020年1月1日至2020年12月31日。\n"
    )
    assert YEAR_DISAGREES in codes(masthead(text + "一、总体情况\n我局认真。"))


def test_a_missing_title_and_a_completed_agency_are_said() -> None:
    read = masthead("信息来源：市司法局\n" + b(2020).replace("共发布信息", "在咸宁市政府网站公开"))
    assert read.agency.name == "咸宁市司法局"
    assert codes(read) >= {TITLE_MISSING, AGENCY_COMPLETED}


def test_the_date_is_the_last_witness_of_the_year() -> None:
    read = masthead("咸宁市司法局政府信息公开工作年度报告\n发布时间：2021-01-20\n一、总体情况\n我局认真。")
    assert read.year == 2020
    assert YEAR_FROM_DATE in codes(read)


@pytest.mark.parametrize("text", ["", "\n\n", "|||", "一、总体情况\n无", "0\t0\t0"])
def test_nothing_said_is_nothing_read(text: str) -> None:
    read = masthead(text)
    assert (read.title, read.agency.name, read.year, read.published) == (None, None, None, None)
    assert AGENCY_UNKNOWN in codes(read)


def test_no_lines_at_all() -> None:
    assert read_masthead([]).year is None


def test_title_is_printed_without_blanks_or_page_number() -> None:
    assert masthead("- 1 -\n咸宁市 司法局\n2021 年政府信息公开 工作年度报告\n" + b(2021)).title == (
        "咸宁市司法局2021年政府信息公开工作年度报告"
    )


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("数据期限为2021年1月1日至12月31日。", YearEvidence(2021, None, None)),
        ("现将2020年度政府信息公开情况公布如下。", YearEvidence(None, 2020, 2020)),
        ("条例自2019年5月15日起施行。", YearEvidence(None, None, None)),
        ("《2018年工作要点》〔2018〕3号", YearEvidence(None, None, None)),
        ("2021年公开。存在的主要问题：不足。2022年，2022年将改进。", YearEvidence(None, None, 2021)),
    ],
)
def test_year_of_the_prose(text: str, evidence: YearEvidence) -> None:
    assert year_evidence(text) == evidence


def test_a_neighbouring_page_is_no_signature() -> None:
    assert signature(["六、其他需要报告的事项", "无", "下一篇：咸宁市司法局", "2024-05-01"]).iso is None


HOSTILE = [
    "政府信息公开工作",
    "2020年1月",
    "市",
    "北京市",
    "《",
    "现将",
    "（以下简称",
    "发布时间：",
    "咸宁市公共资源交易中心",
    "2020年，市局",
    "鼓楼区",
    "来源：市",
    "二〇",
    "2020年政府信息公开",
    "本报告由",
    "0 ",
    "一、",
    "温州市鹿城区",
    "\u3000",
    "2020年1月1日至12月",
    "请与",
    "信息公开年度报告",
    "其他需要报告的事项",
    "关于",
    "市市中区",
    "的",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("width", [20, 1_000_000])
def test_hostile_lines_take_linear_time(piece: str, width: int) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    lines = [Line(text[at : at + width], TextPlace(at, 1)) for at in range(0, len(text), width)]
    started = time.process_time()
    read_masthead(lines)
    # 0.2 to 0.9 s measured here; what this guards against took minutes.
    assert time.process_time() - started < 4


def truths(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """The text documents beside the repository and what was read of them by eye."""
    found = []
    for path in sorted((folder / "truth").glob("*.txt.json")):
        name = path.name.removesuffix(".json")
        document = next(each for part in ("seeds", "cases") if (each := folder / part / name).exists())
        found.append((document, json.loads(path.read_text("utf-8"))))
    return found


def test_real_reports(shared: Path) -> None:
    documents = truths(shared)
    assert documents
    for path, truth in documents:
        for text in (path.read_text("utf-8"), path.read_text("utf-8").replace("\n", " ")):
            read = masthead(text)
            assert read.agency.name in [truth["agency"], *truth.get("agency_also", [])], path
            assert read.region.code == truth["region"]["code"], path
            assert read.year == truth["year"], path
            assert read.published == truth.get("published"), path


def test_traditional_characters_name_the_same_agency_and_place() -> None:
    read = masthead(
        "商丘市民權县人民政府辦公室2022年政府信息公開工作年度報告\n現公布政府信息公開工作年度報告。\n一、總體情況\n"
    )
    assert read.title == "商丘市民權县人民政府辦公室2022年政府信息公開工作年度報告"
    assert read.agency.name == "商丘市民权县人民政府办公室"
    assert read.region.code == "411421"
    assert read.year == 2022
