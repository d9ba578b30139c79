"""Pages for organisers."""

from flask import Blueprint

__all__ = [
    "attendees",
    "by_hand",
    "deciding",
    "events",
    "invitations",
    "organise",
    "people",
    "places",
    "rules",
    "windows",
]

organise = Blueprint("organise", __name__, url_prefix="/organise")

from regapp.web.organise import (  # noqa: E402 - the views add themselves
    attendees,
    by_hand,
    deciding,
    events,
    invitations,
    people,
    places,
    rules,
    windows,
)
