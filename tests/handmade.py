"""A report made by hand, as a record and as a text, for tests of what stands around the conversion."""

from converters.form import forms
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


def text(
    agency: str = "白鹭市人民政府办公室", year: int = 2023, received: int = 12, printed: int | None = None
) -> str:
    """A tidy report on form 2021; with `printed`, its total of applications received is that number."""
    granted = received - 2
    applicants = (received, 0, 0, 0, 0, 0)
    row = "\t".join(map(str, (*applicants, received if printed is None else printed)))
    done = "\t".join(map(str, (granted, 0, 0, 0, 0, 0, granted)))
    two = "2\t0\t0\t0\t0\t0\t2"
    none = "0\t0\t0\t0\t0\t0\t0"
    lines = [
        f"{agency}{year}年政府信息公开工作年度报告",
        "一、总体情况",
        "本年度持续完善公开制度，及时回应社会关切。",
        "二、主动公开政府信息情况",
        "第二十条第（一）项",
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
        "规章\t1\t0\t7",
        "行政规范性文件\t3\t2\t15",
        "第二十条第（五）项",
        "信息内容\t本年处理决定数量",
        "行政许可\t140",
        "第二十条第（六）项",
        "信息内容\t本年处理决定数量",
        "行政处罚\t25",
        "行政强制\t4",
        "第二十条第（八）项",
        "信息内容\t本年收费金额（单位：万元）",
        "行政事业性收费\t36.5",
        "三、收到和处理政府信息公开申请情况",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况\t总计",
        "自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他",
        f"一、本年新收政府信息公开申请数量\t{row}",
        f"二、上年结转政府信息公开申请数量\t{none}",
        f"三、本年度办理结果\t（一）予以公开\t{done}",
        f"（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t{two}",
    ]
    rows = next(table for table in forms()["2021"].tables if table.id == "applications").rows[4:-2]
    lines += [f"{row.label}\t{none}" for row in rows]
    lines += [
        "（七）总计\t" + "\t".join(map(str, (*applicants, received))),
        f"四、结转下年度继续办理\t{none}",
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议\t行政诉讼",
        "未经复议直接起诉\t复议后起诉",
        "\t".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3),
        "1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0",
        "五、存在的主要问题及改进情况",
        "公开的主动性还需加强。",
        "六、其他需要报告的事项",
        "无。",
        f"{year + 1}年1月20日",
    ]
    return "\n\n".join(lines[:5]) + "\n" + "\n".join(lines[5:]) + "\n"
