"""Text in any encoding and with any line ends gives the same lines; what is no text is refused, quickly."""

import codecs
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.errors import InputError
from converters.readers.text import MAX_BYTES, MAX_LINE, read_text
from converters.sheet import Line, Sheet, TextPlace

TEXT = (
    "洛阳市公共资源交易中心2020年政府信息公开工作年度报告\n一、总体情况\n本年度公开政府信息１２条，办理申请3件。\n"
    "|（一）予以公开|\t0|——|“无”\n涪陵区、濮阳市、儋州市、亳州市\n"
)
TRADITIONAL = "政府資訊公開工作年度報告\n一、總體情況\n本年度公開資訊，辦理申請，行政機關處理情況。\n"


def read(data: bytes) -> Sheet:
    return read_text(data, path="a/b.txt")


def texts(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.blocks if isinstance(block, Line)]


def codes(sheet: Sheet) -> list[str]:
    return [notice.code for notice in sheet.notices]


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.subject == "a/b.txt"
    assert caught.value.remedy
    return caught.value.reason


ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "gb18030": TEXT.encode("gb18030"),
    "gbk": TEXT.encode("gbk"),
    "gbk declared as gb2312": b'<meta charset="gb2312">\n' + TEXT.encode("gbk"),
    "utf-8 declared as gb2312": b'<meta charset="gb2312">\n' + TEXT.encode(),
    "gb18030 declared as a name of no encoding": b"charset=chinese-x\n" + TEXT.encode("gb18030"),
    "utf-16-le with a mark": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16-be with a mark": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "utf-16-be": TEXT.encode("utf-16-be"),
    "utf-32-le with a mark": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    "utf-32-be with a mark": codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_gives_the_same_lines_without_doubt(encoding: str) -> None:
    sheet = read(ENCODED[encoding])
    assert texts(sheet)[-6:] == TEXT.split("\n")
    assert codes(sheet) == []
    assert sheet.media_type == "text/plain"


def test_big5_is_read_where_it_is_declared() -> None:
    assert texts(read(b"charset=big5\n" + TRADITIONAL.encode("big5")))[1:] == TRADITIONAL.split("\n")


def test_big5_undeclared_is_right_or_doubted() -> None:
    sheet = read(TRADITIONAL.encode("big5"))
    assert texts(sheet) == TRADITIONAL.split("\n") or codes(sheet) == ["encoding_doubt"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("bad", [b"\xff", b"\x80"])
def test_one_bad_byte_costs_a_character_not_the_text(encoding: str, bad: bytes) -> None:
    long = TEXT * 5
    cut = len((TEXT + TEXT[:30]).encode(encoding))
    data = long.encode(encoding)
    sheet = read(data[:cut] + bad + data[cut:])
    lines = texts(sheet)
    assert codes(sheet) == ["encoding_doubt"]
    assert "�" in "".join(lines)
    assert sum(line in TEXT.split("\n") for line in lines) >= len(lines) - 2


@pytest.mark.parametrize(
    ("wrong", "right"), [("latin-1", "gb18030"), ("cp1252", "gb18030"), ("latin-1", "utf-8")]
)
def test_mojibake_is_mended_and_said(wrong: str, right: str) -> None:
    plain = "政府信息公开工作年度报告\n一、总体情况\n本年度公开政府信息，办理申请。\n"
    sheet = read(plain.encode(right).decode(wrong).encode())
    assert texts(sheet) == plain.split("\n")
    assert codes(sheet) == ["mojibake_mended"]


def test_text_without_any_chinese_is_left_as_it_is() -> None:
    sheet = read("Café – résumé\nplain\n".encode())
    assert texts(sheet) == ["Café – résumé", "plain", ""]
    assert codes(sheet) == []


@pytest.mark.parametrize(
    ("mark", "read_as"),
    [("\u200b", ""), ("\ufeff", ""), ("\uf06c", "\uf06c"), ("\xad", ""), ("\u202c", "")],
)
def test_marks_that_web_pages_leave_in_a_text_are_no_doubt(mark: str, read_as: str) -> None:
    text = f"政府{mark}信息公开\n" * 20
    sheet = read(text.encode())
    assert texts(sheet) == text.replace(mark, read_as).split("\n")
    assert codes(sheet) == []


def test_a_few_nuls_are_left_out_and_said() -> None:
    data = TEXT.encode() * 3
    sheet = read(data[:40] + b"\0" + data[40:])
    assert texts(sheet) == (TEXT * 3).split("\n")
    assert codes(sheet) == ["encoding_doubt"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v", "\u2029"])
def test_any_line_end_ends_a_line(end: str) -> None:
    sheet = read(TEXT.replace("\n", end).encode())
    assert texts(sheet) == TEXT.split("\n")
    assert [line.at for line in sheet.blocks] == [
        TextPlace(number, 1) for number in range(1, len(sheet.blocks) + 1)
    ]


def test_separators_are_left_in_the_lines() -> None:
    line = "\t| 一 |\u3000|\xa0|——| \t"
    assert texts(read(f"公开\n{line}\n".encode()))[1] == line


NO_MARKUP = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff<&\\{[^~$")
"""Tags, entities, escapes, attributes and marks begin with these signs; test_markup.py tells what becomes of them."""


@settings(deadline=None)
@given(st.text(NO_MARKUP, max_size=60))
def test_no_character_of_a_utf8_text_without_markup_is_lost_that_has_a_width(text: str) -> None:
    whole = f"政府信息公开工作报告{text}"
    no_width = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)
    left_out = dict.fromkeys([*map(ord, "\r\n\v\f\x85\u2028\u2029"), *no_width])
    lines = texts(read(whole.encode()))
    assert "".join(lines).translate(left_out) == whole.translate(left_out)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_lines_or_an_input_error(data: bytes) -> None:
    try:
        sheet = read(data)
    except InputError as error:
        reason = error.reason
    else:
        reason = None
        assert "".join(texts(sheet)).strip()
    assert reason in {None, "empty", "binary"}


def test_control_characters_do_not_make_another_encoding_of_a_chinese_text() -> None:
    text = "\x1f政府信息公开\x01工作报告\x02"
    assert texts(read(text.encode())) == [text]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b" \t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000\n".encode(), b"<A>\n&nbsp;"],
)
def test_nothing_is_empty(data: bytes) -> None:
    assert refused(data) == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 1000,
        bytes(range(256)) * 40,
        b"\x7fELF\x02\x01\x01" + b"\0" * 9 + bytes(range(200)),
        random.Random(1).randbytes(20_000),
        random.Random(2).randbytes(300),
    ],
    ids=["NULs", "all bytes", "a program", "noise", "a little noise"],
)
def test_binary_rubbish_is_no_text(data: bytes) -> None:
    assert refused(data) == "binary"


