import click
from flask.cli import AppGroup
from sqlalchemy import select

from regapp.cli.registrations import find_event
from regapp.database import db
from regapp.errors import CapacityTooLow, NotFound
from regapp.models import Quota
from regapp.services.events import quotas
from regapp.vocabulary import Language

MOST_PLACES = 1_000_000

quota = AppGroup("quota", help="Numbers of places.")


@quota.command("list")
@click.argument("event")
def list_quotas(event: str) -> None:
    """The numbers of places of EVENT: id, taken, capacity, name."""
    found = find_event(event)
    for one in db.session.scalars(select(Quota).where(Quota.event_id == found).order_by(Quota.id)):
        above = f", {one.over} above capacity" if one.over else ""
        click.echo(f"{one.id}: {one.taken} of {one.capacity} taken{above}: {one.name.read(Language.ENGLISH)}")


@quota.command("set")
@click.argument("event")
@click.argument("quota_id", metavar="ID", type=int)
@click.argument("capacity", type=click.IntRange(0, MOST_PLACES))
def set_capacity(event: str, quota_id: int, capacity: int) -> None:
    """Change how many places there are; what is new goes to the waiting list at once."""
    found = find_event(event)
    try:
        quotas.set_capacity(event_id=found, quota_id=quota_id, capacity=capacity, user_id=None)
    except NotFound as error:
        raise click.ClickException(f"{event} has no quota {quota_id}; see quota list") from error
    except CapacityTooLow as error:
        raise click.ClickException(
            f"{error.taken} places are taken: move or cancel somebody first, or give {error.taken} or more"
        ) from error
    click.echo(f"quota {quota_id}: {capacity} places")
