import sys

import click
from flask import current_app
from flask.cli import AppGroup

from config import Settings
from regapp.addresses import Addresses
from regapp.database import db
from regapp.errors import LastOwner, NotFound
from regapp.queries.members import has_accounts
from regapp.services.accounts import hosts, second_factors
from regapp.services.accounts.hosts import Added
from regapp.vocabulary import Language, Role
from regapp.web.joining.links import ACCOUNT_LINK_LIVES, account_token, first_token

organiser = AppGroup("organiser", help="Organisers' accounts.")


@organiser.command("add")
@click.argument("email")
@click.option("--organisation", required=True, help="Slug of the organisation.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="What EMAIL may do. Whoever has a role keeps it unless one is given; who comes new is a manager.",
)
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    help="Of letters to EMAIL; a new account gets them in English.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str, organisation: str, role: str | None, language: str | None, *, password_stdin: bool
) -> None:
    """Give EMAIL a role in an organisation, and an account if it has none.

    An account without a password gets a link where its owner chooses one.
    """
    given = sys.stdin.read().removesuffix("\n") if password_stdin else None
    if given == "":
        raise click.ClickException("standard input held no password")
    click.echo(
        add_organiser(
            email,
            organisation,
            Role(role) if role else None,
            given,
            Language(language) if language else None,
        )
    )


@organiser.command("forget-second-step")
@click.argument("email")
def forget_second_step(email: str) -> None:
    """Let EMAIL, who lost phone and codes, sign in with the password alone. Be sure who asks for it."""
    try:
        second_factors.forget_all(email=email)
    except NotFound as error:
        raise click.ClickException(f"{email} has no account") from error
    except ValueError as error:
        raise click.ClickException(f"{email} is no address: {error}") from error
    click.echo(f"{email} signs in with the password alone, and can set up a second step again.")


def add_organiser(
    email: str,
    organisation: str,
    role: Role | None,
    password: str | None = None,
    language: Language | None = None,
) -> str:
    """Add an organiser; a sentence for the operator, with a set-up link if there is no password."""
    try:
        added = hosts.add_organiser(
            email=email, organisation=organisation, role=role, password=password, language=language
        )
    except NotFound as error:
        raise click.ClickException(f"there is no organisation {organisation}{_first_steps()}") from error
    except LastOwner as error:
        raise click.ClickException(
            f"{email} is the last owner of {organisation}: make somebody else an owner first"
        ) from error
    except ValueError as error:
        raise click.ClickException(f"{email} is no address: {error}") from error
    return f"{email} is {added.role} of {organisation}.{_next_step(added)}"


def first_link(settings: Settings) -> str:
    """Where the first account is made, with the organisation that it owns. For the operator alone."""
    return Addresses(settings.public_url).first_account(first_token(settings.secret_key))


def _next_step(added: Added) -> str:
    if added.has_password:
        return ""
    settings: Settings = current_app.extensions["settings"]
    token = account_token(settings.secret_key, added.user_id, added.account_key)
    link = Addresses(settings.public_url).account_set_up(token)
    return f" A password is chosen at {link} (once, within {ACCOUNT_LINK_LIVES.days} days)"


def _first_steps() -> str:
    if has_accounts(db.session()):
        return ""
    link = first_link(current_app.extensions["settings"])
    return f". Nobody has an account yet: the first one and its organisation are made at {link}"
