"""PDF files that cost their reader far more than they weigh: each a function without arguments."""

from collections.abc import Callable, Mapping

from laboratory.paper.raw import CATALOG, HELVETICA, PAGES, flate, page, raw_pdf, stream

_WORDS = b"BT /F1 12 Tf 60 700 Td (Below this line stands more than any table has) Tj ET\n"


def deflate_bomb() -> bytes:
    """Seven hundred bytes that are 150 MB of blanks: deflated three times."""
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(), 4: flate(b" " * 150_000_000, times=3)})


def exponential_forms() -> bytes:
    """Forty forms that each draw the next one ten times."""
    forms = {
        number: stream(
            b"/F Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F %d 0 R >> >>"
            % (number + 1),
        )
        for number in range(5, 45)
    }
    last = stream(b"0 0 m 9 9 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    resources = b"<< /XObject << /F 5 0 R >> >>"
    return raw_pdf(
        {1: CATALOG, 2: PAGES, 3: page(resources=resources), 4: stream(b"/F Do"), **forms, 45: last}
    )


def recursive_form() -> bytes:
    """A form that draws itself."""
    form = stream(
        b"q /F Do Q",
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >>",
    )
    resources = b"<< /XObject << /F 5 0 R >> >>"
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=resources), 4: stream(b"/F Do"), 5: form})


def looped_pages() -> bytes:
    """A page tree whose branches hold each other."""
    one = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    other = b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>"
    return raw_pdf({1: CATALOG, 2: one, 3: other, 4: stream(b"")})


def endless_count() -> bytes:
    """One page, and two thousand million promised."""
    return raw_pdf(
        {1: CATALOG, 2: PAGES.replace(b"/Count 1", b"/Count 2000000000"), 3: page(), 4: stream(b"")}
    )


def shared_pages() -> bytes:
    """One page, shown a hundred thousand times."""
    many = b"<< /Type /Pages /Kids [%b] /Count 100000 >>" % (b"3 0 R " * 100_000)
    return raw_pdf({1: CATALOG, 2: many, 3: page(), 4: stream(b"")})


def many_pages() -> bytes:
    """Ten thousand pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10_010))
    tree = b"<< /Type /Pages /Kids [%b] /Count 10000 >>" % kids
    return raw_pdf({1: CATALOG, 2: tree, 4: stream(b"")} | dict.fromkeys(range(10, 10_010), page()))


def many_lines() -> bytes:
    """Two hundred thousand lines on one page."""
    drawn = b"".join(
        b"%d %d m %d %d l S\n" % (n % 590, n % 840, n % 590 + 5, n % 840) for n in range(200_000)
    )
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: flate(_WORDS + drawn)})


def one_path_of_many_lines() -> bytes:
    """Two hundred thousand lines that are one path."""
    drawn = b"".join(b"%d %d m %d %d l\n" % (n % 590, n % 840, n % 590 + 5, n % 840) for n in range(200_000))
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: flate(_WORDS + drawn + b"S")})


def many_characters() -> bytes:
    """Two million characters on one page."""
    line = b"(%b) Tj 0 -1 Td\n" % (b"0123456789" * 20)
    drawn = b"BT /F1 1 Tf 10 830 Td\n%bET" % (line * 10_000)
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: flate(drawn)})


def many_boxes() -> bytes:
    """A grid of seventy thousand cells, each a rectangle of its own."""
    drawn = b"".join(
        b"%d %d 2 3 re S\n" % (column * 2, row * 3) for row in range(260) for column in range(270)
    )
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: flate(_WORDS + drawn)})


def many_boxes_in_one_path() -> bytes:
    """The same as one path."""
    drawn = b"".join(b"%d %d 2 3 re\n" % (column * 2, row * 3) for row in range(260) for column in range(270))
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA), 4: flate(_WORDS + drawn + b"S")})


def vast_page() -> bytes:
    """A page of fourteen million points."""
    text = stream(b"BT /F1 12 Tf 9000000 9000000 Td (12) Tj ET")
    return raw_pdf(
        {1: CATALOG, 2: PAGES, 3: page(resources=HELVETICA, box=b"[0 0 14000000 14000000]"), 4: text}
    )


def nested_arrays() -> bytes:
    """Arrays within arrays, a million deep."""
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(), 4: stream(b"[" * 1_000_000), 5: b"[" * 1_000_000})


def nested_states() -> bytes:
    """Graphic states saved a million times."""
    return raw_pdf({1: CATALOG, 2: PAGES, 3: page(), 4: flate(b"q " * 1_000_000)})


BOMBS: Mapping[str, Callable[[], bytes]] = {
    bomb.__name__: bomb
    for bomb in (
        deflate_bomb,
        exponential_forms,
        recursive_form,
        looped_pages,
        endless_count,
        shared_pages,
        many_pages,
        many_lines,
        one_path_of_many_lines,
        many_boxes,
        many_boxes_in_one_path,
        many_characters,
        vast_page,
        nested_arrays,
        nested_states,
    )
}
