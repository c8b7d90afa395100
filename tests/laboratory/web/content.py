"""What stands in a cell or paragraph before an editor marks it up: paragraphs of runs; and what befalls it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from random import Random
from typing import Literal

from laboratory.grid import Cell

RunKind = Literal["text", "break", "references", "comment", "none", "attribute", "tiny"]
"""`break` is a <br>, `references` text as &#NNN;, the last four text that no reader of the page sees."""

HIDDEN: frozenset[RunKind] = frozenset({"comment", "none", "attribute", "tiny"})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that an editor marks up by itself."""

    text: str
    kind: RunKind = "text"


Paragraph = tuple[Run, ...]
Content = tuple[Paragraph, ...]
"""The paragraphs of a cell; an empty cell has none."""

CellOddity = Callable[[Content, Cell, Random, float], Content]


def content_of(text: str) -> Content:
    """One paragraph of one run, or nothing."""
    return ((Run(text),),) if text else ()


def marked_up(run: Run) -> str:
    """The run as HTML without any element of an editor's."""
    text = escape(run.text, quote=False).replace("\u00a0", "&nbsp;").replace("\u00ad", "&shy;")
    ways: Mapping[RunKind, str] = {
        "text": text,
        "break": "<br>",
        "references": "".join(f"&#{ord(character)};" for character in run.text),
        "comment": f"<!-- {text} -->",
        "none": f'<span style="display:none;">{text}</span>',
        "attribute": f"<span hidden>{text}</span>",
        "tiny": f'<span style="font-size:0;line-height:0">{text}</span>',
    }
    return ways[run.kind]


def _of_text(change: Callable[[str], str], content: Content) -> Content:
    return tuple(
        tuple(replace(run, text=change(run.text)) if run.kind == "text" else run for run in paragraph)
        for paragraph in content
    )


def _with_runs(change: Callable[[Run], tuple[Run, ...]], content: Content) -> Content:
    return tuple(tuple(new for run in paragraph for new in change(run)) for paragraph in content)


def _is_number(cell: Cell) -> bool:
    return cell.role in ("number", "surplus")


def cut_runs(content: Content, _cell: Cell, rng: Random, strength: float) -> Content:
    """Texts in several runs, numbers too: `<span>1</span><span>2</span>`."""

    def cut(run: Run) -> tuple[Run, ...]:
        if run.kind != "text" or len(run.text) < 2 or rng.random() > strength:
            return (run,)
        at = rng.randrange(1, len(run.text))
        return replace(run, text=run.text[:at]), replace(run, text=run.text[at:])

    return _with_runs(cut, content)


def broken_lines(content: Content, cell: Cell, rng: Random, strength: float) -> Content:
    """A <br> inside labels and headings: `结果<br>维持`."""

    def broken(run: Run) -> tuple[Run, ...]:
        if run.kind != "text" or len(run.text) < 4 or rng.random() > strength:
            return (run,)
        at = rng.randrange(2, len(run.text) - 1)
        return replace(run, text=run.text[:at]), Run("", "break"), replace(run, text=run.text[at:])

    return content if _is_number(cell) else _with_runs(broken, content)


def cut_paragraphs(content: Content, cell: Cell, rng: Random, strength: float) -> Content:
    """Labels in two paragraphs."""
    if _is_number(cell) or rng.random() > strength:
        return content
    text = "".join(run.text for paragraph in content for run in paragraph)
    if len(text) < 4:
        return content
    at = rng.randrange(2, len(text) - 1)
    return ((Run(text[:at]),), (Run(text[at:]),))


def no_break_blanks(content: Content, _cell: Cell, rng: Random, strength: float) -> Content:
    """`&nbsp;` around the text."""
    mark = "\u00a0" * rng.choice((1, 1, 2))
    return _of_text(lambda text: mark + text + mark if rng.random() < strength else text, content)


def zero_width(content: Content, _cell: Cell, rng: Random, strength: float) -> Content:
    """Characters without width: U+200B, U+FEFF, U+2060, in labels and in numbers."""

    def stuffed(text: str) -> str:
        if not text or rng.random() > strength:
            return text
        at = rng.randint(0, len(text))
        return text[:at] + rng.choice("\u200b\ufeff\u2060") + text[at:]

    return _of_text(stuffed, content)


def soft_hyphens(content: Content, cell: Cell, rng: Random, strength: float) -> Content:
    """`&shy;` inside labels."""

    def hyphened(text: str) -> str:
        if len(text) < 3 or rng.random() > strength:
            return text
        at = rng.randrange(1, len(text))
        return text[:at] + "\u00ad" + text[at:]

    return content if _is_number(cell) else _of_text(hyphened, content)


def hidden_pieces(content: Content, _cell: Cell, rng: Random, strength: float) -> Content:
    """Text that no reader of the page sees, before or behind the cell's own."""
    if rng.random() > strength * 0.3:
        return content
    kinds: tuple[RunKind, ...] = ("comment", "none", "attribute", "tiny")
    run = Run(rng.choice((str(rng.randint(1, 99)), "待核", "2017年")), rng.choice(kinds))
    first = content[0] if content else ()
    new = (run, *first) if rng.random() < 0.5 else (*first, run)
    return (new, *content[1:])


def references(content: Content, _cell: Cell, rng: Random, strength: float) -> Content:
    """Characters as references: `&#49;&#50;`."""

    def referred(run: Run) -> Run:
        return replace(run, kind="references") if run.kind == "text" and rng.random() < strength else run

    return _with_runs(lambda run: (referred(run),), content)


def source_blanks(content: Content, _cell: Cell, rng: Random, strength: float) -> Content:
    """Line ends and indentation of the source around the text, which browsers do not show."""
    return _of_text(lambda text: f"\n\t\t\t  {text}\n\t\t" if rng.random() < strength else text, content)


# In the order they befall a cell: text before runs, runs before what is put around them.
CELL_ODDITIES: Mapping[str, CellOddity] = {
    oddity.__name__: oddity
    for oddity in (
        zero_width,
        soft_hyphens,
        cut_paragraphs,
        broken_lines,
        cut_runs,
        no_break_blanks,
        source_blanks,
        references,
        hidden_pieces,
    )
}
