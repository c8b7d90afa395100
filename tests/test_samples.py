"""The samples: converted without a wrong number, and made again byte for byte."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from laboratory.judge import judge, masthead_faults

from converters.conversion import convert_bytes

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TRUTHS = sorted(SAMPLES.glob("*.truth.json"))
# Lowered only with a reason: of all cells of all samples this share is right, the rest openly in doubt.
RIGHT_SHARE = 0.99


def verdicts(path: Path) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    truth = json.loads(path.read_text("utf-8"))
    report = convert_bytes((SAMPLES / truth["document"]).read_bytes(), path=truth["document"])
    cells = {cell.id: (cell.value, cell.basis.value) for cell in report.cells}
    masthead = {
        "year": report.year,
        "form": report.form,
        "agency": report.agency.name,
        "region": report.region.code,
    }
    return truth, dict(judge(truth, cells)), masthead_faults(truth, masthead)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_samples", SAMPLES / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_no_sample_gives_a_wrong_number_or_masthead(path: Path) -> None:
    _truth, found, faults = verdicts(path)
    assert [cell for cell, verdict in found.items() if verdict == "wrong"] == []
    assert faults == []


def test_nearly_all_cells_are_right() -> None:
    counts = Counter(verdict for path in TRUTHS for verdict in verdicts(path)[1].values())
    assert counts["right"] / counts.total() >= RIGHT_SHARE


def test_the_samples_span_years_regions_and_forms() -> None:
    truths = [json.loads(path.read_text("utf-8")) for path in TRUTHS]
    assert len(truths) >= 10
    assert {truth["year"] for truth in truths} == set(range(2019, 2025))
    assert len({truth["region"]["province"] for truth in truths}) >= 8
    assert any(len(set(truth["forms"].values())) > 1 for truth in truths)
    assert any(truth["failed_checks"] for truth in truths)
    assert any(truth["undecidable"] for truth in truths)


def test_generate_makes_the_committed_bytes(generate: ModuleType) -> None:
    made = generate.files(generate.sources())
    assert {name for name, data in made.items() if (SAMPLES / name).read_bytes() != data} == set()
    kept = {
        path.name
        for path in SAMPLES.iterdir()
        if path.suffix in (".txt", ".html", ".htm", ".mht", ".pdf", ".json", ".md")
    }
    assert kept == set(made)


def test_generate_refuses_to_overwrite(
    generate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["generate.py"])
    assert generate.main() == 1
    assert "--force" in capsys.readouterr().err
