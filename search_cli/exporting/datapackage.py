"""`datapackage.json` beside exported files: a Frictionless data package that says what is in each of them.

https://specs.frictionlessdata.io/data-package/ A file exported into the folder is a resource of it; exporting it
again renews its resource and leaves the others.
"""

import json
import re
from collections.abc import Mapping
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from converters.errors import UsageError
from converters.inputs import PACKAGE
from indexer.datasets.column import Column, Kind, Shape
from search_cli.exporting.formats import Format

_CREATOR = "gongkai"

_TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.DATE: "date",
    Kind.TRUTH: "boolean",
}

_TABLES = frozenset({"csv", "ndjson", "xlsx", "parquet"})
"""Formats that the tools of Frictionless count the rows of."""

Package = dict[str, Any]


def package_in(folder: Path) -> Package:
    """The package of a folder, a new one where there is none.

    Raises:
        UsageError: there is one that was not made here, which must not be overwritten.
    """
    path = folder / PACKAGE
    if not path.exists():
        return {
            "profile": "data-package",
            "name": "gongkai",
            "title": "政府信息公开工作年度报告数据",
            "resources": [],
        }
    try:
        found = json.loads(path.read_text("utf-8"))
        ours = found["creator"]["name"] == _CREATOR and isinstance(found["resources"], list)
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise UsageError(
            str(path), "is not of gongkai's making", "export into another folder, or with --no-package"
        )
    package: Package = found
    return package


def with_file(package: Package, path: Path, form: Format, shape: Shape, rows: int) -> Package:
    """The package with a resource for this file, in the place of an older one of the same file."""
    made = _resource(path, form, shape, rows)
    others = [one for one in package["resources"] if one.get("path") != path.name]
    resources = sorted([*others, made], key=lambda one: str(one["path"]))
    creator = {"name": _CREATOR, "version": version("gongkai")}
    return {**package, "creator": creator, "resources": resources}


def packed(package: Package) -> bytes:
    """The package as the bytes of its file."""
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(path: Path, form: Format, shape: Shape, rows: int) -> Package:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    resource: Package = {
        "name": _slug(path.name),
        "path": path.name,
        "profile": "tabular-data-resource" if form.name == "csv" else "data-resource",
        "title": shape.zh,
        "shape": shape.name,
        "format": form.name,
        "mediatype": form.media_type,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(shape),
    }
    if form.name in _TABLES:
        resource["rows"] = rows
    if form.name in {"csv", "ndjson"}:
        resource["encoding"] = "utf-8"
    if form.name == "xlsx":
        # Chinese labels stand above the ids
        resource["dialect"] = {"commentRows": [1], "headerRows": [2], "excel": {"sheet": shape.zh}}
    return resource


def _schema(shape: Shape) -> Package:
    schema: Package = {"fields": [_field(column) for column in shape.columns], "missingValues": [""]}
    if shape.key:
        schema["primaryKey"] = list(shape.key)
    return schema


def _field(column: Column) -> Mapping[str, Any]:
    field: Package = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.zh,
        "description": column.en,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.values:
        field["constraints"] = {"enum": list(column.values)}
        if any(column.values.values()):
            field["labels"] = dict(column.values)
    return field


def _slug(name: str) -> str:
    """A resource's name: small letters, digits, dots, dashes and underscores, and another for another file."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-")
    return slug if slug == name else f"{slug}-{sha256(name.encode()).hexdigest()[:8]}"
