"""Who reports, on which year, when published: title, preamble, page stamps and signature, weighed together.

`read_masthead` is given the lines that stand outside the statutory tables (it bears the others too). The
title is asked first, then the preamble, the signature, the page's labels, and the names that the prose uses.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from converters.agency import agency_before, agency_from, fullest, is_agency, kind_of, strip_leads
from converters.article_lists import listed
from converters.dates import find_dates, find_years
from converters.division import Division
from converters.imprint import WITNESSES, Signature, Source, Stamp, page_labels, signature
from converters.labels import plain
from converters.place import place_at, places
from converters.region import SEARCHED, Survey, generic_kind, is_central, locate, resolve
from converters.report import Agency, Region, Warning  # noqa: A004 - the report's own word
from converters.reporting_year import YearEvidence, year_evidence
from converters.sheet import Line, Place, Stated
from converters.title import Title, find_title, parse_head

TITLE_MISSING = "title_missing"
"""No title stands in the copy; year and agency come from the prose."""
TITLE_FROM_FILE = "title_from_file"
"""No title stands in the copy; that of the file, or its name, tells title, year and agency."""
AGENCY_UNKNOWN = "agency_unknown"
"""Nothing in the copy names the agency."""
AGENCY_COMPLETED = "agency_completed"
"""The copy names the agency without its place (市教育局); the place is the one its prose names."""
AGENCY_FROM_PROSE = "agency_from_prose"
"""Neither title nor signature names the agency; the name is the one its prose or page labels use."""
YEAR_UNKNOWN = "year_unknown"
"""Nothing in the copy tells the year reported."""
YEAR_DISAGREES = "year_disagrees"
"""Title and prose name different years."""
YEAR_FROM_DATE = "year_from_date"
"""The year is the one before the date of publication; nothing else tells it."""
SIGN_DATE_EARLY = "sign_date_early"
"""The report is signed before the year that it reports has ended; the date is kept as printed."""

_WIDE = str.maketrans(
    {0xFF10 + figure: str(figure) for figure in range(10)}
    | dict.fromkeys(map(ord, "\r\n\v\f\u2028\u2029\x85"), " ")
)
_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200f\u202f\u205f\u3000\ufeff]+")
_LONE_BLANK = re.compile(r"(?<![0-9]) | (?![0-9])")
_BODY = re.compile(r"^[#>*|]*(?:第?一(?:部分)?[、.．]|1[、.．]|一(?=总体))|一、(?:总体|概述|基本|工作|主动)")
_CALLED = re.compile(r"[（(]以下(?:统称|简称|称)[:：]?[“\"「‘]?(?P<short>[^（）()]{1,8})")
_COMPILED_BY = re.compile(r"报告(?:是|系)?由")
_CONTACT = re.compile(r"请(?:直接)?(?:与|向|联系|咨询)|联系单位[:：]|联系部门[:：]|单位名称[:：]")
_NEVER_REPORTS = re.compile(r"^(?:国务院|中共中央|中央|全国)|条例|办法")
_SUPERIORS = re.compile(r"^[省市县区州旗盟](?:人民)?政府(?:办公[室厅])?$|^[省市县区州旗盟]委")
_NEVER_COMPLETED = {"township", "subdistrict", "school", "hospital", "enterprise"}
_MENTIONS = 2_000
"""Names looked at where only the prose names an agency; a long report has a few hundred."""
_PREAMBLE = 4000
"""Characters of the prose in which the agency introduces itself."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """Title, agency, region, year and ISO date of publication, as far as the copy tells, with the doubts."""

    title: str | None
    agency: Agency
    region: Region
    year: int | None
    published: str | None
    warnings: tuple[Warning, ...]


def read_masthead(
    lines: Sequence[Line],
    *,
    file_title: str | None = None,
    file_name: str | None = None,
    stated: Sequence[Stated] = (),
) -> Masthead:
    """Read the masthead from the report's lines; title and name of its file are the last witnesses.

    `stated` is what its web page says of it: a witness like the labels that stand among the lines, the site's name
    like that of the file.
    """
    sites = (said.value for said in stated if said.key == "site_name")
    page = _Page.of(lines, file_title, file_name, *sites)
    evidence = year_evidence(page.flow[page.body_start :])
    printed = find_title(page.texts, page.body, evidence.best)
    title = printed or _file_title(page.file_texts)
    signed = signature(page.texts)
    stamps, sources = _labels(page, stated)
    year, warnings = _year(page, title, evidence, signed, stamps)
    name, doubts = _agency(page, title, signed, [(s.name, s.publisher) for s in sources], year)
    region, region_doubts = resolve(name or "", (page.flow, *page.file_texts), year)
    published, date_doubts = _published(page, signed, stamps, year)
    untitled = () if printed else (_untitled(title),)
    return Masthead(
        title=page.as_printed(title) if title else None,
        agency=Agency(name, kind_of(name) if name else None),
        region=region,
        year=year,
        published=published,
        warnings=(*untitled, *warnings, *doubts, *region_doubts, *date_doubts),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines without their blanks: `texts` those that are not empty, `sources` what they come from.

    The texts are in plain characters, since divisions, agencies and titles are known by those; `printed` are the
    same texts in the copy's own, character for character.
    """

    texts: list[str]
    printed: list[str]
    sources: list[Line]
    flow: str
    body: int
    file_texts: tuple[str, ...]

    @classmethod
    def of(cls, lines: Sequence[Line], *names: str | None) -> "_Page":
        joined = "\n".join(line.text.translate(_WIDE) for line in lines)
        compact = _LONE_BLANK.sub("", _BLANKS.sub(" ", joined)).split("\n")
        kept = [(text, line) for text, line in zip(compact, lines, strict=bool(lines)) if text]
        others = listed([text for text, _ in kept])
        kept = [each for number, each in enumerate(kept) if number not in others]
        printed = [text for text, _ in kept]
        texts = [plain(text) for text in printed]
        body = next((at for at, text in enumerate(texts) if _BODY.search(text[:_PREAMBLE])), 0)
        file_texts = tuple(plain(_BLANKS.sub("", name)) for name in names if name)
        return cls(texts, printed, [line for _, line in kept], "".join(texts)[:SEARCHED], body, file_texts)

    @property
    def body_start(self) -> int:
        """Where the preamble may begin in the flow: some lines before the first section, behind any menus."""
        return sum(len(text) for text in self.texts[: max(0, self.body - 8)])

    def as_printed(self, title: Title) -> str:
        """The title in the copy's own characters; that of a file's name stays as it is."""
        before = len("".join(self.texts[: max(0, title.line - 1)]))
        start = "".join(self.texts).find(title.text, before)
        return "".join(self.printed)[start : start + len(title.text)] if start >= 0 else title.text

    def at(self, line: int | None) -> Place | None:
        """The place of a line of `texts`."""
        return None if line is None else self.sources[line].at


