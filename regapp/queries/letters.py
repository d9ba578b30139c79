"""What a letter is about, read when it is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from regapp.models import (
    AddressChange,
    Attendee,
    Event,
    Invitation,
    Letter,
    Mailing,
    MemberInvitation,
    PersonalFeed,
    ReceivedMail,
    Registration,
    User,
)
from regapp.queries.host_news import HostNews, find_host_news
from regapp.queries.personal_feeds import feed_of
from regapp.queries.registrations import (
    Standing,
    find_registration_by_id,
    registrations_to_come,
    standing,
    standings,
)
from regapp.vocabulary import TO_MEMBERS, LetterKind


@dataclass(frozen=True, slots=True)
class Subject:
    """The things a letter tells of; what it does not need is None or empty.

    ``standing`` is that of ``Letter.attendee`` or of the registration's first, ``people`` those who come.
    ``changes_since`` are the mailings about changes of the event after the letter's own: a letter that waits
    for long tells what they would tell. ``received`` is the message that a letter passes on, ``news``
    what members of an organisation are told, ``account`` the organiser's account that it is about.
    """

    event: Event | None = None
    registration: Registration | None = None
    standing: Standing | None = None
    people: Sequence[tuple[Attendee, Standing]] = ()
    invitation: Invitation | None = None
    address_change: AddressChange | None = None
    registrations_to_come: Sequence[Registration] = ()
    changes_since: Sequence[Mailing] = ()
    received: ReceivedMail | None = None
    news: HostNews | None = None
    feed: PersonalFeed | None = None
    account: User | None = None
    member_invitation: MemberInvitation | None = None


def find_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    """What ``letter`` is about, or None if it is gone or over by ``moment``."""
    if letter.kind in _OF_A_KIND:
        return _OF_A_KIND[letter.kind](session, letter, moment)
    if letter.registration_id is None:
        return _event_subject(session, letter, moment)
    registration = find_registration_by_id(session, letter.registration_id)
    if registration is None or _comes_too_late(letter, registration.event, moment):
        return None
    change = None
    if letter.kind is LetterKind.PROVE_ADDRESS:
        change = session.get(AddressChange, letter.facts["address_change"])
        if change is None or change.expires_at <= moment:
            return None
    return Subject(
        event=registration.event,
        registration=registration,
        standing=standing(session, letter.attendee or registration.first),
        people=standings(session, registration),
        address_change=change,
        changes_since=_changes_since(session, letter),
    )


def _comes_too_late(letter: Letter, event: Event, moment: datetime) -> bool:
    # A host may have words for people afterwards: where the pictures are, or a thank-you.
    return event.end_at <= moment and letter.kind is not LetterKind.MESSAGE


def _changes_since(session: Session, letter: Letter) -> Sequence[Mailing]:
    if letter.kind is not LetterKind.EVENT_CHANGED or letter.mailing_id is None:
        return ()
    return session.scalars(
        select(Mailing)
        .where(
            Mailing.event_id == letter.event_id,
            Mailing.kind == LetterKind.EVENT_CHANGED,
            Mailing.id > letter.mailing_id,
        )
        .order_by(Mailing.id)
    ).all()


def _lost_links_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    others = registrations_to_come(session, letter.recipient, moment)
    return Subject(registrations_to_come=others) if others else None


def _feed_subject(session: Session, letter: Letter, _moment: datetime) -> Subject | None:
    # By the address: an id may be another feed's by now, and so somebody else's.
    feed = feed_of(session, letter.recipient_key)
    registration = find_registration_by_id(session, letter.facts["registration"])
    return Subject(registration=registration, feed=feed) if feed and registration else None


def _forwarded_subject(session: Session, letter: Letter, _moment: datetime) -> Subject | None:
    received = session.get(ReceivedMail, letter.facts["received"])
    if received is None or received.octets is None:
        return None
    event = session.get(Event, letter.event_id) if letter.event_id else None
    return Subject(event=event, received=received)


def _member_invitation_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    invitation = session.get(MemberInvitation, letter.facts["member_invitation"])
    # SQLite may have given the number of one that was withdrawn to the next.
    if invitation is None or invitation.expires_at <= moment or invitation.email_key != letter.recipient_key:
        return None
    return Subject(member_invitation=invitation)


def _account_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    user = session.get(User, letter.facts["user"])
    expires = letter.facts.get("expires")
    if user is None or not user.active or (expires and datetime.fromisoformat(expires) <= moment):
        return None
    return Subject(account=user)


def _test_subject(session: Session, letter: Letter, _moment: datetime) -> Subject | None:
    event = session.get(Event, letter.facts["event"])
    return Subject(event=event) if event else None


def _event_subject(session: Session, letter: Letter, moment: datetime) -> Subject | None:
    if letter.kind in TO_MEMBERS:
        news = find_host_news(session, letter, moment)
        return Subject(news=news) if news else None
    event = session.scalars(
        select(Event)
        .where(Event.id == letter.event_id, Event.end_at > moment)
        .options(joinedload(Event.organisation), joinedload(Event.venue))
    ).one_or_none()
    if event is None or letter.kind is not LetterKind.INVITATION:
        return Subject(event=event) if event else None
    invitation = session.get(Invitation, letter.facts["invitation"])
    is_open = invitation is not None and invitation.is_open_to(letter.recipient_key, 1, moment)
    return Subject(event=event, invitation=invitation) if is_open else None


_OF_A_KIND: dict[LetterKind, Callable[[Session, Letter, datetime], Subject | None]] = {
    LetterKind.LOST_LINKS: _lost_links_subject,
    LetterKind.PERSONAL_FEED: _feed_subject,
    LetterKind.FORWARDED: _forwarded_subject,
    LetterKind.PASSWORD_RESET: _account_subject,
    LetterKind.PROVE_ACCOUNT: _account_subject,
    LetterKind.ACCOUNT_CHANGED: _account_subject,
    LetterKind.MEMBER_INVITATION: _member_invitation_subject,
    LetterKind.MESSAGE_TEST: _test_subject,
}
