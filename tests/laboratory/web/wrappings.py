"""How the report lies in the page: layout tables, frames, strings of a script, form fields, deep nesting."""

import json
from collections.abc import Callable, Mapping
from html import escape
from random import Random

Wrapping = Callable[[str, Random, float], str]


def division(report: str, _rng: Random, _strength: float) -> str:
    """The usual <div>."""
    return f'<div class="content"><div id="zoom" class="TRS_Editor">{report}</div></div>'


def layout_tables(report: str, rng: Random, strength: float) -> str:
    """Layout tables around the report, one in the other, with a menu in the cell beside it."""
    for depth in range(1 + int(strength * 4)):
        beside = (
            f'<td width="200" valign="top">{rng.choice(("栏目导航", "&nbsp;", "信息公开"))}</td>'
            if depth % 2
            else ""
        )
        report = (
            f'<table width="{1000 - 20 * depth}" border="0" align="center" cellpadding="0" cellspacing="0"><tr>{beside}'
            f'<td valign="top" class="bt">{report}</td></tr></table>'
        )
    return report


def frame(report: str, _rng: Random, _strength: float) -> str:
    """A frame whose document stands in its srcdoc."""
    return f'<iframe width="100%" srcdoc="{escape(f"<html><body>{report}</body></html>")}"></iframe>'


def script_string(report: str, rng: Random, _strength: float) -> str:
    """A string that a script writes into the page."""
    text = json.dumps(report, ensure_ascii=rng.random() < 0.5).replace("</", "<\\/")
    ways = (
        f"var content = {text};\ndocument.getElementById('zoom').innerHTML = content;",
        f"document.write({text});",
        f'window.__INITIAL_STATE__ = {{"article":{{"id":{rng.randint(1000, 9999)},"content":{text}}}}};',
    )
    return f'<div id="zoom"></div><script type="text/javascript">\n{rng.choice(ways)}\n</script>'


def text_field(report: str, _rng: Random, _strength: float) -> str:
    """A hidden <textarea> with the report as text."""
    return f'<div id="show"></div><textarea id="content" style="display:none">{escape(report)}</textarea>'


def deep_nesting(report: str, _rng: Random, strength: float) -> str:
    """Elements inside each other, hundreds deep."""
    depth = 40 + int(360 * strength)
    return "<div><font>" * (depth // 2) + report + "</font></div>" * (depth // 2)


WRAPPINGS: Mapping[str, Wrapping] = {
    wrapping.__name__: wrapping
    for wrapping in (division, layout_tables, frame, script_string, text_field, deep_nesting)
}
SHOWN_BY_BROWSERS = ("division", "layout_tables", "deep_nesting")
"""Wrappings that a printed page looks the same through."""
