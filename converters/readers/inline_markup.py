"""Marks within a line or a cell of a text: taken away, with what they strike out, hide or set above the line.

They are tags, entities and escapes, and what Markdown writes for them: `~~5~~`, `12^1^`, `[12](url)`, `[12]{.u}`.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator

from converters.readers.styles import looks_of, told_by

TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:\s[^<>]{0,600})?)/?>")
LINE_END = "\n"

_STYLE = re.compile(r"\bstyle\s*=\s*(?:\"(?P<one>[^\"]*+)\"|'(?P<other>[^']*+)')", re.IGNORECASE)
_VALUE = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_TO_NOTE = re.compile(r"\bhref\s*=\s*[\"']?#[^\s\"']", re.IGNORECASE)
_STRUCK_OUT = ("del", "s", "strike")
_RAISED = ("ref", "sub", "sup")
_ENDS_LINE = ("br", "p", "div", "li", "h1", "h2", "h3", "h4")
_VOID = ("br", "hr", "img", "input", "wbr", "col")
_MARKED = re.compile(r"[\d—–―-][ \xa0]?$")
"""What a footnote's mark may stand behind: a number, or a sign for none, in the same cell."""
_NEAR = 80
"""Characters before a mark that are looked at."""

_LONGEST = 400
"""Characters that stand in brackets before attributes at most."""
_CLASS = re.compile(r"\b(?:class|color|size|aria-hidden)\s*=(?!\s*[\"']?(?:GramE|SpellE)\b)", re.IGNORECASE)
_UNKNOWN = "\ufffd"
"""Between digits that may not be seen alike: which number they make nobody knows."""

_STRUCK = re.compile(r"(?<![\w~])~~(?=[^\s~])[^~|\n]{1,80}~~")
_NOTE = re.compile(r"(?<=\d)(?:\^\{(\w{1,6})\}|\^(\w{1,6})\^|\^([a-z*]|\d{1,2}+)(?!\d)|~(\w{1,6})~(?!~))")
_TEX = re.compile(r"\$[-+]?\d[\d.,]*+(?:\^[^$|\n]{1,8})?\$")
_LINK = re.compile(
    r"(?<![!\d])\[(?P<text>[^\[\]|\n]{1,200})\]\((?!#)[^()\s|]{1,500}(?:\s\"[^\"|\n]{0,200}\")?\)"
)
_ATTRIBUTES = re.compile(r"(?<=\])\{(?:[^{}\n]{0,300}=|[.#])[^{}\n]{0,300}\}")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!>~<\"'$^@&:])")
_BAR = re.compile(r"\\?\|")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_ANY = re.compile(r"[<\\&^$]|\]\{|~[\w~]|\]\(")

Mark = tuple[int, int, str]
"""From where to where it stands in a text, and what is meant by it."""


def is_marked(text: str) -> bool:
    """Whether there may be any mark in a text."""
    return _ANY.search(text) is not None


def unmarked(text: str) -> tuple[str, tuple[int, ...]]:
    """The text that is meant, and where each of its characters stands."""
    kept: list[str] = []
    offsets: list[int] = []
    here = 0
    marks = {(start, -end): meant for start, end, meant in _marks(text)}  # of the same place the last counts
    for (start, end), meant in sorted(marks.items()):
        if start < here:
            continue
        kept.append(text[here:start] + meant)
        offsets.extend([*range(here, start), *([start] * len(meant))])
        here = -end
    kept.append(text[here:])
    offsets.extend(range(here, len(text)))
    return "".join(kept), tuple(offsets)


def hides(tag: re.Match[str]) -> bool:
    """Whether nobody sees, or means, what stands in an element, by its opening tag."""
    attributes = _VALUE.sub("", tag["rest"].lower()).replace("=", " ").split()
    return tag["name"].lower() in _STRUCK_OUT or "hidden" in attributes or _told(tag["rest"])[0]


