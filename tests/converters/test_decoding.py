"""The ladder of encodings as pages need it: late declarations, scripts before the text, mojibake with sound parts."""

import re
from collections.abc import Callable

import pytest

from converters.readers.decoding import decode

TEXT = "政府信息公开工作年度报告，本年新收政府信息公开申请12件。"
SCRIPT = "<script>" + "var x = 1;\n" * 5_000 + "</script>"


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "gb18030"])
def test_scripts_before_the_text_do_not_hide_its_encoding(codec: str) -> None:
    page = SCRIPT + TEXT
    assert decode(page.encode(codec), path="page.html") == (page, [])


def test_the_names_of_fonts_do_not_hide_the_text() -> None:
    page = "<span style='font-family:宋体;mso-ascii-font-family:仿宋_GB2312'>12</span>" * 4_000 + TEXT
    misread = page.encode("gbk").decode("latin-1")
    text, notices = decode(misread.encode(), path="page.html")
    assert text == page
    assert [notice.code for notice in notices] == ["mojibake_mended"]


def test_big5_is_believed_where_a_page_declares_it_late() -> None:
    page = f"<!-- {'x' * 4_000} --><meta charset=big5><p>政府資訊公開工作年度報告，本年新收申請件數</p>" * 3
    assert decode(page.encode("big5"), path="page.html")[0] == page


def as_latin(run: bytes) -> str:
    """Bytes as browsers read them: cp1252, and latin-1 where that has nothing."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in run)


@pytest.mark.parametrize(
    ("right", "misread"),
    [
        ("utf-8", as_latin),
        ("gb18030", as_latin),
        ("utf-8", lambda run: run.decode("gb18030")),
    ],
    ids=["utf-8 as latin-1", "gb18030 as latin-1", "utf-8 as gb18030"],
)
def test_mojibake_is_mended_beside_text_that_was_never_misread(
    right: str, misread: Callable[[bytes], str]
) -> None:
    whole = "政府信息公开工作年度报告" * 4  # of an even number of characters: no byte is lost
    page = f"<p>{misread(whole.encode(right))}</p>"
    text, notices = decode((page + "<td>12</td>\u2014 \u00a9").encode(), path="page.html")
    assert text.startswith(f"<p>{whole}</p><td>12</td>")
    assert notices[0].code == "mojibake_mended"


def test_what_lost_bytes_stays_as_it_is_and_is_told() -> None:
    whole, odd = "政府信息公开工作年度报告" * 4, "工作总结"
    broken = odd.encode()[:-1].decode("gb18030", "replace")
    page = f"<p>{whole.encode().decode('gb18030')}</p><p>{broken}</p>"
    text, notices = decode(page.encode(), path="page.html")
    assert re.findall("<p>(.*?)</p>", text) == [whole, broken]
    assert [notice.code for notice in notices] == ["mojibake_mended", "encoding_doubt"]
