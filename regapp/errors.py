"""What can go wrong in a rule, so that an edge can turn it into a page.

RegappError
├── NotFound             no such event, registration, receipt: 404
├── RegistrationShut     outside the registration window: 403
│   ├── NotYetOpen
│   ├── Closed
│   └── Over             the event has ended or is cancelled
├── NoPlace              no place and no waiting list: 409, with what is left
│   └── GroupTooLarge    all together could never fit: 409
├── AddressTaken         another registration of the event has the address: 409
├── NotPossible          what stands now does not allow it, e.g. a lapsed offer: 409
│   ├── CapacityTooLow   more places are taken than there would be
│   ├── TooManyLetters   forms have caused enough of them for an address of late
│   └── WrongTimes       an event cannot be at these times; says what to do
├── UnknownTicket        the ticket type or session is not the event's: 422
├── TooManyPeople        more than the host lets one person register: 422
├── WrongCode            no such invitation, or it is used up, expired or somebody else's: 422
└── Busy                 the database was contended for too long: 503
"""

from datetime import datetime
from enum import StrEnum


class RegappError(Exception):
    """Base of every error that a rule tells an edge."""


class NotFound(RegappError):
    """There is nothing at this address."""


class RegistrationShut(RegappError):
    """The event takes no registration at this moment."""


class NotYetOpen(RegistrationShut):
    """Registration opens at ``opens_at`` (UTC)."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class Closed(RegistrationShut):
    """Registration closed at ``closed_at`` (UTC), for the event or for the ticket type asked for."""

    def __init__(self, closed_at: datetime) -> None:
        super().__init__(closed_at)
        self.closed_at = closed_at


class Over(RegistrationShut):
    """The event has ended, or is cancelled."""


class NoPlace(RegappError):
    """No place of this ticket type is left, and there is no waiting list."""


class GroupTooLarge(NoPlace):
    """The group is larger than the number of places there are, taken or not."""


class AddressTaken(RegappError):
    """Another registration of the same event has this address."""


class NotPossible(RegappError):
    """What stands now does not allow it: it was decided, or has lapsed, meanwhile."""


class CapacityTooLow(NotPossible):
    """A quota would have fewer places than the ``taken`` ones."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


class TooManyLetters(NotPossible):
    """Forms have caused as many letters to this address as may go to one in an hour, or a day."""


class TimesProblem(StrEnum):
    """Why an event cannot be at the times that are asked for, and what to do."""

    ZONE = "there is no such time zone: give its IANA name, like Asia/Almaty"
    YEAR = "the year is not between 1970 and 2100: check the dates"
    GAP = "the clock leaves that hour out on that day: give another one"
    END = "the end is not after the start: give a later end"
    OVER = "the end is past: give one that is to come"
    DAYS = "whole days begin and end at midnight, the end being the day after the last: give 00:00"
    OPENING = "registration would open after it closes: give an earlier opening, or a later closing"
    CLOSING = "registration would close after the end of the event: give an earlier closing"
    SESSION = "an item of the programme would not end after its start: give it a later end"


class WrongTimes(NotPossible):
    """An event cannot be at these times; ``problem`` says what is wrong with them."""

    def __init__(self, problem: TimesProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class UnknownTicket(RegappError):
    """The event has no such ticket type, or no such session to book."""


class TooManyPeople(RegappError):
    """One person may register ``most`` people at this event."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class WrongCode(RegappError):
    """No invitation has this code, or it is used up, has expired or is for another address."""


class Busy(RegappError):
    """The database stayed locked through every try; the caller may try again in a moment."""
