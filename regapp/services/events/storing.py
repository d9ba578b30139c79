"""A draft becomes rows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.errors import NotFound
from regapp.models import (
    Event,
    EventHost,
    Line,
    LocalizedText,
    Organisation,
    Question,
    Quota,
    QuotaChoice,
    Speaker,
    SpeakerGroup,
    TicketType,
    Venue,
)
from regapp.models import Session as ProgrammeSession
from regapp.services.events.drafts import EventDraft, NamedHostDraft, SessionDraft, TicketTypeDraft
from regapp.vocabulary import EventStatus


def store(session: Session, draft: EventDraft) -> Event:
    """Make the event of a draft, which nobody sees yet. Raises NotFound for an unknown host or venue."""
    event = _event(session, draft)
    session.add(event)
    session.flush()
    session.add_all(_host(session, event, *numbered) for numbered in enumerate(draft.hosts))
    session.add(Line(event_id=event.id))
    items = _add_programme(session, event, draft)
    questions = _add_form(session, event, draft)
    _add_tickets(session, event, draft, items, questions)
    session.flush()
    session.expire(event, ["hosts"])
    event.describe()
    return event


def schedule(event: Event, draft: EventDraft) -> None:
    """Give an event the times of a draft."""
    event.schedule(
        zone=draft.zone,
        start=draft.start,
        end=draft.end,
        opens=draft.opens,
        closes=draft.closes,
        all_day=draft.all_day,
    )


def set_window(event: Event, ticket_type: TicketType, draft: TicketTypeDraft) -> None:
    """Give a ticket type the window of a draft."""
    ticket_type.opens_wall, ticket_type.opens_at = draft.opens, _instant(event, draft.opens)
    ticket_type.closes_wall, ticket_type.closes_at = draft.closes, _instant(event, draft.closes)


def set_time(event: Event, item: ProgrammeSession, draft: SessionDraft) -> None:
    """Give an item of the programme the hours of a draft."""
    item.start_wall, item.start_at = draft.start, _instant(event, draft.start)
    item.end_wall, item.end_at = draft.end, _instant(event, draft.end)


def _event(session: Session, draft: EventDraft) -> Event:
    event = Event(
        uid=uuid4().hex,
        slug=draft.slug,
        organisation=_organisation(session, draft.organisation),
        venue=_venue(session, draft.venue),
        kind=draft.kind,
        status=EventStatus.DRAFT,
        visibility=draft.visibility,
        title=LocalizedText(draft.title),
        summary=LocalizedText(draft.summary),
        description=LocalizedText(draft.description),
        languages=list(draft.languages),
        places_shown=draft.places_shown,
        faq=list(draft.faq),
        letter_words=draft.letter_words,
        cover_id=draft.cover,
        **asdict(draft.rules),
        contact_phone=draft.contact_phone,
        contact_email=draft.contact_email,
        public_stream=draft.public_stream,
        meeting_provider=draft.meeting.provider,
        meeting_id=draft.meeting.meeting_id,
        meeting_id_visibility=draft.meeting.id_visibility,
        join_address=draft.meeting.join_address,
        passcode=draft.meeting.passcode,
        dial_in=draft.meeting.dial_in,
        join_release_minutes=draft.join_release_minutes,
        calendar_by_session=draft.calendar_by_session,
        asks_for_answer=draft.asks_for_answer,
        trusts_answers=draft.trusts_answers,
    )
    schedule(event, draft)
    return event


def _host(session: Session, event: Event, position: int, host: str | NamedHostDraft) -> EventHost:
    if isinstance(host, str):
        known = _organisation(session, host).id
        return EventHost(event_id=event.id, position=position, organisation_id=known)
    return EventHost(
        event_id=event.id,
        position=position,
        own_name=LocalizedText(host.name),
        own_website=host.website,
        own_logo_id=host.logo,
    )


def _add_tickets(
    session: Session,
    event: Event,
    draft: EventDraft,
    items: Sequence[ProgrammeSession],
    questions: dict[str, Question],
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
        set_window(event, ticket_types[ticket_draft.key], ticket_draft)
    session.add_all(ticket_types.values())
    for quota_draft in draft.quotas:
        quota = Quota(
            event_id=event.id,
            name=LocalizedText(quota_draft.name),
            capacity=quota_draft.capacity,
            ticket_types=[ticket_types[key] for key in quota_draft.ticket_types],
            sessions=[items[number] for number in quota_draft.sessions],
        )
        session.add(quota)
        session.flush()
        session.add_all(
            QuotaChoice(quota_id=quota.id, question_id=questions[question].id, choice=choice)
            for question, choice in quota_draft.choices
        )


def _add_form(session: Session, event: Event, draft: EventDraft) -> dict[str, Question]:
    questions = {
        question.key: Question(
            event_id=event.id,
            position=position,
            key=question.key,
            kind=question.kind,
            label=LocalizedText(question.label),
            hint=LocalizedText(question.hint),
            required=question.required,
            choices=list(question.choices),
            ticket_types=list(question.ticket_types),
            condition=question.condition,
        )
        for position, question in enumerate(draft.questions)
    }
    session.add_all(questions.values())
    session.flush()
    return questions


def _add_programme(session: Session, event: Event, draft: EventDraft) -> list[ProgrammeSession]:
    people = _add_people(session, event, draft)
    items = [
        ProgrammeSession(
            event_id=event.id,
            position=position,
            title=LocalizedText(item.title),
            description=LocalizedText(item.description),
            room=LocalizedText(item.room),
            language=item.language,
            bookable=item.bookable,
            speakers=[people[number] for number in item.speakers],
        )
        for position, item in enumerate(draft.sessions)
    ]
    for item, item_draft in zip(items, draft.sessions, strict=True):
        set_time(event, item, item_draft)
    session.add_all(items)
    return items


def _add_people(session: Session, event: Event, draft: EventDraft) -> list[Speaker]:
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
    people = [
        Speaker(
            event_id=event.id,
            position=position,
            role=speaker.role,
            name=LocalizedText(speaker.name),
            title=LocalizedText(speaker.title),
            affiliation=LocalizedText(speaker.affiliation),
            country=speaker.country,
            group=None if speaker.group is None else groups[speaker.group],
            biography=LocalizedText(speaker.biography),
            photograph_id=speaker.photograph,
        )
        for position, speaker in enumerate(draft.speakers)
    ]
    session.add_all(people)
    session.flush()
    return people


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
