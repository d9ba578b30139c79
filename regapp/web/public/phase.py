"""Where an event is in its life, as far as registering goes."""

from datetime import datetime
from enum import StrEnum

from regapp.errors import Closed, NotYetOpen, Over
from regapp.models import Event, TicketType
from regapp.vocabulary import EventStatus


class Phase(StrEnum):
    """What the page says about registering."""

    OPEN = "open"
    NOT_YET = "not-yet"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"


def phase(event: Event, moment: datetime) -> Phase:
    """The phase of ``event`` at ``moment``."""
    if event.status is EventStatus.CANCELLED:
        return Phase.CANCELLED
    try:
        event.check_open(moment)
    except Over:
        return Phase.OVER
    except NotYetOpen:
        return Phase.NOT_YET
    except Closed:
        return Phase.CLOSED
    return Phase.OPEN


def turns(event: Event) -> list[datetime]:
    """The instants (UTC) from which time alone makes the event's pages say something else, in any order."""
    windows: list[Event | TicketType] = [event, *event.ticket_types]
    instants = [window.opens_at for window in windows] + [window.closes_at for window in windows]
    # An offer made at the very end stands until the moment when offers stop.
    return [instant for instant in (*instants, event.offer_deadline(event.end_at), event.end_at) if instant]
