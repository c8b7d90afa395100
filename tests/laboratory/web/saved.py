"""Pages as browsers save them: one file of several parts (MHTML)."""

import quopri
from collections.abc import Sequence

_BOUNDARY = "----MultipartBoundary--lab----"


def mhtml(page: bytes, charset: str | None, address: str) -> bytes:
    """The page as the first part, a picture as the second."""
    head = (
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {address}",
        "Subject: =?utf-8?Q?=E5=B9=B4=E5=BA=A6=E6=8A=A5=E5=91=8A?=",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related; type="text/html"; boundary="{_BOUNDARY}"',
        "",
        "",
    )
    kind = "text/html" + (f'; charset="{charset}"' if charset else "")
    parts = (
        _part(kind, "quoted-printable", address, quopri.encodestring(page)),
        _part("image/gif", "base64", "http://example.invalid/logo.gif", _PICTURE),
    )
    return _lines(head) + b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()


_PICTURE = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def _part(kind: str, encoding: str, address: str, body: bytes) -> bytes:
    head = (
        f"--{_BOUNDARY}",
        f"Content-Type: {kind}",
        f"Content-Transfer-Encoding: {encoding}",
        f"Content-Location: {address}",
        "",
        "",
    )
    return _lines(head) + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def _lines(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode()
