"""An address that an event had before leads to it for ever."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Event, FormerSlug
from regapp.services.events import addressing
from regapp.vocabulary import EventStatus, EventVisibility, PlacesShown
from tests import builders
from tests.organisers import browser
from tests.web.conftest import Inside, only_sqlite

pytestmark = only_sqlite

OLD, NEW = "round-table", "table-about-migration"


def readdress(inside: Inside, slug: str = NEW, event_slug: str = OLD) -> int:
    """Give an event another address; its id."""
    with inside():
        event = db.session.scalars(select(Event).where(Event.slug == event_slug)).one()
        addressing.change_visibility(
            event_id=event.id,
            revision=event.revision,
            visibility=EventVisibility.PUBLIC,
            places_shown=PlacesShown.NUMBER,
            slug=slug,
            user_id=None,
        )
        return event.id


@pytest.mark.parametrize("path", ["", "/register", "/calendar.ics", "/cover.svg", "/poster"])
def test_every_public_page_moves_along(client: FlaskClient, inside: Inside, path: str) -> None:
    readdress(inside)
    answer = client.get(f"/events/{OLD}{path}?lang=kk&ticket=online")
    assert answer.status_code == 301
    assert answer.location == f"/events/{NEW}{path}?lang=kk&ticket=online"
    assert client.get(f"/events/{NEW}{path}").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["_external=1", "_scheme=javascript", "_anchor=x", "_method=POST", "endpoint=x", "a=1&a=2&slug=%2F%2Fx"],
)
def test_whatever_stands_behind_the_address_stays_behind_it(
    client: FlaskClient, inside: Inside, query: str
) -> None:
    readdress(inside)
    assert client.get(f"/events/{OLD}?{query}").location == f"/events/{NEW}?{query}"


def test_a_form_that_was_open_meanwhile_is_sent_on(client: FlaskClient, inside: Inside) -> None:
    readdress(inside)
    answer = client.post(f"/events/{OLD}/register", data={"name": "Somebody"})
    assert (answer.status_code, answer.location) == (308, f"/events/{NEW}/register")


def test_pages_of_its_hosts_move_along_for_them_alone(client: FlaskClient, inside: Inside) -> None:
    readdress(inside)
    host, stranger = browser(client.application), browser(client.application, organisation="shanyrak")
    answer = host.get(f"/organise/events/{OLD}/attendees?q=a")
    assert (answer.status_code, answer.location) == (301, f"/organise/events/{NEW}/attendees?q=a")
    assert stranger.get(f"/organise/events/{OLD}/attendees").status_code == 404
    assert client.get(f"/organise/events/{OLD}/attendees").status_code == 302


def test_a_draft_is_not_told_of(client: FlaskClient, inside: Inside) -> None:
    event = readdress(inside)
    with inside():
        builders.change_event(event, status=EventStatus.DRAFT)
    assert client.get(f"/events/{OLD}").status_code == 404


def test_an_unknown_address_leads_nowhere(client: FlaskClient, inside: Inside) -> None:
    readdress(inside)
    assert client.get("/events/nothing").status_code == 404


def test_an_address_can_be_taken_back(client: FlaskClient, inside: Inside) -> None:
    readdress(inside)
    readdress(inside, OLD, NEW)
    assert client.get(f"/events/{OLD}").status_code == 200
    assert client.get(f"/events/{NEW}").location == f"/events/{OLD}"
    with inside():
        assert list(db.session.scalars(select(FormerSlug.slug))) == [NEW]
