"""What use cases put into the outbox, in the transaction of the change that the letter tells."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, false, func, or_, select, true, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import execute_plain
from regapp.models import Attendee, Letter, Registration, emails
from regapp.services.outgoing.calendar_changes import in_calendar, with_untold
from regapp.vocabulary import UNSENT, Language, LetterKind, LetterState, Status

MOST_AN_HOUR, MOST_A_DAY = 3, 10
# A host's edit waits for the next one, and both are told in one letter; but not for ever.
WAITS_FOR_EDITS, WAITS_AT_MOST = timedelta(seconds=60), timedelta(minutes=5)
INVITES = {LetterKind.CONFIRMATION, LetterKind.PLACE}
_MERGED = {LetterKind.CHANGED, LetterKind.TICKET}
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

    Who has no address is owed none.
    ``facts["calendar"]`` is the method (RFC 5546) of the entry that goes with it. A host's edit
    (``facts["by_host"]``) waits a minute, and is told in one letter with the change that follows it.
    ``facts["gone"]`` are the entries that it takes out of the calendar beside that.
    """
    if not registration.email:
        return
    if kind in INVITES:
        facts["calendar"] = "REQUEST"
    if facts.get("calendar"):
        facts["sequence"] = _calendar_number(registration)
        facts |= with_untold(session, registration, None, facts.get("gone", []))
    if kind is LetterKind.CHANGED and _merge(session, kind, registration, None, facts):
        return
    owe_to(
        session,
        registration.email,
        kind,
        registration.language,
        registration=registration,
        facts=facts,
        by_form=by_form,
        due_at=_due_at(kind, facts),
    )


def owe_companion(
    session: Session,
    kind: LetterKind,
    attendee: Attendee,
    *,
    by_form: bool,
    by_host: bool = False,
    gone: Sequence[dict[str, Any]] = (),
) -> None:
    """Owe one of several people, who gave an address, a letter about their own place.

    With ``by_host`` a ticket waits a minute for the host's next edit, as the contact's letter does. ``gone``
    are the entries that it takes out of their calendar beside that.
    """
    registration = attendee.registration
    is_ticket = kind is LetterKind.TICKET
    facts: dict[str, Any] = {
        "calendar": "REQUEST" if is_ticket else "CANCEL",
        "sequence": _calendar_number(registration),
        **with_untold(session, registration, attendee, gone),
    }
    if by_host and is_ticket:
        facts["by_host"] = True
    if is_ticket and attendee.id and _merge(session, kind, registration, attendee, facts):
        return
    owe_to(
        session,
        attendee.email,
        kind,
        registration.language,
        registration=registration,
        attendee=attendee,
        facts=facts,
        by_form=by_form,
        due_at=_due_at(kind, facts),
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
    due_at: datetime | None = None,
) -> bool:
    """Owe a letter to an address; False if it is left out, as for somebody who has none.

    ``facts`` is what can no longer be read when it is sent. It is due at once, or at ``due_at``.

    ``by_form`` marks what anybody could cause for anybody else's address: beyond a few an hour and a day
    such letters are left out without a word, so that no form can be used to flood a mailbox.
    """
    if not recipient:
        return False
    recipient_key = emails.key(recipient)
    if by_form:
        lock_limits(session, [recipient])
        if _has_had_enough(session, recipient_key):
            return False
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
            due_at=due_at or now(),
        )
    )
    return True


def drop_unsent(session: Session, registration: Registration, *, companions: bool = True) -> None:
    """Drop what is still to be sent about a registration, or to its contact alone: its reason is gone.

    Not what takes an entry out of the calendar of somebody who has no place now, so that nothing else will.
    """
    seated = [one.id for one in registration.attendees if in_calendar(one).tickets]
    method, to_contact = Letter.facts["calendar"].as_string(), Letter.attendee_id.is_(None)
    is_seated = or_(Letter.attendee_id.in_(seated), to_contact if seated else false())
    session.execute(
        update(Letter)
        .where(
            Letter.registration_id == registration.id,
            Letter.state.in_(UNSENT),
            or_(method.is_(None), method != "CANCEL", is_seated),
            true() if companions else to_contact,
        )
        .values(state=LetterState.DROPPED)
    )


def _due_at(kind: LetterKind, facts: dict[str, Any]) -> datetime:
    waits = kind in _MERGED and facts.get("by_host")
    return now() + WAITS_FOR_EDITS if waits else now()


def _merge(
    session: Session,
    kind: LetterKind,
    registration: Registration,
    attendee: Attendee | None,
    facts: dict[str, Any],
) -> bool:
    """Let the letter of a host's edit that still waits tell this change too; False if none waits.

    What the host said stays, an entry for the calendar goes with it if either change needs one.
    """
    recipient = attendee.email if attendee else registration.email
    letter = session.scalars(
        select(Letter)
        .where(
            Letter.registration_id == registration.id,
            Letter.attendee_id.is_not_distinct_from(attendee.id if attendee else None),
            Letter.recipient_key == emails.key(recipient),
            Letter.kind == kind,
            Letter.state == LetterState.DUE,
            Letter.attempts == 0,
        )
        .order_by(Letter.id.desc())
        .limit(1)
        .with_for_update()
    ).first()
    if letter is None or not letter.facts.get("by_host"):
        return False
    merged = {**letter.facts, **{name: fact for name, fact in facts.items() if fact}}
    if merged.get("calendar"):
        merged["sequence"] = _calendar_number(registration)
    said = [text for text in (letter.facts.get("message"), facts.get("message")) if text]
    if said:
        merged["message"] = "\n\n".join(dict.fromkeys(said))
    letter.facts = merged
    letter.due_at = min(_due_at(kind, facts), letter.created_at + WAITS_AT_MOST)
    return True


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
