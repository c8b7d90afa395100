"""Saved objects for Dashboards: complete, and true of a real index."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from invented import generated
from opensearchpy import OpenSearch

from indexer import load, open_index


@pytest.fixture(scope="module")
def objects() -> dict[str, dict[str, object]]:
    command = [sys.executable, "-m", "search_cli", "dashboards", "--name", "reports"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["id"]: one for one in found}


@pytest.fixture(scope="module")
def index(new_address: Callable[[], str]) -> str:
    address = new_address()
    load(open_index(address), generated(40, seed=7, words=3))
    return address.rpartition("/")[2]


def test_what_is_referred_to_stands_before(objects: dict[str, dict]) -> None:
    seen: set[tuple[str, str]] = set()
    for one in objects.values():
        assert {(to["type"], to["id"]) for to in one["references"]} <= seen
        seen.add((one["type"], one["id"]))
    assert {kind for kind, _ in seen} == {"index-pattern", "visualization", "dashboard"}
    dashboard = objects["gongkai-reports-dashboard"]
    panels = json.loads(dashboard["attributes"]["panelsJSON"])
    assert {one["panelRefName"] for one in panels} == {to["name"] for to in dashboard["references"]}
    places = [one["gridData"] for one in panels]
    cells = [
        (x, y) for p in places for x in range(p["x"], p["x"] + p["w"]) for y in range(p["y"], p["y"] + p["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 48


def test_the_pattern_lists_the_fields_as_the_server_has_them(
    objects: dict[str, dict], opensearch: str, index: str
) -> None:
    caps = OpenSearch(opensearch).field_caps(index=index, fields="*")["fields"]
    listed = json.loads(objects["gongkai-reports"]["attributes"]["fields"])
    assert len(listed) > 200
    for one in listed:
        (kind,) = one["esTypes"]
        found = caps[one["name"]][kind]
        assert (one["searchable"], one["aggregatable"]) == (found["searchable"], found["aggregatable"]), one[
            "name"
        ]
    assert set(json.loads(objects["gongkai-reports"]["attributes"]["fieldFormatMap"])) <= {
        one["name"] for one in listed
    }


def test_every_panel_counts_something_on_a_real_index(
    objects: dict[str, dict], opensearch: str, index: str
) -> None:
    client = OpenSearch(opensearch)
    for one in objects.values():
        if one["type"] != "visualization":
            continue
        aggs = json.loads(one["attributes"]["visState"])["aggs"]
        assert len({agg["id"] for agg in aggs}) == len(aggs)
        metrics = {
            f"m{agg['id']}": {agg["type"]: {"field": agg["params"]["field"]}}
            for agg in aggs
            if agg["schema"] == "metric" and agg["type"] != "count"
        }
        body: dict = {"aggs": metrics}
        for agg in (agg for agg in aggs if agg["schema"] != "metric"):
            assert agg["params"]["orderBy"] in {"_key", *(each["id"] for each in aggs)}
            terms = {"field": agg["params"]["field"], "size": agg["params"]["size"]}
            body = {"aggs": {"b": {"terms": terms, **body}}}
        reply = client.search(index=index, body={"size": 0, **body})
        groups = reply.get("aggregations", {}).get("b", {}).get("buckets", [reply.get("aggregations", {})])
        if not one["id"].endswith("-checks"):
            assert groups, one["id"]
        for group in groups:
            assert all(group[name]["value"] is not None for name in metrics)