def _marks(text: str) -> Iterator[Mark]:
    if "<" in text:
        yield from _of_comments(text)
        yield from _of_tags(text)
    yield from ((m.start(), m.end(), "") for m in _STRUCK.finditer(text))
    yield from ((m.start(), m.end(), f"（{m[m.lastindex or 0]}）") for m in _NOTE.finditer(text))
    for match in _TEX.finditer(text):
        yield match.start(), match.start() + 1, ""
        yield match.end() - 1, match.end(), ""
    for match in _LINK.finditer(text):
        yield match.start(), match.start("text"), ""
        yield match.end("text"), match.end(), ""
    for match in _ATTRIBUTES.finditer(text):
        yield from _of_attributes(text, match)
    yield from ((m.start(), m.end(), "") for m in _ESCAPE.finditer(text))
    yield from ((m.start(), m.end(), html.unescape(m[0])) for m in _ENTITY.finditer(text))
    drawn = _BAR.findall(text)
    if drawn and all(bar[0] == "\\" for bar in drawn):
        yield from ((m.start(), m.start() + 1, "") for m in _BAR.finditer(text))


def _of_comments(text: str) -> Iterator[Mark]:
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end + 3, ""
        start = text.find("<!--", end)


def _of_attributes(text: str, attributes: re.Match[str]) -> Iterator[Mark]:
    """What stands in brackets before attributes, as pandoc writes an element with a style."""
    opening = text.rfind("[", max(0, attributes.start() - _LONGEST), attributes.start())
    hidden, raised = _told(attributes[0])
    if opening >= 0 and (hidden or attributes[0] == "{.strikeout}"):
        yield opening, attributes.end(), ""
        return
    raised = raised and _is_behind_number(text, opening)
    if opening >= 0:
        yield opening, opening + 1, "（" if raised else ""
    yield attributes.start() - 1, attributes.end(), "）" if raised else ""


def _of_tags(text: str) -> Iterator[Mark]:
    """The tags; an element that is struck out or hidden as one, one above the line with brackets for its tags."""
    noted = 0
    for tag in TAG.finditer(text):
        yield tag.start(), tag.end(), _meaning(tag)
    for opened, closed in _elements(text):
        if hides(opened):
            yield opened.start(), closed.end(), ""
        elif opened.start() >= noted and _is_raised(opened) and _is_behind_number(text, opened.start()):
            yield opened.start(), opened.end(), "（"
            yield closed.start(), closed.end(), "）"
            noted = closed.end()
        elif _looks_otherwise(opened):
            yield from (
                (tag.start(), tag.end(), _UNKNOWN) for tag in (opened, closed) if _is_in_number(text, tag)
            )


def _elements(text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The opening and the closing tag of each element that has both, those within others before them."""
    waiting: list[re.Match[str]] = []
    names: Counter[str] = Counter()
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        if not tag["closes"] and name not in _VOID:
            waiting.append(tag)
            names[name] += 1
        elif tag["closes"] and names[name]:
            while (inner := (opened := waiting.pop())["name"].lower()) != name:
                names[inner] -= 1  # never closed
            names[name] -= 1
            yield opened, tag


def _is_raised(tag: re.Match[str]) -> bool:
    """Whether an element stands above or below the line, or links to a note on the same page."""
    name = tag["name"].lower()
    return (
        name in _RAISED or (name == "a" and _TO_NOTE.search(tag["rest"]) is not None) or _told(tag["rest"])[1]
    )


def _looks_otherwise(tag: re.Match[str]) -> bool:
    """Whether an element may be hidden or small: its class or its style is not known to be without effect."""
    style = _STYLE.search(tag["rest"])
    told = style is not None and bool(looks_of(style["one"] or style["other"] or ""))
    return told or tag["name"].lower() == "small" or _CLASS.search(tag["rest"]) is not None


def _is_in_number(text: str, tag: re.Match[str]) -> bool:
    return text[tag.start() - 1 : tag.start()].isdigit() and text[tag.end() : tag.end() + 1].isdigit()


def _is_behind_number(text: str, at: int) -> bool:
    return _MARKED.search(TAG.sub("", text[max(0, at - _NEAR) : at])) is not None


def _told(attributes: str) -> tuple[bool, bool]:
    """Whether a style among these attributes hides, and whether it raises."""
    style = _STYLE.search(attributes)
    return told_by(style["one"] or style["other"] or "") if style else (False, False)


def _meaning(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    return LINE_END if name in _ENDS_LINE and (name == "br" or tag["closes"]) else ""
