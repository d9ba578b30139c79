"""What can be chosen in the form: what to hold meanwhile, sessions, tickets in windows of their own."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from regapp.clock import now
from regapp.database import db
from regapp.models import Event, Session, TicketType
from regapp.services.events.drafts import QuotaDraft, SessionDraft
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, form, page, receipt, register, send, words

APPROVED = replace(builders.ONLINE, needs_approval=True)


@pytest.fixture
def publish(inside: Inside) -> Any:
    """Publish an event and fill so many of its seats; its id and slug."""

    def made(*, taken: int = 0, **changes: Any) -> tuple[int, str]:
        with inside():
            event = builders.small_event(**changes)
            for person in range(taken):
                builders.register(event, person)
            return event, db.session.get_one(Event, event).slug

    return made


def _standing(inside: Inside, event: int) -> tuple[list[str], bool]:
    """The keys of the tickets that the visitor holds, and whether they wait as well."""
    with inside():
        attendee = builders.registration(event, PERSON["email"]).first
        return [hold.ticket_type.key for hold in attendee.holds], attendee.waiting_entry is not None


def _meanwhile(client: FlaskClient, slug: str) -> list[str | None]:
    shown = form(client.get(f"/events/{slug}/register"), "/register")
    return [one.get("value") for one in shown.all("input", name="meanwhile")]


def _set_window(inside: Inside, event: int, key: str, **columns: Any) -> None:
    with inside():
        ticket_type = db.session.query(TicketType).filter_by(event_id=event, key=key).one()
        for name, value in columns.items():
            setattr(ticket_type, name, value)
        db.session.commit()
        builders.change_event(event)


def test_who_waits_for_a_seat_can_hold_a_place_online(
    client: FlaskClient, inside: Inside, publish: Any
) -> None:
    event, slug = publish(taken=2)
    told = receipt(client, slug, meanwhile="online")

    assert "Meanwhile you hold On line" in words(told)
    assert _standing(inside, event) == (["online"], True)


@only_sqlite
def test_it_is_offered_where_somebody_has_to_wait(client: FlaskClient, publish: Any) -> None:
    assert _meanwhile(client, publish(taken=2)[1]) == ["", "online"]
    assert _meanwhile(client, publish(taken=1)[1]) == []
    assert _meanwhile(client, publish(taken=2, waiting_list=False)[1]) == []
    assert _meanwhile(client, publish(taken=2, ticket_types=(builders.IN_PERSON, APPROVED))[1]) == []


@only_sqlite
def test_it_may_be_sent_without_having_been_offered(
    client: FlaskClient, inside: Inside, publish: Any
) -> None:
    event, slug = publish()

    assert register(client, slug, meanwhile="online").status_code == 303
    assert _standing(inside, event) == (["in-person"], False)


@only_sqlite
@pytest.mark.parametrize("meanwhile", ["backstage", "online"])
def test_what_cannot_be_held_meanwhile_is_an_error_there(
    client: FlaskClient, publish: Any, meanwhile: str
) -> None:
    slug = publish(taken=2, ticket_types=(builders.IN_PERSON, APPROVED))[1]
    answer = register(client, slug, meanwhile=meanwhile)

    assert answer.status_code == 422
    assert form(answer, "/register").all("div", id="meanwhile-error")


@pytest.fixture
def sessions(inside: Inside, publish: Any) -> Any:
    """An event with a workshop for one, a tour for all and a break; its id, slug and the sessions' ids."""

    def made(**changes: Any) -> tuple[int, str, list[str]]:
        start = builders.draft("any").start
        items = [
            SessionDraft({"en": title}, start, start + timedelta(hours=1), bookable)
            for title, bookable in (("Workshop", True), ("Tour", True), ("Break", False))
        ]
        room = QuotaDraft({"en": "The room"}, 5, ("in-person",))
        workshop = QuotaDraft({"en": "Workshop"}, 1, (), (0,))
        event, slug = publish(sessions=tuple(items), quotas=(room, workshop), **changes)
        with inside():
            found = db.session.query(Session).filter_by(event_id=event).order_by(Session.position)
            return event, slug, [str(one.id) for one in found]

    return made


def test_sessions_are_chosen_with_the_place(client: FlaskClient, inside: Inside, sessions: Any) -> None:
    event, slug, (workshop, tour, _) = sessions()
    told = receipt(client, slug, session=[workshop, tour])

    assert "Sessions Workshop; Tour" in words(told)
    with inside():
        attendee = builders.registration(event, PERSON["email"]).first
        assert [str(one.id) for one in attendee.sessions] == [workshop, tour]


