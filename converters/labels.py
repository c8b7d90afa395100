"""Printed label → comparable label: width, blanks, punctuation and variant characters folded away.

Only for comparing; what stands in the report stays as printed.
"""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files


@cache
def variants() -> dict[str, str]:
    """Variant character → the character of the forms, from data/variants.tsv."""
    text = (files("converters") / "data" / "variants.tsv").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {variant: plain for variant, plain in pairs}  # noqa: C416 - a pair of the wrong length must fail


@cache
def _plain_characters() -> dict[int, int]:
    return {ord(variant): ord(plain) for variant, plain in variants().items()}


def plain(text: str) -> str:
    """The text with variant characters replaced one for one: the same length, every offset as it was."""
    return _remembered_plain(text) if len(text) < _LONG else _plain(text)


def _plain(text: str) -> str:
    return text.translate(_plain_characters())


class _Fold(dict[int, str]):
    """Translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        kept = "".join(variants().get(char, char) for char in folded if char.isalnum())
        self[code] = kept
        return kept


_FOLD = _Fold()
_LONG = 100
"""No label is as long as that."""


def fold(text: str) -> str:
    """The letters and digits of a text, in the plain characters of the forms.

    >>> fold("（二）部分公开")
    '二部分公开'
    """
    return _remembered_fold(text) if len(text) < _LONG else _fold(text)


def _fold(text: str) -> str:
    return text.translate(_FOLD)


def fold_with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the offset in the text that it came from."""
    return _remembered_offsets(text) if len(text) < _LONG else _with_offsets(text)


def _with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        kept = _FOLD[ord(char)]
        pieces.append(kept)
        offsets.extend([offset] * len(kept))
    return "".join(pieces), tuple(offsets)


_remembered_plain = lru_cache(maxsize=4096)(_plain)
_remembered_fold = lru_cache(maxsize=4096)(_fold)
_remembered_offsets = lru_cache(maxsize=4096)(_with_offsets)
"""The labels of one report are those of the next."""
