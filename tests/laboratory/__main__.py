"""The laboratory's commands: `python -m laboratory twins|make|evaluate` with tests/ on the path."""

import json
from pathlib import Path

import click

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


def write(out: Path, name: str, data: bytes, truth: dict[str, object]) -> None:
    """A document below docs/ and its truth below truth/."""
    for folder in ("docs", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    (out / "docs" / name).write_bytes(data)
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (out / "truth" / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
