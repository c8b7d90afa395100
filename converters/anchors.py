"""The words by which a statutory table is known: labels that only one of the tables prints."""

import re
from functools import cache, lru_cache

from converters.form import forms
from converters.labels import fold

_SHORTEST = 4
_SHORTEST_PIECE = 7
_LONG = 100
"""No label is as long as that."""


def table_of(text: str) -> str | None:
    """The table whose words stand in this text, if it is only one's."""
    if text.isascii():
        return None
    return _known_table_of(text) if len(text) < _LONG else _table_of(text)


def _table_of(text: str) -> str | None:
    anchors, pattern = _anchors()
    folded = fold(text)
    if len(folded) < _SHORTEST:
        return None
    if folded[0] == folded[1] and folded[::2] == folded[1::2]:
        folded = folded[::2]  # boldness, drawn by printing each sign twice
    if folded in anchors:
        return anchors[folded]
    found = pattern.search(folded)
    return anchors[found[0]] if found else None


_known_table_of = lru_cache(maxsize=4096)(_table_of)
"""The labels of one report are those of the next."""


def goes_on_with_label(text: str) -> bool:
    """Whether a stretch of letters at either end of the text is a piece of a row's label."""
    stretches = [fold(stretch) for stretch in re.split(r"[\d\s]+", text)]
    ends = {stretch for stretch in (stretches[0], stretches[-1]) if len(stretch) >= _SHORTEST_PIECE}
    return any(stretch in word for stretch in ends for word in _row_words())


def words_of(table: str, text: str) -> frozenset[str]:
    """The words of this table that stand in a text; one that is a part of another, too."""
    folded = fold(text)
    return frozenset(word for word, sole in _anchors()[0].items() if sole == table and word in folded)


def count_words(text: str) -> int:
    """How many different words of the tables stand in a text; one that is a part of another counts too."""
    folded = fold(text)
    return sum(word in folded for word in _anchors()[0])


def row_words(text: str) -> frozenset[str]:
    """The words of the tables' rows that stand in a text: not those of headings, which a table's parts repeat."""
    folded = fold(text)
    return frozenset(word for word in _row_words() if word in folded)


def is_word(text: str) -> bool:
    """Whether a text is a word of the tables and nothing else."""
    return fold(text) in _anchors()[0]


@cache
def printed_columns() -> frozenset[tuple[frozenset[str], ...]]:
    """For each line of columns that a table prints, from left to right, the folded names of each of them."""
    return frozenset(
        tuple(frozenset(map(fold, (column.label, *column.aliases))) for column in columns)
        for form in forms().values()
        for table in form.tables
        for columns in (
            [[column for row in table.rows for column in row.columns]]
            if table.side_by_side
            else [row.columns for row in table.rows]
        )
    )


@cache
def _row_words() -> frozenset[str]:
    rows = (row for form in forms().values() for table in form.tables for row in table.rows)
    names = {fold(name) for row in rows for name in (row.label, *row.aliases)}
    return frozenset(names & _anchors()[0].keys())


@cache
def _anchors() -> tuple[dict[str, str], re.Pattern[str]]:
    """Folded words that only one of the tables prints → that table, and one pattern to find them."""
    words: dict[str, set[str]] = {}
    for form in forms().values():
        for table in form.tables:
            labels = [*table.groups, *table.headers]
            labels += [name for row in table.rows for name in (row.label, *row.aliases)]
            labels += [name for column in table.columns for name in (column.label, *column.aliases)]
            for label in labels:
                words.setdefault(fold(label), set()).add(table.id)
    sole = {
        word: next(iter(tables))
        for word, tables in words.items()
        if len(tables) == 1 and len(word) >= _SHORTEST
    }
    return sole, re.compile("|".join(sorted(sole, key=len, reverse=True)))
