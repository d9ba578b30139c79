"""The hosts of an event and how they are reached are edited on one page; only the owner's people say who."""

import pytest
from flask.testing import FlaskClient

from regapp.database import db
from regapp.queries.co_hosts import co_hosts
from regapp.services.events import co_hosts as service
from regapp.vocabulary import Role
from tests.organisers import OwnEvent, browser, own_event, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


HIDDEN = '<input type="hidden" name="organisation" value="assembly">'


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """An event with two co-hosts."""
    return own_event(client.application, hosts=("fes", "shanyrak"))


def page(event: OwnEvent, query: str = "") -> str:
    """The address of the page."""
    return f"{event.address}/edit/hosts{query}"


def press(client: FlaskClient, event: OwnEvent, button: str, **data: str):
    """Press a button of the page."""
    proof = token(client.get(page(event)).text)
    return client.post(f"{page(event)}/{button}", data={"csrf_token": proof, **data})


def hosts(event: OwnEvent) -> list[tuple[str, Role | None]]:
    """The co-hosts as stored."""
    with event.app.app_context():
        return [(one.slug, one.role) for one in co_hosts(db.session(), event.id)]


def host_id(event: OwnEvent, slug: str) -> str:
    """The number of a co-host."""
    with event.app.app_context():
        return next(str(one.id) for one in co_hosts(db.session(), event.id) if one.slug == slug)


def contact(client: FlaskClient, event: OwnEvent, **changes: str):
    """Save the form."""
    host = browser(client.application)
    return host.post(page(event), data={"csrf_token": token(host.get(page(event)).text), **changes})


def test_an_organisation_is_searched_and_added(client: FlaskClient, event: OwnEvent) -> None:
    host = browser(client.application)
    found = host.get(page(event, "?q=assembly")).text
    assert HIDDEN in found
    assert press(host, event, "add", organisation="assembly").status_code == 303
    assert hosts(event)[-1] == ("assembly", None)
    assert HIDDEN not in host.get(page(event, "?q=assembly")).text.partition('id="more-hosts"')[2]


def test_a_search_that_finds_nobody_says_so(client: FlaskClient, event: OwnEvent) -> None:
    assert "No such organisation" in browser(client.application).get(page(event, "?q=zzz")).text


def test_order_role_and_going_are_buttons(client: FlaskClient, event: OwnEvent) -> None:
    host = browser(client.application)
    press(host, event, "move", host=host_id(event, "shanyrak"), direction="up")
    press(host, event, "grant", host=host_id(event, "fes"), role="manager")
    assert hosts(event) == [("shanyrak", None), ("fes", Role.MANAGER)]
    press(host, event, "remove", host=host_id(event, "shanyrak"))
    assert hosts(event) == [("fes", Role.MANAGER)]


@pytest.mark.parametrize("role", ["owner", "door", "x"])
def test_no_more_than_viewer_or_manager_is_granted(client: FlaskClient, event: OwnEvent, role: str) -> None:
    host = browser(client.application)
    assert press(host, event, "grant", host=host_id(event, "fes"), role=role).status_code == 422
    assert hosts(event)[0] == ("fes", None)


@pytest.mark.parametrize("button", ["add", "remove", "move", "grant"])
def test_a_co_hosts_manager_changes_nothing_of_it(client: FlaskClient, event: OwnEvent, button: str) -> None:
    with client.application.app_context():
        service.grant(event_id=event.id, host_id=int(host_id(event, "fes")), role=Role.MANAGER, user_id=None)
    guest = browser(client.application, organisation="fes")
    before = hosts(event)
    data = {
        "host": host_id(event, "shanyrak"),
        "organisation": "assembly",
        "direction": "up",
        "role": "manager",
    }
    assert press(guest, event, button, **data).status_code == 403
    assert hosts(event) == before
    assert "more-hosts" not in guest.get(page(event)).text


@pytest.mark.parametrize("button", ["add", "remove", "move", "grant"])
def test_a_button_of_a_page_that_is_not_ours_does_nothing(
    client: FlaskClient, event: OwnEvent, button: str
) -> None:
    before = hosts(event)
    data = {"host": host_id(event, "fes"), "organisation": "assembly", "role": "manager"}
    browser(client.application).post(f"{page(event)}/{button}", data=data)
    assert hosts(event) == before


def test_an_organisation_that_is_no_host_is_not_found(client: FlaskClient, event: OwnEvent) -> None:
    host = browser(client.application)
    assert press(host, event, "remove", host="4711").status_code == 404
    assert press(host, event, "remove", host="fes").status_code == 404
    assert press(host, event, "add", organisation="nobody").status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+7 777 397 11 27", "+7 777 397 11 27"),
        ("+7 (777) 397-11-27", "+7 777 397 11 27"),
        ("8 777 397 11 27", "+7 777 397 11 27"),
        ("+49 30 123456", "+49 30 123456"),
        ("", ""),
    ],
)
def test_a_telephone_is_kept_as_people_write_it(
    client: FlaskClient, event: OwnEvent, typed: str, kept: str
) -> None:
    assert contact(client, event, contact_phone=typed).status_code == 303
    assert event.column("contact_phone") == kept


def test_what_is_no_telephone_or_address_is_said_at_its_field(client: FlaskClient, event: OwnEvent) -> None:
    answer = contact(client, event, contact_phone="call me", contact_email="nobody")
    assert answer.status_code == 422
    assert 'value="call me"' in answer.text
    assert 'value="nobody"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert event.column("contact_phone") == ""
