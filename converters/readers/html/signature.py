"""Whether bytes are a web page; asked of every file, so nothing heavy is imported here."""

import re
from pathlib import PurePosixPath

_HEAD = re.compile(
    rb"\A(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?Content-Type:\s*(?:multipart/|text/html)",
    re.IGNORECASE,
)
_MESSAGE_HEAD = 8_192
SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"})

_OPENINGS = re.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|meta|title|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml")
_TAG = re.compile(r"<(?:p|div|table|td|span|br|h\d|ul|font|script|a)\b[^<>]*>", re.IGNORECASE)
_SEARCHED = 4_096


def is_mhtml(data: bytes) -> bool:
    """Whether the bytes begin as an e-mail's head does, and promise pages."""
    return _HEAD.match(data[:_MESSAGE_HEAD].lstrip(b"\xef\xbb\xbf \r\n")) is not None


def is_page(data: bytes, *, path: str) -> bool:
    """Whether these bytes are a web page: by how they begin, or by the file's name and a tag."""
    if is_mhtml(data):
        return True
    wide = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    head = data[:_SEARCHED].decode(wide, "ignore")
    if _OPENINGS.match(head) or _XML.match(head):
        return True
    if PurePosixPath(path.lower()).suffix not in SUFFIXES:
        return False
    return _TAG.search(data[: 16 * _SEARCHED].replace(b"\0", b"").decode("latin-1")) is not None
