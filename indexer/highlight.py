"""Where the words of a query stand in a report's texts: short pieces of HTML with <mark>.

The engines' own highlighters are of no use: tantivy's cuts the text anew, with a tokenizer that knows no
Chinese.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

from indexer.bigrams import characters, folded
from indexer.query import AllOf, AnyOf, Condition, Not, Phrase

MOST = 3
_AROUND = 40
"""Characters shown before and behind the first match: two lines of a terminal together."""

Texts = Sequence[tuple[str, str]]
"""Text fields and a text of each: (`section.problems`, …)."""


def highlights(condition: Condition | None, texts: Texts) -> tuple[str, ...]:
    """Up to three pieces, in the order of the texts; a piece marks every match in it."""
    phrases = list(_phrases(condition)) if condition is not None else []
    found: list[str] = []
    for field, text in texts:
        wanted = tuple(phrase.text for phrase in phrases if phrase.field in {field, "text"})
        if wanted and len(found) < MOST:
            found.extend(_pieces(text, _matcher(wanted), MOST - len(found)))
    return tuple(found)


def _phrases(condition: Condition) -> Iterator[Phrase]:
    """The phrases that a hit may contain: those under NOT it does not."""
    match condition:
        case Phrase():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _phrases(part)
        case Not():
            return


@lru_cache(maxsize=64)
def _matcher(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the phrases in folded text, longest first; no token stands between two of a phrase."""
    patterns = sorted({_pattern(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile("|".join(patterns))


def _pattern(phrase: str) -> str:
    return r"\W*".join(_token(token) for token in characters(phrase))


def _token(token: str) -> str:
    """A Chinese character matches anywhere, a word or number only as a whole."""
    whole = re.escape(token)
    return rf"(?<![a-z0-9_]){whole}(?![a-z0-9_])" if token[0].isascii() else whole


def _pieces(text: str, matcher: re.Pattern[str], most: int) -> Iterator[str]:
    spans = _spans(matcher, folded(text))
    end = shown = 0
    while spans and shown < most:
        start = max(end, spans[0][0] - _AROUND)
        end = min(len(text), spans[0][1] + _AROUND)
        inside = [span for span in spans if span[1] <= end]
        yield _marked(text, start, end, inside)
        spans = spans[len(inside) :]
        shown += 1


def _spans(matcher: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for _, match in zip(range(200), matcher.finditer(text), strict=False)]


def _marked(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> str:
    parts, at = ["…" if start else ""], start
    for left, right in spans:
        parts += [_plain(text[at:left]), "<mark>", _plain(text[left:right]), "</mark>"]
        at = right
    parts += [_plain(text[at:end]), "…" if end < len(text) else ""]
    return "".join(parts)


def _plain(text: str) -> str:
    """Escaped, and on one line."""
    return escape(re.sub(r"\s+", " ", text))
