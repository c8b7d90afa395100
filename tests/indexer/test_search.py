"""The embedded engine against a plain search in Python: the same reports, counts and order."""

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invented import SENTENCES, generated, report

from converters.canonical import loads
from converters.errors import UsageError
from converters.report import Basis
from indexer import Engine, Facet, Query, Sort, load, open_index
from indexer.bigrams import characters
from indexer.catalogue import fields
from indexer.datasets.gathering import gathered
from indexer.document import Document, document
from indexer.query import AllOf, AnyOf, Based, Condition, Known, Not, Phrase, Range, Terms
from indexer.text_query import parse_text
from indexer.where import parse_where

COUNT = 150
TOTAL = "applications.received.total"
DOCUMENTS = [document(one) for one in generated(COUNT, seed=7, words=6)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An index of the documents above, written in three goes so that it has several segments."""
    made = open_index(str(tmp_path_factory.mktemp("search") / "index"))
    reports = list(generated(COUNT, seed=7, words=6))
    for start in range(0, COUNT, 50):
        load(made, reports[start : start + 50])
    return made


def holds(condition: Condition, one: Document) -> bool:  # noqa: PLR0911 - one a kind
    """What the condition means, without any engine."""
    match condition:
        case Phrase(field, text):
            wanted = characters(text)
            return any(_within(wanted, characters(part)) for part in one.texts.get(field, ()))
        case Range(field, low, high, with_low, with_high):
            value = one.dates[field].isoformat() if field in one.dates else one.numbers.get(field)
            if value is None:
                return False
            above = low is None or value > low or (with_low and value == low)
            return above and (high is None or value < high or (with_high and value == high))
        case Terms(field, values):
            return bool(set(values) & set(one.keywords.get(field, ())))
        case Known(field):
            return field in one.numbers or field in one.dates or field in one.keywords
        case Based(field, basis):
            return f"{basis}:{field}" in one.bases
        case AllOf(parts):
            return all(holds(part, one) for part in parts)
        case AnyOf(parts):
            return any(holds(part, one) for part in parts)
        case Not(part):
            return not holds(part, one)


def _within(wanted: list[str], tokens: list[str]) -> bool:
    return any(tokens[at : at + len(wanted)] == wanted for at in range(len(tokens)))


TEXTS = st.sampled_from(["".join(SENTENCES), *SENTENCES, "洛阳市第7局2023年政府信息公开工作年度报告"])


@st.composite
def phrases(draw: st.DrawFn) -> Phrase:
    """A piece of what stands in the reports, or of something like it."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    piece = text[start : start + draw(st.integers(1, 12))]
    field = draw(st.sampled_from(["text", "title", "agency", "section.problems", "section.other"]))
    return Phrase(field, piece if characters(piece) else "信")


NUMBERS = st.sampled_from(
    [TOTAL, "disclosure.licensing.change", "disclosure.procurement.amount", "rates.disclosure", "year"]
)
ENDS = st.one_of(
    st.none(), st.integers(-10, 30), st.floats(-5, 30, allow_nan=False), st.sampled_from([2021, 2023, 10**6])
)
LEAVES = st.one_of(
    phrases(),
    st.builds(Range, NUMBERS, ENDS, ENDS, st.booleans(), st.booleans()),
    st.builds(
        Range,
        st.just("published"),
        st.sampled_from([None, "2021-06-01"]),
        st.sampled_from([None, "2023-01-15"]),
    ),
    st.builds(Terms, st.just("region"), st.sampled_from([("410000",), ("220200", "110101"), ("990000",)])),
    st.builds(Terms, st.just("agency.kind"), st.just(("government",))),
    st.builds(Known, NUMBERS),
    st.builds(Based, st.just(TOTAL), st.sampled_from([Basis.UNRESOLVED, Basis.INFERRED, Basis.BLANK])),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AllOf),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AnyOf),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(condition=CONDITIONS, scored=st.booleans())
