from pathlib import Path

import pytest
from conftest import Run

from converters.errors import InputError
from converters.inputs import list_inputs
from converters.manifest import read_manifest
from converters.told import Told

MANIFEST = "manifest.tsv"


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_text(text, "utf-8")
    return folder


def test_a_manifest_names_the_addresses_of_files_by_their_paths(tmp_path: Path) -> None:
    text = "\ufeffpath\turl\na.html\thttp://h.example.invalid/a\n\n# more\nb/c.html\thttps://h.example.invalid/c\tnote\n"
    assert list(read_manifest(written(tmp_path, text) / MANIFEST)) == [
        ("a.html", Told("http://h.example.invalid/a")),
        ("b/c.html", Told("https://h.example.invalid/c")),
    ]


@pytest.mark.parametrize(
    "line", ["a.html", "a.html\tfile:///etc/passwd", "\thttp://h.example.invalid/", "a\thttp://"]
)
def test_a_line_that_says_neither_path_nor_address_is_an_error_with_its_number(
    tmp_path: Path, line: str
) -> None:
    with pytest.raises(InputError, match="line 2") as refused:
        read_manifest(written(tmp_path, f"path\turl\n{line}\n") / MANIFEST)
    assert refused.value.reason == "manifest"


def test_files_have_the_address_of_the_nearest_manifest(tmp_path: Path) -> None:
    top = written(
        tmp_path / "top", "a.html\thttp://h.example.invalid/a\nin/b.html\thttp://h.example.invalid/far\n"
    )
    written(top / "in", "b.html\thttp://h.example.invalid/near\n")
    for name in ("a.html", "in/b.html", "c.html"):
        (top / name).write_text("<p>x</p>", "utf-8")
    found = {entry.path: entry.address for entry in list_inputs([top])}
    assert found == {
        "a.html": "http://h.example.invalid/a",
        "in/b.html": "http://h.example.invalid/near",
        "c.html": None,
    }
    (alone,) = list_inputs([top / "in/b.html"])
    assert alone.address == "http://h.example.invalid/near"


def test_a_manifest_that_cannot_be_read_is_one_failure_and_the_reports_are_done(
    tmp_path: Path, gongkai: Run
) -> None:
    top = written(tmp_path / "top", "nothing\n")
    (top / "a.html").write_text("<html><p>公开</p>", "utf-8")
    run = gongkai("convert", "top", "-o", "out")
    assert run.returncode == 3
    assert b"manifest.tsv: line 1 is no path and http address" in run.stderr
    assert (tmp_path / "out/a.html.json").exists()
    assert not (tmp_path / "out/manifest.tsv.json").exists()
