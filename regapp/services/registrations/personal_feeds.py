"""A private calendar of all that somebody is registered for, asked for and taken back on their own pages.

Where it is, only a letter to their address tells: whoever was given the link of one own page must not read by
it what else they are registered for.
"""

from sqlalchemy.orm import Session

from regapp.database import insert_if_new, use_case
from regapp.errors import NotPossible, TooManyLetters
from regapp.models import PersonalFeed, Registration
from regapp.queries.personal_feeds import feed_of
from regapp.services import audit
from regapp.services.outgoing import letters
from regapp.services.registrations.owning import find_owned
from regapp.vocabulary import Actor, Language, LetterKind


@use_case
def send(session: Session, *, token: str, language: Language) -> None:
    """Owe a registration's address a letter with the address of its calendar, which is made if there is none.

    The calendar keeps the ``language`` in which it was made; the letter is in the one given. Raises NotFound,
    NotPossible where there is no address or while it is not proved, or TooManyLetters.
    """
    registration = _proved(session, token)
    values = {"email_key": registration.email_key, "language": language}
    is_new = insert_if_new(session, PersonalFeed, values)
    audit.record(
        session,
        Actor.PARTICIPANT,
        "registration.feed_made" if is_new else "registration.feed_sent",
        registration,
    )
    # Not a letter about the registration, which organisers would see, and which would end with it.
    facts = {"registration": registration.id}
    if not letters.owe_to(
        session, registration.email, LetterKind.PERSONAL_FEED, language, facts=facts, by_form=True
    ):
        raise TooManyLetters


@use_case
def take_back(session: Session, *, token: str) -> None:
    """Have the calendar's address lead nowhere from now on; twice is once. Raises NotFound or NotPossible."""
    registration = _proved(session, token)
    feed = feed_of(session, registration.email_key)
    if feed is None:
        return
    session.delete(feed)
    audit.record(session, Actor.PARTICIPANT, "registration.feed_taken_back", registration)


def _proved(session: Session, token: str) -> Registration:
    registration = find_owned(session, token)
    if registration.prove_until or not registration.email:
        raise NotPossible
    return registration
