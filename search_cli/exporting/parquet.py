"""Parquet, typed; the metadata of a column hold its Chinese label, what stands there, its unit and its values."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from converters.report import Report
from indexer.datasets.column import Column, Kind, Row, Shape
from search_cli.exporting.manner import Manner

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.DECIMAL: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.TRUTH: pa.bool_(),
}
_GROUP = 2_000_000
"""Values of a row group: 4,000 reports of the wide shape, some 25 MB until they are written."""
_STEP = 200
"""Rows that are held as Python values at once."""


def write(path: Path, shape: Shape, reports: Iterable[Report], manner: Manner) -> int:
    """Writes the rows and counts them."""
    del manner
    schema = _schema(shape)
    most = max(_STEP, _GROUP // len(shape.columns))
    count, held = 0, list[pa.RecordBatch]()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(shape.rows(reports), schema):
            held.append(batch)
            count += batch.num_rows
            if sum(one.num_rows for one in held) >= most:
                writer.write_table(pa.Table.from_batches(held), row_group_size=most + _STEP)
                held.clear()
        if held:
            writer.write_table(pa.Table.from_batches(held), row_group_size=most + _STEP)
    return count


def _batches(rows: Iterator[Row], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while step := list(islice(rows, _STEP)):
        columns = zip(*step, strict=True)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _schema(shape: Shape) -> pa.Schema:
    fields = [pa.field(column.name, _TYPES[column.kind], metadata=_told(column)) for column in shape.columns]
    return pa.schema(
        fields, metadata={"gongkai": json.dumps({"shape": shape.name, "zh": shape.zh}, ensure_ascii=False)}
    )


def _told(column: Column) -> dict[str, str]:
    told = {"zh": column.zh, "description": column.en}
    if column.unit:
        told["unit"] = column.unit
    if column.values:
        told["values"] = json.dumps(dict(column.values), ensure_ascii=False)
    return told
