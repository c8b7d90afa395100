"""Bytes in any encoding met in the wild → their text, and what is doubtful about it."""

import codecs
import re

from converters.errors import InputError
from converters.sheet import Notice

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MISREADINGS = (
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("gb18030", "utf-8"),
)
"""What a text was read as, and what it was, in the order of trying."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WITHOUT_ASCII = b" " * 128 + bytes(range(128, 256))
_COMMON = re.compile("[的一不人有是公开政府信息工作年度报告行情况申请数量本其他处理和在中为国市县区局]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SAMPLE, _SEARCHED = 20_000, 1_000_000
"""Characters looked at, and those, or bytes of UTF-8, among which they are looked for: pages open with long scripts."""
_DECLARES = 65_536
"""Bytes in which a charset is declared, if anywhere: pages put comments and scripts before it."""
_FOREIGN = {"latin-1": re.compile("[\x80-\xff\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]+")}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
"""What of a text may be the mojibake of a misreading: runs of these characters."""


def decode(data: bytes, *, path: str) -> tuple[str, list[Notice]]:
    """The text of these bytes and what is doubtful about it.

    The ladder: byte order mark, UTF-16 by its NULs, strict UTF-8, what the text declares, strict GB18030
    that looks Chinese, charset-normalizer, at last GB18030 with the bad bytes marked.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\0" in data[:4096]:
        return _wide(data, path)
    text = _try(data, "utf-8")
    if text is not None:
        chinese = (text, list[Notice]()) if _shows_chinese(data[:_SEARCHED]) else _without_mojibake(text)
        if chinese is not None:
            return chinese
        if _mostly_printable(text):
            return text, []
    declared = _DECLARED.search(data[:_DECLARES])
    for encoding in ([declared[1].decode("ascii")] if declared else []) + ["gb18030"]:
        text = _try(data, "gb18030" if encoding.lower() in {"gb2312", "gbk"} else encoding)
        if text is not None and _looks_chinese(text):
            return text, []
    return _guessed(data, path)


def _strictly(data: bytes, encoding: str) -> tuple[str, list[Notice]]:
    text = _try(data, encoding)
    if text is not None:
        return text, []
    return data.decode(encoding, "replace"), [_doubt(f"bytes that are no {encoding} are marked with �")]


def _wide(data: bytes, path: str) -> tuple[str, list[Notice]]:
    """UTF-16 without a mark shows NULs on one side of its pairs; other NULs mean that this is no text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text is not None and _looks_chinese(text):
            return text, []
    if data.count(b"\0") * 200 > len(data):
        raise InputError(path, "binary", "this is not text", "give a text, or a format that is read")
    text, notices = decode(data.replace(b"\0", b""), path=path)
    return text, [*notices, _doubt("NUL bytes were left out")]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _looks_chinese(text: str) -> bool:
    """Whether this decoding shows Chinese as people write it."""
    return _shows_chinese(text[:_SEARCHED].encode("utf-8", "replace"))


def _shows_chinese(utf8: bytes) -> bool:
    """Whether there are common characters among the Han ones.

    Equal runs count once: the styles of a page from Word name 宋体 a thousand times.
    """
    # What stands between ASCII is cut by bytes and looked at once: pages are mostly markup, and repeat their menus.
    pieces = dict.fromkeys(utf8.translate(_WITHOUT_ASCII).split())
    runs = _HAN.findall(b" ".join(pieces).decode("utf-8", "ignore"))
    han = "".join(dict.fromkeys(runs))[:_SAMPLE]
    return bool(han) and len(_COMMON.findall(han)) * 12 > len(han)


def _without_mojibake(text: str) -> tuple[str, list[Notice]] | None:
    """UTF-8 text mended, if it is the mojibake of Chinese in another encoding and mending loses nothing."""
    for wrong, right in _MISREADINGS:
        try:
            mended = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if _looks_chinese(mended):
            return mended, [_mended(wrong, right)]
    for wrong, right in (("latin-1", "utf-8"), ("latin-1", "gb18030"), ("gb18030", "utf-8")):
        mended, lost = _run_by_run(text, wrong, right)
        if _looks_chinese(mended):
            doubt = [_doubt(f"{lost} pieces had lost bytes and stay as they are")] if lost else []
            return mended, [_mended(wrong, right), *doubt]
    return None


def _mended(wrong: str, right: str) -> Notice:
    return Notice("mojibake_mended", f"{right} had been read as {wrong}; it was read again")


def _run_by_run(text: str, wrong: str, right: str) -> tuple[str, int]:
    """The text with every run mended that can be without loss, and how many cannot.

    A page may have references or signs in it that were never misread, and then cannot be mended as a whole.
    """
    lost = 0

    def mended(run: re.Match[str]) -> str:
        nonlocal lost
        try:
            return b"".join(
                _byte(char) if wrong == "latin-1" else char.encode(wrong) for char in run[0]
            ).decode(right)
        except UnicodeError:
            lost += 1
            return run[0]

    return _FOREIGN.get(wrong, _NOT_ASCII).sub(mended, text), lost


def _byte(char: str) -> bytes:
    """The byte that was read as this character, by latin-1 or by its extension cp1252."""
    return bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252")


def _guessed(data: bytes, path: str) -> tuple[str, list[Notice]]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, seldom needed

    loose = data.decode("gb18030", "replace")
    if loose.count("\ufffd") * 50 < len(loose) and _looks_chinese(loose):
        return loose, [_doubt("bytes that are no GB18030 are marked with �")]
    patched = data.decode("utf-8", "replace")
    if patched.count("\ufffd") * 50 < len(patched) and _looks_chinese(patched):
        return patched, [_doubt("bytes that are no UTF-8 are marked with �")]
    best = from_bytes(data[:200_000]).best()
    text = _try(data, best.encoding) if best is not None else None
    if text is None or not _mostly_printable(text):
        raise InputError(path, "binary", "this is not text", "give a text, or a format that is read")
    return text, [_doubt(f"nothing declares the encoding; read as {best.encoding if best else '?'}")]


def _mostly_printable(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) * 100 <= len(sample)


def _doubt(message: str) -> Notice:
    return Notice("encoding_doubt", message)
