"""What can go wrong in a rule, so that an edge can turn it into a page.

RegappError
├── NotFound             no such event, registration, receipt: 404
├── RegistrationShut     outside the registration window: 403
│   ├── NotYetOpen
│   ├── Closed
│   └── Over             the event has ended or is cancelled
├── NoPlace              no place and no waiting list: 409, with what is left
├── AddressTaken         another registration of the event has the address: 409
├── UnknownTicket        the ticket type is not the event's: 422
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
    """Registration closed at ``closed_at`` (UTC)."""

    def __init__(self, closed_at: datetime) -> None:
        super().__init__(closed_at)
        self.closed_at = closed_at


class Over(RegistrationShut):
    """The event has ended, or is cancelled."""


class NoPlace(RegappError):
    """No place of this ticket type is left, and there is no waiting list."""


class AddressTaken(RegappError):
    """Another registration of the same event has this address."""


class UnknownTicket(RegappError):
    """The event has no such ticket type."""


class Busy(RegappError):
    """The database stayed locked through every try; the caller may try again in a moment."""
