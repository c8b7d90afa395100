"""Specimens: a seed's report, wrecked, as bytes, with its truth and the names of layout and damage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from laboratory import labels, marks, tears
from laboratory.chrome import LINE_DAMAGE, PAGE_DAMAGE, in_traditional
from laboratory.copies import Copy, Wound, copy_of, record
from laboratory.encodings import encoded
from laboratory.layouts import GLUED, LAYOUTS, SPACED, Layout
from laboratory.pages import lines_of, page_of
from laboratory.readings import glue_doubts, place_doubts
from laboratory.torn import torn_pipes
from laboratory.truth import draw

# In the order they are dealt: rows are lost before pages break, labels misprinted before they are blanked.
WOUNDS: Mapping[str, Wound] = {
    wound.__name__: wound
    for wound in (
        tears.missing_table,
        tears.cut_short,
        tears.lost_rows,
        tears.surplus_zeros,
        marks.only_totals,
        marks.blank_rows,
        marks.blanks,
        marks.dashes,
        marks.signed_changes,
        marks.thousands,
        marks.units,
        marks.notes,
        marks.full_width_digits,
        marks.spaced_digits,
        labels.misprints,
        labels.cut_headers,
        labels.noted_headings,
        labels.lost_labels,
        labels.lost_groups,
        labels.moved_groups,
        tears.split_header,
        tears.cut_groups,
        tears.cut_labels,
        tears.extra_row,
        tears.page_breaks,
        tears.dripping_header,
        labels.half_width,
        labels.comma_numbering,
        labels.spaced_numbering,
        labels.header_blanks,
        labels.label_blanks,
    )
}

# Damage that cannot meet in one copy, because nobody could then say what the copy shows.
_CLASHES: Sequence[frozenset[str]] = (
    frozenset({"lost_labels", "lost_rows", "cut_short"}),
    frozenset({"missing_table", "cut_short"}),
    frozenset({"missing_table", "extra_row"}),
    frozenset({"missing_table", "dripping_header"}),
    frozenset({"lost_labels", "extra_row"}),
    frozenset({"surplus_zeros", "only_totals", "blanks", "blank_rows"}),
    frozenset({"lost_groups", "moved_groups", "cut_groups"}),
    frozenset({"split_header", "dripping_header"}),
    frozenset({"comma_numbering", "spaced_numbering"}),
    frozenset({"thousands", "spaced_digits", "full_width_digits"}),
    frozenset({"units", "notes"}),
    frozenset({"lost_labels", "cut_labels"}),
)
_ONLY_WITH_BORDERS = frozenset({"surplus_zeros", "spaced_digits", "lost_labels", "extra_row", "blank_rows"})
_NOT_GLUED = frozenset(
    {"blanks", "dashes", "thousands", "units", "notes", "only_totals", "full_width_digits"}
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a specimen is made: the layout, and names of damage in three places, with their strength."""

    layout: str
    wounds: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    strength: float = 0.5
    encoding: str = "utf-8"
    line_end: str = "LF"

    @property
    def classes(self) -> tuple[str, ...]:
        """The names to count results by."""
        damage = (*self.wounds, *self.page, *self.lines)
        return (f"layout {self.layout}", *damage, f"kinds {len(damage)}", f"strength {self.strength}")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A wrecked report: its bytes, its truth file, how it was made."""

    name: str
    data: bytes
    truth: Mapping[str, Any]
    recipe: Any  # of its medium: Recipe, PdfRecipe, …
    copy: Copy | None = None  # as its layout printed it


def specimen(seed: int, recipe: Recipe | None = None, *, size: str | None = None) -> Specimen:
    """The specimen of a seed; the recipe is drawn where it is None."""
    rng = Random(f"specimen {seed}")
    recipe = recipe or draw_recipe(rng)
    copy, data = wreck(copy_of(draw(seed, size=size)), recipe, rng)
    name = f"lab-{seed:07d}.txt"
    made = {"layout": recipe.layout, "classes": list(recipe.classes), "strength": recipe.strength}
    truth = record(copy, name) | made
    if "traditional" in recipe.lines:  # the name as this copy prints it is as good
        truth["agency_also"] += [
            in_traditional(agency) for agency in (truth["agency"], *truth["agency_also"])
        ]
    return Specimen(name, data, truth, recipe, copy)


def wreck(copy: Copy, recipe: Recipe, rng: Random) -> tuple[Copy, bytes]:
    """The copy after all that the recipe does to it, and its bytes."""
    for name in (name for name in WOUNDS if name in recipe.wounds):
        copy = WOUNDS[name](copy, rng, recipe.strength)
    copy = _with_doubts(copy, recipe.layout)
    if recipe.layout == "torn_pipes":
        printed, copy = torn_pipes(copy, rng)
    else:
        printed = {name: LAYOUTS[recipe.layout](table, rng) for name, table in copy.tables.items()}
    return copy, _paged(copy, printed, recipe, rng)


def draw_recipe(rng: Random) -> Recipe:
    """A layout, and none to five kinds of damage that can meet in one copy."""
    layout = rng.choice(tuple(LAYOUTS))
    count = rng.choices((0, 1, 2, 3, 5), (2, 3, 3, 2, 1))[0]
    return Recipe(
        layout=layout,
        wounds=compatible(rng.sample(tuple(WOUNDS), count), unfit_wounds(layout)),
        page=tuple(name for name in PAGE_DAMAGE if rng.random() < 0.1),
        lines=tuple(name for name in LINE_DAMAGE if name not in unfit_lines(layout) and rng.random() < 0.06),
        strength=rng.choice((0.2, 0.5, 1.0)),
        encoding=rng.choices(("utf-8", "utf-8 with BOM", "GB18030", "UTF-16 LE with BOM"), (20, 1, 2, 1))[0],
        line_end=rng.choices(("LF", "CRLF", "CR"), (10, 2, 1))[0],
    )


def compatible(drawn: Sequence[str], unfit: frozenset[str]) -> tuple[str, ...]:
    """The drawn damage without what is unfit here or clashes with damage drawn before."""
    kept: list[str] = []
    for name in drawn:
        if name not in unfit and not any(name in clash and clash & set(kept) for clash in _CLASHES):
            kept.append(name)
    return tuple(kept)


def unfit_wounds(layout: str) -> frozenset[str]:
    """Damage of tables that clashes with the layout."""
    names = frozenset[str]()
    if layout in _names(SPACED, GLUED):
        names |= _ONLY_WITH_BORDERS
    if layout in _names(GLUED):
        names |= _NOT_GLUED
    if layout in ("section_line", "glued_section"):
        names |= {"page_breaks"}  # in mid-line a page number is one more number
    return names


def unfit_lines(layout: str) -> frozenset[str]:
    """Damage of lines that would change what the copy shows: joined tab cells lose their borders."""
    fit = layout in ("section_line", "space_rows", "pipe_rows", "label_then_row") or layout in _names(GLUED)
    return frozenset() if fit else frozenset({"joined"})


def _names(*kinds: Sequence[Layout]) -> frozenset[str]:
    return frozenset(function.__name__ for kind in kinds for function in kind)


def _with_doubts(copy: Copy, layout: str) -> Copy:
    """The copy with the cells noted that this layout makes undecidable."""
    if layout in _names(GLUED):
        undecidable, uncertain = glue_doubts(copy)
    elif layout in _names(SPACED):
        undecidable, uncertain = place_doubts(copy)
    else:
        return copy
    return replace(
        copy,
        undecidable={**copy.undecidable, **undecidable},
        uncertain={**copy.uncertain, **uncertain},
    )


def _paged(copy: Copy, printed: Mapping[str, Sequence[str]], recipe: Recipe, rng: Random) -> bytes:
    page = page_of(copy, printed, rng)
    for name in recipe.page:
        page = PAGE_DAMAGE[name](page, copy, rng)
    lines = lines_of(page)
    for name in recipe.lines:
        lines = LINE_DAMAGE[name](lines, rng)
    return encoded(lines, recipe.encoding, recipe.line_end)
