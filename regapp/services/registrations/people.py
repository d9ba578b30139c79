"""The people of one registration: its contact adds them, renames them, takes them out."""

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.documents.calendar_slots import gone
from regapp.errors import NotPossible, TooManyPeople
from regapp.models import Attendee, TicketType
from regapp.services import audit
from regapp.services.allocation import places, transitions
from regapp.services.allocation.seating import seat
from regapp.services.describing import describe
from regapp.services.outgoing import letters
from regapp.services.outgoing.calendar_changes import own_slots
from regapp.services.registrations import restoring, rows
from regapp.services.registrations.giving_back import give_one_back
from regapp.services.registrations.owning import find_owned, find_person, refuse_when_over
from regapp.vocabulary import Actor, LetterKind, Status, Together


@use_case
def add(session: Session, *, token: str, name: str, email: str = "") -> Status:
    """Register one more person under the same contact, with the ticket that the first of them has.

    Raises NotFound, RegistrationShut, TooManyPeople, WrongCode if the invitation is used up, NotPossible
    while nobody of them comes or the address is not proved, or NoPlace.
    """
    registration = find_owned(session, token)
    event = registration.event
    event.check_open(now())
    if not registration.active or registration.prove_until is not None:
        raise NotPossible
    if len(registration.coming) >= event.most_people:
        raise TooManyPeople(event.most_people)
    first = registration.first
    ticket_type = session.get_one(TicketType, first.ticket_type_id)
    ticket_type.check_open(now())
    with session.no_autoflush:
        sessions, draws = list(first.sessions), first.draws
        attendee = rows.add_attendee(session, registration, name, email)
        attendee.sessions = sessions
        places.note_draws(attendee, draws)
        told = restoring.told_now(session, registration, ticket_type, [attendee])
        seat(session, transitions.PERSON_ADDED, [attendee], told, Together.FIT, actor=Actor.PARTICIPANT)
    return attendee.status


@use_case
def rename(session: Session, *, token: str, code: str, name: str, email: str) -> None:
    """Have somebody else come, or write a name right. Raises NotFound or Over.

    Whoever has a new address is sent their ticket.
    """
    attendee = find_person(session, token, code)
    registration = attendee.registration
    refuse_when_over(registration)
    if attendee.name == registration.name and attendee is registration.first:
        registration.name = name
    is_new_address = email != attendee.email
    if is_new_address and _has_ticket_of_their_own(attendee):
        registration.calendar_revision += 1  # whoever came before has the entry in their calendar
        ended = gone(own_slots(attendee), ())
        letters.owe_companion(session, LetterKind.TICKET_ENDED, attendee, by_form=True, gone=ended)
    attendee.name, attendee.email = name, email
    describe(attendee, registration)
    if is_new_address and _has_ticket_of_their_own(attendee):
        letters.owe_companion(session, LetterKind.TICKET, attendee, by_form=True)
    audit.record(session, Actor.PARTICIPANT, "registration.person_renamed", registration)


@use_case
def take_out(session: Session, *, token: str, code: str) -> None:
    """Have one of several people not come. Raises NotFound, Over, or NotPossible for the only one."""
    attendee = find_person(session, token, code)
    registration = attendee.registration
    refuse_when_over(registration)
    if len(registration.coming) == 1:
        raise NotPossible
    give_one_back(session, attendee)


def _has_ticket_of_their_own(attendee: Attendee) -> bool:
    """Whether this person was sent a ticket, beside what the contact has."""
    return attendee.status is Status.CONFIRMED and transitions.is_companion(attendee, attendee.registration)
