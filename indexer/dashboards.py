"""Field catalogue → saved objects of OpenSearch Dashboards: an index pattern, and a dashboard over it.

Import them under Dashboards Management › Saved objects. Ids are made of the index's name, so that a second import
replaces the first.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.catalogue import derivations, fields
from indexer.engines.opensearch.mapping import mapping

_ES_TYPES = {"long": "number", "double": "number", "keyword": "string", "text": "string", "date": "date"}
_PROVINCE = "card.region.province"
_RECEIVED, _PROCESSED = "applications.received.total", "applications.processed_total.total"
_WIDTH = 48
"""Columns of a dashboard."""

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """One visualization: what is counted or added up, by what; width and height in the dashboard's units."""

    key: str
    title: str
    kind: str
    metrics: tuple[Object, ...]
    buckets: tuple[Object, ...] = ()
    width: int = 24
    height: int = 15
    params: Mapping[str, Any] = field(default_factory=dict)


def saved_objects(name: str) -> Iterator[Object]:
    """The saved objects for an index of this name, those first that others refer to."""
    pattern = f"gongkai-{name}"
    yield {
        "type": "index-pattern",
        "id": pattern,
        "attributes": {
            "title": name,
            "fields": json.dumps(list(pattern_fields()), ensure_ascii=False),
            "fieldFormatMap": json.dumps(_formats()),
        },
        "references": [],
        "migrationVersion": {"index-pattern": "7.6.0"},
    }
    for panel in panels():
        yield _visualization(pattern, panel)
    yield _dashboard(pattern)


def pattern_fields() -> Iterator[Object]:
    """The fields as Dashboards lists them: what can be searched, and what counted."""
    for name, leaf in _leaves(mapping({})["properties"]):
        if leaf["type"] not in _ES_TYPES:
            continue
        countable = leaf["type"] != "text" and leaf.get("doc_values", True)
        yield {
            "name": name,
            "type": _ES_TYPES[leaf["type"]],
            "esTypes": [leaf["type"]],
            "searchable": leaf.get("index", True),
            "aggregatable": countable,
            "readFromDocValues": countable,
            "scripted": False,
            "count": 0,
        }


def panels() -> tuple[Panel, ...]:
    """What the dashboard shows."""
    by_year = _terms("year", "key", "asc", 40)
    by_province = _terms(_PROVINCE, "1", "desc", 40)
    rates = tuple(_metric(number, "avg", share.id) for number, share in enumerate(derivations(), 1))
    received, processed = _metric(2, "sum", _RECEIVED), _metric(3, "sum", _PROCESSED)
    reports = _count(1, "报告数")
    return (
        Panel("total", "报告", "metric", (reports,), width=12, height=8),
        Panel("received", "本年新收、办理结果总计", "metric", (received, processed), width=36, height=8),
        Panel("years", "各年报告数", "histogram", (reports,), (by_year,)),
        Panel("rates", "各年比率（平均）", "line", rates, (by_year,)),
        Panel("provinces", "各省报告数、申请与公开率", "table",
              (reports, received, processed, _metric(4, "avg", "rates.disclosure")), (by_province,), height=20),
        Panel("kinds", "机关类别", "pie", (reports,), (_terms("agency.kind", "1", "desc", 20),), height=20),
        Panel("doubt", "存疑最多的数", "table", (reports,), (_terms("doubt", "1", "desc", 20),)),
        Panel("checks", "最常不符的勾稽关系", "table", (reports,), (_terms("failed_checks", "1", "desc", 20),)),
    )  # fmt: skip


def _leaves(properties: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Object]]:
    for name, one in properties.items():
        if "properties" in one:
            yield from _leaves(one["properties"], f"{above}{name}.")
        else:
            yield above + name, one


def _formats() -> Object:
    shares = {share.id: {"id": "percent", "params": {"pattern": "0.0%"}} for share in derivations()}
    return {"year": {"id": "number", "params": {"pattern": "0"}}, **shares}


def _count(number: int, label: str) -> Object:
    return _agg(number, "count", "metric", {"customLabel": label})


def _metric(number: int, kind: str, name: str) -> Object:
    return _agg(number, kind, "metric", {"field": name, "customLabel": fields()[name].zh})


