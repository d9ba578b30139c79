"""What an application carries beside Flask's own configuration, for the views."""

from flask import current_app

from config import Settings
from regapp.addresses import Addresses
from regapp.clockwork import Clockwork


def settings() -> Settings:
    """The settings this process was started with."""
    found: Settings = current_app.extensions["settings"]
    return found


def addresses() -> Addresses:
    """Absolute addresses under PUBLIC_URL."""
    return Addresses(settings().public_url)


def nudge() -> None:
    """Have the worker look for letters that have just become due."""
    clockwork: Clockwork = current_app.extensions["clockwork"]
    clockwork.nudge()
