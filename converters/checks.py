"""The identities of a report's forms, evaluated on its cells."""

from collections.abc import Mapping

from converters.form import forms
from converters.numerals import Number
from converters.report import Check


def evaluate(tables: Mapping[str, str], values: Mapping[str, Number]) -> list[Check]:
    """One check for each identity of each table (table id → form id).

    `expected` is the sum of the identity's right side, `found` that of its left side (a total, as a rule);
    both are None where a cell has no value.
    """
    checks = []
    for table, form in tables.items():
        for identity in forms()[form].identities_of(table):
            known = all(map(values.__contains__, identity.cells))
            found = sum(values[cell] for cell in identity.left) if known else None
            expected = sum(values[cell] for cell in identity.right) if known else None
            holds = found == expected if known else None
            checks.append(Check(identity.id, holds, identity.cells, expected, found))
    return checks
