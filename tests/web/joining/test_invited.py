"""Somebody opens the link of an invitation to work for an organisation."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.clock import now
from regapp.database import db
from regapp.models import MemberInvitation, Membership, Organisation, User
from regapp.services.accounts import members
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Language, Role
from tests.organisers import browser, member, on_sqlite, sign_in
from tests.web.visits import form, page, send, words

PASSWORD = "four words nobody guesses"
NEW = "new@dku.example"
FILLED = {"name": "Ержан", "new_password": PASSWORD, "new_password_again": PASSWORD, "language": "ru"}


def invite(app: Flask, email: str = NEW, role: Role = Role.MANAGER) -> str:
    """Invite an address to dku; the path of the link in its letter."""
    with app.app_context():
        owner = add_organiser(email="owner@dku.example", organisation="dku", role=Role.OWNER).user_id
        db.session.get_one(User, owner).name = "Олжас"
        db.session.commit()
        organisation = db.session.scalars(select(Organisation.id).where(Organisation.slug == "dku")).one()
        members.invite(
            organisation_id=organisation, email=email, role=role, language=Language.RUSSIAN, user_id=owner
        )
        db.session.rollback()
        return f"/join/{db.session.scalars(select(MemberInvitation.token)).one()}"


def roles(app: Flask, email: str = NEW) -> dict[str, Role]:
    with app.app_context():
        rows = db.session.scalars(select(Membership).join(User).where(User.email == email)).all()
        return {one.organisation.slug: one.role for one in rows}


def fill_in(client: FlaskClient, link: str, **changes: str) -> TestResponse:
    return send(client, client.get(link), link, **{**FILLED, **changes})


@on_sqlite
def test_it_says_who_invites_to_what_as_what(client: FlaskClient):
    text = words(client.get(invite(client.application)))
    assert "Kazakh-German University" in text
    assert "Олжас invites new@dku.example" in text
    assert "Manager" in text


def test_who_is_new_chooses_a_password_and_is_in(client: FlaskClient):
    link = invite(client.application)
    answer = fill_in(client, link)
    assert (answer.status_code, answer.location) == (303, "/organise/")
    assert client.get("/organise/events/round-table").status_code == 200
    assert roles(client.application) == {"dku": Role.MANAGER}


def test_an_account_signs_in_and_accepts(client: FlaskClient):
    app = client.application
    email = member(app, Role.VIEWER, "fes")
    link = invite(app, email, Role.DOOR)
    shown = client.get(link)
    assert page(shown).all("input", name="new_password") == []
    to_sign_in = next(one for one in page(shown).one("main").all("a") if one.text == "Sign in")
    assert to_sign_in.get("href") == f"/login?next={link}"
    assert sign_in(client, email, next=link).location == link
    answer = send(client, client.get(link), link)
    assert (answer.status_code, answer.location) == (303, "/organise/")
    assert roles(app, email) == {"fes": Role.VIEWER, "dku": Role.DOOR}


@on_sqlite
def test_a_get_accepts_nothing(client: FlaskClient):
    link = invite(client.application, member(client.application, Role.VIEWER, "fes"))
    inside = browser(client.application, Role.VIEWER, "fes")
    inside.get(link)
    inside.head(link)
    assert roles(client.application, "viewer@fes.example") == {"fes": Role.VIEWER}


@on_sqlite
def test_accepting_takes_the_button_of_our_own_page(client: FlaskClient):
    link = invite(client.application, member(client.application, Role.VIEWER, "fes"))
    assert browser(client.application, Role.VIEWER, "fes").post(link).status_code == 422
    assert roles(client.application, "viewer@fes.example") == {"fes": Role.VIEWER}


@on_sqlite
def test_who_is_not_signed_in_does_not_accept_for_an_account(client: FlaskClient):
    link = invite(client.application, member(client.application, Role.VIEWER, "fes"))
    answer = client.post(link, data=FILLED)
    assert (answer.status_code, answer.location) == (303, link)
    assert roles(client.application, "viewer@fes.example") == {"fes": Role.VIEWER}


@on_sqlite
def test_somebody_elses_account_cannot_accept(client: FlaskClient):
    link = invite(client.application, member(client.application, Role.VIEWER, "fes"))
    inside = browser(client.application, Role.OWNER, "assembly")
    shown = inside.get(link)
    assert "another account" in words(shown)
    form(shown, "/logout")
    assert inside.post(link).status_code == 303
    assert roles(client.application, "viewer@fes.example") == {"fes": Role.VIEWER}
    assert roles(client.application, "owner@assembly.example") == {"assembly": Role.OWNER}


def gone_links(app: Flask) -> dict[str, str]:
    """Links that do not work any more, by the reason."""
    used = invite(app)
    assert fill_in(app.test_client(), used).status_code == 303
    withdrawn = invite(app, "other@dku.example")
    with app.app_context():
        found = db.session.scalars(select(MemberInvitation)).one()
        assert found.invited_by_id
        members.withdraw(
            organisation_id=found.organisation_id, invitation_id=found.id, user_id=found.invited_by_id
        )
    return {"used": used, "withdrawn": withdrawn, "wrong": "/join/AAAAAAAAAAAAAAAAAAAAAA"}


@on_sqlite
def test_a_link_that_does_not_work_says_so_and_no_more(client: FlaskClient):
    links = gone_links(client.application)
    texts = set()
    for link in links.values():
        for answer in (client.get(link), client.post(link, data=FILLED)):
            assert answer.status_code == 404
            texts.add(words(answer))
    assert len(texts) == 1
    assert "does not work any more" in texts.pop()


@on_sqlite
def test_an_invitation_ends_after_two_weeks(client: FlaskClient):
    link = invite(client.application)
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        assert client.get(link).status_code == 404
        assert client.post(link, data=FILLED).status_code == 404
    assert roles(client.application) == {}


@on_sqlite
@pytest.mark.parametrize("field", ["name", "new_password", "new_password_again", "language"])
def test_what_is_missing_is_said_and_nothing_done(client: FlaskClient, field: str):
    answer = fill_in(client, invite(client.application), **{field: ""})
    assert answer.status_code == 422
    assert page(answer).one("input", "select", id=field).get("aria-invalid") == "true"
    assert roles(client.application) == {}


@on_sqlite
def test_the_address_is_told_to_no_other_page(client: FlaskClient):
    assert client.get(invite(client.application)).headers["Referrer-Policy"] == "no-referrer"
