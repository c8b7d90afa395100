"""Where a page comes from, and the files that it links to. Nothing is fetched."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from converters.address import is_address
from converters.readers.html.flow import text_of
from converters.readers.html.nodes import Element
from converters.readers.html.parsing import Page
from converters.sheet import Attachment

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.IGNORECASE)
_SAVED_BY = re.compile(r"<!--\s*Page saved with SingleFile\s*url:\s*(\S+)", re.IGNORECASE)
_NAME = re.compile(r"\.(?=[pPdDxXwWeEoOrRzZ7])(?i:pdf|docx?|xlsx?|wps|et|ofd|rtf|zip|rar|7z)\b")
_SEARCHED = 20_000


def address_of(page: Page) -> str | None:
    """The page's own address, as far as it tells it: where it was saved from, its canonical link, its base."""
    saved = next(
        (match[1] for rule in (_SAVED_FROM, _SAVED_BY) if (match := rule.search(page.source[:_SEARCHED]))),
        None,
    )
    base = page.first("base[href]", "href")
    told = (
        saved,
        page.first('link[rel="canonical" i]', "href"),
        page.first('meta[property="og:url" i]', "content"),
        base if base and not base.endswith("/") else None,
    )
    return next((address for address in told if address and is_address(address)), None)


def attachments(elements: Iterable[Element], page: Page, address: str | None) -> Iterator[Attachment]:
    """The files that links among these elements lead to, each once."""
    if not _NAME.search(page.source):
        return
    base = _joined(address, page.first("base[href]", "href")) or address
    seen: set[str] = set()
    for element in elements:
        href = element.attribute("href").strip()
        if not href or href in seen or not _is_file(href, element):
            continue
        seen.add(href)
        url = _joined(base, href)
        text = " ".join(text_of(element).split())
        name = text or element.attribute("title").strip() or PurePosixPath(unquote(urlsplit(href).path)).name
        yield Attachment(name, href, url if url and is_address(url) else None, element.place())


def _is_file(href: str, element: Element) -> bool:
    """Whether a link leads to a file: by its address, or by its name where the address is a script's."""
    texts = [child for child in element.children if isinstance(child, str)]
    if not _NAME.search("\n".join([href, element.attribute("title"), *texts])):
        return False
    try:
        ending = PurePosixPath(urlsplit(href).path).suffix.lower()
    except ValueError:
        return False
    return ending not in (".html", ".htm", ".shtml")


def _joined(base: str | None, href: str | None) -> str | None:
    """The address that a link leads to from a base; None where it cannot be told."""
    if not href:
        return None
    try:
        return urljoin(base, href) if base else href if is_address(href) else None
    except ValueError:
        return None
