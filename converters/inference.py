"""Identities × open cells → the values that they force: exact bounds, narrowed until they meet or nothing moves them.

An identity family that the copy itself breaks is not leaned upon.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from converters.atoms import Atom
from converters.form import Identity
from converters.numerals import Number, is_unreadable, may_be
from converters.report import Basis

_MOST_ROUNDS = 40
_ENDLESS = float("inf")


class Finding(NamedTuple):
    """What is known of one cell."""

    value: Number | None
    basis: Basis
    atom: Atom | None = None
    because: tuple[str, ...] = ()
    candidates: tuple[Number | None, ...] = ()


def infer(
    findings: Mapping[str, Finding],
    identities: Sequence[Identity],
    broken: Collection[str],
    untrusted: Collection[str],
) -> tuple[dict[str, Finding], set[str]]:
    """Give every open cell the value that the identities force upon it, if they force one.

    An identity that shares a cell with a broken one is not leaned upon: the shared total may be the wrong one.

    Args:
        findings: what is known of the cells.
        identities: the identities of the table.
        broken: the ids of those that the copy breaks.
        untrusted: families that are not leaned upon.

    Returns:
        All findings, and the families that turned out to contradict each other or what is printed.
    """
    suspect = {cell for identity in identities if identity.id in broken for cell in identity.cells}
    usable = [
        identity
        for identity in identities
        if identity.family not in untrusted and suspect.isdisjoint(identity.cells)
        if any(findings[cell].value is None for cell in identity.cells)
    ]
    families: set[str] = set()
    while True:
        bounds = _Bounds(findings)
        contradicted = bounds.tighten(usable) or bounds.unprintable()
        if not contradicted:
            break
        families |= contradicted
        usable = [identity for identity in usable if identity.family not in contradicted]
    forced = list(bounds.forced())
    # Nothing is printed where something must stand, or another number may be: rather is a total wrong than that,
    # and what hangs on it.
    unlike = {cell for cell, value, _ in forced if _shows_another(value, findings[cell])}
    empty = [
        because
        for cell, value, because in forced
        if cell in unlike or (value and _shows_no(value, findings[cell]))
    ]
    odd = {identity for because in empty for identity in because}
    inferred = {
        cell: Finding(value, Basis.INFERRED, findings[cell].atom, because)
        for cell, value, because in forced
        if cell not in unlike and (value == 0 or odd.isdisjoint(because))
    }
    return {**findings, **inferred}, families


def _shows_no(value: Number, finding: Finding) -> bool:
    """Whether the copy leaves the cell empty, or shows a number for it, if any, that is another."""
    shown = [candidate for candidate in finding.candidates if candidate is not None]
    return finding.basis is Basis.BLANK or (shown != [] and value not in shown)


def _shows_another(value: Number, finding: Finding) -> bool:
    """Whether what is printed in the cell cannot be read, but is not this number: `l` is no nought."""
    text = finding.atom.text if finding.atom else ""
    return is_unreadable(text) and not may_be(text, value)


class _Bounds:
    """Least and greatest value of every cell, tightened by the identities."""

    def __init__(self, findings: Mapping[str, Finding]) -> None:
        self.findings = findings
        self.low: dict[str, Number] = {}
        self.high: dict[str, Number] = {}
        self.by: dict[str, list[str]] = {}
        for cell, finding in findings.items():
            known = finding.value is not None
            self.low[cell] = finding.value if finding.value is not None else 0
            self.high[cell] = self.low[cell] if known else float("inf")

    def tighten(self, identities: Sequence[Identity]) -> set[str]:
        """Narrow every open cell; or the families of identities that cannot hold together."""
        self.family = {identity.id: identity.family for identity in identities}
        for _ in range(_MOST_ROUNDS):
            moved = False
            for identity in identities:
                if not self._possible(identity):
                    return self._behind(identity.id, *identity.cells)
                moved |= self._tighten(identity)
                if any(self.low[cell] > self.high[cell] for cell in identity.cells):
                    return self._behind(identity.id, *identity.cells)
            if not moved:
                break
        return set()

    def unprintable(self) -> set[str]:
        """The families that force upon a cell a value that is none of those that its print can be read as."""
        for cell, value, because in self.forced():
            candidates = self.findings[cell].candidates
            if candidates and None not in candidates and value not in candidates:
                return self._behind(because[-1], cell)
        return set()

    def _behind(self, identity: str, *cells: str) -> set[str]:
        """The families of an identity that cannot hold, and of those that narrowed its cells before."""
        reasons = {reason for cell in cells for reason in self.by.get(cell, ())}
        return {self.family[reason] for reason in (identity, *reasons)}

    def forced(self) -> Iterator[tuple[str, Number, tuple[str, ...]]]:
        """The open cells that can have one value only, with the identities that narrowed them."""
        for cell, finding in self.findings.items():
            if finding.value is None and self.low[cell] == self.high[cell]:
                yield cell, self.low[cell], tuple(self.by.get(cell, ()))

    def _possible(self, identity: Identity) -> bool:
        low = sum(self.low[c] for c in identity.left) - sum(self.high[c] for c in identity.right)
        high = sum(self.high[c] for c in identity.left) - sum(self.low[c] for c in identity.right)
        return low <= 0 <= high

    def _tighten(self, identity: Identity) -> bool:
        moved = False
        for side, other in ((identity.left, identity.right), (identity.right, identity.left)):
            least = sum(self.low[cell] for cell in other)
            most = sum(self.high[cell] for cell in other)
            low = sum(self.low[cell] for cell in side)
            bounded = [self.high[cell] for cell in side if self.high[cell] != _ENDLESS]
            endless, high = len(side) - len(bounded), sum(bounded)
            for cell in side:
                if self.low[cell] == self.high[cell]:
                    continue
                own_endless = self.high[cell] == _ENDLESS
                rest_high = (
                    _ENDLESS if endless > own_endless else high - (0 if own_endless else self.high[cell])
                )
                # The sums may be older than a bound just narrowed: then they bound less, but never wrongly.
                moved |= self._set(cell, least - rest_high, most - (low - self.low[cell]), identity.id)
        return moved

    def _set(self, cell: str, low: Number, high: Number, identity: str) -> bool:
        moved = False
        if low > self.low[cell]:
            self.low[cell] = low
            moved = True
        if high < self.high[cell]:
            self.high[cell] = high
            moved = True
        if moved:
            reasons = self.by.setdefault(cell, [])
            if identity not in reasons:
                reasons.append(identity)
        return moved
