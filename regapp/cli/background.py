import logging

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from regapp import worker as background
from regapp.memory import settle


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Send letters and do what is due, until stopped. Any number may run, on any machine."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def work(app: Flask) -> None:
    """Be the worker of ``app``, with a log that an operator can read."""
    logging.basicConfig(level=logging.INFO, format="worker: %(levelname)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    settle()
    background.run(app)
