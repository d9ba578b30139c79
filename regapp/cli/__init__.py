"""Commands for operators: ``flask --app wsgi ...``."""

from flask import Flask

from regapp.cli.background import worker
from regapp.cli.doctor import doctor
from regapp.cli.events import events
from regapp.cli.lapsing import lapse
from regapp.cli.mail import mail
from regapp.cli.organisers import organiser
from regapp.cli.quotas import quota
from regapp.cli.registrations import registration
from regapp.cli.samples import sample
from regapp.cli.sending import pause, resume, status


def init_app(app: Flask) -> None:
    """Add every command to ``app``."""
    for command in (sample, organiser, events, registration, quota, worker, lapse, mail, doctor):
        app.cli.add_command(command)
    for command in (pause, resume, status):
        mail.add_command(command)
