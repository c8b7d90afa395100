"""data/panel.toml: who went on as whom, without circles, and the codes of divisions that follow by themselves."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

from converters.audits.copy import key_of
from converters.division import division_table
from converters.errors import UsageError
from converters.form import forms
from converters.labels import fold
from indexer.datasets.succession import successions

DATA = tomllib.loads((ROOT / "indexer" / "data" / "panel.toml").read_text("utf-8"))
KNOWN = successions()


def test_a_name_is_followed_by_one() -> None:
    names = Counter(entry["from"] for entry in DATA["renamed"])
    gone = Counter(name for entry in DATA["merged"] for name in entry["from"])
    assert max(names.values()) == max(gone.values()) == 1
    # what was renamed is told of under its last name
    assert not set(names) & set(gone)


@pytest.mark.parametrize("name", [entry["from"] for entry in DATA["renamed"]])
def test_no_name_comes_back_to_itself(name: str) -> None:
    after = {fold(entry["from"]): fold(entry["to"]) for entry in DATA["renamed"]}
    seen = [fold(name)]
    while seen[-1] in after:
        seen.append(after[seen[-1]])
        assert len(set(seen)) == len(seen)
    assert KNOWN.key(f"410300 {fold(name)}") == f"410300 {seen[-1]}"


@pytest.mark.parametrize("entry", [*DATA["renamed"], *DATA["merged"]], ids=lambda entry: entry["to"])
def test_names_are_as_the_key_of_an_agency_has_them(entry: dict) -> None:
    """A name that an agency's key could never have would never be followed; one with a place would be one agency's."""
    names = entry["from"] if isinstance(entry["from"], list) else [entry["from"]]
    for name in (*names, entry["to"]):
        assert key_of(f"洛阳市{name}", "410300", entry["since"]) == f"410300 {fold(name)}"
    assert 2008 <= entry["since"] <= 2026
    assert entry["source"]


def test_tables_of_which_growth_is_told_across_forms_are_in_all_forms() -> None:
    for table in DATA["across_forms"]:
        ids = [{slot.id for slot in form.table(table).slots} for form in forms().values()]
        assert set.intersection(*ids)


def test_codes_are_followed_where_one_division_became_one_that_is_new() -> None:
    table = division_table()
    assert KNOWN.divisions["410381"] == "410307"  # 偃师市, a district since 2021
    assert "410322" not in KNOWN.divisions  # 孟津县 and 吉利区 became one
    followers = Counter(KNOWN.divisions.values())
    assert max(followers.values()) == 1
    for code, after in KNOWN.divisions.items():
        ended = {one.last for one in table.by_code[code] if one.next == after}
        began = min(one.first for one in table.by_code[after] if one.first is not None)
        assert began - 1 in ended


def test_codes_do_not_go_round_in_circles() -> None:
    for code in KNOWN.divisions:
        assert KNOWN.key(f"{code} 水利局").split(" ")[0] not in KNOWN.divisions


def told(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_the_user_adds_and_says_otherwise(tmp_path: Path) -> None:
    text = """
        [[renamed]]
        region = "410300"
        from = "水务局"
        to = "水利局"
        since = 2020
        source = "洛政〔2020〕1号"
        [[renamed]]
        from = "农业局"
        to = "农业农村委员会"
        since = 2019
        source = "here"
        [[merged]]
        from = ["档案局", "档案馆"]
        to = "档案馆"
        since = 2019
        source = "here"
        [[divisions]]
        from = "410322"
        to = "410308"
        since = 2021
        source = "the larger of two"
    """
    more = successions(told(tmp_path, text))
    assert more.key("410300 水务局") == "410300 水利局"
    assert more.key("410100 水务局") == "410100 水务局"
    assert more.key("410322 农业局") == "410308 农业农村委员会"
    assert more.key("410100 环境保护局") == "410100 生态环境局"
    assert more.merged_into("410100 档案局") == "410100 档案馆"


def test_a_circle_of_the_user_ends(tmp_path: Path) -> None:
    text = "".join(
        f'[[renamed]]\nfrom = "{a}"\nto = "{b}"\nsince = 2020\nsource = "x"\n'
        for a, b in (("水务局", "水利局"), ("水利局", "水务局"))
    )
    assert successions(told(tmp_path, text)).key("410300 水务局") == "410300 水利局"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[", "is no TOML"),
        ("[[rename]]\nfrom='a'", "has a rename"),
        ("renamed = 3", "has a renamed, and not only lists"),
        ("[[renamed]]\nfrom='a'\nto='b'\nsince=2020", "lacks source"),
        ("[[renamed]]\nfrom='a'\nto='b'\nsince='2020'\nsource='x'", "lacks since, or it is of another kind"),
        ("[[renamed]]\nfrom='a'\nto='b'\nsince=2020\nsource='x'\nplace='410300'", "has a place"),
        ("[[renamed]]\nfrom='a'\nto='b'\nsince=2020\nsource='x'\nregion=410300", "region that is no text"),
        ("[[merged]]\nfrom=[1]\nto='b'\nsince=2020\nsource='x'", "something that is no name"),
        ("renamed = [1]", "lacks from"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        successions(told(tmp_path, text))
