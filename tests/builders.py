"""What most tests start from, built by the use cases themselves, and what they look at afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event as hooks
from sqlalchemy import select, update

from regapp.clock import now
from regapp.database import db
from regapp.models import (
    AddressChange,
    Attendee,
    AuditEntry,
    Event,
    Letter,
    Quota,
    Receipt,
    Registration,
    WaitingEntry,
)
from regapp.queries.invariants import CHECKS
from regapp.services.allocation.asked import Asked
from regapp.services.events import creating
from regapp.services.events.drafts import EventDraft, QuotaDraft, TicketTypeDraft
from regapp.services.events.rules import Rules
from regapp.services.registrations import own_page, registering
from regapp.vocabulary import Attendance, AttendeeState, EventKind, EventStatus, Language, LetterKind

ZONE = "Asia/Almaty"
BROWSER = "the secret in the cookie of one browser"
IN_PERSON = TicketTypeDraft("in-person", Attendance.IN_PERSON, {"en": "In the room"})
ONLINE = TicketTypeDraft("online", Attendance.ONLINE, {"en": "On line"})

RULES = {field.name for field in fields(Rules)}

_numbers = count(1)


def draft(slug: str, *, capacity: int = 2, **changes: Any) -> EventDraft:
    """An event in thirty days with a few seats, an unlimited way on line and a waiting list."""
    start = (now().astimezone(ZoneInfo(ZONE)) + timedelta(days=30)).replace(
        hour=17, minute=0, second=0, microsecond=0, tzinfo=None
    )
    plain = EventDraft(
        slug=slug,
        organisation="dku",
        kind=EventKind.ROUND_TABLE,
        title={"en": f"Round table {slug}"},
        summary={"en": "A table."},
        description={"en": "A table to sit at."},
        zone=ZONE,
        start=start,
        end=start + timedelta(hours=2),
        closes=start - timedelta(hours=24),
        rules=Rules(waiting_list=True),
        ticket_types=(IN_PERSON, ONLINE),
        quotas=(QuotaDraft({"en": "The room"}, capacity, ("in-person",)),),
    )
    rules = {name: changes.pop(name) for name in list(changes) if name in RULES}
    return replace(plain, **changes, rules=replace(plain.rules, **rules))


def publish(event_draft: EventDraft) -> int:
    """Make the event of a draft, published at once; its id."""
    return creating.create(event_draft, status=EventStatus.PUBLISHED)


def small_event(*, capacity: int = 2, **changes: Any) -> int:
    """Publish such an event; its id."""
    return publish(draft(f"small-{next(_numbers)}", capacity=capacity, **changes))


def event_id(slug: str = "round-table") -> int:
    """The id of a sample event."""
    return db.session.scalars(select(Event.id).where(Event.slug == slug)).one()


def change_event(event: int, **columns: Any) -> None:
    """Set columns of an event by hand, as an editor would."""
    changed = db.session.get_one(Event, event)
    for name, value in {"revision": changed.revision + 1, **columns}.items():
        setattr(changed, name, value)
    db.session.commit()


def asked(person: int | str, **changes: Any) -> Asked:
    """A filled-in form: of the n-th person, or of an address."""
    email = person if isinstance(person, str) else f"p{person}@example.org"
    plain = Asked(
        name=f"Person {person}",
        email=email,
        ticket="in-person",
        answers={},
        language=Language.ENGLISH,
        consent_version="1",
        consent_text="I agree.",
    )
    return replace(plain, **changes)


def register(
    event: int, person: int | str, *, form: str | None = None, browser: str = BROWSER, **changes: Any
) -> str:
    """Register somebody by a form of their own; the receipt's token."""
    return registering.register(
        event_id=event,
        asked=asked(person, **changes),
        form=f"form {next(_numbers)}" if form is None else form,
        browser_secret=browser,
    )


def own_token(event: int, person: int | str) -> str:
    """The token of the own page of whoever has this address now."""
    return registration(event, person).token


