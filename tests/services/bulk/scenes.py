"""Many people at an event, and what is done to them."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, Event, Hold, Job, Registration
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_matching import last_id
from regapp.queries.selections import Selection
from regapp.services.bulk.deeds import Doing
from regapp.services.bulk.doing import do_to_many
from regapp.services.describing import describe
from regapp.services.job_kinds import WORKS
from regapp.services.jobs import running
from regapp.vocabulary import Deed, HoldReason
from tests import builders as b


def many(event: int, people: int, *, reason: HoldReason = HoldReason.CONFIRMED, first: int = 0) -> list[int]:
    """Register so many people in no time, each with a place of the first ticket type; their ids."""
    ticket_type = db.session.get_one(Event, event).ticket_types[0]
    quotas = [quota.id for quota in ticket_type.quotas]
    made = []
    for number in range(first, first + people):
        asked = b.asked(number)
        registration = Registration(
            event_id=event,
            email=asked.email,
            email_key=asked.email,
            name=asked.name,
            language=asked.language,
            answers={},
        )
        attendee = Attendee(
            event_id=event, registration=registration, name=asked.name, email="", ticket_type=ticket_type
        )
        if reason is HoldReason.CONFIRMED and ticket_type.needs_approval:
            attendee.approved_at = now()
        attendee.holds = [
            Hold(ticket_type_id=ticket_type.id, quota_id=quota_id, reason=reason)
            for quota_id in quotas or [None]
        ]
        describe(attendee, registration)
        db.session.add(attendee)
        made.append(attendee)
    for quota in ticket_type.quotas:
        quota.taken += people
    db.session.commit()
    return [attendee.id for attendee in made]


def everybody(event: int, **wanted: Any) -> dict[str, Any]:
    """All that match, up to the present last."""
    return Selection(wanted=AttendeeFilter(**wanted), up_to=last_id(db.session(), event)).as_facts()


def ticked(*people: int) -> dict[str, Any]:
    """These people."""
    return Selection(people).as_facts()


def do(
    event: int,
    deed: Deed,
    selection: dict[str, Any],
    *,
    tag_name: str = "",
    chosen: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Do it to them, or start the job."""
    return do_to_many(
        event_id=event,
        selection=selection,
        doing=Doing(deed, **more).as_facts(),
        user_id=None,
        tag_name=tag_name,
        chosen=chosen,
    )


def work_it_off() -> None:
    """Have the worker do all that there is, a while at a time."""
    for _ in range(100):
        if not running.run_due(WORKS):
            return
    raise AssertionError("the jobs never end")


def job(number: int) -> Job:
    """The job as it stands."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, number)


def statuses(event: int) -> Counter[str]:
    """How many people have what."""
    db.session.rollback()
    db.session.expire_all()
    people = db.session.scalars(select(Attendee).where(Attendee.event_id == event))
    return Counter(str(one.status) for one in people)
