import re
from pathlib import Path

import click
import pytest

from search_cli.main import COMMANDS, gongkai


def command(name: str) -> click.Command:
    found = gongkai.get_command(click.Context(gongkai), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_what_its_options_are(name: str) -> None:
    assert command(name).help
    for parameter in command(name).params:
        if isinstance(parameter, click.Option):
            choices = isinstance(parameter.type, click.Choice)
            assert parameter.help or choices, f"{name} {parameter.opts}: no help"


def targets(text: str) -> set[str]:
    return set(re.findall(r"`make ([a-z-]+)", text))


def test_the_make_targets_that_are_told_of_exist(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    there = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    told = targets((root / "CONTRIBUTING.md").read_text("utf-8"))
    assert told <= there
    assert there - told <= {"help", "clean"}


def test_pinned_versions_name_no_registry(root: Path) -> None:
    pins = (root / "constraints.txt").read_text("utf-8").splitlines()[1:]
    assert pins
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", pin) for pin in pins)


def test_every_dependency_is_pinned(root: Path) -> None:
    pins = (root / "constraints.txt").read_text("utf-8").lower().replace("_", "-")
    project = (root / "pyproject.toml").read_text("utf-8")
    for name in re.findall(r'^    "([a-z0-9-]+)>=', project, re.MULTILINE):
        assert f"\n{name}==" in pins
