"""The bytes of a copy: line ends and encodings met in the wild."""

from collections.abc import Mapping

ENCODINGS: Mapping[str, tuple[str, bytes]] = {
    "utf-8": ("utf-8", b""),
    "utf-8 with BOM": ("utf-8", b"\xef\xbb\xbf"),
    "GB18030": ("gb18030", b""),
    "UTF-16 LE with BOM": ("utf-16-le", b"\xff\xfe"),
    "UTF-16 BE with BOM": ("utf-16-be", b"\xfe\xff"),
}
LINE_ENDS: Mapping[str, str] = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


def encoded(lines: list[str], encoding: str, line_end: str) -> bytes:
    """The lines as bytes; both names are keys of the tables above."""
    codec, mark = ENCODINGS[encoding]
    return mark + (LINE_ENDS[line_end].join(lines) + LINE_ENDS[line_end]).encode(codec)
