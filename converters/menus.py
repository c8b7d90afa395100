"""Words of a table that stand where the table does not: in the menus and lists of a copied page, in the prose.

A page that was copied whole has them above and below its report: 行政许可, 行政复议, 政府集中采购, with days and
counts of entries.
"""

import re
from functools import cache

from converters.anchors import words_of
from converters.form import forms

_WHOLE = 0.75
"""Of a table's words: with so many it is all there, whatever others stand elsewhere. Copies lose some."""
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{4}\s*年")
_NUMBER = re.compile(r"\d")


def stands_elsewhere(text: str, table: str, own: str) -> bool:
    """Whether this text, in another section, is no part of the table whose own section has the text `own`.

    It is none if it has no number but dates, no word that the table's section has not, or if that has the whole table.
    """
    if not _has_numbers(own):
        return False
    words = words_of(table, own)
    return not _has_numbers(text) or words.issuperset(words_of(table, text)) or _is_whole(table, words)


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
