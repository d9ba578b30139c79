from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.models import Attendee, Event, Registration, emails
from regapp.services.outgoing import letters
from regapp.vocabulary import AttendeeState, Language, LetterKind


@use_case
def send_lost_links(session: Session, *, email: str, language: Language) -> None:
    """Owe an address one letter with the links to its registrations to come, if it has any."""
    registered = session.scalars(
        select(Registration.email)
        .join(Event, Event.id == Registration.event_id)
        .where(
            Registration.email_key == emails.key(email),
            Registration.attendees.any(Attendee.state == AttendeeState.ACTIVE),
            Event.end_at > now(),
        )
        .order_by(Event.start_at, Registration.id)
        .limit(1)
    ).first()
    if registered is not None:
        # To the spelling that the owner gave: another one with the same key may be a stranger's mailbox.
        letters.owe_to(session, registered, LetterKind.LOST_LINKS, language, by_form=True)
