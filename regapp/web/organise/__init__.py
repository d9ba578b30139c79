"""Pages for organisers."""

from flask import Blueprint

__all__ = [
    "attendees",
    "by_hand",
    "calendar_rules",
    "calling_off",
    "deciding",
    "events",
    "invitations",
    "messages",
    "moving",
    "notifications",
    "organise",
    "people",
    "places",
    "preview",
    "rules",
    "windows",
    "write",
]

organise = Blueprint("organise", __name__, url_prefix="/organise")

from regapp.web.organise import (  # noqa: E402 - the views add themselves
    attendees,
    by_hand,
    calendar_rules,
    calling_off,
    deciding,
    events,
    invitations,
    messages,
    moving,
    notifications,
    people,
    places,
    preview,
    rules,
    windows,
    write,
)
