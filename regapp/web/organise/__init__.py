"""Pages for organisers."""

from flask import Blueprint

organise = Blueprint("organise", __name__, url_prefix="/organise")

from regapp.web.organise import attendees, events  # noqa: E402, F401 - the views add themselves
