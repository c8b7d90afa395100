"""Click types and options that several commands share: text of the command line → values of the indexer."""

import os
import re
from pathlib import Path

import click

from indexer.names import field_named
from indexer.query import AnyOf, Condition, Facet, Range, Sort

FORMATS = ("table", "json", "ndjson", "csv")

index_option = click.option(
    "--index",
    "where",
    envvar="GONGKAI_INDEX",
    metavar="WHERE",
    help="The folder of the index.  [default: GONGKAI_INDEX, else gongkai/index in the user's data folder]",
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print."
)


def index_place(where: str | None) -> str:
    """The folder or address that is meant where the user names one, or none."""
    if where:
        return where
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return str(Path(data, "gongkai", "index").expanduser())


class Years(click.ParamType[Condition]):
    """2020, 2019..2024, 2019.., ..2020, and lists of these with commas."""

    name = "years"

    def convert(
        self, value: str | Condition, param: click.Parameter | None, ctx: click.Context | None
    ) -> Condition:
        """The condition on the year."""
        if not isinstance(value, str):
            return value
        spans = []
        for part in re.split(r"[,，、]", value):
            match = re.fullmatch(r"\s*(\d{4})?\s*(\.\.|-|–|~)?\s*(\d{4})?\s*", part, re.ASCII)
            if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
                self.fail(
                    f"{value!r} is none of 2020, 2019..2024, 2019.., ..2020 or a list of these", param, ctx
                )
            low, dots, high = match.groups()
            first, last = low and int(low), high and int(high)
            if first and last and first > last:
                self.fail(f"{first} comes after {last}", param, ctx)
            spans.append(Range("year", first or None, last or None if dots else first))
        return spans[0] if len(spans) == 1 else AnyOf(tuple(spans))


class FacetType(click.ParamType[Facet]):
    """FIELD or FIELD:INTERVAL."""

    name = "field"

    def convert(self, value: str | Facet, param: click.Parameter | None, ctx: click.Context | None) -> Facet:
        """The facet."""
        del param, ctx
        if not isinstance(value, str):
            return value
        name, _, interval = value.replace("：", ":").rpartition(":")
        if name and re.fullmatch(r"\d+(\.\d+)?", interval, re.ASCII):
            return Facet(field_named(name).id, float(interval))
        return Facet(field_named(value).id)


class SortType(click.ParamType[Sort]):
    """FIELD (or FIELD:asc) from small to large, -FIELD or FIELD:desc from large to small."""

    name = "field"

    def convert(self, value: str | Sort, param: click.Parameter | None, ctx: click.Context | None) -> Sort:
        """The order."""
        del param, ctx
        if not isinstance(value, str):
            return value
        name, descending = value.removeprefix("-"), value.startswith("-")
        for ending, order in ((":desc", True), (":asc", False)):
            if name.endswith(ending):
                name, descending = name.removesuffix(ending), order
        return Sort(field_named(name).id, descending)
