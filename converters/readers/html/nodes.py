"""A web page as a tree of elements: tags, children in order, and the way to each that a browser's console finds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

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


@lru_cache(maxsize=1024)
def _is_plain(tag: str) -> bool:
    """Whether XPath can name a tag."""
    return _PLAIN_TAG.fullmatch(tag) is not None


class Element:
    """An element; `children` leaves out what is not seen, `raised` is one that its style sets above or below the line.

    `known_path` and `child_counts` remember the way to it and the counts of its children, `ranks` the counts of all
    elements of the page.
    """

    __slots__ = (
        "child_counts",
        "children",
        "depth",
        "holds_table",
        "known_path",
        "node",
        "parent",
        "raised",
        "ranks",
        "tag",
    )

    def __init__(self, tag: str, node: LexborNode, parent: "Element | None", depth: int) -> None:
        self.tag = tag
        self.node = node
        self.parent = parent
        self.depth = depth
        self.children: list[Element | str] = []
        self.holds_table = False
        self.raised = False
        self.known_path: str | None = None
        self.child_counts: dict[int, int] | None = None
        self.ranks: dict[int, int] | None = None

    def attribute(self, name: str) -> str:
        """The attribute's value; empty where there is none."""
        # Asking lexbor for one that is not there costs more than all of those that are.
        return self.node.attributes.get(name) or ""

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
        if self.depth > MOST_STEPS:
            return self._short_path()
        above: list[Element] = []
        at: Element | None = self
        while at is not None and at.known_path is None:
            above.append(at)
            at = at.parent
        for at in reversed(above):
            if at.parent is None:
                at.known_path = f"/{at.tag}"
            else:
                at.parent.tell_paths()
        return self.known_path or ""

    def tell_paths(self) -> None:
        """Tell all children their paths: where one is asked for, the others of its row mostly are too."""
        path, is_plain, counts = self.known_path or "", _is_plain(self.tag), self.counts()
        for child in self.elements():
            if child.tag == "body":
                child.known_path = f"{path}/body"
            elif is_plain and _is_plain(child.tag):
                child.known_path = f"{path}/{child.tag}[{counts[child.node.mem_id]}]"
            else:
                child.known_path = path

    def counts(self) -> Mapping[int, int]:
        """The count of each child among those of its tag, unseen ones included."""
        if self.child_counts is None:
            self.child_counts = _counted(self.node.iter())
        return self.child_counts

    def step(self) -> str:
        """The last step of the way to an element that has a parent."""
        counts = self.parent.counts() if self.parent else {}
        return f"{self.tag}[{counts[self.node.mem_id]}]"

    def rank(self) -> int:
        """The count of its tag in the whole page, from 1, unseen ones included."""
        if self.ranks is None:
            *_, root = self.ancestors()
            if root.ranks is None:
                root.ranks = _counted(root.node.traverse())
            self.ranks = root.ranks
        return self.ranks[self.node.mem_id]

    def _short_path(self) -> str:
        """A path from the nearest table, or the element's own count: all that names a place deep in a page."""
        way: list[Element] = []
        for at in self.ancestors():
            if at.tag == "table":
                return "/".join([f"(//table)[{at.rank()}]", *(below.step() for below in reversed(way))])
            if not _is_plain(at.tag):
                break
            way.append(at)
        named = next(at for at in self.ancestors() if _is_plain(at.tag))
        return f"(//{named.tag})[{named.rank()}]"


def _counted(nodes: Iterable[LexborNode]) -> dict[int, int]:
    """For each of these elements how many of its tag there are up to it."""
    found: dict[int, int] = {}
    counts: dict[str | None, int] = {}
    for node in nodes:
        tag = node.tag
        found[node.mem_id] = counts[tag] = counts.get(tag, 0) + 1
    return found


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
