"""What became of every cell of one report: which came out and by what, which are open and what they may be.

For reports whose truth is known: a case of the plan, or a text with its truth beside it as in samples/.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from converters.conversion import convert_bytes
from converters.report import Cell
from laboratory.judge import judge
from laboratory.quality_plan import case_of, make


def account(name: str) -> Iterator[str]:
    """The lines of the account of a case of the plan, or of a text file of samples/."""
    data, truth = _made(name)
    report = convert_bytes(data, path=truth["document"])
    verdicts = judge(truth, {cell.id: (cell.value, cell.basis.value) for cell in report.cells})
    yield f"{name}: {report.agency.name} {report.year}"
    for table in dict.fromkeys(cell.id.split(".", 1)[0] for cell in report.cells):
        cells = [cell for cell in report.cells if cell.id.startswith(f"{table}.") and cell.id in verdicts]
        bases = Counter(cell.basis.value for cell in cells)
        yield f"  {table}: {', '.join(f'{count} {basis}' for basis, count in bases.items())}"
        families = Counter(".".join(reason.split(".")[:2]) for cell in cells for reason in cell.because)
        if families:
            yield f"    inferred by {', '.join(f'{reason} ({count})' for reason, count in families.items())}"
        yield from (f"    {_told(cell, truth)}" for cell in cells if _is_open(cell, truth))
        yield from (f"    wrong: {cell.id} {cell.value}" for cell in cells if verdicts[cell.id] == "wrong")


def _made(name: str) -> tuple[bytes, Mapping[str, Any]]:
    path = Path(name)
    if path.suffix == ".txt":
        return path.read_bytes(), json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    made = make(case_of(name))
    return made.data, made.truth


def _is_open(cell: Cell, truth: Mapping[str, Any]) -> bool:
    return cell.value is None and not isinstance(truth["cells"][cell.id], str)


def _told(cell: Cell, truth: Mapping[str, Any]) -> str:
    candidates = " ".join("nothing" if value is None else f"{value:g}" for value in cell.candidates)
    why = f"may be {candidates}" if cell.candidates else "no number is read for it"
    return f"open: {cell.id} ({truth['cells'][cell.id]:g}): {why}"
