"""From a draft to a published event."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import (
    Event,
    EventHost,
    Line,
    LocalizedText,
    Organisation,
    Question,
    Quota,
    Registration,
    Speaker,
    SpeakerGroup,
    TicketType,
    Venue,
)
from regapp.models import Session as ProgrammeSession
from regapp.services.events.changing import changing
from regapp.services.events.drafts import EventDraft, SessionDraft, TicketTypeDraft
from regapp.services.organising import lock_event
from regapp.services.telling.planning import plan_ahead
from regapp.vocabulary import EventStatus


@use_case
def publish(session: Session, draft: EventDraft) -> int:
    """Store a new event and publish it; its id. Raises NotFound for an unknown host or venue."""
    event = _event(session, draft)
    session.add(event)
    session.flush()
    hosts = [_organisation(session, slug) for slug in draft.hosts]
    session.add_all(
        EventHost(event_id=event.id, organisation_id=host.id, position=position)
        for position, host in enumerate(hosts)
    )
    session.add(Line(event_id=event.id))
    items = _add_programme(session, event, draft)
    _add_tickets(session, event, draft, items)
    _add_form(session, event, draft)
    session.flush()
    session.expire(event, ["hosts"])
    event.describe()
    plan_ahead(session, event)
    return event.id


@use_case
def reschedule(session: Session, event_id: int, draft: EventDraft) -> bool:
    """Give an event that nobody has registered for the times of ``draft``; False if somebody has."""
    event = lock_event(session, event_id)
    somebody = select(Registration.id).where(Registration.event_id == event_id).limit(1)
    if session.scalars(somebody).first() is not None:
        return False
    with changing(session, event, "event.moved", start=draft.start.isoformat(), zone=draft.zone):
        _schedule(event, draft)
        for item, item_draft in zip(event.sessions, draft.sessions, strict=True):
            _time(event, item, item_draft)
        for ticket_type, ticket_draft in zip(event.ticket_types, draft.ticket_types, strict=True):
            _set_window(event, ticket_type, ticket_draft)
    return True


def _event(session: Session, draft: EventDraft) -> Event:
    event = Event(
        uid=uuid4().hex,
        slug=draft.slug,
        organisation=_organisation(session, draft.organisation),
        venue=_venue(session, draft.venue),
        kind=draft.kind,
        status=EventStatus.PUBLISHED,
        title=LocalizedText(draft.title),
        summary=LocalizedText(draft.summary),
        description=LocalizedText(draft.description),
        languages=list(draft.languages),
        **asdict(draft.rules),
        contact_phone=draft.contact_phone,
        contact_email=draft.contact_email,
        public_stream=draft.public_stream,
        meeting_provider=draft.meeting.provider,
        meeting_id=draft.meeting.meeting_id,
        meeting_id_visibility=draft.meeting.id_visibility,
        join_address=draft.meeting.join_address,
        passcode=draft.meeting.passcode,
        join_release_minutes=draft.join_release_minutes,
        calendar_by_session=draft.calendar_by_session,
    )
    _schedule(event, draft)
    return event


def _schedule(event: Event, draft: EventDraft) -> None:
    event.schedule(
        zone=draft.zone,
        start=draft.start,
        end=draft.end,
        opens=draft.opens,
        closes=draft.closes,
        all_day=draft.all_day,
    )


def _add_tickets(
    session: Session, event: Event, draft: EventDraft, items: Sequence[ProgrammeSession]
) -> None:
    ticket_types = {
        ticket_type.key: TicketType(
            event_id=event.id,
            position=position,
            key=ticket_type.key,
            attendance=ticket_type.attendance,
            name=LocalizedText(ticket_type.name),
            hint=LocalizedText(ticket_type.hint),
            needs_approval=ticket_type.needs_approval,
            needs_code=ticket_type.needs_code,
        )
        for position, ticket_type in enumerate(draft.ticket_types)
    }
    for ticket_draft in draft.ticket_types:
        _set_window(event, ticket_types[ticket_draft.key], ticket_draft)
    session.add_all(ticket_types.values())
    session.add_all(
        Quota(
            event_id=event.id,
            name=LocalizedText(quota.name),
            capacity=quota.capacity,
            ticket_types=[ticket_types[key] for key in quota.ticket_types],
            sessions=[items[number] for number in quota.sessions],
        )
        for quota in draft.quotas
    )


def _add_form(session: Session, event: Event, draft: EventDraft) -> None:
    session.add_all(
        Question(
            event_id=event.id,
            position=position,
            key=question.key,
            kind=question.kind,
            label=LocalizedText(question.label),
            hint=LocalizedText(question.hint),
            required=question.required,
            choices=list(question.choices),
        )
        for position, question in enumerate(draft.questions)
    )


def _set_window(event: Event, ticket_type: TicketType, draft: TicketTypeDraft) -> None:
    ticket_type.opens_wall, ticket_type.opens_at = draft.opens, _instant(event, draft.opens)
    ticket_type.closes_wall, ticket_type.closes_at = draft.closes, _instant(event, draft.closes)


def _add_programme(session: Session, event: Event, draft: EventDraft) -> list[ProgrammeSession]:
    items = [
        ProgrammeSession(
            event_id=event.id,
            position=position,
            title=LocalizedText(item.title),
            bookable=item.bookable,
        )
        for position, item in enumerate(draft.sessions)
    ]
    for item, item_draft in zip(items, draft.sessions, strict=True):
        _time(event, item, item_draft)
    session.add_all(items)
    _add_people(session, event, draft)
    return items


def _add_people(session: Session, event: Event, draft: EventDraft) -> None:
    groups = [
        SpeakerGroup(
            event_id=event.id,
            position=position,
            title=LocalizedText(group.title),
            topic=LocalizedText(group.topic),
        )
        for position, group in enumerate(draft.speaker_groups)
    ]
    session.add_all(groups)
    session.add_all(
        Speaker(
            event_id=event.id,
            position=position,
            role=speaker.role,
            name=LocalizedText(speaker.name),
            title=LocalizedText(speaker.title),
            affiliation=LocalizedText(speaker.affiliation),
            country=speaker.country,
            group=None if speaker.group is None else groups[speaker.group],
        )
        for position, speaker in enumerate(draft.speakers)
    )


def _time(event: Event, item: ProgrammeSession, draft: SessionDraft) -> None:
    item.start_wall, item.start_at = draft.start, _instant(event, draft.start)
    item.end_wall, item.end_at = draft.end, _instant(event, draft.end)


def _instant(event: Event, wall: datetime | None) -> datetime | None:
    return event.instant(wall) if wall else None


def _organisation(session: Session, slug: str) -> Organisation:
    found = session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()
    if found is None:
        raise NotFound(slug)
    return found


def _venue(session: Session, slug: str | None) -> Venue | None:
    if slug is None:
        return None
    found = session.scalars(select(Venue).where(Venue.slug == slug)).one_or_none()
    if found is None:
        raise NotFound(slug)
    return found
