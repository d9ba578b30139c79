"""Which people of an event a filter selects, in SQL.

A filter that leaves few is answered from its own indexes, one that leaves many from that of the order: the
first hundred thousand people are as quick as the first hundred. ``MOST`` is where few ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from regapp.models import (
    Attendee,
    AttendeeSession,
    AttendeeTag,
    Hold,
    Registration,
    TicketType,
    WaitingEntry,
)
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_leads import find_lead, found_by
from regapp.queries.attendee_search import found_by_index, is_found_at_once, is_indexed, searched
from regapp.queries.outbox import unreached
from regapp.vocabulary import AttendeeState, CalendarAnswer, HoldReason, Status

MOST = 1000
SOME = 5000  # people found by words, who are sorted sooner than everybody is asked for the words


def matching(event_id: int, wanted: AttendeeFilter, *, lead: str = "") -> Select[int]:
    """The ids of the people of an event whom ``wanted`` selects, in no order.

    ``lead``: the part of it that leaves few. The answer is the same, the way to it another.
    """
    if lead:
        return _asked(event_id, wanted, is_led=True).where(found_by(event_id, wanted, lead))
    return _asked(event_id, wanted)


def _asked(event_id: int, wanted: AttendeeFilter, *, is_led: bool = False) -> Select[int]:
    asked = [
        *searched(wanted.q, names_only=wanted.names_only),
        *_having(event_id, wanted),
        *_being(event_id, wanted),
    ]
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

    def more(self, wanted: AttendeeFilter) -> Select[int]:
        """The ids of more than few: what to read a page of them from, along an index of the list's order.

        Words may stand where the list ends, so of those who are not too many all are sorted. What SQLite's
        index of the search finds at once is read from it whole: then it needs no row of the others.
        """
        plain = replace(wanted, sort="")
        is_sqlite = self._session.get_bind().dialect.name == "sqlite"
        if not wanted.q:
            return matching(self._event_id, plain)
        if is_sqlite and is_found_at_once(wanted.q, names_only=wanted.names_only):
            found = found_by_index(wanted.q, names_only=wanted.names_only)
            return _asked(self._event_id, replace(plain, q="")).where((Attendee.id + 0).in_(found))
        some = self._query(plain).limit(SOME + 1)
        if (self._session.scalar(select(func.count()).select_from(some.subquery())) or 0) <= SOME:
            return select(Attendee.id).where(Attendee.id.in_(some))
        return matching(self._event_id, plain)

    def _query(self, wanted: AttendeeFilter) -> Select[int]:
        lead = find_lead(self._session, self._event_id, wanted)
        if lead or not (self._session.get_bind().dialect.name == "sqlite" and is_indexed(wanted.q)):
            return matching(self._event_id, wanted, lead=lead)
        found = found_by_index(wanted.q, names_only=wanted.names_only).subquery()
        others = _asked(self._event_id, replace(wanted, q=""), is_led=True)
        return others.join_from(found, Attendee, found.c.rowid == Attendee.id)


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
