"""What a first start does to the database, and every later one leaves alone."""

import secrets

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from config import SettingError, Settings
from regapp.cli.organisers import first_link
from regapp.cli.samples import load_samples
from regapp.database import db
from regapp.models import Organisation, User
from regapp.queries.members import has_accounts
from regapp.services.accounts import hosts
from regapp.vocabulary import Role

ORGANISER = "organiser@example.org"
ORGANISATIONS = ("dku", "fes", "shanyrak", "assembly")


def prepare(app: Flask, *, sample: bool) -> str:
    """Migrate, and fill an empty database with the samples if wanted; a line that says how to sign in.

    No connection is left open: the process may be forked. Raises SettingError if no database answers.
    """
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        try:
            upgrade()
            if sample and _may_be_filled():
                load_samples()
                return f"{_sign_in(settings)}: {ORGANISER}, password {_add_organiser()} (shown only now)"
            return _how_to_sign_in(settings)
        except OperationalError as error:
            reason = str(error.orig).partition("\n")[0]
            raise SettingError("DATABASE_URL", f"leads to no database: {reason}") from error
        finally:
            db.session.remove()
            db.engine.dispose()


def _may_be_filled() -> bool:
    # A first start that was ended halfway leaves some samples, and nobody who could have changed them.
    slugs = set(db.session.scalars(select(Organisation.slug)))
    return slugs <= set(ORGANISATIONS) and db.session.scalars(select(User.id).limit(1)).first() is None


def _add_organiser() -> str:
    password = secrets.token_urlsafe(12)
    for slug in ORGANISATIONS:
        hosts.add_organiser(email=ORGANISER, organisation=slug, role=Role.OWNER, password=password)
    return password


def _how_to_sign_in(settings: Settings) -> str:
    if not has_accounts(db.session()):
        return f"Make the first account and its organisation at {first_link(settings)} (works once)"
    if db.session.scalars(select(User.id).where(User.email == ORGANISER)).one_or_none() is None:
        return _sign_in(settings)
    command = f"flask --app wsgi organiser add {ORGANISER} --organisation {ORGANISATIONS[0]}"
    way = f"a new password: echo PASSWORD | .venv/bin/{command} --password-stdin"
    return f"{_sign_in(settings)}: {ORGANISER}; {way}"


def _sign_in(settings: Settings) -> str:
    return f"Organisers sign in at {settings.public_url}/login"
