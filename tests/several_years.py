"""Reports of one agency over the years, as tidy texts on either form, for tests of what is compared between them."""

from collections.abc import Mapping
from itertools import groupby

from converters.form import FormTable, Row, forms

AGENCY = "洛阳市水利局"
Values = Mapping[str, int | float]


def applications(received: int, carried_in: int = 0, carried_out: int = 0) -> dict[str, int]:
    """Applications of natural persons that keep every sum of the form; all that were decided were granted."""
    decided = received + carried_in - carried_out
    rows = {
        "received": received,
        "carried_in": carried_in,
        "granted": decided,
        "processed_total": decided,
        "carried_out": carried_out,
    }
    return {
        f"applications.{row}.{column}": number
        for row, number in rows.items()
        for column in ("natural_person", "total")
    }


def text(year: int, values: Values, *, form: str = "2021", agency: str = AGENCY) -> str:
    """A report with these numbers in its cells and zeros in all others."""
    disclosure, applied, reviews = forms()[form].tables
    lines = [
        f"{agency}{year}年政府信息公开工作年度报告",
        "",
        "一、总体情况",
        "本年度持续完善公开制度，及时回应社会关切。",
        "二、主动公开政府信息情况",
        *_disclosure(disclosure, values),
        "三、收到和处理政府信息公开申请情况",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况\t总计",
        "自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他",
        *(_line(applied, row, values) for row in applied.rows),
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议\t行政诉讼",
        "未经复议直接起诉\t复议后起诉",
        "\t".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3),
        "\t".join(str(values.get(slot.id, 0)) for slot in reviews.slots),
        "五、存在的主要问题及改进情况",
        "公开的主动性还需加强。",
        "六、其他需要报告的事项",
        "无。",
        f"{year + 1}年1月20日",
    ]
    return "\n".join(lines) + "\n"


def _disclosure(table: FormTable, values: Values) -> list[str]:
    lines = []
    for (under, columns), rows in groupby(table.rows, key=lambda row: (row.under, row.columns)):
        unit = "（单位：万元）" if columns[-1].unit else ""
        lines += [*under, "\t".join(["信息内容", *(column.label for column in columns)]) + unit]
        lines += [_line(table, row, values) for row in rows]
    return lines


def _line(table: FormTable, row: Row, values: Values) -> str:
    numbers = (values.get(f"{table.id}.{row.key}.{column.key}", 0) for column in row.columns)
    group = "三、本年度办理结果\t" if row.key == "granted" else ""
    return "\t".join([f"{group}{row.label}", *map(str, numbers)])
