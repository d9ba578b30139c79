"""What of an event needs its host today, each with the way to the people it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from regapp.models import Event
from regapp.queries.attendance_course import offers_until
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_matching import count_matching
from regapp.vocabulary import CalendarAnswer, Status
from regapp.web.formats import local
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be looked at. ``ways`` are the words and the addresses of links."""

    text: str
    ways: list[tuple[str, str]]
    tone: str = "scarce"


def decisions(
    session: Session, event: Event, totals: Mapping[str, int], *, undelivered: int, moment: datetime
) -> Iterator[Decision]:
    """What a host has to decide, the most urgent first; ``undelivered``: whom letters do not reach."""
    yield from _pending(event, totals.get(f"status:{Status.PENDING}", 0))
    if totals.get(f"status:{Status.OFFERED}"):
        yield from _offers(event, offers_until(session, event.id, _midnight(event, moment)))
    if undelivered:
        yield _undelivered(event, undelivered)
    declined = AttendeeFilter(status=Status.CONFIRMED, calendar=CalendarAnswer.DECLINED)
    if totals.get(f"calendar:{CalendarAnswer.DECLINED}") and event.end_at > moment:
        yield from _declined(event, count_matching(session, event.id, declined), declined)


def _pending(event: Event, count: int) -> Iterator[Decision]:
    if count:
        text = ngettext("%(num)s person waits for your yes", "%(num)s people wait for your yes", count)
        address = url_for("organise.attendees", slug=event.slug, status="pending")
        yield Decision(text, [(_("Look at them and decide"), address)])


def _offers(event: Event, count: int) -> Iterator[Decision]:
    if count:
        text = ngettext("%(num)s offer of a place ends today", "%(num)s offers of a place end today", count)
        address = url_for("organise.attendees", slug=event.slug, status="offered")
        yield Decision(text, [(_("See who has an offer"), address)])


def _undelivered(event: Event, count: int) -> Decision:
    text = ngettext(
        "Letters could not be delivered to %(num)s person",
        "Letters could not be delivered to %(num)s people",
        count,
    )
    people = url_for("organise.attendees", slug=event.slug, delivered="no")
    letters = url_for("organise.messages", slug=event.slug, state="undelivered")
    return Decision(text, [(_("Look at these people"), people), (_("Look at these letters"), letters)], "bad")


def _declined(event: Event, count: int, wanted: AttendeeFilter) -> Iterator[Decision]:
    if count:
        text = ngettext(
            "%(num)s person said no in the calendar and still has a place",
            "%(num)s people said no in the calendar and still have a place",
            count,
        )
        address = url_for("organise.attendees", slug=event.slug, **wanted.as_query())  # type: ignore[arg-type]
        yield Decision(text, [(_("Look at these people"), address)])


def _midnight(event: Event, moment: datetime) -> datetime:
    """When the present day ends on the event's clock."""
    today = local(moment, event.zone).date()
    return event.instant(datetime.combine(today + timedelta(days=1), time()))
