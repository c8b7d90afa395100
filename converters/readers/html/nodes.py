"""A web page as a tree of elements: tags, children in order, and the way to each that a browser's console finds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from converters.sheet import NodePlace

MOST_STEPS = 200
"""Elements deeper than this are named by their count in the whole page: a way of more steps helps nobody."""

BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dialog",
            "dir",
        ),
        *(
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "frameset",
            "h1",
            "h2",
            "h3",
            "h4",
        ),
        *(
            "h5",
            "h6",
            "header",
            "hr",
            "html",
            "legend",
            "li",
            "listing",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
        ),
        *(
            "option",
            "p",
            "plaintext",
            "pre",
            "search",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
        ),
        *("thead", "tr", "ul", "xmp"),
    }
)
"""Tags whose contents stand on lines of their own."""

_PLAIN_TAG = re.compile(r"[a-z][a-z0-9]*")


@dataclass(slots=True, eq=False)
class Element:
    """An element: `index` counts it among its parent's children of the same tag, `count` in the page, both from 1."""

    tag: str
    node: LexborNode
    parent: "Element | None"
    index: int
    count: int
    depth: int
    children: "list[Element | str]" = field(default_factory=list)
    holds_table: bool = False

    def attribute(self, name: str) -> str:
        """The attribute's value; empty where there is none."""
        return self.node.attrs.sget(name, "") or ""

    def ancestors(self) -> "Iterator[Element]":
        """This element and all above it, from below."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent

    def elements(self) -> "Iterator[Element]":
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def descendants(self) -> "Iterator[Element]":
        """All elements below this one, in the order of the page."""
        waiting = [self.elements()]
        while waiting:
            for child in waiting[-1]:
                yield child
                waiting.append(child.elements())
                break
            else:
                waiting.pop()

    def place(self) -> NodePlace:
        """Where the element stands."""
        return NodePlace(self.xpath())

    def xpath(self) -> str:
        """The way from the page's root; tags that XPath cannot name (o:p) end it at the element around them."""
        steps: list[str] = []
        for at in self.ancestors():
            if _PLAIN_TAG.fullmatch(at.tag) is None:
                steps.clear()
            elif self.depth > MOST_STEPS and at.tag == "table":
                return "/".join([f"(//table)[{at.count}]", *reversed(steps)])
            else:
                steps.append(at.tag if at.parent is None or at.tag == "body" else f"{at.tag}[{at.index}]")
        if self.depth > MOST_STEPS:
            named = next(at for at in self.ancestors() if _PLAIN_TAG.fullmatch(at.tag))
            return f"(//{named.tag})[{named.count}]"
        return "/" + "/".join(reversed(steps))


def common(elements: "Iterator[Element]") -> "Element | None":
    """The lowest element that holds all of these."""
    first = next(elements, None)
    if first is None:
        return None
    shared = list(first.ancestors())
    for element in elements:
        above = {id(at) for at in element.ancestors()}
        shared = [at for at in shared if id(at) in above]
    return shared[0] if shared else None
