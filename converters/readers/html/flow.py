"""The contents of an element in reading order: lines of text as a browser shows them, and what stands between them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from converters.readers.html.nodes import BLOCKS, Element

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_LINE_END_IN_HAN = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
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

    def add(self, part: str, *, linked: bool) -> None:
        """One more part."""
        self.parts.append(part)
        if linked:
            self.linked.append(part)

    def closed(self) -> "tuple[Stretch, ...]":
        """The stretch if there is anything in it."""
        return (self,) if self.parts else ()


Single = Callable[[Element], bool]
"""Whether an element is handed out as one rather than walked through."""


@dataclass(slots=True)
class _Level:
    """An element being walked through: what is left of it, the block it stands in, and whether it is in a link."""

    children: Iterator[Element | str]
    block: Element
    linked: bool


def stretches(top: Element, single: Single) -> Iterator[Stretch | Element]:
    """The lines of text below an element, and the elements that are handed out as one, in order."""
    here = Stretch(top)
    levels = [_Level(iter(top.children), top, linked=False)]
    while levels:
        level = levels[-1]
        child = next(level.children, None)
        if isinstance(child, str):
            here.add(child, linked=level.linked)
            continue
        if child is None:
            levels.pop()
            below = levels[-1].block if levels else None
            if below is not level.block:
                yield from here.closed()
                here = Stretch(below or top)
            continue
        is_single = single(child)
        if is_single or child.tag in _BREAKS:
            yield from here.closed()
            here = Stretch(child if child.tag in BLOCKS and not is_single else level.block)
        if is_single:
            yield child
        else:
            levels.append(_entered(child, level, here))


def _entered(child: Element, level: _Level, here: Stretch) -> _Level:
    """The walk through a child; the mark of a footnote behind a number is set in brackets, lest it be a digit of it."""
    inner: Iterator[Element | str] = iter(child.children)
    if child.tag == "sup" and "".join(here.parts).rstrip()[-1:].isdigit():
        inner = iter(["（", *child.children, "）"])
    elif child.tag == "input" and child.attribute("type").lower() in _FIELDS:
        inner = iter([child.attribute("value")])
    linked = level.linked or (child.tag == "a" and bool(child.attribute("href")))
    return _Level(inner, child if child.tag in BLOCKS else level.block, linked)


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
