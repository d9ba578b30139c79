"""From a row of the outbox to a message: everything but the past is read at this moment."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy.orm import Session

from regapp.addresses import Addresses
from regapp.calendars.entry import Party
from regapp.clock import now
from regapp.documents.qr import qr_png
from regapp.mail.calendar_parts import CalendarDesk
from regapp.mail.environment import environment
from regapp.mail.facts import facts_of
from regapp.mail.inlining import inlined
from regapp.mail.message import Address, CalendarPart, InlineImage, LetterContent, compose
from regapp.mail.people import Person, pairs_of
from regapp.mail.truth import is_still_true
from regapp.models import Event, Letter
from regapp.queries.letters import Subject, find_subject
from regapp.vocabulary import LetterKind

SITE = "regapp"
MOST_IMAGES = 10

# Letters that bring tickets to be shown at the entrance.
_BRINGS_TICKETS = {
    LetterKind.CONFIRMATION,
    LetterKind.PLACE,
    LetterKind.CHANGED,
    LetterKind.TICKET,
    LetterKind.REMINDER,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where letters are written: what they need to know of the installation.

    ``reply_domain`` is the mail domain at which answers of calendars come in; empty if none do.
    """

    addresses: Addresses
    host: str
    sender: str
    reply_domain: str = ""

    def write(self, session: Session, letter: Letter) -> EmailMessage | None:
        """The message that ``letter`` stands for, or None if its reason is gone."""
        moment = now()
        subject = find_subject(session, letter, moment)
        if subject is None or not is_still_true(letter, subject, moment):
            return None
        return self.compose(letter, subject)

    def compose(self, letter: Letter, subject: Subject) -> EmailMessage:
        """The message, whether its reason still holds or not.

        It reads no more than what the two hold, so for a preview both may be made up.
        """
        moment = now()
        event, people = subject.event, self._people(letter, subject)
        facts = facts_of(letter, subject, people, self.addresses, moment)
        host = _host_address(event)
        letterhead = (
            SITE if event is None or facts["to_host"] else event.organisation.name.read(letter.language)
        )
        recipient = Address(facts["addressee"], letter.recipient)
        calendars = self._calendars(letter, subject, recipient, moment)
        method = calendars[0].method if calendars else ""
        return compose(
            LetterContent(
                sender=Address(letterhead, self.sender),
                recipient=recipient,
                reply_to=_reply_to(letterhead, host, facts),
                language=str(letter.language),
                message_id=f"<{letter.message_token}@{self.host}>",
                date=letter.created_at,
                images=tuple(person.image for person in people if person.image),
                calendars=calendars,
                references=f"<event-{event.uid}@{self.host}>" if event else "",
                unsubscribe=facts["unsubscribe"],
                original=(subject.received.octets or b"") if subject.received else b"",
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
        self, letter: Letter, subject: Subject, recipient: Address, moment: datetime
    ) -> tuple[CalendarPart, ...]:
        if subject.event is None:
            return ()
        organisation = subject.event.organisation.name.read(letter.language)
        return CalendarDesk(self.addresses, self.host, self.reply_domain).parts(
            letter,
            subject,
            attendee=Party(recipient.name, recipient.email),
            organiser=Party(organisation, _host_address(subject.event) or self.sender),
            moment=moment,
        )


def _reply_to(letterhead: str, host: str, facts: dict[str, Any]) -> Address | None:
    """The host; of a message that is passed on to the host, whoever wrote it."""
    if writer := facts["correspondent"]:
        return Address(writer.name, writer.email) if writer.email else None
    return Address(letterhead, host) if host and not facts["to_host"] else None


def _host_address(event: Event | None) -> str:
    return (event.contact_email or event.organisation.contact_email) if event else ""


def _texts(letter: Letter, facts: dict[str, Any]) -> dict[str, str]:
    templates = environment(letter.language)

    def render(name: str) -> str:
        return templates.get_template(f"{letter.kind}/{name}").render(facts)

    return {
        "subject": " ".join(render("subject.txt").split()),
        "text": re.sub(r"\n{3,}", "\n\n", render("body.txt")).strip() + "\n",
        "html": inlined(render("body.html")),
    }
