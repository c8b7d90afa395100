"""Lines that go on with the cell before: a remark (`22（其中`, `修订16件）`), digits behind a point or a comma.

Also a label behind its number: `2`, `.重复申请`.
"""

import re
from collections.abc import Sequence

from converters.sheet import Grid, Line

_OPEN_REMARK = re.compile(r"\d\s?[（(][^（()）\d\s]{0,8}\s*$")
_REMARK_END = re.compile(r"\s*[^（()）\s]{0,12}[)）]\s*")
_BRACKET = re.compile(r"[（()）]")
_AT_POINT = re.compile(r"\s*\d+(?:[.．]\s*\n\s*|\s*\n\s*[.．])\d{1,2}\s*")
_POINT_AT_END = re.compile(r"\s*(?:\d+[.．]|[.．]\d{1,2})\s*")
_GROUP_AT_END = re.compile(r"(?<![\d.,．，])\d{1,3}(?:[,，]\d{3})*[,，](?P<begun>\d{0,2})\s*$")
_GROUPS = re.compile(r"(?P<rest>\d{1,3})(?:[,，]\d{3})*")
_GROUP = 3
_MOST_LINES = 4
_NUMBERED = re.compile(r"\s*\d\s*\n\s*[.．、]\s*[\u4e00-\u9fff].*")


def with_whole_cells(blocks: Sequence[Line | Grid]) -> Sequence[Line | Grid]:
    """The blocks, what goes on with a cell in the next lines set behind it."""
    if not any(isinstance(block, Line) and _may_go_on(block.text) for block in blocks):
        return blocks
    whole: list[Line | Grid] = []
    here = 0
    while here < len(blocks):
        line = blocks[here]
        size = _lines_of_cell(blocks[here : here + _MOST_LINES]) if isinstance(line, Line) else 1
        if isinstance(line, Line) and size > 1:
            rest = [part.text.strip() for part in blocks[here + 1 : here + size] if isinstance(part, Line)]
            line = Line(line.text.rstrip() + "".join(rest), line.at, line.offsets, line.pieces)
        whole.append(line)
        here += size
    return whole


def _may_go_on(text: str) -> bool:
    return (
        _OPEN_REMARK.search(text) is not None
        or text.lstrip()[:1] in (".", "．", "、")
        or text.rstrip()[-1:] in (".", "．")
        or any(comma in text.rstrip()[-_GROUP:] for comma in ",，")
    )


def _lines_of_cell(blocks: Sequence[Line | Grid]) -> int:
    """How many lines from the first on are one, with the rest of a cell that it opens; 1 where it opens none."""
    texts = [block.text if isinstance(block, Line) else "" for block in blocks]
    both = "\n".join(texts[:2])
    if _AT_POINT.fullmatch(both) or _NUMBERED.fullmatch(both) or _parts_thousands(*texts[:2]):
        return 2
    if _OPEN_REMARK.search(texts[0]) is None:
        return 1
    for size, text in enumerate(texts[1:], start=2):
        if _REMARK_END.fullmatch(text):
            return size
        if _BRACKET.search(text):
            return 1
    return 1


def _parts_thousands(first: str, second: str = "") -> bool:
    """Whether a line ends within a group of three digits that the next, which shows nothing else, completes."""
    begun, rest = _GROUP_AT_END.search(first), _GROUPS.fullmatch(second.strip())
    return begun is not None and rest is not None and len(begun["begun"]) + len(rest["rest"]) == _GROUP
