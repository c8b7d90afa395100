"""Specimens of PDF files: a seed's report drawn, with its truth and the box of every number."""

from collections.abc import Container
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from laboratory.blocks import UNFIT_PAGE_DAMAGE, UNFIT_WOUNDS, blocks_of
from laboratory.chrome import PAGE_DAMAGE
from laboratory.copies import Copy, copy_of, record
from laboratory.grid import Cell, map_cells
from laboratory.marks import number_of
from laboratory.paper.flow import Flow
from laboratory.paper.oddities import CLASHES, ODDITIES
from laboratory.paper.pen import Pen
from laboratory.paper.rules import HALF_RULED, RULED, RULES
from laboratory.paper.setting import Setting, draw_setting
from laboratory.paper.veils import VEILS
from laboratory.specimens import WOUNDS, Specimen, compatible
from laboratory.truth import draw

# Page breaks are real here, and a number too many would stand outside the table.
_UNFIT = UNFIT_WOUNDS | {"surplus_zeros", "cut_groups", "split_header"}
_FITTING = tuple(name for name in WOUNDS if name not in _UNFIT)
_PROGRAMS = (
    ("WPS 文字", ""),
    ("Microsoft® Word 2016", "Microsoft® Word 2016"),
    ("PScript5.dll Version 5.2.2", "Acrobat Distiller 11.0"),
)


@dataclass(frozen=True, slots=True)
class PdfRecipe:
    """How a PDF file is made: the style of rules, and names of damage in tables and page, oddities and a veil.

    `askew`: by how many degrees texts, and fills and rules, are turned, as on a scan that was laid askew.
    `in_fields`: whether numbers stand in fields of a form, as where a template was filled in.
    """

    rules: str = "lines"
    oddities: tuple[str, ...] = ()
    wounds: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    veil: str | None = None
    strength: float = 0.5
    askew: tuple[float, float] = (0.0, 0.0)
    in_fields: bool = False

    @property
    def classes(self) -> tuple[str, ...]:
        """The names to count results by."""
        damage = (*self.oddities, *self.wounds, *self.page, *((self.veil,) if self.veil else ()))
        return (
            f"rules {self.rules}",
            f"layout {_kind(self.rules)}",
            *damage,
            f"kinds {len(damage)}",
            f"strength {self.strength}",
        )


def _kind(rules: str) -> str:
    if RULES[rules] in RULED:
        return "ruled"
    return "half-ruled" if RULES[rules] in HALF_RULED else "unruled"


def pdf_specimen(seed: int, recipe: PdfRecipe | None = None, *, size: str | None = None) -> Specimen:
    """The PDF file of a seed; the recipe is drawn where it is None.

    The truth says besides the cells `boxes`: for every number printed its page, counted from 1, and left,
    bottom, right, top in points of the file (the origin is the lower left corner, before /Rotate), around its
    digits; `unreadable`: why nothing can be read, or None; `password`, where one is needed.

    Raises:
        MissingFontError: a font is not installed.
    """
    rng = Random(f"pdf specimen {seed}")
    recipe = recipe or draw_pdf_recipe(rng)
    return pdf_file(copy_of(draw(seed, size=size)), recipe, rng, f"lab-{seed:07d}.pdf")


def pdf_file(copy: Copy, recipe: PdfRecipe, rng: Random, name: str) -> Specimen:
    """The PDF file of a report; what the recipe leaves open is drawn."""
    for wound in (wound for wound in WOUNDS if wound in recipe.wounds):
        copy = WOUNDS[wound](copy, rng, recipe.strength)
    setting = draw_setting(rng)
    for oddity in (oddity for oddity in ODDITIES if oddity in recipe.oddities):
        setting = ODDITIES[oddity](setting, rng, recipe.strength)
    pen, data = _drawn(copy, recipe, setting, rng)
    return Specimen(name, data, _truth(copy, recipe, name, pen), recipe)


def _drawn(copy: Copy, recipe: PdfRecipe, setting: Setting, rng: Random) -> tuple[Pen, bytes]:
    truth = copy.truth
    title = f"{truth.office.name}{truth.year}年政府信息公开工作年度报告"
    named = rng.choice((title, title, "", "Microsoft Word - 文档1", "关于报送年度报告的通知"))
    program = rng.choice(_PROGRAMS)
    blocks = blocks_of(copy, recipe.page, rng)
    veil = VEILS.get(recipe.veil or "")
    setting = veil.setting(setting) if veil else setting

    pen = Pen(encryption=veil.encryption() if veil else None, askew=recipe.askew, in_fields=recipe.in_fields)
    Flow(pen, setting, recipe.rules, title).print_blocks(blocks, copy.tables)
    data = pen.finished(named, rng.choice(("", truth.office.name)), program)
    return pen, veil.after(data) if veil else data


def _truth(copy: Copy, recipe: PdfRecipe, name: str, pen: Pen) -> dict[str, Any]:
    veil = VEILS.get(recipe.veil or "")
    scanned = {cell for cell, (page, _) in pen.boxes.items() if veil and veil.hides(page)}
    copy = without(copy, pen.unseen | scanned)
    truth = record(copy, name) | {
        "layout": f"{_kind(recipe.rules)} PDF",
        "classes": list(recipe.classes),
        "strength": recipe.strength,
        "boxes": {
            cell: [page, *(round(value, 2) for value in box)]
            for cell, (page, box) in pen.boxes.items()
            if cell not in scanned
        },
        "unreadable": recipe.veil if veil and not veil.reads else None,
        "password": veil.password if veil else None,
    }
    return _hidden(truth) if truth["unreadable"] else truth


def without(copy: Copy, cells: Container[str | None]) -> Copy:
    """The copy whose reader does not see these cells."""

    def unseen(cell: Cell) -> Cell:
        return replace(cell, said="absent", hidden=number_of(cell)) if cell.id in cells else cell

    return replace(copy, tables={name: map_cells(table, unseen) for name, table in copy.tables.items()})


def _hidden(truth: dict[str, Any]) -> dict[str, Any]:
    """The truth of a file that shows no number to who cannot lift its veil."""
    numbers = {cell: said for cell, said in truth["cells"].items() if not isinstance(said, str)}
    return truth | {
        "cells": dict.fromkeys(truth["cells"], "absent"),
        "hidden": {**truth["hidden"], **numbers},
    }


def draw_pdf_recipe(rng: Random) -> PdfRecipe:
    """A style of rules, none to four oddities, none to three kinds of damage; one file in 25 has a veil."""
    rules = rng.choices((RULED, HALF_RULED, (RULES["no_rules"],)), (6, 3, 2))[0]
    if rng.random() < 0.04:
        return PdfRecipe(rng.choice(rules).__name__, veil=rng.choice(tuple(VEILS)))
    wounds = rng.choices((0, 1, 2, 3), (4, 3, 2, 1))[0]
    return PdfRecipe(
        rules=rng.choice(rules).__name__,
        oddities=_oddities(rng),
        wounds=compatible(rng.sample(_FITTING, wounds), frozenset()),
        page=tuple(name for name in PAGE_DAMAGE if name not in UNFIT_PAGE_DAMAGE and rng.random() < 0.08),
        strength=rng.choice((0.2, 0.5, 1.0)),
    )


def _oddities(rng: Random) -> tuple[str, ...]:
    kept: list[str] = []
    for name in rng.sample(tuple(ODDITIES), rng.choices((0, 1, 2, 3, 4), (2, 3, 3, 2, 1))[0]):
        if not any(name in clash and clash & set(kept) for clash in CLASHES):
            kept.append(name)
    return tuple(kept)
