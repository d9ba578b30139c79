"""A participant who does not exist. All of them is made in memory, and can neither be stored nor found."""

from datetime import datetime, timedelta

from regapp.models import Attendee, Event, Hold, Registration, TicketType, emails
from regapp.queries.registrations import Standing
from regapp.services.allocation.transitions import ENDED
from regapp.vocabulary import AttendeeState, HoldReason, Language, Status

ADDRESS = "somebody@example.org"
CODE = "ABCDEFGHJKLM"
TOKEN = "a-made-up-person"  # noqa: S105 - opens nothing
NAMES = {
    Language.ENGLISH: "Aigerim Example",
    Language.KAZAKH: "Айгерім Мысалова",
    Language.RUSSIAN: "Айгерим Примерова",
    Language.GERMAN: "Aigerim Beispiel",
}
COMPANIONS = {
    Language.ENGLISH: "Berik Example",
    Language.KAZAKH: "Берік Мысалов",
    Language.RUSSIAN: "Берик Примеров",
    Language.GERMAN: "Berik Beispiel",
}
TIME = timedelta(hours=24)  # that offers and proofs stand for here


def person(
    event: Event, ticket_type: TicketType, status: Status, language: Language, moment: datetime
) -> Attendee:
    """Somebody with a registration of their own, who has ``status`` of that ticket type."""
    registration = _registration(event, language, moment)
    has_ended = status in ENDED
    attendee = Attendee(
        registration=registration,
        event_id=event.id,
        ticket_type=ticket_type,
        name=registration.name,
        email="",
        code=CODE,
        reply_token=TOKEN,
        state=AttendeeState(status) if has_ended else AttendeeState.ACTIVE,
        ended_at=moment if has_ended else None,
        created_at=moment,
    )
    if str(status) in set(HoldReason):
        attendee.holds = [_hold(event, ticket_type, HoldReason(status), moment)]
    if status is Status.UNPROVEN:
        registration.prove_until = moment + TIME
    return attendee


def standing(attendee: Attendee, moment: datetime) -> Standing:
    """What they have."""
    status, ticket_type = attendee.status, attendee.ticket_type
    has_deadline = status in {Status.OFFERED, Status.UNPROVEN}
    return Standing(
        status,
        ticket_type,
        waits_for=ticket_type if status is Status.WAITING else None,
        position=1 if status is Status.WAITING else None,
        offered=ticket_type if status is Status.OFFERED else None,
        asks_for=ticket_type if status is Status.PENDING else None,
        deadline=moment + TIME if has_deadline else None,
    )


def _registration(event: Event, language: Language, moment: datetime) -> Registration:
    return Registration(
        event=event,
        event_id=event.id,
        token=TOKEN,
        name=NAMES[language],
        email=ADDRESS,
        email_key=emails.key(ADDRESS),
        language=language,
        answers={},
        calendar_revision=0,
        created_at=moment,
    )


def _hold(event: Event, ticket_type: TicketType, reason: HoldReason, moment: datetime) -> Hold:
    takes = event.pending_holds or reason is not HoldReason.PENDING
    return Hold(
        ticket_type=ticket_type,
        quota_id=ticket_type.quotas[0].id if takes and ticket_type.quotas else None,
        reason=reason,
        deadline=moment + TIME if reason is HoldReason.OFFERED else None,
    )
