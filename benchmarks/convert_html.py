"""Time a page for converting it, against lxml.html parsing the same page in the same run.

    python benchmarks/convert_html.py [--rounds 30]

The pages are one report of the laboratory in a portal's page, with more and more of what sites put around reports:
menus, lists of other articles, scripts and styles. Reading ends where the report is found on the page; what comes
behind it is the same for texts. Times are of the processor, so that what else the machine does counts little.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import lxml.html

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from laboratory.web.specimens import HtmlRecipe, html_specimen

from converters.conversion import convert_bytes
from converters.readers.html.page import read_page

SIZES = (20_000, 100_000, 1_000_000)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    print(f"{'page':>10} {'lxml.html':>11} {'and walked':>11} {'read':>15} {'converted':>17}")
    for size in SIZES:
        page = page_of(size)
        ways: tuple[Callable[[bytes], object], ...] = (
            lxml.html.document_fromstring,
            walked,
            lambda data: read_page(data, path="page.html"),
            lambda data: convert_bytes(data, path="page.html"),
        )
        times: list[list[float]] = [[] for _ in ways]
        for _ in range(rounds):  # by turns, so that a slow moment of the machine hits all
            for found, way in zip(times, ways, strict=True):
                started = process_time()
                way(page)
                found.append(process_time() - started)
        # The fastest of each: whatever else the machine does makes Python slower than C.
        parsing, walking, reading, converting = map(min, times)
        plain = f"{len(page) / 1000:7.0f} kB {1000 * parsing:8.2f} ms {1000 * walking:8.2f} ms"
        ratios = (f" {1000 * time:8.2f} ms {time / parsing:4.1f}x" for time in (reading, converting))
        print(plain + "".join(ratios))


def walked(data: bytes) -> int:
    """Parse the page with lxml and look at every element's tag, text and style once."""
    seen = 0
    for element in lxml.html.document_fromstring(data).iter():
        seen += len(element.text or "") + len(element.tail or "") + bool(element.get("style"))
    return seen


def page_of(size: int) -> bytes:
    """A report in a portal's page, filled up to this size."""
    recipe = HtmlRecipe(editor="plain", portal="disclosure_column", site=("meta_tags", "address"))
    page = html_specimen(5, recipe, size="busy").data.decode()
    rng, filling = Random(size), []
    room = size - len(page.encode())
    while room > 0:
        piece = rng.choice((menu, script, style))(rng)
        filling.append(piece)
        room -= len(piece.encode())
    return page.replace("<body>", "<body>" + "\n".join(filling)).encode()


def menu(rng: Random) -> str:
    """Twenty links to articles, with their dates."""
    items = (
        f'<li class="item"><a href="/art/2024/{at}/art_{rng.randint(1, 9999)}.html" target="_blank" '
        f'title="关于做好第{at}批政务公开事项标准化目录编制工作的通知">关于做好第{at}批政务公开事项标准化目录编制工作的通知</a>'
        f"<span>2024-05-{at + 1:02}</span></li>"
        for at in range(20)
    )
    return f'<div class="list"><h4>最新公开</h4><ul>{"".join(items)}</ul></div>'


def script(rng: Random) -> str:
    """A script of some kilobytes."""
    lines = (
        f'  if (w.a{rng.randint(1, 999)} < {at}) {{ w.set("k{at}", {rng.random()}); }}\n' for at in range(80)
    )
    return f'<script type="text/javascript">(function (w) {{\n{"".join(lines)}}})(window);</script>'


def style(rng: Random) -> str:
    """A style sheet of some kilobytes."""
    rules = (f".c{at} .d{rng.randint(1, 99)} {{ margin: 0 {at}px; color: #{at:06x}; }}\n" for at in range(80))
    return f"<style>\n{''.join(rules)}</style>"


if __name__ == "__main__":
    main()
