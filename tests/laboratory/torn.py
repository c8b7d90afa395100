"""Pipe tables torn by a PDF-to-Markdown converter: rules after every piece, labels away from their rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from laboratory.copies import Copy
from laboratory.grid import Cell, Row, Table

_RULE = "|---"
_WHY = "the numbers with notes left the table"


def torn_pipes(copy: Copy, rng: Random) -> tuple[dict[str, list[str]], Copy]:
    """The three tables as torn lines, and the copy with what became undecidable."""
    copy = _with_detached(copy)
    printed = {
        "disclosure": list(_disclosure(copy.tables["disclosure"], rng)),
        "applications": list(_applications(copy.tables["applications"], rng)),
        "reviews": list(_reviews(copy.tables["reviews"], rng)),
    }
    return printed, copy.noted("pipe rows with rules, labels torn from their rows, page numbers between rows")


def pipe_row(texts: Sequence[str]) -> str:
    """One Markdown row."""
    return "| " + " | ".join(texts) + " |"


def rule(columns: int) -> str:
    """The rule under a Markdown heading."""
    return _RULE * columns + "|"


def _with_detached(copy: Copy) -> Copy:
    """Truth of section 二: two numbers for three columns, the repealed ones loose above the table."""
    doubtful = {
        slot: _WHY
        for kind in ("regulations", "normative_documents")
        for slot in (f"disclosure.{kind}.issued", f"disclosure.{kind}.in_force")
    }
    loose = {f"disclosure.{kind}.repealed": _WHY for kind in ("regulations", "normative_documents")}
    return replace(copy, undecidable={**copy.undecidable, **doubtful}, uncertain={**copy.uncertain, **loose})


def _disclosure(table: Table, rng: Random) -> Iterator[str]:
    numbers = {cell.id: cell.text for row in table.rows for cell in row.numbers}
    kinds = (("规章", "regulations", "修订"), ("行政规范性文件", "normative_documents", "自然失效"))
    yield "第二十条第（一）项"
    for _label, kind, note in kinds:
        yield numbers[f"disclosure.{kind}.repealed"]
        yield f"（其中{note} {rng.randint(1, 9)} 件）"
    for row in table.rows[4:]:
        yield (
            "".join(cell.text for cell in row.cells[:-1]) + (" " if row.numbers else "") + row.cells[-1].text
        )
    yield f"— {rng.randint(2, 5)} —"
    yield pipe_row([cell.text for cell in table.rows[1].cells])
    yield rule(4)
    for label, kind, _note in kinds:
        yield "## 表二：主动公开政府信息情况"
        yield pipe_row([label, numbers[f"disclosure.{kind}.issued"], numbers[f"disclosure.{kind}.in_force"]])
        yield rule(3)


_SCATTERED = (
    "申请人情况",
    "法人或其他组织",
    "（本列数据的勾稽关系为：第一项加第二项之和，",
    "社会法律",
    "公益服务其他",
    "企业机构",
    "组织机构",
    "## 表三：收到和处理政府信息公开申请情况",
    "| 等于第三项加第四项之和） | 自然人 | 商业 | 科研 | 总计 |",
    "|---|---|---|---|---|",
    "## 表三：收到和处理政府信息公开申请情况",
)


def _applications(table: Table, rng: Random) -> Iterator[str]:
    yield from _SCATTERED
    torn = {
        "not_processed.reconfirm",
        "other_handling.not_corrected",
        "other_handling.fee_unpaid",
        "partly_granted",
    }
    for row in table.rows[3:]:
        key = (row.numbers[0].id or "").removeprefix("applications.").removesuffix(".natural_person")
        yield from _torn_row(row, key) if key in torn else _pipe_lines(row, rng)
        yield from _FOLLOWING.get(key, ())
        if rng.random() < 0.05:
            yield f"— {rng.randint(3, 7)} —"


# What the converter tore loose and dropped between the rows, after the row named.
_FOLLOWING = {
    "unavailable.not_held": ("", "（四）无"),
    "unavailable.must_be_created": (
        "",
        "三、本法提供",
        "年度办",
        "理结果",
        "5.要求行政机关确认或重新出具",
        "已获取信息",
        "1.申请人无正当理由逾期不补正、",
        "开申请",
    ),
    "other_handling.not_corrected": (
        "",
        "（六）其",
        "2.申请人逾期未按收费通知要求",
        "他处理",
        "府信息公开申请",
    ),
}


def _torn_row(row: Row, key: str) -> Iterator[str]:
    texts = [cell.text for cell in row.numbers]
    if key == "partly_granted":
        yield from ("", "（二）部分公开（区分处理的，只计这一情", "形，不计其他情形）")
    left = {
        "other_handling.not_corrected": ["行政机关不再处理其政府信息公"],
        "other_handling.fee_unpaid": ["缴纳费用、", "行政机关不再处理其政"],
    }.get(key, [])
    yield pipe_row([*left, *texts])
    yield rule(len(left) + 7)


def _pipe_lines(row: Row, rng: Random) -> Iterator[str]:
    groups = [cell.text for cell in row.cells if cell.role == "group" and not cell.text.startswith("三、")]
    kept = [groups[-1]] if groups and rng.random() < 0.3 else []
    texts = [*kept, *(cell.text for cell in row.cells if cell.role != "group")]
    yield pipe_row([*texts, *([""] if rng.random() < 0.4 and not kept else [])])
    if rng.random() < 0.3:
        yield rule(len(texts))


def _reviews(table: Table, _rng: Random) -> Iterator[str]:
    cells: Sequence[Cell] = table.rows[3].cells
    yield "行政复议行政诉讼"
    yield "未经复议直接起诉复议后起诉"
    yield "结果结果其他尚未"
    yield "总计结果结果其他尚未结果结果其他尚未"
    yield "维持纠正结果审结维持纠正结果审结"
    yield "注：行政复议、行政诉讼数量含上年度结转数量。"
    yield "| 维持 | 纠正 | 结果 | 审结 | 总计 | 总计 |"
    yield rule(6)
    yield pipe_row([cell.text for cell in cells])
    yield rule(len(cells))
