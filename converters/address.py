"""Addresses of the web."""

from urllib.parse import urlsplit


def is_address(text: str) -> bool:
    """Whether a text is an absolute address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
