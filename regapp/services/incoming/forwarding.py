"""Mail to the reply mailbox that is neither an answer nor a returned letter goes on to the host."""

from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.mail.received import passing_on
from regapp.mail.received.reading import Received
from regapp.models import Attendee, Event, Letter, ReceivedMail
from regapp.services.outgoing import letters
from regapp.vocabulary import TO_HOST, Language, LetterKind, LetterState, ReceivedKind

MOST_AN_HOUR = 20  # for one event: out-of-office notes after a letter to all come by the hundred
KEPT_FOR = timedelta(days=30)

PASSED_ON = "passed on to the host"
TOO_MANY = "not passed on: too many within the hour"
NO_HOST = "not passed on: the host has no address"
_THROUGH = (LetterState.SENT, LetterState.RETURNED, LetterState.DROPPED)


def pass_on(session: Session, mail: ReceivedMail, event: Event, octets: bytes) -> str:
    """Owe the host a letter with the message of ``mail``; what was done, in words."""
    host = event.contact_email or event.organisation.contact_email
    if not host:
        return NO_HOST
    if _passed_on_lately(session, event) >= MOST_AN_HOUR:
        return TOO_MANY
    is_large = len(octets) > passing_on.LARGEST
    mail.octets = passing_on.shortened(octets) if is_large else octets
    letters.owe_to(
        session,
        host,
        LetterKind.FORWARDED,
        Language(next(iter(event.title), Language.ENGLISH)),
        event_id=event.id,
        facts={"received": mail.id, **({"shortened": True} if is_large else {})},
    )
    return PASSED_ON


def event_of(session: Session, received: Received) -> Event | None:
    """The event that a message is about; None too for what a host's mailbox answers to a letter."""
    of_attendee = select(Attendee.event_id).where(Attendee.reply_token.in_(received.reply_tokens))
    of_letter = select(Letter.event_id).where(
        Letter.message_token.in_(received.message_tokens), Letter.kind.not_in(TO_HOST)
    )
    for statement in (of_attendee, of_letter):
        found = session.scalars(statement.limit(1)).first()
        if found is not None:
            return session.get(Event, found)
    return None


@use_case
def forget(session: Session) -> int:
    """Forget the messages that have gone on to their host, and whatever came 30 days ago; how many."""
    has_gone_on = (
        select(Letter.id)
        .where(
            Letter.event_id == ReceivedMail.event_id,
            Letter.kind == LetterKind.FORWARDED,
            Letter.state.in_(_THROUGH),
            Letter.facts["received"].as_integer() == ReceivedMail.id,
        )
        .exists()
    )
    forgotten = session.execute(
        update(ReceivedMail)
        .where(
            ReceivedMail.octets.is_not(None),
            or_(has_gone_on, ReceivedMail.received_at <= now() - KEPT_FOR),
        )
        .values(octets=None)
        .returning(ReceivedMail.id)
        .execution_options(synchronize_session=False)
    )
    return len(forgotten.all())


def _passed_on_lately(session: Session, event: Event) -> int:
    lately = select(func.count()).where(
        ReceivedMail.event_id == event.id,
        ReceivedMail.kind == ReceivedKind.OTHER,
        ReceivedMail.outcome == PASSED_ON,
        ReceivedMail.received_at > now() - timedelta(hours=1),
    )
    return session.scalar(lately) or 0
