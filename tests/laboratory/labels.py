"""Damage of labels and headings: cut, blanked, misprinted, worded otherwise, lost."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from laboratory.copies import Copy, map_texts
from laboratory.grid import Cell, Row

_HALF = str.maketrans("（）：，；", "():,;")


def half_width(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """Punctuation in half width, as web editors make it."""
    return map_texts(copy, lambda cell: cell.text.translate(_HALF), "half-width punctuation")


def spaced_numbering(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """A blank behind the number of an item: `1. 属于国家秘密`, `(一) 予以公开`."""

    def spaced(cell: Cell) -> str:
        head = next((at for at, mark in enumerate(cell.text[:3]) if mark in ".)）"), -1)
        numbered = cell.role in ("label", "group") and head > 0
        return f"{cell.text[: head + 1]} {cell.text[head + 1 :]}" if numbered else cell.text

    return map_texts(copy, spaced, "blank behind the numbering")


def header_blanks(copy: Copy, rng: Random, strength: float) -> Copy:
    """Blanks inside the headings: `结果 维持`, or one between any two characters."""
    every = rng.random() < strength / 2

    def blanked(cell: Cell) -> str:
        if cell.role != "header" or len(cell.text) not in (2, 4):
            return cell.text
        return (
            " ".join(cell.text)
            if every
            else f"{cell.text[: len(cell.text) // 2]} {cell.text[len(cell.text) // 2 :]}"
        )

    return map_texts(copy, blanked, "blanks inside headings")


def cut_headers(copy: Copy, rng: Random, strength: float) -> Copy:
    """Headings cut to their first half, so that two of them read the same: `本年新`, `结果`."""

    def cut(cell: Cell) -> str:
        if cell.role != "header" or rng.random() > strength:
            return cell.text
        if cell.text.startswith("本年新"):
            return "本年新"
        return cell.text[:2] if cell.text in ("结果维持", "结果纠正", "其他结果", "尚未审结") else cell.text

    return map_texts(copy, cut, "headings cut to their first half")


def relabelled(copy: Copy, labels: Mapping[str, str], note: str) -> Copy:
    """The copy with labels worded otherwise."""
    return map_texts(copy, lambda cell: cell.text if cell.id else labels.get(cell.text, cell.text), note)


_MISPRINTS: Mapping[str, tuple[str, ...]] = {
    "一、本年新收政府信息公开申请数量": (
        "一、本年新收到政府信息公开申请数量",
        "一、本年新收政府信息公开申请数",
    ),
    "二、上年结转政府信息公开申请数量": (
        "二、上年转结政府信息公开申请数量",
        "二、上年度结转政府信息公开申请数量",
    ),
    "2.其他法律行政法规禁止公开": ("2.其他法律行政止公开", "2.其他法律、行政法规禁止公开"),
    "3.危及“三安全一稳定”": ('3.危及"三安全一稳定"', "3.危及三安全一稳定", "3.危及“三安全一稳定"),
    "1.本机关不掌握相关政府信息": ("1.本机关不掌握相关信息", "1.本机关不掌握有关政府信息"),
    "2.没有现成信息需要另行制作": ("2.没有现成信息，需要另行制作", "2.没有现成信息需另行制作"),
    "3.补正后申请内容仍不明确": ("3.补正后申请内容扔不明确", "3.补正申请内容仍不明确"),
    "1.信访举报投诉类申请": ("1.信访、举报、投诉类申请", "1.信访举报投诉申请"),
    "3.要求提供公开出版物": ("3.要求提供公开出板物", "3.要求提供出版物"),
    "4.无正当理由大量反复申请": ("4.无正当理由大量重复申请", "4.无正当理由大量返复申请"),
    "5.要求行政机关确认或重新出具已获取信息": ("5.要求行政机关确认或重新出具已获信息",),
    "四、结转下年度继续办理": ("四、转结下年度继续办理", "四、结转下年继续办理"),
    "法律服务机构": ("法律服务组织", "法律服务 机构"),
    "社会公益组织": ("社会公益机构", "社会公 益组织"),
    "科研机构": ("科研院所",),
    "行政规范性文件": ("规范性文件",),
    "规范性文件": ("行政规范性文件",),
    "其他对外管理服务事项": ("其它对外管理服务事项", "其他对外管理服务"),
    "（三）不予公开": ("（三）不公开", "（三）不予以公开"),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (
        "（二）部分公开",
        "（二）部分公开（区分处理的，只计这一情形）",
    ),
}


def misprints(copy: Copy, rng: Random, strength: float) -> Copy:
    """Labels misprinted or worded otherwise: 转结 for 结转, a character missing, another common wording."""
    chosen = {label: rng.choice(ways) for label, ways in _MISPRINTS.items() if rng.random() < strength}
    return relabelled(copy, chosen, "labels misprinted or worded otherwise")


def comma_numbering(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """Items numbered `1、` for `1.`."""

    def renumbered(cell: Cell) -> str:
        return cell.text[0] + "、" + cell.text[2:] if cell.text[1:2] == "." and not cell.id else cell.text

    return map_texts(copy, renumbered, "items numbered 1、 for 1.")


def label_blanks(copy: Copy, rng: Random, strength: float) -> Copy:
    """Stray blanks inside labels, half or full width."""

    def blanked(cell: Cell) -> str:
        if cell.role not in ("label", "group") or len(cell.text) < 4 or rng.random() > strength:
            return cell.text
        at = rng.randint(2, len(cell.text) - 1)
        return cell.text[:at] + rng.choice((" ", " ", "　", "\u00a0")) + cell.text[at:]

    return map_texts(copy, blanked, "stray blanks inside labels")


def lost_labels(copy: Copy, rng: Random, strength: float) -> Copy:
    """Row labels of section 三 gone, their numbers still there."""
    table = copy.tables["applications"]
    lost = [index for index in range(len(table.rows)) if index > 4 and rng.random() < strength * 0.15]

    def unlabelled(index: int, row: Row) -> Row:
        cells = (
            replace(cell, text="") if cell.role == "label" and index in lost else cell for cell in row.cells
        )
        return replace(row, cells=tuple(cells))

    edited = copy.edit(
        "applications", lambda old: old.map_rows(unlabelled), f"labels of {len(lost)} rows gone"
    )
    return edited if lost else copy


def lost_groups(copy: Copy, rng: Random, strength: float) -> Copy:
    """Group labels of section 三 gone: the rows stand without their （三）, （四）, （五）."""

    def gone(cell: Cell) -> str:
        return "" if cell.role == "group" and rng.random() < strength else cell.text

    return map_texts(copy, gone, "group labels gone")


def moved_groups(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """Group labels of section 三 in a line of their own, beside the middle row of the group."""
    table = copy.tables["applications"]
    groups = [(at, cell) for at, row in enumerate(table.rows) for cell in row.cells if _is_tall(cell)]
    moved = {at + cell.height // 2: cell.text for at, cell in groups}

    def change(index: int, row: Row) -> Row:
        cells = tuple(replace(cell, text="") if _is_tall(cell) else cell for cell in row.cells)
        return Row(cells, (*row.before, moved[index]) if index in moved else row.before)

    return copy.edit("applications", lambda old: old.map_rows(change), "group labels beside their middle row")


def _is_tall(cell: Cell) -> bool:
    return cell.role == "group" and cell.height > 1


_HEADINGS_WITH_EXTRAS = {
    "本年增/减": ("本年增/减（例：-8）", "本年增/减（+/-）", "本年增减"),
    "采购总金额": ("采购总金额（单位：万元）", "采购总金额（万元）"),
    "处理决定数量": ("处理决定数量（件）",),
    "本年处理决定数量": ("本年处理决定数量（件）", "本年处理决定数"),
    "总计": ("总计（件）", "合计"),
}


def noted_headings(copy: Copy, rng: Random, strength: float) -> Copy:
    """Headings with an example, a unit or other words in them: numbers there are no data."""

    def noted(cell: Cell) -> str:
        ways = _HEADINGS_WITH_EXTRAS.get(cell.text, ())
        return rng.choice(ways) if ways and cell.role == "header" and rng.random() < strength else cell.text

    return map_texts(copy, noted, "headings with examples and units")
