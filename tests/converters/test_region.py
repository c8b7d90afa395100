"""Places in names and the region of an agency. The agencies are invented; the divisions are real."""

import pytest

from converters.place import places
from converters.region import REGION_AMBIGUOUS, REGION_FROM_PROSE, REGION_UNKNOWN, locate, resolve

CERTAIN = [
    ("咸宁市公共资源交易中心", 2021, "421200"),
    ("上海市水务局", 2021, "310000"),
    ("青海省公共资源交易局", 2021, "630000"),
    ("温州市鹿城区（开发区）财政局", 2021, "330302"),
    ("浙江温州鹿城区财政局", 2021, "330302"),
    ("河南省洛阳孟津区水利局", 2022, "410308"),
    ("北京海淀区民政局", 2021, "110108"),
    ("内蒙古教育厅", 2021, "150000"),
    ("新疆财政厅", 2021, "650000"),
    ("广西壮族自治区审计厅", 2021, "450000"),
    ("西藏民政厅", 2021, "540000"),
    ("宁夏回族自治区林业和草原局", 2021, "640000"),
    ("吉林公安厅", 2021, "220000"),
    ("吉林市教育局", 2021, "220200"),
    ("海南省审计厅", 2021, "460000"),
    ("海南州共和县教育局", 2021, "632521"),
    ("延边州民政局", 2021, "222400"),
    ("凉山彝族自治州民政局", 2021, "513400"),
    ("陵水县教育局", 2021, "469028"),
    ("准格尔旗教育局", 2021, "150622"),
    ("兴安盟教育局", 2021, "152200"),
    ("喀什地区教育局", 2021, "653100"),
    ("六枝特区教育局", 2021, "520203"),
    ("仙桃市教育局", 2021, "429004"),
    ("石河子市教育局", 2021, "659001"),
    ("济源产城融合示范区财政局", 2021, "419001"),
    ("神农架林区教育局", 2021, "429021"),
    ("枣庄市市中区教育局", 2021, "370402"),
    ("济南市中级人民法院", 2021, "370100"),
    ("荆州市公安局", 2021, "421000"),
    ("桂林市资源规划局", 2021, "450300"),
    ("南京市鼓楼区教育局", 2021, "320106"),
    ("天津市滨海新区教育局", 2021, "120116"),
    ("重庆两江新区管委会", 2021, "500000"),
    ("西安市高新区管委会", 2021, "610100"),
    ("苏州工业园区管委会", 2021, "320500"),
    ("广州市天河区石牌街道办事处", 2021, "440106"),
    ("东莞市长安镇人民政府", 2021, "441900"),
    ("国家税务总局衢州市税务局", 2021, "330800"),
    ("临平区教育局", 2022, "330113"),
    ("海门市教育局", 2015, "320684"),
    ("海门市教育局", 2023, "320614"),
    ("襄樊市教育局", 2008, "420600"),
    ("襄阳市教育局", 2012, "420600"),
    ("公主岭市教育局", 2018, "220381"),
    ("公主岭市教育局", 2021, "220184"),
    ("余杭区教育局", 2021, "330110"),
    ("江干区教育局", 2019, "330104"),
    ("三元区教育局", 2019, "350403"),
    ("三元区教育局", 2022, "350404"),
    ("儋州市教育局", 2012, "469003"),
    ("三沙市教育局", 2021, "460300"),
    ("西沙区教育局", 2021, "460302"),
]
NOWHERE = [
    "朝阳街道办事处",
    "平湖街道办事处",
    "中山路小学",
    "公共资源交易中心",
    "市教育局",
    "教育部",
    "国家林业和草原局",
    "资源规划局",
    "市场监督管理局",
    "区政府办",
    "",
]


@pytest.mark.parametrize(("name", "year", "code"), CERTAIN)
def test_a_name_begins_with_its_place(name: str, year: int, code: str) -> None:
    division = locate(name, year).division
    assert division is not None
    assert division.code == code


@pytest.mark.parametrize("name", NOWHERE)
def test_a_name_without_a_place_has_none(name: str) -> None:
    location = locate(name, 2021)
    assert location.division is None
    assert location.candidates == ()


def test_a_shared_name_stays_several() -> None:
    assert [each.code for each in locate("鼓楼区教育局", 2021).candidates] == [
        "320106",
        "320302",
        "350102",
        "410204",
    ]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("咸宁市教育局", ("湖北省", "咸宁市", None)),
        ("温州市鹿城区财政局", ("浙江省", "温州市", "鹿城区")),
        ("上海市水务局", ("上海市", None, None)),
        ("普陀区水务局，上海市", (None, None, None)),
        ("上海市普陀区水务局", ("上海市", None, "普陀区")),
        ("仙桃市教育局", ("湖北省", None, "仙桃市")),
    ],
)
def test_a_region_names_its_divisions(name: str, names: tuple[str | None, ...]) -> None:
    region, _ = resolve(name, (), 2021)
    assert (region.province, region.city, region.county) == names


def test_the_report_decides_between_shared_names() -> None:
    region, warnings = resolve("鼓楼区教育局", ["按照徐州市人民政府的部署"], 2021)
    assert region.code == "320302"
    assert [warning.code for warning in warnings] == [REGION_FROM_PROSE]


def test_an_undecided_name_lists_its_candidates() -> None:
    region, warnings = resolve("朝阳区教育局", ["主动公开信息三条"], 2021)
    assert region.code is None
    assert [warning.code for warning in warnings] == [REGION_AMBIGUOUS]
    assert "110105" in warnings[0].message
    assert "220104" in warnings[0].message


@pytest.mark.parametrize(
    ("name", "context", "code"),
    [
        ("市教育局", "在咸宁市人民政府网站公开", "421200"),
        ("县教育局", "咸宁市和通山县的要求", "421224"),
        ("省教育厅", "赴武汉市调研", "420000"),
        ("教育局", "我区，全区，地址：咸宁市咸安区", "421202"),
    ],
)
def test_a_name_short_by_its_place_takes_the_one_named(name: str, context: str, code: str) -> None:
    assert resolve(name, [context], 2021)[0].code == code


def test_national_agencies_have_no_region() -> None:
    assert resolve("国家林业和草原局", ["赴咸宁市调研"], 2021) == (resolve("教育部", (), 2021)[0], ())


def test_no_place_at_all_is_said() -> None:
    assert [warning.code for warning in resolve("市教育局", ["主动公开"], 2021)[1]] == [REGION_UNKNOWN]


def test_words_are_no_places() -> None:
    text = "公共资源县级平台，中心城区、全市区县的市场，本市辖区域"
    assert [text[place.start : place.end] for place in places(text, 2021)] == []


def test_places_in_prose_are_read_whole() -> None:
    text = "按照浙江省温州市鹿城区和咸宁市的要求"
    assert [text[place.start : place.end] for place in places(text, 2021)] == ["浙江省温州市鹿城区", "咸宁市"]
