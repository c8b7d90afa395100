"""Answers on a terminal: hits with their marked pieces, facets as bars, statistics."""

import html
import re
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from converters.report import Number
from indexer.answer import Answer, Bucket, Hit, Stats
from indexer.catalogue import fields
from search_cli.failures import printable

_BAR = 24
_PIPE_WIDTH = 120
"""Columns where nobody can say how wide the reader's screen is."""


def console() -> Console:
    """Standard output: colours on a terminal that wants them, plain text in a pipe (NO_COLOR is obeyed)."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def print_answer(answer: Answer, offset: int) -> None:
    """The whole answer."""
    out = console()
    if answer.hits:
        for number, hit in enumerate(answer.hits, offset + 1):
            out.print(_hit(number, hit))
    out.print(Text(_summary(answer, offset), style="bold"))
    for name, buckets in answer.facets.items():
        out.print()
        out.print(_facet(name, buckets))
    if answer.stats:
        out.print()
        out.print(_stats(answer.stats))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows of text under a header."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, name in enumerate(header):
        table.add_column(name, overflow="fold", no_wrap=place == 0)  # what one copies stays in one piece
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console().print(table)


def _summary(answer: Answer, offset: int) -> str:
    if not answer.total:
        return "no report found"
    shown = len(answer.hits)
    reports = "1 report" if answer.total == 1 else f"{answer.total:,} reports"
    return (
        reports if not shown or shown == answer.total else f"{reports}, {offset + 1}–{offset + shown} shown"
    )


def _hit(number: int, hit: Hit) -> RenderableType:
    """Two lines and the pieces: title; agency, region, year and file; what was found."""
    title = Text(f"{number:>3}. ")
    title.append(printable(hit.title or hit.agency.get("name") or hit.id), style="bold cyan")
    parts = [*_place(hit), *_values(hit.values), str(hit.source.get("path") or "")]
    about = Text(" · ".join(printable(part) for part in parts if part), style="dim")
    pieces = [_piece(piece) for piece in hit.highlights]
    return Group(title, Padding(Group(about, *pieces), (0, 0, 1, 5)))


def _place(hit: Hit) -> list[str]:
    names = [str(hit.region[level]) for level in ("province", "city", "county") if hit.region.get(level)]
    return [str(hit.agency.get("name") or ""), "".join(names), str(hit.year or "")]


def _values(values: Mapping[str, Number | None]) -> list[str]:
    return [f"{fields()[name].zh} {number(value)}" for name, value in values.items()]


def _piece(piece: str) -> Text:
    """A highlight: its HTML, which we wrote ourselves, as styled text."""
    text = Text()
    for part in re.split(r"(<mark>.*?</mark>)", piece):
        plain = printable(html.unescape(re.sub(r"</?mark>", "", part)))
        text.append(plain, style="bold yellow" if part.startswith("<mark>") else None)
    return text


def _facet(name: str, buckets: Sequence[Bucket]) -> Table:
    """Counts with bars as long as they are large."""
    table = Table(title=Text(f"{fields()[name].zh} ({name})"), title_justify="left", box=None, pad_edge=False)
    table.show_header = False
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    table.add_column()
    if not buckets:
        table.add_row(Text("none", style="dim"))
    most = max((bucket.count for bucket in buckets), default=1)
    for bucket in buckets:
        bar = "█" * max(1, round(_BAR * bucket.count / most))
        label = bucket.label if bucket.label == str(bucket.value) else f"{bucket.label}  {bucket.value}"
        if fields()[name].is_number:
            label = bucket.label
        table.add_row(Text(printable(label)), f"{bucket.count:,}", Text(bar, style="cyan"))
    return table


def _stats(stats: Mapping[str, Stats]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "reports", "min", "max", "sum", "average"):
        table.add_column(name, justify="left" if not name else "right")
    for name, one in stats.items():
        field = fields()[name]
        label = field.zh + (f" [{field.unit}]" if field.unit else "")
        average = one.avg if one.avg is None else round(one.avg, 4)
        table.add_row(
            Text(label), f"{one.count:,}", number(one.min), number(one.max), number(one.sum), number(average)
        )
    return table


def number(value: Number | None) -> str:
    """A number for the eye; an unknown one is a dash."""
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")
