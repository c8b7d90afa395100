"""Which reports are meant: the options that search and export share, and the query that they make."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import click

from converters.errors import UsageError
from indexer import Engine, Query
from indexer.bigrams import characters
from indexer.query import AllOf, AnyOf, Condition, Phrase, Terms
from indexer.regions import region_code
from indexer.text_query import parse_text
from indexer.where import parse_where
from search_cli.options import Years

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--year", "years", type=Years(), help="2020, 2019..2024, 2019.., ..2020, or a list with commas."
    ),
    click.option(
        "--region",
        "regions",
        multiple=True,
        help="Name or code; what lies below is included. Several: any of them.",
    ),
    click.option(
        "--agency", "agencies", multiple=True, help="Words of the agency's name. Several: any of them."
    ),
    click.option("--section", help="Search TEXT in this section only, such as problems or 存在的主要问题."),
    click.option(
        "--where",
        "conditions",
        multiple=True,
        metavar="CONDITION",
        help="Such as 'applications.received.total>=100'.",
    ),
)


def selecting(command: Command) -> Command:
    """Gives a command the options: years, regions, agencies, section, conditions."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen(
    text: str,
    *,
    section: str | None,
    years: Condition | None,
    agencies: Iterable[str],
    conditions: Iterable[str],
) -> Query:
    """What was typed, as a query; regions apart, which need an index to tell of them.

    Raises:
        UsageError: a text or condition makes no sense.
    """
    filters = [parse_where(condition) for condition in conditions]
    if years is not None:
        filters.append(years)
    if named := tuple(_agency(words) for words in agencies):
        filters.append(AnyOf(named))
    return Query(text=parse_text(text, section), filters=tuple(filters))


def within(query: Query, regions: Sequence[str], engine: Engine) -> Query:
    """The query, in any of the regions of these names; all names are those of the reports in the index.

    Raises:
        UsageError: there is no such region, or several are called so.
    """
    if not regions:
        return query
    known = engine.divisions()
    codes = tuple(dict.fromkeys(region_code(name, known) for name in regions))
    return replace(query, filters=(*query.filters, Terms("region", codes)))


def _agency(words: str) -> Condition:
    """All these words in the agency's name."""
    parts = tuple(Phrase("agency", word) for word in words.split() if characters(word))
    if not parts:
        raise UsageError(
            f"--agency {words!r}", "has no word", "give words of the agency's name, such as 水利局"
        )
    return parts[0] if len(parts) == 1 else AllOf(parts)
