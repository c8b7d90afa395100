"""What of a file could not be read: an error where nothing could, else notices with the numbers of the pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from converters.errors import InputError
from converters.readers.pdf.legibility import MOST_CHARACTERS, Fault
from converters.readers.pdf.remains import files_in, has_lost_fonts
from converters.readers.pdf.streams import Streams
from converters.readers.pdf.strokes import MOST_PATHS
from converters.sheet import Notice

_READ = (None, Fault.OVERDRAWN, Fault.SLIGHT, Fault.RECOGNISED)

_SAID = (
    (Fault.BROKEN, Notice("damaged", "it does not open, nothing was read of it")),
    (Fault.OVERPRINTED, Notice("damaged", "its characters stand on each other, nothing was read of it")),
    (
        Fault.ASKEW,
        Notice("damaged", "its lines lie far askew or askew to each other, nothing was read of it"),
    ),
    (Fault.PICTURE, Notice("needs_ocr", "a picture without text, nothing was read of it")),
    (
        Fault.RECOGNISED,
        Notice(
            "recognised_text",
            "a picture with the text that a program recognised in it, which may take digits for others",
        ),
    ),
    (Fault.ILLEGIBLE, Notice("no_unicode", "its fonts do not tell its characters, nothing was read of it")),
    (Fault.VAST, Notice("too_complex", "larger than 200 inches, nothing was read of it")),
    (Fault.CROWDED, Notice("too_complex", f"over {MOST_CHARACTERS:,} characters, nothing was read of it")),
    (
        Fault.OVERDRAWN,
        Notice("too_complex", f"over {MOST_PATHS:,} lines are drawn, its rules were not looked at"),
    ),
)
"""What is said of pages with a fault, behind their numbers."""


def refuse(faults: Sequence[Fault | None], *, path: str) -> None:
    """An error where no page can be read.

    Raises:
        InputError: pictures (needs_ocr), codes (no_unicode), broken (damaged), or nothing at all (empty).
    """
    if any(fault in _READ for fault in faults):
        return
    if Fault.OVERPRINTED in faults:
        raise InputError(path, "damaged", "its characters stand on each other", "get another copy of it")
    if Fault.ASKEW in faults:
        problem = "its lines lie far askew, or askew to each other"
        raise InputError(path, "damaged", problem, "get another copy of it")
    number, pictures = len(faults), faults.count(Fault.PICTURE)
    if Fault.ILLEGIBLE in faults:
        problem = "its fonts do not tell which characters they show, so that its text cannot be taken"
        raise InputError(path, "no_unicode", problem, "recognise it with OCR, or get it in another format")
    if pictures:
        problem = (
            f"no page has text, {pictures} of {number} are pictures"
            if number > 1
            else "its page is a picture"
        )
        raise InputError(path, "needs_ocr", problem, "recognise it with OCR first")
    if Fault.VAST in faults or Fault.CROWDED in faults:
        raise InputError(path, "too_complex", "its pages are larger than any report's", "leave it out")
    if Fault.BROKEN in faults:
        problem = f"none of its {number} pages opens" if number > 1 else "its page does not open"
        raise InputError(path, "damaged", problem, "get another copy of it")
    problem = f"all its {number} pages are blank" if number > 1 else "its page is blank"
    raise InputError(path, "empty", problem, "get a copy with content")


def refuse_remains(data: bytes, *, path: str) -> None:
    """An error where what is left of a broken file may show other characters than it did.

    Raises:
        InputError: reason damaged.
    """
    if (files := files_in(data)) > 1:
        problem = f"{files} PDF files stand in this one, and their parts cannot be told apart"
        raise InputError(path, "damaged", problem, "get them one by one")
    if has_lost_fonts(data):
        raise InputError(path, "damaged", "fonts of this PDF file are lost", "get another copy of it")


def notices_of(faults: Sequence[Fault | None], streams: Streams, *, rebuilt: bool) -> Iterator[Notice]:
    """What a reader of the report should know of pages that were not read, or not in whole."""
    if rebuilt:
        yield Notice(
            "damaged", "the file's list of its objects was broken and was made anew; parts may be missing"
        )
    if streams.pages > len(faults):
        yield Notice(
            "damaged",
            f"{streams.pages} pages stand in the file, and it shows {len(faults)} of them as its own",
        )
    for fault, notice in _SAID:
        if pages := _pages(faults, fault):
            yield replace(notice, message=f"{pages}: {notice.message}")


def _pages(faults: Sequence[Fault | None], fault: Fault) -> str:
    """The pages with this fault in words (`pages 2, 4–6`), or nothing."""
    numbers = [number for number, found in enumerate(faults, 1) if found is fault]
    runs = [list(run) for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    named = ", ".join(f"{run[0][1]}–{run[-1][1]}" if len(run) > 1 else f"{run[0][1]}" for run in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {named}" if named else ""
