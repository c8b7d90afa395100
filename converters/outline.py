"""Sheet → sections by what they say, the stretches where the form's tables stand, and the prose between.

Agencies renumber, repeat and annex their sections, so a section is known by its heading's words and a table
by the words of the form in it, wherever it stands.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, pairwise

from converters.anchors import goes_on_with_label, table_of
from converters.dates import tells_a_day
from converters.labels import fold, plain
from converters.menus import ends_a_report, stands_elsewhere
from converters.numerals import is_blank_sign, read_number
from converters.report import Section
from converters.sheet import Grid, Line, Sheet, TextPlace

FRONT = "front"
"""The kind of what stands before the first heading: title, preamble, and the page around them."""
TABLES = ("disclosure", "applications", "reviews")

_NUMBERED = re.compile(
    r"[\s#>*|]*(?P<number>第?[一二三四五六七八九十]{1,3}(?:部分|章)?)\s*[、．.，,：:\s|]\s*(?P<title>\S.*?)[\s|]*"
)
_PLAIN_TITLE = re.compile(r"[\s#>*|]*(?:[(（]?表?[一二三四1-4]?[)）]?[、：:\s]*)?(?P<title>\S.*?)[\s|]*")
_ROW_OPENINGS = ("本年新收", "新收", "上年", "本年度办理", "办理结果", "结转", "转结")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STOPS = re.compile(r"[。；;！？]")
_SENTENCE_END = re.compile(r"(?<=[。；])(?=[^”’」』）)])")
_LONG = 60
_LEAST_PROSE = 10
"""With fewer Han characters nothing is a sentence."""
_MOST_SENTENCES = 5_000
"""A line is cut into no more sentences than this: no report has them, a megabyte of full stops does."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of section; see data/sections.toml."""

    key: str
    heading: re.Pattern[str]
    title: re.Pattern[str]


@dataclass(slots=True)
class Area:
    """The stretches of the sheet where one of the form's tables stands."""

    table: str
    blocks: list[Line | Grid] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """A report's parts: sections in order, the area of each table, and every line that is in no table."""

    sections: tuple[Section, ...]
    areas: dict[str, Area]
    prose: tuple[Line, ...]
    stretches: tuple[Line | Grid, ...]
    """All that stands in the sheet, long lines in pieces."""
    starts: tuple[int, ...]
    """For each section the number of the stretch with its heading, or of its first one."""


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of section, in the order in which a heading is tried against them."""
    data = tomllib.loads((files("converters") / "data" / "sections.toml").read_text("utf-8"))
    return tuple(
        Kind(entry["key"], re.compile("|".join(entry["heading"])), re.compile(entry["title"]))
        for entry in data["kinds"]
    )


@cache
def _any_title() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{kind.title.pattern})" for kind in kinds()))


@cache
def _mid_line_heading() -> re.Pattern[str]:
    titles = "|".join(kind.title.pattern for kind in kinds())
    return re.compile(rf"(?<![一二三四五六七八九十（(第])[一二三四五六七八九十]、\s*(?:{titles})")


def outline(sheet: Sheet) -> Outline:
    """The parts of a report.

    Menus and lists of the page around it have words of the tables, too; they are known once the tables are.
    """
    stretches = tuple(_stretches(sheet.blocks))
    walk = _Walk()
    found = walk.over(stretches)
    elsewhere = frozenset(walk.elsewhere())
    return _Walk(elsewhere).over(stretches) if elsewhere else found


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or a part of one, rather than a part of a table."""
    han = len(_HAN.findall(text)) if len(text) >= _LEAST_PROSE else 0
    if han < _LEAST_PROSE:
        return False
    if _STOPS.search(text):
        return True
    bare = han > 30 and "|" not in text and "\t" not in text.strip() and table_of(text) is None
    return bare and not goes_on_with_label(text)


def _is_dated(text: str) -> bool:
    """Whether a line tells a day, as lists of a page's other articles do: no line of a table does."""
    return len(text) <= _LONG and tells_a_day(text)


