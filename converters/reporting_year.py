"""The year that a report speaks of: the period of its data, its preamble, and the year most spoken of.

Years of cited documents (〔2019〕, titles in 《》), full dates and plans are no evidence.
"""

import re
from collections import Counter
from dataclasses import dataclass

from converters.dates import find_years

_CITED = re.compile(r"《[^《》]{0,120}》|[〔\[（(【]\s?\d{4}\s?[〕\]）)】]")
_PERIOD_END = re.compile(
    r"0?1月0?1日(?:零时|0时)?(?:起|开始|以来)?[，,]?(?:截?[至到止]|[-—–―~～－一])*(?:当年|\d{4}年|本年)?度?(?:12|十二)月(?:31|三十一)日|一月一日[至到]十二月三十一日"
)
_PREAMBLE = re.compile(
    r"现[将就对]|(?:现|特|予以|向社会)(?:公布|发布)|(?:特)?(?:编制|制作|形成)(?:了|本|并|的)|年度报告由"
)
_REPORTS = re.compile(r"政府信息公开|政务公开|信息公开|年度报告|年报|工作情况")
_MONTH = re.compile(r"(?:底|末|初)?\d{1,2}月|[一二三四五六七八九十]{1,2}月")
_PLANS = re.compile(r"存在(?:的)?(?:主要)?(?:的)?(?:困难|问题|不足)|下一步|改进(?:情况|措施)|工作打算|下年度")
_TITLE = re.compile(r"[^，。；：\d]{0,40}?公开(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|年报)")
"""What follows the year of a title: the title is judged by the prose, so its own year is no evidence."""
_REACH = 70
"""Characters of a preamble's sentence in which its year stands."""


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """What each part of the prose says the year is; None where it does not say."""

    period: int | None
    preamble: int | None
    majority: int | None

    @property
    def best(self) -> int | None:
        """The year that two of them share, else the surest one that there is."""
        said = [year for year in (self.period, self.preamble, self.majority) if year is not None]
        return max(said, key=said.count) if said else None


def year_evidence(text: str) -> YearEvidence:
    """Read the evidence of a compact text (blanks taken out)."""
    bare = _CITED.sub("", text)
    years = list(find_years(bare))
    period = next((each.year for each in years if _PERIOD_END.match(bare, each.end)), None)
    return YearEvidence(
        period, _preamble_year(bare), _majority(bare, [(each.year, each.end) for each in years])
    )


def _preamble_year(text: str) -> int | None:
    """The year of the sentence that presents the report (现将某年度的工作报告如下)."""
    for match in _PREAMBLE.finditer(text, 0, 6000):
        sentence = text[match.end() : match.end() + _REACH].split("。", 1)[0]
        for each in find_years(sentence):
            if not _MONTH.match(sentence, each.end) and _REPORTS.search(sentence, each.end):
                return each.year
    return None


def _majority(text: str, years: list[tuple[int, int]]) -> int | None:
    """The year most often spoken of before the problems and plans (anywhere, if none stands there)."""
    plans = [match.start() for match in _PLANS.finditer(text)]
    border = next((at for at in plans if any(end < at for _, end in years)), len(text))
    spoken = [(year, end) for year, end in years if not (_MONTH.match(text, end) or _TITLE.match(text, end))]
    counts = Counter(year for year, end in spoken if end <= border) or Counter(year for year, _ in spoken)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
