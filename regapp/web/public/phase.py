"""Where an event is in its life, as far as registering goes."""

from datetime import datetime
from enum import StrEnum

from regapp.errors import Closed, NotYetOpen, Over
from regapp.models import Event
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
