"""Canonical reports → an index that answers: the front door. It never opens a source file."""

from pathlib import Path

from indexer.answer import Answer, Bucket, Hit, Stats
from indexer.catalogue import Field, fields
from indexer.engine import Engine
from indexer.errors import EngineUnreachableError
from indexer.loading import Loaded, load
from indexer.query import Facet, Query, Sort

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
