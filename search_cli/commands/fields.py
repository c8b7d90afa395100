"""`gongkai fields`: everything that can be searched for, counted, compared or sorted by."""

import click

from indexer.catalogue import Field, fields
from indexer.names import comparable, nearest
from search_cli.failures import say
from search_cli.options import format_option

_HEADER = ("id", "zh", "en", "kind", "unit", "forms")


@click.command(name="fields")
@click.argument("word", required=False)
@format_option
def command(word: str | None, form: str) -> None:
    """List the fields: ids as in the canonical JSON, Chinese names, kinds and units.

    With WORD, those with it in their id, their Chinese names or their English name. Either name works
    wherever a field is asked for: --where, --facet, --stats, --sort.
    """
    found = [field for field in fields().values() if word is None or _has(field, word)]
    if word is not None and not found:
        near = "、".join(f"{field.zh} ({field.id})" for field in nearest(word))
        say(f"no field has {word!r} in its name" + (f"; nearest: {near}" if near else ""))
    _print(found, form)


def _has(field: Field, word: str) -> bool:
    wanted = comparable(word)
    return any(wanted in comparable(name) for name in (field.id, *field.names, field.en))


def _print(found: list[Field], form: str) -> None:
    rows = [_row(field) for field in found]
    if form == "table":
        from search_cli.printing.table import print_table  # noqa: PLC0415 - rich is slow to import

        print_table(_HEADER, [[str(value or "") for value in row] for row in rows])
        return
    from search_cli.printing import records  # noqa: PLC0415 - with the other

    if form == "csv":
        records.print_csv(_HEADER, rows)
        return
    listed = [{**dict(zip(_HEADER, _row(field), strict=True)), "forms": list(field.forms)} for field in found]
    if form == "json":
        records.print_json(listed)
    else:
        records.print_ndjson(listed)


def _row(field: Field) -> tuple[str | None, ...]:
    return (field.id, field.zh, field.en, field.kind, field.unit, " ".join(field.forms) or None)
