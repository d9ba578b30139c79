"""Pages for participants."""

from flask import Blueprint

public = Blueprint("public", __name__)

from regapp.web.public import (  # noqa: E402, F401 - the views add themselves to the blueprint
    event,
    events,
    files,
    lost_link,
    own_feed,
    own_page,
    own_people,
    own_place,
    preview,
    programme,
    receipts,
    register,
    tickets,
    unsubscribe,
)
