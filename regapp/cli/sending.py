"""``flask --app wsgi mail ...``: whether letters go out, and how many."""

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Settings
from regapp.clock import now
from regapp.clockwork import Clockwork
from regapp.database import db
from regapp.queries import accounting
from regapp.queries.outbox import pause as find_pause
from regapp.services.outgoing import pausing


@click.command("pause")
@click.argument("reason", default="")
@with_appcontext
def pause(reason: str) -> None:
    """Send no letter until `mail resume`; organisers see REASON. Nothing is lost."""
    is_new = pausing.pause(reason=reason)
    again = (
        "letters were paused already, and now for this reason" if reason else "letters were paused already"
    )
    click.echo("letters are paused" if is_new else again)


@click.command("resume")
@with_appcontext
def resume() -> None:
    """Send letters again, those that have waited longest first."""
    was_paused = pausing.resume()
    clockwork: Clockwork = current_app.extensions["clockwork"]
    clockwork.nudge()
    click.echo("letters go out again" if was_paused else "letters were not paused")


@click.command("status")
@with_appcontext
def status() -> None:
    """Show how many letters there are of each state, since when the oldest waits, and how fast they go."""
    session, moment = db.session(), now()
    for state, count in accounting.count_letters_by_state(session).items():
        click.echo(f"{state:10} {count:>8}")
    oldest = accounting.oldest_waiting(session, moment)
    click.echo(f"{'waiting':10} {f'since {oldest:%Y-%m-%dT%H:%M:%SZ}' if oldest else 'nothing'}")
    click.echo(f"{'speed':10} {accounting.letters_a_minute(session, moment):.1f} a minute, over the last ten")
    click.echo(f"{'pace':10} {_pace(current_app.extensions['settings'])}")
    if paused := find_pause(session):
        since = f"{paused.since:%Y-%m-%dT%H:%M:%SZ}"
        click.echo(f"{'paused':10} since {since}: {paused.reason or 'no reason given'}")


def _pace(settings: Settings) -> str:
    mail_settings = settings.mail
    if not mail_settings.server or mail_settings.pace is None:
        return "off"
    return f"{mail_settings.pace} a minute to one mail domain"
