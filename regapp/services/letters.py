"""What use cases put into the outbox, in the transaction of the change that the letter tells."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import execute_plain
from regapp.models import Attendee, Letter, Registration, emails
from regapp.vocabulary import Language, LetterKind, LetterState, Status

MOST_AN_HOUR, MOST_A_DAY = 3, 10
INVITES = {LetterKind.CONFIRMATION, LetterKind.PLACE}
_STANDING = {
    Status.CONFIRMED: LetterKind.CONFIRMATION,
    Status.OFFERED: LetterKind.OFFER,
    Status.PENDING: LetterKind.PENDING,
    Status.UNPROVEN: LetterKind.PROVE_REGISTRATION,
    Status.WAITING: LetterKind.WAITING_LIST,
}
# How many letters forms have caused for an address in a day and in an hour.
_OF_LATE = select(func.count(), func.count(case((Letter.created_at > bindparam("an_hour_ago"), 1)))).where(
    Letter.recipient_key == bindparam("recipient"),
    Letter.by_form,
    Letter.created_at > bindparam("a_day_ago"),
)


def kind_for(registration: Registration) -> LetterKind:
    """The letter that tells an active registration what it has, the best first."""
    statuses = {attendee.status for attendee in registration.coming}
    return next(kind for status, kind in _STANDING.items() if status in statuses)


def owe(
    session: Session, kind: LetterKind, registration: Registration, *, by_form: bool = False, **facts: Any
) -> None:
    """Owe the registration's contact a letter; see :func:`owe_to` for ``by_form`` and ``facts``.

    ``facts["calendar"]`` is the method (RFC 5546) of the entry that goes with it.
    """
    if kind in INVITES:
        facts["calendar"] = "REQUEST"
    if facts.get("calendar"):
        facts["sequence"] = _calendar_number(registration)
    owe_to(
        session,
        registration.email,
        kind,
        registration.language,
        registration=registration,
        facts=facts,
        by_form=by_form,
    )


def owe_companion(session: Session, kind: LetterKind, attendee: Attendee, *, by_form: bool) -> None:
    """Owe one of several people, who gave an address, a letter about their own place."""
    registration = attendee.registration
    method = "REQUEST" if kind is LetterKind.TICKET else "CANCEL"
    owe_to(
        session,
        attendee.email,
        kind,
        registration.language,
        registration=registration,
        attendee=attendee,
        facts={"calendar": method, "sequence": _calendar_number(registration)},
        by_form=by_form,
    )


def owe_to(
    session: Session,
    recipient: str,
    kind: LetterKind,
    language: Language,
    *,
    registration: Registration | None = None,
    attendee: Attendee | None = None,
    event_id: int | None = None,
    facts: dict[str, Any] | None = None,
    by_form: bool = False,
) -> None:
    """Owe a letter to an address. ``facts`` is what can no longer be read when it is sent.

    ``by_form`` marks what anybody could cause for anybody else's address: beyond a few an hour and a day
    such letters are left out without a word, so that no form can be used to flood a mailbox.
    """
    recipient_key = emails.key(recipient)
    if by_form:
        lock_limits(session, [recipient])
        if _has_had_enough(session, recipient_key):
            return
    session.add(
        Letter(
            kind=kind,
            recipient=recipient,
            recipient_key=recipient_key,
            language=language,
            registration_id=registration.id if registration else None,
            attendee=attendee,
            event_id=registration.event_id if registration else event_id,
            facts=facts or {},
            by_form=by_form,
        )
    )


def drop_unsent(session: Session, registration: Registration) -> None:
    """Drop what is still to be sent about a registration: its reason is gone."""
    session.execute(
        update(Letter)
        .where(
            Letter.registration_id == registration.id,
            Letter.state.in_([LetterState.DUE, LetterState.RETRYING]),
        )
        .values(state=LetterState.DROPPED)
    )


def _calendar_number(registration: Registration) -> int:
    # Later changes raise it, and a CANCEL must carry the one of its own moment.
    return registration.event.sequence + registration.calendar_revision


def lock_limits(session: Session, addresses: Iterable[str]) -> None:
    """Keep other forms from counting the letters to these addresses until the transaction ends.

    Two forms at the same moment would each count without the other's letter. All addresses of a form are
    locked at once, in one order: two people who register each other must not wait crosswise.
    """
    if session.get_bind().dialect.name == "postgresql":
        for key in sorted({emails.key(address) for address in addresses}):
            session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))


def _has_had_enough(session: Session, recipient_key: str) -> bool:
    moment = now()
    a_day, an_hour = execute_plain(
        session,
        _OF_LATE,
        {
            "recipient": recipient_key,
            "an_hour_ago": moment - timedelta(hours=1),
            "a_day_ago": moment - timedelta(days=1),
        },
    ).one()
    return bool(an_hour >= MOST_AN_HOUR or a_day >= MOST_A_DAY)
