"""Pages saved as one file (MHTML): the parts that are pages, the first one first, and where it came from."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from converters.readers.decoding import decode
from converters.sheet import Notice

_PAGES = ("text/html", "application/xhtml+xml")
_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The sources of the pages in one file, and the first one's address."""

    sources: tuple[str, ...]
    address: str | None
    notices: tuple[Notice, ...]


def saved_page(data: bytes, *, path: str) -> SavedPage | None:
    """The pages in these bytes; None where there are none.

    Raises:
        InputError: a part is no text.
    """
    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf \r\n"))
    parts = [part for part in message.walk() if part.get_content_type() in _PAGES][:_MOST_PARTS]
    decoded = [decode(content, path=path) for part in parts if (content := _content(part))]
    if not decoded:
        return None
    address = (
        message["Snapshot-Content-Location"] or parts[0]["Content-Location"] or message["Content-Location"]
    )
    return SavedPage(
        tuple(text for text, _ in decoded),
        str(address).strip() if address else None,
        tuple(dict.fromkeys(notice for _, notices in decoded for notice in notices)),
    )


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
