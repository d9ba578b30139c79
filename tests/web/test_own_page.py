"""The participant's own page: reached by its token alone, and all that can be done there."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.clock import now
from regapp.database import db
from regapp.models import AddressChange, Attendee
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, form, page, register, send, words

pytestmark = only_sqlite
EMAIL = PERSON["email"]
SECRET = "https://zoom.us/j/84684484087"


def _path(inside: Inside, email: str = EMAIL) -> str:
    with inside():
        return f"/registrations/{builders.own_token(builders.event_id(), email)}"


@pytest.fixture
def own(client: FlaskClient, inside: Inside) -> str:
    """The own page of somebody with a seat."""
    register(client)
    return _path(inside)


def _press(client: FlaskClient, path: str, action: str, **fields: Any) -> TestResponse:
    return send(client, client.get(path), action, **fields)


def _told(client: FlaskClient, answer: TestResponse) -> str:
    assert answer.status_code == 303
    return words(client.get(answer.location))


def _end(inside: Inside, **columns: Any) -> None:
    past = {"start_at": now() - timedelta(hours=3), "end_at": now() - timedelta(hours=1)}
    with inside():
        builders.change_event(builders.event_id(), **(columns or past))


def test_it_shows_the_place_and_a_ticket_to_read_aloud(client: FlaskClient, inside: Inside, own: str) -> None:
    shown = words(client.get(own))
    with inside():
        code = db.session.scalars(select(Attendee.code)).one()

    assert "Confirmed" in shown
    assert " ".join((code[:4], code[4:8], code[8:])) in shown
    assert page(client.get(own)).one("main").all("div", class_="qr")


def test_a_wrong_token_is_not_found(client: FlaskClient) -> None:
    assert client.get("/registrations/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_it_is_kept_by_no_cache_and_no_search_engine(client: FlaskClient, own: str) -> None:
    answer = client.get(own)

    assert answer.headers["Cache-Control"] == "no-store"
    assert page(answer).one("meta", name="robots").get("content") == "noindex"


def test_a_seat_does_not_open_the_meeting(client: FlaskClient, own: str) -> None:
    assert SECRET not in client.get(own).text


def test_an_online_ticket_does(client: FlaskClient, inside: Inside) -> None:
    register(client, ticket="online")
    answer = client.get(_path(inside))

    assert page(answer).all("a", href=SECRET)
    assert "846 8448 4087" in words(answer)
    assert not page(answer).all("div", class_="qr")


def test_who_left_has_neither_ticket_nor_meeting(client: FlaskClient, inside: Inside) -> None:
    register(client, ticket="online")
    answer = _press(client, _path(inside), "/cancel")

    assert SECRET not in client.get(answer.location).text


def test_links_to_calendars_hold_public_facts_only(client: FlaskClient, inside: Inside) -> None:
    register(client, ticket="online")
    hosts = ("calendar.google.com", "outlook.live.com", "outlook.office.com", "calendar.yahoo.com")
    links = [link.get("href") or "" for link in page(client.get(_path(inside))).all("a")]

    outside = [link for link in links if any(host in link for host in hosts)]
    assert len(outside) == 4
    assert not any("zoom.us" in link or "registrations" in link for link in outside)


def test_cancelling_frees_the_seat_and_offers_a_way_back(
    client: FlaskClient, inside: Inside, own: str
) -> None:
    told = _told(client, _press(client, own, "/cancel"))

    assert "Your registration is cancelled" in told
    assert form(client.get(own), "/restore")
    with inside():
        assert builders.quota(builders.event_id()).taken == 0


def test_coming_back_takes_a_seat_again(client: FlaskClient, own: str) -> None:
    _press(client, own, "/cancel")

    assert "Your place is confirmed" in _told(client, _press(client, own, "/restore"))


def test_one_post_with_the_token_alone_cancels(client: FlaskClient, own: str) -> None:
    token = form(client.get(own), "/cancel").values()

    assert set(token) == {"csrf_token"}
    assert client.post(f"{own}/cancel", data=token).status_code == 303


def test_coming_back_to_a_full_room_without_a_list_is_409(
    client: FlaskClient, inside: Inside, own: str
) -> None:
    _press(client, own, "/cancel")
    with inside():
        event = builders.event_id()
        for person in range(10):
            builders.register(event, person)
        builders.change_event(event, waiting_list=False)
    answer = _press(client, own, "/restore")

    assert answer.status_code == 409
    assert "No place is left" in words(answer)


def test_it_tells_the_place_in_the_line_and_the_rule(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.event_id()
        for person in range(11):
            builders.register(event, person)
    register(client)
    shown = words(client.get(_path(inside)))

    assert "On the waiting list" in shown
    assert "Your place in the line: 2" in shown
    assert "goes at once to the first in the line" in shown


def test_details_can_be_changed(client: FlaskClient, own: str) -> None:
    change = {"name": "Aigul N.", "question-group": "ngo", "question-affiliation": "FES", "language": "kk"}
    assert "Your changes are saved" in _told(client, _press(client, own, "/change", **change))

    assert form(client.get(own), "/change").values().items() >= change.items()


@pytest.mark.parametrize("field", ["name", "question-affiliation"])
def test_what_is_required_stays_required_and_what_was_typed_stays(
    client: FlaskClient, own: str, field: str
) -> None:
    answer = _press(client, own, "/change", **{"question-question": "Why?", field: " "})

    assert answer.status_code == 422
    shown = form(answer, "/change")
    assert (shown.values()[field], shown.values()["question-question"]) == ("", "Why?")
    assert page(answer).one("main").one("p", class_="error")
    assert client.get(own).text.count(PERSON["name"]) > 0


def test_a_new_address_counts_when_its_button_is_pressed(
    client: FlaskClient, inside: Inside, own: str
) -> None:
    assert "sent a letter to the new address" in _told(
        client, _press(client, own, "/address", email="n@e.kz")
    )
    assert EMAIL in client.get(own).text
    with inside():
        proof = f"/address-changes/{db.session.scalars(select(AddressChange.token)).one()}"

    told = _told(client, _press(client, proof, proof))
    assert "Your address is changed" in told
    assert client.get(own).status_code == 404
    assert client.get(_path(inside, "n@e.kz")).status_code == 200


def test_an_address_that_is_registered_meanwhile_is_409(
    client: FlaskClient, inside: Inside, own: str
) -> None:
    _press(client, own, "/address", email="taken@example.org")
    with inside():
        builders.register(builders.event_id(), "taken@example.org")
        proof = f"/address-changes/{db.session.scalars(select(AddressChange.token)).one()}"
    answer = _press(client, proof, proof)

    assert answer.status_code == 409
    assert "registered already" in words(answer)


def test_a_wrong_new_address_is_told_and_kept(client: FlaskClient, own: str) -> None:
    answer = _press(client, own, "/address", email="@home")

    assert answer.status_code == 422
    assert form(answer, "/address").values()["email"] == "@home"


def test_a_stale_change_comes_back_as_typed(client: FlaskClient, own: str) -> None:
    answer = _press(client, own, "/change", name="Aigul N.", csrf_token="of yesterday")

    assert answer.status_code == 422
    assert form(answer, "/change").values()["name"] == "Aigul N."
    assert send(client, answer, "/change").status_code == 303


@pytest.mark.parametrize("action", ["/cancel", "/change", "/address"])
def test_after_the_event_nothing_changes_any_more(
    client: FlaskClient, inside: Inside, own: str, action: str
) -> None:
    shown = client.get(own)
    _end(inside)
    answer = send(client, shown, action, email="new@example.org")

    assert answer.status_code == 403
    assert "This event is over" in words(answer)
    assert "no longer possible" in words(answer)


@pytest.mark.parametrize(
    ("columns", "told"), [({}, "This event is over"), ({"status": "cancelled"}, "This event is cancelled")]
)
def test_it_stays_when_there_is_no_event_any_more(
    client: FlaskClient, inside: Inside, own: str, columns: dict[str, str], told: str
) -> None:
    _end(inside, **columns)
    answer = client.get(own)

    assert answer.status_code == 200
    assert told in words(answer)
    assert not page(answer).one("main").all("form")


def test_the_window_that_has_shut_lets_nobody_back(client: FlaskClient, inside: Inside, own: str) -> None:
    _press(client, own, "/cancel")
    shown = client.get(own)
    _end(inside, closes_at=now() - timedelta(minutes=1))

    assert send(client, shown, "/restore").status_code == 403
    assert not page(client.get(own)).one("main").all("form")


def test_its_languages_lead_back_to_it_even_after_an_error(client: FlaskClient, own: str) -> None:
    answer = _press(client, own, "/cancel", csrf_token="")

    assert answer.status_code == 422
    assert page(answer).all("a", href=f"{own}?lang=ru")


def test_a_ticket_looks_like_an_unknown_one_to_strangers(
    client: FlaskClient, inside: Inside, own: str
) -> None:
    with inside():
        code = db.session.scalars(select(Attendee.code)).one()
    strangers = (client.application.test_client() for _ in range(2))
    known, unknown = (next(strangers).get(f"/tickets/{one}") for one in (code, "ABCDEFGHJKLM"))

    assert known.text == unknown.text.replace("ABCDEFGHJKLM", code)
    assert dict(known.headers) == dict(unknown.headers) | {"Content-Length": str(len(known.data))}
