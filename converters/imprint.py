"""What stands around a report: the stamps of its web page (发布时间, 来源) and the signature at its end.

Works on compact lines (blanks taken out, except one between two digits).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converters.agency import agency_before, agency_from, is_agency, strip_leads
from converters.dates import find_dates
from converters.menus import NEIGHBOURS

_PUBLISHER = (
    "发布机构|发布单位|发布部门|公开主体|公开单位|公开责任部门|责任部门|责任单位|发文机关|发文单位|发文机构"
    "|制发机关|编制单位|报告单位|单位名称|填报单位|所属机构"
)
_ORIGIN = "信息来源|文章来源|稿件来源|内容来源|信息提供|供稿单位|供稿|来源|发布者|发布人|作者"
_STAMP = (
    "发布时间|发布日期|公开日期|公开时间|发文日期|发文时间|成文日期|成文时间|生成日期|生成时间|更新时间"
    "|录入时间|上传时间|日期|时间"
)
WITNESSES = {
    "published": "发布时间",
    "dated": "成文日期",
    "updated": "更新时间",
    "issuer": "发布机构",
    "source": "来源",
    "author": "作者",
}
"""What a page says of itself by kind (data/pages.toml) → the label of it that is known here."""
_LABEL = re.compile(rf"(?P<label>{_PUBLISHER}|{_ORIGIN}|{_STAMP})[】\]）)]?[:：|]*")
_END = re.compile(
    rf"{_PUBLISHER}|{_ORIGIN}|{_STAMP}|浏览|点击|字号|字体|打印|分享|访问|阅读|索引|文号|主题|标题|名称|[【|]"
)
_LAST_SECTION = re.compile(r"(?:其[他它])(?:需要)?(?:报告|说明)?的?(?:有关)?事项")
_AFTER_DATE = re.compile(r"[）)。.\s]*(?:(?:分享|打印|关闭|责任编辑|附件|主办|返回|【).*)?")
_BEFORE_NO_SIGNATURE = re.compile(r"[截至到自从于在，、]$")
_LINE, _TAIL_LINES, _HEAD_LINES = 400, 15, 80
"""Characters of a line looked at; lines that end a report without a last section; lines of a page's head."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A labelled date of the page: its label, ISO date and line."""

    label: str
    iso: str
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """An agency named by a label of the page; `publisher` is False for 来源 and its like."""

    name: str
    publisher: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The agency and the date at the end of a report, with the line of the date."""

    name: str | None
    iso: str | None
    line: int | None


def page_labels(lines: Sequence[str], body: int) -> tuple[list[Stamp], list[Source]]:
    """The labelled dates and agencies of the page's head, and of its foot."""
    stamps: list[Stamp] = []
    sources: list[Source] = []
    head = range(min(body + 1, _HEAD_LINES, len(lines)))
    foot = range(max(_end_of_body(lines), len(head)), len(lines))
    for index in (*head, *foot):
        for label, value in _labelled(lines, index):
            if label in _STAMP.split("|"):
                stamps.extend(Stamp(label, date.iso, index) for date in list(find_dates(value))[:1])
            elif name := _agency(value):
                sources.append(Source(name, label in _PUBLISHER.split("|")))
    return stamps, sources


def signature(lines: Sequence[str]) -> Signature:
    """The agency and date that the report is signed with, not those of neighbouring pages."""
    named: str | None = None
    for index in range(_end_of_body(lines), len(lines)):
        line = lines[index][-_LINE:]
        border = NEIGHBOURS.search(line)
        line = line[: border.start()] if border else line
        name, iso = _signed(line)
        if iso:
            below = _lone(lines[index + 1]) if index + 1 < len(lines) else None
            return Signature(name or named or below, iso, index)
        if border:
            break
        named = _lone(line) or named
    return Signature(named, None, None)


def _signed(line: str) -> tuple[str | None, str | None]:
    """The agency (if any) and the date that a line ends with; a date inside a sentence is none."""
    date = next(reversed(list(find_dates(line))), None)
    if date is None or not _AFTER_DATE.fullmatch(line, date.end):
        return None, None
    if name := agency_before(line, date.start):
        return name, date.iso
    return None, None if _BEFORE_NO_SIGNATURE.search(line, max(0, date.start - 6), date.start) else date.iso


def _end_of_body(lines: Sequence[str]) -> int:
    """The line of the last section's heading, or where the last lines begin."""
    found = next((at for at in range(len(lines) - 1, -1, -1) if _LAST_SECTION.search(lines[at])), 0)
    return max(found, 0) if found else max(0, len(lines) - _TAIL_LINES)


def _labelled(lines: Sequence[str], index: int) -> Iterator[tuple[str, str]]:
    """The labels of a line with their values; a value may stand on the next line."""
    line = lines[index][:_LINE]
    for match in _LABEL.finditer(line):
        if not (match[0][-1] in ":：|" or match.end() == len(line)):
            continue
        end = _END.search(line, match.end())
        value = line[match.end() : end.start() if end else len(line)]
        if not value and match.end() == len(line) and index + 1 < len(lines):
            value = lines[index + 1].lstrip(":：|")[:60]
        yield match["label"], value


def _agency(value: str) -> str | None:
    name = strip_leads(value.strip("|：:（）() "))
    return name if is_agency(name) else agency_from(name, 0)


def _lone(line: str) -> str | None:
    """The agency that a short line consists of."""
    name = strip_leads(line.strip("（）() 。")) if len(line) < 50 else ""
    return name if is_agency(name) and len(name) > 3 else None
