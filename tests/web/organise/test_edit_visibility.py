"""Who finds an event and at which address is edited on one page."""

import pytest
from flask.testing import FlaskClient

from regapp.vocabulary import EventVisibility, PlacesShown
from tests.organisers import OwnEvent, browser, own_event, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """A small event."""
    return own_event(client.application)


def send(client: FlaskClient, event: OwnEvent, **changes: str):
    """Send the form with these changes."""
    address = f"{event.address}/edit/visibility"
    host = browser(client.application)
    plain = {"visibility": "public", "places_shown": "number", "slug": event.slug}
    return host.post(address, data={"csrf_token": token(host.get(address).text), **plain, **changes})


def test_all_of_it_is_saved(client: FlaskClient, event: OwnEvent) -> None:
    answer = send(client, event, visibility="unlisted", places_shown="hidden", slug="New-Address-2026")
    assert answer.status_code == 303
    assert event.column("visibility") is EventVisibility.UNLISTED
    assert event.column("places_shown") is PlacesShown.HIDDEN
    assert event.column("slug") == "new-address-2026"
    assert client.get(f"/events/{event.slug}").location == "/events/new-address-2026"


def test_an_address_that_is_taken_is_said_at_its_field(client: FlaskClient, event: OwnEvent) -> None:
    answer = send(client, event, slug="round-table", places_shown="few")
    assert answer.status_code == 422
    assert "Another event has this address" in answer.text
    assert 'value="round-table"' in answer.text
    assert event.column("places_shown") is PlacesShown.NUMBER


@pytest.mark.parametrize("slug", ["", "a b", "a--b", "-a", "үстел", "a/b", "<script>", "a" * 61])
def test_an_address_is_of_small_letters_digits_and_hyphens(
    client: FlaskClient, event: OwnEvent, slug: str
) -> None:
    answer = send(client, event, slug=slug)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert event.column("slug") == event.slug


def test_by_invitation_asks_first_for_tickets_that_need_a_code(client: FlaskClient, event: OwnEvent) -> None:
    answer = send(client, event, visibility="invited")
    assert answer.status_code == 422
    assert "can be had without a code: In the room, On line" in answer.text
    assert event.column("visibility") is EventVisibility.PUBLIC


def test_a_value_that_is_none_is_refused(client: FlaskClient, event: OwnEvent) -> None:
    assert send(client, event, visibility="nobody").status_code == 422
    assert send(client, event, places_shown="all").status_code == 422
