"""Field catalogue → settings and mapping of an index.

A text field has two server fields, `.cjk` (pairs, for ranking) and `.char` (single characters, for exact phrases), as
in the embedded engine. Both get tokens cut by us with blanks between, so that both engines have the same; the server
keeps them out of `_source`. What is typed into Dashboards is cut by the server, with analyzers that cut as we do.

    id, year, form, applications.received.total …      as in the catalogue
    region.path                                        the catalogue's `region`, since fields lie below it
    card                                               what a hit shows, readable, with the names of the regions
    report, digest                                     the canonical JSON, packed, and its sha256
"""

from collections.abc import Mapping
from typing import Any

from indexer.catalogue import Type, fields

BASIS = "basis"
DIVISION = "division"
DIGEST = "digest"
CARD = "card"
REPORT = "report"
PAIRS, CHARACTERS = "gongkai_cjk", "gongkai_char"

_MOST_FIELDS = 1_000
_RENAMED = {"region": "region.path"}
_TYPES = {Type.INTEGER: "long", Type.DECIMAL: "double", Type.KEYWORD: "keyword"}

Body = dict[str, Any]


def server_field(id_: str) -> str:
    """What a field of the catalogue is called on the server."""
    return _RENAMED.get(id_, id_)


def settings(shards: int, replicas: int | None) -> Body:
    """The settings of a new index, as it is while it is being filled."""
    copies: Body = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    return {
        "number_of_shards": shards,
        **copies,
        **WHILE_LOADING,
        "mapping.total_fields.limit": _MOST_FIELDS,
        "query.default_field": ["text.cjk"],
        "analysis": _analysis(),
    }


WHILE_LOADING: Mapping[str, Any] = {"refresh_interval": "-1"}
WHEN_LOADED: Mapping[str, Any] = {"refresh_interval": None, "blocks.write": True}
"""A generation never changes once it is whole."""


def mapping(meta: Mapping[str, Any]) -> Body:
    """The mapping, with what is noted of the index."""
    properties: Body = {}
    for field in fields().values():
        if field.type is Type.TEXT:
            _put(properties, f"{field.id}.cjk", _tokens(PAIRS))
            _put(properties, f"{field.id}.char", _tokens(CHARACTERS))
        elif field.type is Type.DATE:
            _put(properties, field.id, {"type": "date", "format": "strict_date"})
        else:
            _put(properties, server_field(field.id), {"type": _TYPES[field.type]})
    properties |= {
        BASIS: {"type": "keyword", "doc_values": False},
        DIVISION: {"type": "keyword"},
        DIGEST: {"type": "keyword", "index": False, "doc_values": False},
        REPORT: {"type": "binary"},
        CARD: {"properties": _card()},
    }
    return {
        "dynamic": "strict",
        "_source": {"excludes": ["*.cjk", "*.char"]},
        "_meta": {"gongkai": meta},
        "properties": properties,
    }


def _put(properties: Body, path: str, leaf: Body) -> None:
    *above, last = path.split(".")
    for name in above:
        properties = properties.setdefault(name, {"properties": {}})["properties"]
    properties[last] = leaf


def _tokens(typed: str) -> Body:
    return {"type": "text", "analyzer": "whitespace", "search_analyzer": typed}


def _card() -> Body:
    shown = {"type": "keyword", "index": False, "doc_values": False}
    unread = {"type": "object", "enabled": False}
    levels = {level: {"type": "keyword"} for level in ("province", "city", "county")}
    return {
        "id": shown,
        "title": shown,
        "agency": unread,
        "region": {"properties": {"code": shown, **levels}},
        "year": {"type": "long", "index": False, "doc_values": False},
        "source": unread,
        "sections": unread,
    }


def _analysis() -> Body:
    width = [f"\\u{code:04x} => \\u{code - 0xFEE0:04x}" for code in range(0xFF01, 0xFF5F)]
    common = {"type": "custom", "tokenizer": "standard", "char_filter": ["gongkai_width"]}
    return {
        "char_filter": {"gongkai_width": {"type": "mapping", "mappings": [*width, "\\u3000 => \\u0020"]}},
        "analyzer": {
            PAIRS: {**common, "filter": ["lowercase", "cjk_bigram"]},
            CHARACTERS: {**common, "filter": ["lowercase"]},
        },
    }
