"""The rules of CONTRIBUTING.md that a linter does not know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGES = ("converters", "indexer", "search_cli")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES_OF_A_MODULE = 500
MOST_LINES_OF_A_FUNCTION = 60


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_modules_and_functions_are_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES_OF_A_MODULE
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MOST_LINES_OF_A_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nobody_inside_a_package_goes_through_its_front_door(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    modules = {found.stem for found in (ROOT / package).iterdir()}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            # `from indexer import body` names a module; anything else would come from __init__.
            through = {alias.name for alias in node.names} - modules
            assert not through or path.name == "__init__.py", f"{through} from {package}/__init__.py"


def broad_excepts() -> Iterator[str]:
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                if caught in {"everything", "Exception"}:
                    yield name(path)


def test_broad_excepts_stand_at_the_boundaries_of_the_batch_and_of_what_others_wrote() -> None:
    assert list(broad_excepts()) == [
        "converters/batch.py",
        "converters/readers/pdf/witnesses.py",
        "converters/remote.py",
    ]


def test_exemptions_carry_their_reason() -> None:
    exemption = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z-]+\])(?P<reason>.*)")
    for path in (*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            found = exemption.search(line)
            if found:
                assert len(found["reason"].strip(" -#")) > 5, f"{name(path)}:{number}: why?"
