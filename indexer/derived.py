"""Cells → the derived numbers of data/derived.toml."""

from collections.abc import Iterable, Mapping

from converters.report import Number
from indexer.catalogue import derivations


def derived_numbers(values: Mapping[str, Number]) -> dict[str, float]:
    """The shares that these cells decide; one with an unknown part, or a whole of zero, is left out."""
    found = {}
    for share in derivations():
        part, whole = _sum(share.part, values), _sum(share.whole, values)
        if part is not None and whole:
            found[share.id] = part / whole
    return found


def _sum(ids: Iterable[str], values: Mapping[str, Number]) -> Number | None:
    parts = [values.get(id_) for id_ in ids]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
