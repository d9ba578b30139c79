import sys

import click
from flask.cli import with_appcontext

from regapp.database import db
from regapp.queries.invariants import CHECKS


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check every invariant of the data, a line each; exit status 1 if one is broken."""
    broken = False
    for name, check in CHECKS.items():
        findings = list(check(db.session()))
        broken = broken or bool(findings)
        click.echo(f"{'BROKEN' if findings else 'ok':7} {name}")
        for finding in findings[:20]:
            click.echo(f"        {finding}")
    sys.exit(1 if broken else 0)
