"""Writes what is generated in the manual: `python -m tools.make_docs`, or `make docs`.

Whole pages come from the commands, the field catalogue, the forms, the list of warnings and the counts of the
damage laboratory (see docs_quality.py). In pages written
by hand the outputs below commands are renewed (see docs_examples.py), and what stands between
`<!-- generated: NAME -->` and `<!-- end -->`. With `--check` nothing is written; exit code 1 tells that
something is outdated.
"""  # noqa: INP001 - a script, not a package

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click

from converters.errors import ExitCode
from converters.form import Form, FormTable, Identity, forms
from indexer.catalogue import Field, fields
from search_cli.main import COMMANDS, gongkai
from tools.docs_examples import refreshed
from tools.docs_picture import picture
from tools.docs_quality import quality

ROOT = Path(__file__).resolve().parents[1]
WARNINGS = ROOT / "converters" / "data" / "warnings.toml"
AUDITS = ROOT / "converters" / "data" / "audits.toml"
HELP_WIDTH = 100

EXIT_CODES: Mapping[ExitCode, str] = {
    ExitCode.DONE: "Done. A search without hits is done.",
    ExitCode.FAILED: "Failed altogether: no input could be converted, or a result could not be written.",
    ExitCode.USAGE: "Wrong usage: an option, field, region or query that makes no sense.",
    ExitCode.SOME_FAILED: "Some inputs failed, one line each on standard error; the others are done.",
    ExitCode.UNREACHABLE: "The engine, or the scheduler of a cluster, cannot be reached: nobody answers,"
    " or its certificate is refused.",
    ExitCode.CHECK_FAILED: "A check failed, in a report, over years or between copies, under `gongkai check --strict`.",
    ExitCode.INTERRUPTED: "Interrupted by Ctrl-C or SIGTERM. No half file is left.",
}
"""In words; a test compares them with the codes there are."""


def cli() -> str:
    """docs/cli.md."""
    parts = [
        "# The commands",
        (
            "The help of every command as it prints it. Data goes to standard output; messages, errors and progress go"
            " to standard error, an error on one line that says what is wrong with what, and what to do."
        ),
        *_help("gongkai", gongkai, None),
    ]
    with click.Context(gongkai, info_name="gongkai") as above:
        for name in COMMANDS:
            command = gongkai.get_command(above, name)
            if command is not None:
                parts += _help(f"gongkai {name}", command, above)
    parts += [
        "## Exit codes",
        _table(("code", "meaning"), ((str(int(c)), text) for c, text in EXIT_CODES.items())),
    ]
    parts += ["## Environment", _table(("variable", "meaning"), _ENVIRONMENT)]
    return _page(parts)


_ENVIRONMENT = (
    ("`GONGKAI_INDEX`", "The folder or address of the index where `--index` is not given."),
    (
        "`XDG_DATA_HOME`",
        "Where neither is given, the index lies in `gongkai/index` below it (by default `~/.local/share`).",
    ),
    (
        "`OPENSEARCH_USERNAME`, `OPENSEARCH_PASSWORD`",
        "Who asks an OpenSearch server; for the other settings see [OpenSearch](opensearch.md).",
    ),
    ("`HTTPS_PROXY`, `NO_PROXY`", "The way to a server, as other programs take it."),
    ("`XDG_CONFIG_HOME`", "Where `gongkai/config.toml` lies (by default `~/.config`)."),
    ("`NO_COLOR`", "Tables on a terminal without colours. Output into a pipe never has any."),
)


def _help(title: str, command: click.Command, above: click.Context | None) -> Iterator[str]:
    context = click.Context(
        command, info_name=title.rsplit(maxsplit=1)[-1], parent=above, terminal_width=HELP_WIDTH
    )
    context.help_option_names = ["-h", "--help"]
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield f"## {title}"
    yield f"```text\n{text}\n```"


