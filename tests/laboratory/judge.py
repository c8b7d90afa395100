"""The verdict on every cell of a report, by the rules of the contract."""

from collections.abc import Mapping
from typing import Any, Literal

Verdict = Literal["right", "open", "wrong"]
Got = tuple[float | None, str]


def judge(truth: Mapping[str, Any], got: Mapping[str, Got]) -> dict[str, Verdict]:
    """The verdict on every cell that is scored.

    Args:
        truth: a truth file.
        got: value and basis by cell id, as the report gives them.
    """
    return {
        cell: _verdict(
            said, got.get(cell, (None, "missing")), truth["hidden"].get(cell), cell in truth["undecidable"]
        )
        for cell, said in truth["cells"].items()
        if cell not in truth["uncertain"]
    }


def _verdict(said: float | str, got: Got, hidden: float | None, undecidable: bool) -> Verdict:
    value, basis = got
    if value is None:
        return "open" if not isinstance(said, str) and not undecidable else "right"
    if not isinstance(said, str):
        return "right" if _same(value, said) else "wrong"
    if said == "dash" and value == 0:
        return "right"
    proven = basis == "inferred" and (hidden is None or _same(value, hidden))
    return "right" if proven else "wrong"


def _same(value: float, other: float) -> bool:
    return abs(float(value) - other) < 1e-9


def masthead_faults(truth: Mapping[str, Any], report: Mapping[str, Any]) -> list[str]:
    """The fields of year, form, agency and region that differ."""
    agencies = [truth["agency"], *truth["agency_also"]]
    faults = [field for field in ("year", "form") if str(report[field]) != str(truth[field])]
    faults += ["agency"] if report["agency"] not in agencies else []
    return faults + (["region"] if report["region"] != truth["region"]["code"] else [])
