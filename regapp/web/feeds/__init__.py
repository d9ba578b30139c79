"""Calendar files."""

from flask import Blueprint

feeds = Blueprint("feeds", __name__)

from regapp.web.feeds import private, public  # noqa: E402, F401 - the views add themselves to the blueprint
