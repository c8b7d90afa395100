"""The statutory forms: the ids of the contract, identities over cells that exist, words that tell rows apart."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT

from converters.form import Form, FormTable, forms
from converters.labels import fold
from converters.printed import printed_table
from converters.vocabulary import vocabulary

FORMS = list(forms().values())
TABLES = [(form, table) for form in FORMS for table in form.tables]
NAMES = [f"{form.id}-{table.id}" for form, table in TABLES]
by_table = pytest.mark.parametrize(("form", "table"), TABLES, ids=NAMES)
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)

# The contract's lists, written out: other people's notebooks are built on them.
DISCLOSURE = {
    "2019": """regulations.{made,published,in_force} normative_documents.{made,published,in_force}
        licensing.{prior_items,change,decisions} other_services.{prior_items,change,decisions}
        penalties.{prior_items,change,decisions} coercion.{prior_items,change,decisions}
        fees.{prior_items,change} procurement.{projects,amount}""",
    "2021": """regulations.{issued,repealed,in_force} normative_documents.{issued,repealed,in_force}
        licensing.{decisions} penalties.{decisions} coercion.{decisions} fees.{amount}""",
}
OTHER_HANDLING = {
    "2019": ["other_handling"],
    "2021": [f"other_handling.{end}" for end in ("not_corrected", "fee_unpaid", "other")],
}
OUTCOMES = re.findall(
    r"\S+",
    """granted partly_granted refused.state_secret refused.law_forbids refused.public_safety
    refused.third_party refused.internal_affairs refused.process_information refused.enforcement_file
    refused.administrative_query unavailable.not_held unavailable.must_be_created unavailable.still_unclear
    not_processed.petition not_processed.repeated not_processed.published_material not_processed.excessive
    not_processed.reconfirm""",
)
APPLICANTS = ["natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org"]
REVIEWS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
RESULTS = ["upheld", "corrected", "other", "pending"]


def outcomes(form: str) -> list[str]:
    return OUTCOMES + OTHER_HANDLING[form]


def spelled_out(pattern: str, table: str) -> list[str]:
    ids = []
    for entry in pattern.split():
        row, columns = entry.split(".", 1)
        ids += [f"{table}.{row}.{column}" for column in columns.strip("{}").split(",")]
    return ids


def contract(form: str, table: str) -> list[str]:
    """The ids of one table, in the order of print."""
    if table == "disclosure":
        return spelled_out(DISCLOSURE[form], table)
    if table == "applications":
        rows = ["received", "carried_in", *outcomes(form), "processed_total", "carried_out"]
        return [f"{table}.{row}.{column}" for row in rows for column in (*APPLICANTS, "total")]
    return [f"{table}.{row}.{column}" for row in REVIEWS for column in (*RESULTS, "total")]


def names_of(table: FormTable) -> list[tuple[str, str]]:
    """Every wording of every row, folded, with the row's key."""
    return [(fold(name), row.key) for row in table.rows for name in (row.label, *row.aliases)]


def test_each_form_of_a_file_is_loaded_under_its_id() -> None:
    files = {path.stem for path in (ROOT / "converters/data/forms").glob("*.toml")}
    assert set(forms()) == files == set(DISCLOSURE)


@by_table
def test_ids_are_those_of_the_contract_in_the_order_of_print(form: Form, table: FormTable) -> None:
    ids = [slot.id for slot in table.slots]
    assert ids == contract(form.id, table.id)
    assert len(set(ids)) == len(ids)


@by_form
def test_tables_stand_in_the_order_of_print(form: Form) -> None:
    assert [table.id for table in form.tables] == ["disclosure", "applications", "reviews"]


@by_form
def test_identities_are_those_of_the_contract(form: Form) -> None:
    found = {identity.id: (set(identity.left), set(identity.right)) for identity in form.identities}
    expected = {}
    for column in (*APPLICANTS, "total"):
        expected[f"applications.balance.{column}"] = (
            {f"applications.{row}.{column}" for row in ("received", "carried_in")},
            {f"applications.{row}.{column}" for row in ("processed_total", "carried_out")},
        )
        expected[f"applications.outcomes.{column}"] = (
            {f"applications.processed_total.{column}"},
            {f"applications.{row}.{column}" for row in outcomes(form.id)},
        )
    for row in ("received", "carried_in", *outcomes(form.id), "processed_total", "carried_out"):
        expected[f"applications.applicants.{row}"] = (
            {f"applications.{row}.total"},
            {f"applications.{row}.{column}" for column in APPLICANTS},
        )
    for kind in REVIEWS:
        expected[f"reviews.results.{kind}"] = (
            {f"reviews.{kind}.total"},
            {f"reviews.{kind}.{result}" for result in RESULTS},
        )
    assert found == expected
    assert len(form.identities) == len(found)


