"""The text of a page → its tree, with what no reader of the page sees left out. Nothing is fetched, no script runs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from converters.errors import InputError
from converters.readers.html.nodes import Element
from converters.readers.styles import told_by

MAX_CHARACTERS = 20_000_000
"""Of a page without the pictures that stand in it as text."""
MAX_TAGS = 500_000
"""A page of so many cells takes some 500 MB and 10 seconds, half of what a file may, and a fifth."""
MAX_DEPTH = 2_000
"""Lexbor's work grows with the square of the depth: 100,000 levels take 11 seconds, 2,000 some milliseconds.
Tags deeper than this are taken out before it sees them; their text stays."""
_MANY_TAGS = 5 * MAX_DEPTH
"""Of a page with fewer tags than this no depth is feared."""

UNSEEN = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "svg", "math", "object", "audio", "video"),
        *(
            "canvas",
            "map",
            "noembed",
            "datalist",
            "iframe",
            "frame",
            "noframes",
            "textarea",
            "select",
            "button",
        ),
        *("del", "s", "strike", "rt", "rp"),
    }
)
"""Tags whose contents are no text of the page: what runs, is drawn or filled in, what is struck out, readings of
characters. Frames, scripts and form fields are looked into by wrappings.py."""

_DATA = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=\s]{64,}", re.IGNORECASE)
_NO_SCRIPT = re.compile(r"<(/?)noscript\b[^<>]{0,200}>", re.IGNORECASE)
"""To a browser, which runs scripts, the contents are text: elements in them would be counted for nothing."""
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*+>")
_OPENING = re.compile(r"<[a-zA-Z]")
_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr", "frame", "p", "li", "td", "tr", "th"),
    }
)
"""Tags that open no level: void ones, and those that the next of their kind closes."""

_MEDIA = re.compile(r"@[a-z-]+[^{};@]*\{(?:[^{}@]*\{[^{}]*\})*[^{}@]*\}", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NOT_SEEN = (
    re.compile(r"display\s*:\s*none"),
    re.compile(r"visibility\s*:\s*hidden"),
    re.compile(r"text-decoration[-a-z]*\s*:[^;{}]*line-through"),
    re.compile(r"clip(?<![-\w]clip)\s*:\s*rect\(\s*[01](?:px)?[\s,]"),
)
"""What in a style sheet hides. Other ways are no sign there: what is transparent or of no size is so until a script
runs, or holds elements with a size of their own. Each begins with a word, which is found ten times as fast as one of
several, or in letters of both sizes."""
_OFF_THE_LINE = (re.compile(r"vertical-align\s*:\s*(?:super|sub)"),)
_SIMPLE = re.compile(r"[a-z0-9]*[.#][A-Za-z_][\w-]*")
_LONG = 300
_MOST_SELECTORS = 200
_MOST_STYLES = 500_000
"""Characters of a style sheet that are looked at."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its source without pictures, lexbor's document, the tree of what is seen and the links in it.

    `hidden` is what is left out of the tree because of its style, `raised` what stands above or below the line.
    """

    source: str
    document: LexborHTMLParser
    root: Element
    links: Sequence[Element]
    hidden: Sequence[LexborNode]
    raised: Sequence[LexborNode]

    def first(self, selector: str, attribute: str) -> str | None:
        """The attribute of the first element that the selector finds, if it has a value."""
        found = self.document.css_first(selector)
        return (found.attrs.sget(attribute, "") or "").strip() or None if found else None


def parsed(source: str, *, path: str) -> Page:
    """The tree of a page.

    Raises:
        InputError: too large, or of too many elements.
    """
    source = _without_no_script(without_pictures(source))
    if len(source) > MAX_CHARACTERS:
        problem = (
            f"{len(source) / 1e6:.0f} million characters of page, the limit is {MAX_CHARACTERS // 1_000_000}"
        )
        raise InputError(path, "too_large", problem, "save the report alone")
    # Counting by regular expression is slow; a page of few signs has few tags.
    tags = len(_OPENING.findall(source)) if source.count("<") > _MANY_TAGS else 0
    if tags > MAX_TAGS:
        problem = f"the page has {tags:,} elements, the limit is {MAX_TAGS:,}"
        raise InputError(path, "too_complex", problem, "save the report alone")
    if tags > _MANY_TAGS:
        source = flattened(source)
    document = LexborHTMLParser(source)
    if document.root is None:
        raise InputError(path, "empty", "the page is empty", "get a copy with content")
    hidden, raised = _styled(document)
    return Page(source, document, *_tree(document.root, hidden, raised), hidden, raised)


def with_hidden(page: Page) -> Page | None:
    """The page with what its styles hide if it is long: pieces hidden in cells are noise. None where nothing is."""
    short = [node for node in page.hidden if len(node.text() or "") < _LONG]
    if len(short) == len(page.hidden):
        return None
    root, links = _tree(page.root.node, short, page.raised)
    return replace(page, root=root, links=links, hidden=short)


def without_pictures(source: str) -> str:
    """The source without pictures and fonts written into it."""
    return _DATA.sub("data:,", source) if ";base64," in source else source


def _without_no_script(source: str) -> str:
    """The source without what stands between `<noscript>` and `</noscript>`."""
    kept: list[str] = []
    here, opened = 0, None
    for tag in _NO_SCRIPT.finditer(source):
        if not tag[1] and opened is None:
            kept.append(source[here : tag.end()])
            here = opened = tag.end()
        elif tag[1] and opened is not None:
            here, opened = tag.start(), None
    return "".join([*kept, source[here:]]) if kept else source


def _without_comments(styles: str) -> str:
    """The style sheet without its comments."""
    first, *others = styles.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def flattened(source: str) -> str:
    """The source without the tags that stand deeper than MAX_DEPTH; all text is left."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _VOID or tag[0].endswith("/>"):
            return tag[0]
        deep = depth > MAX_DEPTH
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return " " if deep else tag[0]

    return _TAG.sub(kept, source)


