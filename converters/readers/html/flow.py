"""The contents of an element in reading order: lines of text as a browser shows them, and what stands between them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from converters.readers.html.nodes import BLOCKS, Element

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_LINE_END_IN_HAN = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_APART = frozenset({"sup", "sub", "s", "strike", "rt", "rp"})
"""Tags whose text belongs to what stands beside it less than characters do: a footnote's mark is no digit."""
_BREAKS = BLOCKS | {"br"}
_FIELDS = frozenset({"", "text", "number", "none"})


@dataclass(slots=True)
class Stretch:
    """Text between two breaks: its parts, the block element it stands in, and how much of it is in links."""

    element: Element
    parts: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it is shown."""
        return shown("".join(self.parts))


Single = Callable[[Element], bool]
"""Whether an element is handed out as one rather than walked through."""


def stretches(top: Element, single: Single) -> Iterator[Stretch | Element]:
    """The lines of text below an element, and the elements that are handed out as one, in order."""
    here = Stretch(top)
    waiting: list[tuple[Iterator[Element | str], Element, bool]] = [(iter(top.children), top, False)]
    while waiting:
        children, block, in_link = waiting[-1]
        for child in children:
            if isinstance(child, str):
                here.parts.append(child)
                if in_link:
                    here.linked.append(child)
                continue
            is_single = single(child)
            if is_single or child.tag in _BREAKS:
                if here.parts:
                    yield here
                here = Stretch(block)
                if is_single:
                    yield child
                    continue
            waiting.append(_entered(child, block, in_link, here))
            if child.tag in BLOCKS:
                here = Stretch(child)
            break
        else:
            waiting.pop()
            if block.tag in BLOCKS and waiting and waiting[-1][1] is not block:
                if here.parts:
                    yield here
                here = Stretch(waiting[-1][1])
    if here.parts:
        yield here


def _entered(
    child: Element, block: Element, in_link: bool, here: Stretch
) -> tuple[Iterator[Element | str], Element, bool]:
    """The walk through a child: its contents, the block they stand in, whether they are in a link."""
    inner = iter(child.children)
    if child.tag in _APART:
        inner = iter([" ", *child.children, " "])
    elif child.tag == "input" and child.attribute("type").lower() in _FIELDS:
        inner = iter([child.attribute("value")])
    is_link = in_link or (child.tag == "a" and bool(child.attribute("href")))
    return inner, child if child.tag in BLOCKS else block, is_link


def text_of(element: Element) -> str:
    """All text of an element, a line for each line."""
    if len(element.children) == 1 and isinstance(only := element.children[0], str):
        return shown(only)
    lines = (stretch.text for stretch in stretches(element, lambda _: False) if isinstance(stretch, Stretch))
    return "\n".join(line for line in lines if line)


def shown(text: str) -> str:
    """The text as a browser shows it: blanks of the source run together, characters without width left out."""
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
