"""Whether pieces of a number that stand in several elements look alike: what is hidden, raised or small does not.

No browser lays the page out here. A style that hides a digit in a way that is not known is told by this: the digit
beside it has another one.
"""

from converters.readers.html.nodes import Element
from converters.readers.styles import looks_of

_TELLING = frozenset({"aria-hidden", "class", "color", "hidden", "href", "role", "size", "type"})
"""Attributes by which what stands in an element may look otherwise; a style is looked into."""
_SMALL = frozenset({"big", "small", "sub", "sup", "tt"})
_OF_PROOFREADERS = frozenset({"grame", "spelle"})
"""Classes that Word gives to what it takes for mistakes."""

Look = frozenset[tuple[str, str]]


def look_alike(one: Element, other: Element, block: Element) -> bool:
    """Whether two inline elements of a block, or the block itself, show their text alike for all that is told."""
    return one is other or _look(one, block) == _look(other, block)


def _look(element: Element, block: Element) -> Look:
    told: set[tuple[str, str]] = set()
    for at in element.ancestors():
        if at is block:
            break
        if at.tag in _SMALL:
            told.add((at.tag, ""))
        for name, value in at.node.attributes.items():
            if name == "style":
                told.update(looks_of(value or ""))
            elif name in _TELLING and (value or "").lower() not in _OF_PROOFREADERS:
                told.add((name, value or ""))
    return frozenset(told)
