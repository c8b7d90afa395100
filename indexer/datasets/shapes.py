"""The shapes by name."""

from collections.abc import Callable, Mapping

from indexer.datasets.cells import long
from indexer.datasets.column import Shape
from indexer.datasets.statements import checks, facts
from indexer.datasets.wide import wide

SHAPES: Mapping[str, Callable[[], Shape]] = {"wide": wide, "long": long, "facts": facts, "checks": checks}
