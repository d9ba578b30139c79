import secrets
import sys

import click
from flask.cli import AppGroup

from regapp.errors import NotFound
from regapp.services import hosts
from regapp.vocabulary import Role

organiser = AppGroup("organiser", help="Organisers' accounts.")


@organiser.command("add")
@click.argument("email")
@click.option("--organisation", required=True, help="Slug of the organisation.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.MANAGER.value, show_default=True
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(email: str, organisation: str, role: str, *, password_stdin: bool) -> None:
    """Give EMAIL a role in an organisation, and an account if it has none."""
    given = sys.stdin.read().removesuffix("\n") if password_stdin else None
    if given == "":
        raise click.ClickException("standard input held no password")
    click.echo(add_organiser(email, organisation, Role(role), given))


def add_organiser(email: str, organisation: str, role: Role, password: str | None = None) -> str:
    """Add an organiser; a sentence for the operator, with the password if one had to be made up."""
    made_up = password is None
    try:
        try:
            is_new = hosts.add_organiser(email=email, organisation=organisation, role=role, password=password)
        except hosts.PasswordNeeded:
            password = secrets.token_urlsafe(12)
            is_new = hosts.add_organiser(email=email, organisation=organisation, role=role, password=password)
    except NotFound as error:
        raise click.ClickException(f"there is no organisation {organisation}") from error
    except ValueError as error:
        raise click.ClickException(f"{email} is no address: {error}") from error
    if is_new and made_up:
        return f"{email} is {role} of {organisation}. Password, shown only now: {password}"
    return f"{email} is {role} of {organisation}."