def _labels(page: _Page, stated: Sequence[Stated]) -> tuple[list[Stamp], list[Source]]:
    """The dates and agencies that labels name: those of the page, then those among the lines."""
    named = [
        f"{WITNESSES[said.key]}：{plain(_LONE_BLANK.sub('', _BLANKS.sub(' ', said.value)))}"
        for said in stated
        if said.key in WITNESSES
    ]
    stamps, sources = page_labels(named, len(named))
    more_stamps, more_sources = page_labels(page.texts, page.body)
    return stamps + more_stamps, sources + more_sources


def _untitled(title: Title | None) -> Warning:
    if title is None:
        return Warning(TITLE_MISSING, "no title is printed")
    return Warning(TITLE_FROM_FILE, f"no title is printed; the file's own title or name says {title.text}")


def _file_title(texts: Sequence[str]) -> Title | None:
    return next(
        (found for text in texts if (found := find_title([re.split(r"\.\w{2,5}$", text)[0]], 0, None))), None
    )


def _year(
    page: _Page, title: Title | None, evidence: YearEvidence, signed: Signature, stamps: Sequence[Stamp]
) -> tuple[int | None, tuple[Warning, ...]]:
    """The year reported: the title's, unless the prose and the period of the data agree on another."""
    said = title.year if title else None
    if said is not None:
        others = [evidence.period, evidence.preamble, evidence.majority]
        if said in others or evidence.best is None:
            return said, ()
        year = evidence.best if others.count(evidence.best) > 1 else said
        message = f"the title says {said}, the prose {evidence.best}"
        return year, (Warning(YEAR_DISAGREES, message, page.at(title.line if title else None)),)
    iso = signed.iso or next((stamp.iso for stamp in stamps), None)
    told = _year_without_title(page, evidence, signed, iso)
    if told is not None:
        return told, ()
    if iso is None:
        return None, (Warning(YEAR_UNKNOWN, "no year is printed"),)
    return int(iso[:4]) - 1, (Warning(YEAR_FROM_DATE, f"published {iso}"),)


