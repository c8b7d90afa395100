"""Whole PDF files damaged on their way: each kind a function of the file and a source of chance."""

import re
from collections.abc import Callable, Mapping
from random import Random

Damage = Callable[[bytes, Random], bytes]

_LOGIN = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>统一身份认证平台</title></head>
<body><form action="/login" method="post"><input name="username"><input name="password" type="password">
<button>登录</button></form></body></html>
"""
_MISSING = """<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>
"""
_TOKENS = tuple(
    b"/Type /Kids /Count /Length /Filter /Contents /Font endobj obj endstream stream << >> [ ] R trailer startxref xref"
    b" /ToUnicode /FirstChar /Widths /BaseFont /Encoding".split()
)


def one_byte_flipped(data: bytes, rng: Random) -> bytes:
    """One bit of the file turned over."""
    return _flipped(data, rng, 1)


def bytes_flipped(data: bytes, rng: Random) -> bytes:
    """Two to fifty bits turned over."""
    return _flipped(data, rng, rng.randint(2, 50))


def structure_flipped(data: bytes, rng: Random) -> bytes:
    """One to five bits turned over outside the streams, where no checksum looks."""
    spoiled = bytearray(data)
    outside = [at for start, end in _outside(data) for at in range(start, end)]
    for at in rng.sample(outside, rng.randint(1, 5)):
        spoiled[at] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def _outside(data: bytes) -> list[tuple[int, int]]:
    """From where to where the file is structure, not data of a stream."""
    streams = [found.span(1) for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)]
    starts, ends = [0, *(end for _, end in streams)], [*(start for start, _ in streams), len(data)]
    return list(zip(starts, ends, strict=True))


def _flipped(data: bytes, rng: Random, count: int) -> bytes:
    spoiled = bytearray(data)
    for _ in range(count):
        spoiled[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def cut_short(data: bytes, rng: Random) -> bytes:
    """The end is missing: anything from the last bytes to nearly all."""
    return data[: max(1, int(len(data) * rng.choice((rng.random(), 1 - rng.random() / 50))))]


def head_lost(data: bytes, rng: Random) -> bytes:
    """The beginning is missing."""
    return data[int(len(data) * rng.random()) :]


def middle_lost(data: bytes, rng: Random) -> bytes:
    """A stretch in the middle is missing."""
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randint(1, 20_000) :]


def middle_blank(data: bytes, rng: Random) -> bytes:
    """A stretch is noughts, as after a broken download in pieces."""
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.randint(1, 20_000))
    return data[:start] + bytes(end - start) + data[end:]


def concatenated(data: bytes, rng: Random) -> bytes:
    """The file twice, the first time cut."""
    return data[: rng.randrange(len(data))] + data


def concatenated_and_cut(data: bytes, rng: Random) -> bytes:
    """The file twice, the second time cut."""
    return data + data[: rng.randrange(len(data))]


def junk_around(data: bytes, rng: Random) -> bytes:
    """Headers of the transfer before the file and a page's end behind it, as some scripts save it."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"
    return head * rng.randint(0, 1) + data + b"\r\n</body></html>\r\n" * rng.randint(1, 200)


def tokens_fuzzed(data: bytes, rng: Random) -> bytes:
    """Words of the file's grammar in each other's place."""
    for start, stop in _chosen(data, re.compile(b"|".join(map(re.escape, _TOKENS))), rng):
        data = data[:start] + rng.choice(_TOKENS) + data[stop:]
    return data


def numbers_fuzzed(data: bytes, rng: Random) -> bytes:
    """Numbers outside streams replaced: sizes, references, counts."""
    for start, stop in _chosen(data, re.compile(rb"(?<=[ \[])\d+(?=[ \]\r\n/])"), rng):
        data = data[:start] + str(rng.choice((0, 1, 7, 65_536, 2**31 - 1, 10**12))).encode() + data[stop:]
    return data


def references_swapped(data: bytes, rng: Random) -> bytes:
    """References to objects that point to others of the file."""
    numbers = re.findall(rb"(\d+) 0 obj", data)
    for start, stop in _chosen(data, re.compile(rb"\d+(?= 0 R)"), rng):
        data = data[:start] + rng.choice(numbers) + data[stop:]
    return data


def _chosen(data: bytes, pattern: re.Pattern[bytes], rng: Random) -> list[tuple[int, int]]:
    """One to eight places of a pattern outside the streams, the last first."""
    found = (match for start, end in _outside(data) for match in pattern.finditer(data, start, end))
    places = [match.span() for match in found]
    return sorted(rng.sample(places, min(len(places), rng.randint(1, 8))), reverse=True)


def line_ends_changed(data: bytes, _rng: Random) -> bytes:
    """Sent as text: every line feed got a carriage return."""
    return data.replace(b"\n", b"\r\n")


def eighth_bit_lost(data: bytes, _rng: Random) -> bytes:
    """Sent through what knows seven bits only."""
    return bytes(byte & 0x7F for byte in data)


def as_text(data: bytes, _rng: Random) -> bytes:
    """Read as UTF-8 and written again: all that is none became U+FFFD."""
    return data.decode("utf-8", "replace").encode()


def login_page(_data: bytes, _rng: Random) -> bytes:
    """The page that asks who one is, saved under the report's name."""
    return _LOGIN.encode()


def missing_page(_data: bytes, _rng: Random) -> bytes:
    """The page that says that there is none."""
    return _MISSING.encode()


def nothing(_data: bytes, _rng: Random) -> bytes:
    """No byte at all."""
    return b""


def noughts(data: bytes, _rng: Random) -> bytes:
    """As long as the file, and empty: a download that never came."""
    return bytes(len(data))


DAMAGE: Mapping[str, Damage] = {
    damage.__name__: damage
    for damage in (
        one_byte_flipped,
        bytes_flipped,
        structure_flipped,
        cut_short,
        head_lost,
        middle_lost,
        middle_blank,
        concatenated,
        concatenated_and_cut,
        junk_around,
        tokens_fuzzed,
        numbers_fuzzed,
        references_swapped,
        line_ends_changed,
        eighth_bit_lost,
        as_text,
        login_page,
        missing_page,
        nothing,
        noughts,
    )
}


def damaged(kind: str, data: bytes, seed: int) -> bytes:
    """The file with damage of this kind, as the seed has it."""
    return DAMAGE[kind](data, Random(f"damage {kind} {seed}"))
