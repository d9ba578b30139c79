"""An event as a draft, for a copy of it or a template."""

from datetime import datetime, timedelta

from regapp.models import Event, EventHost, Question, Quota, TicketType
from regapp.models import Session as ProgrammeSession
from regapp.services.events.drafts import (
    EventDraft,
    MeetingDraft,
    NamedHostDraft,
    QuestionDraft,
    QuotaDraft,
    SessionDraft,
    SpeakerDraft,
    SpeakerGroupDraft,
    TicketTypeDraft,
)
from regapp.services.events.rules import Rules


def draft_of(event: Event, *, slug: str, shift: timedelta = timedelta()) -> EventDraft:
    """Everything a host has entered about ``event``, with all its times moved by ``shift``.

    What belongs to one holding alone stays out: places given, codes, attachments.
    """
    people = {person.id: number for number, person in enumerate(event.speakers)}
    groups = {group.id: number for number, group in enumerate(event.speaker_groups)}
    items = {item.id: number for number, item in enumerate(event.sessions)}
    asked = [question for question in event.questions if question.removed_at is None]
    return EventDraft(
        slug=slug,
        organisation=event.organisation.slug,
        kind=event.kind,
        title=dict(event.title),
        summary=dict(event.summary),
        description=dict(event.description),
        zone=event.zone,
        start=_walls(event.start_wall, event.start_fold) + shift,
        end=_walls(event.end_wall, event.end_fold) + shift,
        closes=event.closes_wall + shift,
        opens=_moved(event.opens_wall, shift),
        all_day=event.all_day,
        hosts=tuple(_host(host) for host in event.hosts),
        venue=event.venue.slug if event.venue else None,
        languages=tuple(event.languages),
        visibility=event.visibility,
        places_shown=event.places_shown,
        faq=tuple(event.faq),
        letter_words=dict(event.letter_words),
        cover=event.cover_id,
        rules=_rules(event),
        contact_phone=event.contact_phone,
        contact_email=event.contact_email,
        public_stream=event.public_stream,
        meeting=_meeting(event),
        join_release_minutes=event.join_release_minutes,
        calendar_by_session=event.calendar_by_session,
        asks_for_answer=event.asks_for_answer,
        trusts_answers=event.trusts_answers,
        ticket_types=tuple(_ticket_type(one, shift) for one in event.ticket_types),
        quotas=tuple(_quota(quota, items, asked) for quota in event.quotas),
        questions=tuple(_question(question) for question in asked),
        sessions=tuple(_session(item, people, shift) for item in event.sessions),
        speaker_groups=tuple(
            SpeakerGroupDraft(dict(group.title), dict(group.topic)) for group in event.speaker_groups
        ),
        speakers=tuple(
            SpeakerDraft(
                role=person.role,
                name=dict(person.name),
                title=dict(person.title),
                affiliation=dict(person.affiliation),
                country=person.country,
                group=None if person.group_id is None else groups[person.group_id],
                biography=dict(person.biography),
                photograph=person.photograph_id,
            )
            for person in event.speakers
        ),
    )


def _host(host: EventHost) -> str | NamedHostDraft:
    return host.slug or NamedHostDraft(dict(host.own_name), host.own_website, host.own_logo_id)


def _rules(event: Event) -> Rules:
    return Rules(
        waiting_list=event.waiting_list,
        offer_minutes=event.offer_minutes,
        offers_stop_minutes=event.offers_stop_minutes,
        proof_minutes=event.proof_minutes,
        pending_holds=event.pending_holds,
        most_people=event.most_people,
    )


def _meeting(event: Event) -> MeetingDraft:
    return MeetingDraft(
        provider=event.meeting_provider,
        meeting_id=event.meeting_id,
        join_address=event.join_address,
        passcode=event.passcode,
        dial_in=event.dial_in,
        id_visibility=event.meeting_id_visibility,
    )


def _ticket_type(ticket_type: TicketType, shift: timedelta) -> TicketTypeDraft:
    return TicketTypeDraft(
        key=ticket_type.key,
        attendance=ticket_type.attendance,
        name=dict(ticket_type.name),
        hint=dict(ticket_type.hint),
        needs_approval=ticket_type.needs_approval,
        needs_code=ticket_type.needs_code,
        opens=_moved(ticket_type.opens_wall, shift),
        closes=_moved(ticket_type.closes_wall, shift),
    )


def _quota(quota: Quota, items: dict[int, int], asked: list[Question]) -> QuotaDraft:
    key_of = {question.id: question.key for question in asked}
    choices = [(key_of[one.question_id], one.choice) for one in quota.choices if one.question_id in key_of]
    return QuotaDraft(
        name=dict(quota.name),
        capacity=quota.capacity,
        ticket_types=tuple(one.key for one in quota.ticket_types),
        sessions=tuple(items[item.id] for item in quota.sessions),
        choices=tuple(choices),
    )


def _question(question: Question) -> QuestionDraft:
    return QuestionDraft(
        key=question.key,
        kind=question.kind,
        label=dict(question.label),
        hint=dict(question.hint),
        required=question.required,
        choices=tuple(choice for choice in question.choices if not choice.get("removed")),
        ticket_types=tuple(question.ticket_types),
        condition=question.condition,
    )


def _session(item: ProgrammeSession, people: dict[int, int], shift: timedelta) -> SessionDraft:
    return SessionDraft(
        title=dict(item.title),
        start=_moved(item.start_wall, shift),
        end=_moved(item.end_wall, shift),
        bookable=item.bookable,
        description=dict(item.description),
        room=dict(item.room),
        language=item.language,
        speakers=tuple(people[person.id] for person in item.speakers),
    )


def _walls(wall: datetime, fold: int) -> datetime:
    return wall.replace(fold=fold)


def _moved(wall: datetime | None, shift: timedelta) -> datetime | None:
    return wall + shift if wall else None
