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
│   └── CapacityTooLow   more places are taken than there would be
├── UnknownTicket        the ticket type or session is not the event's: 422
├── TooManyPeople        more than the host lets one person register: 422
├── WrongCode            no such invitation, or it is used up, expired or somebody else's: 422
└── Busy                 the database was contended for too long: 503
"""

from datetime import datetime


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
