"""docs/bulk.md lists every reason for which an input is not converted, and none that there is not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

SOURCES = sorted((ROOT / "converters").rglob("*.py"))
RAISERS = {"InputError": 1, "_fault": 2, "_write_off": 1}
"""The functions that are given a reason, and the place of the argument."""


def given() -> Iterator[str]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
                place = RAISERS.get(called or "")
                if place is not None and len(node.args) > place:
                    yield from reasons(node.args[place])


def reasons(argument: ast.expr) -> Iterator[str]:
    for part in ast.walk(argument):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_the_manual_lists_every_reason() -> None:
    page = Path(ROOT / "docs/bulk.md").read_text("utf-8")
    section = page[page.index("## What could not be converted") : page.index("## Archives")]
    listed = re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)
    assert listed == sorted(listed)
    passed_over = set(re.findall(r"`([a-z_]+)`", section[section.index("Passed over") :]))
    assert passed_over == {"link", "special", "other_kind"}
    # a page that is not there cannot be drawn; it stops no conversion
    assert set(listed) | passed_over == set(given()) - {"no_such_page"}
