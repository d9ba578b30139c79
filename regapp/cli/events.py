"""What an operator does to a whole event, from the shell."""

from datetime import datetime

import click
from flask.cli import AppGroup

from regapp.cli.registrations import find_event
from regapp.database import db
from regapp.errors import Over, WrongTimes
from regapp.models import Event
from regapp.services.events import event_changes
from regapp.services.events.retiming import retime_all

WALL_CLOCK = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])

events = AppGroup("events", help="Whole events, by their slug; those who come are told.")


@events.command("retime")
def retime() -> None:
    """Keep the clock on the wall after a renewal of the zone data, as the worker does every day."""
    lines = retime_all()
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} derived again")


@events.command("move")
@click.argument("event")
@click.option("--start", type=WALL_CLOCK, required=True, help="As 2031-07-01T17:00, on the event's clock.")
@click.option("--end", type=WALL_CLOCK, required=True, help="Of whole days: 00:00 after the last.")
@click.option("--zone", help="IANA name; without it the zone stays.")
@click.option("--message", default="", help="Said in the letter.")
def move(event: str, start: datetime, end: datetime, zone: str | None, message: str) -> None:
    """Give EVENT other times; its registration opens and closes as long before the start as it did."""
    found = db.session.get_one(Event, find_event(event))
    shift = start - found.start_wall
    try:
        event_changes.move(
            event_id=found.id,
            zone=zone or found.zone,
            start=start,
            end=end,
            opens=found.opens_wall and found.opens_wall + shift,
            closes=found.closes_wall + shift,
            all_day=found.all_day,
            user_id=None,
            message=message,
        )
    except (WrongTimes, OverflowError) as error:  # a shift to before the year 1, or beyond 9999
        raise click.ClickException(str(error)) from error
    except Over as error:
        raise click.ClickException(f"{event} is over or cancelled") from error
    click.echo(f"{event}: {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}")


@events.command("cancel")
@click.argument("event")
@click.option("--reason", default="", help="Said in the letter and on the event's page.")
def cancel(event: str, reason: str) -> None:
    """Call EVENT off, for ever."""
    try:
        event_changes.cancel(event_id=find_event(event), reason=reason, user_id=None)
    except Over as error:
        raise click.ClickException(f"{event} is over") from error
    click.echo(f"{event}: cancelled")
