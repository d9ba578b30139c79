"""What was done in an organisation: to its events, to people, by whom and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import Session

from regapp.models import Attendee, AuditEntry, Event, Registration, User, emails
from regapp.models.search import search_text
from regapp.vocabulary import Actor

PAGE_SIZE = 50
AT_ONCE = 500  # entries read together for a file


class ActionGroup(StrEnum):
    """What actions are about, as a reader looks for them."""

    EVENTS = "events"
    REGISTRATIONS = "registrations"
    PLACES = "places"
    INVITATIONS = "invitations"
    LETTERS = "letters"
    ORGANISATION = "organisation"


# What actions begin with; all others are about events.
_PREFIXES: dict[ActionGroup, tuple[str, ...]] = {
    ActionGroup.REGISTRATIONS: ("registration.", "attendees.", "people.", "tag.", "view.", "job."),
    ActionGroup.PLACES: ("quota.", "ticket_type."),
    ActionGroup.INVITATIONS: ("invitation.",),
    ActionGroup.LETTERS: ("letters.", "event.message_"),
    ActionGroup.ORGANISATION: ("member.", "organisation.", "venue.", "template."),
}


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What a reader looks for; an empty field means any.

    ``person`` is the address of who did it or whom it was done to, ``event`` words of a title; ``since`` is
    the first moment that counts, ``until`` the first that does not (UTC).
    """

    person: str = ""
    event: str = ""
    group: ActionGroup | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with all that it names, as far as that still is.

    ``doer`` is the account that did it; None where it was none, for which see ``actor``. ``person`` is
    somebody of the event to whom it was done, ``member`` an account.
    """

    id: int
    at: datetime
    action: str
    actor: str
    details: dict[str, Any]
    doer: User | None = None
    event: Event | None = None
    person: Attendee | None = None
    member: User | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, newest first. ``older`` and ``newer`` are where the next and the last page begin."""

    rows: Sequence[Entry] = field(default_factory=list)
    older: int | None = None
    newer: int | None = None


def list_entries(
    session: Session,
    organisation_id: int,
    wanted: AuditFilter,
    *,
    before: int | None = None,
    after: int | None = None,
) -> AuditPage:
    """One page of an organisation's log: what was written before, or right after, the entry of that id."""
    matching = _matching(session, organisation_id, wanted)
    if after is not None:
        matching = matching.where(AuditEntry.id > after).order_by(AuditEntry.id.asc())
    else:
        matching = matching.order_by(AuditEntry.id.desc())
        matching = matching if before is None else matching.where(AuditEntry.id < before)
    found = session.scalars(matching.limit(PAGE_SIZE + 1)).all()
    more = len(found) > PAGE_SIZE
    rows = _entries(session, sorted(found[:PAGE_SIZE], key=lambda one: -one.id))
    has_older, has_newer = (bool(rows), more) if after is not None else (more, before is not None)
    return AuditPage(
        rows,
        older=rows[-1].id if has_older and rows else None,
        newer=rows[0].id if has_newer and rows else None,
    )


def all_entries(session: Session, organisation_id: int, wanted: AuditFilter) -> Iterator[Entry]:
    """All that matches, newest first."""
    matching = _matching(session, organisation_id, wanted).order_by(AuditEntry.id.desc()).limit(AT_ONCE)
    last: int | None = None
    while True:
        found = session.scalars(matching if last is None else matching.where(AuditEntry.id < last)).all()
        yield from _entries(session, found)
        if len(found) < AT_ONCE:
            return
        last = found[-1].id
        session.expunge_all()


def _matching(session: Session, organisation_id: int, wanted: AuditFilter) -> Select[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id)
    if wanted.group:
        query = query.where(_of_group(wanted.group))
    if wanted.since:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditEntry.at < wanted.until)
    if wanted.event:
        words = search_text(wanted.event)
        titled = select(Event.id).where(Event.search_text.contains(words, autoescape=True))
        query = query.where(AuditEntry.event_id.in_(titled))
    return query.where(_about(session, organisation_id, wanted.person)) if wanted.person else query


def _of_group(group: ActionGroup) -> ColumnElement[bool]:
    if group is ActionGroup.EVENTS:
        return not_(or_(*(_of_group(other) for other in _PREFIXES)))
    return or_(*(AuditEntry.action.startswith(prefix, autoescape=True) for prefix in _PREFIXES[group]))


def _about(session: Session, organisation_id: int, address: str) -> ColumnElement[bool]:
    """That somebody with this address did it, or that it was done to them."""
    try:
        key = emails.key(address)
    except ValueError:
        key = ""
    user_id = session.scalars(select(User.id).where(User.email == key)).one_or_none()
    registrations = (
        select(Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.email_key == key, Event.organisation_id == organisation_id)
    )
    theirs = AuditEntry.registration_id.in_(registrations)
    if user_id is None:
        return theirs
    did = AuditEntry.actor == f"{Actor.ORGANISER}:{user_id}"
    return or_(theirs, did, AuditEntry.details["user"].as_integer() == user_id)


def _entries(session: Session, found: Sequence[AuditEntry]) -> list[Entry]:
    accounts = {_account(one.actor) for one in found} | {one.details.get("user") for one in found}
    users = {one.id: one for one in session.scalars(select(User).where(User.id.in_(accounts - {None})))}
    event_ids = {one.event_id for one in found} - {None}
    events = {one.id: one for one in session.scalars(select(Event).where(Event.id.in_(event_ids)))}
    people = _people(session, {one.registration_id for one in found if one.registration_id})
    return [
        Entry(
            one.id,
            one.at,
            one.action,
            one.actor.partition(":")[0],
            one.details,
            doer=users.get(_account(one.actor) or 0),
            event=events.get(one.event_id or 0),
            person=people.get(one.registration_id or 0),
            member=users.get(one.details.get("user") or 0),
        )
        for one in found
    ]


def _people(session: Session, registration_ids: set[int]) -> dict[int, Attendee]:
    """The first person of each registration."""
    first = (
        select(func.min(Attendee.id))
        .where(Attendee.registration_id.in_(registration_ids))
        .group_by(Attendee.registration_id)
    )
    return {
        one.registration_id: one for one in session.scalars(select(Attendee).where(Attendee.id.in_(first)))
    }


def _account(actor: str) -> int | None:
    kind, _, number = actor.partition(":")
    return int(number) if kind == Actor.ORGANISER and number.isdecimal() else None
