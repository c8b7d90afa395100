"""`gongkai search`: a question to an index, its answer as table or data."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import click

from converters.errors import UsageError
from indexer import Answer, Facet, Hit, Query, Sort, fields
from indexer.names import field_named
from indexer.query import AllOf, AnyOf, Condition, Known, Not, Range
from search_cli.failures import say
from search_cli.options import (
    FacetType,
    SortType,
    connection_options,
    format_option,
    index_option,
    open_engine,
)
from search_cli.printing.records import print_csv, print_json, print_ndjson
from search_cli.selection import chosen, selecting, within

_HEADER = ("id", "score", "title", "agency", "region_code", "region", "year", "source", "highlights")


@click.command(name="search")
@click.argument("text", nargs=-1)
@index_option
@selecting
@click.option(
    "--facet",
    "facets",
    multiple=True,
    type=FacetType(),
    metavar="FIELD[:INTERVAL]",
    help="Count hits by value.",
)
@click.option(
    "--stats", "stats", multiple=True, metavar="FIELD", help="Number, least, most, sum and average."
)
@click.option(
    "--sort", "sort", type=SortType(), metavar="[-]FIELD", help="Order; with - from large to small."
)
@click.option("--limit", type=int, default=20, show_default=True, help="Hits to print; 0 for facets alone.")
@click.option("--offset", type=int, default=0, help="Hits to pass over.")
@click.option(
    "--all", "every", is_flag=True, help="Every hit, however many, one by one: with --format ndjson or csv."
)
@format_option
@connection_options
def command(
    text: tuple[str, ...],
    where: str | None,
    years: Condition | None,
    regions: tuple[str, ...],
    agencies: tuple[str, ...],
    section: str | None,
    conditions: tuple[str, ...],
    facets: tuple[Facet, ...],
    stats: tuple[str, ...],
    sort: Sort | None,
    limit: int,
    offset: int,
    every: bool,
    form: str,
) -> None:
    """Search the reports of an index, count them, and compare their numbers.

    TEXT is words that all have to stand in a report (as typed, whatever they are part of), "phrases",
    AND, OR, NOT, -word and brackets; title:, agency: and section:problems say where. Every field has an
    English id and a Chinese name, see `gongkai fields`.

    \b
    gongkai search 信访 投诉 --region 河南 --year 2019..2023 --facet year
    gongkai search --where '本年新收.总计>=100 and rates.disclosure<50%' --sort -本年新收.总计
    gongkai search 'section:problems "人员 不足" OR 培训' --facet region.province
    """  # noqa: D301 - click takes the character itself for "leave these lines as they are"
    query = chosen(" ".join(text), section=section, years=years, agencies=agencies, conditions=conditions)
    query = replace(_asking(query, facets, stats, sort), limit=limit, offset=offset)
    if every:
        _check_every(query, form)
    engine = open_engine(where)
    query = within(query, regions, engine)
    if every:
        _print_hits(engine.stream(query), query, form)
        return
    answer = engine.search(query)
    for note in answer.notes:
        say(note)
    _print(answer, query, form)


def _check_every(query: Query, form: str) -> None:
    """Refuses what needs the whole answer, or a part of it, together with `--all`."""
    if form not in {"ndjson", "csv"}:
        raise UsageError("--all", f"hits one by one cannot be a {form}", "ask for --format ndjson or csv")
    if query.facets or query.stats or query.offset:
        raise UsageError(
            "--all", "gives hits alone, and all of them", "leave out --facet, --stats and --offset"
        )


def _asking(query: Query, facets: Sequence[Facet], stats: Sequence[str], sort: Sort | None) -> Query:
    """The query with what is to be counted, and the numbers that it is about to be shown."""
    named = tuple(dict.fromkeys(field_named(name).id for name in stats))
    shown = _shown(query.filters, sort, named)
    return replace(query, facets=tuple(dict.fromkeys(facets)), stats=named, sort=sort, show=shown)


def _shown(conditions: Iterable[Condition], sort: Sort | None, stats: Iterable[str]) -> tuple[str, ...]:
    """The numbers that the question is about: printed with each hit."""
    named = [name for condition in conditions for name in _compared(condition)]
    if sort is not None:
        named.append(sort.field)
    numbers = [name for name in (*named, *stats) if fields()[name].is_number and name != "year"]
    return tuple(dict.fromkeys(numbers))


def _compared(condition: Condition) -> Iterator[str]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _compared(part)
        case Not(part):
            yield from _compared(part)
        case Range() | Known():
            yield condition.field


def _print(answer: Answer, query: Query, form: str) -> None:
    match form:
        case "table":
            from search_cli.printing.table import print_answer  # noqa: PLC0415 - rich is slow to import

            print_answer(answer, query.offset)
        case "json":
            print_json(answer.as_dict())
        case _:
            _print_hits(answer.hits, query, form)
    if form == "csv" and (answer.facets or answer.stats):
        say("CSV holds the hits; ask for --format json to have facets and statistics too")


def _print_hits(hits: Iterable[Hit], query: Query, form: str) -> None:
    """Hits one by one: as JSON, or as flat cells; the numbers that the question is about have columns of their own."""
    if form == "ndjson":
        print_ndjson(hit.as_dict() for hit in hits)
    else:
        print_csv((*_HEADER, *query.show), (_row(hit, query.show) for hit in hits))


def _row(hit: Hit, shown: Iterable[str]) -> tuple[object, ...]:
    region = "".join(
        str(hit.region[level]) for level in ("province", "city", "county") if hit.region.get(level)
    )
    found = " ".join(html.unescape(re.sub(r"</?mark>", "", piece)) for piece in hit.highlights)
    agency, path = hit.agency.get("name"), hit.source.get("path")
    values = (hit.values.get(name) for name in shown)
    return (
        hit.id,
        hit.shown_score,
        hit.title,
        agency,
        hit.region.get("code"),
        region,
        hit.year,
        path,
        found,
        *values,
    )
