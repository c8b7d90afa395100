"""Several reports in one file: the first is read as if it stood there alone, and that is told."""

import io

import pypdfium2
import pytest
from handmade import text as tidy
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from laboratory.specimens import specimen

from converters.compilation import first_report
from converters.conversion import convert_bytes
from converters.readers.decoding import decode
from converters.report import Report
from converters.sheet import Line, Sheet, TextPlace

LIST = [f"一、总体情况\t{'…' * 9}1", "二、主动公开政府信息情况\t2", "三、收到和处理政府信息公开申请情况\t3"]
LINK = "白鹭市人民政府办公室2021年政府信息公开工作年度报告"
SUMMARY = [
    "白鹭市人民政府办公室2023年政务公开工作总结",
    "一、基本情况",
    "全年召开两次会议，研究政务公开的重点任务。",
    "二、主动公开情况",
    "在门户网站公开各类信息，栏目按月核对。",
    "三、依申请公开情况",
    "各科室按时限答复，没有超期的申请。",
    "四、存在的问题",
    "栏目更新还不够快。",
]


def is_divided(text: str) -> bool:
    """Whether more than one report is found in a text."""
    lines = [Line(line, TextPlace(number, 1)) for number, line in enumerate(text.split("\n"), 1)]
    return bool(first_report(Sheet(lines, "text/plain"))[1])


def told(report: Report) -> list[str]:
    """The warnings of several reports."""
    return [warning.message for warning in report.warnings if warning.code == "several_reports"]


def what_is_said(report: Report) -> tuple[object, ...]:
    """What a report says; of its sections the kinds, as what a page has below its last one belongs to either page."""
    masthead = report.title, report.agency, report.region, report.year, report.published
    return *masthead, [section.kind for section in report.sections], report.facts, report.checks, report.cells


@pytest.mark.parametrize("seed", range(2500, 2530))
def test_behind_a_text_comes_another_and_nothing_of_it_is_read(seed: int) -> None:
    first, second = (decode(specimen(of).data, path="a.txt")[0] for of in (seed, seed + 1000))
    both = convert_bytes(f"{first}\n\n{second}".encode(), path="both.txt")
    alone = convert_bytes(first.encode(), path="alone.txt")
    assert what_is_said(both) == what_is_said(alone)
    assert told(both) == [f"several reports stand in this file; read is the first: {alone.title}"]


def test_files_bound_into_one_are_read_up_to_the_second() -> None:
    bound = pypdfium2.PdfDocument.new()
    files = [pdf_specimen(seed, PdfRecipe()).data for seed in (71, 72, 73)]
    for data in files:
        bound.import_pages(pypdfium2.PdfDocument(data))
    stream = io.BytesIO()
    bound.save(stream)
    both = convert_bytes(stream.getvalue(), path="bound.pdf")
    alone = convert_bytes(files[0], path="alone.pdf")
    assert what_is_said(both) == what_is_said(alone)
    assert len(told(both)) == 1


@pytest.mark.parametrize(
    "other",
    [
        tidy("青湖县教育局"),
        tidy(year=2022),
        tidy(),
        "\n".join(tidy("青湖县教育局").split("\n")[1:]),
    ],
    ids=["another agency", "another year", "the same again", "without a title"],
)
def test_another_report_is_known_by_its_title_or_by_a_table_that_comes_again(other: str) -> None:
    assert is_divided(f"{tidy()}\n{other}")


def test_a_report_without_tables_does_not_take_those_of_the_next() -> None:
    lines = tidy().split("\n")
    bare = [
        line for line in lines if "\t" not in line and not line.startswith(("第二十条", "（二）部分公开"))
    ]
    report = convert_bytes("\n".join([*bare, tidy("青湖县教育局", 2022)]).encode(), path="both.txt")
    assert report.agency.name == "白鹭市人民政府办公室"
    assert {cell.value for cell in report.cells} <= {None}
    assert told(report)


@pytest.mark.parametrize(
    "text",
    [
        tidy(),
        "\n".join([tidy().split("\n")[0], "目录", *LIST, tidy()]),
        "\n".join([*SUMMARY, tidy()]),
        "\n".join([tidy(), "相关文章", LINK, LINK.replace("2021", "2022")]),
        f"{tidy()}\n附件\n一、主动公开政府信息情况\n见上表。\n二、其他情况\n没有。",
        tidy().replace("\n二、", f"\n{tidy().split(chr(10))[0]}\n二、"),
    ],
    ids=["alone", "contents", "summary of work", "links", "annex", "title at the head of a page"],
)
def test_lists_annexes_and_summaries_are_parts_of_one_report(text: str) -> None:
    assert not is_divided(text)