def _stretches(blocks: Iterable[Line | Grid]) -> Iterator[Line | Grid]:
    """The blocks, long lines cut where a heading, a table or a new sentence starts within them."""
    for block in blocks:
        if isinstance(block, Grid) or len(block.text) <= _LONG:
            yield block
        else:
            yield from _cut(block)


def _cut(line: Line) -> Iterator[Line]:
    text = plain(line.text)
    cuts = {0, len(text)}
    for heading in _mid_line_heading().finditer(text):
        if not _STOPS.search(heading[0]):
            cuts |= {heading.start(), heading.end()}
    if len(cuts) > 2 or len(text) > 4 * _LONG:
        cuts |= {match.start() for match in re.finditer(r"第\s*二十条\s*第|[（(]本列数据", text)}
        cuts |= {match.start() for match in islice(_SENTENCE_END.finditer(text), _MOST_SENTENCES)}
    marks = sorted(cuts)
    for start, end in pairwise(marks):
        yield line.part(start, end)


def _heading(text: str) -> tuple[str | None, str, str] | None:
    """Number, title and kind of a heading, or None where the line is none."""
    if text.isascii() or len(text) > 2 * _LONG:
        return None
    return _known_heading(text)


@lru_cache(maxsize=4096)
def _known_heading(text: str) -> tuple[str | None, str, str] | None:
    as_printed, text = text, plain(text)
    if len(_HAN.findall(text)) < 3:
        return None
    match = _NUMBERED.fullmatch(text)
    if match and len(match["title"]) <= 45 and not _STOPS.search(match["title"].rstrip("。")):
        title = match["title"].rstrip("。")
        if fold(title).startswith(_ROW_OPENINGS) or "|" in title or "\t" in title:
            return None
        start = match.start("title")
        return match["number"], as_printed[start : start + len(title)], _kind_of(title)
    bare = _PLAIN_TITLE.fullmatch(text)
    if bare:
        folded = "".join(bare["title"].split())
        for kind in kinds() if _any_title().fullmatch(folded) else ():
            if kind.title.fullmatch(folded):
                return None, as_printed[slice(*bare.span("title"))], kind.key
    return None


def _kind_of(title: str) -> str:
    folded = "".join(title.split())
    return next((kind.key for kind in kinds() if kind.heading.search(folded)), "unclassified")


