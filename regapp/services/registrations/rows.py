"""One registration's row: kept from others, described, moved to another address."""

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from regapp.database import Overtaken
from regapp.models import AddressChange, Attendee, Registration, emails
from regapp.models.tokens import new_token
from regapp.services.describing import describe
from regapp.services.outgoing import letters


def lock(session: Session, *conditions: ColumnElement[bool]) -> Registration | None:
    """The one registration of these conditions as it stands now, kept until the transaction ends, or None.

    Others may still refer to the row meanwhile: who only writes a letter about it need not wait for us.
    """
    return session.scalars(
        select(Registration)
        .where(*conditions)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def lock_known(session: Session, event_id: int, email: str) -> Registration | None:
    """The same for the event's registration of this address, standing or ended."""
    return lock(session, *_of_address(event_id, email))


def is_known(session: Session, event_id: int, email: str) -> bool:
    """Whether a registration of the event has this address, standing or ended."""
    known = select(Registration.id).where(*_of_address(event_id, email))
    return session.scalars(known).one_or_none() is not None


def _of_address(event_id: int, email: str) -> tuple[ColumnElement[bool], ...]:
    return Registration.event_id == event_id, Registration.email_key == emails.key(email)


def add_attendee(session: Session, registration: Registration, name: str, email: str = "") -> Attendee:
    """A person of the registration, who has nothing yet. Their ticket type is to be set."""
    attendee = Attendee(event_id=registration.event_id, registration=registration, name=name, email=email)
    with session.no_autoflush:  # it is not whole yet
        describe(attendee, registration)
    session.add(attendee)
    return attendee


def move(session: Session, registration: Registration, email: str) -> None:
    """Give the registration to ``email``, which the event did not know a moment ago.

    Whoever reads the old address loses every hold on it: the own page's token, letters still to be sent to
    it, and changes of the address that were asked for and not proved. Companions' letters go on. The caller
    holds the event's line.
    """
    for attendee in registration.attendees:
        if attendee.email and emails.key(attendee.email) == registration.email_key:
            attendee.email = ""  # shared with the contact, and left together with it
    registration.email, registration.email_key, registration.token = email, emails.key(email), new_token()
    try:
        session.flush()
    except IntegrityError as error:
        raise Overtaken from error  # by a newcomer who wants an unlimited ticket and waits for no line
    for attendee in registration.attendees:
        describe(attendee, registration)
    letters.drop_unsent(session, registration, companions=False)
    session.execute(
        delete(AddressChange).where(
            AddressChange.registration_id == registration.id, AddressChange.email != email
        )
    )
