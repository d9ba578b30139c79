"""Organisers and their browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as hooks

from regapp.database import db
from regapp.services.hosts import add_organiser
from regapp.vocabulary import Role
from regapp.web.rates import limiter
from regapp.web.signin import security

PASSWORD = "correct horse battery staple"
# Where no SQL matters.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def token(page: str) -> str:
    """The CSRF token in a page."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found, page
    return found[1]


def member(app: Flask, role: Role | str = Role.MANAGER, organisation: str = "dku") -> str:
    """Make an account with a role in an organisation, its password hashed in no time; its address."""
    email = f"{role}@{organisation}.example"
    security.pwd_context.update(argon2__time_cost=1, argon2__memory_cost=64, argon2__parallelism=1)
    with app.app_context():
        add_organiser(email=email, organisation=organisation, role=Role(role), password=PASSWORD)
    return email


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, next: str = "", **more: str):  # noqa: A002
    """Fill in the form of the sign-in page as a browser does."""
    address = f"/login?next={next}" if next else "/login"
    page = client.get(address).text
    data = {"email": email, "password": password, "csrf_token": token(page), **more}
    return client.post(address, data=data)


def browser(app: Flask, role: Role | str = Role.MANAGER, organisation: str = "dku") -> FlaskClient:
    """A browser in which a member of an organisation is signed in."""
    client = app.test_client()
    limiter.reset()  # all tests together sign in more often than anybody may
    assert sign_in(client, member(app, role, organisation)).status_code == 303
    return client


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Note every statement that reaches the database inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    hooks.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        hooks.remove(engine, "before_cursor_execute", note)