def _year_without_title(
    page: _Page, evidence: YearEvidence, signed: Signature, iso: str | None
) -> int | None:
    """The year by the prose, else beside the agency's name, else most spoken of, else by the file's name."""
    best = evidence.best
    if evidence.period or evidence.preamble:
        return best
    beside = _year_beside_name(page.flow, _first_named(page, None, signed, ())[0])
    if beside is None and best is not None and (iso is None or best <= int(iso[:4])):
        return best  # none reports on a year to come
    return beside or next((each.year for text in page.file_texts for each in find_years(text)), None)


def _year_beside_name(flow: str, name: str | None) -> int | None:
    """The year that stands beside the agency's name most often, as in a title that was run together with a page."""
    if name is None:
        return None
    name, openness = re.escape(name), "(?:政府信息|政务|信息)公开"
    beside = re.compile(
        rf"{name}(?:关于)?(?P<year>20\d\d)年度?{openness}|(?P<before>20\d\d)年度?{name}{openness}"
    )
    found = Counter(
        int(match["year"] or match["before"]) for match in islice(beside.finditer(flow), _MENTIONS)
    )
    ranked = found.most_common(2)
    clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if clear else None


def _published(
    page: _Page, signed: Signature, stamps: Sequence[Stamp], year: int | None
) -> tuple[str | None, tuple[Warning, ...]]:
    """The date signed, or the page's stamp where none is signed or the one signed is too early.

    Some report in December; days before that are those of other articles on the page.
    """
    earliest = f"{year}-12-01" if year else ""
    ranked = sorted(stamps, key=lambda stamp: 0 if stamp.label.startswith(("发布", "公开")) else 1)
    stamp = next((stamp.iso for stamp in ranked if stamp.iso >= earliest), None)
    if signed.iso is None:
        below = _date_below_title(page)
        return stamp or (below if below and below >= earliest else None), ()
    if year is None or signed.iso >= date(year + 1, 1, 1).isoformat():
        return signed.iso, ()
    early = Warning(SIGN_DATE_EARLY, f"signed {signed.iso}, before the end of {year}", page.at(signed.line))
    return stamp or signed.iso, (early,)


def _date_below_title(page: _Page) -> str | None:
    """A date on a line of its own above the first section."""
    head = page.texts[max(0, page.body - 12) : page.body]
    found = [(text, list(find_dates(text))) for text in head if len(text) < 20]
    return next((dates[0].iso for text, dates in found if dates and len(text.strip("（）()")) <= 12), None)


def _agency(
    page: _Page, title: Title | None, signed: Signature, sources: Sequence[tuple[str, bool]], year: int | None
) -> tuple[str | None, tuple[Warning, ...]]:
    """The agency's name in its fullest form, and how sure it is."""
    name, sure = _first_named(page, title, signed, sources)
    if name is None:
        return None, (Warning(AGENCY_UNKNOWN, "no agency is named"),)
    doubts = (
        ()
        if sure
        else (Warning(AGENCY_FROM_PROSE, f"{name} is named in the prose or by a label of the page only"),)
    )
    name = fullest(_as_agency(name, year), "\n".join((page.flow, *page.file_texts)), year)
    completed = _completed(name, page, year)
    if completed != name:
        doubts = (*doubts, Warning(AGENCY_COMPLETED, f"{name} is {completed}"))
    return completed, doubts


