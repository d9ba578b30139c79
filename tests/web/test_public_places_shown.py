"""How much everybody learns of the places left is the host's choice; that all are taken is always said."""

import pytest
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Event
from regapp.services.events.drafts import QuotaDraft, SessionDraft
from regapp.vocabulary import PlacesShown
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, send, words

pytestmark = only_sqlite

ROOM = "In the room"
PAGES = ["/events/{}", "/events/{}/register", "/?q={}"]


def _event(inside: Inside, shown: PlacesShown, *, taken: int = 0, **changes: object) -> str:
    with inside():
        event = builders.small_event(
            capacity=13,
            places_shown=shown,
            waiting_list=False,
            ticket_types=(builders.IN_PERSON,),
            **changes,
        )
        for person in range(taken):
            builders.register(event, person)
        return db.session.get_one(Event, event).slug


def _seen(client: FlaskClient, slug: str) -> list[str]:
    return [words(client.get(address.format(slug))) for address in PAGES]


def test_a_number_is_told_where_the_host_wants_it(client: FlaskClient, inside: Inside) -> None:
    for text in _seen(client, _event(inside, PlacesShown.NUMBER, taken=2)):
        assert "11 of 13 places left" in text


@pytest.mark.parametrize(("taken", "told"), [(2, "laces left"), (11, "ew places left")])
def test_few_or_many_is_told_without_a_number(
    client: FlaskClient, inside: Inside, taken: int, told: str
) -> None:
    for text in _seen(client, _event(inside, PlacesShown.FEW, taken=taken)):
        assert told in text.replace("are places left", "places left")
        assert "13" not in text.replace("2013", "")
        assert ("ew places" in text) is (taken == 11)


def test_nothing_is_told_where_the_host_wants_it_so(client: FlaskClient, inside: Inside) -> None:
    slug = _event(inside, PlacesShown.HIDDEN, taken=11)
    for text in _seen(client, slug):
        assert "places left" not in text
    assert 'class="meter"' not in client.get(f"/events/{slug}").text


@pytest.mark.parametrize("shown", PlacesShown)
def test_that_all_are_taken_is_always_said(client: FlaskClient, inside: Inside, shown: PlacesShown) -> None:
    slug = _event(inside, shown, taken=13)
    page, form, row = _seen(client, slug)
    assert "All places are taken" in page
    assert "All places are taken" in form
    assert f"{ROOM}: full" in row


@pytest.mark.parametrize("shown", [PlacesShown.FEW, PlacesShown.HIDDEN])
def test_a_group_that_is_too_large_learns_no_number(
    client: FlaskClient, inside: Inside, shown: PlacesShown
) -> None:
    slug = _event(inside, shown, taken=11, most_people=4)
    page = client.get(f"/events/{slug}/register")
    friends = {f"person-{number}-name": f"Friend {number}" for number in (2, 3, 4)}
    person = {key: PERSON[key] for key in ("name", "email", "ticket", "consent")}
    answer = send(client, page, "/register", **person, **friends)
    assert answer.status_code == 409
    assert "Not enough places are left" in words(answer)


def test_a_page_that_tells_no_number_stays_the_same_while_places_go(
    client: FlaskClient, inside: Inside
) -> None:
    slug = _event(inside, PlacesShown.FEW, taken=1)
    before = client.get(f"/events/{slug}").headers["ETag"]
    with inside():
        event = builders.event_id(slug)
        builders.register(event, 90)
    assert client.get(f"/events/{slug}").headers["ETag"] == before
    with inside():
        for person in range(20, 29):
            builders.register(event, person)
    assert client.get(f"/events/{slug}").headers["ETag"] != before


def test_an_event_without_limit_says_so_unless_nothing_is_told(client: FlaskClient, inside: Inside) -> None:
    for shown in PlacesShown:
        with inside():
            event = builders.small_event(places_shown=shown, ticket_types=(builders.ONLINE,), quotas=())
            slug = db.session.get_one(Event, event).slug
        text = words(client.get(f"/events/{slug}"))
        assert ("No limit on places" in text) is (shown is not PlacesShown.HIDDEN)


def test_sessions_to_choose_tell_no_more_either(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.small_event(
            places_shown=PlacesShown.HIDDEN,
            ticket_types=(builders.ONLINE,),
            sessions=(SessionDraft({"en": "Workshop"}, bookable=True),),
            quotas=(QuotaDraft({"en": "Workshop"}, 7, sessions=(0,)),),
        )
        slug = db.session.get_one(Event, event).slug
    text = words(client.get(f"/events/{slug}/register"))
    assert "Workshop" in text
    assert "of 7 places" not in text
