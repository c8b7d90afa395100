"""A report made by hand, for tests of what stands behind the conversion."""

from converters.report import Agency, Basis, Cell, Check, Fact, RawTable, Region, Report, Section, Source
from converters.report import Warning as ReportWarning
from converters.sheet import TextPlace


def sample(cells: int = 200) -> Report:
    """A report with this many cells, the size of a real one, with a broken identity."""
    place = TextPlace(12, 5)
    return Report(
        id="r1",
        source=Source("a/某市.txt", "0" * 64, "text/plain", 6000),
        title="某市2023年政府信息公开工作年度报告",
        agency=Agency("某市人民政府", "government"),
        region=Region("410300", "河南省", "洛阳市", None),
        year=2023,
        published="2024-01-20",
        form="2021",
        forms={"disclosure": "2021", "applications": "2021", "reviews": None},
        sections=tuple(Section("overview", "一", "总体情况", "正文" * 500, place) for _ in range(6)),
        tables=(RawTable("applications", (("一、本年新收", "12", "0"),) * 25, place),),
        cells=tuple(
            Cell(f"applications.row{n}.total", n, Basis.PRINTED, f"{n}次", None, place) for n in range(cells)
        ),
        facts=(Fact("applications.received.total", 12, "件", "收到申请12件。", place),),
        checks=(Check("applications.balance.total", False, ("a", "b"), 12, 11),),
        warnings=(ReportWarning("date_doubt", "…", place),),
    )
