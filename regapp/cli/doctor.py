import sys
from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from regapp.database import db
from regapp.queries.accounting import count_letters_by_state
from regapp.queries.invariants import CHECKS
from regapp.queries.organisers import quotas_above_capacity
from regapp.queries.outbox import pause
from regapp.vocabulary import Language


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check every invariant of the data, a line each; exit status 1 if one is broken.

    What is unusual and meant so is noted.
    """
    broken = False
    for name, check in CHECKS.items():
        findings = list(check(db.session()))
        broken = broken or bool(findings)
        click.echo(f"{'BROKEN' if findings else 'ok':7} {name}")
        for finding in findings[:20]:
            click.echo(f"        {finding}")
    for note in _notes(db.session()):
        click.echo(f"note: {note}")
    sys.exit(1 if broken else 0)


def _notes(session: Session) -> Iterator[str]:
    for slug, quota in quotas_above_capacity(session):
        name = quota.name.read(Language.ENGLISH)
        yield f"{slug}, quota {quota.id} ({name}): {quota.over} above capacity, given by hand"
    counts = count_letters_by_state(session)
    parts = [f"{count} {state}" for state, count in counts.items() if count]
    yield f"letters: {sum(counts.values())} in all{': ' if parts else ''}{', '.join(parts)}"
    if paused := pause(session):
        since = f"{paused.since:%Y-%m-%dT%H:%M:%SZ}"
        yield f"letters are paused since {since}: {paused.reason or 'no reason given'}"
