import click
from flask.cli import with_appcontext

from regapp.services.registrations.lapsing import lapse_due


@click.command("lapse")
@with_appcontext
def lapse() -> None:
    """Give up what was kept for a time that is over, as the worker does every minute."""
    count = lapse_due()
    click.echo(f"{count} lapsed")
