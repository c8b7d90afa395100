"""Field catalogue → tantivy schema, and a document of ours → one of tantivy's.

A text field has two tantivy fields, `.cjk` (pairs, for ranking) and `.char` (single characters, for exact
phrases); both get tokens cut by us, with blanks between. Tokenizers are not kept in an index: register them
on every opening.
"""

import datetime as dt
import json
import zlib
from typing import Any

import tantivy

from indexer.bigrams import both
from indexer.catalogue import Type, fields
from indexer.document import Document

TOKENIZER = "gongkai_blanks"
BASIS = "basis"
DIVISION = "division"
DIGEST = "digest"
CARD = "card"
REPORT = "report"


def schema() -> tantivy.Schema:
    """The schema that holds every field of the catalogue."""
    builder = tantivy.SchemaBuilder()
    for field in fields().values():
        match field.type:
            case Type.TEXT:
                builder.add_text_field(f"{field.id}.cjk", tokenizer_name=TOKENIZER, index_option="freq")
                builder.add_text_field(f"{field.id}.char", tokenizer_name=TOKENIZER, index_option="position")
            case Type.KEYWORD:
                builder.add_text_field(
                    field.id, stored=field.id == "id", fast=True, tokenizer_name="raw", index_option="basic"
                )
            case Type.DATE:
                builder.add_date_field(field.id, indexed=True, fast=True)
            case Type.INTEGER:
                builder.add_integer_field(field.id, indexed=True, fast=True)
            case Type.DECIMAL:
                builder.add_float_field(field.id, indexed=True, fast=True)
    builder.add_text_field(BASIS, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(DIVISION, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(DIGEST, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(CARD, stored=True)
    builder.add_bytes_field(REPORT, stored=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Teaches an index our tokenizer."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TOKENIZER, analyzer)


def packed(document: Document) -> tantivy.Document:
    """The document as tantivy takes it."""
    made = tantivy.Document()
    cut = {text: both(text) for text in {text for texts in document.texts.values() for text in texts}}
    for name, texts in document.texts.items():
        for text in texts:
            pairs, single = cut[text]
            made.add_text(f"{name}.cjk", " ".join(pairs))
            made.add_text(f"{name}.char", " ".join(single))
    for name, values in document.keywords.items():
        for value in values:
            made.add_text(name, value)
    for name, number in document.numbers.items():
        if fields()[name].type is Type.INTEGER:
            made.add_integer(name, int(number))
        else:
            made.add_float(name, float(number))
    for name, day in document.dates.items():
        made.add_date(name, moment(day))
    for basis in document.bases:
        made.add_text(BASIS, basis)
    for division in document.divisions:
        made.add_text(DIVISION, division.key)
    made.add_text(DIGEST, document.digest)
    made.add_bytes(CARD, zlib.compress(json.dumps(document.card, ensure_ascii=False).encode()))
    made.add_bytes(REPORT, zlib.compress(document.report))
    return made


def moment(day: dt.date) -> dt.datetime:
    """A day as tantivy has it: its first moment, in UTC."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def unpacked_card(found: tantivy.Document) -> dict[str, Any]:
    """What a hit shows."""
    card: dict[str, Any] = json.loads(zlib.decompress(found.get_first(CARD) or b""))
    return card


def unpacked_report(found: tantivy.Document) -> bytes:
    """The canonical JSON of a report."""
    return zlib.decompress(found.get_first(REPORT) or b"")
