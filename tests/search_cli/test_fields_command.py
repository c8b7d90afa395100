"""`gongkai fields`: the whole catalogue, or the part that a word names."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from indexer.catalogue import fields
from search_cli.commands.fields import command


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_field_is_listed_in_every_format() -> None:
    ids = list(fields())
    assert [entry["id"] for entry in json.loads(run("--format", "json"))] == ids
    assert [json.loads(line)["id"] for line in run("--format", "ndjson").splitlines()] == ids
    assert [row["id"] for row in csv.DictReader(io.StringIO(run("--format", "csv")))] == ids
    table = run()
    assert all(f"\n{id_} " in table for id_ in ids)


@pytest.mark.parametrize("word", ["carry_over", "结转率", "结转下年度率", "CARRY-over rate"])
def test_a_word_of_any_name(word: str) -> None:
    assert "rates.carry_over" in [entry["id"] for entry in json.loads(run(word, "--format", "json"))]


def test_a_cell_says_its_names_unit_and_forms() -> None:
    (entry,) = json.loads(run("disclosure.fees.amount", "--format", "json"))
    assert entry == {
        "id": "disclosure.fees.amount",
        "zh": "行政事业性收费.本年收费金额",
        "en": "administrative fees: fees charged this year",
        "kind": "amount",
        "unit": "元",
        "forms": ["2021"],
    }


def test_a_word_of_no_field_proposes_the_nearest() -> None:
    result = CliRunner().invoke(command, ["applications.recieved.total", "--format", "json"])
    assert json.loads(result.stdout) == []
    assert "applications.received.total" in result.stderr
