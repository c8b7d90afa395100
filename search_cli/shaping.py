"""How reports are laid out as a table: the options of export, and the shape that they make."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack

import click

from converters.errors import UsageError
from indexer.datasets.column import Shape
from indexer.datasets.panel import Left, Panel
from indexer.datasets.shapes import SHAPES
from indexer.datasets.succession import successions
from indexer.datasets.wide import wide
from indexer.names import field_named

Command = TypeVar("Command", bound=Callable[..., Any])

_GOES_WITH = {
    "no_basis": {"wide", "panel"},
    "texts": {"wide"},
    "span": {"panel"},
    "growth": {"panel"},
    "followed": {"panel"},
}
_SPELLED = {"span": "balanced", "followed": "successions", "no_basis": "no-basis"}


class Span(click.ParamType[tuple[int, int]]):
    """2019..2023."""

    name = "years"

    def convert(
        self, value: str | tuple[int, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """First and last year."""
        if not isinstance(value, str):
            return value
        match = re.fullmatch(r"\s*(\d{4})\s*(?:\.\.|-|–|~)\s*(\d{4})\s*", value, re.ASCII)
        if match is None or match[1] > match[2]:
            self.fail(f"{value!r} is no span of years such as 2019..2023", param, ctx)
        return int(match[1]), int(match[2])


_OPTIONS = (
    click.option(
        "--shape",
        type=click.Choice(list(SHAPES)),
        default="wide",
        show_default=True,
        help="wide: a row a report. long: a row a cell. facts: a row a number of the prose. checks: a row an identity."
        " panel: a row an agency and year.",
    ),
    click.option("--no-basis", is_flag=True, help="wide, panel: leave out how far each cell can be trusted."),
    click.option("--texts", is_flag=True, help="wide: with the texts of the sections."),
    click.option(
        "--balanced", "span", type=Span(), help="panel: only agencies that report for each of these years."
    ),
    click.option(
        "--growth",
        multiple=True,
        metavar="FIELD",
        help="panel: with the growth of this number on the year before.",
    ),
    click.option(
        "--successions",
        "followed",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="panel: renames and mergers to follow, besides those known (indexer/data/panel.toml).",
    ),
)


def shaping(command: Command) -> Command:
    """Gives a command the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Asked(TypedDict):
    """The options, as click hands them over."""

    shape: str
    no_basis: bool
    texts: bool
    span: tuple[int, int] | None
    growth: tuple[str, ...]
    followed: Path | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A shape, and what it leaves out as its rows are made: reports that a panel has no row for."""

    shape: Shape
    left: Left | None = None


def layout(**asked: Unpack[Asked]) -> Layout:
    """The layout that the options ask for.

    Raises:
        UsageError: an option does not go with the shape, or names no field or no good file.
    """
    name = asked["shape"]
    for option, value in asked.items():
        if value and name not in _GOES_WITH.get(option, {name}):
            shapes = " or ".join(sorted(_GOES_WITH[option]))
            raise UsageError(
                f"--{_SPELLED.get(option, option)}", f"goes with --shape {shapes}, not {name}", "leave it out"
            )
    if name == "panel":
        grown = tuple(dict.fromkeys(field_named(word).id for word in asked["growth"]))
        known = successions(asked["followed"])
        panel = Panel(known, asked["span"], grown, basis=not asked["no_basis"])
        return Layout(panel.shape, panel.left)
    if name == "wide":
        return Layout(wide(basis=not asked["no_basis"], texts=asked["texts"]))
    return Layout(SHAPES[name]())
