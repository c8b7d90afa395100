"""Pages copied whole: menus, lists of other articles and what the page says of itself stand around the report."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from handmade import text as tidy
from laboratory.judge import judge
from laboratory.specimens import specimen

from converters.article_lists import listed
from converters.conversion import convert_bytes
from converters.dates import edge_day, tells_a_day
from converters.menus import stands_elsewhere
from converters.readers.decoding import decode
from converters.report import Report

COLUMNS = (
    *(
        "政府信息公开指南",
        "机构职能",
        "领导之窗",
        "财政信息",
        "规章",
        "规范性文件",
        "行政规范性文件",
        "行政许可",
    ),
    *(
        "行政处罚",
        "行政强制",
        "行政事业性收费",
        "政府集中采购",
        "依申请公开",
        "行政复议",
        "行政诉讼",
        "重大项目",
    ),
    *("其他对外管理服务事项", "政府信息公开年报", "申请人情况", "自然人", "社会公益组织"),
)
ARTICLES = (
    *("防汛值守安排的通知", "图解：就业补贴怎么领", "道路照明采购公告（第4号）", "上半年行政复议案件通报"),
    *("行政许可事项目录（2022年版）", "关于废止2件行政规范性文件的决定", "行政事业性收费目录清单"),
    *("2018年政府信息公开工作年度报告", "2021年政府信息公开工作年度报告"),
)


def day(rng: Random) -> str:
    printed = rng.choice(
        ["{}-{:02}-{:02}", "{}/{:02}/{:02}", "{}.{:02}.{:02}", "{}年{}月{}日", "[{}-{:02}-{:02}]"]
    )
    return printed.format(rng.randrange(2013, 2019), rng.randrange(1, 13), rng.randrange(1, 29))


def menu(rng: Random) -> list[str]:
    words = rng.sample(COLUMNS, rng.randrange(3, 12))
    counted = [f"{rng.choice(['  * ', '', '· '])}{word}{rng.choice(['', ' 48', '（7）'])}" for word in words]
    return rng.choice([words, counted, ["\t".join(words)], [" | ".join(words)], [f"[{']['.join(words)}]"]])


def articles(rng: Random) -> list[str]:
    form = rng.choice(["{0}\t{1}", "{1} {0}", "{1}{0}", "{0}\n{1}", "{1}\n{0}"])
    return [
        line
        for title in rng.sample(ARTICLES, rng.randrange(2, 7))
        for line in form.format(title, day(rng)).split("\n")
    ]


def of_itself(rng: Random) -> list[str]:
    said = [
        f"索引号：{rng.randrange(10**7)}/2021-00417",
        "信息分类：政府信息公开年报",
        "浏览次数：318",
        "主题分类：行政复议",
    ]
    return rng.sample(said, 3)


def page(seed: int, report: Sequence[str]) -> str:
    """The lines of a report in the middle of a page."""
    rng = Random(seed)
    above = [line for part in rng.choices([menu, articles, of_itself], k=2) for line in part(rng)]
    below = [line for part in rng.choices([menu, articles], k=2) for line in ("相关链接", *part(rng))]
    return "\n".join((*above, *report, *below))


def read(text: str) -> Report:
    return convert_bytes(text.encode(), path="a.txt")


def unsigned() -> str:
    return tidy(year=2023).replace("\n2024年1月20日", "")


def masthead(report: Report) -> tuple[object, ...]:
    return report.year, report.agency.name, report.region.code, report.published


@pytest.fixture(scope="module", params=range(2400, 2500))
def copied(request: pytest.FixtureRequest) -> tuple[Report, Report, dict[str, object]]:
    """A wrecked copy of a report by itself, the same in the middle of a page, and the truth."""
    made = specimen(request.param)
    text = decode(made.data, path="a.txt")[0]
    return read(text), read(page(request.param, text.splitlines())), made.truth


def verdicts(report: Report, truth: dict[str, object]) -> Counter[str]:
    return Counter(judge(truth, {cell.id: (cell.value, cell.basis.value) for cell in report.cells}).values())


def test_no_number_is_lost_or_wrong_for_the_page(copied: tuple[Report, Report, dict[str, object]]) -> None:
    alone, within, truth = copied
    assert verdicts(within, truth) == verdicts(alone, truth)


def test_year_agency_and_day_are_those_of_the_report(
    copied: tuple[Report, Report, dict[str, object]],
) -> None:
    alone, within, _ = copied
    assert masthead(within) == masthead(alone)


def test_the_day_of_the_signature_is_told_from_those_of_a_list() -> None:
    signed = (
        unsigned()
        + "\n白鹭市人民政府办公室\n2024年1月16日\n防汛值守安排的通知\n2024-02-03\n就业补贴怎么领\n2024-02-09"
    )
    assert read(signed).published == "2024-01-16"


def test_a_stamp_from_before_the_year_s_last_month_is_that_of_something_else() -> None:
    assert read("发布时间：2019-03-04\n" + unsigned()).published is None
    assert read("发布时间：2023-12-29\n" + unsigned()).published == "2023-12-29"


def test_what_lists_articles() -> None:
    texts = [
        "防汛值守安排的通知",
        "2021-02-03",
        "就业补贴怎么领",
        "2021-02-09",
        "白鹭市财政局",
        "2022年1月10日",
    ]
    assert listed(texts) == {0, 1, 2, 3}
    assert listed(["2021-02-032018年政府信息公开工作年度报告", "[2021-02-04]就业补贴怎么领"]) == {0, 1}
    report = "白鹭市财政局2021年政府信息公开工作年度报告"
    assert listed(["历年年报", "2021-02-03", "就业补贴怎么领", "2021-02-09", report]) == {1, 2, 3}
    assert listed(["历年年报", "2021-02-03", "就业补贴怎么领", "2021-02-09", "防汛值守安排的通知"]) == {
        1,
        2,
        3,
        4,
    }
    assert listed(["统计期限自2021年1月1日", "至2021年12月31日"]) == set()
    assert listed(["发布时间：2021-02-03", "更新时间：2021-02-04"]) == set()


def test_days_as_programs_print_them() -> None:
    assert edge_day("2017-12-112020年政府信息公开工作年度报告") == "2017-12-11"
    assert tells_a_day("就业补贴怎么领(2024.01.09)")
    assert not tells_a_day("行政许可2020-12-5")  # three cells run together
    assert not tells_a_day("102020-12-05")


def test_a_part_of_a_table_in_another_section_stays_where_its_own_lacks_the_rows() -> None:
    own = "信息内容\t本年处理决定数量\n行政处罚\t25\n行政强制\t4"
    assert not stands_elsewhere("行政许可\t140", "disclosure", own)
    assert stands_elsewhere("行政许可\t2021-02-03", "disclosure", own)
    assert stands_elsewhere("行政处罚（12）", "disclosure", own)
    assert not stands_elsewhere("行政处罚（12）", "disclosure", "行政处罚")
