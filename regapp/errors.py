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
├── SlugTaken            another event has this address, or had it, or another organisation: 409
├── KeyTaken             another ticket type or question of the event has this key: 422
├── NameTaken            another template of the organisation, or tag of the event, has this name: 422
├── EditedMeanwhile      somebody else changed the event or the person since it was read: 409
├── NotPossible          what stands now does not allow it, e.g. a lapsed offer: 409
│   ├── CapacityTooLow   more places are taken than there would be
│   │   └── ChoiceCapacityTooLow  of those that go with a choice of the form
│   ├── LastOwner        an organisation would have nobody left who may say who works for it
│   ├── NotReady         an event lacks what it cannot be published without
│   ├── MemberAlready    whoever is invited works for the organisation already
│   ├── SessionChosen    people have chosen what is to go from the programme
│   ├── TooManyTags      an event has as many tags for people as it may have
│   ├── TooManyLetters   forms have caused enough of them for an address of late
│   └── WrongTimes       an event cannot be at these times; says what to do
├── UnknownTicket        the ticket type or session is not the event's: 422
├── TooManyPeople        more than the host lets one person register: 422
├── WrongCode            no such invitation, or it is used up, expired or somebody else's: 422
├── UnfitFile            a file that cannot be kept: 422
├── UnreadableTable      a file that holds no table to import: 422
├── StorageFull          an organisation has as many files as it may: 422
└── Busy                 the database was contended for too long: 503
"""

from collections.abc import Sequence
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


class SlugTaken(RegappError):
    """Another event has this slug, or had it; or another organisation has it."""


class KeyTaken(RegappError):
    """Another ticket type or question of the event has this key."""


class NameTaken(RegappError):
    """Another template of the organisation, or another tag of the event, has this name."""


class EditedMeanwhile(RegappError):
    """Somebody else has changed what is to be changed, since it was read."""


class NotPossible(RegappError):
    """What stands now does not allow it: it was decided, or has lapsed, meanwhile."""


class CapacityTooLow(NotPossible):
    """A quota would have fewer places than the ``taken`` ones."""

    def __init__(self, taken: int, quota_id: int | None = None) -> None:
        super().__init__(taken)
        self.taken, self.quota_id = taken, quota_id


class ChoiceCapacityTooLow(CapacityTooLow):
    """So would the places that go with a ``choice`` of the form; its key."""

    def __init__(self, taken: int, choice: str) -> None:
        super().__init__(taken)
        self.choice = choice


class LastOwner(NotPossible):
    """An organisation would have no owner left."""


class Missing(StrEnum):
    """What an event cannot be published without."""

    TITLE = "title"
    TIME = "time"  # its end is past
    REGISTRATION = "registration"  # the time to register is over
    WAY = "way"  # there is no ticket type


class NotReady(NotPossible):
    """An event cannot be published yet: ``missing`` says why."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(missing)
        self.missing = missing


class MemberAlready(NotPossible):
    """Whoever is to be invited is a member of the organisation already."""


class SessionChosen(NotPossible):
    """``count`` people have chosen a session that would not be there any more."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class TooManyTags(NotPossible):
    """An event has as many tags for people as it may have."""


class TooManyLetters(NotPossible):
    """Forms have caused as many letters to this address as may go to one in an hour, or a day."""


class TimesProblem(StrEnum):
    """Why an event cannot be at the times that are asked for, and what to do."""

    ZONE = "there is no such time zone: give its IANA name, like Asia/Almaty"
    YEAR = "the year is not between 1970 and 2100: check the dates"
    GAP = "the clock leaves that hour out on that day: give another one"
    TWICE = "the clock shows that hour twice on that day: give another one"
    END = "the end is not after the start: give a later end"
    OVER = "the end is past: give one that is to come"
    DAYS = "whole days begin and end at midnight, the end being the day after the last: give 00:00"
    OPENING = "registration would open after it closes: give an earlier opening, or a later closing"
    CLOSING = "registration would close after the end of the event: give an earlier closing"
    SESSION = "an item of the programme would not end after its start: give it a later end"
    OUTSIDE = "an item of the programme would lie outside of the event's days: move it along, or first"


class WrongTimes(NotPossible):
    """An event cannot be at these times; ``problem`` says what is wrong with them.

    ``about`` names the time that is: zone, start, end, opens, closes or sessions.
    """

    def __init__(self, problem: TimesProblem, about: str = "") -> None:
        super().__init__(problem.value)
        self.problem, self.about = problem, about


class UnknownTicket(RegappError):
    """The event has no such ticket type, or no such session to book."""


class TooManyPeople(RegappError):
    """One person may register ``most`` people at this event."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class WrongCode(RegappError):
    """No invitation has this code, or it is used up, has expired or is for another address."""


class FileProblem(StrEnum):
    """Why a file cannot be kept."""

    EMPTY = "it is empty"
    LARGE = "it is too large"
    TYPE = "it is of no type that is taken here"
    PIXELS = "it is a picture of too many pixels"
    BROKEN = "it cannot be read"
    PROGRAM = "it holds macros or other programs"


class StorageFull(RegappError):
    """The files of an organisation would take more room than one may have."""


class UnfitFile(RegappError):
    """A file cannot be kept; ``problem`` says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class TableProblem(StrEnum):
    """Why no table can be read from a file."""

    EMPTY = "there is nothing in it"
    LARGE = "it is too large"
    ROWS = "it has too many rows"
    COLUMNS = "it has too many columns"
    LOCKED = "it is protected with a password"
    OLD = "it is of the old format .xls"
    TYPE = "it is no table, whatever its name says"
    BROKEN = "it cannot be read"
    QUOTES = "a quotation mark is never closed"


class UnreadableTable(RegappError):
    """No table can be read from a file; ``problem`` says why."""

    def __init__(self, problem: TableProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Busy(RegappError):
    """The database stayed locked through every try; the caller may try again in a moment."""
