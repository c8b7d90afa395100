"""Canonical reports → an index that answers: the front door. It never opens a source file."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.answer import Answer, Bucket, Hit, Stats
from indexer.catalogue import Field, fields
from indexer.engine import Engine
from indexer.errors import EngineUnreachableError
from indexer.loading import Loaded, load
from indexer.query import Facet, Query, Sort
from indexer.text_query import parse_text
from indexer.where import parse_where

if TYPE_CHECKING:
    from indexer.datasets.frames import to_frame

__all__ = [
    "Answer",
    "Bucket",
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


def open_index(where: str, *, wait: float = 10.0) -> Engine:
    """The engine at this place: a folder. Nothing is read or made before it is asked for something.

    Raises:
        EngineUnreachableError: an address of a server, which this version cannot speak with.
    """
    if where.startswith(("http://", "https://")):
        host = where.partition("://")[2].rpartition("@")[2].partition("/")[0]
        raise EngineUnreachableError(
            host, "OpenSearch is not supported in this version", "name a folder with --index"
        )
    from indexer.engines.embedded import EmbeddedEngine  # noqa: PLC0415 - an engine is imported when it is opened

    return EmbeddedEngine(Path(where).expanduser(), wait)


def __getattr__(name: str) -> object:
    """Frames are imported when one is asked for: a search needs nothing of them."""
    if name != "to_frame":
        raise AttributeError(f"module 'indexer' has no attribute {name!r}")
    return getattr(import_module("indexer.datasets.frames"), name)