@by_form
def test_identities_refer_to_existing_cells_each_once(form: Form) -> None:
    cells = {slot.id for table in form.tables for slot in table.slots}
    for identity in form.identities:
        assert set(identity.cells) <= cells
        assert len(set(identity.cells)) == len(identity.cells)
        assert all(cell.startswith(f"{identity.table}.") for cell in identity.cells)
        assert identity.source


@by_table
def test_no_two_rows_share_a_wording(form: Form, table: FormTable) -> None:
    meant: dict[str, set[str]] = {}
    for name, row in names_of(table):
        meant.setdefault(name, set()).add(row)
    assert {name: rows for name, rows in meant.items() if len(rows) > 1} == {}, form.id


@by_table
def test_every_label_folds_to_something_and_every_alias_adds_something(form: Form, table: FormTable) -> None:
    names = [name for name, _ in names_of(table)]
    assert [name for name, count in Counter(names).items() if count > 1] == [], form.id
    words = [*names, *map(fold, (*table.groups, *table.headers, *table.captions))]
    words += [fold(name) for column in table.columns for name in (column.label, *column.aliases)]
    assert all(len(word) >= 2 for word in words)


@by_table
def test_each_label_is_known_as_its_own_row(form: Form, table: FormTable) -> None:
    if table.side_by_side:
        return
    words = vocabulary(form.id, table.id)
    for number, row in enumerate(table.rows):
        for name in (row.label, *row.aliases):
            assert words.meaning(fold(name)).sole == number, name


@by_table
def test_no_header_is_taken_for_a_row_and_no_row_for_a_header(form: Form, table: FormTable) -> None:
    rows = {name for name, _ in names_of(table)} if not table.side_by_side else set()
    words = vocabulary(form.id, table.id)
    assert not rows & {fold(word) for word in table.headers}
    # A group may be a row as well: （六）其他处理 has no rows below it in 2019.
    assert set(words.labels) == rows
    assert not rows & words.others


@by_table
def test_rows_stand_under_groups_that_the_table_prints(form: Form, table: FormTable) -> None:
    printed = {*table.groups, *table.headers}
    assert {label for row in table.rows for label in row.under} <= printed, form.id


@by_table
def test_columns_are_of_a_known_kind_with_units_for_amounts_only(form: Form, table: FormTable) -> None:
    used = {column.key for row in table.rows for column in row.columns}
    assert used == {column.key for column in table.columns}, form.id
    for column in table.columns:
        assert column.kind in {"count", "change", "amount"}
        # The 2019 form prints no unit for its 采购总金额.
        assert column.unit is None or column.kind == "amount"


@by_table
def test_names_in_both_languages_tell_rows_and_columns_apart(form: Form, table: FormTable) -> None:
    for names in (
        [row.short for row in table.rows],
        [row.en for row in table.rows],
        [column.label for column in table.columns],
        [column.en for column in table.columns],
    ):
        assert all(names), form.id
        assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z_]*(\.[a-z][a-z_]*)?", row.key) for row in table.rows)


def test_years_have_no_gaps_and_no_overlaps() -> None:
    for before, after in pairwise(FORMS):
        assert before.last is not None
        assert after.first == before.last + 1
    assert FORMS[0].first == 2019
    assert FORMS[-1].last is None


@by_form
def test_each_form_names_its_legal_source(form: Form) -> None:
    assert {"title", "number", "date"} <= set(form.source)
    assert re.fullmatch(r"国办公开办函〔\d{4}〕\d+号", form.source["number"])


@by_table
def test_the_printed_table_has_every_cell_once_and_every_identity_in_a_row_or_across(
    form: Form, table: FormTable
) -> None:
    printed = printed_table(form.id, table.id)
    assert [cell for row in printed.rows for cell in row.ids] == [slot.id for slot in table.slots]
    within = [identity.id for row in printed.rows for identity in row.identities]
    across = [identity.id for identity, _ in printed.across]
    assert sorted(within + across) == sorted(identity.id for identity in form.identities_of(table.id))


def test_form_files_are_small_enough_to_be_read_by_people() -> None:
    for path in Path(ROOT / "converters/data/forms").glob("*.toml"):
        assert len(path.read_text("utf-8").splitlines()) < 200
