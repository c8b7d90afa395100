"""The text that a user searches for → a condition: our own small language, with limits.

信访 投诉              both words; a word stands in the text as typed, whatever it is part of
"主动公开 政府信息"     quoted: blanks are part of it
信访 OR 投诉, NOT 复议, -复议, (…)
title:洛阳  agency:水利局      one word, phrase or bracket, sought in the title or the agency's name
section:problems 人员 不足     from here to the end of the bracket, sought in that section only
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process

from converters.errors import UsageError
from indexer.bigrams import characters
from indexer.catalogue import section_kinds
from indexer.query import AllOf, AnyOf, Condition, Not, Phrase

LONGEST = 1_000
DEEPEST = 20
MOST_CLAUSES = 64

_SCOPES = {
    "title": "title",
    "标题": "title",
    "agency": "agency",
    "机关": "agency",
    "单位": "agency",
    "section": "section",
    "章节": "section",
    "text": "text",
    "全文": "text",
}
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<open>[(（])
      | (?P<close>[)）])
      | "(?P<straight>[^"]*)" | “(?P<curly>[^”]*)” | 「(?P<corner>[^」]*)」
      | (?P<lone>["“「])
      | (?P<minus>-(?=[^\s\-]))
      | (?P<scope>[^\W\d]+)[:：](?!//)
      | (?P<word>[^\s()（）"“「]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def parse_text(text: str, section: str | None = None) -> Condition | None:
    """The condition that a search text means; None where it is empty. `section` scopes all of it.

    Raises:
        UsageError: it is no query, or passes a limit; the column is said.
    """
    if len(text) > LONGEST:
        raise UsageError("query", f"has {len(text):,} characters", f"at most {LONGEST:,} are taken")
    found = list(_tokens(text))
    if not found:
        return None
    scope = "text" if section is None else section_field(section)
    parser = _Parser(found, text)
    condition = parser.any_of(scope, 0)
    if parser.at < len(found):
        raise _error(found[parser.at].column, "a bracket is closed that was not opened")
    return condition


def section_field(kind: str) -> str:
    """The text field of a section, by its kind or its Chinese title (or a part of that).

    Raises:
        UsageError: there is no such section.
    """
    kinds = section_kinds()
    if kind in kinds:
        return f"section.{kind}"
    titled = [key for key, zh in kinds.items() if kind and kind in zh]
    if len(titled) == 1:
        return f"section.{titled[0]}"
    listed = "、".join(f"{key} ({zh})" for key, zh in kinds.items())
    raise UsageError(f"section {kind!r}", "is not the name of one section", f"choose of {listed}")


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind, column = match.lastgroup or "", match.start() + 1
        if kind == "lone":
            raise _error(column, "a quotation is opened and not closed")
        if kind == "scope":
            yield from _scope(match, column)
        elif kind in {"straight", "curly", "corner"}:
            yield _Token("phrase", match[kind], column)
        elif kind != "blank":
            yield _Token(kind, match.group(), column)


def _scope(match: re.Match[str], column: int) -> Iterator[_Token]:
    """`title:`, `section:` …; other words before a colon are plain, unless they look misspelt."""
    name = match["scope"].lower()
    if name in _SCOPES:
        yield _Token("scope", _SCOPES[name], column)
    elif name in section_kinds():
        yield _Token("kind", name, column)
    elif name.isascii() and (near := process.extractOne(name, list(_SCOPES), score_cutoff=60)):
        raise _error(column, f"{match['scope']}: is nothing that can be searched in; did you mean {near[0]}:")
    else:
        yield _Token("word", match["scope"], column)


def _error(column: int, problem: str) -> UsageError:
    return UsageError(f"query, column {column}", problem, "see `gongkai search --help` for what a query is")


class _Parser:
    """Recursive descent over the tokens; depth and number of clauses are bounded before they can hurt."""

    def __init__(self, found: list[_Token], text: str) -> None:
        self.found = found
        self.text = text
        self.at = 0
        self.clauses = 0

    def any_of(self, scope: str, depth: int) -> Condition:
        """What stands between OR and OR, to the end of the bracket."""
        parts = []
        while True:
            part, scope = self.all_of(scope, depth)
            parts.append(part)
            if not self.takes("OR"):
                return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def all_of(self, scope: str, depth: int) -> tuple[Condition, str]:
        """Words side by side; a `section:` among them holds for what follows, behind OR too."""
        parts: list[Condition] = []
        while self.has_more():
            if self.next_is("scope") and self.found[self.at].text == "section":
                scope = self.section()
                continue
            if self.next_is("kind"):
                scope = f"section.{self.take().text}"
                continue
            parts.append(self.negated(scope, depth))
            self.takes("AND")
        if not parts:
            raise self.expected_word()
        return (parts[0] if len(parts) == 1 else AllOf(tuple(parts))), scope

    def has_more(self) -> bool:
        """Whether another part of this conjunction follows."""
        return self.at < len(self.found) and not self.next_is("close") and not self.next_is_word("OR")

    def negated(self, scope: str, depth: int) -> Condition:
        """One part, with NOT or a minus sign in front or not."""
        if depth >= DEEPEST:
            raise _error(self.column(), f"more than {DEEPEST} levels")
        if self.next_is("minus"):
            self.take()
            return Not(self.negated(scope, depth + 1))
        if self.takes("NOT"):
            return Not(self.negated(scope, depth + 1))
        return self.primary(scope, depth)

    def primary(self, scope: str, depth: int) -> Condition:
        """A word, a phrase or a bracket, with its own scope or not."""
        if self.at >= len(self.found):
            raise self.expected_word()
        token = self.take()
        match token.kind:
            case "scope":
                if token.text == "section" or depth >= DEEPEST:
                    raise _error(token.column, "section: cannot stand here")
                return self.primary(token.text, depth + 1)
            case "open":
                inner = self.any_of(scope, depth + 1)
                if not self.next_is("close"):
                    raise _error(token.column, "a bracket is opened and not closed")
                self.take()
                return inner
            case "word" | "phrase" if token.kind == "phrase" or token.text not in {"AND", "OR", "NOT"}:
                return self.phrase(token, scope)
        self.at -= 1
        raise self.expected_word()

    def phrase(self, token: _Token, scope: str) -> Phrase:
        """The leaf: what stands in the text as it is typed here."""
        self.clauses += 1
        if self.clauses > MOST_CLAUSES:
            raise _error(token.column, f"more than {MOST_CLAUSES} words")
        if not characters(token.text):
            raise _error(
                token.column, f"{token.text!r} has no letter, digit or Chinese character to search for"
            )
        return Phrase(scope, token.text)

    def section(self) -> str:
        """The field behind `section:`; its kind stands in the next word."""
        opened = self.take()
        if not (self.next_is("word") or self.next_is("phrase")):
            if self.next_is("kind"):
                return f"section.{self.take().text}"
            raise _error(
                opened.column, "section: needs the name of a section behind it, such as section:problems"
            )
        return section_field(self.take().text)

    def take(self) -> _Token:
        """The next token, which is used up."""
        self.at += 1
        return self.found[self.at - 1]

    def takes(self, word: str) -> bool:
        """Whether the next token is this operator; if so it is used up."""
        if not self.next_is_word(word):
            return False
        self.at += 1
        return True

    def next_is(self, kind: str) -> bool:
        """Whether a token of this kind is next."""
        return self.at < len(self.found) and self.found[self.at].kind == kind

    def next_is_word(self, word: str) -> bool:
        """Whether this operator is next."""
        return self.next_is("word") and self.found[self.at].text == word

    def column(self) -> int:
        """The column of the next token, or the one behind the text."""
        return self.found[self.at].column if self.at < len(self.found) else len(self.text) + 1

    def expected_word(self) -> UsageError:
        """Something else, or nothing, stands where a word should."""
        return _error(self.column(), "a word is missing here")
