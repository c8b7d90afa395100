"""Texts made to cost a converter much, within its limits: each a pure function of the size wanted.

They are no reports that anybody prints. What they must give is an answer or a clear refusal in bounded time;
no truth goes with them.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import cycle, repeat
from random import Random

from converters.form import FormTable, forms

Hostile = Callable[[int], str]
"""A text of about as many characters."""

_FORM = "2021"
_TITLES = {
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "reviews": "四、政府信息公开行政复议、行政诉讼情况",
}
_LINE = 900_000
"""Characters of the longest line made here; beyond a million a text is refused."""


def numbers(size: int) -> str:
    """A table of nothing but lines of seven numbers."""
    rng = Random("numbers")
    return _report(applications=_filled(size, (_row(rng) for _ in repeat(None))))


def rows(size: int) -> str:
    """The rows of section 三, label and numbers, again and again."""
    rng = Random("rows")
    return _report(applications=_filled(size, (f"{label}\t{_row(rng)}" for label in cycle(_labels()))))


def shuffled_rows(size: int) -> str:
    """The rows of section 三 in any order, again and again, some without label, some without numbers."""
    rng = Random("shuffled")
    labels = _labels()
    ways = ("{0}\t{1}", "{0}\t{1}", "{0}", "{1}", "{1}\n{0}")
    lines = (rng.choice(ways).format(rng.choice(labels), _row(rng)) for _ in repeat(None))
    return _report(applications=_filled(size, lines))


def labels(size: int) -> str:
    """The labels of section 三, and never a number."""
    return _report(applications=_filled(size, cycle(_labels())))


def labels_in_line(size: int) -> str:
    """The same with nothing between them, on lines as long as they may be."""
    return _report(applications=_in_long_lines(size, cycle(_labels())))


def doubled_labels(size: int) -> str:
    """Every label twice before its numbers, and its column headings too."""
    rng = Random("doubled")
    return _report(applications=_filled(size, (f"{la}{la}\t{_row(rng)}" for la in cycle(_labels()))))


def digits(size: int) -> str:
    """Nothing but digits, on lines as long as they may be."""
    rng = Random("digits")
    return _report(applications=_in_long_lines(size, (str(rng.randrange(10**9)) for _ in repeat(None))))


def numbers_in_line(size: int) -> str:
    """Numbers between blanks, on lines as long as they may be."""
    rng = Random("in line")
    return _report(applications=_in_long_lines(size, (f"{rng.randrange(99)} " for _ in repeat(None))))


def separators(size: int) -> str:
    """A digit now and then between bars, tabs, blanks, dashes and commas."""
    rng = Random("separators")
    marks = ("|", "\t", " ", "　", "/", "-", "，", "|\t|", "0", "1")
    return _report(applications=_filled(size, ("".join(rng.choices(marks, k=60)) for _ in repeat(None))))


def bars(size: int) -> str:
    """Nothing but bars: cells without end, all empty."""
    return _report(applications=_in_long_lines(size, repeat("|")))


def glued_rows(size: int) -> str:
    """The rows of section 三 with the digits of six large numbers and their sum run together."""
    rng = Random("glued")
    return _report(applications=_filled(size, (_glued(label, rng) for label in cycle(_labels()))))


def glued_line(size: int) -> str:
    """The same on one line, with nothing between rows."""
    rng = Random("glued line")
    return _report(applications=_in_long_lines(size, (_glued(label, rng) for label in cycle(_labels()))))


def sparse_rows(size: int) -> str:
    """Rows with three equal numbers for seven columns: as many places for them as can be."""
    return _report(applications=_filled(size, (f"{label}\n1 1 2" for label in cycle(_labels()))))


def wide_rows(size: int) -> str:
    """Rows with twelve cells for seven columns, empty ones and noughts among them."""
    rng = Random("wide")
    texts = ("", "0", "0", "1", "2")
    lines = (f"{label}\t" + "\t".join(rng.choices(texts, k=12)) for label in cycle(_labels()))
    return _report(applications=_filled(size, lines))


def one_digit_a_line(size: int) -> str:
    """Cells one a line, all the same digit."""
    return _report(applications=_filled(size, repeat("1")))


def label_pieces(size: int) -> str:
    """Labels torn to pieces of two characters, a digit behind each."""
    pieces = [label[at : at + 2] for label in _labels() for at in range(0, len(label), 2)]
    return _report(applications=_filled(size, (f"{piece}\n1" for piece in cycle(pieces))))


def glued_fees(size: int) -> str:
    """Section 二 with its numbers glued, again and again."""
    lines = ("规章1234567890行政规范性文件1234567890行政许可12-3行政事业性收费12.34.56" for _ in repeat(None))
    return _report(disclosure=_filled(size, lines))


def glued_reviews(size: int) -> str:
    """Section 四 with rows of sixty digits."""
    return _report(reviews=_filled(size, repeat("1234567890" * 6)))


def headings(size: int) -> str:
    """The three headings again and again, each with a row below."""
    rng = Random("headings")
    return _report(overview=_filled(size, (f"{title}\n{_row(rng)}" for title in cycle(_TITLES.values()))))


def titles(size: int) -> str:
    """Titles of reports of other agencies and years, again and again."""
    lines = (f"第{n}区人民政府{2008 + n % 17}年政府信息公开工作年度报告" for n in _count())
    return _report(overview=_filled(size, lines))


def sentences(size: int) -> str:
    """Sentences with numbers about applications, again and again."""
    lines = (
        f"{2000 + n % 24}年共收到政府信息公开申请{n}件，其中予以公开{n % 7}件，结转{n % 3}件。"
        for n in _count()
    )
    return _report(overview=_filled(size, lines))


def sentence_in_line(size: int) -> str:
    """One sentence that never ends, full of numbers."""
    return _report(overview=_in_long_lines(size, (f"收到申请{n}件，其中" for n in _count())))


def dates(size: int) -> str:
    """Dates and years without end."""
    return _report(
        overview=_in_long_lines(size, (f"{2000 + n % 30}年{n % 12 + 1}月{n % 28 + 1}日至" for n in _count()))
    )


def brackets(size: int) -> str:
    """Brackets that open and never close."""
    return _report(applications=_in_long_lines(size, cycle(("（", "(", "1", "其中"))))


def blanks(size: int) -> str:
    """Blanks of three kinds, and a character at the end of each line."""
    return _report(
        overview=_in_long_lines(size, cycle(("  ", "　", "\t"))),
        applications=_filled(size, repeat(" 　\t" * 300 + "一")),
    )


def chinese_numerals(size: int) -> str:
    """Numbers in Chinese characters without end."""
    return _report(overview=_in_long_lines(size, cycle(("一千", "二百", "三十", "四万", "零五亿"))))


def prose(size: int) -> str:
    """Prose without numbers, ten thousand pages of it."""
    line = "本机关坚持以人民为中心，持续完善公开制度，及时回应社会关切，不断提高工作质量和服务水平。"
    return _report(overview=_filled(size, repeat(line)))


HOSTILE: Mapping[str, Hostile] = {
    function.__name__: function
    for function in (
        numbers,
        rows,
        shuffled_rows,
        labels,
        labels_in_line,
        doubled_labels,
        digits,
        numbers_in_line,
        separators,
        bars,
        glued_rows,
        glued_line,
        sparse_rows,
        wide_rows,
        one_digit_a_line,
        label_pieces,
        glued_fees,
        glued_reviews,
        headings,
        titles,
        sentences,
        sentence_in_line,
        dates,
        brackets,
        blanks,
        chinese_numerals,
        prose,
    )
}


def _report(**tables: str) -> str:
    """A report about nothing, with a text below some of its headings."""
    parts = [
        "白鹭市人民政府办公室2023年政府信息公开工作年度报告",
        "一、总体情况",
        tables.get("overview", "本年度持续完善公开制度，及时回应社会关切。"),
    ]
    for name, title in _TITLES.items():
        parts += [title, tables.get(name, "")]
    return "\n".join(
        [
            *parts,
            "五、存在的主要问题及改进情况",
            "公开的主动性还需加强。",
            "六、其他需要报告的事项",
            "无。",
            "",
        ]
    )


def _table(name: str) -> FormTable:
    return next(table for table in forms()[_FORM].tables if table.id == name)


def _labels() -> list[str]:
    return [row.label for row in _table("applications").rows]


def _row(rng: Random) -> str:
    """Six numbers and their sum."""
    found = [rng.choice((0, 0, 1, 7, 23, 480)) for _ in range(6)]
    return "\t".join(map(str, [*found, sum(found)]))


def _glued(label: str, rng: Random) -> str:
    found = [rng.randrange(1000, 9999) for _ in range(6)]
    return label + "".join(map(str, [*found, sum(found)]))


def _filled(size: int, lines: Iterable[str]) -> str:
    """Lines until they have as many characters."""
    return "\n".join(_taken(size, lines))


def _in_long_lines(size: int, pieces: Iterable[str]) -> str:
    text = "".join(_taken(size, pieces))
    return "\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))


def _taken(size: int, pieces: Iterable[str]) -> list[str]:
    taken: list[str] = []
    for piece in pieces:
        taken.append(piece)
        size -= len(piece) + 1
        if size <= 0:
            break
    return taken


def _count() -> Iterable[int]:
    return range(1, 10**9)
