"""Reports that stand in a page as text: in a frame's srcdoc, a form field, a string of a script."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from converters.anchors import count_words
from converters.sheet import NodePlace

_LEAST = 300
"""Characters of the shortest text that can hold a report."""
_QUOTE = re.compile("[\"'`]")
_STRINGS = {quote: re.compile(rf"{quote}(?:[^{quote}\\]|\\.)*+{quote}", re.DOTALL) for quote in "\"'`"}
_SCRIPT_COMMENT = re.compile(r"(?m)^[ \t]*//.*$")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_MOST_UNPACKED = 3
_TAG = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z]", re.IGNORECASE)
_ENCODED = re.compile(r"\\[ux]|%[0-9A-Fa-fu]|&#")
"""What in a script of ASCII alone may be Chinese; most have nothing of it, and are not looked into."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A piece of HTML that stands in the page as text, and the element that holds it."""

    source: str
    at: NodePlace


def wrapped(document: LexborHTMLParser) -> Wrapped | None:
    """The text in the page that names most rows and columns of the statutory tables."""
    found = [(count_words(each.source), each) for each in _candidates(document)]
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else None


def _candidates(document: LexborHTMLParser) -> Iterator[Wrapped]:
    for number, node in enumerate(document.css("iframe"), start=1):
        if text := node.attrs.sget("srcdoc", ""):
            yield Wrapped(text, NodePlace(f"(//iframe)[{number}]"))
    for tag in ("textarea", "template", "noframes"):
        for number, node in enumerate(document.css(tag), start=1):
            text = (node.inner_html if tag == "template" else node.text()) or ""
            if len(text) >= _LEAST:
                yield Wrapped(_unpacked(text), NodePlace(f"(//{tag})[{number}]"))
    for number, node in enumerate(document.css("script"), start=1):
        script = node.text() or ""
        if len(script) < _LEAST or (script.isascii() and _ENCODED.search(script) is None):
            continue
        for text in _strings(script):
            yield Wrapped(text, NodePlace(f"(//script)[{number}]"))


def _strings(script: str) -> Iterator[str]:
    """The long strings of a script, unescaped."""
    for literal in _literals(_SCRIPT_COMMENT.sub("", script)):
        if len(literal) >= _LEAST:
            text = _unpacked(_ESCAPE.sub(_meant, literal[1:-1]))
            # Scripts write a character beyond U+FFFF as two.
            yield text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _literals(script: str) -> Iterator[str]:
    """The strings of a script with their quotes. One that never ends is passed over, and so are all of its quotes."""
    ends, here = dict(_STRINGS), 0
    while quote := _QUOTE.search(script, here):
        here = quote.end()
        rule = ends.get(quote[0])
        match = rule.match(script, quote.start()) if rule else None
        if match is not None:
            yield match[0]
            here = match.end()
        else:
            ends.pop(quote[0], None)


def _meant(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _CONTROLS.get(escape[4], escape[4])


def _unpacked(text: str) -> str:
    """The text, references and percent signs resolved as long as they hide its tags."""
    for _ in range(_MOST_UNPACKED):
        if _TAG.search(text):
            return text
        if _ESCAPED_TAG.search(text):
            text = html.unescape(text)
        elif "%3C" in text or "%3c" in text:
            text = unquote(_PERCENT_U.sub(lambda match: chr(int(match[1], 16)), text))
        elif "\\u" in text or '\\"' in text:
            text = _ESCAPE.sub(_meant, text)
        else:
            return text
    return text
