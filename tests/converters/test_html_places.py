"""The places in a page are those that a browser's console finds."""

import html
import json
import re
import subprocess
from pathlib import Path

import pytest
from laboratory.browser import PACKAGE, chromium
from laboratory.web.specimens import HtmlRecipe, Specimen, html_specimen

from converters.conversion import convert_bytes

ASKED = """<script>
const found = {};
for (const path of %s) {
  const node = document.evaluate(path, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
  found[path] = node === null ? null : node.textContent;
}
const output = document.createElement("output");
output.id = "asked";
output.textContent = JSON.stringify(found);
document.body.appendChild(output);
</script>"""


def asked(page: str, paths: list[str], folder: Path) -> dict[str, str | None]:
    """What a browser finds at each path of the page."""
    program = chromium()
    if program is None:
        pytest.skip(f"needs the Debian package {PACKAGE}")
    (folder / "page.html").write_text(page.replace("</body>", ASKED % json.dumps(paths) + "</body>"), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
    flags += [f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    run = subprocess.run(
        [program, *flags, (folder / "page.html").as_uri()], capture_output=True, check=True, timeout=120
    )
    found = re.search(r'<output id="asked">(.*?)</output>', run.stdout.decode(), re.DOTALL)
    assert found
    answers: dict[str, str | None] = json.loads(html.unescape(found[1]))
    return answers


def letters(text: str | None) -> str:
    return re.sub(r"[\s\u00a0\u00ad\u200b\u2060\ufeff]", "", text or "")


RECIPES = {
    "portal": HtmlRecipe(portal="old_tables", editor="word"),
    "broken": HtmlRecipe(
        editor="wps",
        source=("unclosed_tags", "stray_ends", "comments"),
        site=("navigation", "scripts", "meta_tags"),
    ),
    "divisions": HtmlRecipe(shape="divisions", editor="ueditor", site=("hidden_spam", "information_table")),
    "deep": HtmlRecipe(wrapping="deep_nesting", strength=1.0, site=("breadcrumbs",)),
}


@pytest.mark.parametrize("name", RECIPES)
def test_a_browser_finds_every_cell_where_it_is_said_to_stand(name: str, tmp_path: Path) -> None:
    made: Specimen = html_specimen(31, RECIPES[name], size="medium")
    page = made.data.decode().replace("<body>", "<body><noscript><div><p>请启用脚本</p></div></noscript>")
    record = convert_bytes(page.encode(), path="page.html")
    raws = {cell.at.xpath: cell.raw for cell in record.cells if cell.raw and cell.at}  # type: ignore[union-attr]  # all places are of pages
    assert len(raws) > 150
    answers = asked(page, list(raws), tmp_path)
    assert {path: raw for path, raw in raws.items() if letters(raw) != letters(answers[path])} == {}