@example(condition=Range("rates.disclosure", -0.0, None, with_low=False), scored=False)
def test_the_same_reports_as_a_plain_search(engine: Engine, condition: Condition, scored: bool) -> None:
    query = Query(text=condition, limit=COUNT) if scored else Query(filters=(condition,), limit=COUNT)
    answer = engine.search(query)
    wanted = {one.id for one in DOCUMENTS if holds(condition, one)}
    assert {hit.id for hit in answer.hits} == wanted
    assert answer.total == len(wanted)


@settings(max_examples=100, deadline=None)
@given(
    condition=CONDITIONS,
    name=st.sampled_from(
        ["year", TOTAL, "rates.disclosure", "published", "form", "region.city", "agency.name", "id"]
    ),
    descending=st.booleans(),
    offset=st.integers(0, 60),
    limit=st.integers(0, 40),
)
def test_any_page_in_the_order_asked_for(  # noqa: PLR0913, PLR0917 - each is drawn by itself
    engine: Engine, condition: Condition, name: str, descending: bool, offset: int, limit: int
) -> None:
    answer = engine.search(
        Query(filters=(condition,), sort=Sort(name, descending), limit=limit, offset=offset)
    )
    found = sorted((one for one in DOCUMENTS if holds(condition, one)), key=lambda one: one.id)
    known = [one for one in found if _value(one, name) is not None]
    known.sort(key=lambda one: _value(one, name), reverse=descending)
    ordered = known + [one for one in found if _value(one, name) is None]
    assert [hit.id for hit in answer.hits] == [one.id for one in ordered[offset : offset + limit]]


def _value(one: Document, name: str):  # noqa: ANN202 - a number, a day or a word
    return one.numbers.get(name, one.dates.get(name, *one.keywords.get(name, (None,))[:1]))


@settings(max_examples=60, deadline=None)
@given(condition=CONDITIONS, scored=st.booleans())
def test_all_that_match_come_as_they_are_by_id(engine: Engine, condition: Condition, scored: bool) -> None:
    query = Query(text=condition, limit=1) if scored else Query(filters=(condition,), limit=1)
    wanted = {one.id: one.report for one in DOCUMENTS if holds(condition, one)}
    assert list(engine.matching(query)) == [wanted[id_] for id_ in sorted(wanted)]


@settings(max_examples=10, deadline=None)
@given(condition=CONDITIONS, scored=st.booleans())
def test_reports_in_no_index_are_chosen_as_one_would(
    engine: Engine, condition: Condition, scored: bool
) -> None:
    query = Query(text=condition) if scored else Query(filters=(condition,))
    with gathered(generated(COUNT, seed=7, words=6), query) as made:
        assert list(made.matching(query)) == list(engine.matching(query))


