"""Writes letters, and sends them by the worker or by a bare loop; each step in a process of its own.

``python -m bench.postman write``, then ``ours`` and ``bare``, in one installation. What was written lies in a
file between the steps, so that both ways of sending begin with the same octets and do nothing else.
"""

import json
import os
import pickle
import smtplib
import sys
import time
from collections.abc import Callable, Iterator
from email import policy
from pathlib import Path
from typing import Any

from sqlalchemy import select

from regapp import create_app, worker
from regapp.addresses import Addresses
from regapp.database import db
from regapp.mail.desk import Desk
from regapp.models import Letter
from regapp.services.outgoing.outbox import Claim

FILE = "written"

Parcel = tuple[str, str, bytes]


class Ready:
    """A letter that was written before; the worker asks no more of it than its octets."""

    policy = policy.SMTP

    def __init__(self, octets: bytes) -> None:
        self._octets = octets

    def as_bytes(self, **_: object) -> bytes:
        """Its octets."""
        return self._octets


def write() -> dict[str, float]:
    """Write all letters as the worker does; the processor seconds of that and of putting them into octets."""
    app = create_app()
    times = {"writing": 0.0, "putting into octets": 0.0}
    with app.app_context(), _file().open("wb") as file:
        settings = app.extensions["settings"]
        desk = Desk(Addresses(settings.public_url), settings.public_host, settings.mail.sender)
        ids = db.session.scalars(select(Letter.id).order_by(Letter.id)).all()
        worker._write(Claim(ids[0], 1), desk, db.session())  # noqa: SLF001 - brings the templates
        for number in ids:
            begin = time.process_time()
            message, sender, recipient = worker._write(Claim(number, 1), desk, db.session())  # noqa: SLF001
            if message is None:
                raise RuntimeError(f"letter {number} has lost its reason")
            between = time.process_time()
            octets = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
            times["writing"] += between - begin
            times["putting into octets"] += time.process_time() - between
            pickle.dump((sender, recipient, octets), file)
    return {**times, "letters": len(ids)}


def ours() -> dict[str, float]:
    """Send all that is due as the worker does, but for the writing; the processor seconds."""
    app = create_app()
    parcels = _parcels()

    def written(*_: object) -> tuple[Ready, str, str]:
        sender, recipient, octets = next(parcels)
        return Ready(octets), sender, recipient

    worker._write = written  # type: ignore[assignment]  # noqa: SLF001
    with app.app_context():
        return _measured(lambda: worker.send_due_letters(app.extensions["settings"]))


def bare() -> dict[str, float]:
    """Send the same letters in a loop around the standard library; the processor seconds."""

    def loop() -> int:
        sent = 0
        for sender, recipient, octets in _parcels():
            host.sendmail(sender, recipient, octets)
            sent += 1
        return sent

    with smtplib.SMTP(os.environ["MAIL_SERVER"], int(os.environ["MAIL_PORT"])) as host:
        return _measured(loop)


def _measured(send: Callable[[], int]) -> dict[str, float]:
    start, began = time.process_time(), time.monotonic()
    sent = send()
    return {"sending": time.process_time() - start, "clock": time.monotonic() - began, "letters": sent}


def _parcels() -> Iterator[Parcel]:
    with _file().open("rb") as file:
        while True:
            try:
                parcel: Parcel = pickle.load(file)  # noqa: S301 - our own
            except EOFError:
                return
            yield parcel


def _file() -> Path:
    return Path(os.environ["INSTANCE_PATH"]) / FILE


if __name__ == "__main__":
    steps: dict[str, Callable[[], dict[str, Any]]] = {"write": write, "ours": ours, "bare": bare}
    print(json.dumps(steps[sys.argv[1]]()))
