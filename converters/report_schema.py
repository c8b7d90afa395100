"""The JSON Schema of a canonical report, generated from the types of report.py.

`python -m converters.report_schema FILE` writes it (`make fix` does); a test says when the file is outdated.
Keys that the schema does not name are allowed, so that a later version may add some.
"""

import json
import sys
from dataclasses import fields, is_dataclass
from enum import StrEnum
from inspect import cleandoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from converters.canonical import FORM_TABLES, VALUED
from converters.report import SCHEMA, Basis, Cell, Report, Source
from converters.sheet import Properties

_WHERE_DUE: dict[Any, frozenset[str]] = {
    Cell: frozenset({"because", "candidates", "note", "method"}),
    Report: frozenset({"metadata", "attachments"}),
    Source: frozenset({"properties"}),
    Properties: frozenset(field.name for field in fields(Properties)),
}
"""Keys that stand only where there is something to say; every other key is always there."""

_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}

# A cell has a value under exactly those bases; JSON Schema can say so, the types cannot.
_VALUE_BY_BASIS = {
    "if": {"properties": {"basis": {"enum": [basis.value for basis in Basis if basis in VALUED]}}},
    "then": {"properties": {"value": {"type": "number"}}},
    "else": {"properties": {"value": {"type": "null"}}},
}


def report_schema() -> dict[str, Any]:
    """The schema as a dictionary, JSON Schema 2020-12."""
    definitions: dict[str, Any] = {}
    report = _definition(Report, definitions)
    report["properties"] = {
        "schema": {"const": SCHEMA},
        **{name: shape for name, shape in report["properties"].items() if name != "schema"},
    }
    report["properties"]["forms"]["required"] = list(FORM_TABLES)
    definitions["Cell"] |= _VALUE_BY_BASIS
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Report ({SCHEMA})",
        **report,
        "$defs": dict(sorted(definitions.items())),
    }


def dumps_schema() -> bytes:
    """The schema as it is published."""
    return (json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n").encode()


def _shape(expected: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; records and enumerations are put under `definitions` and referred to."""
    origin, arguments = get_origin(expected), get_args(expected)
    if expected in _SCALARS:
        return {"type": _SCALARS[expected]}
    if isinstance(expected, UnionType):
        return _union(arguments, definitions)
    if origin is tuple:
        return _array(arguments, definitions)
    if origin is dict:
        return {"type": "object", "additionalProperties": _shape(arguments[1], definitions)}
    name = expected.__name__
    if name not in definitions:
        definitions[name] = {}  # claims the name while the record's own fields are described
        definitions[name] = _definition(expected, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _union(members: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if all(member in _SCALARS for member in members):
        # "number" takes in "integer".
        kept = [member for member in members if not (member is int and float in members)]
        return {"type": [_SCALARS[member] for member in kept] if len(kept) > 1 else _SCALARS[kept[0]]}
    return {"anyOf": [_shape(member, definitions) for member in members]}


def _array(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "array", "items": _shape(arguments[0], definitions)}
    if arguments[-1] is not Ellipsis:
        shape |= {"minItems": len(arguments), "maxItems": len(arguments)}
    return shape


def _definition(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    description = cleandoc(kind.__doc__ or "")
    if not is_dataclass(kind):
        assert issubclass(kind, StrEnum), f"{kind} has no shape in JSON"  # noqa: S101 - for who adds a type
        return {"description": description, "enum": [member.value for member in kind]}
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return {
        "description": description,
        "type": "object",
        "properties": {name: _shape(hints[name], definitions) for name in names},
        "required": [name for name in names if name not in _WHERE_DUE.get(kind, frozenset())],
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(dumps_schema())
