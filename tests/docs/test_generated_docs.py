"""The manual says what is: generated pages are fresh, examples run, and what is named exists."""

import re
from pathlib import Path

import click
import pytest

from converters.errors import ExitCode
from indexer.catalogue import fields
from search_cli.main import COMMANDS, gongkai
from tools import docs_examples, make_docs

ENGLISH, CHINESE = "README.md", "README.zh-CN.md"


def text(name: str) -> str:
    return (make_docs.ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", [*make_docs.PAGES, *make_docs.BY_HAND])
def test_pages_are_as_they_would_be_made_now(name: str) -> None:
    assert text(name) == make_docs.page(name), "outdated: run `make docs`, and read the difference"


@pytest.mark.parametrize(
    "name",
    [
        ENGLISH,
        CHINESE,
        "docs/query.md",
        "docs/json.md",
        "docs/damage.md",
        "docs/audits.md",
        "docs/datasets.md",
    ],
)
def test_pages_show_commands_that_run(name: str) -> None:
    assert any("gongkai " in command for command in docs_examples.commands(text(name)))


def test_a_command_that_fails_is_an_error_of_the_page() -> None:
    page = "```console\n$ gongkai search --where nothing=1\n```"
    with pytest.raises(docs_examples.ExampleError, match="exit code 2"):
        docs_examples.refreshed(page)


def test_outputs_are_put_below_their_commands() -> None:
    page = "before\n\n```console\n$ export WORD=there\n$ echo $WORD\nstale\n```\n\nafter\n"
    fresh = page.replace("stale", "there")
    assert docs_examples.refreshed(page) == fresh
    assert docs_examples.refreshed(fresh) == fresh


def test_both_readmes_run_the_same_commands() -> None:
    assert list(docs_examples.commands(text(ENGLISH))) == list(docs_examples.commands(text(CHINESE)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_manual(name: str) -> None:
    command = gongkai.get_command(click.Context(gongkai), name)
    assert command is not None
    section = text("docs/cli.md").split(f"## gongkai {name}\n")[1].split("\n## ")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            missing = [option for option in parameter.opts if option not in section]
            assert not missing, f"{name}: {missing}"


@pytest.mark.parametrize("name", ["docs/cli.md", ENGLISH, CHINESE])
def test_every_exit_code_is_told(name: str) -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", text(name), re.MULTILINE)}
    assert told == {int(code) for code in ExitCode}
    assert set(make_docs.EXIT_CODES) == set(ExitCode)


def test_every_field_is_in_the_manual() -> None:
    listed = re.findall(r"^\| `([a-z0-9_.]+)` \|", text("docs/fields.md"), re.MULTILINE)
    assert listed == list(fields())


@pytest.mark.parametrize("name", [*make_docs.PAGES, *make_docs.BY_HAND, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    page = make_docs.ROOT / name
    for target in re.findall(r"\]\(([^)#]+)\)", text(name)):
        assert (page.parent / target).resolve().exists(), target


def test_rooms_that_are_told_of_exist(root: Path) -> None:
    told = re.findall(r"`((?:converters|indexer|search_cli|tests)/[\w/.]+)`", text("ARCHITECTURE.md"))
    assert told
    assert [path for path in told if not (root / path).exists()] == []


def test_the_picture_loads_nothing_and_is_small() -> None:
    svg = text("docs/pictures/search.svg")
    assert len(svg.encode()) < 150_000
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


@pytest.mark.parametrize("name", [*make_docs.PAGES, *make_docs.BY_HAND])
def test_no_page_names_a_place_of_one_machine(name: str) -> None:
    assert not re.search(r"/(?:home|root|tmp|work|Users)/", text(name))
