"""What a PDF file says of itself: title, dates, programs."""

import re
from datetime import datetime

import pypdfium2

from converters.sheet import Properties

_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?", re.ASCII
)
_LONGEST = 300


def properties_of(document: pypdfium2.PdfDocument) -> Properties | None:
    """The file's own words on itself, or None where it says nothing."""
    found = Properties(
        title=_text(document, "Title"),
        created=pdf_date(_text(document, "CreationDate") or ""),
        modified=pdf_date(_text(document, "ModDate") or ""),
        creator=_text(document, "Creator"),
        producer=_text(document, "Producer"),
    )
    return found if found != Properties() else None


def _text(document: pypdfium2.PdfDocument, key: str) -> str | None:
    try:
        text = document.get_metadata_value(key)
    except UnicodeDecodeError:  # half a character, in a damaged file
        return None
    return " ".join(text.replace("\0", "").split())[:_LONGEST] or None


def pdf_date(text: str) -> str | None:
    """`D:20240131093000+08'00'` as `2024-01-31T09:30:00+08:00`; a day alone where no hour is said; else None."""
    match = _DATE.match(text.strip())
    if match is None or match[3] is None:
        return None
    year, month, day, *clock = (part or "00" for part in match.groups()[:6])
    zone = "+00:00" if match[7] else f"{match[8]}{match[9]}:{match[10] or '00'}" if match[8] else ""
    iso = f"{year}-{month}-{day}"
    if match[4] is not None:
        iso += f"T{':'.join(clock)}{zone}"
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return None
    return iso
