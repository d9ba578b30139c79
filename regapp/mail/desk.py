"""From a row of the outbox to a message: everything but the past is read at this moment."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from regapp.addresses import Addresses
from regapp.calendars.entry import Party
from regapp.calendars.files import cancel, request
from regapp.clock import now
from regapp.documents.calendar_entries import own_entries
from regapp.documents.qr import qr_png
from regapp.errors import RegistrationShut
from regapp.mail.environment import environment
from regapp.mail.message import Address, CalendarPart, InlineImage, LetterContent, compose
from regapp.models import Event, Letter, Registration
from regapp.queries.letters import Subject, find_subject
from regapp.vocabulary import EventStatus, LetterKind, Status

SITE = "regapp"
INVITES = {LetterKind.CONFIRMATION, LetterKind.PLACE}

# What the registration must still be for a letter to have its reason; the others keep theirs.
_TRUE_WHILE = {
    LetterKind.CONFIRMATION: {Status.CONFIRMED},
    LetterKind.PLACE: {Status.CONFIRMED},
    LetterKind.WAITING_LIST: {Status.WAITING},
    LetterKind.ALREADY_REGISTERED: {Status.CONFIRMED, Status.WAITING},
    LetterKind.PROVE_ADDRESS: {Status.CONFIRMED, Status.WAITING},
    LetterKind.CANCELLATION: {Status.CANCELLED},
}

# Letters that make sense only while the event is to take place.
_LOOKS_FORWARD = INVITES | {LetterKind.WAITING_LIST, LetterKind.ALREADY_REGISTERED, LetterKind.NO_PLACE}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where letters are written: what they need to know of the installation."""

    addresses: Addresses
    host: str
    sender: str

    def write(self, session: Session, letter: Letter) -> EmailMessage | None:
        """The message that ``letter`` stands for, or None if its reason is gone."""
        moment = now()
        subject = find_subject(session, letter, moment)
        if subject is None or not _is_still_true(letter, subject):
            return None
        event, owner = subject.event, _owner(letter, subject)
        images = self._images(letter, subject)
        letterhead = event.organisation.name.read(letter.language) if event else SITE
        host = _host_address(event)
        facts = self._facts(letter, subject, moment)
        return compose(
            LetterContent(
                sender=Address(letterhead, self.sender),
                recipient=Address(owner.name if owner else "", letter.recipient),
                reply_to=Address(letterhead, host) if host else None,
                language=str(letter.language),
                message_id=f"<{letter.message_token}@{self.host}>",
                date=letter.created_at,
                images=images,
                calendars=self._calendars(letter, subject, moment),
                references=f"<event-{event.uid}@{self.host}>" if event else "",
                **_texts(letter, {**facts, "letterhead": letterhead, "host": host, "images": images}),
            )
        )

    def _facts(self, letter: Letter, subject: Subject, moment: datetime) -> dict[str, Any]:
        """What the templates of ``letter`` may tell."""
        event, owner = subject.event, _owner(letter, subject)
        return {
            "event": event,
            "registration": owner,
            "standing": subject.standing if owner else None,
            "own_page": self.addresses.registration(owner.token) if owner else "",
            "others": [
                (other, self.addresses.registration(other.token)) for other in subject.registrations_to_come
            ],
            "proof": self.addresses.address_change(subject.proof_token) if subject.proof_token else "",
            "event_page": self.addresses.event(event.slug) if event else "",
            "lost_link": self.addresses.lost_link(),
            "home": self.addresses.home(),
            "held_a_place": bool(letter.facts.get("held_a_place")),
            "takes_registrations": event is not None and _takes_registrations(event, moment),
            "closes": event.closes_at.astimezone(ZoneInfo(event.zone)) if event else None,
        }

    def _images(self, letter: Letter, subject: Subject) -> tuple[InlineImage, ...]:
        registration, standing = subject.registration, subject.standing
        if letter.kind not in INVITES or not standing or not standing.in_person or not registration:
            return ()
        code = registration.contact.code
        return (InlineImage(f"ticket-{code}@{self.host}", qr_png(self.addresses.ticket(code))),)

    def _calendars(self, letter: Letter, subject: Subject, moment: datetime) -> tuple[CalendarPart, ...]:
        registration, standing = subject.registration, subject.standing
        invites = letter.kind in INVITES
        leaves = letter.kind is LetterKind.CANCELLATION and letter.facts.get("held_a_place")
        if not registration or not standing or not (invites or leaves):
            return ()
        event = registration.event
        organiser = Party(event.organisation.name.read(letter.language), _host_address(event) or self.sender)
        attendee = Party(registration.name, registration.email)
        entries = own_entries(
            event,
            self.addresses,
            self.host,
            letter.language,
            sequence=letter.facts["sequence"],
            online=invites and not standing.in_person,
        )
        write = request if invites else cancel
        return tuple(
            CalendarPart(
                "REQUEST" if invites else "CANCEL",
                write(entry, organiser=organiser, attendee=attendee, stamp=moment),
                "invite.ics" if number == 1 else f"invite-{number}.ics",
            )
            for number, entry in enumerate(entries, start=1)
        )


def _is_still_true(letter: Letter, subject: Subject) -> bool:
    owner = _owner(letter, subject)
    if owner and owner.email_key != letter.recipient_key:
        return False  # it has moved to another address since, which alone may have its own page
    if subject.event and subject.event.status is EventStatus.CANCELLED and letter.kind in _LOOKS_FORWARD:
        return False
    statuses = _TRUE_WHILE.get(letter.kind)
    return statuses is None or (subject.standing is not None and subject.standing.status in statuses)


def _owner(letter: Letter, subject: Subject) -> Registration | None:
    """The registration if the letter goes to its owner: an address not yet proved may be a stranger's."""
    return None if letter.kind is LetterKind.PROVE_ADDRESS else subject.registration


def _takes_registrations(event: Event, moment: datetime) -> bool:
    try:
        event.check_open(moment)
    except RegistrationShut:
        return False
    return True


def _host_address(event: Event | None) -> str:
    return (event.contact_email or event.organisation.contact_email) if event else ""


def _texts(letter: Letter, facts: dict[str, Any]) -> dict[str, str]:
    templates = environment(letter.language)

    def render(name: str) -> str:
        return templates.get_template(f"{letter.kind}/{name}").render(facts)

    return {
        "subject": " ".join(render("subject.txt").split()),
        "text": re.sub(r"\n{3,}", "\n\n", render("body.txt")).strip() + "\n",
        "html": render("body.html"),
    }
