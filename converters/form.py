"""The statutory forms, loaded from data/forms: slots in the order of print, and the identities over them.

Adding a form is adding a file; the aligner, the prover, the field catalogue and the exports read what stands here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column. Kind is `count` (whole, not negative), `change` (whole, signed) or `amount`.

    `notes` are words of the remarks that agencies print behind its numbers, as in 22（其中修订16件）.
    """

    key: str
    label: str
    en: str
    kind: str
    unit: str | None
    aliases: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: its label in full, the labels it stands under, and its columns from left to right."""

    key: str
    label: str
    short: str
    en: str
    under: tuple[str, ...]
    aliases: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a form: `id` as in the contract, its row and its column."""

    id: str
    row: Row
    column: Column


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of a form. `side_by_side`: its rows are printed beside each other, as one line of numbers."""

    id: str
    label: str
    captions: tuple[str, ...]
    headers: tuple[str, ...]
    groups: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    side_by_side: bool
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """The sum of the left cells equals the sum of the right cells. `family` is shared by all rows or columns."""

    id: str
    family: str
    table: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    source: str
    cells: tuple[str, ...] = field(init=False)
    """All cells of the identity, left side first."""

    def __post_init__(self) -> None:
        """Put both sides together, once."""
        object.__setattr__(self, "cells", self.left + self.right)


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form, with the years it was in official use (`last` is None while it still is)."""

    id: str
    first: int
    last: int | None
    source: Mapping[str, str]
    tables: tuple[FormTable, ...]
    identities: tuple[Identity, ...]

    def table(self, table: str) -> FormTable:
        """The table of this id."""
        return next(candidate for candidate in self.tables if candidate.id == table)

    def identities_of(self, table: str) -> tuple[Identity, ...]:
        """The identities of one table."""
        return tuple(identity for identity in self.identities if identity.table == table)


@cache
def forms() -> Mapping[str, Form]:
    """All forms by id, oldest first."""
    folder = files("converters") / "data" / "forms"
    texts = sorted((entry.name, entry.read_text("utf-8")) for entry in folder.iterdir())
    loaded = [_form(tomllib.loads(text)) for name, text in texts if name.endswith(".toml")]
    return {form.id: form for form in loaded}


def _form(data: Mapping[str, Any]) -> Form:
    tables = tuple(_table(entry) for entry in data["tables"])
    return Form(
        id=data["id"],
        first=data["years"]["from"],
        last=data["years"].get("to"),
        source=data["source"],
        tables=tables,
        identities=tuple(
            identity
            for entry in data["identities"]
            for identity in _identities(entry, next(t for t in tables if t.id == entry["table"]))
        ),
    )


def _table(data: Mapping[str, Any]) -> FormTable:
    columns = {entry["key"]: _column(entry) for entry in data["columns"]}
    rows = tuple(_row(entry, columns) for entry in data["rows"])
    return FormTable(
        id=data["id"],
        label=data["label"],
        captions=tuple(data["captions"]),
        headers=tuple(data["headers"]),
        groups=tuple(data.get("groups", ())),
        columns=tuple(columns.values()),
        rows=rows,
        side_by_side=data.get("side_by_side", False),
        slots=tuple(
            Slot(f"{data['id']}.{row.key}.{column.key}", row, column)
            for row in rows
            for column in row.columns
        ),
    )


def _column(data: Mapping[str, Any]) -> Column:
    return Column(
        key=data["key"],
        label=data["label"],
        en=data["en"],
        kind=data["kind"],
        unit=data.get("unit"),
        aliases=tuple(data.get("aliases", ())),
        notes=tuple(data.get("notes", ())),
    )


def _row(data: Mapping[str, Any], columns: Mapping[str, Column]) -> Row:
    return Row(
        key=data["key"],
        label=data["label"],
        short=data["short"],
        en=data["en"],
        under=tuple(data.get("under", ())),
        aliases=tuple(data.get("aliases", ())),
        columns=tuple(columns[key] for key in data.get("columns", columns)),
    )


def _identities(data: Mapping[str, Any], table: FormTable) -> list[Identity]:
    """One identity for each row or column that the entry speaks of."""
    if data["for_each"] == "row":
        return [
            Identity(
                id=f"{data['id']}.{row.key}",
                family=data["id"],
                table=table.id,
                left=tuple(f"{table.id}.{row.key}.{key}" for key in data["left"]),
                right=tuple(f"{table.id}.{row.key}.{key}" for key in data["right"]),
                source=data["source"],
            )
            for row in table.rows
        ]
    return [
        Identity(
            id=f"{data['id']}.{column.key}",
            family=data["id"],
            table=table.id,
            left=tuple(f"{table.id}.{key}.{column.key}" for key in data["left"]),
            right=tuple(f"{table.id}.{key}.{column.key}" for key in data["right"]),
            source=data["source"],
        )
        for column in table.columns
    ]
