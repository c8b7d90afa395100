"""Texts that show some tables alone, and what the converter reads in them."""

from converters.conversion import convert_bytes
from converters.report import Report

TITLE = "白鹭市水务局2023年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n"
APPLICATIONS = "三、收到和处理政府信息公开申请情况\n\n"
COLUMNS = "自然人\n\n商业企业\n\n科研机构\n\n社会公益组织\n\n法律服务机构\n\n其他\n\n总计\n\n"


def convert(text: str) -> Report:
    return convert_bytes(text.encode(), path="a/b.txt")


def values(report: Report, table: str) -> dict[str, float]:
    """The cells of a table that have a value, without the table's name."""
    prefix = f"{table}."
    shown = [cell for cell in report.cells if cell.id.startswith(prefix) and cell.value is not None]
    return {cell.id.removeprefix(prefix): cell.value for cell in shown if cell.value is not None}
