"""Specimens that a real browser printed: the laboratory's web pages as PDF files of Chromium's own making."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from laboratory.browser import Browser, PrintSettings, shared_browser
from laboratory.specimens import Specimen, compatible
from laboratory.web.content import CELL_ODDITIES
from laboratory.web.editors import EDITORS
from laboratory.web.site import SITE_PARTS
from laboratory.web.specimens import FITTING_WOUNDS, HtmlRecipe, html_specimen
from laboratory.web.wrappings import SHOWN_BY_BROWSERS

# Tables as wide as the page; the first font is embedded as TrueType, bold made of it would become Type 3.
_COMMON = (
    "table{width:100%!important;table-layout:auto!important}"
    "col,td,th{width:auto!important;word-break:normal!important}"
    ".tr{display:table-row} .td,div[style*=table-cell]{display:table-cell;padding:2px 4px}"
)
_TRUETYPE = "*{font-family:'WenQuanYi Micro Hei'!important;font-weight:normal!important}"
_JOINED = "table{border-collapse:collapse}"
_BARE = "table,td,th{border:0!important}"
RULES: Mapping[str, str] = {
    "as written": "",
    "boxes": _JOINED + "td,th{border:1px solid #000!important}",
    "across": _JOINED + _BARE + "td,th{border-bottom:1px solid #666!important}",
    "shaded": _BARE + "tr:nth-child(even) td{background:#eee!important}",
    "no rules": _BARE,
}
_SHAPES = ("true_spans", "true_spans", "true_spans", "headed", "spans_filled", "divisions")
# What only the source knows leaves no trace in print.
_CELLS = tuple(name for name in CELL_ODDITIES if name not in {"references", "source_blanks"})


@dataclass(frozen=True, slots=True)
class PrintRecipe:
    """A page, how its rules are styled, what the print dialogue was told, and whether fonts become Type 3."""

    page: HtmlRecipe
    rules: str = "boxes"
    settings: PrintSettings = field(default_factory=PrintSettings)
    type_3: bool = False

    @property
    def classes(self) -> tuple[str, ...]:
        """The names to count results by."""
        told = (
            ("printed across", self.settings.width > self.settings.height),
            ("printed with marks", self.settings.marks),
            ("printed small", self.settings.scale < 0.9),
            ("type 3 fonts", self.type_3),
        )
        return (
            f"printed {self.rules}",
            *(name for name, true in told if true),
            *(name for name in self.page.classes if not name.startswith("charset")),
        )


def print_specimen(
    seed: int,
    recipe: PrintRecipe | None = None,
    *,
    size: str | None = None,
    browser: Browser | None = None,
) -> Specimen:
    """The printed page of a seed; the recipe is drawn where it is None. The truth is that of the page.

    Raises:
        MissingBrowserError: Chromium is not installed.
    """
    recipe = recipe or draw_print_recipe(Random(f"print specimen {seed}"))
    page = html_specimen(seed, recipe.page, size=size)
    style = "".join((_COMMON, RULES[recipe.rules], "" if recipe.type_3 else _TRUETYPE))
    source = page.data.decode().replace("</head>", f"<style>{style}</style></head>", 1)
    data = (browser or shared_browser()).printed(source, recipe.settings)
    name = f"lab-{seed:07d}-printed.pdf"
    truth = {
        **page.truth,
        "document": name,
        "layout": f"{recipe.page.shape} printed by a browser",
        "classes": list(recipe.classes),
    }
    return Specimen(name, data, truth, recipe)


def draw_print_recipe(rng: Random) -> PrintRecipe:
    """A page that a browser shows whole, and a print dialogue."""
    across = rng.random() < 0.15
    width, height = (8.27, 11.69) if rng.random() < 0.9 else (8.5, 11.0)
    page = HtmlRecipe(
        shape=rng.choice(_SHAPES),
        editor=rng.choice(tuple(EDITORS)),
        cells=tuple(rng.sample(_CELLS, rng.choices((0, 1, 2), (3, 2, 1))[0])),
        wounds=compatible(rng.sample(FITTING_WOUNDS, rng.choices((0, 1, 2), (3, 2, 1))[0]), frozenset()),
        site=tuple(name for name in SITE_PARTS if rng.random() < 0.5),
        wrapping=rng.choice(SHOWN_BY_BROWSERS),
        strength=rng.choice((0.2, 0.5, 1.0)),
    )
    settings = PrintSettings(
        width=height if across else width,
        height=width if across else height,
        scale=rng.choice((1.0, 1.0, 0.8)),
        background=rng.random() < 0.5,
        marks=rng.random() < 0.4,
        tagged=rng.random() < 0.3,
    )
    recipe = PrintRecipe(page, rng.choice(tuple(RULES)), settings, type_3=rng.random() < 0.1)
    # The innermost of many layout tables is too narrow to print.
    return replace(recipe, page=replace(page, strength=0.2)) if page.wrapping == "layout_tables" else recipe
