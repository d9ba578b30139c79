"""The search of the attendee list, alike on both databases: words that somebody's text has, all of them.

A word of three characters and more may stand anywhere in the text. With two a word begins, with one a word of
the name: elsewhere nearly everybody has it. Indexes by trigrams know all three: PostgreSQL's count the blanks
before a word in, SQLite's (FTS5) are given them.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    String,
    TableClause,
    and_,
    column,
    literal,
    literal_column,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from regapp.models import Attendee
from regapp.models.search import search_text
from regapp.models.tokens import CODE_ALPHABET, CODE_LENGTH

TRIGRAM = 3  # characters, of which the indexes are made
_TEXTS, _NAMES = (
    table(name, column("rowid"), column(name)) for name in ("attendee_search", "attendee_search_names")
)  # SQLite's indexes of the search


def searched(q: str, *, names_only: bool) -> Iterator[ColumnElement[bool]]:
    """That somebody is found by what was typed; nothing if nothing was."""
    words = search_text(q).split()
    if not words:
        return
    names, texts = (literal_column("' '").op("||")(one) for one in (FoldedName(), Attendee.search_text))
    found = and_(
        *(
            Within(names if names_only or _is_initial(word) else texts, f" {word}" if _begins(word) else word)
            for word in words
        )
    )
    code = code_in(q)
    yield found if code is None else or_(found, Attendee.code == code)


def is_indexed(q: str) -> bool:
    """Whether SQLite's indexes know all that was typed; PostgreSQL uses its own by itself."""
    words = search_text(q).split()
    return bool(words) and all(len(word) >= TRIGRAM or _begins(word) for word in words)


def is_found_at_once(q: str, *, names_only: bool) -> bool:
    """Whether they find all people quickly, however many; each part of a long word stands in many texts."""
    words = search_text(q).split()
    return is_indexed(q) and (names_only or all(_begins(word) for word in words))


def found_by_index(q: str, *, names_only: bool) -> Select[int]:
    """The ids of those whom they find, who may be of other events."""
    words = search_text(q).split()
    of_names = [word for word in words if names_only or _is_initial(word)]
    of_texts = [word for word in words if word not in of_names]
    ids = _found(_TEXTS, of_texts) if of_texts else _found(_NAMES, of_names)
    if of_texts and of_names:
        ids = ids.where(_TEXTS.c.rowid.in_(_found(_NAMES, of_names)))
    code = code_in(q)
    if code is None:
        return ids
    theirs = aliased(Attendee)
    either = union_all(ids, select(theirs.id).where(theirs.code == code)).subquery()
    return select(either.c.rowid)


def code_in(q: str) -> str | None:
    """The ticket's code that may be meant, as people read it aloud."""
    code = q.upper().replace(" ", "").replace("-", "")
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def _found(index: TableClause, words: list[str]) -> Select[int]:
    # The index has two blanks before each word.
    phrases = (f"  {word}" if _begins(word) else word for word in words)
    sought = " AND ".join('"{}"'.format(phrase.replace('"', '""')) for phrase in phrases)
    return select(index.c.rowid).where(index.c[index.name].op("MATCH")(sought))


def _begins(word: str) -> bool:
    """Whether it means the beginning of a word. A mere "%" does not: that is looked for everywhere."""
    return len(word) < TRIGRAM and word.isalnum()


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalnum()


class FoldedName(FunctionElement[str]):
    """An attendee's name as the search has it.

    PostgreSQL makes it of what the index of the list's order has, so that it reads no row.
    """

    type = String()
    inherit_cache = True

    def __init__(self) -> None:
        super().__init__(Attendee.search_text, Attendee.sort_key)


@compiles(FoldedName)
def _from_sort_key(element: FoldedName, compiler: SQLCompiler, **options: Any) -> str:
    # Word for word as in the index: see the migrations.
    _text, key = element.clauses
    return f"translate({compiler.process(key, **options)}, 'әғқңөұүһі', 'агкноуухи')"


@compiles(FoldedName, "sqlite")
def _from_text(element: FoldedName, compiler: SQLCompiler, **options: Any) -> str:
    # With the name the text begins: both are folded alike, letter by letter.
    text, key = element.clauses
    return f"substr({compiler.process(text, **options)}, 1, length({compiler.process(key, **options)}))"


class Within(FunctionElement[bool]):
    """That a word stands in a text; both are folded.

    PostgreSQL has an index for LIKE. For SQLite that is a comparison without case, several times as slow.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, text: Any, word: str) -> None:
        super().__init__(text, literal(word), text.contains(word, autoescape=True))


@compiles(Within)
def _by_pattern(element: Within, compiler: SQLCompiler, **options: Any) -> str:
    _text, _word, pattern = element.clauses
    return compiler.process(pattern, **options)


@compiles(Within, "sqlite")
def _by_place(element: Within, compiler: SQLCompiler, **options: Any) -> str:
    text, word, _pattern = element.clauses
    return f"instr({compiler.process(text, **options)}, {compiler.process(word, **options)}) > 0"
