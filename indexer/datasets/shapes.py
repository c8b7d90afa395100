"""The shapes by name."""

from collections.abc import Callable, Mapping

from indexer.datasets.cells import long
from indexer.datasets.column import Shape
from indexer.datasets.panel import Panel
from indexer.datasets.statements import checks, facts
from indexer.datasets.succession import successions
from indexer.datasets.wide import wide


def panel() -> Shape:
    """Agencies over the years, as far as our own list of successions follows them."""
    return Panel(successions()).shape


SHAPES: Mapping[str, Callable[[], Shape]] = {
    "wide": wide,
    "long": long,
    "facts": facts,
    "checks": checks,
    "panel": panel,
}
