"""The laboratory's commands: `python -m laboratory --help`, with the repository and tests/ on the path.

`quality` measures what docs/quality.md tells, `quality-table` counts it, `quality-case` shows one report of it,
`account` every cell of one.
"""

import json
import sys
from pathlib import Path

import click

from laboratory import evaluation, quality_run, quality_table, tools
from laboratory.account import account
from laboratory.media import MEDIA
from laboratory.quality_plan import case_of, every, plan
from laboratory.quality_plan import make as make_case
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
@click.option(
    "--twins", "source", flag_value="twins", help="Twins of the seed reports instead of all damage."
)
@click.option("--pages", "source", flag_value="pages", help="Web pages instead of texts.")
@click.option("--lines", type=click.Path(path_type=Path), help="Also write one line of JSON a report here.")
@click.option("--slow", default=1.0, show_default=True, help="Name the reports that took more seconds.")
def evaluate(seed: int, count: int, source: str | None, lines: Path | None, slow: float) -> None:
    """Score the converter: right, open and wrong cells by layout and damage. Exit 1 where any is wrong."""
    outcomes = list(
        evaluation.evaluate(evaluation.SOURCES[source or "laboratory"], range(seed, seed + count))
    )
    found = evaluation.tallies(outcomes)
    click.echo(evaluation.table(found))
    for outcome in (outcome for outcome in outcomes if outcome.seconds > slow):
        click.echo(f"slow: {outcome.seed} {outcome.seconds:.2f} s {' '.join(outcome.classes)}")
    if lines:
        text = "".join(evaluation.as_json(outcome) + "\n" for outcome in outcomes)
        lines.write_text(text, encoding="utf-8")
    sys.exit(1 if found["all"].counts["wrong"] or found["all"].counts["failed"] else 0)


@main.command("tools")
@click.option("--seed", default=1, show_default=True, help="The first seed.")
@click.option("--count", default=20, show_default=True, help="How many seeds, a page and a PDF file each.")
@click.option("--only", multiple=True, type=click.Choice([tool.name for tool in tools.tools()]))
@click.option(
    "--python", default=sys.executable, help="The Python for which the tools' libraries are installed."
)
def tool_texts(seed: int, count: int, only: tuple[str, ...], python: str) -> None:
    """Score the converter on the text that other programs take out of documents. Exit 1 where any cell is wrong."""
    found = list(tools.drawn(range(seed, seed + count), only, python))
    click.echo(tools.table(found))
    for each in found:
        for said in each.said:
            click.echo(f"wrong: {each.tool}, {each.document}: {said}")
    sys.exit(any(each.said for each in found))


def _part(_context: click.Context, _option: click.Parameter, value: str) -> tuple[int, int]:
    """2/3 for the second of three parts."""
    number, _, parts = value.partition("/")
    if not (number.isdecimal() and parts.isdecimal() and 1 <= int(number) <= int(parts)):
        raise click.BadParameter(f"{value!r} is no part; one looks like 2/3")
    return int(number), int(parts)


@main.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A file of one line a report.")
@click.option("--part", callback=_part, default="1/1", show_default=True, help="The part of the plan.")
@click.option("--every", "step", default=1, show_default=True, help="Each so many cases one: a sample.")
@click.option("--jobs", type=int, help="Processes; by default one a processor.")
def quality(out: Path, part: tuple[int, int], step: int, jobs: int | None) -> None:
    """Measure the reports of the quality table that FILE does not hold yet. Exit 1 where any is wrong."""
    cases = every(step) if step > 1 else plan()
    try:
        quality_run.run(
            cases[part[0] - 1 :: part[1]], out, jobs=jobs, tell=lambda text: click.echo(text, err=True)
        )
    except quality_run.StaleError as error:
        raise click.ClickException(str(error)) from None
    found = quality_run.read(out)[1]
    for line in found:
        for text in quality_run.faults(line):
            click.echo(f"wrong: {text}")
    for text in quality_table.slow(found):
        click.echo(f"slow: {text}")
    click.echo(json.dumps(quality_table.spread(found)))
    sys.exit(1 if any(map(quality_run.faults, found)) else 0)


@main.command("quality-table")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), default=quality_table.TABLE, help="The data file.")
def tabulate(files: tuple[Path, ...], into: Path) -> None:
    """Count what `quality` measured, in one file or several parts, into the file that docs/quality.md shows."""
    heads, found = zip(*map(quality_run.read, files), strict=True)
    if any(head != heads[0] for head in heads):
        raise click.ClickException(f"the files are of different converters or laboratories: {heads}")
    lines = {line.case: line for part in found for line in part}
    into.write_text(quality_table.tabulated(heads[0], list(lines.values())), encoding="utf-8")
    click.echo(f"{into}: {len(lines)} of {len(plan())} reports")


@main.command("quality-check")
def quality_check() -> None:
    """Tell whether the figures of docs/quality.md are of this converter and this laboratory. Exit 1 if not."""
    there, now = quality_table.head(), quality_run.digests()
    for name, digest in now.items():
        click.echo(
            f"{name}: {'the same' if there[name] == digest else f'measured {there[name]}, now {digest}'}"
        )
    sys.exit(any(there[name] != digest for name, digest in now.items()))


@main.command("quality-case")
@click.argument("names", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), help="Also write docs/ and truth/ into this folder.")
def quality_case(names: tuple[str, ...], out: Path | None) -> None:
    """Make and judge single reports of the quality table, named by their lines."""
    for name in names:
        try:
            case = case_of(name)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
        made = make_case(case)
        if out:
            write(out, made.truth["document"], made.data, dict(made.truth))
        line = quality_run.measured(case)
        click.echo(f"{name}  {' '.join(line.classes)}")
        click.echo(
            f"  right {line.right}, open {line.open}, undecidable {line.undecided}, wrong {line.wrong};"
            f" {line.milliseconds} ms; masthead {' '.join(line.masthead) or 'right'}"
        )
        for text in (*line.said, *([line.failed] if line.failed else ())):
            click.echo(f"  wrong: {text}")


@main.command("account")
@click.argument("names", nargs=-1, required=True)
def account_of(names: tuple[str, ...]) -> None:
    """Tell of every cell how it came out, or why it is open: cases of the plan, or texts of samples/."""
    for name in names:
        for text in account(name):
            click.echo(text)


def write(out: Path, name: str, data: bytes, truth: dict[str, object]) -> None:
    """A document below docs/ and its truth below truth/."""
    for folder in ("docs", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    (out / "docs" / name).write_bytes(data)
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (out / "truth" / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
