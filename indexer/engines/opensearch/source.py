"""A document of ours → one of OpenSearch's, and the report in it back."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields as fields_of
from functools import cache
from hashlib import sha256
from typing import Any

from converters.report import Agency, Region, Source
from converters.sheet import Properties
from indexer.bigrams import both
from indexer.catalogue import Type, fields
from indexer.document import Document
from indexer.engines.opensearch.mapping import BASIS, CARD, DIGEST, DIVISION, REPORT, server_field

_NOTHING = "␀"
"""A token that no text gives, where a report lacks a text: a word is the rarer the more reports there are, and the
server counts those that have the field, the embedded engine all."""


def source(document: Document) -> str:
    """The document as the server takes it, as JSON.

    Raises:
        ValueError: a number is none; documents hold no such.
    """
    made: dict[str, Any] = {
        CARD: document.card,
        DIGEST: document.digest,
        REPORT: b64encode(zlib.compress(document.report)).decode(),
        BASIS: document.bases,
        DIVISION: [division.key for division in document.divisions],
    }
    cut = {text: both(text) for text in {text for texts in document.texts.values() for text in texts}}
    for name in _text_fields():
        texts = document.texts.get(name, ())
        made[f"{name}.cjk"] = [" ".join(cut[text][0]) for text in texts] or [_NOTHING]
        made[f"{name}.char"] = [" ".join(cut[text][1]) for text in texts] or [_NOTHING]
    for name, values in document.keywords.items():
        made[server_field(name)] = values
    made |= document.numbers
    made |= {name: day.isoformat() for name, day in document.dates.items()}
    return json.dumps(made, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@cache
def _text_fields() -> tuple[str, ...]:
    return tuple(field.id for field in fields().values() if field.type is Type.TEXT)


def card_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a hit shows, in the order of the canonical JSON, which a server does not keep."""
    card = found[CARD]
    parts = {
        "agency": _in_order(card["agency"], Agency),
        "region": _in_order(card["region"], Region),
        "source": _in_order(card["source"], Source),
    }
    if "properties" in parts["source"]:
        parts["source"]["properties"] = _in_order(parts["source"]["properties"], Properties)
    return {**card, **parts}


def _in_order(part: Mapping[str, Any], kind: type[Agency | Region | Source | Properties]) -> dict[str, Any]:
    return {one.name: part[one.name] for one in fields_of(kind) if one.name in part}


def report_of(found: dict[str, Any]) -> bytes:
    """The canonical JSON of a stored document.

    Raises:
        ValueError: it is not as it was written.
    """
    try:
        data = zlib.decompress(b64decode(found[REPORT]))
    except (KeyError, TypeError, zlib.error) as error:
        raise ValueError("a report cannot be unpacked") from error
    if sha256(data).hexdigest() != found.get(DIGEST):
        raise ValueError("a report is not as it was written")
    return data