@only_sqlite
def test_the_form_shows_the_sessions_that_can_be_booked(client: FlaskClient, sessions: Any) -> None:
    _, slug, (workshop, tour, _) = sessions()
    shown = form(client.get(f"/events/{slug}/register"), "/register")

    assert [one.get("value") for one in shown.all("input", name="session")] == [workshop, tour]
    assert "1 of 1 places left" in shown.one("label", for_="session-0").text
    assert "all the sessions you choose together" in shown.text


@only_sqlite
@pytest.mark.parametrize("wrong", ["the break", "4711", "x", "9" * 40])
def test_a_session_that_is_not_offered_is_an_error(client: FlaskClient, sessions: Any, wrong: str) -> None:
    _, slug, (workshop, _, pause) = sessions()
    answer = register(client, slug, session=[workshop, pause if wrong == "the break" else wrong])

    shown = form(answer, "/register")
    assert answer.status_code == 422
    assert shown.all("div", id="session-error")
    assert "checked" in shown.one("input", id="session-0").attributes


@only_sqlite
def test_a_session_where_none_can_be_booked_is_an_error_too(client: FlaskClient, publish: Any) -> None:
    answer = register(client, publish()[1], session="1")

    assert answer.status_code == 422
    assert page(answer).one("div", class_="error-summary").all("a", href="#session")


@only_sqlite
def test_a_full_session_is_named(client: FlaskClient, inside: Inside, sessions: Any) -> None:
    event, slug, (workshop, tour, _) = sessions(waiting_list=False)
    with inside():
        builders.register(event, 1, sessions=(int(workshop),))
    shown = form(client.get(f"/events/{slug}/register"), "/register")
    answer = register(client, slug, session=[workshop, tour])

    assert "Full" in shown.one("label", for_="session-0").text
    assert answer.status_code == 409
    assert "No place is left: Workshop" in words(answer)
    assert "checked" in form(answer, "/register").one("input", id="session-1").attributes


@pytest.mark.parametrize(
    ("columns", "badge", "told"),
    [
        ({"opens_at": now() + timedelta(hours=1)}, "Not open yet", "Not open yet: In the room"),
        ({"closes_at": now() - timedelta(hours=1)}, "Closed", "Closed while you typed: In the room"),
    ],
)
def test_a_ticket_in_a_shut_window_cannot_be_chosen_and_says_why(
    client: FlaskClient, inside: Inside, publish: Any, *, columns: dict[str, Any], badge: str, told: str
) -> None:
    event, slug = publish()
    before = client.get(f"/events/{slug}/register")
    _set_window(inside, event, "in-person", **columns)
    shown = form(client.get(f"/events/{slug}/register"), "/register")
    stale = send(client, before, "/register", **PERSON)

    assert "disabled" in shown.one("input", id="ticket-0").attributes
    assert badge in shown.one("label", for_="ticket-0").text
    assert stale.status_code == 403
    assert told in words(stale)
    assert "Still open: On line." in words(stale)
    assert form(stale, "/register").values()["name"] == PERSON["name"]


@only_sqlite
def test_its_window_is_told_with_an_error_elsewhere(
    client: FlaskClient, inside: Inside, publish: Any
) -> None:
    event, slug = publish()
    _set_window(inside, event, "in-person", closes_at=now() - timedelta(hours=1))
    answer = register(client, slug, email="nobody")

    assert answer.status_code == 403
    assert "Closed while you typed: In the room" in words(answer)


@only_sqlite
def test_a_place_held_meanwhile_has_its_window_too(client: FlaskClient, inside: Inside, publish: Any) -> None:
    event, slug = publish(taken=2)
    _set_window(inside, event, "online", closes_at=now() - timedelta(hours=1))
    answer = register(client, slug, meanwhile="online")

    assert answer.status_code == 403
    assert "Closed while you typed: On line" in words(answer)


@only_sqlite
def test_where_nothing_can_be_chosen_there_is_no_form(
    client: FlaskClient, inside: Inside, publish: Any
) -> None:
    event, slug = publish(ticket_types=(builders.IN_PERSON,))
    _set_window(inside, event, "in-person", opens_at=now() + timedelta(hours=1))
    shown = client.get(f"/events/{slug}/register")

    assert "Can be chosen from" in words(shown)
    assert not page(shown).one("main").all("form")
    assert not page(client.get(f"/events/{slug}")).all("a", href=f"/events/{slug}/register")


@only_sqlite
def test_a_ticket_opens_on_the_minute_on_kept_pages(
    client: FlaskClient, inside: Inside, publish: Any
) -> None:
    event, slug = publish()
    _set_window(inside, event, "in-person", opens_at=now() + timedelta(hours=1))

    assert "Not open yet" in words(client.get(f"/events/{slug}"))
    with time_machine.travel(now() + timedelta(hours=2)):
        assert "Not open yet" not in words(client.get(f"/events/{slug}"))
