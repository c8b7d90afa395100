"""Tables of the agency's own beside those of the form: no number of theirs is taken, no row slips."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

import pytest
from handmade import text as tidy
from laboratory.judge import judge
from laboratory.specimens import Specimen, specimen
from laboratory.web.specimens import HtmlRecipe, html_specimen

from converters.conversion import convert_bytes
from converters.readers.decoding import decode

Rows = Sequence[Sequence[str]]
HEADING = re.compile(r"[一二三四五六]、.{4,40}(?:情[况況]|事[项項])$")

OWN: Mapping[str, Rows] = {
    "by channel": [
        ["申请渠道", "当面", "信函", "网络", "传真", "合计"],
        ["数量", "15", "37", "34", "0", "86"],
    ],
    "by office": [
        ["科室", "本年新收", "办结", "结转下年度"],
        ["办公室", "5", "5", "2"],
        ["法规科", "53", "10", "2"],
        ["合计", "58", "15", "4"],
    ],
    "by year": [
        ["年度", "本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "结转下年度继续办理"],
        ["2021年", "31", "4", "2"],
        ["2022年", "29", "2", "0"],
    ],
    "by applicant": [
        ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
        ["同比增减", "48", "18", "19", "44", "16", "10", "39"],
    ],
    "of one row": [
        ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
        ["本年新收", "48", "18", "19", "44", "16", "10", "39"],
    ],
    "by result": [
        ["办理结果", "数量"],
        ["予以公开", "30"],
        ["部分公开", "58"],
        ["不予公开", "57"],
        ["总计", "7"],
    ],
    "shares": [["自然人", "商业企业", "其他", "总计"], ["占比", "80%", "10%", "0", "0", "5%", "100%"]],
}

OF_THE_FORM: Mapping[str, Rows] = {
    "of two rows": [
        ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
        ["本年新收政府信息公开申请数量", "48", "18", "19", "44", "16", "10", "155"],
        ["上年结转政府信息公开申请数量", "5", "1", "0", "0", "0", "2", "8"],
    ],
    "of reasons": [
        ["不予公开原因", "件数"],
        ["属于国家秘密", "3"],
        ["其他法律行政法规禁止公开", "12"],
        ["属于三类内部事务信息", "41"],
    ],
    "of decisions": [
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "614"],
        ["行政处罚", "223"],
    ],
    "of documents": [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "7", "8", "9"],
        ["行政规范性文件", "17", "18", "19"],
    ],
    "of reviews": [
        ["类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        ["行政复议", "4", "6", "8", "9", "27"],
    ],
}
"""Rows named as the form names its own."""
ALL = {**OWN, **OF_THE_FORM}


def cell_a_line(text: str) -> str:
    return text.replace("\t", "\n")


def label_then_row(text: str) -> str:
    return re.sub(r"(?<=\D)\t(?=\d)", "\n", text).replace("\t", " ")


def as_it_is(text: str) -> str:
    return text


def values(text: str) -> dict[str, float | None]:
    return {cell.id: cell.value for cell in convert_bytes(text.encode(), path="a.txt").cells}


def wrong_cells(made: Specimen, lines: Sequence[str]) -> list[str]:
    """The cells of a report whose text has been changed to these lines that are wrong."""
    cells = convert_bytes("\n".join(lines).encode(), path="a.txt").cells
    verdicts = judge(made.truth, {cell.id: (cell.value, cell.basis.value) for cell in cells})
    return [cell for cell, verdict in verdicts.items() if verdict == "wrong"]


@pytest.mark.parametrize("laid_out", [as_it_is, cell_a_line, label_then_row])
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("own", ALL)
@pytest.mark.parametrize("received", [2, 12, 345])
def test_beside_the_table_of_applications(
    own: str, before: bool, received: int, laid_out: Callable[[str], str]
) -> None:
    report = tidy(received=received)
    at = report.index("（本列数据") if before else report.index("四、政府信息公开行政复议")
    table = "".join("\t".join(row) + "\n" for row in ALL[own])
    truth, read = values(report), values(laid_out(report[:at] + table + report[at:]))
    assert {
        cell: (value, truth[cell]) for cell, value in read.items() if value not in (None, truth[cell])
    } == {}


def test_above_a_table_whose_first_label_is_cut_in_two() -> None:
    made = specimen(5659)
    lines = decode(made.data, path="a.txt")[0].splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("三、收到")) + 1
    lines[at:at] = [" ".join(row) for row in OF_THE_FORM["of two rows"]]
    assert wrong_cells(made, lines) == []


def test_a_row_named_again_behind_its_table_is_in_doubt_where_it_had_no_number_before() -> None:
    report = re.sub(r"行政处罚\t\d+", "行政处罚\t-", tidy(received=12))
    head, tables = report.split("二、", 1)
    disclosure, rest = tables.split("三、", 1)
    own = "信息内容\t本年处理决定数量\n行政处罚\t645\n"
    text = f"{head}二、{disclosure.replace(chr(10), ' ').replace(chr(9), ' ')}\n三、{rest}".replace(
        "五、", f"{own}五、", 1
    )
    assert values(text)["disclosure.penalties.decisions"] is None


@pytest.mark.parametrize("own", ALL)
@pytest.mark.parametrize("seed", range(3))
def test_beside_the_tables_of_a_page(own: str, seed: int) -> None:
    made = html_specimen(seed, HtmlRecipe())
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in ALL[own])
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    page = made.data.decode().replace("<table", f"{table}<table", 2).encode()
    truth = made.truth["cells"]
    wrong = {
        cell.id: (cell.value, truth[cell.id])
        for cell in convert_bytes(page, path="a.html").cells
        if cell.value is not None
        and cell.value != truth[cell.id]
        and (cell.value, truth[cell.id]) != (0, "blank")
    }
    assert wrong == {}


@pytest.mark.parametrize("seed", range(3))
def test_a_few_rows_of_the_form_in_a_table_before_it_take_its_place_in_no_page(seed: int) -> None:
    made = html_specimen(seed, HtmlRecipe())
    few = "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>4611</td></tr></table>"
    report = convert_bytes(made.data.decode().replace("<table", f"{few}<table", 1).encode(), path="a.html")
    assert 4611 not in {cell.value for cell in report.cells}
    assert any(cell.id.startswith("reviews.") and cell.value is not None for cell in report.cells)


@pytest.mark.parametrize("kinds", [OWN, OF_THE_FORM], ids=["own", "of the form"])
@pytest.mark.parametrize("seed", range(3000, 3120))
def test_beside_a_heading_of_a_wrecked_copy(seed: int, kinds: Mapping[str, Rows]) -> None:
    rng, made = Random(seed), specimen(seed)
    lines = decode(made.data, path="a.txt")[0].splitlines()
    headings = [at for at, line in enumerate(lines) if HEADING.match("".join(line.split()))]
    own, separator = rng.choice(list(kinds.values())), rng.choice("\t\n |")
    if headings:
        at = rng.choice(headings) + rng.choice((0, 1))
        lines[at:at] = [separator.join(row) for row in own]
    assert wrong_cells(made, lines) == []