def _styled(document: LexborHTMLParser) -> tuple[Sequence[LexborNode], Sequence[LexborNode]]:
    """The elements that their own style, an attribute or a simple rule of the page's styles hides; and raises."""
    told = cache(told_by)  # pages from Word repeat a style a thousand times
    styled = [(node, told(node.attrs.sget("style", "") or "")) for node in document.css("[style]")]
    sheets = [sheet for node in document.css("style") if (sheet := node.text())]
    hiding = ["[hidden]", *_selectors(sheets, _NOT_SEEN)]
    raising = _selectors(sheets, _OFF_THE_LINE)
    hidden = [node for node, (hides, _) in styled if hides]
    raised = [node for node, (_, raises) in styled if raises]
    return (
        [*hidden, *document.css(",".join(hiding))],
        [*raised, *(document.css(",".join(raising)) if raising else ())],
    )


def _selectors(sheets: Iterable[str], signs: Sequence[re.Pattern[str]]) -> list[str]:
    """Classes and ids of which style sheets say something everywhere, not on small screens or paper only."""
    plain = (
        _MEDIA.sub("", _without_comments(sheet[:_MOST_STYLES])) for sheet in sheets if _says(sheet, signs)
    )
    rules = (rule for sheet in plain for rule in _RULE.finditer(sheet) if _says(rule[2], signs))
    selectors = (part.strip() for rule in rules for part in rule[1].split(","))
    return [selector for selector in selectors if _SIMPLE.fullmatch(selector)][:_MOST_SELECTORS]


def _says(style: str, signs: Sequence[re.Pattern[str]]) -> bool:
    """Whether one of these stands in a style or a sheet of them."""
    lowered = style.lower()
    return any(sign.search(lowered) for sign in signs)


def _tree(
    root: LexborNode, hidden: Sequence[LexborNode], raised: Sequence[LexborNode]
) -> tuple[Element, Sequence[Element]]:
    """The tree of what is seen, and its links; without recursion: pages nest as deep as they like."""
    unseen = {node.mem_id for node in hidden}
    off_the_line = {node.mem_id for node in raised}
    links: list[Element] = []
    top = at = Element(root.tag or "html", root, None, 1)
    node: LexborNode | None = root.first_child
    while True:
        while node is None:
            if at.parent is None:
                return top, links
            node, at = at.node.next, at.parent
        tag = node.tag or "-"
        if tag == "-text":
            at.children.append(node.text_content or "")
        elif tag[0] != "-" and tag not in UNSEEN and not (unseen and node.mem_id in unseen):
            child = Element(tag, node, at, at.depth + 1)
            if off_the_line and node.mem_id in off_the_line:
                child.raised = True
            at.children.append(child)
            if tag == "table":
                _mark_tables(at)
            elif tag == "a":
                links.append(child)
            first = node.first_child
            if first is not None:
                node, at = first, child
                continue
        node = node.next


def _mark_tables(element: Element) -> None:
    """Note in the tables and cells around a table that they hold one."""
    for above in element.ancestors():
        if above.holds_table:
            return
        above.holds_table = True
