"""`datapackage.json` beside exported files, checked by Frictionless's own tool."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import generated

from converters.canonical import dumps
from converters.errors import UsageError
from indexer.datasets.shapes import SHAPES
from search_cli.commands.export import command
from search_cli.exporting.formats import FORMATS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every shape as CSV and one in every format, in one folder."""
    place = tmp_path_factory.mktemp("package")
    (place / "json").mkdir()
    for one in generated(6, seed=4, words=3):
        (place / "json" / f"{one.id}.json").write_bytes(dumps(one))
    for shape in SHAPES:
        export(place / "json", "--shape", shape, "-o", place / "out" / f"{shape}.csv")
    for ending in FORMATS:
        export(place / "json", "-o", place / "out" / f"年度报告{ending}")
    return place / "out"


def export(*arguments: object) -> None:
    done = CliRunner().invoke(command, list(map(str, arguments)), standalone_mode=False)
    if done.exception is not None:
        raise done.exception


def package(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def test_frictionless_finds_the_tables_as_they_are_told(folder: Path, tmp_path: Path) -> None:
    told = package(folder)
    # its reading of the others asks for more packages, or takes empty whole numbers for NaN
    told["resources"] = [one for one in told["resources"] if one["format"] in {"csv", "xlsx"}]
    for one in told["resources"]:
        (tmp_path / one["path"]).write_bytes((folder / one["path"]).read_bytes())
    (tmp_path / "datapackage.json").write_text(json.dumps(told), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert found["valid"], found
    assert [task["type"] for task in found["tasks"]] == ["table"] * (len(SHAPES) + 2)


def test_every_file_is_told_with_its_bytes_and_columns(folder: Path) -> None:
    told = {one["path"]: one for one in package(folder)["resources"]}
    assert sorted(told) == sorted(path.name for path in folder.iterdir() if path.name != "datapackage.json")
    assert len({one["name"] for one in told.values()}) == len(told)
    for path, one in told.items():
        data = (folder / path).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")
        shape = SHAPES[one["shape"]]()
        assert [field["name"] for field in one["schema"]["fields"]] == [
            column.name for column in shape.columns
        ]
        assert all(field["title"] and field["description"] for field in one["schema"]["fields"])


def test_exporting_again_renews_its_own_resource_only(folder: Path, tmp_path: Path) -> None:
    place = folder.parent / "json"
    export(place, "-o", tmp_path / "a.csv")
    export(place, "--shape", "long", "-o", tmp_path / "b.csv")
    before = package(tmp_path)
    export(place, "--shape", "facts", "-o", tmp_path / "a.csv")
    after = package(tmp_path)
    assert [one["shape"] for one in after["resources"]] == ["facts", "long"]
    assert after["resources"][1] == before["resources"][1]


@pytest.mark.parametrize("text", ["{}", "[]", "no JSON", '{"creator": {"name": "me"}, "resources": []}'])
def test_a_package_of_somebody_else_is_not_touched(folder: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text)
    with pytest.raises(UsageError, match="not of gongkai's making"):
        export(folder.parent / "json", "-o", tmp_path / "a.csv")
    export(folder.parent / "json", "-o", tmp_path / "a.csv", "--no-package")
    assert (tmp_path / "datapackage.json").read_text() == text


def test_a_package_in_a_folder_of_reports_is_not_taken_for_one(folder: Path) -> None:
    place = folder.parent / "json"
    export(place, "-o", place / "reports.parquet")
    export(place, "-o", folder / "again.csv")
    assert len((folder / "again.csv").read_text("utf-8").splitlines()) == 7
