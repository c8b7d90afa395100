"""Damage of the source text: tags left open, shouted, without quotes; lines and comments where none belong."""

import re
from collections.abc import Callable, Mapping
from random import Random

SourceOddity = Callable[[str, Random, float], str]

_OPTIONAL = re.compile(r"</(?:td|th|tr|p|li)>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_SIMPLE = re.compile(r'="([A-Za-z0-9_%-]+)"')


def unclosed_tags(source: str, rng: Random, strength: float) -> str:
    """End tags left out that HTML lets one leave out: </td>, </tr>, </p>, </li>."""
    return _OPTIONAL.sub(lambda found: "" if rng.random() < strength else found[0], source)


def stray_ends(source: str, rng: Random, strength: float) -> str:
    """End tags of elements that are not open."""
    extra = ("</span>", "</font>", "</b>", "</o:p>")

    def behind(found: re.Match[str]) -> str:
        return found[0] + (rng.choice(extra) if rng.random() < strength * 0.2 else "")

    return re.sub(r"</(?:p|td)>", behind, source)


def shouted_tags(source: str, _rng: Random, _strength: float) -> str:
    """Tags in capitals, as old editors wrote them."""
    return _TAG.sub(lambda found: f"<{found[1]}{found[2].upper()}{found[3]}>", source)


def bare_attributes(source: str, _rng: Random, _strength: float) -> str:
    """Attributes without quotes."""
    return _SIMPLE.sub(r"=\1", source)


def one_line(source: str, _rng: Random, _strength: float) -> str:
    """No line ends between tags."""
    return source if "<pre>" in source else re.sub(r">\s*\n\s*<", "><", source)


def blank_lines(source: str, _rng: Random, _strength: float) -> str:
    """Blank lines and tabs before every row and cell."""
    return re.sub(r"<(?=t[rdh][ >])", "\r\n\r\n\t\t\t<", source)


def comments(source: str, rng: Random, strength: float) -> str:
    """Comments between cells, with tags and numbers in them."""

    def noted(found: re.Match[str]) -> str:
        extra = f"<!-- <td>{rng.randint(1, 99)}</td> -->" if rng.random() < strength * 0.2 else ""
        return found[0] + extra

    return re.sub(r"</td>", noted, source)


SOURCE_ODDITIES: Mapping[str, SourceOddity] = {
    oddity.__name__: oddity
    for oddity in (comments, stray_ends, unclosed_tags, bare_attributes, shouted_tags, one_line, blank_lines)
}
