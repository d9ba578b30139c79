"""Which people of an event a filter selects, in SQL.

A filter that leaves few is answered from its own indexes, one that leaves many from that of the order: the
first hundred thousand people are as quick as the first hundred. ``MOST`` is where few ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    and_,
    column,
    false,
    func,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from regapp.models import (
    Attendee,
    AttendeeSession,
    AttendeeTag,
    Hold,
    Registration,
    TicketType,
    WaitingEntry,
)
from regapp.models.search import search_text
from regapp.models.tokens import CODE_LENGTH
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_leads import find_lead, found_by
from regapp.queries.outbox import unreached
from regapp.vocabulary import AttendeeState, CalendarAnswer, HoldReason, Status

MOST = 1000
TRIGRAM = 3  # characters, fewer of which the index of the search does not know
# SQLite's index of the search (FTS5, "External Content Tables"); PostgreSQL finds its own by itself.
_INDEX = table("attendee_search", column("rowid"), column("attendee_search"))


def matching(event_id: int, wanted: AttendeeFilter, *, lead: str = "") -> Select[int]:
    """The ids of the people of an event whom ``wanted`` selects, in no order.

    ``lead``: the part of it that leaves few. The answer is the same, the way to it another.
    """
    if lead:
        return _asked(event_id, wanted, is_led=True).where(found_by(event_id, wanted, lead))
    return _asked(event_id, wanted)


def _asked(event_id: int, wanted: AttendeeFilter, *, is_led: bool = False) -> Select[int]:
    asked = [*_searched(wanted), *_having(event_id, wanted), *_being(event_id, wanted)]
    return select(Attendee.id).where(_of_event(event_id, is_led=is_led), *asked)


def _of_event(event_id: int, *, is_led: bool) -> ColumnElement[bool]:
    # Not by its index where something else has found them: SQLite would go through the whole event.
    return (Attendee.event_id + 0 if is_led else Attendee.event_id) == event_id


class Few:
    """Whom filters of one list select, each read once in the quickest way, as far as they are few."""

    def __init__(self, session: Session, event_id: int) -> None:
        self._session, self._event_id = session, event_id
        self._found: dict[AttendeeFilter, Sequence[int] | None] = {}

    def ids(self, wanted: AttendeeFilter) -> Sequence[int] | None:
        """Their ids, in no order; None if they are more than ``MOST``."""
        asked = replace(wanted, sort="")
        if asked not in self._found:
            ids = self._session.scalars(self._query(asked).limit(MOST + 1)).all()
            self._found[asked] = None if len(ids) > MOST else ids
        return self._found[asked]

    def _query(self, wanted: AttendeeFilter) -> Select[int]:
        lead = find_lead(self._session, self._event_id, wanted)
        query = matching(self._event_id, wanted, lead=lead)
        words = [word for word in search_text(wanted.q).split() if len(word) >= TRIGRAM]
        is_indexed = self._session.get_bind().dialect.name == "sqlite" and _code(wanted) is None
        if lead or not words or not is_indexed:
            return query
        sought = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in words)
        query = _asked(self._event_id, wanted, is_led=True)
        query = query.join_from(_INDEX, Attendee, _INDEX.c.rowid == Attendee.id)
        return query.where(_INDEX.c.attendee_search.op("MATCH")(sought))


def matching_ids(
    session: Session, event_id: int, wanted: AttendeeFilter, *, after: int = 0, up_to: int, most: int
) -> Sequence[int]:
    """The next ``most`` of them by their ids, behind ``after`` and up to ``up_to``."""
    ids = matching(event_id, wanted).where(Attendee.id > after, Attendee.id <= up_to)
    return session.scalars(ids.order_by(Attendee.id).limit(most)).all()


def last_id(session: Session, event_id: int) -> int:
    """The id of who came last to the event's list; 0 if nobody has."""
    return session.scalar(select(func.max(Attendee.id)).where(Attendee.event_id == event_id)) or 0


def count_matching(session: Session, event_id: int, wanted: AttendeeFilter, *, most: int = MOST) -> int:
    """How many they are, counted no further than to ``most`` + 1."""
    found = matching(event_id, wanted).limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def _searched(wanted: AttendeeFilter) -> Iterator[ColumnElement[bool]]:
    words = search_text(wanted.q).split()
    if not words:
        return
    found = and_(*(Within(Attendee.search_text, word) for word in words))
    if wanted.names_only:
        # The indexed text has the name in it: it narrows the search, the folded name decides.
        found = and_(found, *(Within(_folded_name(), word) for word in words))
    code = _code(wanted)
    yield found if code is None else or_(found, Attendee.code == code)


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


