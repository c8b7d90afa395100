"""Divisions and offices that the drawn reports come from: the codes are facts, the agencies are invented."""

from dataclasses import dataclass
from random import Random

# Province, city, county, code. Counties with a name of one or two characters are here on purpose.
_DIVISIONS = (
    ("河北省", "邢台市", "清河县", "130534"),
    ("河北省", "邢台市", None, "130500"),
    ("山西省", "长治市", "襄垣县", "140423"),
    ("山西省", "长治市", None, "140400"),
    ("内蒙古自治区", "包头市", None, "150200"),
    ("吉林省", "通化市", "柳河县", "220524"),
    ("黑龙江省", "大庆市", "肇州县", "230621"),
    ("江苏省", "盐城市", "建湖县", "320925"),
    ("浙江省", "金华市", "浦江县", "330726"),
    ("安徽省", "黄山市", "祁门县", "341024"),
    ("福建省", "宁德市", "古田县", "350922"),
    ("江西省", "赣州市", "定南县", "360728"),
    ("山东省", "日照市", "五莲县", "371121"),
    ("山东省", "日照市", None, "371100"),
    ("河南省", "商丘市", "民权县", "411421"),
    ("河南省", "商丘市", None, "411400"),
    ("湖北省", "宜昌市", "秭归县", "420527"),
    ("湖北省", "宜昌市", None, "420500"),
    ("湖南省", "岳阳市", "华容县", "430623"),
    ("广东省", "肇庆市", "封开县", "441225"),
    ("广西壮族自治区", "百色市", "凌云县", "451027"),
    ("海南省", "儋州市", None, "460400"),
    ("重庆市", None, "忠县", "500233"),
    ("四川省", "绵阳市", "平武县", "510727"),
    ("四川省", "绵阳市", None, "510700"),
    ("贵州省", "遵义市", "湄潭县", "520328"),
    ("云南省", "玉溪市", "通海县", "530423"),
    ("陕西省", "汉中市", "镇巴县", "610728"),
    ("陕西省", "汉中市", None, "610700"),
    ("甘肃省", "酒泉市", None, "620900"),
    ("宁夏回族自治区", "固原市", "隆德县", "640423"),
    ("新疆维吾尔自治区", "吐鲁番市", None, "650400"),
    ("北京市", None, "门头沟区", "110109"),
    ("天津市", None, "蓟州区", "120119"),
    ("辽宁省", None, None, "210000"),
    ("湖南省", None, None, "430000"),
    ("云南省", None, None, "530000"),
    ("青海省", None, None, "630000"),
)

_BUREAUS = (
    "人民政府", "人民政府办公室", "水利局", "林业局", "教育局", "文化和旅游局", "医疗保障局",
    "市场监督管理局", "住房和城乡建设局", "卫生健康局", "交通运输局", "自然资源局", "农业农村局",
    "民政局", "应急管理局", "财政局",
)  # fmt: skip
_DEPARTMENTS = (
    "水利厅",
    "交通运输厅",
    "文化和旅游厅",
    "农业农村厅",
    "生态环境厅",
    "药品监督管理局",
    "体育局",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A division: names from province down (None where there is no such level) and its GB/T 2260 code."""

    province: str
    city: str | None
    county: str | None
    code: str

    @property
    def lowest(self) -> str:
        """The name of the lowest division."""
        return self.county or self.city or self.province

    @property
    def full(self) -> str:
        """The lowest division with the city before it, as agencies of counties like to be called."""
        return (self.city or self.province) + self.county if self.county else self.lowest

    @property
    def level(self) -> str:
        """How prose calls the division: 省, 市, 县 or 区."""
        return "省" if self.lowest.endswith(("省", "自治区")) else self.lowest[-1]


@dataclass(frozen=True, slots=True)
class Office:
    """An agency that reports: its name as the title prints it, and other names that mean the same."""

    name: str
    also: tuple[str, ...]
    bureau: str
    place: Place


def draw_office(rng: Random) -> Office:
    """An office of a division, named with or without the city above a county."""
    place = Place(*rng.choice(_DIVISIONS))
    bureau = rng.choice(_BUREAUS if place.city or place.county else _DEPARTMENTS)
    return office(place, bureau, with_city=rng.random() < 0.5)


def office(place: Place, bureau: str, *, with_city: bool = False) -> Office:
    """The office of that bureau in that division."""
    names = sorted({place.lowest + bureau, place.full + bureau}, key=len, reverse=with_city)
    return Office(names[0], tuple(names[1:]), bureau, place)


def place_of(code: str) -> Place:
    """The division of the table above with this code."""
    return next(Place(*entry) for entry in _DIVISIONS if entry[-1] == code)
