"""`gongkai fields`: everything that can be searched for, counted, compared or sorted by; the columns of an export."""

from collections.abc import Sequence

import click

from indexer.catalogue import Field, fields
from indexer.datasets.codebook import codebook
from indexer.datasets.shapes import SHAPES
from indexer.names import comparable, nearest
from search_cli.failures import say
from search_cli.options import FORMATS

_HEADER = ("id", "zh", "en", "kind", "unit", "forms")

Rows = Sequence[tuple[str | tuple[str, ...] | None, ...]]


@click.command(name="fields")
@click.argument("word", required=False)
@click.option(
    "--of",
    "shape",
    type=click.Choice(list(SHAPES)),
    help="The columns of this shape of `gongkai export`, as a codebook, in place of the fields.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMATS, "markdown")),
    default="table",
    show_default=True,
    help="How to print.",
)
def command(word: str | None, shape: str | None, form: str) -> None:
    """List the fields: ids as in the canonical JSON, Chinese names, kinds and units.

    With WORD, those with it in their id, their Chinese names or their English name. Either name works
    wherever a field is asked for: --where, --facet, --stats, --sort.
    """
    if shape is not None:
        _print_columns(shape, word, form)
        return
    found = [
        field for field in fields().values() if word is None or _has(word, field.id, *field.names, field.en)
    ]
    if word is not None and not found:
        near = "、".join(f"{field.zh} ({field.id})" for field in nearest(word))
        say(f"no field has {word!r} in its name" + (f"; nearest: {near}" if near else ""))
    _print(_HEADER, [_row(field) for field in found], form)


def _has(word: str, *names: str) -> bool:
    wanted = comparable(word)
    return any(wanted in comparable(name) for name in names)


def _print_columns(shape: str, word: str | None, form: str) -> None:
    book = codebook(SHAPES[shape]())
    texts = [tuple(None if value is None else str(value) for value in row) for row in book.rows(())]
    rows = [row for row in texts if word is None or _has(word, *(text or "" for text in row[:3]))]
    if word is not None and not rows:
        say(f"no column has {word!r} in its name")
    _print([column.name for column in book.columns], rows, form)


def _print(header: Sequence[str], rows: Rows, form: str) -> None:
    flat = [[" ".join(value) if isinstance(value, tuple) else value or "" for value in row] for row in rows]
    if form == "table":
        from search_cli.printing.table import print_table  # noqa: PLC0415 - rich is slow to import

        print_table(header, flat)
        return
    from search_cli.printing import records  # noqa: PLC0415 - with the other

    match form:
        case "csv":
            records.print_csv(header, flat)
        case "markdown":
            records.print_markdown(header, flat)
        case "json":
            records.print_json([dict(zip(header, row, strict=True)) for row in rows])
        case _:
            records.print_ndjson(dict(zip(header, row, strict=True)) for row in rows)


def _row(field: Field) -> tuple[str | tuple[str, ...] | None, ...]:
    return (field.id, field.zh, field.en, field.kind, field.unit, field.forms)
