"""Canonical reports → an index that answers: the front door. It never opens a source file."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from converters.errors import UsageError
from indexer.answer import Answer, Bucket, Hit, Stats
from indexer.catalogue import Field, fields
from indexer.connection import Connection, connection
from indexer.engine import Engine
from indexer.loading import Loaded, load
from indexer.query import Facet, Query, Sort
from indexer.text_query import parse_text
from indexer.where import parse_where

if TYPE_CHECKING:
    from indexer.datasets.frames import to_frame

__all__ = [
    "Answer",
    "Bucket",
    "Connection",
    "Engine",
    "Facet",
    "Field",
    "Hit",
    "Loaded",
    "Query",
    "Sort",
    "Stats",
    "fields",
    "load",
    "open_index",
    "parse_text",
    "parse_where",
    "to_frame",
]


def open_index(where: str, *, wait: float = 10.0, said: Connection | None = None) -> Engine:
    """The engine at this place: a folder, or the address of an OpenSearch server (`http://host:9200/name`).

    `said` is how to speak with a server; by default what the environment and `config.toml` say. Nothing is read or
    made before the engine is asked for something.

    Raises:
        UsageError: an address that is none, or the extra for servers is not installed.
    """
    if not where.startswith(("http://", "https://")):
        from indexer.engines.embedded import EmbeddedEngine  # noqa: PLC0415 - an engine is imported when it is opened

        return EmbeddedEngine(Path(where).expanduser(), wait)
    try:
        import opensearchpy  # noqa: F401, PLC0415 - an extra, and slow to import
    except ImportError:
        problem = "an index on a server needs opensearch-py, which is not installed"
        raise UsageError("--index", problem, "install it: pip install 'gongkai[opensearch]'") from None
    from indexer.engines.opensearch.engine import OpenSearchEngine  # noqa: PLC0415 - as above

    return OpenSearchEngine(where, said or connection(), wait)


def __getattr__(name: str) -> object:
    """Frames are imported when one is asked for: a search needs nothing of them."""
    if name != "to_frame":
        raise AttributeError(f"module 'indexer' has no attribute {name!r}")
    return getattr(import_module("indexer.datasets.frames"), name)
