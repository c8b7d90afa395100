"""What an index keeps to show of a report → a hit, the same whichever engine found it."""

from collections.abc import Mapping
from typing import Any

from converters.report import Number
from indexer.answer import Hit
from indexer.highlight import highlights
from indexer.query import Condition


def hit_of(
    card: Mapping[str, Any], score: float | None, text: Condition | None, values: Mapping[str, Number | None]
) -> Hit:
    """The hit of a card; the pieces shown are those in which the words of the text stand."""
    texts = [
        (f"section.{kind}", part) for kind, title, body in card.get("sections", ()) for part in (body, title)
    ]
    texts += [("title", card["title"] or ""), ("agency", card["agency"]["name"] or "")]
    return Hit(
        id=card["id"],
        score=score,
        title=card["title"],
        agency=card["agency"],
        region=card["region"],
        year=card["year"],
        source=card["source"],
        highlights=highlights(text, texts),
        values=values,
    )
