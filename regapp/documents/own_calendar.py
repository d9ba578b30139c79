"""What a registration stands for in a calendar: in its own file, and in the feed of all that somebody has."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from regapp.addresses import Addresses
from regapp.calendars.entry import Entry, Status
from regapp.documents.calendar_entries import own_entries
from regapp.models import Attendee, Registration
from regapp.vocabulary import Attendance, EventStatus, HoldReason, Language
from regapp.vocabulary import Status as Standing

# So long a feed still says that something is cancelled: by then every calendar has read it.
ENDED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """How a person's entries are written: at ``moment``, in ``language``; ``host`` completes the UIDs."""

    addresses: Addresses
    host: str
    language: Language
    moment: datetime

    def entries(self, registration: Registration, stepped: datetime | None) -> list[Entry]:
        """The entries of a registration, with the way to join if its place is one online.

        They are those of the first who has a place. Whoever has none has the public facts, tentatively, and
        whoever left has them cancelled. ``stepped``: when something was last done to the registration.
        """
        event, holder = registration.event, holder_of(registration)
        is_cancelled = event.status is EventStatus.CANCELLED or not registration.active
        entries = own_entries(
            event,
            self.addresses,
            self.host,
            self.language,
            sequence=event.sequence + registration.calendar_revision,
            online=holder is not None and _is_online(holder) and not is_cancelled,
            told=event.join_told(self.moment),
            sessions=[item.id for item in (holder or registration.first).sessions],
        )
        status = Status.CANCELLED if is_cancelled else Status.CONFIRMED if holder else Status.TENTATIVE
        changed_at = self.last_change(registration, stepped)
        return [replace(entry, status=status, changed_at=changed_at) for entry in entries]

    def feed(self, registrations: Iterable[Registration], stepped: dict[int, datetime]) -> list[Entry]:
        """The entries of all of these, less what ended long ago; ``stepped`` by id."""
        return [
            entry
            for registration in registrations
            if (leaves_at := _leaves_at(registration)) is None or self.moment < leaves_at
            for entry in self.entries(registration, stepped.get(registration.id))
        ]

    def last_change(self, registration: Registration, stepped: datetime | None) -> datetime:
        """The latest instant at which the entries of a registration became what they are."""
        event = registration.event
        instants = (event.join_release_at, _leaves_at(registration), registration.created_at, stepped)
        return max([event.changed_at, *(one for one in instants if one and one <= self.moment)])


def holder_of(registration: Registration) -> Attendee | None:
    """Whose place the contact's calendar shows: the first of them who has one."""
    return next((one for one in registration.coming if one.status is Standing.CONFIRMED), None)


def _leaves_at(registration: Registration) -> datetime | None:
    """When a registration leaves the feed, because it, or the event, has been cancelled for long."""
    event, ends = registration.event, []
    if event.status is EventStatus.CANCELLED:
        ends.append(event.changed_at)
    if not registration.active:
        left_at = [one.ended_at for one in registration.attendees if one.ended_at]
        ends.append(max(left_at, default=registration.created_at))
    return min(ends) + ENDED_FOR if ends else None


def _is_online(attendee: Attendee) -> bool:
    return any(
        hold.ticket_type.attendance is Attendance.ONLINE
        for hold in attendee.holds
        if hold.reason is HoldReason.CONFIRMED
    )