def _terms(name: str, order_by: str, order: str, size: int) -> Object:
    label = fields()[name].zh if name in fields() else "省份"
    ordered = {"orderBy": "_key" if order_by == "key" else order_by, "order": order, "size": size}
    return _agg(9, "terms", "segment", {"field": name, **ordered, "customLabel": label})


def _agg(number: int, kind: str, schema: str, params: Object) -> Object:
    return {"id": str(number), "enabled": True, "type": kind, "schema": schema, "params": params}


def _visualization(pattern: str, panel: Panel) -> Object:
    schema = "bucket" if panel.kind == "table" else "segment"
    buckets = [{**one, "schema": schema} for one in panel.buckets]
    state = {
        "title": panel.title,
        "type": panel.kind,
        "params": _params(panel),
        "aggs": [*panel.metrics, *buckets],
    }
    source = {
        "query": {"query": "", "language": "kuery"},
        "filter": [],
        "indexRefName": "kibanaSavedObjectMeta.searchSourceJSON.index",
    }
    return {
        "type": "visualization",
        "id": f"{pattern}-{panel.key}",
        "attributes": {
            "title": panel.title,
            "visState": json.dumps(state, ensure_ascii=False),
            "uiStateJSON": "{}",
            "description": "",
            "version": 1,
            "kibanaSavedObjectMeta": {"searchSourceJSON": json.dumps(source)},
        },
        "references": [{"name": source["indexRefName"], "type": "index-pattern", "id": pattern}],
        "migrationVersion": {"visualization": "7.10.0"},
    }


def _params(panel: Panel) -> Object:
    if panel.kind == "table":
        return {"perPage": 20, "showTotal": False, "sort": {"columnIndex": None, "direction": None}}
    if panel.kind == "metric":
        return {"addTooltip": True, "metric": {"style": {"fontSize": 40}, "labels": {"show": True}}}
    if panel.kind == "pie":
        return {"addTooltip": True, "addLegend": True, "isDonut": True, "legendPosition": "right"}
    return _axes(panel)


def _axes(panel: Panel) -> Object:
    series = [
        {
            "show": True,
            "type": panel.kind,
            "mode": "normal",
            "data": {"id": one["id"], "label": one["params"]["customLabel"]},
            "valueAxis": "ValueAxis-1",
            "showCircles": True,
        }
        for one in panel.metrics
    ]
    axis = {"show": True, "labels": {"show": True}, "title": {}}
    return {
        "type": panel.kind,
        "addTooltip": True,
        "addLegend": len(series) > 1,
        "legendPosition": "bottom",
        "categoryAxes": [
            {
                **axis,
                "id": "CategoryAxis-1",
                "type": "category",
                "position": "bottom",
                "scale": {"type": "linear"},
            }
        ],
        "valueAxes": [
            {
                **axis,
                "id": "ValueAxis-1",
                "name": "LeftAxis-1",
                "type": "value",
                "position": "left",
                "scale": {"type": "linear", "mode": "normal"},
            }
        ],
        "seriesParams": series,
    }


def _dashboard(pattern: str) -> Object:
    placed, references = [], []
    left = top = tallest = 0
    for number, panel in enumerate(panels()):
        if left + panel.width > _WIDTH:
            left, top, tallest = 0, top + tallest, 0
        place = {"x": left, "y": top, "w": panel.width, "h": panel.height, "i": str(number)}
        placed.append(
            {
                "version": "7.9.3",
                "gridData": place,
                "panelIndex": str(number),
                "embeddableConfig": {},
                "panelRefName": f"panel_{number}",
            }
        )
        references.append(
            {"name": f"panel_{number}", "type": "visualization", "id": f"{pattern}-{panel.key}"}
        )
        left, tallest = left + panel.width, max(tallest, panel.height)
    return {
        "type": "dashboard",
        "id": f"{pattern}-dashboard",
        "attributes": {
            "title": "政府信息公开工作年度报告",
            "hits": 0,
            "description": "",
            "panelsJSON": json.dumps(placed),
            "optionsJSON": json.dumps({"useMargins": True, "hidePanelTitles": False}),
            "version": 1,
            "timeRestore": False,
            "kibanaSavedObjectMeta": {
                "searchSourceJSON": json.dumps({"query": {"query": "", "language": "kuery"}, "filter": []})
            },
        },
        "references": references,
        "migrationVersion": {"dashboard": "7.9.3"},
    }
