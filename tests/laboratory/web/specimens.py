"""Specimens of web pages: a seed's report in the markup of editors and sites, with its truth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from random import Random
from typing import Any
from urllib.parse import urljoin

from laboratory.blocks import UNFIT_PAGE_DAMAGE, UNFIT_WOUNDS, Block, blocks_of
from laboratory.chrome import PAGE_DAMAGE, in_traditional
from laboratory.copies import Copy, copy_of, record
from laboratory.grid import Table
from laboratory.specimens import WOUNDS, Specimen, compatible
from laboratory.truth import draw
from laboratory.web.charsets import CHARSETS
from laboratory.web.content import CELL_ODDITIES
from laboratory.web.editors import EDITORS, Editor
from laboratory.web.portals import PORTALS, portal
from laboratory.web.saved import mhtml
from laboratory.web.site import SITE_PARTS, Site, Web, draw_site
from laboratory.web.sources import SOURCE_ODDITIES
from laboratory.web.tables import SHAPES, Writing, drawn_tables, parts_of, picture
from laboratory.web.wrappings import WRAPPINGS

FITTING_WOUNDS = tuple(name for name in WOUNDS if name not in UNFIT_WOUNDS)
FITTING_PAGE_DAMAGE = tuple(name for name in PAGE_DAMAGE if name not in UNFIT_PAGE_DAMAGE)
CUTS = ("cut_in_two", "heading_apart")
"""Ways in which section 三 becomes two tables."""

_TITLES = (
    "<h1>{}</h1>",
    '<div class="title">{}</div>',
    '<p align="center"><font size="5"><b>{}</b></font></p>',
)
_HEADINGS = ("<h3>{}</h3>", "<p><strong>{}</strong></p>", '<p style="font-family:黑体">{}</p>', "<p>{}</p>")


@dataclass(frozen=True, slots=True)
class HtmlRecipe:
    """How a page is made: names of its shape of tables, its editor, and of all that befalls it."""

    shape: str = "true_spans"
    editor: str = "plain"
    cells: tuple[str, ...] = ()
    cut: str | None = None
    wounds: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    wrapping: str = "division"
    source: tuple[str, ...] = ()
    charset: str = "utf-8"
    saved: bool = False
    traditional: bool = False
    strength: float = 0.5
    portal: str | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The names to count results by."""
        oddities = (*self.cells, *((self.cut,) if self.cut else ()), *self.source)
        others = (("saved as MHTML", self.saved), ("traditional", self.traditional))
        damage = (*oddities, *self.wounds, *self.page, *(name for name, there in others if there))
        return (
            f"layout {self.shape}",
            f"editor {self.editor}",
            f"wrapping {self.wrapping}",
            f"charset {self.charset}",
            *((f"portal {self.portal}",) if self.portal else ()),
            *damage,
            *(f"site {part}" for part in self.site),
            f"kinds {len(damage)}",
            f"strength {self.strength}",
        )


def html_specimen(seed: int, recipe: HtmlRecipe | None = None, *, size: str | None = None) -> Specimen:
    """The web page of a seed; the recipe is drawn where it is None.

    The truth says besides the cells: `published` as the page prints it; `site`: what its meta tags and its
    information block say, its address (`url`) and its `attachments`, each with the absolute address where the
    page tells its own; `chrome`: texts of menus, links and footers, which are no part of the report;
    `pictures`: the tables that are pictures.
    """
    rng = Random(f"html specimen {seed}")
    recipe = recipe or draw_html_recipe(rng)
    return web_page(copy_of(draw(seed, size=size)), recipe, rng, f"lab-{seed:07d}")


def web_page(copy: Copy, recipe: HtmlRecipe, rng: Random, stem: str) -> Specimen:
    """The copy as a web page, with its truth; the file is called `stem` and a page's ending."""
    for name in (name for name in WOUNDS if name in recipe.wounds):
        copy = WOUNDS[name](copy, rng, recipe.strength)
    site = draw_site(copy, rng)
    web = _in_portal(copy, site, recipe, rng) if recipe.portal else Web(report=(_report(copy, recipe, rng),))
    for name in (name for name in SITE_PARTS if name in recipe.site):
        web = SITE_PARTS[name](web, site, rng)
    page = _page(web, site, recipe, rng)
    for name in (name for name in SOURCE_ODDITIES if name in recipe.source):
        page = SOURCE_ODDITIES[name](page, rng, recipe.strength)
    charset = CHARSETS[recipe.charset]
    data = charset.encoded(in_traditional(page) if recipe.traditional else page)
    name = f"{stem}.{'mht' if recipe.saved else rng.choice(('html', 'html', 'htm', 'shtml'))}"
    data = mhtml(data, charset.declared, site.url) if recipe.saved else data
    return Specimen(name, data, _truth(copy, recipe, site, web, name), recipe)


def _in_portal(copy: Copy, site: Site, recipe: HtmlRecipe, rng: Random) -> Web:
    """The report in the page of a portal, which prints its title."""
    report = _report(copy, recipe, rng, titled=False)
    around = portal(recipe.portal or "", report, site, copy, rng)
    return Web(report=(around.body,), chrome=around.chrome).note(published=site.published)


def _report(copy: Copy, recipe: HtmlRecipe, rng: Random, *, titled: bool = True) -> str:
    editor = EDITORS[recipe.editor]
    writing = Writing(editor, recipe.cells, recipe.strength)
    title, heading = rng.choice(_TITLES), rng.choice(_HEADINGS)
    pieces = []
    for block in blocks_of(copy, recipe.page, rng):
        if block.kind == "table":
            pieces.append(_table(copy.tables[block.text], recipe, writing, rng))
        elif titled or block.kind != "title":
            pieces.append(_marked(block, editor, title, heading))
    return "\n".join(pieces)


