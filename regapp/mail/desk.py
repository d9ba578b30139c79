"""From a row of the outbox to a message: everything but the past is read at this moment."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy.orm import Session

from regapp.addresses import Addresses
from regapp.calendars.entry import Party
from regapp.calendars.files import cancel, request
from regapp.clock import now
from regapp.documents.calendar_entries import own_entries
from regapp.documents.qr import qr_png
from regapp.mail.environment import environment
from regapp.mail.facts import facts_of
from regapp.mail.message import Address, CalendarPart, InlineImage, LetterContent, compose
from regapp.mail.people import Person, confirmed_ticket, is_online, pairs_of
from regapp.mail.truth import is_still_true
from regapp.models import Event, Letter
from regapp.queries.letters import Subject, find_subject
from regapp.vocabulary import LetterKind

SITE = "regapp"
MOST_IMAGES = 10

# Letters that bring tickets to be shown at the entrance.
_BRINGS_TICKETS = {LetterKind.CONFIRMATION, LetterKind.PLACE, LetterKind.CHANGED, LetterKind.TICKET}


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
        if subject is None or not is_still_true(letter, subject, moment):
            return None
        event, people = subject.event, self._people(letter, subject)
        facts = facts_of(letter, subject, people, self.addresses, moment)
        letterhead = event.organisation.name.read(letter.language) if event else SITE
        host = _host_address(event)
        calendars = self._calendars(letter, subject, facts["addressee"], moment)
        method = calendars[0].method if calendars else ""
        return compose(
            LetterContent(
                sender=Address(letterhead, self.sender),
                recipient=Address(facts["addressee"], letter.recipient),
                reply_to=Address(letterhead, host) if host else None,
                language=str(letter.language),
                message_id=f"<{letter.message_token}@{self.host}>",
                date=letter.created_at,
                images=tuple(person.image for person in people if person.image),
                calendars=calendars,
                references=f"<event-{event.uid}@{self.host}>" if event else "",
                **_texts(letter, {**facts, "letterhead": letterhead, "host": host, "calendar": method}),
            )
        )

    def _people(self, letter: Letter, subject: Subject) -> list[Person]:
        people = [Person(attendee, standing) for attendee, standing in pairs_of(letter, subject)]
        if letter.kind not in _BRINGS_TICKETS:
            return people
        shown = [one for one in people if one.confirmed and one.in_person][:MOST_IMAGES]
        return [
            Person(one.attendee, one.standing, self._image(one.code)) if one in shown else one
            for one in people
        ]

    def _image(self, code: str) -> InlineImage:
        png = qr_png(self.addresses.ticket(code))
        return InlineImage(f"ticket-{code}@{self.host}", png, f"ticket-{code}.png")

    def _calendars(
        self, letter: Letter, subject: Subject, addressee: str, moment: datetime
    ) -> tuple[CalendarPart, ...]:
        registration, method = subject.registration, letter.facts.get("calendar")
        ticket_type = confirmed_ticket(letter, subject)
        invites = method == "REQUEST"
        if registration is None or not method or invites is not (ticket_type is not None):
            return ()
        event = registration.event
        organiser = Party(event.organisation.name.read(letter.language), _host_address(event) or self.sender)
        attendee = Party(addressee, letter.recipient)
        entries = own_entries(
            event,
            self.addresses,
            self.host,
            letter.language,
            sequence=letter.facts["sequence"],
            online=is_online(ticket_type),
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
