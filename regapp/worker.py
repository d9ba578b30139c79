"""The background: takes letters from the outbox, writes them and hands them to the mail server."""

import logging
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from regapp import reply_mailbox
from regapp.addresses import Addresses
from regapp.clock import now
from regapp.clockwork import Clockwork
from regapp.database import db, notes_in_a_row
from regapp.mail import reply_addresses
from regapp.mail.desk import Desk
from regapp.mail.failures import Refused, Unreachable
from regapp.mail.files import FileDelivery
from regapp.mail.smtp import Connection, SmtpSettings
from regapp.models import Letter
from regapp.queries.outbox import pause
from regapp.services import sent_forms
from regapp.services.accounts import sign_ins
from regapp.services.events import retiming
from regapp.services.imports import drafting
from regapp.services.job_kinds import WORKS
from regapp.services.jobs import running, stopping
from regapp.services.outgoing import outbox
from regapp.services.registrations import lapsing
from regapp.services.telling import alarms, digests, settling

log = logging.getLogger(__name__)

BATCH = 100  # letters claimed at once: few enough to be sent long before their lease ends
THREADS = 1
LONGEST_SLEEP = 1.0  # seconds between two looks at the queue
A_DAY = timedelta(days=1)
PAUSE_NOTICED = timedelta(seconds=1)  # after which a worker stops amid its letters


class Delivery(Protocol):
    """Something that takes a composed letter."""

    def send(self, message: EmailMessage, envelope_from: str, envelope_to: str) -> object:
        """Take it, or raise Refused or Unreachable."""


def run(app: Flask) -> None:
    """Work until the process is told to stop."""
    clockwork: Clockwork = app.extensions["clockwork"]
    retimed = datetime.min.replace(tzinfo=UTC)

    def work() -> None:
        nonlocal retimed
        with app.app_context():
            if retimed < now() - A_DAY:
                retimed = now()
                retiming.retime_all()
                sign_ins.forget_old()
                sent_forms.forget_old()
                drafting.forget_old()
                stopping.forget_old()
            while sweep(app.extensions["settings"]):
                pass  # a job has more to be done, and what became due meanwhile had its turn

    clockwork.drive(work)
    reply_mailbox.watch(app)
    try:
        work()  # what became due while no worker ran
    except Exception:
        log.exception("what is due could not be done; the next sweep tries again")
    clockwork.huey.create_consumer(
        workers=THREADS, periodic=True, initial_delay=0.1, max_delay=LONGEST_SLEEP, check_worker_health=True
    ).run()


def sweep(settings: Settings) -> bool:
    """Do all that is due now, what makes letters first, then the letters; whether a job has more to do."""
    lapsing.lapse_due()
    settling.settle_due()
    alarms.raise_due()
    digests.make_due()
    has_more = running.run_due(WORKS)
    send_due_letters(settings, between=lambda: running.run_due(WORKS))
    return has_more


def send_due_letters(
    settings: Settings,
    connect: Callable[[], AbstractContextManager[Delivery]] | None = None,
    *,
    between: Callable[[], object] = lambda: None,
) -> int:
    """Send every letter that is due now; how many were handed over. Safe to run in many places at once.

    ``between`` is what has its turn after each batch, for a slow server takes hours to take many letters.
    """
    connect = connect or deliveries(settings)
    desk = Desk(
        Addresses(settings.public_url),
        settings.public_host,
        settings.mail.sender,
        reply_domain=settings.reply_mailbox.domain,
    )
    sent = 0
    pace = settings.mail.pace if settings.mail.server else None
    try:
        while claims := outbox.claim_due(most=BATCH, pace=pace):
            sent += _send(claims, desk, connect)
            between()
    except Unreachable as error:
        # Thousands that are due would each wait for an answer in vain: they wait for the next sweep.
        log.warning("letters wait: %s", error.reason)
    return sent


def deliveries(settings: Settings) -> Callable[[], AbstractContextManager[Delivery]]:
    """How letters leave this installation: over SMTP, or as files."""
    if not settings.mail.server:
        folder = settings.instance / "mail"
        return lambda: FileDelivery(folder)
    mail = settings.mail
    smtp = SmtpSettings(
        server=mail.server,
        port=mail.port,
        username=mail.username,
        password=mail.password,
        use_tls=mail.use_tls,
        use_ssl=mail.use_ssl,
    )
    return lambda: Connection(smtp)


class _Turn:
    """How long a worker may go on with the letters it has claimed."""

    def __init__(self) -> None:
        moment = now()
        # A slow server must not carry us past the lease: others would take the rest for a dead worker's.
        self._until = moment + outbox.LEASE / 2
        self._looks = moment + PAUSE_NOTICED

    def is_over(self) -> bool:
        """Whether its time is up, or all sending has been paused meanwhile."""
        moment = now()
        if moment < self._looks:
            return False
        self._looks = moment + PAUSE_NOTICED
        return moment >= self._until or _is_paused(db.session())


def _is_paused(session: Session) -> bool:
    try:
        return pause(session) is not None
    finally:
        session.rollback()


def _send(
    claims: list[outbox.Claim], desk: Desk, connect: Callable[[], AbstractContextManager[Delivery]]
) -> int:
    waiting = deque(claims)
    turn = _Turn()
    connected = False
    sent = 0
    try:
        with connect() as delivery, notes_in_a_row():
            connected = True
            while waiting and not turn.is_over():
                sent += _send_one(waiting[0], desk, delivery)
                waiting.popleft()
        outbox.release(list(waiting))
    except Unreachable as error:
        # Nobody answers: all wait. But a connection that breaks may be the fault of the one letter on it,
        # which must not hold up those behind it.
        blamed = 1 if connected else len(waiting)
        for claim in list(waiting)[:blamed]:
            outbox.mark_refused(claim, reason=error.reason, permanent=False)
        outbox.release(list(waiting)[blamed:])
        if not connected:
            raise
    return sent


def _send_one(claim: outbox.Claim, desk: Desk, delivery: Delivery) -> bool:
    try:
        message, sender, recipient = _write(claim, desk, db.session())
    except Exception:
        # One letter that cannot be written must not keep the others: it is tried again, then failed.
        log.exception("letter %s could not be written", claim.letter_id)
        outbox.mark_refused(claim, reason="the letter could not be written", permanent=False)
        return False
    if message is None:
        outbox.mark_dropped(claim)
        return False
    try:
        delivery.send(message, sender, recipient)
    except Refused as error:
        outbox.mark_refused(claim, reason=error.reason, permanent=error.permanent)
        return False
    return outbox.mark_sent(claim)


def _write(claim: outbox.Claim, desk: Desk, session: Session) -> tuple[EmailMessage | None, str, str]:
    """The message, and the envelope's sender and recipient: what comes back is known by its sender."""
    letter = session.get_one(Letter, claim.letter_id)
    domain = desk.reply_domain
    sender = reply_addresses.for_returns(letter.message_token, domain) if domain else desk.sender
    try:
        return desk.write(session, letter), sender, letter.recipient
    finally:
        session.rollback()  # nothing stays open while the mail server takes its time
