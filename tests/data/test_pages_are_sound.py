"""The words that pages print around a report are sound."""

import tomllib
from collections import Counter
from importlib.resources import files

from converters.labels import plain

KINDS = tomllib.loads((files("converters") / "data" / "pages.toml").read_text("utf-8"))["labels"]


def test_a_label_means_one_thing() -> None:
    labels = Counter(label for kind in KINDS for label in kind["labels"])
    metas = Counter(name.lower() for kind in KINDS for name in kind["meta"])
    assert [name for name, times in (labels + metas).items() if times > 1] == []


def test_labels_are_written_as_lines_are_compared() -> None:
    labels = [label for kind in KINDS for label in kind["labels"]]
    assert [label for label in labels if plain("".join(label.split())) != label] == []


def test_no_label_is_ascii_so_that_cells_of_numbers_need_not_be_looked_at() -> None:
    assert [label for kind in KINDS for label in kind["labels"] if label.isascii()] == []
