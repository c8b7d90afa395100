"""The same questions to a folder and to a server: the same reports, counts, statistics and order."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from invented import REGIONS, SENTENCES, cell, generated, report

from converters.report import Basis, Report
from indexer import Answer, Connection, Engine, Facet, Query, Sort, load, open_index
from indexer.bigrams import characters
from indexer.query import AllOf, AnyOf, Based, Condition, Known, Not, Phrase, Range, Terms
from indexer.text_query import parse_text
from indexer.where import parse_where

TOTAL = "applications.received.total"
AMOUNT = "disclosure.procurement.amount"
EVERY = 1_000
ODD = (
    "A股上市公司 iPhone15 与 COVID-19 疫情 e-mail：info@gov.cn，网址 https://www.gov.cn/zhengce/content_5588.htm",
    "ＷＷＷ．ＧＯＶ．ＣＮ　１，２９５件　３．０４亿元　（五）、２０２１年",
    "信",
    "信\n访投\r\n诉",
    "カタカナとひらがな、한국어 문장 ǅ İstanbul ΣΑΣ straße ﬁ №5 ①②③",
    "𠀀𠀁㐀䶵鿿〇々𪚥 龘靐",
    "政府😀信息 👨‍👩‍👧 a_b__c x.y..z 1.2.3 1,000,000.50 O'Neil l’eau",
    "ไทย भारत العربية עברית é é ÀÉ",
    "数字" * 400 + "结尾",
    "a" * 600 + " 长词",
    "<b>加粗</b> & \"引号\" 'x' \\ / * ? + - ( ) [ ] { } ^ ~ : ! | && ||",
)


def reports() -> Iterator[Report]:
    """Ordinary reports, and some with what engines may see differently."""
    yield from generated(150, seed=7, words=6)
    for number, text in enumerate(ODD):
        place = REGIONS[number % len(REGIONS)]
        yield report(
            f"odd-{number:02}",
            title=f"奇{number}",
            region=place,
            sections={"problems": text, "other": text[::-1]},
        )
    yield report(
        "empty", title=None, agency=None, kind=None, year=None, published=None, form=None, region=REGIONS[8]
    )
    for number, value in enumerate((0, 1, 999_999_999_999, 7)):
        yield report(
            f"value-{number}",
            year=2019 + number,
            values={TOTAL: value, "disclosure.licensing.change": -value},
        )
    for number, unit in enumerate(("元", "万元", "亿元", None)):
        yield report(f"amount-{number}", cells=(cell(AMOUNT, 476.92, unit=unit),))
    yield report(
        "doubtful",
        cells=(cell(TOTAL, None, Basis.UNRESOLVED), cell("applications.received.enterprise", None)),
    )


@pytest.fixture(scope="module")
def engines(
    tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]
) -> tuple[Engine, Engine]:
    """A folder and a server with the same reports, which both got in three goes and with old versions among them."""
    both = (
        open_index(str(tmp_path_factory.mktemp("both") / "index")),
        open_index(new_address(), said=Connection(shards=2)),
    )
    found = list(reports())
    for engine in both:
        load(engine, [replace(one, title="旧版本 信访") for one in found[:40]])
        load(engine, found[:90])
        load(engine, found)
    return both


_, _words, _comparisons = (Path(__file__).parent / "questions.txt").read_text("utf-8").split("\n\n")
TEXTS = _words.splitlines()[1:]
COMPARISONS = _comparisons.splitlines()[1:]
LONG = [
    "".join(SENTENCES),
    " ".join(SENTENCES) * 3,
    " ".join(["信访"] * 64),
    "(" * 19 + "信访" + ")" * 19,
    "数字" * 100,
]

FACETS = (
    *map(
        Facet,
        ("year", "region", "region.province", "region.city", "region.county", "agency.kind", "agency.name"),
    ),
    *map(
        Facet,
        (
            "form",
            "forms.applications",
            "warnings",
            "doubt",
            "failed_checks",
            TOTAL,
            AMOUNT,
            "rates.disclosure",
        ),
    ),
    Facet("rates.disclosure", 0.5),
    Facet("year", 2),
)
STATS = (
    TOTAL,
    AMOUNT,
    "rates.disclosure",
    "year",
    "disclosure.licensing.change",
    "applications.received.enterprise",
)


def ask(engines: tuple[Engine, Engine], query: Query) -> tuple[Answer, Answer]:
    folder, server = (engine.search(query) for engine in engines)
    return folder, server


def assert_alike(engines: tuple[Engine, Engine], query: Query) -> None:
    """Equal in everything but the order of ranked hits and their scores."""
    folder, server = ask(engines, replace(query, limit=EVERY))
    assert server.total == folder.total == len(folder.hits)
    assert server.facets == folder.facets
    assert server.stats == folder.stats
    assert {hit.id: (hit.as_dict() | {"score": None}, hit.values) for hit in server.hits} == {
        hit.id: (hit.as_dict() | {"score": None}, hit.values) for hit in folder.hits
    }


def test_there_are_at_least_two_hundred_questions() -> None:
    assert len({*TEXTS, *LONG, *COMPARISONS}) + len(set(conditions(60))) >= 200


@pytest.mark.parametrize("start", range(0, len(TEXTS), 30))
def test_words(engines: tuple[Engine, Engine], start: int) -> None:
    for words in TEXTS[start : start + 30]:
        assert_alike(engines, Query(parse_text(words), facets=FACETS[:3], stats=STATS[:2]))


def test_long_texts(engines: tuple[Engine, Engine]) -> None:
    for words in LONG:
        assert_alike(engines, Query(parse_text(words)))


@pytest.mark.parametrize("start", range(0, len(COMPARISONS), 20))
def test_comparisons(engines: tuple[Engine, Engine], start: int) -> None:
    for text in COMPARISONS[start : start + 20]:
        assert_alike(engines, Query(filters=(parse_where(text),), facets=FACETS[:2], show=(TOTAL, AMOUNT)))


def test_every_facet_and_statistic(engines: tuple[Engine, Engine]) -> None:
    for filters in (
        (),
        (parse_where("form=2021"),),
        (parse_where("year=1999"),),
        (Terms("region", ("410000",)),),
    ):
        assert_alike(engines, Query(filters=filters, facets=FACETS, stats=STATS))


def phrases(count: int) -> Iterator[Phrase]:
    """Pieces of what stands in the reports, the same every time."""
    chance, text = random.Random(3), "".join(SENTENCES)
    for _ in range(count):
        start = chance.randrange(len(text) - 9)
        piece = text[start : start + chance.randint(2, 9)]
        yield Phrase(chance.choice(("text", "section.problems")), piece if characters(piece) else "信访")


def conditions(count: int) -> Iterator[Condition]:
    """Trees of all kinds of conditions, the same every time."""
    chance = random.Random(11)
    texts = ["".join(SENTENCES), *SENTENCES, *ODD[:7]]

    def leaf() -> Condition:
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randint(1, 9)]
        low, high = sorted(chance.choices((-3, 0, 1.5, 2, 7, 20, 2021, 10**6), k=2))
        number = chance.choice((TOTAL, AMOUNT, "rates.disclosure", "year", "disclosure.licensing.change"))
        return chance.choice(
            (
                Phrase(
                    chance.choice(("text", "section.problems", "title")), piece if characters(piece) else "信"
                ),
                Range(number, chance.choice((None, low)), high, chance.random() < 0.5, chance.random() < 0.5),
                Terms("region", tuple(chance.sample(("410000", "220200", "110101", "990000"), 2))),
                Known(number),
                Based(TOTAL, chance.choice((Basis.UNRESOLVED, Basis.INFERRED, Basis.BLANK))),
            )
        )

    def tree(depth: int) -> Condition:
        kind = chance.random() if depth else 1.0
        if kind < 0.2:
            return Not(tree(depth - 1))
        if kind < 0.8:
            parts = tuple(tree(depth - 1) for _ in range(chance.randint(1, 3)))
            return AllOf(parts) if kind < 0.5 else AnyOf(parts)
        return leaf()

    for _ in range(count):
        yield tree(3)


@pytest.mark.parametrize("scored", [False, True])
def test_conditions_of_every_kind(engines: tuple[Engine, Engine], scored: bool) -> None:
    for condition in conditions(60):
        query = Query(text=condition) if scored else Query(filters=(condition,))
        assert_alike(engines, replace(query, facets=FACETS[:1], stats=STATS[:1]))


@pytest.mark.parametrize(
    "name",
    ["year", TOTAL, AMOUNT, "rates.disclosure", "published", "form", "region.city", "agency.name", "id"],
)
def test_any_page_in_any_order_with_ties(engines: tuple[Engine, Engine], name: str) -> None:
    for descending in (False, True):
        for offset, limit in ((0, 10), (3, 40), (95, 30), (160, 50), (9_990, 10)):
            query = Query(sort=Sort(name, descending), offset=offset, limit=limit, show=(TOTAL,))
            folder, server = ask(engines, query)
            assert [(hit.id, hit.values) for hit in server.hits] == [
                (hit.id, hit.values) for hit in folder.hits
            ]


def test_every_hit_and_every_report_in_the_same_order(engines: tuple[Engine, Engine]) -> None:
    folder, server = engines
    for query in (Query(), Query(filters=(parse_where("form=2021"),), sort=Sort(AMOUNT), show=(AMOUNT,))):
        assert list(server.stream(query)) == list(folder.stream(query))
        assert list(server.matching(query)) == list(folder.matching(query))
    text = Query(parse_text("信访"))
    assert {hit.id for hit in server.stream(text)} == {hit.id for hit in folder.stream(text)}
    assert [hit.id for hit in server.stream(text)] == [
        hit.id for hit in server.search(replace(text, limit=EVERY)).hits
    ]
    assert list(server.reports()) == list(folder.reports())
    assert server.divisions() == folder.divisions()
    assert server.verify() == folder.verify()


@pytest.mark.parametrize(
    "name", ["year", AMOUNT, "rates.disclosure", "published", "form", "region.city", "id"]
)
def test_streams_of_many_pages_in_any_order(
    engines: tuple[Engine, Engine], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.opensearch.paging._PAGE", 7)
    for descending in (False, True):
        query = Query(sort=Sort(name, descending), show=(AMOUNT,))
        folder, server = (list(engine.stream(query)) for engine in engines)
        assert len(folder) == len(list(reports()))
        assert server == folder


def test_a_ranked_stream_of_many_pages(
    engines: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.opensearch.paging._PAGE", 7)
    for words in ("信访", "信息公开 -培训", "年度报告"):
        query = Query(parse_text(words))
        streamed = [hit.id for hit in engines[1].stream(query)]
        assert streamed == [hit.id for hit in engines[1].search(replace(query, limit=EVERY)).hits]


def test_the_first_ten_are_the_same_in_nearly_all_ranked_questions(engines: tuple[Engine, Engine]) -> None:
    """The folder counts in 32 bits and takes for the length of a section what it is on average over all reports.

    The server counts in 64 and over the reports that have the section; so hits nearly as good may change places.
    """
    asked = [parse_text(words) for words in (*dict.fromkeys(TEXTS), *LONG)]
    pieces = list(phrases(160))
    asked += [AllOf(pair) for pair in zip(pieces[::2], pieces[1::2], strict=True)]
    answers = [ask(engines, Query(text, limit=10)) for text in asked]
    ranked = [(folder.hits, server.hits) for folder, server in answers if len(folder.hits) > 1]
    assert len(ranked) >= 100
    same = sum([hit.id for hit in folder] == [hit.id for hit in server] for folder, server in ranked)
    assert same >= 0.95 * len(ranked), f"{same} of {len(ranked)}"
    for folder, server in ranked:
        for left, right in zip(folder, server, strict=True):
            assert right.score == pytest.approx(left.score, rel=0.05)
