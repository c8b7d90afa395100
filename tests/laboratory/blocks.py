"""The page of a copy as blocks in order, for media that set tables themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from laboratory.chrome import PAGE_DAMAGE
from laboratory.copies import Copy
from laboratory.pages import Page, Section, heading, page_of

BlockKind = Literal["title", "heading", "paragraph", "signature", "table"]

# Damage of pages that speaks of lines, or that a medium makes better by itself.
UNFIT_PAGE_DAMAGE = frozenset({"web_chrome", "year_menu"})
# Damage of tables that puts lines of text between rows.
UNFIT_WOUNDS = frozenset({"page_breaks", "cut_labels", "moved_groups", "dripping_header"})

_TABLE = "\0"  # before a table's id, where a line of text would stand


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph by its kind; of a table the text is its id."""

    kind: BlockKind
    text: str


def blocks_of(copy: Copy, damage: Iterable[str], rng: Random) -> list[Block]:
    """The page of the copy after the damage named (keys of PAGE_DAMAGE)."""
    page = page_of(copy, {name: (_TABLE + name,) for name in copy.tables}, rng)
    for name in damage:
        page = PAGE_DAMAGE[name](page, copy, rng)
    return list(_blocks(page, copy))


def _blocks(page: Page, copy: Copy) -> Iterator[Block]:
    opening = copy.truth.prose.opening
    yield from (Block("paragraph" if text == opening else "title", text) for text in page.head)
    for number, section in enumerate(page.sections):
        yield from _section(number, section)
    for at, text in enumerate(page.foot):
        if text.startswith(_TABLE):
            yield Block("table", text.removeprefix(_TABLE))
        else:
            yield Block(_kind_in_foot(page.foot, at), text)


def _section(number: int, section: Section) -> Iterator[Block]:
    yield Block("heading", heading(number, section.title))
    yield from (Block("paragraph", text) for text in section.paragraphs)
    yield from (Block("table", text.removeprefix(_TABLE)) for text in section.table)


def _kind_in_foot(foot: Sequence[str], at: int) -> BlockKind:
    """Headings of an annex stand before its tables; what is before them is the signature."""
    followed = at + 1 < len(foot) and foot[at + 1].startswith(_TABLE)
    return "heading" if followed or foot[at].startswith("附件") else "signature"
