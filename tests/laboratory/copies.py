"""A copy of a report on its way from the agency's paper to wrecked text, and the truth file of it."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from converters.form import Identity, forms
from laboratory.doubt import misled
from laboratory.figures import identities_of_form
from laboratory.grid import Cell, Said, Table, map_cells, tables_of
from laboratory.truth import Truth

Editing = Callable[[Table], Table]
Wound = Callable[["Copy", Random, float], "Copy"]
"""A kind of damage: a function of the copy, a Random and a strength from 0 to 1, which notes what it did."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The tables as this copy prints them, what befell them, and which cells no reader can decide."""

    truth: Truth
    tables: Mapping[str, Table]
    damage: tuple[str, ...] = ()
    undecidable: Mapping[str, str] = field(default_factory=dict)
    uncertain: Mapping[str, str] = field(default_factory=dict)
    title: bool = True
    published: str | None = None

    def edit(self, table: str, editing: Editing, note: str) -> "Copy":
        """The copy with one table edited, and a note of it."""
        edited = {**self.tables, table: editing(self.tables[table])}
        return replace(self, tables=edited, damage=(*self.damage, note))

    def noted(self, note: str) -> "Copy":
        """The copy with one more note of damage."""
        return replace(self, damage=(*self.damage, note))


def usable_identities(copy: Copy, unknown: Container[str] = ()) -> list[Identity]:
    """The identities whose cells are all to be seen: none of them lost, none among the unknown."""
    lost = {cell for table in copy.tables.values() for cell in table.lost}
    return [
        identity
        for identity in identities_of_form(copy.truth.forms)
        if not any(cell in lost or cell in unknown for cell in identity.cells)
    ]


def copy_of(truth: Truth) -> Copy:
    """The undamaged copy."""
    signed = truth.signed.isoformat() if truth.signed else None
    return Copy(truth, tables_of(truth.forms, truth.figures), published=signed)


def map_texts(copy: Copy, change: Callable[[Cell], str], note: str) -> Copy:
    """The copy with the texts of cells changed in all tables; nothing is noted where nothing changes."""
    tables = {
        name: map_cells(table, lambda cell: replace(cell, text=change(cell)))
        for name, table in copy.tables.items()
    }
    return replace(copy, tables=tables, damage=(*copy.damage, note)) if tables != copy.tables else copy


def record(copy: Copy, document: str) -> dict[str, Any]:
    """The truth file of a copy: cell by cell what it says, and what it hides."""
    truth = copy.truth
    said, hidden = _cells(copy)
    place = truth.office.place
    return {
        "document": document,
        "seed": truth.seed,
        "form": truth.forms["disclosure"],
        "forms": dict(truth.forms),
        "year": truth.year,
        "agency": truth.office.name,
        "agency_also": list(truth.office.also),
        "region": {
            "province": place.province,
            "city": place.city,
            "county": place.county,
            "code": place.code,
        },
        "published": copy.published,
        "damage": list(copy.damage),
        "failed_checks": list(truth.slips),
        "cells": said,
        "hidden": hidden,
        "undecidable": dict(copy.undecidable),
        "uncertain": {**misled(identities_of_form(truth.forms), truth.figures, hidden), **copy.uncertain},
    }


def _cells(copy: Copy) -> tuple[dict[str, Said], dict[str, float]]:
    """What the copy says for every id of its forms, and the numbers that it lost."""
    printed = {cell.id: cell for table in copy.tables.values() for row in table.rows for cell in row.numbers}
    lost = {cell: value for table in copy.tables.values() for cell, value in table.lost.items()}
    said: dict[str, Said] = {}
    hidden: dict[str, float] = dict(lost)
    for cell in expected_ids(copy.truth.forms):
        if cell in printed:
            stands = printed[cell]
            said[cell] = "absent" if stands.said is None else stands.said
            if stands.hidden is not None:
                hidden[cell] = stands.hidden
        else:
            said[cell] = "absent"
    return said, hidden


def expected_ids(which: Mapping[str, str]) -> list[str]:
    """The ids of the report's form, and those of the other form where one of its tables follows that."""
    own = [slot.id for table in forms()[which["disclosure"]].tables for slot in table.slots]
    others = [slot.id for name, form in which.items() for slot in forms()[form].table(name).slots]
    return [*own, *(cell for cell in others if cell not in set(own))]