def registration(event: int, person: int | str) -> Registration:
    """The registration under an address."""
    found = find_registration(event, person)
    assert found is not None
    return found


def find_registration(event: int, person: int | str) -> Registration | None:
    """The registration under an address, or None."""
    query = select(Registration).where(
        Registration.event_id == event, Registration.email == asked(person).email
    )
    return db.session.scalars(query).one_or_none()


def change_address(event: int, old: int | str, new: int | str) -> None:
    """Ask for another address on the own page, and prove it."""
    own_page.ask_for_address_change(token=own_token(event, old), email=asked(new).email)
    changes = select(AddressChange.token).where(AddressChange.email == asked(new).email)
    own_page.prove_address(token=db.session.scalars(changes).one())


def receipt(token: str) -> Receipt:
    """The receipt of this token."""
    return db.session.scalars(select(Receipt).where(Receipt.token == token)).one()


def seated(event: int, ticket: str = "in-person") -> list[str]:
    """Addresses that hold a place of a ticket type, by time of registration."""
    rows = db.session.scalars(select(Attendee).where(Attendee.event_id == event).order_by(Attendee.id))
    return [
        attendee.registration.email
        for attendee in rows
        if any(hold.ticket_type.key == ticket for hold in attendee.holds)
    ]


def waiting(event: int) -> list[str]:
    """Addresses in the event's line, in its order."""
    rows = db.session.scalars(
        select(WaitingEntry).where(WaitingEntry.event_id == event).order_by(WaitingEntry.id)
    )
    return [entry.attendee.registration.email for entry in rows]


def cancelled(event: int) -> list[str]:
    """Addresses whose registration has ended."""
    return list(
        db.session.scalars(
            select(Registration.email)
            .join(Attendee)
            .where(Registration.event_id == event, Attendee.state == AttendeeState.CANCELLED)
            .order_by(Attendee.id)
        )
    )


def quota(event: int) -> Quota:
    """The first quota of an event."""
    return db.session.scalars(select(Quota).where(Quota.event_id == event).order_by(Quota.id)).first()  # type: ignore[return-value]


def event_sessions(event: int) -> list[int]:
    """The ids of an event's sessions, in the order of the programme."""
    return [item.id for item in db.session.get_one(Event, event).sessions]


def registration_end(event: int) -> datetime:
    """When registration for an event closes, on its wall clock."""
    return db.session.get_one(Event, event).closes_wall


def letters(person: int | str) -> list[Letter]:
    """All letters to an address, oldest first."""
    query = select(Letter).where(Letter.recipient == asked(person).email).order_by(Letter.id)
    return list(db.session.scalars(query))


def change_letters(**columns: Any) -> None:
    """Set columns of all letters by hand, as sending them would."""
    db.session.execute(update(Letter).values(columns))
    db.session.commit()


def kinds(person: int | str) -> list[LetterKind]:
    """What letters an address was owed, oldest first."""
    return [letter.kind for letter in letters(person)]


def audit(event: int) -> list[str]:
    """What happened at an event, in the words of the audit."""
    query = select(AuditEntry.action).where(AuditEntry.event_id == event).order_by(AuditEntry.id)
    return list(db.session.scalars(query))


def findings() -> list[str]:
    """Everything that the doctor would find."""
    db.session.rollback()
    return [finding for check in CHECKS.values() for finding in check(db.session())]


def rows(model: type[Any]) -> list[dict[str, Any]]:
    """All rows of a table, to compare before and after."""
    db.session.rollback()
    table = model.__table__
    return [dict(row) for row in db.session.execute(select(table).order_by(table.c.id)).mappings()]


@contextmanager
def commits() -> Iterator[list[datetime]]:
    """Note every commit inside the block."""
    seen: list[datetime] = []

    def note(_connection: object) -> None:
        seen.append(now())

    hooks.listen(db.engine, "commit", note)
    try:
        yield seen
    finally:
        hooks.remove(db.engine, "commit", note)
