"""Organisers in their browsers, and what they have at hand to sign in."""

import re
from datetime import timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.clock import now
from regapp.database import db
from regapp.models import Letter, Organisation, User
from regapp.services.accounts import second_factors
from regapp.vocabulary import LetterKind
from regapp.web.signin.authenticator import authenticators
from tests.organisers import sign_in
from tests.web.visits import send

OWNER = "manager@dku.example"
NEW_PASSWORD = "verschneite Brücke am Ischim"


def user_id(app: Flask, email: str = OWNER) -> int:
    """The id of an account."""
    with app.app_context():
        return db.session.scalars(select(User.id).where(User.email == email)).one()


def user(app: Flask, email: str = OWNER) -> User:
    """The account as it stands now, to be looked at."""
    with app.app_context():
        return db.session.scalars(select(User).where(User.email == email)).one()


def code_of(app: Flask, email: str = OWNER) -> str:
    """What the authenticator of an account shows now."""
    with app.app_context():
        return authenticators().generate_totp_password(user(app, email).tf_totp_secret or "")


def set_up_authenticator(app: Flask, email: str = OWNER) -> None:
    """Give an account an authenticator, by which no code has been used for long."""
    with app.app_context():
        second_factors.set_authenticator(
            user_id=user_id(app, email), secret=authenticators().generate_totp_secret(), counter=0
        )


def recovery_codes(app: Flask, email: str = OWNER) -> list[str]:
    """Make recovery codes for an account."""
    with app.app_context():
        return second_factors.make_recovery_codes(user_id=user_id(app, email))


def ask_for_second_factors(app: Flask, organisation: str = "dku") -> None:
    """Have an organisation ask its members for a second factor."""
    with app.app_context():
        found = db.session.scalars(select(Organisation).where(Organisation.slug == organisation)).one()
        found.requires_second_factor = True
        db.session.commit()


def letter_token(app: Flask, kind: LetterKind, recipient: str = OWNER) -> str | None:
    """The token in the newest letter of a kind to an address; None if there is none."""
    with app.app_context():
        letters = select(Letter).where(Letter.kind == kind, Letter.recipient == recipient)
        found = db.session.scalars(letters.order_by(Letter.id.desc())).first()
        return found.facts["token"] if found else None


def send_code(client: FlaskClient, code: str) -> TestResponse:
    """Write a code on the page of the second step."""
    return send(client, client.get("/login/second-step"), "/login/second-step?next=/organise/", code=code)


def another_browser(app: Flask, email: str = OWNER) -> FlaskClient:
    """One more browser in which a member is signed in."""
    client = app.test_client()
    assert sign_in(client, email).status_code == 303
    return client


def is_inside(client: FlaskClient) -> bool:
    """Whether the browser is signed in."""
    return client.get("/organise/").status_code == 200


def later(minutes: int) -> time_machine.travel:
    """So many minutes later, for as long as the block lasts."""
    return time_machine.travel(now() + timedelta(minutes=minutes))


def groups(page: str) -> list[str]:
    """The codes in a page, which shows them in groups of four."""
    shown = re.findall(r'<p class="code">(.*?)</p>', page)
    return ["".join(re.findall(r"<span>(\w+)</span>", one)) for one in shown]
