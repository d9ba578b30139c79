"""An organisation may ask its members for a second factor."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee
from regapp.vocabulary import Role
from tests import builders
from tests.organisers import browser, on_sqlite
from tests.web.signin.accounts import ask_for_second_factors, set_up_authenticator
from tests.web.signin.key import Key, add_key
from tests.web.visits import words

SET_UP = "/account/second-factor"
PAGES = ["/organise/", "/organise/events/round-table", "/organise/notifications"]


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", PAGES)
def test_members_without_one_are_led_to_set_one_up(client: FlaskClient, path: str, role: Role):
    inside = browser(client.application, role)
    ask_for_second_factors(client.application)
    for answer in (inside.get(path), inside.post(path)):
        assert answer.status_code in {302, 405}
        assert answer.status_code == 405 or answer.location == SET_UP
    assert "asks for a second step" in words(inside.get(SET_UP))


@on_sqlite
def test_until_then_a_ticket_is_as_neutral_as_for_strangers(client: FlaskClient):
    app = client.application
    inside = browser(app)
    with app.app_context():
        event = builders.event_id()
        builders.register(event, 1)
        code = db.session.scalars(select(Attendee.code)).one()
    assert "Person 1" in words(inside.get(f"/tickets/{code}"))
    ask_for_second_factors(app)
    assert words(inside.get(f"/tickets/{code}")) == words(inside.get("/tickets/ABCDEFGHJKLM"))


def test_with_one_everything_opens(client: FlaskClient):
    inside = browser(client.application)
    ask_for_second_factors(client.application)
    add_key(inside, Key())
    assert [inside.get(path).status_code for path in PAGES] == [200, 200, 200]


@on_sqlite
def test_an_authenticator_does_as_well(client: FlaskClient):
    inside = browser(client.application)
    ask_for_second_factors(client.application)
    set_up_authenticator(client.application)
    assert inside.get("/organise/").status_code == 200


@on_sqlite
def test_members_of_other_organisations_are_not_asked(client: FlaskClient):
    inside = browser(client.application, organisation="fes")
    ask_for_second_factors(client.application)
    assert inside.get("/organise/").status_code == 200
    assert "asks for a second step" not in words(inside.get(SET_UP))


@on_sqlite
@pytest.mark.parametrize("path", ["/account/", "/account/password", "/account/sessions", SET_UP])
def test_the_pages_of_the_account_stay_open(client: FlaskClient, path: str):
    inside = browser(client.application)
    ask_for_second_factors(client.application)
    assert inside.get(path).status_code == 200
