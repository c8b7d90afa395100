"""Labels folded for comparing: width, blanks, punctuation and variant characters do not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.form import forms
from converters.labels import fold, fold_with_offsets, variants

LABELS = sorted({row.label for form in forms().values() for table in form.tables for row in table.rows})


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（二）部分公开", "二部分公开"),
        ("(二) 部分 公开", "二部分公开"),
        ("1.属于国家秘密", "1属于国家秘密"),
        ("1、属于国家秘密", "1属于国家秘密"),
        ("１．属于国家秘密", "1属于国家秘密"),
        ("3.危及“三安全一稳定”", "3危及三安全一稳定"),
        ('3.危及"三安全一稳定"', "3危及三安全一稳定"),
        ("3.危及「三安全一穩定」", "3危及三安全一稳定"),
        ("\u3000总\xa0计\t", "总计"),
        ("總計", "总计"),
        ("行政復議、行政訴訟", "行政复议行政诉讼"),
        ("後決統繼製係", "后决统继制系"),
        ("ＡbC", "abc"),
        ("|-—/*#", ""),
        ("", ""),
    ],
)
def test_folding(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize("label", LABELS)
def test_a_label_of_a_form_folds_alike_however_it_is_set(label: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in label)
    spaced = "\u3000".join(label)
    commas = label.replace(".", "、").replace("，", ",")
    assert {fold(wide), fold(spaced), fold(commas)} == {fold(label)}


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_and_leaves_letters_and_digits_only(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert all(char.isalnum() for char in folded)


@given(st.text(max_size=40))
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert list(offsets) == sorted(offsets)
    for offset in set(offsets):
        assert fold(text[offset]) == "".join(c for c, at in zip(folded, offsets, strict=True) if at == offset)


@given(st.text(max_size=20), st.text(max_size=20))
def test_pieces_of_a_label_fold_to_pieces_of_the_folded_label(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


def test_variants_lead_to_plain_characters() -> None:
    table = variants()
    assert table
    assert all(len(variant) == len(plain) == 1 != (variant == plain) for variant, plain in table.items())
    assert not set(table) & set(table.values())


def test_no_variant_stands_in_a_form() -> None:
    printed = set("".join(LABELS))
    assert not printed & set(variants())
