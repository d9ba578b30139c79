"""Keeps the totals of every attendee list: whoever changed in a transaction is counted anew at its end.

It watches all sessions, so that no use case has to think of it, and none can forget to.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from sqlalchemy import Insert, event, inspect, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from regapp.database import insert_on
from regapp.models import Attendee, AttendeeTag, Hold, Registration, Tally, WaitingEntry
from regapp.models.traits import counted_keys, parts_of, traits_of

_TOUCHED = "touched attendees"
_MADE = "made attendees"
_REGISTRATIONS = "registrations whose attendees are touched"
_FEW = 3  # people who are at hand, more than which are read together
_BATCH = 500


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    """Remember who changed."""
    for one in (*session.new, *session.dirty, *session.deleted):
        if isinstance(one, Attendee):
            _touched(session).add(one.id)
            if one in session.new:
                session.info.setdefault(_MADE, set()).add(one)  # which keeps what it knows as well
        elif isinstance(one, Hold | WaitingEntry | AttendeeTag):
            _touched(session).add(one.attendee_id)
        elif isinstance(one, Registration) and _counts_otherwise(one):
            session.info.setdefault(_REGISTRATIONS, set()).add(one.id)


@event.listens_for(Session, "before_commit")
def _count(session: Session) -> None:
    """Count them, row after row in one order for all, so that nobody waits crosswise."""
    session.flush()
    touched, made = _touched(session), session.info.get(_MADE, frozenset())
    for registration_id in session.info.get(_REGISTRATIONS, ()):
        touched.update(one.id for one in session.get_one(Registration, registration_id).attendees)
    if not touched:
        return
    changes = Counter[tuple[int, str]]()
    for attendee in _people(session, touched):
        for trait, change in _recount(attendee, is_new=attendee in made):
            changes[attendee.event_id, trait] += change
    session.flush()
    _forget(session)  # also that what they count as was written just now
    add_up(session, changes)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    for name in (_TOUCHED, _MADE, _REGISTRATIONS):
        session.info.pop(name, None)


def add_up(session: Session, changes: Mapping[tuple[int, str], int]) -> None:
    """Add to the tallies: by the event's id and the trait, how many people more or fewer have it."""
    rows = [
        {"event_id": event_id, "trait": trait, "people": change}
        for (event_id, trait), change in sorted(changes.items())
        if change
    ]
    if rows:
        session.connection().execute(_adding(session.get_bind().dialect.name), rows)


@cache
def _adding(dialect: str) -> Insert:
    """Stands ready: to put it together for these very rows takes twenty times as long as to run it."""
    statement = insert_on(dialect, Tally)
    added = {"people": Tally.people + statement.excluded.people}
    return statement.on_conflict_do_update(index_elements=["event_id", "trait"], set_=added)


def _touched(session: Session) -> set[int]:
    found: set[int] = session.info.setdefault(_TOUCHED, set())
    return found


def _counts_otherwise(registration: Registration) -> bool:
    """Whether what all its people count as may have changed."""
    changed = inspect(registration).attrs
    return any(
        changed[name].history.has_changes() for name in ("language", "answers", "prove_until", "source")
    )


def _people(session: Session, ids: set[int]) -> Iterator[Attendee]:
    """Those people; nobody is ever deleted."""
    if len(ids) <= _FEW:
        yield from (session.get_one(Attendee, one) for one in sorted(ids))
        return
    wanted = select(Attendee).options(
        joinedload(Attendee.registration).joinedload(Registration.event),
        selectinload(Attendee.holds),
        selectinload(Attendee.waiting_entry),
        selectinload(Attendee.sessions),
        selectinload(Attendee.tags),
    )
    numbers = sorted(ids)
    for start in range(0, len(numbers), _BATCH):
        yield from session.scalars(wanted.where(Attendee.id.in_(numbers[start : start + _BATCH])))


def _recount(attendee: Attendee, *, is_new: bool) -> Iterator[tuple[str, int]]:
    """Write down as what somebody counts now; what that adds to the tallies and takes from them."""
    if is_new:
        _take_the_unread_for_empty(attendee)
    before, after = attendee.traits, _traits(attendee)
    if before == after:
        return
    attendee.traits = after
    yield from ((trait, 1) for trait in after if trait not in before)
    yield from ((trait, -1) for trait in before if trait not in after)


def _traits(attendee: Attendee) -> list[str]:
    registration = attendee.registration
    answers = registration.answers
    return traits_of(
        parts_of(attendee),
        language=registration.language,
        source=registration.source,
        calendar_answer=attendee.calendar_answer,
        sessions=(one.id for one in attendee.sessions),
        tags=(tag.id for tag in attendee.tags),
        answers=answers,
        counted=counted_keys(registration.event.questions) if answers else (),
    )


def _take_the_unread_for_empty(attendee: Attendee) -> None:
    """Spare the look for what a new person cannot have: whatever they got was given to this object."""
    for name in ("sessions", "tags", "holds", "waiting_entry"):
        if name not in attendee.__dict__:
            set_committed_value(attendee, name, None if name == "waiting_entry" else [])
