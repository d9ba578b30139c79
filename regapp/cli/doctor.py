import sys

import click
from flask.cli import with_appcontext

from regapp.database import db
from regapp.queries.invariants import CHECKS
from regapp.queries.organisers import quotas_above_capacity
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
    for slug, quota in quotas_above_capacity(db.session()):
        name = quota.name.read(Language.ENGLISH)
        click.echo(f"note: {slug}, quota {quota.id} ({name}): {quota.over} above capacity, given by hand")
    sys.exit(1 if broken else 0)
