"""The words of one form's table, and which of its rows a piece of label can mean.

Labels come whole, cut, split and misprinted; a piece is matched to every row that it may belong to, with a
strength between 0 and 1. Which of them it is, the alignment decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from converters.form import FormTable, forms
from converters.labels import fold

_SIMILAR = 72.0
"""Least rapidfuzz ratio of a misprinted label: 2.其他法律行政止公开 for 2.其他法律行政法规禁止公开 has 86."""

_MEMORY = 20_000
_BEYOND_DOUBT = 0.7


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a piece of label can mean: rows with strengths; `known` where it is of the table's words at all."""

    rows: dict[int, float]
    known: bool
    heading: bool = False
    """Whether this is what stands above a column, or a part of it, and no row's label."""
    sole: int | None = field(init=False)
    """The one row this piece names beyond doubt, if it does."""

    def __post_init__(self) -> None:
        """Find the row that is named, once: it is asked for often."""
        named = [row for row, strength in self.rows.items() if strength >= _BEYOND_DOUBT]
        object.__setattr__(self, "sole", named[0] if len(self.rows) == 1 and named else None)


@dataclass(slots=True, eq=False)
class Vocabulary:
    """The words of one table. Rows are numbered as the table is printed (see `printed_rows`)."""

    labels: dict[str, int]
    """Folded label or alias → row."""
    others: frozenset[str]
    """Folded group labels, headers and column labels."""
    headings: frozenset[str]
    """The column labels among them."""
    pattern: re.Pattern[str]
    """Finds whole words of this table in folded text, longest first."""
    _memory: dict[str, Meaning] = field(default_factory=dict)

    def meaning(self, folded: str) -> Meaning:
        """What this folded piece can mean; remembered, because reports repeat themselves."""
        known = self._memory.get(folded)
        if known is None:
            known = self._look_up(folded)
            if len(self._memory) < _MEMORY:
                self._memory[folded] = known
        return known

    def knows(self, folded: str) -> bool:
        """Whether this is a whole label, header or group label of the table."""
        return folded in self.labels or folded in self.others

    def whole_words(self, folded: str) -> Iterator[re.Match[str]]:
        """The whole labels, headers and group labels standing in a folded text, from left to right."""
        return self.pattern.finditer(folded)

    def opens_label(self, folded: str) -> bool:
        """Whether the text, which starts with a digit, starts with a numbered label of this table."""
        return any(label.startswith(folded[:3]) for label in self.labels) if len(folded) >= 3 else False

    def _look_up(self, folded: str) -> Meaning:
        if folded in self.labels:
            return Meaning({self.labels[folded]: 1.0}, known=True)
        if folded in self.others:
            return Meaning({}, known=True, heading=folded in self.headings)
        within = self._within(folded)
        if within or len(folded) < 4:
            part = any(folded in heading for heading in self.headings) and len(folded) > 1
            known = bool(within) or any(folded in other for other in self.others)
            return Meaning(within, known=known, heading=part and not within)
        return self._similar(folded)

    def _within(self, folded: str) -> dict[int, float]:
        """Rows whose label holds this piece: a label cut in two, or without its number."""
        if len(folded) < 2:
            return {}
        rows: dict[int, float] = {}
        for label, row in self.labels.items():
            if folded in label:
                share = len(folded) / len(label)
                rows[row] = max(rows.get(row, 0.0), 0.45 + 0.55 * share)
        if len(rows) == 1 and len(folded) >= 4:
            return {row: max(strength, 0.8) for row, strength in rows.items()}
        return rows

    def _similar(self, folded: str) -> Meaning:
        """Rows whose label is nearly this piece: misprints, words more or less."""
        found = process.extract(folded, list(self.labels), scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=3)
        other = process.extractOne(folded, list(self.others), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        rows: dict[int, float] = {}
        for label, score, _ in found:
            row = self.labels[label]
            rows[row] = max(rows.get(row, 0.0), score / 100)
        best = max(rows.values(), default=0.0)
        if other is not None and other[1] / 100 >= best:
            return Meaning({}, known=True, heading=other[0] in self.headings)
        return Meaning({row: s for row, s in rows.items() if s > best - 0.1}, known=bool(rows))


@cache
def vocabulary(form: str, table: str) -> Vocabulary:
    """The vocabulary of a form's table."""
    definition = forms()[form].table(table)
    labels: dict[str, int] = {}
    others = {fold(word) for word in (*definition.headers, *definition.groups)}
    headings = {fold(name) for column in definition.columns for name in (column.label, *column.aliases)}
    others |= headings
    for number, row in enumerate(definition.rows):
        names = {fold(name) for name in (row.label, *row.aliases)}
        if definition.side_by_side:
            others |= names
        else:
            labels |= dict.fromkeys(names, number)
            others -= names
    # 其他 and 总计 stand within other words: they are known, but no text is cut at them.
    words = sorted((*labels, *(word for word in others if len(word) > 2)), key=len, reverse=True)
    return Vocabulary(labels, frozenset(others), frozenset(headings) & others, re.compile("|".join(words)))


@cache
def telling_words(table: str) -> dict[str, re.Pattern[str]]:
    """For each form, the folded words of its table that no other form's table has, as one pattern."""
    words = {form.id: _words(form.table(table)) for form in forms().values()}
    return {form: re.compile("|".join(_own(form, words)) or "(?!)") for form in words}


def _words(table: FormTable) -> set[str]:
    names = {fold(row.label) for row in table.rows} | {fold(column.label) for column in table.columns}
    return names | {fold(group) for group in table.groups}


def _own(form: str, words: dict[str, set[str]]) -> list[str]:
    """Words of this form that are no part of another form's words, longest first."""
    elsewhere = [word for other, others in words.items() if other != form for word in others]
    own = {word for word in words[form] if not any(word in other for other in elsewhere)}
    return sorted(own, key=lambda word: (-len(word), word))
