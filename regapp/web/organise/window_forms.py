"""When people can register, as the places page shows it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from regapp.models import Event, LocalizedText, TicketType
from regapp.vocabulary import EventStatus
from regapp.web.fields import WallClock
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import made, tell_apart
from regapp.web.translations import gettext as _


class Phase(StrEnum):
    """Where a window stands."""

    OPEN = "open"
    NOT_YET = "not-yet"
    CLOSED = "closed"
    LIKE_THE_EVENT = "like the event"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """The registration window of the event, or of the ticket type of that key."""

    ticket: str
    name: LocalizedText | None
    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    until: datetime | None  # naive, on the wall clock of the event's zone, while it is open


def windows_of(event: Event, moment: datetime) -> list[Window]:
    """The event's window, then those of its ticket types where there are several."""
    several = event.ticket_types if len(event.ticket_types) > 1 else []
    return [
        _window(event, "", None, event, moment),
        *(_window(event, one.key, one.name, one, moment) for one in several),
    ]


def window_form(ticket: str, **options: Any) -> FlaskForm:
    """Until when registration is to be open."""
    fields = {"until": WallClock(_("Open until")), "ticket": HiddenField(default=ticket)}
    return tell_apart(made(PostedForm, fields, **options), f"open-{ticket}")


def _window(
    event: Event, ticket: str, name: LocalizedText | None, own: Event | TicketType, moment: datetime
) -> Window:
    phase = _phase(event, own, moment)
    until = own.closes_wall if phase is Phase.OPEN else None
    return Window(ticket, name, phase, own.opens_at, own.closes_at, until)


def _phase(event: Event, own: Event | TicketType, moment: datetime) -> Phase:
    if event.status is EventStatus.CANCELLED or event.end_at <= moment:
        return Phase.OVER
    if own.opens_at and moment < own.opens_at:
        return Phase.NOT_YET
    if own.closes_at is None:
        return Phase.LIKE_THE_EVENT
    return Phase.CLOSED if own.closes_at <= moment else Phase.OPEN
