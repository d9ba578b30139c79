"""What the own page shows of each thing one may have, and what it keeps to itself."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee, Hold
from regapp.services.events.drafts import MeetingDraft
from regapp.services.registrations import deciding
from regapp.vocabulary import HoldReason
from tests import builders
from tests.builders import IN_PERSON, ONLINE
from tests.web.conftest import Inside, only_sqlite
from tests.web.owners import codes, join, leave, let_lapse, press, told
from tests.web.visits import form, page, words

pytestmark = only_sqlite
SECRET = "https://zoom.us/j/11122233344"
MEETING = MeetingDraft(provider="zoom", meeting_id="111", join_address=SECRET, passcode="s3cret")


def _ask(inside: Inside, **more: Any) -> tuple[int, str]:
    """Ask the host for a place."""
    asks = {"ticket_types": tuple(_needs_approval(one) for one in (IN_PERSON, ONLINE)), "meeting": MEETING}
    return join(inside, **asks | more)


def _needs_approval(draft: Any) -> Any:
    return type(draft)(draft.key, draft.attendance, draft.name, needs_approval=True)


def _shows_no_secret(client: FlaskClient, inside: Inside, event: int, path: str) -> bool:
    text = client.get(path).text
    return not any(secret in text for secret in (SECRET, "s3cret", *codes(inside, event)))


def _buttons(client: FlaskClient, path: str) -> list[str]:
    forms = page(client.get(path)).one("main").all("form")
    return [(form.get("action") or "").removeprefix(path) for form in forms]


def test_an_unproven_address_is_asked_for_its_proof_and_for_nothing_else(
    client: FlaskClient, inside: Inside
) -> None:
    event, path = join(inside, proof_minutes=60, ticket="online", meeting=MEETING)
    shown = words(client.get(path))

    assert page(client.get(path)).one("h1").text == "Confirm your address"
    assert _buttons(client, path) == ["/prove"]
    assert re.search(r"Until .*\d\d:\d\d \(Almaty, UTC\+5\)", shown)
    assert _shows_no_secret(client, inside, event, path)


def test_the_button_proves_the_address(client: FlaskClient, inside: Inside) -> None:
    _, path = join(inside, proof_minutes=60, ticket="online", meeting=MEETING)
    shown = told(client, press(client, path, "/prove"))

    assert "Your address is confirmed" in shown
    assert "Your place is confirmed" in shown
    assert SECRET in client.get(path).text


def test_proving_twice_is_proving_once(client: FlaskClient, inside: Inside) -> None:
    _, path = join(inside, proof_minutes=60)
    token = form(client.get(path), "/prove").values()
    client.post(f"{path}/prove", data=token)

    assert client.post(f"{path}/prove", data=token).status_code == 303


@pytest.mark.parametrize("sweep", [False, True])
def test_a_late_proof_is_refused_in_words(client: FlaskClient, inside: Inside, *, sweep: bool) -> None:
    event, path = join(inside, proof_minutes=60)
    token = form(client.get(path), "/prove").values()
    let_lapse(inside, event, sweep=sweep)
    answer = client.post(f"{path}/prove", data=token)

    assert answer.status_code == 409
    assert "The time to confirm your address is over" in words(answer)
    assert "/prove" not in _buttons(client, path)


def test_who_was_too_late_can_register_again(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, proof_minutes=60)
    let_lapse(inside, event)
    shown = words(client.get(path))

    assert "Your registration has lapsed" in shown
    assert "Register again" in shown
    assert "Your place is confirmed" in told(client, press(client, path, "/restore"))


@pytest.mark.parametrize(
    ("pending_holds", "words_of_it"), [(True, "A place is kept"), (False, "No place is kept")]
)
def test_who_waits_for_a_yes_is_told_whether_a_place_is_kept(
    client: FlaskClient, inside: Inside, words_of_it: str, *, pending_holds: bool
) -> None:
    _, path = _ask(inside, pending_holds=pending_holds)
    shown = words(client.get(path))

    assert "waits for the host’s yes" in shown
    assert words_of_it in shown
    assert "/cancel" in _buttons(client, path)


def test_the_way_to_join_is_shown_from_the_hosts_time_on(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, ticket="online", meeting=MEETING, join_release_minutes=60)
    before = client.get(path)
    assert "16:00 (Almaty, UTC+5): by letter, and here" in words(before)
    assert SECRET not in before.text
    assert not {"s3cret", "111"} & set(words(before).split())
    with inside():
        builders.change_event(event, join_release_minutes=60 * 24 * 40)
    assert SECRET in client.get(path).text


@pytest.mark.parametrize("ticket", ["in-person", "online"])
def test_nothing_secret_is_shown_before_the_yes(client: FlaskClient, inside: Inside, ticket: str) -> None:
    event, path = _ask(inside, ticket=ticket)

    assert _shows_no_secret(client, inside, event, path)
    assert not page(client.get(path)).all("div", class_="qr")


def test_a_rejected_one_has_no_button_to_come_back(client: FlaskClient, inside: Inside) -> None:
    event, path = _ask(inside)
    with inside():
        everybody = list(db.session.scalars(select(Attendee.id).where(Attendee.event_id == event)))
        deciding.reject(event_id=event, attendee_ids=everybody, user_id=None, message="")

    assert "Your registration was not accepted" in words(client.get(path))
    assert _buttons(client, path) == []
    assert _shows_no_secret(client, inside, event, path)


def test_who_waits_has_no_ticket_yet(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=2, ahead=4, meeting=MEETING)
    shown = words(client.get(path))

    assert "Your place in the line: 3" in shown
    assert "You wait for “In the room”" in shown
    assert _shows_no_secret(client, inside, event, path)


def test_one_place_held_and_another_waited_for_are_both_shown(client: FlaskClient, inside: Inside) -> None:
    _, path = join(inside, capacity=1, ahead=2, meanwhile="online", meeting=MEETING)
    shown = words(client.get(path))

    assert page(client.get(path)).one("h1").text == "You have a place and wait for another one"
    assert "You wait for “In the room”: number 2 in the line" in shown
    assert "Until then you keep “On line”" in shown
    assert SECRET in client.get(path).text


def test_an_offer_stands_first_with_its_deadline_and_what_comes_of_silence(
    client: FlaskClient, inside: Inside
) -> None:
    event, path = join(inside, capacity=1, ahead=1, offer_minutes=60, meeting=MEETING)
    leave(inside, event)
    shown = words(client.get(path))

    assert page(client.get(path)).one("h1").text == "A place is offered to you"
    assert _buttons(client, path)[:2] == ["/accept", "/decline"]
    assert re.search(r"Until .*\d\d:\d\d \(Almaty, UTC\+5\)", shown)
    assert "If you do nothing, the place goes to the next in the line" in shown
    assert _shows_no_secret(client, inside, event, path)


def test_an_offer_beside_a_place_says_that_one_keeps_it(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1, offer_minutes=60, meanwhile="online", meeting=MEETING)
    leave(inside, event)

    assert "You have “On line”, and keep it until you say yes" in words(client.get(path))
    assert SECRET in client.get(path).text


def test_an_offer_whose_time_is_over_has_no_buttons_any_more(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1, offer_minutes=60)
    leave(inside, event)
    let_lapse(inside, event, sweep=False)

    assert "The time of the offer is over" in words(client.get(path))
    assert "/accept" not in _buttons(client, path)


def test_after_a_lapsed_offer_one_can_register_again(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1, offer_minutes=60)
    leave(inside, event)
    with inside():
        builders.register(event, 7)
    let_lapse(inside, event)

    assert "Your registration has lapsed" in words(client.get(path))
    assert "You are on the waiting list" in told(client, press(client, path, "/restore"))


def test_no_place_is_asked_for_while_the_host_decides_on_another(client: FlaskClient, inside: Inside) -> None:
    approved = (_needs_approval(IN_PERSON), ONLINE)
    event, path = join(inside, ticket="online", ticket_types=approved)
    press(client, path, "/change-ticket", ticket="in-person")
    with inside():
        reasons = set(
            db.session.scalars(select(Hold.reason).join(Attendee).where(Attendee.event_id == event))
        )

    assert reasons == {HoldReason.CONFIRMED, HoldReason.PENDING}
    assert "You asked the host for “In the room”" in words(client.get(path))


def test_of_an_event_that_is_called_off_nothing_is_promised_any_more(
    client: FlaskClient, inside: Inside
) -> None:
    event, path = join(inside, ticket="online", meeting=MEETING, join_release_minutes=60)
    assert {"Confirmed", "How to join online"} <= _texts(client, path)
    with inside():
        builders.change_event(event, status="cancelled")

    assert "Cancelled" in _texts(client, path)
    assert not {"Confirmed", "How to join online"} & _texts(client, path)


def _texts(client: FlaskClient, path: str) -> set[str]:
    main = page(client.get(path)).one("main")
    return {one.text for name in ("h2", "span") for one in main.all(name)}
