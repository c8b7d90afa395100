"""What a browser's print of the laboratory's pages holds, by the eyes of pdfium."""

import re
from collections.abc import Iterator

import pypdfium2
import pytest

from laboratory.browser import PACKAGE, Browser, PrintSettings, chromium
from laboratory.paper.fonts import missing_packages
from laboratory.printing import PrintRecipe, print_specimen
from laboratory.specimens import Specimen
from laboratory.web.editors import EDITORS
from laboratory.web.specimens import HtmlRecipe


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    missing = [*missing_packages(), *([] if chromium() else [PACKAGE])]
    if missing:
        pytest.skip(f"needs the Debian packages {' '.join(missing)}")
    with Browser() as started:
        yield started


def texts(made: Specimen) -> list[str]:
    """The text inside the borders of each page."""
    pages = pypdfium2.PdfDocument(made.data)
    return [page.get_textpage().get_text_bounded(0, 0, *page.get_size()) for page in pages]


def assert_numbers_shown(made: Specimen) -> None:
    shown = set(re.findall(r"\d+(?:\.\d+)?", "\n".join(texts(made))))
    printed = {cell: said for cell, said in made.truth["cells"].items() if not isinstance(said, str)}
    assert {cell: said for cell, said in printed.items() if str(said).lstrip("-") not in shown} == {}
    assert len(printed) > 100


@pytest.mark.parametrize("editor", EDITORS)
def test_a_printed_page_shows_every_number(editor: str, browser: Browser) -> None:
    recipe = PrintRecipe(HtmlRecipe(editor=editor, site=("navigation", "year_menu", "scripts")))
    assert_numbers_shown(print_specimen(3, recipe, size="busy", browser=browser))


@pytest.mark.parametrize("shape", ["headed", "divisions", "spans_filled"])
@pytest.mark.parametrize("rules", ["boxes", "no rules"])
def test_it_does_in_every_shape(shape: str, rules: str, browser: Browser) -> None:
    recipe = PrintRecipe(HtmlRecipe(shape=shape), rules=rules)
    assert_numbers_shown(print_specimen(4, recipe, size="busy", browser=browser))


def test_type_3_fonts_keep_their_unicode_map(browser: Browser) -> None:
    made = print_specimen(5, PrintRecipe(HtmlRecipe(), type_3=True), size="busy", browser=browser)
    assert b"/Type3" in made.data
    assert_numbers_shown(made)


def test_headings_in_a_thead_stand_on_every_sheet(browser: Browser) -> None:
    settings = PrintSettings(width=8.27, height=5.0)
    recipe = PrintRecipe(HtmlRecipe(shape="headed"), settings=settings)
    found = texts(print_specimen(6, recipe, browser=browser))
    assert sum("法人或其他组织" in text.replace("\r\n", "") for text in found) > 1


def test_drawn_recipes_print_and_a_seed_gives_the_same_bytes(browser: Browser) -> None:
    for seed in range(1, 6):
        made = print_specimen(seed, browser=browser)
        assert made.data.startswith(b"%PDF")
        assert made.data == print_specimen(seed, browser=browser).data


def test_another_browser_prints_the_same_bytes(browser: Browser) -> None:
    recipe = PrintRecipe(HtmlRecipe(editor="word"))
    with Browser() as other:
        assert (
            print_specimen(7, recipe, browser=other).data == print_specimen(7, recipe, browser=browser).data
        )