@pytest.mark.parametrize("unit", [b"x\n", "政府信息公开\n".encode(), b"\0", b"\xff"])
def test_fifty_megabytes_are_refused_at_once(unit: bytes) -> None:
    data = unit * (50_000_000 // len(unit))
    started = time.process_time()
    assert refused(data) == "too_large"
    assert time.process_time() - started < 0.2


def test_the_limits_are_those_that_are_told() -> None:
    line = b"x" * MAX_LINE
    assert len(texts(read(line))[0]) == MAX_LINE
    assert refused(line + b"x") == "line_too_long"
    assert refused(b"x\n" * (MAX_BYTES // 2) + b"x") == "too_large"


def test_numbers_of_lines_are_left_out_and_places_stay() -> None:
    lines = [f"{number}\t规章{number % 3}\t{number * 7}" for number in range(1, 15)]
    read_lines = [block for block in read("\n".join(lines).encode()).blocks if isinstance(block, Line)]
    assert [line.text for line in read_lines] == [line.partition("\t")[2] for line in lines]
    assert read_lines[11].place(0) == TextPlace(12, 4)


def test_a_short_list_that_counts_on_keeps_its_numbers() -> None:
    text = "".join(f"{number} 属于国家秘密 0\n" for number in range(1, 9))
    assert texts(read(text.encode()))[:-1] == text.splitlines()


def test_cells_that_merged_ones_repeat_are_left_out_and_places_stay() -> None:
    rows = ["| 采购总金额 | 采购总金额 | 项目 |", "| 17.5 | 17.5 | 17.5 |"]
    labels = [f"| 一、本年新收{number} | 一、本年新收{number} | 7 |" for number in range(3)]
    read_lines = [
        block for block in read("\n".join([*rows, *labels]).encode()).blocks if isinstance(block, Line)
    ]
    assert [line.text.replace(" ", "") for line in read_lines[:3]] == [
        "|采购总金额|项目|",
        "|17.5|17.5|",
        "|一、本年新收0|7|",
    ]
    assert read_lines[1].place(read_lines[1].text.rindex("17.5")) == TextPlace(2, 17)


def test_equal_cells_stay_where_a_text_repeats_no_labels() -> None:
    rows = ["| 结果维持 | 结果维持 | 其他 |", "| 0 | 0 | 0 |"]
    assert texts(read("\n".join(rows).encode())) == rows


def test_numbers_below_a_row_of_empty_cells_are_no_copies_of_each_other() -> None:
    labels = [f"| 一、本年新收{number} | 一、本年新收{number} |  |  |" for number in range(3)]
    rows = [*labels, "| 二、上年结转 | 二、上年结转 | 1 | 1 |"]
    assert texts(read("\n".join(rows).encode()))[-1].replace(" ", "") == "|二、上年结转|1|1|"


def test_a_long_line_of_numbers_with_a_comma_takes_no_longer_than_others() -> None:
    # Looking for thousands behind every pair of numbers took minutes.
    line = "1 " * 400_000 + ",2"
    assert texts(read(line.encode())) == [line]
