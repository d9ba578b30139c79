"""The application with a real mail server, and workers of its own."""

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import select

import config
from regapp.clock import now
from regapp.database import db
from regapp.models import Letter
from regapp.vocabulary import LetterState
from regapp.worker import send_due_letters

from . import scenes
from .servers import Script, Start

ROOT = Path(config.__file__).parent

WORKER = """
import sys
from regapp import create_app
from regapp.worker import send_due_letters
app = create_app()
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    print(send_due_letters(app.extensions["settings"]), flush=True)
"""


class Post:
    """The application, its mail server, and what the server has taken."""

    def __init__(self, app: Flask, script: Script, start: Start, **server: Any) -> None:
        self.app, self.script, self.server = app, script, start(**server)
        mail = replace(app.extensions["settings"].mail, server="127.0.0.1", port=self.server.port)
        self.settings = replace(app.extensions["settings"], mail=mail)

    def owe(self, number: int) -> None:
        """Register so many people online, each of whom is owed a letter."""
        for person in range(number):
            scenes.enrol(f"p{person}@example.org", ticket="online")

    def work(self) -> int:
        """One worker's turn in this process."""
        return send_due_letters(self.settings)

    def work_later(self, pause: timedelta) -> int:
        with time_machine.travel(now() + pause, tick=False):
            return self.work()

    @property
    def taken(self) -> list[str]:
        """The Message-IDs of what the server took, in order."""
        found = (
            re.search(rb"(?m)^Message-ID: <([^@>]+)@", letter.content or b"") for letter in self.script.kept
        )  # type: ignore[arg-type]
        return [match[1].decode() for match in found if match]

    def letters(self) -> list[Letter]:
        db.session.rollback()
        return list(db.session.scalars(select(Letter).order_by(Letter.id)))

    def letter(self) -> Letter:
        (found,) = self.letters()
        return found

    def states(self) -> Counter[LetterState]:
        return Counter(letter.state for letter in self.letters())

    def spawn(self, *before: str, pace: int = 600) -> subprocess.Popen[str]:
        """Another worker, as a process of its own, that waits for a line on its input."""
        settings = self.settings
        environ = {
            **os.environ,
            "DATABASE_URL": settings.database_url,
            "INSTANCE_PATH": str(settings.instance),
            "SECRET_KEY": settings.secret_key,
            "MAIL_SERVER": settings.mail.server,
            "MAIL_PORT": str(settings.mail.port),
            "MAIL_PACE": str(pace),
        }
        command = [sys.executable, "-c", "\n".join((*before, WORKER))]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
