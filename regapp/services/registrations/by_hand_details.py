"""What an organiser sets right about somebody: name, language, address; and what they note for themselves."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import EditedMeanwhile
from regapp.models import Attendee, emails
from regapp.models.form import Answer
from regapp.services import audit
from regapp.services.describing import describe
from regapp.services.organising import find_attendee, lock_event
from regapp.services.outgoing import letters
from regapp.services.registrations.answering import answer_anew
from regapp.services.registrations.moving import move_to
from regapp.services.registrations.overtaking import Details, details_of, refuse_changed
from regapp.vocabulary import Actor, Language, LetterKind


@use_case
def change(
    session: Session,
    *,
    event_id: int,
    attendee_id: int,
    name: str,
    email: str,
    language: Language,
    answers: Mapping[str, Answer],
    user_id: int | None,
    stood: Details | None = None,
) -> bool:
    """Change a person's name and address, and their registration's language and answers; whether they moved.

    A companion's new address is their own: the registration, and with it the own page of all of them, stays
    its contact's. The letter that says what they have goes to a new address, which needs no other proof: the
    organiser vouches for it. Whoever reads the contact's old one can do nothing any more: the own page is at
    a new one, and the page after the form corrects nothing now. Answers that are not among these stay as
    they are; an empty one goes. ``email`` is empty for who has none and gets none, and for a companion who is
    reached through the contact from now on. ``stood`` is what the host compared with. Raises NotFound,
    EditedMeanwhile if that is so no more, AddressTaken if the event knows the address already, NoPlace if a
    choice has no place left, or NotPossible while the places that go with answers cannot be exchanged.
    """
    lock_event(session, event_id)
    attendee = find_attendee(session, event_id, attendee_id)
    registration = attendee.registration
    refuse_changed(attendee, stood)
    before, who = details_of(attendee), audit.name(Actor.ORGANISER, user_id)
    _rename(attendee, name)
    registration.language = language
    if any(registration.answers.get(key, "") != answer for key, answer in answers.items()):
        answer_anew(session, registration, {**registration.answers, **answers})
    if before != details_of(attendee):
        audit.record(session, who, "registration.changed", registration)
    is_other = email != (attendee.email or registration.email)
    if is_other:
        _correct_address(session, attendee, email, user_id)
        audit.record(session, who, "registration.address_corrected", registration)
    for one in registration.attendees:
        describe(one, registration)
    return is_other


@use_case
def note(
    session: Session,
    *,
    event_id: int,
    attendee_id: int,
    text: str,
    user_id: int | None,
    stood: str | None = None,
) -> None:
    """Keep what the hosts say about somebody among themselves.

    ``stood`` is the note that the host compared with. Raises NotFound, or EditedMeanwhile if it is another.
    """
    attendee = find_attendee(session, event_id, attendee_id)
    if stood is not None and stood != attendee.note:
        raise EditedMeanwhile
    if attendee.note != text:
        attendee.note = text
        audit.record(
            session, audit.name(Actor.ORGANISER, user_id), "registration.noted", attendee.registration
        )


def _rename(attendee: Attendee, name: str) -> None:
    registration = attendee.registration
    if attendee is registration.contact and attendee.name == registration.name:
        registration.name = name
    attendee.name = name


def _correct_address(session: Session, attendee: Attendee, email: str, user_id: int | None) -> None:
    registration = attendee.registration
    if attendee is not registration.contact:
        shared = not email or emails.key(email) == registration.email_key
        attendee.email = "" if shared else email
        if attendee.active and not shared:  # who reads the contact's letters has been told
            letters.owe_companion(session, LetterKind.TICKET, attendee, by_form=False)
    elif emails.key(email) == registration.email_key:
        registration.email = email  # another spelling of the same
    else:
        move_to(session, registration, email, actor=Actor.ORGANISER, user_id=user_id)
