"""A message as a reader gets it. Nothing is stored or sent, and nobody's own page is given away."""

from dataclasses import dataclass

from regapp.clock import now
from regapp.database import db
from regapp.mail import opened
from regapp.models import Attendee, Event, Letter, Mailing, Registration
from regapp.queries.letters import find_subject
from regapp.queries.recipients import Reader
from regapp.vocabulary import Language, LetterKind
from regapp.web.organise.made_up import Message
from regapp.web.organise.made_up_person import TOKEN
from regapp.web.organise.preview import composed, desk


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail program shows."""

    subject: str
    text: str
    html: str


def reading(event: Event, mailing: Mailing, reader: Reader | None, language: Language) -> Reading:
    """The letter that ``reader`` would get; without one that of somebody made up, in ``language``."""
    found = _letter_to(event, mailing, reader) if reader else None
    if found is None:
        facts = mailing.facts
        message = Message(facts["subject"], facts["text"], facts["about_registration"])
        return _opened(composed(event, LetterKind.MESSAGE, language, message), "")
    octets, secret = found
    return _opened(octets, secret)


def _letter_to(event: Event, mailing: Mailing, reader: Reader) -> tuple[bytes, str] | None:
    """The letter, and the secret in it that opens the reader's own page."""
    session = db.session()
    letter = Letter(
        kind=LetterKind.MESSAGE,
        registration_id=reader.registration_id,
        attendee=session.get(Attendee, reader.attendee_id) if reader.attendee_id else None,
        event_id=event.id,
        mailing=mailing,
        recipient=reader.address,
        recipient_key=reader.key,
        language=reader.language,
        facts={},
        message_token=TOKEN,
        created_at=now(),
    )
    subject = find_subject(session, letter, now())
    if subject is None:
        return None
    registration = session.get_one(Registration, reader.registration_id)
    return desk().compose(letter, subject).as_bytes(), registration.token


def _opened(octets: bytes, secret: str) -> Reading:
    parts = opened.subject(octets), opened.plain(octets), opened.whole_html(octets)
    return Reading(*(part.replace(secret, TOKEN) if secret else part for part in parts))
