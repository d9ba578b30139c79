"""For load balancers: whether this process lives, and whether it can work."""

from datetime import datetime
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from regapp.clock import now
from regapp.database import db
from regapp.queries.accounting import waits_too_long
from regapp.queries.outbox import pause

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """This process answers."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def ready() -> Response:
    """Database and migrations are right; else 503 with the reason.

    Letters that wait too long are told in a second line for whoever watches, and the answer stays 200: pages
    and forms work none the less, and a balancer that took them away would help no letter on its way.
    """
    reason = _reason_not_to_work()
    lines = [reason] if reason else ["ok", *_letters_that_wait()]
    body = "".join(f"{line}\n" for line in lines)
    return Response(body, status=503 if reason else 200, mimetype="text/plain")


def _reason_not_to_work() -> str:
    needed = _heads(current_app.extensions["migrate"].directory)
    try:
        found = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    except SQLAlchemyError as error:
        # The class alone: the message would tell the database's address to whoever asks.
        return f"the database does not answer: {type(error).__name__}"
    if found == needed:
        return ""
    return f"the database is at migration {_names(found)}, the program needs {_names(needed)}"


def _letters_that_wait() -> list[str]:
    if paused := pause(db.session()):
        return [f"letters are paused since {_instant(paused.since)}"]
    since = waits_too_long(db.session(), now())
    return [f"letters wait since {_instant(since)}: does a worker run?"] if since else []


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@cache
def _heads(migrations: str) -> frozenset[str]:
    # Reading the folder means running every file in it; while this process lives, it needs the same.
    return frozenset(ScriptDirectory(migrations).get_heads())


def _names(heads: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(heads)) or "none"