class _Walk:
    """One pass over the stretches of a sheet, remembering which section and which table it is in."""

    def __init__(self, elsewhere: frozenset[int] = frozenset()) -> None:
        self.sections: list[tuple[str, str | None, str, list[str], Line]] = []
        self.areas: dict[str, Area] = {}
        self.prose: list[Line] = []
        self.table: str | None = None
        self._elsewhere = elsewhere
        self._number = 0
        self._shown: dict[tuple[str, int], list[tuple[int, str]]] = {}

    def over(self, stretches: tuple[Line | Grid, ...]) -> Outline:
        starts: list[int] = []
        for number, block in enumerate(stretches):
            self._number = number
            if number in self._elsewhere:
                self.table = None
                for line in _lines(block):
                    self._prose(line)
            elif isinstance(block, Grid):
                self._grid(block)
            else:
                self._line(block)
            starts.extend([number] * (len(self.sections) - len(starts)))
        return Outline(
            tuple(
                Section(kind, number, title, _joined(texts), at.at)
                for kind, number, title, texts, at in self.sections
            ),
            self.areas,
            tuple(self.prose),
            stretches,
            tuple(starts),
        )

    def _grid(self, grid: Grid) -> None:
        """Each row by itself, as lines are: a grid may hold more than one table, and headings between them.

        A table that stands apart by itself, as in a page, is ours only if it has words of ours, or if most of it are
        numbers behind one that is: a page break parts headings from numbers, and labels into pieces without meaning.
        So is one of nothing but numbers in a section about a table: a page break may cut through its headings too.
        """
        texts = [cell.text for row in grid.rows for cell in row]
        apart = not isinstance(grid.at, TextPlace)
        if apart and table_of(" ".join(texts)) is None and not self._goes_on(texts):
            self.prose.extend(_lines(grid))
            return
        for row in grid.rows:
            filled = [cell for cell in row if cell.text.strip()]
            if not filled:
                continue
            text = " ".join(cell.text for cell in filled)
            alone = len(filled) == 1
            if alone and (_heading(text) is not None or is_prose(text)):
                self._line(Line(text, filled[0].at))
                continue
            table = table_of(text) or self.table or self._expected("\t".join(cell.text for cell in row))
            if table is None:
                self._prose(Line(text, filled[0].at))
            else:
                self._add(table, Grid((row,), row[0].at), text)

    def _goes_on(self, texts: Sequence[str]) -> bool:
        """Whether these cells are numbers of the table that we are in, or of the one that our section is about."""
        texts = [text for text in texts if text.strip()]
        numbers = sum(read_number(text) is not None for text in texts)
        if self.table is not None and 3 * numbers >= 2 * len(texts) > 0:
            return True
        signs = sum(is_blank_sign(text) for text in texts)
        return (self.table or self._section()) in TABLES and numbers > 0 and numbers + signs == len(texts)

    def _line(self, line: Line) -> None:
        heading = _heading(line.text)
        if heading is not None and not (self.table and heading[2] == "unclassified"):
            self._open(line, *heading)
            return
        if ends_a_report(line.text):
            self.table = None
            self._prose(line)
            return
        if is_prose(line.text) or _is_dated(line.text):
            self._prose(line)
            return
        named = table_of(line.text)
        table = named or self.table or self._expected(line.text)
        if table is None:
            self._prose(line)
            return
        self._add(table, line, line.text)
        if named is None and len(_HAN.findall(line.text)) > 3:
            self._prose(line)

    def _open(self, line: Line, number: str | None, title: str, kind: str) -> None:
        """A heading opens its section; one that repeats the table it stands in (a caption) does not leave it."""
        if number is None and kind == self.table:
            return
        if kind != self.table:
            self.table = None
        self.sections.append((kind, number, title, [], line))
        self.prose.append(line)

    def _expected(self, text: str) -> str | None:
        """The table that this section is about, where the line looks like a part of a table."""
        kind = self._section()
        looks = "|" in text or "\t" in text.strip(" \n") or text.strip().isdigit()
        return kind if kind in TABLES and looks and text.strip() else None

    def _section(self) -> str | None:
        """The kind of the section that was opened last."""
        return self.sections[-1][0] if self.sections else None

    def _add(self, table: str, block: Line | Grid, text: str) -> None:
        self.table = table
        self.areas.setdefault(table, Area(table)).blocks.append(block)
        self._shown.setdefault((table, len(self.sections)), []).append((self._number, text))

    def elsewhere(self) -> Iterator[int]:
        """The stretches in other sections that are no part of the table which stands in its own."""
        texts = {key: " ".join(text for _, text in shown) for key, shown in self._shown.items()}
        own = {
            table: " ".join(texts[key] for key in texts if key[0] == table and self._kind(key[1]) == table)
            for table in TABLES
        }
        for (table, section), shown in self._shown.items():
            if self._kind(section) != table and stands_elsewhere(texts[table, section], table, own[table]):
                yield from (number for number, _ in shown)

    def _kind(self, section: int) -> str:
        return self.sections[section - 1][0] if section else FRONT

    def _prose(self, line: Line) -> None:
        self.prose.append(line)
        if not self.sections and line.text.strip():
            self.sections.append((FRONT, None, "", [], line))
        if self.sections:
            self.sections[-1][3].append(line.text)


def _lines(block: Line | Grid) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
    else:
        yield from (Line(" ".join(cell.text for cell in row), row[0].at) for row in block.rows if row)


def _joined(texts: Sequence[str]) -> str:
    lines = [text.strip() for text in texts]
    return "\n".join(line for line in lines if line)
