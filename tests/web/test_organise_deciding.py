"""Several people of the list are decided on at once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import builders as b
from tests.organisers import OwnEvent, asks_first, browser, on_sqlite, own_event
from tests.web.pages import Node
from tests.web.visits import form, page, send, words


def ask(client: FlaskClient, event: OwnEvent, action: str, *people: int, query: str = "") -> TestResponse:
    """Tick people on the list and press a button below it."""
    shown = client.get(f"{event.attendees}{query}")
    filled = _form(shown)
    fields = {**filled.values(), "person": event.ids(*people), "decision": action}
    return client.post(filled.get("action") or "", data=fields)


def _form(shown: TestResponse) -> Node:
    posted = page(shown).one("main").all("form", method="post")
    return next(one for one in posted if "/decide" in (one.get("action") or ""))


def confirm(client: FlaskClient, asked: TestResponse, action: str, **fields: object) -> TestResponse:
    """Press the button of the question, and follow it to what came of it."""
    filled = _form(asked)
    people = [one.get("value") for one in filled.all("input", name="person")]
    answer = client.post(
        filled.get("action") or "", data={**filled.values(), "person": people, "decision": action, **fields}
    )
    return client.get(answer.location) if answer.status_code == 303 else answer


def test_it_asks_with_the_number_and_changes_nothing_yet(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1, 2)
    asked = ask(browser(website), event, "approve", 1, 2)
    assert asked.status_code == 200
    assert "Approve 2 people?" in words(asked)
    assert "Person 1" in words(asked)
    assert event.has(1) == "pending in-person"


def test_a_yes_is_told_with_its_message(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1, 2)
    client = browser(website)
    told = confirm(client, ask(client, event, "approve", 1, 2), "approve", message="Bring your passport")
    assert "2 approved." in words(told)
    assert [event.has(1), event.has(2)] == ["confirmed in-person", "confirmed in-person"]
    assert event.kinds(1)[-1] == "confirmation"
    assert event.sound()


def test_it_counts_who_goes_to_the_line_and_who_stays(website: Flask):
    event = own_event(website, capacity=1, ticket_types=asks_first(), pending_holds=False)
    event.register(1, 2)
    client = browser(website)
    told = words(confirm(client, ask(client, event, "approve", 1, 2), "approve"))
    assert "1 approved." in told
    assert "1 approved and on the waiting list" in told
    hard = own_event(website, capacity=1, ticket_types=asks_first(), pending_holds=False, waiting_list=False)
    hard.register(1, 2)
    told = words(confirm(client, ask(client, hard, "approve", 1, 2), "approve"))
    assert "1 approved." in told
    assert "1 stays undecided: all places are taken." in told
    assert sorted([hard.has(1), hard.has(2)]) == ["confirmed in-person", "pending in-person"]


def test_a_no_frees_what_was_kept(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1)
    client = browser(website)
    told = confirm(client, ask(client, event, "reject", 1), "reject")
    assert "1 rejected." in words(told)
    assert event.has(1) == "rejected in-person"
    assert event.quota()[1] == 0


def test_cancelling_lets_others_move_up(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    client = browser(website)
    asked = ask(client, event, "cancel", 1)
    assert "Cancel the place of 1 person?" in words(asked)
    assert "1 cancelled." in words(confirm(client, asked, "cancel"))
    assert [event.has(1), event.has(2)] == ["cancelled in-person", "confirmed in-person"]


@on_sqlite
def test_those_it_does_not_concern_are_counted_out(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1)
    event.register(2, ticket="online")
    asked = words(ask(browser(website), event, "approve", 1, 2))
    assert "Approve 1 person?" in asked
    assert "1 other you ticked is left as they are." in asked
    assert "Person 2" not in asked


@on_sqlite
@pytest.mark.parametrize(
    ("action", "people", "status", "told"),
    [
        ("approve", (), 422, "Tick the people it is about first."),
        ("approve", (1,), 409, "None of those you chose waits for your yes."),
        ("dance", (1,), 422, "Choose what is to be done."),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_list(
    website: Flask, action: str, people: tuple[int, ...], status: int, told: str
):
    event = own_event(website)
    event.register(1)
    answer = ask(browser(website), event, action, *people)
    assert answer.status_code == status
    assert told in words(answer)
    assert "Person 1" in words(answer)


@on_sqlite
@pytest.mark.parametrize("person", ["x", "-1", "9" * 40, "٣", "\0"])
def test_whatever_is_sent_as_a_person_there_is_a_page(website: Flask, person: str):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    sent = send(client, client.get(event.attendees), "/decide", person=person, decision="cancel")
    assert sent.status_code in {409, 422}


@on_sqlite
def test_people_of_other_events_are_passed_over(website: Flask):
    event, other = own_event(website), own_event(website)
    event.register(1)
    other.register(2)
    client = browser(website)
    sent = send(
        client, client.get(event.attendees), "/decide", person=other.ids(2), decision="cancel", sure="yes"
    )
    assert sent.status_code == 409
    assert other.has(2) == "confirmed in-person"


@on_sqlite
def test_two_tabs_that_decide_at_once_both_get_an_answer(website: Flask):
    event = own_event(website, ticket_types=asks_first())
    event.register(1)
    client = browser(website)
    first, second = ask(client, event, "approve", 1), ask(client, event, "reject", 1)
    confirm(client, first, "approve")
    late = confirm(client, second, "reject")
    assert late.status_code == 409
    assert event.has(1) == "confirmed in-person"


@on_sqlite
def test_an_old_page_asks_to_send_again_and_keeps_what_was_chosen(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    data = {"person": event.ids(1), "decision": "cancel", "sure": "yes", "message": "The room is closed"}
    answer = client.post(f"{event.attendees}/decide", data=data)
    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
    assert event.has(1) == "confirmed in-person"
    told = confirm(client, answer, "cancel")
    assert "1 cancelled." in words(told)
    with website.app_context():
        assert b.letters(1)[-1].facts["message"] == "The room is closed"


@on_sqlite
def test_a_message_that_is_too_long_is_kept_and_nothing_done(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    late = confirm(client, ask(client, event, "cancel", 1), "cancel", message="x" * 2001)
    assert late.status_code == 422
    assert "x" * 2001 in late.text
    assert event.has(1) == "confirmed in-person"


@on_sqlite
def test_the_filter_stays(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    client = browser(website)
    asked = ask(client, event, "cancel", 1, query="?status=confirmed&q=person")
    filled = _form(asked)
    people = [one.get("value") for one in filled.all("input", name="person")]
    answer = client.post(
        filled.get("action") or "", data={**filled.values(), "person": people, "decision": "cancel"}
    )
    told = client.get(answer.location)
    back = next(one for one in page(told).one("main").all("a") if one.text == "Back to the list")
    assert back.get("href") == f"{event.attendees}?q=person&status=confirmed"


@on_sqlite
def test_all_on_the_page_can_be_ticked_without_javascript(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    client = browser(website)
    assert f'href="{event.attendees}?chosen=all#people"' in client.get(event.attendees).text
    ticked = form(client.get(f"{event.attendees}?chosen=all"), "/decide").all("input", name="person")
    assert all("checked" in one.attributes for one in ticked)
    assert len(ticked) == 2


def test_who_lost_a_place_is_named_with_the_way_back(website: Flask):
    event = own_event(website)
    event.register(1, 2, 3)
    client = browser(website)
    told = confirm(client, ask(client, event, "cancel", 1, 2), "cancel")
    named = [one.get("href") for one in page(told).one("main").all("a")]
    assert {event.person(1), event.person(2)} <= set(named)
    assert event.person(3) not in named
    assert "choose “Restore the registration”" in words(told)


def test_who_could_not_be_moved_is_named_with_the_reason(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    event.register(3, ticket="online")
    client = browser(website)
    told = confirm(client, ask(client, event, "move", 1, 2, 3), "move", ticket="in-person")
    assert "1 has this ticket already." in words(told)
    assert "1 waits for this ticket already and stays in the line" in words(told)
    assert "1 stays as they were: all places are taken." in words(told)
    named = {one.get("href") for one in page(told).one("main").all("a")}
    assert {event.person(1), event.person(2), event.person(3)} <= named


@on_sqlite
def test_no_ticket_is_chosen_before_somebody_chooses_it(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    asked = ask(client, event, "move", 1)
    [empty, *_tickets] = _form(asked).one("select", name="ticket").all("option")
    assert (empty.get("value"), empty.text) == ("", "Choose a ticket")
    refused = confirm(client, asked, "move", ticket="")
    assert refused.status_code == 422
    assert "Choose a ticket." in words(refused)
