"""The laboratory's commands: `python -m laboratory twins|make|evaluate` with tests/ on the path."""

import json
import sys
from pathlib import Path

import click

from laboratory import evaluation
from laboratory.media import MEDIA
from laboratory.twins import TWINS, twin_record


@click.group()
def main() -> None:
    """Make wrecked reports whose truth is known, and score a converter on them."""


@main.command()
@click.option("--seed", default=1, show_default=True, help="The first seed.")
@click.option("--count", default=8, show_default=True, help="Reports of each layout.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The folder for docs/ and truth/."
)
def twins(seed: int, count: int, out: Path) -> None:
    """Write twins of the seed reports, with numbers that are not zero."""
    for kind, make in TWINS.items():
        for number in range(seed, seed + count):
            name = f"twin-{kind}-{number:06d}.txt"
            specimen = make(number)
            write(out, name, specimen[0].encode(), twin_record(kind, specimen, name))


@main.command()
@click.option("--seed", default=1, show_default=True, help="The first seed.")
@click.option("--count", default=200, show_default=True, help="How many reports.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The folder for docs/ and truth/."
)
@click.option("--medium", type=click.Choice(list(MEDIA)), default="text", show_default=True)
def make(seed: int, count: int, out: Path, medium: str) -> None:
    """Write reports wrecked in every known way: as text, web pages, drawn PDF files or a browser's prints."""
    for number in range(seed, seed + count):
        made = MEDIA[medium](number)
        write(out, made.name, made.data, dict(made.truth))


@main.command()
@click.option("--seed", default=1, show_default=True, help="The first seed.")
@click.option("--count", default=1000, show_default=True, help="How many reports.")
@click.option("--twins", is_flag=True, help="Twins of the seed reports instead of all damage.")
@click.option("--lines", type=click.Path(path_type=Path), help="Also write one line of JSON a report here.")
@click.option("--slow", default=1.0, show_default=True, help="Name the reports that took more seconds.")
def evaluate(seed: int, count: int, *, twins: bool, lines: Path | None, slow: float) -> None:
    """Score the converter: right, open and wrong cells by layout and damage. Exit 1 where any is wrong."""
    source = evaluation.twins if twins else evaluation.laboratory
    outcomes = list(evaluation.evaluate(source, range(seed, seed + count)))
    found = evaluation.tallies(outcomes)
    click.echo(evaluation.table(found))
    for outcome in (outcome for outcome in outcomes if outcome.seconds > slow):
        click.echo(f"slow: {outcome.seed} {outcome.seconds:.2f} s {' '.join(outcome.classes)}")
    if lines:
        text = "".join(evaluation.as_json(outcome) + "\n" for outcome in outcomes)
        lines.write_text(text, encoding="utf-8")
    sys.exit(1 if found["all"].counts["wrong"] or found["all"].counts["failed"] else 0)


def write(out: Path, name: str, data: bytes, truth: dict[str, object]) -> None:
    """A document below docs/ and its truth below truth/."""
    for folder in ("docs", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    (out / "docs" / name).write_bytes(data)
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (out / "truth" / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
