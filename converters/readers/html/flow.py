"""The contents of an element in reading order: lines of text as a browser shows them, and what stands between them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from converters.readers.html.looks import look_alike
from converters.readers.html.nodes import BLOCKS, Element

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_LINE_END_IN_HAN = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_BREAKS = BLOCKS | {"br"}
_OWN_CONTENTS = frozenset({"input", "sub", "sup"})
_FIELDS = frozenset({"", "text", "number", "none", "search", "tel"})
_MARKED = re.compile(r"[\d—–―-]\s*$")
"""What a footnote's mark may stand behind: a number, or a sign for none."""
_UNKNOWN = "\ufffd"
"""Between digits that may not be seen alike: which number they make nobody knows."""
_END_OF_MARK = "\u2060"
"""Without width, behind what is raised: what is raised too and follows it is no mark, but more of the same."""


class Stretch(NamedTuple):
    """Text between two breaks, as it is shown: the block element it stands in, and how much of it is in links."""

    element: Element
    text: str
    linked: float


Singles = Mapping[str, Callable[[Element], bool]]
"""For tags, whether an element is handed out as one rather than walked through."""

_NONE: Singles = {}


def stretches(top: Element, singles: Singles = _NONE) -> Iterator[Stretch | Element]:
    """The lines of text below an element, and the elements that are handed out as one, in order."""
    stands_in = last = top
    parts: list[str] = []
    linked: list[str] = []
    levels = [(iter(top.children), top, False, top)]
    while levels:
        children, block, in_link, owner = levels[-1]
        for child in children:
            if isinstance(child, str):
                text, is_link, inner = child, in_link, owner
            else:
                tag = child.tag
                is_single = tag in singles and singles[tag](child)
                if is_single or tag in _BREAKS:
                    yield from _shown(stands_in, parts, linked)
                    stands_in, parts, linked = block if is_single or tag == "br" else child, [], []
                if is_single:
                    yield child
                    continue
                target = child.attribute("href") if tag == "a" else ""
                is_link = in_link or target != ""
                own = child.raised or tag in _OWN_CONTENTS or (target[:1] == "#" and target != "#")
                contents = _contents(child, parts) if own else child.children
                if tag in BLOCKS or len(contents) != 1 or not isinstance(contents[0], str):
                    levels.append((iter(contents), child if tag in BLOCKS else block, is_link, child))
                    break
                text, inner = contents[0], child
            if parts and text[:1].isdigit() and _goes_on(parts) and not look_alike(last, inner, block):
                parts.append(_UNKNOWN)
            last = inner
            parts.append(text)
            if is_link:
                linked.append(text)
        else:
            levels.pop()
            around = levels[-1][1] if levels else None
            if around is not block:
                yield from _shown(stands_in, parts, linked)
                stands_in, parts, linked = around or top, [], []


def _goes_on(parts: Sequence[str]) -> bool:
    """Whether a digit comes last."""
    return next((part for part in reversed(parts) if part), "")[-1:].isdigit()


def _shown(element: Element, parts: list[str], linked: list[str]) -> tuple[Stretch, ...]:
    """The stretch that these parts make, if any of it is shown."""
    text = shown("".join(parts)) if parts else ""
    if not text:
        return ()
    if not linked or len(linked) == len(parts):
        return (Stretch(element, text, 1.0 if linked else 0.0),)
    return (Stretch(element, text, len(shown("".join(linked))) / len(text)),)


def _contents(element: Element, before: list[str]) -> Sequence[Element | str]:
    """What a field shows, or what stands above or below the line or links to a note on the same page.

    The mark of a footnote behind a number is set in brackets, lest it be a digit of it.
    """
    if element.tag == "input":
        shows = element.attribute("type").lower() in _FIELDS
        return [element.attribute("value")] if shows else element.children
    if _MARKED.search("".join(before)):
        return ["（", *element.children, "）"]
    return [*element.children, _END_OF_MARK]


def text_of(element: Element) -> str:
    """All text of an element, a line for each line."""
    inner: Element | str = element
    while isinstance(inner, Element) and len(inner.children) == 1 and inner.tag not in _OWN_CONTENTS:
        inner = inner.children[0]  # most cells hold one text, in wrappings
    if isinstance(inner, str):
        return shown(inner)
    return "\n".join(stretch.text for stretch in stretches(element) if isinstance(stretch, Stretch))


def shown(text: str) -> str:
    """The text as a browser shows it: blanks of the source run together, characters without width left out."""
    text = text.strip(" \t\r\n\f")
    if text.isprintable():  # neither signs without width nor line ends in it
        return _BLANKS.sub(" ", text) if "  " in text else text
    text = _INVISIBLE.sub("", text)
    if "\n" in text or "\r" in text:
        text = _LINE_END_IN_HAN.sub("", text)
    return _BLANKS.sub(" ", text).strip(" ")


def preformatted(element: Element) -> str:
    """The text of an element with its line ends and blanks, as <pre> shows it."""
    parts: list[str] = []
    waiting = [iter(element.children)]
    while waiting:
        for child in waiting[-1]:
            if isinstance(child, str):
                parts.append(child)
                continue
            if child.tag == "br":
                parts.append("\n")
            waiting.append(iter(child.children))
            break
        else:
            waiting.pop()
    return _INVISIBLE.sub("", "".join(parts))
