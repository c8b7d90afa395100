"""Words of a table that stand where the table does not: in the menus and lists of a copied page, in the prose.

A page that was copied whole has them above and below its report: 行政许可, 行政复议, 政府集中采购, with days and
counts of entries.
"""

import re
from functools import cache

from converters.anchors import row_words, words_of
from converters.form import forms

NEIGHBOURS = re.compile(
    r"上一[篇条页]|下一[篇条页]|相关(?:阅读|链接|文章|信息|附件|文档)|历年(?:年报|报告)|推荐阅读|友情链接|扫一扫|版权所有"
    r"|ICP备|附件下载|打印本页|关闭窗口|分享到"
)
"""What a page begins with to speak of other pages, and of itself."""
_MARKS = "#>*|•·-【[ \t\u3000\xa0"
_LONGEST = 40
_WHOLE = 0.75
"""Of a table's words: with so many it is all there, whatever others stand elsewhere. Copies lose some."""
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{4}\s*年")
_NUMBER = re.compile(r"\d")


def ends_a_report(line: str) -> bool:
    """Whether the foot of a page begins with this line, and no table goes on."""
    return len(line) <= _LONGEST and NEIGHBOURS.match(line.lstrip(_MARKS)) is not None


def stands_elsewhere(text: str, table: str, own: str) -> bool:
    """Whether this text, in another section, is no part of the table whose own section has the text `own`.

    It is none if it has no number but dates, no row that the table's section has not, or if that has the whole table.
    """
    if not _has_numbers(own):
        return False
    words = words_of(table, own)
    no_more = row_words(text) & words_of(table, text) <= words
    return no_more or not _has_numbers(text) or _is_whole(table, words)


def _has_numbers(text: str) -> bool:
    return _NUMBER.search(_DATE.sub("", text)) is not None


def _is_whole(table: str, words: frozenset[str]) -> bool:
    return any(len(words & of_form) >= _WHOLE * len(of_form) for of_form in _words_by_form(table))


@cache
def _words_by_form(table: str) -> tuple[frozenset[str], ...]:
    """The folded words by which a table is known, for each form."""
    found: list[frozenset[str]] = []
    for form in forms().values():
        printed = form.table(table)
        labels = [*printed.groups, *printed.headers, *(row.label for row in printed.rows)]
        labels += [column.label for column in printed.columns]
        found.append(words_of(table, "\n".join(labels)))
    return tuple(found)