def field_list() -> str:
    """docs/fields.md."""
    found = list(fields().values())
    parts = [
        "# The fields",
        (
            f"The {len(found)} fields of an index, as `gongkai fields` lists them. An id or a Chinese name works in"
            " `--where`, `--facet`, `--stats` and `--sort`. Amounts are indexed in yuan (元), whatever unit the copy"
            " prints; shares lie between 0 and 1. A cell is indexed where its basis is `printed` or `inferred`; the"
            " other cells have no number, but `doubt` and the states of `--where` find their reports. “Forms” names"
            " the statutory forms that print the cell."
        ),
    ]
    for title, group in _field_groups(found):
        rows = ((f"`{f.id}`", f.type, f.kind, f.unit or "", f.zh, f.en, ", ".join(f.forms)) for f in group)
        parts += [f"## {title}", _table(("id", "type", "kind", "unit", "zh", "en", "forms"), rows)]
    return _page(parts)


_FIELD_TITLES = {
    "section": "Texts of sections",
    "rates": "Shares computed from cells",
    "disclosure": "Cells of section 二, disclosure",
    "applications": "Cells of section 三, applications",
    "reviews": "Cells of section 四, reconsideration and litigation",
}


def _field_groups(found: Sequence[Field]) -> Iterator[tuple[str, list[Field]]]:
    def title(field: Field) -> str:
        return _FIELD_TITLES.get(field.id.split(".")[0], "The report itself")

    return ((name, list(group)) for name, group in groupby(found, key=title))


def form_tables() -> str:
    """docs/forms.md."""
    parts = [
        "# The statutory forms",
        (
            "What `converters/data/forms` holds: each form's tables with their columns and rows in the order of print,"
            " and the sums that the numbers must obey. A cell's id is `table.row.column`."
        ),
    ]
    for form in forms().values():
        parts += _form(form)
    return _page(parts)


def _form(form: Form) -> Iterator[str]:
    years = f"{form.first} onwards" if form.last is None else f"{form.first} to {form.last}"
    yield f"## Form {form.id}"
    yield f"For the years {years}. {form.source['title']}, {form.source['number']}, {form.source['date']}."
    for table in form.tables:
        yield f"### {form.id}: `{table.id}` {table.label}"
        yield f"Headings that introduce it: {'; '.join(table.captions)}."
        if table.side_by_side:
            yield "Its rows are printed side by side, as one line of numbers."
        columns = (
            (f"`{c.key}`", c.label, c.en, c.kind, c.unit or "", "; ".join(c.aliases)) for c in table.columns
        )
        yield _table(("column", "label", "English", "kind", "unit", "also printed as"), columns)
        yield _table(("row", "label", "below", "columns", "also printed as"), _rows(table))
        yield from _identities(form, table)


def _rows(table: FormTable) -> Iterator[tuple[str, ...]]:
    for row in table.rows:
        columns = (
            "all" if row.columns == table.columns else ", ".join(f"`{column.key}`" for column in row.columns)
        )
        yield f"`{row.key}`", row.label, " › ".join(row.under), columns, "; ".join(row.aliases)


def _identities(form: Form, table: FormTable) -> Iterator[str]:
    """One line a family: the first of its identities, with the part that differs left open."""
    families: dict[str, Identity] = {}
    for identity in form.identities_of(table.id):
        families.setdefault(identity.family, identity)
    if not families:
        yield "No sums bind its numbers."
        return
    rows = ((f"`{name}`", *_formula(identity, table)) for name, identity in families.items())
    yield _table(("identity", "for each", "says that", "source"), rows)


def _formula(identity: Identity, table: FormTable) -> tuple[str, str, str]:
    own = identity.id.removeprefix(f"{identity.family}.")
    by_row = own in {row.key for row in table.rows}

    def name(cell: str) -> str:
        place = cell.removeprefix(f"{table.id}.")
        return f"`{place.removeprefix(f'{own}.') if by_row else place.removesuffix(f'.{own}')}`"

    left, right = (" + ".join(map(name, side)) for side in (identity.left, identity.right))
    return "row" if by_row else "column", f"{left} = {right}", identity.source


