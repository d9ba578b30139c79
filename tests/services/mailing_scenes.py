"""An event that changes, and the letters that its people are owed for it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Event, Letter, Mailing
from regapp.services.events import event_changes
from regapp.services.events.drafts import MeetingDraft, SessionDraft
from regapp.services.telling import settling
from regapp.vocabulary import LetterKind
from tests import builders as b

MEETING = MeetingDraft("zoom", "123 456", "https://zoom.example/j/123456", "secret")
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def stored(event: int) -> Event:
    """The event as it stands in the database."""
    db.session.rollback()
    return db.session.get_one(Event, event)


def move(event: int, shift: timedelta = WEEK, **changes: Any) -> None:
    """Put the event off; ``changes`` replace what would follow from that."""
    found = stored(event)
    plain = {
        "zone": found.zone,
        "start": found.start_wall + shift,
        "end": found.end_wall + shift,
        "opens": found.opens_wall,
        "closes": found.closes_wall + shift,
        "all_day": found.all_day,
    }
    event_changes.move(event_id=event, user_id=None, **{**plain, **changes})


def change_meeting(event: int, meeting: MeetingDraft, release: int | None = None) -> None:
    """Give the event another meeting."""
    event_changes.change_meeting(event_id=event, meeting=meeting, join_release_minutes=release, user_id=None)


def cancel(event: int, reason: str = "The speaker is ill.") -> None:
    """Call the event off."""
    event_changes.cancel(event_id=event, reason=reason, user_id=None)


def two_sessions() -> dict[str, Any]:
    """Two timed items of the programme, for a draft with entries by session."""
    start = b.draft("x").start
    items = ((start, start + HOUR), (start + HOUR, start + 2 * HOUR))
    sessions = tuple(SessionDraft({"en": f"Part {n}"}, *times) for n, times in enumerate(items, start=1))
    return {"sessions": sessions, "calendar_by_session": True}


def mailings(event: int, *kinds: LetterKind) -> list[Mailing]:
    """The event's mailings, of these kinds or of all, in the order of planning."""
    db.session.rollback()
    found = select(Mailing).where(Mailing.event_id == event).order_by(Mailing.id)
    return [one for one in db.session.scalars(found) if not kinds or one.kind in kinds]


def planned(event: int, kind: LetterKind) -> list[datetime]:
    """When the letters of this kind to all are due that are still to be made."""
    return [one.due_at for one in mailings(event, kind) if one.settled_at is None]


def change(event: int) -> Mailing:
    """The only letter about changes there is."""
    (found,) = mailings(event, LetterKind.EVENT_CHANGED)
    return found


def owed(person: int | str, *kinds: LetterKind) -> list[Letter]:
    """The letters to many that an address was owed, oldest first."""
    db.session.rollback()
    return [one for one in b.letters(person) if one.mailing_id and (not kinds or one.kind in kinds)]


def settle(clock: Any, after: timedelta = timedelta(minutes=2)) -> int:
    """Let the worker make letters after a while; how many."""
    clock.shift(after)
    return settling.settle_due()


def until(moment: datetime) -> timedelta:
    """How long it is to ``moment``."""
    return moment - now()
