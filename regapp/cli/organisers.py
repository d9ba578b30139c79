import secrets
import sys
from functools import partial

import click
from flask.cli import AppGroup

from regapp.errors import NotFound
from regapp.services.accounts import hosts
from regapp.vocabulary import Language, Role

organiser = AppGroup("organiser", help="Organisers' accounts.")


@organiser.command("add")
@click.argument("email")
@click.option("--organisation", required=True, help="Slug of the organisation.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.MANAGER.value, show_default=True
)
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    help="Of letters to EMAIL; a new account gets them in English.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(email: str, organisation: str, role: str, language: str | None, *, password_stdin: bool) -> None:
    """Give EMAIL a role in an organisation, and an account if it has none."""
    given = sys.stdin.read().removesuffix("\n") if password_stdin else None
    if given == "":
        raise click.ClickException("standard input held no password")
    click.echo(
        add_organiser(email, organisation, Role(role), given, Language(language) if language else None)
    )


def add_organiser(
    email: str,
    organisation: str,
    role: Role,
    password: str | None = None,
    language: Language | None = None,
) -> str:
    """Add an organiser; a sentence for the operator, with the password if one had to be made up."""
    made_up = password is None
    give = partial(hosts.add_organiser, email=email, organisation=organisation, role=role, language=language)
    try:
        try:
            is_new = give(password=password)
        except hosts.PasswordNeeded:
            password = secrets.token_urlsafe(12)
            is_new = give(password=password)
    except NotFound as error:
        raise click.ClickException(f"there is no organisation {organisation}") from error
    except ValueError as error:
        raise click.ClickException(f"{email} is no address: {error}") from error
    if is_new and made_up:
        return f"{email} is {role} of {organisation}. Password, shown only now: {password}"
    return f"{email} is {role} of {organisation}."
