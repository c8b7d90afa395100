"""Makes the samples from sources.toml with the damage laboratory, the same bytes every time.

Run from anywhere: `python samples/generate.py` refuses to overwrite; `--force` makes everything anew.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
# The laboratory lives among the tests; the repository comes first: tests/ has folders named like packages.
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from laboratory.copies import copy_of, record
from laboratory.figures import Figures, broken, identities_of_form
from laboratory.paper.specimens import PdfRecipe, pdf_file
from laboratory.places import office, place_of
from laboratory.prose import Prose
from laboratory.specimens import Recipe, wreck
from laboratory.truth import Truth, draw
from laboratory.web.specimens import HtmlRecipe, web_page

REGISTER_HEAD = """# Samples

Reports of our own making, in the layouts of real damage. Agencies are invented in all that they say;
divisions and their codes are facts. Beside each text or page stands its truth, cell by cell, in the format of the
laboratory's judge. Made from `sources.toml` by `generate.py`; this page too.

| sample | what it shows |
|---|---|
"""


def sources() -> list[dict[str, Any]]:
    """What each sample is made of."""
    return list(tomllib.loads((HERE / "sources.toml").read_text("utf-8"))["sample"])


def files(entries: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """Every file of the samples folder that is generated, by name."""
    made: dict[str, bytes] = {}
    register = REGISTER_HEAD
    for entry in entries:
        name = entry["file"]
        kind = next((kind for kind in KINDS if kind in entry), "text")
        data, said = KINDS[kind](entry)
        truth = json.dumps(said, ensure_ascii=False, indent=1)
        made |= {name: data, f"{Path(name).stem}.truth.json": f"{truth}\n".encode()}
        register += f"| `{name}` | {entry['purpose']} |\n"
    return made | {"REGISTER.md": register.encode()}


def drawn(entry: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """One sample as a PDF file: its bytes and its truth."""
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in entry["pdf"].items()}
    name = entry["file"]
    made = pdf_file(copy_of(_truth(entry)), PdfRecipe(**lists), Random(f"sample {name}"), name)
    return made.data, dict(made.truth)


def page(entry: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """One sample as a web page: its bytes and its truth."""
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in entry["web"].items()}
    name = entry["file"]
    made = web_page(copy_of(_truth(entry)), HtmlRecipe(**lists), Random(f"sample {name}"), Path(name).stem)
    return made.data, {**made.truth, "document": name}


def sample(entry: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """One sample as a text: its bytes and its truth."""
    recipe = Recipe(
        layout=entry["layout"],
        wounds=tuple(entry["wounds"]),
        page=tuple(entry.get("page", ())),
        lines=tuple(entry.get("lines", ())),
        strength=entry.get("strength", 0.5),
        encoding=entry.get("encoding", "utf-8"),
        line_end=entry.get("line_end", "LF"),
    )
    copy = replace(copy_of(_truth(entry)), title=entry.get("title", True))
    copy, data = wreck(copy, recipe, Random(f"sample {entry['file']}"))
    return data, record(copy, entry["file"]) | {"layout": entry["layout"]}


KINDS = {"web": page, "pdf": drawn, "text": sample}
"""How a sample is made, by the key of its source that says so."""


def _truth(entry: Mapping[str, Any]) -> Truth:
    drawn = draw(entry["seed"], size=entry["size"], form=entry["form"], slips=0)
    words = _words(drawn.figures)
    slip = entry.get("slip")
    figures = drawn.figures | ({slip["cell"]: drawn.figures[slip["cell"]] + slip["by"]} if slip else {})
    return replace(
        drawn,
        office=office(place_of(entry["region"]), entry["bureau"]),
        year=entry["year"],
        figures=figures,
        slips=broken(identities_of_form(drawn.forms), figures),
        signed=entry.get("signed"),
        prose=Prose(
            opening=entry["opening"],
            overview=tuple(text.format_map(words) for text in entry["overview"]),
            problems=tuple(entry["problems"]),
            other=tuple(entry["other"]),
        ),
    )


def _words(figures: Figures) -> dict[str, int | float]:
    """The table's numbers that sentences state, by the names used in sources.toml."""
    total = "applications.{}.total"
    names = {
        "received": "received",
        "carried_in": "carried_in",
        "carried_out": "carried_out",
        "granted": "granted",
    }
    words = {word: figures[total.format(row)] for word, row in names.items()}
    processed = figures[total.format("processed_total")]
    return words | {"processed": processed, "natural": figures["applications.received.natural_person"]}


def main() -> int:
    """Write the samples; 1 where that would overwrite and nobody said so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="overwrite what is there")
    force = parser.parse_args().force
    made = files(sources())
    there = [name for name in made if (HERE / name).exists()]
    if there and not force:
        print(
            f"{len(there)} files are there already, {there[0]} among them; --force overwrites",
            file=sys.stderr,
        )
        return 1
    for name, data in made.items():
        (HERE / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
