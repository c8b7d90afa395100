"""The field catalogue, its names, and data/derived.toml: complete, unambiguous, sound."""

import pytest

from converters.errors import UsageError
from converters.form import forms
from indexer.catalogue import Field, Type, derivations, fields, section_kinds
from indexer.derived import derived_numbers
from indexer.names import comparable, field_named, nearest

SLOTS = [(form, slot) for form in forms().values() for table in form.tables for slot in table.slots]


def test_every_cell_of_every_form_is_a_field_with_all_forms_named() -> None:
    for form, slot in SLOTS:
        field = fields()[slot.id]
        assert form.id in field.forms
        assert field.kind == slot.column.kind
        assert field.type is (Type.DECIMAL if slot.column.kind == "amount" else Type.INTEGER)


@pytest.mark.parametrize("field", fields().values(), ids=list(fields()))
def test_id_and_every_chinese_name_mean_this_field_alone(field: Field) -> None:
    assert field_named(field.id) == field
    assert field.zh in field.names
    for name in field.names:
        assert field_named(name) == field


def test_shown_names_are_unique() -> None:
    shown = [comparable(field.zh) for field in fields().values()]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("规章.现行有效件数", "disclosure.regulations.in_force"),
        ("规章.对外公开总数量", "disclosure.regulations.in_force"),
        ("行政规范性文件.本年制发件数", "disclosure.normative_documents.issued"),
        ("规范性文件.本年新制作数量", "disclosure.normative_documents.made"),
        ("行政复议.总计", "reviews.reconsideration.total"),
        ("（一）予以公开.总计", "applications.granted.total"),
        (" 1.属于国家秘密 · 自然人", "applications.refused.state_secret.natural_person"),
        ("结转率", "rates.carry_over"),
        ("Year", "year"),
    ],
)
def test_spellings(name: str, id_: str) -> None:
    assert field_named(name).id == id_


def test_a_row_without_its_column_is_ambiguous() -> None:
    with pytest.raises(UsageError, match="3 fields are called so"):
        field_named("行政许可")


def test_nearest_names_come_best_first() -> None:
    assert nearest("applications.recieved.total")[0].id == "applications.received.total"
    assert nearest("公开律")[0].id == "rates.disclosure"


def test_derived_numbers_refer_to_cells_that_are_counts() -> None:
    assert len({share.id for share in derivations()}) == len(derivations())
    for share in derivations():
        assert share.part, share.id
        for id_ in share.part + share.whole:
            assert fields()[id_].kind == "count"
            assert set(fields()[id_].forms) == set(forms())


def test_eight_grounds_of_refusal() -> None:
    refusal = next(share for share in derivations() if share.id == "rates.refusal")
    assert len(refusal.part) == 8


def test_a_share_is_computed_where_all_parts_are_known() -> None:
    values = {
        "applications.granted.total": 3,
        "applications.partly_granted.total": 1,
        "applications.processed_total.total": 8,
    }
    assert derived_numbers(values) == {"rates.disclosure": 0.5}
    del values["applications.partly_granted.total"]
    assert derived_numbers(values) == {}


def test_a_share_of_nothing_is_unknown() -> None:
    assert (
        derived_numbers({"applications.received.natural_person": 0, "applications.received.total": 0}) == {}
    )


def test_sections_are_those_of_the_statute() -> None:
    assert {"overview", "disclosure", "applications", "reviews", "problems", "other"} <= set(section_kinds())