def warning_list() -> str:
    """docs/warnings.md."""
    listed = tomllib.loads(WARNINGS.read_text("utf-8"))
    parts = [
        "# The warnings",
        (
            "What a report says of itself under `warnings`: a stable code, a message with the particulars, and the"
            " place where there is one. `gongkai check --doubts` lists them, `--facet warnings` counts them, and"
            " `--where 'warnings=year_disagrees'` finds the reports."
        ),
        _table(
            ("code", "meaning", "what to do"),
            ((f"`{code}`", w["en"], w["remedy_en"]) for code, w in listed.items()),
        ),
        "## 中文",
        _table(
            ("代码", "含义", "处理办法"),
            ((f"`{code}`", w["zh"], w["remedy_zh"]) for code, w in listed.items()),
        ),
    ]
    return _page(parts)


def quality_page() -> str:
    """docs/quality.md."""
    return _page(quality(_table))


def layers() -> str:
    """The import layers of pyproject.toml, highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = [c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    shown = []
    for contract in contracts:
        room = contract.get("containers", ["the three packages"])[0]
        shown.append(f"{room}:\n  " + "\n  ".join(re.sub(r"[()]", "", layer) for layer in contract["layers"]))
    return "```text\n{}\n```".format("\n\n".join(shown))


def audits() -> str:
    """The sums over years and the leaps, from data/audits.toml."""
    data = tomllib.loads(AUDITS.read_text("utf-8"))
    sums = (
        (f"`{rule['id']}.…`", rule["zh"], rule["en"], ", ".join(rule["forms"])) for rule in data["over_years"]
    )
    leaps = data["leaps"]
    watched = dict.fromkeys(f"`{cell}`" for group in leaps["numbers"] for cell in group["cells"])
    words = (
        f"A leap (`leaps.…`) is a number that is {leaps['factor']} times that of the year before, or a"
        f" {leaps['factor']}th part of it, where the larger is at least {leaps['least']}"
        f" ({leaps['least_from_zero']} where the other is 0); with a digit more or less,"
        f" {leaps['digit_factor']} times is enough where the smaller is at least {leaps['digit_least']}."
        f" Watched are, amounts in 万元: {', '.join(watched)}."
    )
    return f"{_table(('id', '关系', 'what holds', 'forms'), sums)}\n\n{words}"


def _page(parts: Iterable[str]) -> str:
    title, *rest = parts
    note = "<!-- Generated by `make docs`; edit tools/make_docs.py or what it reads, not this page. -->"
    return "\n\n".join([note, title, *rest]) + "\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/cli.md": cli,
    "docs/fields.md": field_list,
    "docs/forms.md": form_tables,
    "docs/warnings.md": warning_list,
    "docs/quality.md": quality_page,
    "docs/pictures/search.svg": picture,
}
BLOCKS: Mapping[str, Callable[[], str]] = {"layers": layers, "audits": audits}
BY_HAND = (
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "docs/json.md",
    "docs/query.md",
    "docs/datasets.md",
    "docs/python.md",
    "docs/damage.md",
    "docs/audits.md",
    "docs/bulk.md",
)

_GENERATED = re.compile(r"(?<=<!-- generated: )(?P<name>[a-z]+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)


def page(name: str) -> str:
    """A page of the manual as it should be now.

    Raises:
        ExampleError: one of its commands fails.
    """
    if name in PAGES:
        return PAGES[name]()
    text = (ROOT / name).read_text("utf-8")
    filled = _GENERATED.sub(lambda found: f"{found['name']}{found[2]}{BLOCKS[found['name']]()}\n", text)
    return refreshed(filled)


def main(arguments: Sequence[str]) -> int:
    """Writes the pages that differ, or only tells of them; 1 where `--check` found one."""
    outdated = 0
    for name in (*PAGES, *BY_HAND):
        target, text = ROOT / name, page(name)
        if target.exists() and target.read_text("utf-8") == text:
            continue
        outdated += 1
        sys.stderr.write(f"{name}: {'outdated' if '--check' in arguments else 'written'}\n")
        if "--check" not in arguments:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
    return int(outdated > 0 and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
