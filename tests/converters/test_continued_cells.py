"""Cells that go on in other lines, labels side by side, rows and columns that the form does not have.

As programs leave them that write tables, and narrow columns. Each text is small and of our own making.
"""

import pytest
from tool_texts import APPLICATIONS, TITLE, convert, values

from converters.atoms import Kind, atoms_of
from converters.sheet import Line, TextPlace
from converters.vocabulary import vocabulary


def test_a_word_for_nothing_between_blanks_is_a_cell() -> None:
    text = TITLE + APPLICATIONS + "一、本年新收政府信息公开申请数量 无 7 无 无 4 无 11\n"
    text += "二、上年结转政府信息公开申请数量 无 无 无 无 无 无 无\n（一）予以公开 无 2 无 无 无 无 2\n"
    found = values(convert(text), "applications")
    assert {part: found[f"received.{part}"] for part in ("enterprise", "legal_service", "total")} == {
        "enterprise": 7,
        "legal_service": 4,
        "total": 11,
    }


def test_labels_of_several_columns_are_told_one_by_one() -> None:
    # A group's label and a row's in one line, both cut at their columns' ends.
    words = vocabulary("2021", "applications")
    line = Line("              （五）不予处  1.信访举报投  1     0     0", TextPlace(1, 1))
    labels = [atom for atom in atoms_of([line], words) if atom.kind is Kind.LABEL]
    assert [label.text for label in labels] == ["（五）不予处", "1.信访举报投"]
    assert labels[1].meaning is not None
    assert labels[1].meaning.sole == words.labels["1信访举报投诉类申请"]


@pytest.mark.parametrize("lines", ["3796\n.94", "3796.\n94"])
def test_a_number_broken_at_its_point_is_one(lines: str) -> None:
    text = TITLE + f"信息内容\n采购项目数量\n采购总金额\n政府集中采购\n39\n{lines}\n"
    found = values(convert(text.replace("2023", "2020")), "disclosure")
    assert found["procurement.amount"] == 3796.94


def test_a_number_whose_digits_may_go_on_behind_its_own_label_is_in_doubt() -> None:
    # A narrow column breaks the label and the number beside it.
    text = (
        TITLE
        + "信息内容  采购项目  采购总金\n          数量      额\n政府集    0         2351\n中采购              6\n"
    )
    assert "procurement.amount" not in values(convert(text.replace("2023", "2020")), "disclosure")


def test_a_remark_may_go_on_in_the_next_lines() -> None:
    text = (
        TITLE
        + "规章\n0\n0\n0\n行政规范性文件\n22（其中\n修订16件）\n3（含上年\n1件\n）\n8\n行政许可\n9\n行政处罚\n0\n"
    )
    found = values(convert(text), "disclosure")
    parts = ("issued", "repealed", "in_force")
    assert [found[f"normative_documents.{part}"] for part in parts] == [22, 3, 8]


def test_the_number_of_a_group_is_no_remark_behind_numbers() -> None:
    text = TITLE + APPLICATIONS + "0 0 0  0 0 0 （二）部分公开（区分处理的，只计这一情形，不计其他情形）\n"
    text += "6 0 0 0 0 0 6 （三）不予公开 1.属于国家秘密\n1 0 0 0 0 0 1 2.其他法律行政法规禁止公开\n"
    found = values(convert(text), "applications")
    assert found["refused.state_secret.natural_person"] == 6


def test_a_row_of_numbers_that_is_nobodys_speaks_against_a_sum_between_its_neighbours() -> None:
    # The label of the row is lost, and one of its numbers is a slip: what sums give there is another number.
    rows = [
        "一、本年新收政府信息公开申请数量\t5\t2\t0\t0\t0\t2\t9",
        "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
        "（一）予以公开\t5\t2\t0\t0\t0\t2\t9",
        "（六）其他处理\t0\t0\t0\t0\t0\t0\t0",
        "\t5\t2\t0\t0\t0\t0\t9",
        "四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0",
    ]
    found = values(convert(TITLE + APPLICATIONS + "\n".join(rows)), "applications")
    assert found.get("processed_total.other_org") != 2


def test_a_number_behind_the_last_column_is_not_the_total() -> None:
    # A column more than the form has, of last year's numbers, and an empty first cell.
    text = (
        "白鹭市水务局2023年政府信息公开工作年度报告\n\n四、政府信息公开行政复议、行政诉讼情况\n"
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t"
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t上年总计\n"
        "\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t14\n"
    )
    assert values(convert(text), "reviews").get("litigation_after_reconsideration.total") in (None, 0)


def test_a_line_cut_within_a_rows_label_is_no_sentence() -> None:
    text = (
        TITLE + APPLICATIONS + "求提供公开出版物 0 4.无正当理由大量反复申请 0 5.要求行政机关确认或重新\n"
        "出具已获取信息 15 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息\n"
        "公开申请 0 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息\n公开申请 0 3.其他 6\n"
    )
    assert values(convert(text), "applications").get("not_processed.reconfirm.total") in (None, 15)
