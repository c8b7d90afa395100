"""Web pages: the report found on the page, what the page says of itself, and its links → a Sheet.

What is tried, in this order, until the words of the statutory tables are found: the page as it is shown; what stands
in it as text (a frame's srcdoc, a script's string, a form field); the other pages of the same file; what is hidden.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from converters.anchors import count_words, table_of
from converters.errors import InputError
from converters.readers.decoding import decode
from converters.readers.html.extent import is_form, is_section, is_title, report_of
from converters.readers.html.furniture import is_border
from converters.readers.html.links import address_of, attachments
from converters.readers.html.mhtml import saved_page
from converters.readers.html.nodes import Element
from converters.readers.html.parsing import Page, parsed, with_hidden
from converters.readers.html.pictures import picture_notices
from converters.readers.html.pieces import Piece, pieces_of
from converters.readers.html.repeats import one_report, without_repeats
from converters.readers.html.signature import is_mhtml
from converters.readers.html.stated import date_alone, meta_tags, of_pieces
from converters.readers.html.wrappings import wrapped
from converters.readers.line_numbers import without_line_numbers
from converters.readers.own_cells import with_own_cells_marked
from converters.readers.repeated_cells import without_repeated_cells
from converters.readers.text import MAX_LINE
from converters.sheet import Grid, Line, NodePlace, Notice, Sheet, Stated

_TABLES = frozenset({"disclosure", "applications", "reviews"})
_ENOUGH = 12
"""Words of the statutory tables that make sure that the report is found: a whole one has some 40."""
_LEAST_IN_LINES = 8
"""Words of the tables in lines that make it worth looking for tables of other elements; prose has fewer."""
_MOST_TITLES = 3
_BESIDE = 8
"""Pieces before and behind the report that speak of it."""


@dataclass(frozen=True, slots=True)
class _View:
    """One way to see the report: its pieces, those around it and what these say, and where it stands if wrapped."""

    page: Page
    report: Sequence[Piece]
    around: Sequence[Piece]
    stated: tuple[Stated, ...]
    words: int
    notices: tuple[Notice, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """The tables of the form that are shown."""
        grids = (piece.text for piece in self.report if isinstance(piece.what, Grid))
        lines = "\n".join(
            piece.text for piece in self.report if isinstance(piece.what, str) and is_form(piece)
        )
        found = {table_of(text) for text in grids} | {table_of(text) for text in lines.splitlines()}
        return _TABLES & found


def read_page(data: bytes, *, path: str, address: str | None = None) -> Sheet:
    """The report on a web page; `address` is where the page came from, if that is known.

    Raises:
        InputError: empty, too large or too complex, or no text.
    """
    sources, told, notices = _sources(data, path)
    page = parsed(sources[0], path=path)
    address = address or told or address_of(page)
    view = _best(page, sources[1:], path)
    report, several = one_report(view.report, _title(page))
    shown = [block for piece in report if (block := piece.block)]
    blocks = without_repeated_cells(without_line_numbers(with_own_cells_marked(shown)))
    elsewhere = tuple(_elsewhere(view))
    if not any(piece.text.strip() for piece in (*report, *view.around)):
        problem = "; ".join(["the page shows no text", *(notice.message for notice in elsewhere)])
        raise InputError(path, "empty", problem, "get a copy with content")
    if max((len(block.text) for block in blocks if isinstance(block, Line)), default=0) > MAX_LINE:
        raise InputError(path, "line_too_long", f"a line has over {MAX_LINE:,} characters", "save it anew")
    return Sheet(
        blocks,
        "text/html",
        notices=(*notices, *view.notices, *several, *picture_notices(report), *elsewhere),
        title=_title(page),
        url=address,
        stated=(*meta_tags(page.document), *view.stated),
        attachments=tuple(attachments(_links(page, view), page, address)),
    )


def _sources(data: bytes, path: str) -> tuple[Sequence[str], str | None, Sequence[Notice]]:
    """The texts of the pages in a file, the address that an MHTML file gives, and what is doubtful."""
    if is_mhtml(data):
        saved = saved_page(data, path=path)
        if saved is None:
            raise InputError(path, "empty", "the saved page has no part that is a page", "save it anew")
        return saved.sources, saved.address, saved.notices
    text, notices = decode(data, path=path)
    if not text.strip():
        raise InputError(path, "empty", "the file is empty", "get a copy with content")
    return [text], None, notices


def _best(page: Page, others: Sequence[str], path: str) -> _View:
    """The first view that surely shows the report, else the one that shows most of it."""
    best = _seen(page)
    views = _other_views(best, page, others, path)
    while not (best.words >= _ENOUGH and best.tables == _TABLES):
        view = next(views, None)
        if view is None:
            break
        # A view that shows no table more shows only other words.
        if view.words > best.words and (best.words < _ENOUGH or view.tables > best.tables):
            best = view
    return best


def _other_views(plain: _View, page: Page, others: Sequence[str], path: str) -> Iterator[_View]:
    held = wrapped(page.document)
    if held is not None:
        yield _of_wrapped(plain, parsed(held.source, path=path), held.at)
    for source in others:
        yield _seen(parsed(source, path=path))
    shown = with_hidden(page)
    if shown is not None:
        notice = Notice(
            "hidden_report", "what the page's styles hide was read, as nothing else shows the report"
        )
        yield replace(_seen(shown), notices=(notice,))


def _seen(page: Page) -> _View:
    """The page as it is shown."""
    view = _view(page, pieces_of(page.root))
    lines = [piece for piece in view.report if isinstance(piece.what, str)]
    if _words(lines) < _LEAST_IN_LINES:
        return view
    return _view(page, pieces_of(page.root, divisions=True))


def _view(page: Page, pieces: Sequence[Piece]) -> _View:
    stated, numbers = of_pieces(pieces)
    chosen = report_of(pieces, numbers)
    own = set(chosen)
    report = without_repeats([pieces[number] for number in chosen])
    around = [piece for number, piece in enumerate(pieces) if number not in own]
    words = _words(report)
    first = chosen[0] if chosen else 0
    end = _end(pieces, chosen[-1]) if words or any(map(is_section, report)) else len(pieces)
    said = [each for number, each in stated if number < end and number not in own]
    between = pieces[first : next((number for number in chosen if number > first), first)]
    dates = (date_alone(piece) for piece in between[1:_BESIDE])
    return _View(page, report, around, (*said, *filter(None, dates)), words)


def _end(pieces: Sequence[Piece], last: int) -> int:
    """Where behind the last piece of the report other articles begin, which have dates of their own."""
    behind = range(last + 1, min(len(pieces), last + 1 + _BESIDE))
    return next((number for number in behind if is_border(pieces[number].text)), behind.stop)


def _words(report: Sequence[Piece]) -> int:
    return count_words("\n".join(piece.text for piece in report))


def _of_wrapped(outer: _View, page: Page, at: NodePlace) -> _View:
    """The report that stands in a page as text; title and what else is said come from the page around it."""
    inner = _seen(page)
    moved = [piece.moved(at) for piece in inner.report]
    if not any(is_title(piece.text) for piece in moved):
        titles = [
            piece for piece in (*outer.report, *outer.around) if is_title(piece.text) and not piece.linked
        ]
        moved = [*titles[:_MOST_TITLES], *moved]
    notice = Notice("wrapped_report", "the report stands in the page as text, which a script shows", at)
    stated = (*outer.stated, *(replace(said, at=at) for said in inner.stated))
    return _View(page, moved, inner.around, stated, inner.words, (notice,))


def _links(page: Page, view: _View) -> Sequence[Element]:
    """The links of the page, and of the report where it stands in it as text."""
    return page.links if view.page is page else [*view.page.links, *page.links]


def _elsewhere(view: _View) -> Iterator[Notice]:
    """Frames whose pages are files of their own, where the report is not on this page."""
    if view.words:
        return
    for node in view.page.document.css("iframe[src], frame[src]"):
        source = (node.attrs.sget("src", "") or "").strip()
        if source and not source.startswith(("about:", "javascript:")):
            yield Notice(
                "frame_elsewhere", f"a part of the page is another file, which is not read: {source[:200]}"
            )


def _title(page: Page) -> str | None:
    node = page.document.css_first("title")
    title = page.first('meta[name="ArticleTitle" i]', "content") or (node.text() if node else "")
    return " ".join((title or "").split()) or None
