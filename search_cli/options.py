"""Click types and options that several commands share: text of the command line → values of the indexer."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer import Engine, open_index
from indexer.connection import configured_address, connection
from indexer.names import field_named
from indexer.query import AnyOf, Condition, Facet, Range, Sort
from search_cli.failures import say

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("table", "json", "ndjson", "csv")

index_option = click.option(
    "--index",
    "where",
    envvar="GONGKAI_INDEX",
    metavar="WHERE",
    help="The folder of the index, or the address of one on an OpenSearch server, such as https://host:9200/name."
    "  [default: GONGKAI_INDEX, else gongkai/index in the user's data folder]",
)
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print."
)


_SAID = "gongkai.connection"


def _remember(context: click.Context, option: click.Parameter, value: object) -> None:
    """What is said of a connection lies beside the command's own arguments: no command does anything with it."""
    context.meta.setdefault(_SAID, {})[option.name] = value


def _of_server(*names: str, **told: Any) -> Callable[[Command], Command]:  # noqa: ANN401 - click's own
    return click.option(*names, expose_value=False, callback=_remember, **told)


_CONNECTION = (
    _of_server(
        "--user", help="Who asks the server; the password stands in OPENSEARCH_PASSWORD or config.toml."
    ),
    _of_server("--ca-certs", metavar="FILE", help="Certificate of the authority that the server's is of."),
    _of_server("--client-cert", metavar="FILE", help="Certificate to show to the server."),
    _of_server("--client-key", metavar="FILE", help="Key of that certificate."),
    _of_server(
        "--timeout", type=float, metavar="SECONDS", help="How long to wait for an answer of the server."
    ),
    _of_server(
        "--insecure", is_flag=True, default=None, help="Believe any certificate: for trying out only."
    ),
)


def connection_options(command: Command) -> Command:
    """The options that tell how to speak with a server, for every command that opens an index."""
    for option in reversed(_CONNECTION):
        command = option(command)
    return command


def open_engine(where: str | None) -> Engine:
    """The engine at the place that is meant, spoken with as the options say.

    Raises:
        UsageError: the address is none, or a setting makes no sense.
    """
    context = click.get_current_context()
    typed = context.get_parameter_source("where") is click.core.ParameterSource.COMMANDLINE
    if typed and where and re.match(r"https?://[^/@]*:[^/@]*@", where):
        say(
            "the password in the address is seen by others in the list of processes: set OPENSEARCH_PASSWORD instead"
        )
    said = connection(context.meta.get(_SAID, {}))
    if said.insecure:
        say("the server's certificate is not looked at: whoever answers there gets the password")
    return open_index(index_place(where), said=said)


def index_place(where: str | None) -> str:
    """The folder or address that is meant where the user names one, or none."""
    if where:
        return where
    if address := configured_address():
        return address
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