@pytest.mark.parametrize("page", [1, 49, 50, 75, 150, 151])
def test_all_that_match_come_whatever_the_size_of_a_page(
    engine: Engine, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.embedded._PAGE", page)
    assert list(engine.matching(Query())) == [one.report for one in sorted(DOCUMENTS, key=lambda o: o.id)]
    assert list(engine.reports()) == list(engine.matching(Query()))


def test_a_batch_that_remembers_little_does_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engines.embedded._REMEMBERED", 3)
    engine = open_index(str(tmp_path / "index"))
    again = [report(f"r{number % 7}", year=2020 + number // 10) for number in range(20)]
    done = load(engine, again)
    assert (done.added, done.replaced, done.unchanged) == (7, 7, 6)
    assert [(one.id, one.year) for one in map(loads, engine.matching(Query()))] == [
        (f"r{number}", 2021) for number in range(7)
    ]


def test_all_that_match_are_of_the_index_as_it_was_when_they_were_asked_for(tmp_path: Path) -> None:
    engine = open_index(str(tmp_path / "index"))
    load(engine, [report("a"), report("b")])
    asked = engine.matching(Query())
    first = next(asked)
    load(open_index(str(tmp_path / "index")), [report("a", year=2020), report("c")], fresh=True)
    assert [first, *asked] == [document(report("a")).report, document(report("b")).report]
    assert [loads(data).id for data in engine.matching(Query())] == ["a", "c"]


@pytest.mark.parametrize("words", ["信访", "信息公开 -培训", "A股 OR 3.04亿", "年度报告"])
def test_pages_by_score_add_up_to_the_whole(engine: Engine, words: str) -> None:
    text = parse_text(words)
    whole = engine.search(Query(text, limit=COUNT)).hits
    assert [(-hit.score, hit.id) for hit in whole] == sorted((-hit.score, hit.id) for hit in whole)
    pages = [
        hit.id
        for start in range(0, COUNT, 7)
        for hit in engine.search(Query(text, limit=7, offset=start)).hits
    ]
    assert pages == [hit.id for hit in whole]


def test_rarer_and_more_frequent_words_come_first(tmp_path: Path) -> None:
    engine = open_index(str(tmp_path / "index"))
    bodies = {
        "once": "信访。" + "总体平稳。" * 20,
        "often": "信访。" * 5 + "总体平稳。" * 16,
        "none": "总体平稳。" * 21,
    }
    load(engine, [report(id_, sections={"problems": body}) for id_, body in bodies.items()])
    assert [hit.id for hit in engine.search(Query(parse_text("信访"))).hits] == ["often", "once"]


@settings(max_examples=60, deadline=None)
@given(condition=CONDITIONS)
def test_facets_and_statistics_count_what_is_found(engine: Engine, condition: Condition) -> None:
    names = ("year", "region.province", "region", "agency.kind", "form", "warnings", "doubt")
    histograms = (Facet(TOTAL, 5), Facet("rates.disclosure", 0.1), Facet("disclosure.licensing.change"))
    query = Query(filters=(condition,), facets=(*map(Facet, names), *histograms), stats=(TOTAL,), limit=0)
    answer = engine.search(query)
    found = [one for one in DOCUMENTS if holds(condition, one)]
    assert answer.hits == ()
    for name in names:
        wanted = Counter(value for one in found for value in _values(one, name))
        assert {bucket.value: bucket.count for bucket in answer.facets[name]} == wanted
    for facet in histograms:
        values = [one.numbers[facet.field] for one in found if facet.field in one.numbers]
        buckets = answer.facets[facet.field]
        assert sum(bucket.count for bucket in buckets) == len(values)
        if facet.interval:
            wanted = Counter(
                round(math.floor(value / facet.interval + 1e-9) * facet.interval, 9) for value in values
            )
            assert {bucket.value: bucket.count for bucket in buckets} == wanted
    totals = [one.numbers[TOTAL] for one in found if TOTAL in one.numbers]
    stats = answer.stats[TOTAL]
    assert stats.count == len(totals)
    if totals:
        assert (stats.min, stats.max, stats.sum) == (min(totals), max(totals), sum(totals))
        assert stats.avg == pytest.approx(sum(totals) / len(totals))


def _values(one: Document, name: str) -> tuple[object, ...]:
    return (one.numbers[name],) if name in one.numbers else one.keywords.get(name, ())


def test_facets_are_labelled_and_ordered(engine: Engine) -> None:
    answer = engine.search(Query(facets=(Facet("region.province"), Facet("year"), Facet("doubt")), limit=0))
    provinces = answer.facets["region.province"]
    assert {bucket.value: bucket.label for bucket in provinces}["410000"] == "河南省"
    assert [bucket.count for bucket in provinces] == sorted(
        (bucket.count for bucket in provinces), reverse=True
    )
    years = [bucket.value for bucket in answer.facets["year"]]
    assert years == sorted(years)
    assert all(bucket.label == fields()[bucket.value].zh for bucket in answer.facets["doubt"])


def test_an_interval_of_ours_gives_a_readable_number_of_steps(engine: Engine) -> None:
    for name in (TOTAL, "rates.disclosure", "disclosure.procurement.amount", "disclosure.licensing.change"):
        buckets = engine.search(Query(facets=(Facet(name),), limit=0)).facets[name]
        assert 3 <= len(buckets) <= 25


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: Query(limit=10_001), "offset \\+ limit must lie in 0 to 10,000"),
        (lambda: Query(limit=1, offset=10_000), "offset \\+ limit"),
        (lambda: Query(limit=10**12), "offset \\+ limit"),
        (lambda: Query(limit=-1), "offset \\+ limit"),
        (lambda: Query(stats=("form",)), "is no number"),
        (lambda: Query(facets=(Facet("title"),)), "has no facet"),
        (lambda: Query(facets=(Facet("form", 5),)), "is no interval"),
        (lambda: Query(facets=(Facet(TOTAL, 0),)), "is no interval"),
        (lambda: Query(facets=(Facet(TOTAL, float("inf")),)), "is no interval"),
        (lambda: Query(sort=Sort("doubt")), "cannot be sorted by"),
        (lambda: Query(sort=Sort("text")), "cannot be sorted by"),
        (lambda: Query(sort=Sort("nonsense")), "there is no such field"),
    ],
)
def test_what_cannot_be_asked(ask: Callable[[], Query], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ask()


def test_the_largest_page_and_too_many_steps(engine: Engine) -> None:
    assert len(engine.search(Query(limit=10_000)).hits) == COUNT
    assert engine.search(Query(limit=0, offset=10_000)).total == COUNT
    with pytest.raises(UsageError, match=r"would give .* steps; at most 1,000: try"):
        engine.search(Query(facets=(Facet("disclosure.procurement.amount", 1),)))


def test_the_deepest_query_that_the_language_allows(engine: Engine) -> None:
    assert engine.search(Query(parse_text("(" * 19 + "信访" + ")" * 19))).total > 0
    assert engine.search(Query(parse_text("NOT " * 18 + "信访"))).total > 0
    assert engine.search(Query(parse_text(" ".join(["信访"] * 64)))).total > 0


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_no_typed_text_breaks_the_engine(engine: Engine, typed: str) -> None:
    try:
        text = parse_text(typed)
    except UsageError:
        return
    assert engine.search(Query(text)).total <= COUNT


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="政府信息公开，。\n 一二12aB．Ｂ", min_size=1, max_size=60), cut=st.data())
def test_every_substring_of_a_text_is_found(
    tmp_path_factory: pytest.TempPathFactory, text: str, cut: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("substring")
    engine = open_index(str(folder / "index"))
    load(
        engine,
        [report("it", title=None, agency=None, sections={"problems": text}), report("other", title="别的")],
    )
    words = characters(text)
    if not words:
        return
    start = cut.draw(st.integers(0, len(words) - 1))
    end = cut.draw(st.integers(start + 1, len(words)))
    piece = " ".join(words[start:end])
    assert "it" in {hit.id for hit in engine.search(Query(Phrase("text", piece))).hits}
    assert "it" in {hit.id for hit in engine.search(Query(Phrase("section.problems", piece))).hits}


def test_a_word_broken_by_a_line_end_is_found_and_texts_do_not_run_together(tmp_path: Path) -> None:
    engine = open_index(str(tmp_path / "index"))
    load(engine, [report("it", title="洛阳", agency="水利局", sections={"problems": "政府信\n息公开"})])
    found = {
        words: engine.search(Query(parse_text(words))).total
        for words in ("信息公开", "洛阳水利局", "阳水", "2021")
    }
    assert found == {"信息公开": 1, "洛阳水利局": 0, "阳水": 0, "2021": 0}


def test_doubtful_numbers_are_not_compared_but_found_by_doubt(engine: Engine) -> None:
    doubtful = {one.id for one in DOCUMENTS if TOTAL in one.keywords.get("doubt", ())}
    assert doubtful
    found = engine.search(Query(filters=(parse_where("本年新收.总计=unresolved"),), limit=COUNT))
    assert {hit.id for hit in found.hits} == doubtful
    compared = engine.search(Query(filters=(parse_where("本年新收.总计>=-1000000"),), limit=COUNT))
    assert not {hit.id for hit in compared.hits} & doubtful
