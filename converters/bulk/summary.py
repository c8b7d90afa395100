"""What a bulk run did, counted."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from converters.bulk.filing import Filed
from converters.errors import InputError
from converters.inputs import PASSED_OVER

MOST_NAMED = 1_000
"""Vanished inputs that are named; the others are counted."""


@dataclass(slots=True)
class Summary:
    """Inputs by what became of them; failures by reason; open cells of all results, old and new.

    `vanished`: inputs of an earlier run that are there no more, whose results stay; the first of them by path.
    """

    converted: int = 0
    unchanged: int = 0
    doubtful_cells: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    vanished: int = 0
    gone: list[str] = field(default_factory=list)
    results: int = 0
    reports: int = 0
    seconds: float = 0

    def add(self, filed: Filed) -> None:
        """Counts one input."""
        if isinstance(filed.error, InputError):
            of_kind = self.passed_over if filed.error.reason in PASSED_OVER else self.failed
            of_kind[filed.error.reason] += 1
        elif filed.result is not None:
            self.doubtful_cells += filed.result.doubts
            if filed.unchanged:
                self.unchanged += 1
            else:
                self.converted += 1

    def record(self) -> dict[str, Any]:
        """The counts as JSON."""
        return {
            "converted": self.converted,
            "unchanged": self.unchanged,
            "failed": dict(sorted(self.failed.items())),
            "passed_over": dict(sorted(self.passed_over.items())),
            "doubtful_cells": self.doubtful_cells,
            "vanished": self.vanished,
            "vanished_inputs": self.gone,
            "results": self.results,
            "reports": self.reports,
            "seconds": round(self.seconds, 1),
        }