def _first_named(
    page: _Page, title: Title | None, signed: Signature, sources: Sequence[tuple[str, bool]]
) -> tuple[str | None, bool]:
    """The name by the best witness, and whether that is the title, the preamble or the signature."""
    opening = page.flow[page.body_start : page.body_start + _PREAMBLE]
    if title and title.agency:
        return title.agency, True
    if sure := next(_introductions(opening), None) or signed.name:
        return sure, True
    weaker = [name for name, publisher in sources if publisher]
    weaker += [name for name in _subjects(page.flow) if not _SUPERIORS.match(name)][:1]
    weaker += [name for name, publisher in sources if not publisher]
    weaker += [name for text in page.file_texts if (name := _named_by_file(text))]
    weaker += [name for match in _CONTACT.finditer(opening) if (name := _contact(opening, match.end()))]
    weaker += _frequent(page.flow)
    return (weaker[0] if weaker else None), False


def _introductions(opening: str) -> Iterator[str]:
    """How the agency introduces itself: X（以下简称…）, 结合X2019年政府信息公开…, 本报告由X编制."""
    for match in _CALLED.finditer(opening):
        name = agency_before(opening, match.start())
        if name and "条例" not in match["short"] and not _NEVER_REPORTS.search(name):
            yield name
    for year in find_years(opening):
        if re.match(r"(?:年度)?(?:的)?(?:政府信息|政务|信息)公开", opening[year.end : year.end + 12]):
            name = agency_before(opening, year.start)
            if name and not _NEVER_REPORTS.search(name):
                yield name
    for match in _COMPILED_BY.finditer(opening):
        if name := _named_from(opening, match.end()):
            yield name


def _named_by_file(text: str) -> str | None:
    title = _file_title([text])
    return title.agency if title else parse_head(text)[1]


def _contact(text: str, start: int) -> str | None:
    """The agency that a reader is asked to write to; its own office (民政局办公室) stands for it."""
    name = _named_from(text, start)
    return re.sub(r"(?<=[局厅会心])办公室$", "", name) if name else None


def _named_from(text: str, start: int) -> str | None:
    name = agency_from(text, start)
    return strip_leads(name) if name else None


def _subjects(flow: str) -> list[str]:
    """The agencies that sentences of the year begin with (2024年，市教育局…), most frequent first."""
    names: Counter[str] = Counter()
    for year in islice(find_years(flow), _MENTIONS):
        start = year.end + (flow[year.end : year.end + 1] in "，, ")
        name = agency_from(flow, start)
        if name and (generic_kind(name) or place_at(name, 0, None, shorts=False)):
            names[name] += 1
    return [name for name, _ in names.most_common()]


def _frequent(flow: str) -> list[str]:
    """The agencies that the prose names with their place, most frequent first."""
    named = (agency_from(flow, place.start) for place in islice(places(flow, None), _MENTIONS))
    names = Counter(name for name in named if name)
    return [name for name, _ in names.most_common()]


def _as_agency(name: str, year: int | None) -> str:
    """A division named for its government (柯桥区 in a title) becomes it, 政府 becomes 人民政府."""
    if not is_agency(name) or name.endswith(("镇", "乡")):
        location = locate(name, year)
        if location.end == len(name) or name.endswith(("镇", "乡")):
            return f"{name}人民政府"
    if name.endswith("街道"):
        return f"{name}办事处"
    if name.endswith("政府") and not name.endswith("人民政府"):
        return f"{name[:-2]}人民政府"
    return name


def _completed(name: str, page: _Page, year: int | None) -> str:
    """A name without its place, with the place that the rest of the report tells."""
    location = locate(name, year)
    if (
        location.end > location.start
        or location.start
        or kind_of(name) in _NEVER_COMPLETED
        or is_central(name)
    ):
        return name
    kind = generic_kind(name)
    survey = Survey.of("\n".join((page.flow, *page.file_texts)), year)
    found: Division | None = None if survey.by_short_name(name) else survey.prevailing(kind)
    if found is None:
        return name
    return found.name + name[3 if name.startswith("自治区") else len(kind) :]
