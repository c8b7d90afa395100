"""Names of agencies and their kinds. The agencies are invented."""

import pytest

from converters.agency import agency_before, agency_from, agency_kinds, fullest, is_agency, kind_of

KINDS = [
    ("咸宁市人民政府", "government"),
    ("咸宁市人民政府办公室", "government_office"),
    ("咸宁市教育局", "department"),
    ("咸宁市国有资产监督管理委员会", "department"),
    ("咸宁市卫生健康委", "department"),
    ("咸宁高新区管理委员会", "zone"),
    ("织里镇人民政府", "township"),
    ("米市巷街道办事处", "subdistrict"),
    ("咸宁市公共资源交易中心", "public_institution"),
    ("咸宁市档案局（馆）", "department"),
    ("咸宁市中级人民法院", "court"),
    ("咸宁市疾病预防控制中心", "hospital"),
    ("咸宁市自来水有限公司", "enterprise"),
    ("政府信息公开", None),
]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_kinds_are_sound() -> None:
    kinds = agency_kinds()
    endings = [ending for kind in kinds for ending in kind.endings]
    assert len({kind.key for kind in kinds}) == len(kinds)
    assert len(set(endings)) == len(endings)
    assert all(kind.zh and kind.en for kind in kinds)


@pytest.mark.parametrize(
    "text",
    [
        "我局",
        "政府信息公开年报",
        "主动公开",
        "咸宁市教育局、财政局。",
        "市委",
        "收到申请的局",
        "相关部门委员会",
    ],
)
def test_what_is_no_agency(text: str) -> None:
    assert not is_agency(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市教育局坚持公开为常态", "市教育局"),
        ("咸宁市公共资源交易中心立足实际", "咸宁市公共资源交易中心"),
        ("咸宁市人民政府办公室根据条例编制", "咸宁市人民政府办公室"),
        ("市中心城区的建设", None),
        ("市教育局局长主持会议", "市教育局"),
        ("全市上下，教育局", None),
    ],
)
def test_name_that_begins_a_sentence(text: str, name: str | None) -> None:
    assert agency_from(text, 0) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("根据要求，结合咸宁市教育局", "咸宁市教育局"),
        ("现将咸宁市教育局", "咸宁市教育局"),
        ("2021年由咸安区（开发区）财政局", "咸安区（开发区）财政局"),
        ("和平区教育局", "和平区教育局"),
        ("认真落实条例", None),
    ],
)
def test_name_that_ends_a_phrase(text: str, name: str | None) -> None:
    assert agency_before(text, len(text)) == name


@pytest.mark.parametrize(
    ("name", "text", "full"),
    [
        ("市教育局", "登录咸宁市教育局网站", "咸宁市教育局"),
        ("咸安区教育局", "2021年湖北省咸宁市咸安区教育局认真", "咸宁市咸安区教育局"),
        ("咸宁市教育局", "湖北省咸宁市教育局", "咸宁市教育局"),
        ("教育局", "登录咸宁市教育局网站", "咸宁市教育局"),
        ("市教育局", "登录市教育局网站", "市教育局"),
        ("县教育局", "登录咸宁市教育局网站", "县教育局"),
    ],
)
def test_fullest_printed_form(name: str, text: str, full: str) -> None:
    assert fullest(name, text, 2021) == full
