"""Things that are done to many people: the question, the page that shows how far it is, the report."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import AuditEntry, Job
from regapp.services.bulk.doing import FEW
from regapp.vocabulary import EventStatus, JobState, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event, statements
from tests.services.bulk.scenes import many, work_it_off
from tests.web.visits import form, page, send, words

MANY = FEW + 20


def full_event(website: Flask, people: int = MANY, **changes: object) -> OwnEvent:
    event = own_event(website, capacity=people, **changes)
    with website.app_context():
        many(event.id, people)
    return event


def ask(client: FlaskClient, event: OwnEvent, deed: str, query: str = "", **fields: object) -> TestResponse:
    """Press a button below the list."""
    shown = client.get(f"{event.attendees}{query}")
    filled = next(
        one for one in page(shown).all("form", method="post") if "/decide" in (one.get("action") or "")
    )
    return client.post(filled.get("action") or "", data={**filled.values(), "decision": deed, **fields})


def answer(client: FlaskClient, asked: TestResponse, deed: str, **fields: object) -> TestResponse:
    """Press the button of the question."""
    filled = next(
        one for one in page(asked).all("form", method="post") if "/decide" in (one.get("action") or "")
    )
    people = [one.get("value") for one in filled.all("input", name="person")]
    data = {**filled.values(), "person": people, "decision": deed, **fields}
    return client.post(filled.get("action") or "", data=data)


def begin(client: FlaskClient, event: OwnEvent, deed: str, query: str = "", **fields: object) -> str:
    """The address of the job that does it to all who match."""
    asked = ask(client, event, deed, query, all="1")
    begun = answer(client, asked, deed, **fields)
    assert begun.status_code == 303, words(begun)
    assert "/jobs/" in begun.location
    return begun.location


def test_all_who_match_are_counted_asked_about_and_dealt_with_in_the_background(website: Flask) -> None:
    event, client = full_event(website), browser(website)
    assert f"All {MANY} who match, on all pages" in words(client.get(event.attendees))
    asked = ask(client, event, "cancel", all="1")
    assert f"Cancel the places of {MANY} people?" in words(asked)
    assert "in the background" in words(asked)
    at = answer(client, asked, "cancel", message="The room is closed").location
    shown = client.get(at)
    assert f"0 of {MANY}" in words(shown)
    assert page(shown).one("noscript").one("meta").get("http-equiv") == "refresh"
    with website.app_context():
        work_it_off()
    shown = client.get(at)
    assert "It is done." in words(shown)
    assert f"{MANY} cancelled." in words(shown)
    assert not page(shown).all("noscript")
    with website.app_context():
        assert b.letters(1)[-1].facts["message"] == "The room is closed"
    assert event.sound()


@on_sqlite
def test_the_filter_of_the_list_says_who_matches(website: Flask) -> None:
    event, client = full_event(website), browser(website)
    event.register(900)  # waits
    begin(client, event, "cancel", "?status=confirmed")
    with website.app_context():
        work_it_off()
    assert event.has(900) == "confirmed in-person"


@on_sqlite
def test_sent_twice_it_begins_once(website: Flask) -> None:
    event, client = full_event(website), browser(website)
    asked = ask(client, event, "cancel", all="1")
    first, second = (answer(client, asked, "cancel") for _ in range(2))
    assert first.location == second.location
    with website.app_context():
        assert db.session.query(Job).count() == 1


@on_sqlite
def test_it_is_stopped_by_a_button(website: Flask) -> None:
    event, client = full_event(website), browser(website)
    at = begin(client, event, "cancel")
    stopped = send(client, client.get(at), "/stop")
    assert "What was done stays done." in words(client.get(stopped.location))
    assert f"{MANY} were not reached" in words(client.get(at))
    again = client.post(
        f"{at}/stop", data={"csrf_token": form(client.get(event.attendees), "/decide").values()["csrf_token"]}
    )
    assert "It had ended before." in words(client.get(again.location))
    assert event.has(1) == "confirmed in-person"


@on_sqlite
def test_a_press_from_an_old_page_stops_nothing(website: Flask) -> None:
    event, client = full_event(website), browser(website)
    at = begin(client, event, "cancel")
    refused = client.post(f"{at}/stop")
    assert refused.status_code == 422
    assert "Please send it once more" in words(refused)
    with website.app_context():
        assert db.session.query(Job).one().state is JobState.WAITING


@on_sqlite
def test_the_list_leads_back_to_what_is_being_done(website: Flask) -> None:
    event, client = full_event(website), browser(website)
    at = begin(client, event, "cancel")
    assert f'href="{at}"' in client.get(event.attendees).text
    with website.app_context():
        work_it_off()
    assert f'href="{at}"' not in client.get(event.attendees).text


@on_sqlite
def test_the_report_leads_to_those_for_whom_was_no_place(website: Flask) -> None:
    event = full_event(website, ticket_types=(b.ONLINE, b.IN_PERSON))
    with website.app_context():
        b.quota(event.id).capacity = 3
        db.session.commit()
    client = browser(website)
    at = begin(client, event, "move", ticket="in-person")
    with website.app_context():
        work_it_off()
    shown = client.get(at)
    assert "3 moved to the ticket." in words(shown)
    assert f"{MANY - 3} stay as they were: all places are taken." in words(shown)
    who = client.get(
        next(one.get("href") or "" for one in page(shown).one("main").all("a") if one.text == "See who")
    )
    assert "Person 9" in words(who)
    more = client.get(
        next(one.get("href") or "" for one in page(who).one("main").all("a") if one.text == "Next")
    )
    assert len(page(more).one("main").one("ul", **{"class": "chosen"}).all("li")) == MANY - 3 - 50
    assert event.sound()


@on_sqlite
def test_an_event_that_is_cancelled_meanwhile_ends_it_with_a_word(website: Flask) -> None:
    event, client = full_event(website), browser(website)
    at = begin(client, event, "move", ticket="online")
    with website.app_context():
        b.change_event(event.id, status=EventStatus.CANCELLED)
        work_it_off()
    assert "The event is cancelled" in words(client.get(at))
    refused = answer(client, ask(client, event, "cancel", all="1"), "cancel")
    assert refused.status_code == 409
    assert "The event is cancelled" in words(refused)


@on_sqlite
def test_no_job_of_another_event_is_shown(website: Flask) -> None:
    event, other, client = full_event(website), own_event(website), browser(website)
    at = begin(client, event, "cancel")
    assert client.get(at.replace(event.slug, other.slug)).status_code == 404
    assert client.get(f"{event.address}/jobs/{'9' * 30}").status_code == 404


@on_sqlite
@pytest.mark.parametrize("role", [Role.DOOR, Role.VIEWER])
def test_only_managers_do_things_to_people(website: Flask, role: Role) -> None:
    event = full_event(website)
    shown = browser(website, role).get(event.attendees)
    assert "who match, on all pages" not in words(shown)
    assert "decide" not in shown.text


@on_sqlite
def test_a_ticket_has_to_be_chosen(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1)
    asked = ask(client, event, "move", person=event.ids(1))
    assert asked.status_code == 200
    refused = answer(client, asked, "move", ticket="balcony", message="Kept")
    assert refused.status_code == 422
    assert "Kept" in refused.text
    done = answer(client, refused, "move", ticket="online")
    assert "1 moved to the ticket." in words(client.get(done.location))
    assert event.has(1) == "confirmed online"


@on_sqlite
def test_letters_go_again(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1)
    with website.app_context():
        b.change_letters(state="sent")
    told = answer(client, ask(client, event, "resend", person=event.ids(1)), "resend")
    assert "For 1 person the letter goes again." in words(client.get(told.location))
    assert event.kinds(1) == ["confirmation"] * 2


@on_sqlite
def test_the_log_says_how_people_were_chosen_and_what_was_searched_for(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1)
    answer(client, ask(client, event, "cancel", "?q=Person&status=confirmed", all="1", person=[]), "cancel")
    with website.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="people.cancel").one()
        assert entry.details == {"people": 1, "status": "confirmed", "searched": "Person"}


def asked_of(website: Flask, people: int) -> tuple[int, int, int]:
    """How many statements the question, a page of a running job and its report take."""
    event, client = full_event(website, people), browser(website)
    numbers = []
    with statements(website) as seen:
        asked = ask(client, event, "cancel", all="1")
    numbers.append(len(seen))
    at = answer(client, asked, "cancel").location
    with statements(website) as seen:
        client.get(at)
    numbers.append(len(seen))
    with website.app_context():
        work_it_off()
    with statements(website) as seen:
        client.get(f"{at}?fate=done")
    return (*numbers, len(seen))  # type: ignore[return-value]


@on_sqlite
def test_more_people_take_no_more_statements(website: Flask) -> None:
    few, more = asked_of(website, FEW + 1), asked_of(website, 3 * FEW)
    assert more <= few
