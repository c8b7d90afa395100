"""Sentences of our own making; their numbers agree with the tables or count other things."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from laboratory.places import Office

_OPENINGS = (
    "本报告依照《中华人民共和国政府信息公开条例》第五十条的要求编写，所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。",
    "现公布{name}{year}年度政府信息公开工作年度报告。统计期限为{year}年1月1日至{year}年12月31日。",
    "为便于社会各界了解{we}政务公开工作，按照《中华人民共和国政府信息公开条例》（国务院令第711号），特编制本报告。",
    "{name}根据条例规定，向社会公布{year}年政府信息公开工作情况，欢迎监督。",
)
_ACTIVE = (
    "（一）主动公开。{we}全年通过门户网站发布各类信息{a}条，其中动态类{b}条，政策文件及解读{c}条，回应群众留言{d}条。",
    "（一）主动公开情况。围绕惠民补贴、项目审批两个重点，门户网站新增栏目{e}个，更新信息{a}条次，配发图解、短视频等政策解读{c}篇。",
    "（一）主动公开方面。坚持谁制作谁公开，全年上网信息{a}条；政务新媒体推送{b}条，单篇最高阅读量{g}次。",
)
_PASSIVE = (
    "（二）依申请公开。全年收到政府信息公开申请{received}件，上年结转{carried_in}件，均依法办理；结转下年度{carried_out}件。",
    "（二）依申请公开情况。{we}优化了申请受理页面，{year}年共收到政府信息公开申请{received}件，其中自然人{natural}件。",
    "（二）依申请公开工作。规范登记、审核、答复、归档四个环节，本年新收申请{received}件，办结{processed}件。",
)
_MANAGEMENT = (
    "（三）政府信息管理。修订信息发布保密审查单，落实“三审三校”，对历年公开的{a}条信息逐条复查，更正错漏{e}处。",
    "（三）政府信息管理情况。建立公开属性源头认定办法，公文起草时即标明主动公开、依申请公开或不予公开。",
)
_PLATFORM = (
    "（四）平台建设。网站完成适老化改造，政务公开专区接待群众{d}人次，村（社区）公开栏实现全覆盖。",
    "（四）政府信息公开平台建设。归并关停长期不更新的政务新媒体{e}个，保留微信公众号1个。",
)
_SUPERVISION = (
    "（五）监督保障。组织业务培训{e}次，参训{d}人次，并将政务公开列入年度考核，权重为4分。",
    "（五）监督保障情况。聘请社会监督员{e}名，季度抽查发现的问题全部整改到位，本年度没有责任追究情形。",
)
_PROBLEMS = (
    "一是政策解读形式偏少，图表、视频类解读占比不足三成；二是个别股室报送信息不够及时。",
    "主要不足：基层站所公开目录更新慢，热线问答与网站栏目未完全打通。",
    "存在的问题有两个方面，依申请公开答复文书的说理性不强，政务新媒体的互动功能用得不多。",
)
_PLANS = (
    "下一步，一是把解读材料与文件同步起草、同步报审、同步上网；二是每季度通报一次信息报送情况。",
    "改进措施：按月核对公开目录，将12345热线高频问题整理成问答库，力争上半年上线。",
    "我们将编印答复文书示范文本，安排业务骨干到窗口跟班学习，逐步补齐短板。",
)
_OTHERS = (
    "本年度未收取政府信息公开信息处理费。",
    "没有其他需要报告的事项。",
    "本年度发出收费通知0件，收取信息处理费0元。人大代表建议和政协提案办理结果已按要求公开{e}件。",
    "无",
)


@dataclass(frozen=True, slots=True)
class Prose:
    """The paragraphs of the written sections."""

    opening: str
    overview: tuple[str, ...]
    problems: tuple[str, ...]
    other: tuple[str, ...]


def draw_prose(rng: Random, office: Office, year: int, figures: Mapping[str, int | float]) -> Prose:
    """Paragraphs for sections 一, 五 and 六."""
    words = _words(rng, office, year, figures)
    passive = [text for text in _PASSIVE if _fits(text, figures)] or [_PASSIVE[1].split("，{year}")[0] + "。"]
    overview = [rng.choice(_ACTIVE), rng.choice(passive)]
    overview += [rng.choice(some) for some in (_MANAGEMENT, _PLATFORM, _SUPERVISION) if rng.random() < 0.7]
    return Prose(
        opening=rng.choice(_OPENINGS).format_map(words),
        overview=tuple(text.format_map(words) for text in overview),
        problems=(rng.choice(_PROBLEMS), rng.choice(_PLANS)),
        other=(rng.choice(_OTHERS).format_map(words),),
    )


def _words(rng: Random, office: Office, year: int, figures: Mapping[str, int | float]) -> dict[str, object]:
    a = rng.randint(60, 4000)
    return {
        "name": office.name,
        "we": rng.choice(("我局", "本机关", "本单位")) if office.bureau.endswith("局") else "本机关",
        "year": year,
        "a": a,
        "b": rng.randint(20, a),
        "c": rng.randint(3, 60),
        "d": rng.randint(11, 700),
        "e": rng.randint(2, 9),
        "g": rng.randint(300, 20000),
        "received": figures["applications.received.total"],
        "carried_in": figures["applications.carried_in.total"],
        "carried_out": figures["applications.carried_out.total"],
        "processed": figures["applications.processed_total.total"],
        "natural": figures["applications.received.natural_person"],
    }


def _fits(text: str, figures: Mapping[str, int | float]) -> bool:
    """Whether it makes sense: an agency that received nothing does not speak of its kinds."""
    return "{natural}" not in text or figures["applications.received.total"] > 0
