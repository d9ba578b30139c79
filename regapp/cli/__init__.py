"""Commands for operators: ``flask --app wsgi ...``."""

from flask import Flask

from regapp.cli.background import worker
from regapp.cli.doctor import doctor
from regapp.cli.organisers import organiser
from regapp.cli.samples import sample


def init_app(app: Flask) -> None:
    """Add every command to ``app``."""
    for command in (sample, organiser, worker, doctor):
        app.cli.add_command(command)
