"""The columns of a shape as a table of their own: what a reader of a data set must know of them."""

from collections.abc import Iterable, Iterator

from converters.report import Report
from indexer.datasets.column import Column, Kind, Row, Shape

_COLUMNS = (
    Column("name", Kind.TEXT, "列名", "name of the column"),
    Column("zh", Kind.TEXT, "中文名称", "Chinese label"),
    Column("en", Kind.TEXT, "说明", "what stands there"),
    Column("kind", Kind.TEXT, "类型", "kind of value", values=dict.fromkeys(map(str, Kind), "")),
    Column("unit", Kind.TEXT, "单位", "unit of the number"),
    Column("values", Kind.TEXT, "取值", "all values that there are, where the list is closed"),
)


def codebook(shape: Shape) -> Shape:
    """The codebook of a shape; its rows are of no report."""

    def rows(reports: Iterable[Report]) -> Iterator[Row]:
        del reports
        for column in shape.columns:
            yield (column.name, column.zh, column.en, str(column.kind), column.unit, _listed(column))

    return Shape("codebook", "指标说明", ("name",), _COLUMNS, rows)


def _listed(column: Column) -> str | None:
    return "; ".join(f"{value} {name}".strip() for value, name in column.values.items()) or None
