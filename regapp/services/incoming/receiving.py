"""What came into the reply mailbox: an answer of a calendar, a letter that came back, or mail for a host."""

from hashlib import sha256

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import insert_if_new, use_case
from regapp.mail.received.reading import Received
from regapp.models import ReceivedMail
from regapp.services.incoming import answers, bounces
from regapp.services.incoming.forwarding import event_of, pass_on
from regapp.vocabulary import ReceivedKind

TAKEN_BEFORE = "taken before"
LOOP = "not passed on: it came from here"
NOBODYS = "for nobody here"
UNREADABLE = "could not be read"


@use_case
def take(session: Session, received: Received) -> str:
    """Do what a message asks for, once, however often it comes; what was done, in words.

    The words hold no personal data, and are kept with the message's digest.
    """
    mail = _enter(session, received.digest)
    if mail is None:
        return TAKEN_BEFORE
    mail.kind, mail.outcome = _deal_with(session, mail, received)
    return mail.outcome


@use_case
def give_up(session: Session, octets: bytes) -> str:
    """Note that a message makes us fail, so that it is not tried for ever."""
    _enter(session, sha256(octets).hexdigest())
    return UNREADABLE


def _enter(session: Session, digest: str) -> ReceivedMail | None:
    values = {"digest": digest, "kind": ReceivedKind.OTHER, "outcome": UNREADABLE, "received_at": now()}
    return insert_if_new(session, ReceivedMail, values)


def _deal_with(session: Session, mail: ReceivedMail, received: Received) -> tuple[ReceivedKind, str]:
    if received.bounce:
        return ReceivedKind.BOUNCE, bounces.take(session, received.message_tokens, received.bounce)
    if received.answer:
        for token in received.reply_tokens:
            outcome = answers.take(session, token, received.answer)
            if outcome:
                return ReceivedKind.ANSWER, outcome
    if received.is_loop:
        return ReceivedKind.OTHER, LOOP
    event = event_of(session, received)
    if event is None:
        return ReceivedKind.OTHER, NOBODYS
    mail.event_id = event.id
    return ReceivedKind.OTHER, pass_on(session, mail, event, received.octets)
