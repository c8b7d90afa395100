"""Which results are copies of one report: of the same bytes, or as PDF file and web page; and where they differ."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from converters.audits.copies import contradictions, crowd, is_unlike
from converters.audits.copy import Copy, copy_of
from converters.audits.rules import rules
from converters.audits.settled import settle
from converters.bulk.ledger import Ledger, Row
from converters.bulk.store import Store
from converters.canonical import loads
from converters.errors import InputError


def links(ledger: Ledger, store: Store) -> Iterator[dict[str, Any]]:
    """A record for each report that several inputs hold, in the order of agencies and years.

    `reports` are its copies of different bytes: the id that their JSON has, the paths of the inputs of these bytes
    (`sources`), and the ids of the other copies (`same_as`). `contradictions` are cells of which copies give different
    numbers, by the rules of `gongkai check`. Where they differ all over they are `unlike`: rather two reports.
    """
    for rows in ledger.copies():
        by_report: dict[str, list[Row]] = {}
        for row in rows:
            by_report.setdefault(row.report or "", []).append(row)
        ids = list(by_report)
        yield {
            "agency": rows[0].agency,
            "year": rows[0].year,
            "reports": [
                {"id": name, "sources": [row.path for row in same], "same_as": [x for x in ids if x != name]}
                for name, same in by_report.items()
            ],
            **_compared(store, [same[0] for same in by_report.values()]),
        }


def dumps_link(record: dict[str, Any]) -> str:
    """A record as a line of NDJSON; names that are no Unicode with U+FFFD."""
    text = json.dumps(record, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode() + "\n"


def _compared(store: Store, rows: Sequence[Row]) -> dict[str, Any]:
    """What copies of one agency and year tell against each other."""
    if len(rows) == 1:
        return {"contradictions": []}
    most = rules().copies.most
    copies = [copy for row in rows[:most] if (copy := _copy(store, row.path)) is not None]
    if len(rows) > most:
        return {"contradictions": [], "not_compared": crowd(copies, len(rows)).message}
    if len(copies) < 2:
        return {"contradictions": [], "not_compared": "their results cannot be read any more"}
    settled = settle(copies[0].year, copies)
    told = [
        {"cell": found.id.partition(".")[2], "message": found.message}
        for found in contradictions(settled, rules().copies)
    ]
    unlike = {"unlike": True} if is_unlike(settled, rules().copies) else {}
    return {"contradictions": told, **unlike}


def _copy(store: Store, path: str) -> Copy | None:
    try:
        found = copy_of(loads(store.read(path), path=path), path)
    except (OSError, InputError):
        return None
    return found and found[1]