def _marked(block: Block, editor: Editor, title: str, heading: str) -> str:
    text = escape(block.text, quote=False)
    if block.kind in ("title", "heading"):
        return (title if block.kind == "title" else heading).format(text)
    return editor.prose(text, "right" if block.kind == "signature" else "left")


def _table(table: Table, recipe: HtmlRecipe, writing: Writing, rng: Random) -> str:
    if not table.rows:
        return picture(table, rng)
    parts = [table]
    if recipe.cut and table.id == "applications":
        parts = parts_of(table, rng, heading_apart=recipe.cut == "heading_apart")
    return drawn_tables(parts, recipe.shape, writing, rng)


def _page(web: Web, site: Site, recipe: HtmlRecipe, rng: Random) -> str:
    charset = CHARSETS[recipe.charset]
    kind = rng.choice(
        (
            "<!DOCTYPE html>",
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
            "",
        )
    )
    title = rng.choice((site.title, f"{site.title}-{site.name}", site.name))
    wrapping = WRAPPINGS[recipe.wrapping]
    report = web.report[0] if recipe.portal else wrapping("\n".join(web.report), rng, recipe.strength)
    head = (charset.meta, f"<title>{title}</title>", *web.head, EDITORS[recipe.editor].head)
    return "\n".join(
        (
            kind,
            '<html lang="zh-CN">',
            "<head>",
            *(line for line in head if line),
            "</head>",
            "<body>",
            *web.before,
            report,
            *web.after,
            "</body>",
            "</html>",
            "",
        )
    )


def _truth(copy: Copy, recipe: HtmlRecipe, site: Site, web: Web, name: str) -> dict[str, Any]:
    noted = dict(web.noted)
    listed = noted.get("attachments", ())
    noted["attachments"] = [
        {**entry, "url": urljoin(noted["url"], entry["href"]) if "url" in noted else None} for entry in listed
    ]
    truth = record(copy, name)
    prose = copy.truth.prose
    own = "\n".join((site.title, prose.opening, *prose.overview, *prose.problems, *prose.other))
    extra = {
        "layout": f"{recipe.shape} HTML",
        "classes": list(recipe.classes),
        "strength": recipe.strength,
        "published": noted.get("published", truth["published"]),
        "site": noted,
        "chrome": [text for text in web.chrome if text not in own],
        "pictures": [table.id for table in copy.tables.values() if not table.rows],
    }
    truth |= extra
    return _traditional(truth) if recipe.traditional else truth


def _traditional(truth: Mapping[str, Any]) -> dict[str, Any]:
    """The truth of a page in traditional characters: the agency's name as it prints it is as good."""
    names = [in_traditional(name) for name in (truth["agency"], *truth["agency_also"])]
    return {
        **truth,
        "agency_also": [*truth["agency_also"], *names],
        "site": _mapped(truth["site"]),
        "chrome": _mapped(truth["chrome"]),
    }


def _mapped(value: Any) -> Any:  # noqa: ANN401  # any JSON value
    if isinstance(value, str):
        return in_traditional(value)
    if isinstance(value, Mapping):
        return {key: _mapped(entry) for key, entry in value.items()}
    return [_mapped(entry) for entry in value] if isinstance(value, list) else value


def draw_html_recipe(rng: Random) -> HtmlRecipe:
    """A page as it is met: an editor's markup, some parts of a site, and none to three kinds of each damage."""
    shape = rng.choices(tuple(SHAPES), (8, 2, 2, 1, 2, 1, 2, 1))[0]
    wounds = rng.choices((0, 1, 2, 3), (3, 3, 2, 1))[0]
    recipe = HtmlRecipe(
        shape=shape,
        editor=rng.choice(tuple(EDITORS)),
        cells=tuple(rng.sample(tuple(CELL_ODDITIES), rng.choices((0, 1, 2, 4), (2, 3, 2, 1))[0])),
        cut=rng.choice(CUTS) if rng.random() < 0.15 else None,
        wounds=compatible(rng.sample(FITTING_WOUNDS, wounds), frozenset()),
        page=tuple(name for name in FITTING_PAGE_DAMAGE if rng.random() < 0.08),
        site=tuple(name for name in SITE_PARTS if rng.random() < 0.6),
        wrapping=rng.choices(tuple(WRAPPINGS), (10, 3, 1, 1, 1, 1))[0],
        source=tuple(name for name in SOURCE_ODDITIES if rng.random() < 0.12),
        charset=rng.choice(tuple(CHARSETS)) if rng.random() < 0.5 else "utf-8",
        saved=rng.random() < 0.04,
        traditional=rng.random() < 0.05,
        strength=rng.choice((0.2, 0.5, 1.0)),
    )
    if recipe.saved and CHARSETS[recipe.charset].codec.startswith("utf-16"):
        recipe = replace(
            recipe, charset="utf-8"
        )  # browsers save no page so: line ends are bytes to quoted-printable
    # A misread page keeps its characters only where it is simplified and whole; an MHTML part declares its charset.
    if rng.random() < 0.3:
        parts = tuple(name for name in ("address", "meta_tags") if name in recipe.site)
        recipe = replace(recipe, portal=rng.choice(tuple(PORTALS)), site=parts, wrapping="division")
    return replace(recipe, traditional=False) if CHARSETS[recipe.charset].misread else recipe
