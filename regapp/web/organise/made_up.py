"""An event's letters to somebody who does not exist, to be looked at.

Everything here is made in memory and belongs to no session: it can neither be stored nor found.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from regapp import texts
from regapp.clock import now
from regapp.models import AddressChange, Attendee, Event, Invitation, Letter, Mailing, TicketType, emails
from regapp.queries.letters import Subject
from regapp.services.telling.differences import told
from regapp.vocabulary import TO_HOST, Attendance, Difference, Language, LetterKind, Status
from regapp.web.organise.made_up_person import ADDRESS, CODE, COMPANIONS, TIME, TOKEN, person, standing

# What somebody has who gets such a letter; whoever is not named here has a place.
_STATUS = {
    LetterKind.WAITING_LIST: Status.WAITING,
    LetterKind.PENDING: Status.PENDING,
    LetterKind.OFFER: Status.OFFERED,
    LetterKind.PROVE_REGISTRATION: Status.UNPROVEN,
    LetterKind.OFFER_LAPSED: Status.LAPSED,
    LetterKind.REJECTION: Status.REJECTED,
    LetterKind.CANCELLATION: Status.CANCELLED,
    LetterKind.TICKET_ENDED: Status.CANCELLED,
}
_STRANGERS = {LetterKind.NO_PLACE, LetterKind.INVITATION}  # get letters without being registered
_COMPANIONS = {LetterKind.TICKET, LetterKind.TICKET_ENDED}
_TO_MANY = {
    LetterKind.EVENT_CHANGED,
    LetterKind.EVENT_CANCELLED,
    LetterKind.REMINDER,
    LetterKind.MEETING,
    LetterKind.MESSAGE,
}
_OF_NO_EVENT = {
    LetterKind.MESSAGE_TEST,  # looks like a message
    LetterKind.PERSONAL_FEED,
    LetterKind.MEMBER_INVITATION,
    LetterKind.PASSWORD_RESET,
    LetterKind.PROVE_ACCOUNT,
    LetterKind.ACCOUNT_CHANGED,
}
_CALENDAR = {
    LetterKind.CONFIRMATION: "REQUEST",
    LetterKind.PLACE: "REQUEST",
    LetterKind.CHANGED: "REQUEST",
    LetterKind.TICKET: "REQUEST",
    LetterKind.EVENT_CHANGED: "REQUEST",
    LetterKind.MEETING: "REQUEST",
    LetterKind.CANCELLATION: "CANCEL",
    LetterKind.TICKET_ENDED: "CANCEL",
    LetterKind.EVENT_CANCELLED: "CANCEL",
}

_NO_COMPANION = 0  # who is made up has no id, and None would be theirs


@dataclass(frozen=True, slots=True)
class Message:
    """What the host writes to people, each text by its language."""

    subject: dict[str, str]
    text: dict[str, str]
    about_registration: bool = True


def kinds_for(event: Event) -> list[LetterKind]:
    """The letters that a participant of ``event`` may get, in the order of the vocabulary."""
    is_online = _ticket_type(event, LetterKind.MEETING) is not None
    return [
        kind
        for kind in LetterKind
        if kind not in TO_HOST | _OF_NO_EVENT
        and (kind is not LetterKind.MEETING or is_online)
        and event.ticket_types
    ]


def made_up(
    event: Event, kind: LetterKind, language: Language, message: Message | None = None
) -> tuple[Letter, Subject]:
    """A letter of one of these kinds, and what it is about; ``message`` is what a host's own one says."""
    moment = now()
    ticket_type = _ticket_type(event, kind) or event.ticket_types[0]
    attendee = person(event, ticket_type, _STATUS.get(kind, Status.CONFIRMED), language, moment)
    if kind in _COMPANIONS:
        attendee.name, attendee.email = COMPANIONS[language], ADDRESS
    mailing = None
    if kind in _TO_MANY:
        facts = _mailing_facts(event, kind, message or _example(language))
        mailing = Mailing(kind=kind, event=event, facts=facts, due_at=moment, created_at=moment)
    letter = Letter(
        kind=kind,
        recipient=ADDRESS,
        recipient_key=emails.key(ADDRESS),
        language=language,
        registration=None if kind in _STRANGERS else attendee.registration,
        attendee=attendee if kind in _COMPANIONS else None,
        mailing=mailing,
        facts=_letter_facts(event, kind),
        message_token=TOKEN,
        created_at=moment,
    )
    return letter, _subject(event, kind, attendee, moment)


def _subject(event: Event, kind: LetterKind, attendee: Attendee, moment: datetime) -> Subject:
    registration = attendee.registration
    if kind is LetterKind.LOST_LINKS:
        return Subject(registrations_to_come=[registration])
    if kind in _STRANGERS:
        invitation = Invitation(ticket_type=attendee.ticket_type, code=CODE, uses=1, used=0, email="")
        return Subject(event=event, invitation=invitation if kind is LetterKind.INVITATION else None)
    change = None
    if kind is LetterKind.PROVE_ADDRESS:
        change = AddressChange(token=TOKEN, email=ADDRESS, expires_at=moment + TIME)
    has = standing(attendee, moment)
    return Subject(
        event=event,
        registration=registration,
        standing=has,
        people=[(attendee, has)],
        address_change=change,
    )


def _ticket_type(event: Event, kind: LetterKind) -> TicketType | None:
    """The ticket that such a letter is about; for what is told of the meeting one to be there online."""
    wanted = Attendance.ONLINE if kind is LetterKind.MEETING else None
    if kind is LetterKind.INVITATION:
        hidden = next((one for one in event.ticket_types if one.needs_code), None)
        if hidden is not None:
            return hidden
    return next((one for one in event.ticket_types if wanted in {None, one.attendance}), None)


def _letter_facts(event: Event, kind: LetterKind) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if method := _CALENDAR.get(kind):
        facts = {"calendar": method, "sequence": event.sequence}
    if kind is LetterKind.CANCELLATION:
        facts["held_a_place"] = True
    if kind is LetterKind.DECLINED:
        facts["declined"] = _NO_COMPANION
    return facts


def _mailing_facts(event: Event, kind: LetterKind, message: Message) -> dict[str, Any]:
    if kind is LetterKind.MESSAGE:
        return {
            "subject": message.subject,
            "text": message.text,
            "about_registration": message.about_registration,
        }
    if kind is LetterKind.EVENT_CANCELLED:
        return {"gone": []}
    if kind is not LetterKind.EVENT_CHANGED:
        return {}
    earlier = timedelta(hours=1)
    old = {
        **told(event),
        "start": (event.start_wall - earlier).isoformat(),
        "end": (event.end_wall - earlier).isoformat(),
    }
    return {"old": old, "what": [Difference.TIME], "gone": [], "message": ""}


def _example(language: Language) -> Message:
    catalogue = texts.catalogue(language)
    subject = catalogue.gettext("The subject that you write")
    text = catalogue.gettext("Here stands what you write, paragraph by paragraph.")
    return Message({str(language): subject}, {str(language): text})
