"""data/warnings.toml lists every code that a report can carry, and none that it cannot."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

SOURCES = sorted((ROOT / "converters").rglob("*.py"))
LISTED: dict[str, dict[str, str]] = tomllib.loads((ROOT / "converters/data/warnings.toml").read_text("utf-8"))
TEXTS = ("zh", "en", "remedy_zh", "remedy_en")


def constants(tree: ast.Module) -> dict[str, str]:
    """The module's names for texts."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def first_arguments(tree: ast.Module) -> Iterator[ast.expr]:
    """What every Warning(…) and Notice(…) is given as its code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in {"Warning", "Notice"}:
                yield node.args[0] if node.args else node.keywords[0].value


def emitted() -> Iterator[tuple[Path, int, str | None]]:
    """Every code that is emitted, with its place; None where the code cannot be told from the source."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}
    named = {name: text for tree in trees.values() for name, text in constants(tree).items()}
    for path, tree in trees.items():
        for argument in first_arguments(tree):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield path, argument.lineno, argument.value
            elif isinstance(argument, ast.Name):
                yield path, argument.lineno, named.get(argument.id)
            elif not (path.name == "conversion.py" and ast.unparse(argument) == "notice.code"):
                yield path, argument.lineno, None


def test_every_code_can_be_told_from_the_source() -> None:
    assert [f"{path.name}:{line}" for path, line, code in emitted() if code is None] == []


def test_every_code_that_is_emitted_is_listed_and_every_listed_one_is_emitted() -> None:
    assert {code for _, _, code in emitted()} == set(LISTED)


def test_codes_stand_in_order() -> None:
    assert list(LISTED) == sorted(LISTED)


@pytest.mark.parametrize("code", LISTED)
def test_each_code_is_explained_in_one_sentence_in_both_languages(code: str) -> None:
    assert tuple(LISTED[code]) == TEXTS
    for name in TEXTS:
        text, end = LISTED[code][name], "。" if name.endswith("zh") else "."
        assert text.endswith(end)
        assert text.count(end) == 1
        assert ("\u4e00" <= text[0] <= "\u9fff") == name.endswith("zh")
