"""A row a number that the prose states (facts), and a row an identity (checks)."""

from collections.abc import Iterable, Iterator

from converters.report import Report
from converters.sheet import place_text
from indexer.catalogue import fields
from indexer.datasets.column import Column, Kind, Row, Shape
from indexer.datasets.identity import brief, brief_of
from indexer.datasets.numbers import exact

_FACTS = (
    Column("fact", Kind.INTEGER, "序号", "number of the fact in its report, from 1"),
    Column(
        "name", Kind.TEXT, "事项", "cell or fact that the sentence speaks of; empty where it does not say"
    ),
    Column("label", Kind.TEXT, "指标", "Chinese name of the cell"),
    Column("value", Kind.DECIMAL, "数值", "number in the unit of the sentence"),
    Column("unit", Kind.TEXT, "单位", "unit of the sentence"),
    Column("approximate", Kind.TRUTH, "约数", "the sentence says about, nearly or more than"),
    Column("sentence", Kind.TEXT, "原句", "sentence that states it"),
    Column("place", Kind.TEXT, "位置", "where: line:column, page with point, or XPath"),
)
_CHECKS = (
    Column("check", Kind.TEXT, "勾稽关系", "id of the identity, or of the sentence compared with a table"),
    Column("holds", Kind.TRUTH, "是否成立", "empty where a cell of it has no number"),
    Column("expected", Kind.DECIMAL, "应为", "what one side gives"),
    Column("found", Kind.DECIMAL, "实为", "what the other side gives"),
    Column("cells", Kind.TEXT, "涉及指标", "its cells, by id, blanks between"),
)


def facts() -> Shape:
    """A row a number that the prose states."""

    def rows(reports: Iterable[Report]) -> Iterator[Row]:
        for report in reports:
            who = brief_of(report)
            for number, fact in enumerate(report.facts, 1):
                field = fields().get(fact.name or "")
                yield (
                    *who,
                    number,
                    fact.name,
                    field.zh if field else None,
                    exact(fact.value, report),
                    fact.unit,
                    fact.approximate,
                    fact.sentence,
                    place_text(fact.at),
                )

    return Shape("facts", "文字所述数字", ("id", "fact"), (*brief(), *_FACTS), rows)


def checks(*, failed: bool = False) -> Shape:
    """A row an identity; with `failed` only those that do not hold."""

    def rows(reports: Iterable[Report]) -> Iterator[Row]:
        for report in reports:
            who = brief_of(report)
            for check in report.checks:
                if check.holds is False or not failed:
                    sides = (exact(check.expected, report), exact(check.found, report))
                    yield (*who, check.id, check.holds, *sides, " ".join(check.cells) or None)

    name, zh = ("failed_checks", "不符的勾稽关系") if failed else ("checks", "勾稽关系")
    return Shape(name, zh, (), (*brief(), *_CHECKS), rows)