def _folded_name() -> ColumnElement[str]:
    """With it the indexed text begins: both are folded alike, letter by letter."""
    return func.substr(Attendee.search_text, 1, func.length(Attendee.sort_key))


def _code(wanted: AttendeeFilter) -> str | None:
    """The ticket's code that may be meant, as people read it aloud."""
    code = wanted.q.upper().replace(" ", "").replace("-", "")
    return code if len(code) == CODE_LENGTH else None


def _having(event_id: int, wanted: AttendeeFilter) -> Iterator[ColumnElement[bool]]:
    """Something of that status and ticket, both in the same thing; a place of that quota."""
    if wanted.status or wanted.ticket:
        yield _part(event_id, wanted)
    if wanted.quota is not None:
        yield _has(Hold.attendee_id, Hold.quota_id == wanted.quota)
    if wanted.session is not None:
        yield _has(AttendeeSession.attendee_id, AttendeeSession.session_id == wanted.session)
    if wanted.tag is not None:
        yield _has(AttendeeTag.attendee_id, AttendeeTag.tag_id == wanted.tag)


def _has(attendee_id: Any, *what: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(attendee_id).where(attendee_id == Attendee.id, *what).correlate(Attendee).exists()


def _being(event_id: int, wanted: AttendeeFilter) -> Iterator[ColumnElement[bool]]:
    """Of that language and source, with that answer, reached by letters or not."""
    registration = [
        *([Registration.language == wanted.language] if wanted.language else []),
        *([Registration.source == wanted.source] if wanted.source else []),
    ]
    if registration:
        yield _of_registration(*registration)
    for key, choice in wanted.answers:
        # No EXISTS: PostgreSQL takes every answer for rare, and would read those of all people first.
        answered = select(_answered(key, choice)).where(Registration.id == Attendee.registration_id)
        yield answered.scalar_subquery()
    if wanted.calendar:
        answers = set(CalendarAnswer)
        if wanted.calendar in answers:
            yield Attendee.calendar_answer == CalendarAnswer(wanted.calendar)
        else:
            yield Attendee.calendar_answer.is_(None) if wanted.calendar == "none" else false()
    if wanted.delivered:
        lost = _is_unreached(event_id)
        yield lost if wanted.delivered == "no" else ~lost


def _of_registration(*what: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Registration.id).where(Registration.id == Attendee.registration_id, *what).exists()


def _answered(key: str, choice: str) -> ColumnElement[bool]:
    """One was chosen, or several and this among them."""
    answer = Registration.answers[key]
    one = answer.as_string() == choice
    # A list stands in the text of the JSON as the driver wrote it, each choice between quotation marks.
    several = and_(
        answer.as_string().startswith("["), answer.as_string().contains(f'"{choice}"', autoescape=True)
    )
    return or_(one, several)


def _is_unreached(event_id: int) -> ColumnElement[bool]:
    lost = unreached([event_id]).subquery()
    contacts = select(lost.c.registration_id).where(lost.c.attendee_id.is_(None))
    companions = select(lost.c.attendee_id).where(lost.c.attendee_id.is_not(None))
    return or_(
        Attendee.id.in_(companions), and_(Attendee.email == "", Attendee.registration_id.in_(contacts))
    )


def _part(event_id: int, wanted: AttendeeFilter) -> ColumnElement[bool]:
    types = select(TicketType.id).where(TicketType.event_id == event_id)
    if wanted.ticket:
        types = types.where(TicketType.key == wanted.ticket)
    holds = Hold.ticket_type_id.in_(types)
    waits = _has(WaitingEntry.attendee_id, WaitingEntry.ticket_type_id.in_(types))
    ended = Attendee.state != AttendeeState.ACTIVE
    if wanted.ticket:
        ended = and_(ended, Attendee.ticket_type_id.in_(types))
    if not wanted.status:
        return or_(_has(Hold.attendee_id, holds), waits, ended)
    if wanted.status == Status.UNPROVEN:
        is_unproven = _of_registration(Registration.prove_until.is_not(None))
        return and_(or_(_has(Hold.attendee_id, holds), waits), is_unproven)
    if wanted.status in list(HoldReason):
        return _has(Hold.attendee_id, holds, Hold.reason == HoldReason(wanted.status))
    if wanted.status in set(AttendeeState) - {AttendeeState.ACTIVE}:
        return and_(ended, Attendee.state == AttendeeState(wanted.status))
    return waits if wanted.status == Status.WAITING else false()
