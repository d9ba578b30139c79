"""What an operator does for somebody, from the shell."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from regapp.database import db
from regapp.errors import AddressTaken, NoPlace, UnknownTicket
from regapp.models import Event, Registration, emails
from regapp.queries.people import find_by_address
from regapp.services.allocation.asked import asked_by_hand
from regapp.services.registrations import by_hand, deciding
from regapp.vocabulary import Language

registration = AppGroup("registration", help="Registrations of one event, by its slug.")


@registration.command("add")
@click.argument("event")
@click.argument("email")
@click.option("--name", required=True, help="As it should stand on the list.")
@click.option("--ticket", required=True, help="Key of the ticket type.")
@click.option("--language", type=click.Choice([str(one) for one in Language]), default=str(Language.ENGLISH))
@click.option("--above", is_flag=True, help="Also where all places are taken.")
@click.option("--no-letter", is_flag=True, help="Send no letter.")
def add(
    event: str, email: str, name: str, ticket: str, language: str, *, above: bool, no_letter: bool
) -> None:
    """Register EMAIL, to a place or to the waiting list."""
    found = find_event(event)
    asked = asked_by_hand(name=_name(name), email=_checked(email), ticket=ticket, language=Language(language))
    try:
        made = by_hand.add(event_id=found, asked=asked, user_id=None, above=above, send_letter=not no_letter)
    except AddressTaken as error:
        raise click.ClickException(f"{email} is registered already") from error
    except UnknownTicket as error:
        raise click.ClickException(f"{event} has no ticket type {ticket}") from error
    except NoPlace as error:
        raise click.ClickException("all places are taken and nobody can wait; see --above") from error
    status = db.session.get_one(Registration, made).first.status
    click.echo(f"{email}: {status}")


@registration.command("cancel")
@click.argument("event")
@click.argument("email")
def cancel(event: str, email: str) -> None:
    """Cancel for EMAIL and everybody registered with it."""
    found = find_event(event)
    count = by_hand.cancel(event_id=found, attendee_ids=_people(found, event, email), user_id=None)
    if not count:
        raise click.ClickException(f"{email} is registered no more")
    click.echo(f"{email}: {count} cancelled")


@registration.command("approve")
@click.argument("event")
@click.argument("email")
def approve(event: str, email: str) -> None:
    """Say yes to EMAIL and everybody registered with it; never above a quota."""
    found = find_event(event)
    decided = deciding.approve(event_id=found, attendee_ids=_people(found, event, email), user_id=None)
    if decided.no_place:
        raise click.ClickException("all places are taken, and there is no waiting list; see quota set")
    _refuse_undecided(decided, email)
    click.echo(f"{email}: {decided.done - decided.waiting} approved, {decided.waiting} on the waiting list")


@registration.command("reject")
@click.argument("event")
@click.argument("email")
def reject(event: str, email: str) -> None:
    """Say no to EMAIL and everybody registered with it."""
    found = find_event(event)
    decided = deciding.reject(event_id=found, attendee_ids=_people(found, event, email), user_id=None)
    _refuse_undecided(decided, email)
    click.echo(f"{email}: {decided.done} rejected")


def find_event(slug: str) -> int:
    """The id of the event of that slug, or one clear line."""
    found = db.session.scalars(select(Event.id).where(Event.slug == slug)).one_or_none()
    if found is None:
        raise click.ClickException(f"there is no event {slug}")
    return found


def _people(event_id: int, event: str, email: str) -> list[int]:
    found = find_by_address(db.session(), event_id, _checked(email))
    if found is None:
        raise click.ClickException(f"nobody is registered for {event} as {email}")
    return [attendee.id for attendee in found.attendees]


def _refuse_undecided(decided: deciding.Decided, email: str) -> None:
    if not decided.done:
        raise click.ClickException(f"{email} waits for no decision")


def _name(name: str) -> str:
    if not name.strip():
        raise click.ClickException("the name is empty")
    return " ".join(name.split())


def _checked(email: str) -> str:
    try:
        return emails.checked(email)
    except ValueError as error:
        raise click.ClickException(f"{email} is no address: {error}") from error
