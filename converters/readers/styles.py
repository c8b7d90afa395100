"""What the style of an element says of it: that nobody sees it, that it stands off the line, or how it looks."""

import re

_UNSEEN_STYLES = (
    "none",
    "hidden",
    "font-size",
    "opacity",
    "-999",
    "transparent",
    "collapse",
    "mso-hide",
    "line-through",
)
"""What stands in styles that hide, in small letters; what does is told by the pattern below."""
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0+(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0+(?:\.0+)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}|mso-hide\s*:\s*all"
    r"|(?<![-\w])color\s*:\s*transparent|text-decoration[-a-z]*\s*:[^;]*line-through"
)
_RAISED_STYLES = ("vertical-align", "mso-text-raise", "relative")
_RAISES = re.compile(
    r"vertical-align\s*:\s*(?:super|sub)|mso-text-raise\s*:\s*-?[3-9](?:\.\d+)?pt"
    r"|position\s*:\s*relative[^{}]*?(?<![-\w])(?:top|bottom)\s*:\s*-?[3-9](?:\.\d+)?p[tx]"
)
"""Programs set numbers a point or two off their line to centre them; a footnote's mark stands three or more off it."""

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]*)", re.IGNORECASE)
_OF_NO_EFFECT = re.compile(
    r"mso-.*|font-(?:family|kerning|style|variant|weight|stretch)|letter-spacing|word-spacing|text-autospace|layout-grid.*"
    r"|tab-.*|line-break|word-break|text-align|white-space|orphans|widows|outline.*|-webkit-.*|caret-.*|cursor"
)
"""What hides nothing, and sets nothing off its line."""


def told_by(style: str) -> tuple[bool, bool]:
    """Whether a style hides its element, and whether it sets it above or below the line."""
    lowered = style.lower()
    hides = any(word in lowered for word in _UNSEEN_STYLES) and _HIDES.search(lowered) is not None
    raises = any(word in lowered for word in _RAISED_STYLES) and _RAISES.search(lowered) is not None
    return hides, raises


def looks_of(style: str) -> set[tuple[str, str]]:
    """The declarations of a style, name and value, by which text may be hidden, or look unlike that beside it."""
    found = ((name.lower(), value.strip().lower()) for name, value in _DECLARATION.findall(style))
    return {(name, value) for name, value in found if not _OF_NO_EFFECT.fullmatch(name)}
