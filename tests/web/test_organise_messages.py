"""The page of an event's letters."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Attendee, Letter, Pause
from regapp.queries import outbox
from regapp.services.allocation.asked import Companion
from regapp.services.telling.settling import settle_due
from regapp.vocabulary import CalendarAnswer, LetterKind, LetterState, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event, statements
from tests.services.messages import write
from tests.web.pages import Node
from tests.web.visits import page, send, words


def fail(event: OwnEvent, *people: int, state: LetterState = LetterState.FAILED) -> None:
    addresses = [b.asked(person).email for person in people]
    with event.app.app_context():
        change = update(Letter).where(Letter.recipient.in_(addresses), Letter.event_id == event.id)
        db.session.execute(change.values(state=state, last_error="550 no such user"))
        db.session.commit()


def letters_of(event: OwnEvent) -> str:
    return f"{event.address}/messages"


def states(event: OwnEvent, person: int) -> list[str]:
    with event.app.app_context():
        return [str(letter.state) for letter in b.letters(person)]


def page_rows(shown: TestResponse) -> list[Node]:
    """The lines of the list, without its head."""
    return [row for row in page(shown).all("tr") if row.all("td")]


def again(shown: TestResponse) -> str:
    """Where the only button leads that sends one letter again."""
    [button] = page(shown).one("table").all("form")
    return button.get("action") or ""


def test_each_letter_says_what_it_is_to_whom_it_went_and_what_became_of_it(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2)
    fail(event, 1)
    shown = browser(website).get(letters_of(event))
    second, first = (row.text for row in page_rows(shown))
    assert second.startswith("On the waiting list Person 2 , p2@example.org Goes out in a moment")
    assert first.startswith("Confirmation Person 1 , p1@example.org Could not be delivered 550 no such user")
    assert event.person(1) in shown.text


def test_it_says_how_many_people_are_not_reached_and_sends_their_letters_again(website: Flask):
    event = own_event(website)
    event.register(1, 2, 3)
    fail(event, 1)
    fail(event, 2, state=LetterState.RETURNED)
    client = browser(website)
    shown = client.get(letters_of(event))
    assert "2 people could not be reached" in words(shown)
    answer = send(client, shown, "/messages/resend")
    assert "2 letters are sent again." in words(client.get(answer.location))
    assert [states(event, person) for person in (1, 2)] == [["due"], ["due"]]


def test_one_letter_is_sent_again_and_the_list_stays_where_it_was(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    fail(event, 1, 2)
    client = browser(website)
    shown = client.get(f"{letters_of(event)}?q=p1&state=undelivered")
    answer = send(client, shown, again(shown))
    assert answer.status_code == 303
    assert answer.location == f"{letters_of(event)}?q=p1&state=undelivered"
    assert [states(event, person) for person in (1, 2)] == [["due"], ["failed"]]


@on_sqlite
def test_a_letter_on_its_way_is_not_sent_again(website: Flask):
    event = own_event(website)
    event.register(1)
    fail(event, 1)
    client = browser(website)
    shown = client.get(letters_of(event))
    fail(event, 1, state=LetterState.SENDING)
    answer = send(client, shown, again(shown))
    assert answer.status_code == 409
    assert "This letter is being sent already." in words(answer)


@on_sqlite
def test_a_letter_of_another_event_is_not_there(website: Flask):
    event, other = own_event(website), own_event(website)
    event.register(1)
    other.register(2)
    fail(event, 1)
    fail(other, 2)
    client = browser(website)
    shown = client.get(letters_of(event))
    with website.app_context():
        number = b.letters(2)[0].id
    token = page(shown).all("input", name="csrf_token")[0].get("value")
    answer = client.post(f"{letters_of(event)}/{number}/resend", data={"csrf_token": token})
    assert answer.status_code == 404
    assert states(other, 2) == ["failed"]


@on_sqlite
def test_nothing_is_sent_again_without_the_proof_that_our_page_asked_for_it(website: Flask):
    event = own_event(website)
    event.register(1)
    fail(event, 1)
    answer = browser(website).post(f"{letters_of(event)}/resend")
    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
    assert states(event, 1) == ["failed"]


@on_sqlite
def test_filters_are_links_with_counts_that_take_themselves_out_again(website: Flask):
    event = own_event(website)
    event.register(1, 2, 3)
    fail(event, 1)
    client, address = browser(website), letters_of(event)
    shown = client.get(address).text
    assert f'href="{address}?state=undelivered">Could not be delivered <span class="number">1</span>' in shown
    chosen = client.get(f"{address}?state=undelivered")
    assert f'href="{address}" aria-current="true"' in chosen.text
    assert len(page_rows(chosen)) == 1
    assert len(page_rows(client.get(f"{address}?state=failed"))) == 1
    assert len(page_rows(client.get(f"{address}?kind=waiting-list"))) == 1
    assert "No letter matches" in words(client.get(f"{address}?q=nobody"))


@on_sqlite
@pytest.mark.parametrize(
    "query", ["state=x", "kind=x", "before=x", "before=-1", f"after={'9' * 30}", "q=%00"]
)
def test_a_query_that_makes_no_sense_is_passed_over(website: Flask, query: str):
    event = own_event(website)
    event.register(1)
    assert browser(website).get(f"{letters_of(event)}?{query}").status_code == 200


@on_sqlite
def test_pages_lead_on_and_back(website: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outbox, "PAGE_SIZE", 2)
    event = own_event(website, capacity=5)
    event.register(1, 2, 3)
    client = browser(website)
    first = client.get(letters_of(event))
    [older] = [link.get("href") for link in page(first).all("a", rel="next")]
    second = client.get(older)
    assert [len(page_rows(shown)) for shown in (first, second)] == [2, 1]
    [newer] = [link.get("href") for link in page(second).all("a", rel="prev")]
    assert [row.text for row in page_rows(client.get(newer))] == [row.text for row in page_rows(first)]


@on_sqlite
def test_an_event_without_letters_says_so(website: Flask):
    assert "No letters yet" in words(browser(website).get(letters_of(own_event(website))))


def test_what_is_planned_stands_there_with_its_time(website: Flask):
    event = own_event(website)
    text = words(browser(website).get(letters_of(event)))
    day = event.column("start_wall") - timedelta(days=1)
    assert "Letters to many Reminder Planned" in text
    assert f"{day.day} {day:%B %Y}, 17:00" in text


def test_a_letter_to_many_says_how_far_it_has_come(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    with website.app_context():
        write(event.id, subject={"en": "Bring a coat"})
    client = browser(website)
    assert "What you wrote Bring a coat Going out" in words(client.get(letters_of(event)))
    with website.app_context():
        settle_due()
        made = db.session.query(Letter).filter(Letter.kind == LetterKind.MESSAGE).all()
        made[0].state = LetterState.SENT
        db.session.commit()
    assert "1 of 2 so far" in words(client.get(letters_of(event)))
    with website.app_context():
        db.session.execute(update(Letter).where(Letter.state == "due").values(state=LetterState.RETURNED))
        db.session.commit()
    assert "1 sent, 1 could not be delivered" in words(client.get(letters_of(event)))


@on_sqlite
def test_it_says_that_sending_is_paused(website: Flask):
    event = own_event(website)
    with website.app_context():
        db.session.add(Pause(reason="The provider moves."))
        db.session.commit()
    text = words(browser(website).get(letters_of(event)))
    assert "Sending is paused" in text
    assert "The provider moves." in text


@on_sqlite
@pytest.mark.parametrize("role", [Role.VIEWER, Role.DOOR])
def test_whoever_may_see_no_letters_is_led_to_none(website: Flask, role: Role):
    event = own_event(website)
    event.register(1)
    fail(event, 1)
    client = browser(website, role)
    for address in (event.address, event.attendees, event.person(1)):
        shown = client.get(address)
        assert "/messages" not in shown.text
        assert "delivered" not in words(shown)
        assert "do not arrive" not in words(shown)


def test_the_overview_the_list_and_the_person_say_whom_letters_do_not_reach(website: Flask):
    event = own_event(website, most_people=3, capacity=5)
    event.register(1, companions=(Companion("Own", "own@example.org"), Companion("None", "")))
    event.register(2)
    fail(event, 1)
    client = browser(website)
    overview = client.get(event.address)
    assert "Letters could not be delivered to 1 person" in words(overview)
    assert f'href="{letters_of(event)}?state=undelivered"' in overview.text
    listed = page_rows(client.get(event.attendees))
    marked = [row.one("a", class_="name").text for row in listed if "Letters do not arrive" in row.text]
    assert marked == ["None", "Person 1"]
    assert "Letters do not arrive" in words(client.get(event.person(1)))
    assert "Letters do not arrive" not in words(client.get(event.person(2)))


def test_what_the_calendar_answered_stands_on_the_list_and_the_persons_page(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    with website.app_context():
        answer = update(Attendee).where(Attendee.id == b.registration(event.id, 1).first.id)
        db.session.execute(answer.values(calendar_answer=CalendarAnswer.TENTATIVE))
        db.session.commit()
    client = browser(website)
    first, second = (row.text for row in page_rows(client.get(event.attendees)))
    assert "Calendar: tentative" in first
    assert "Calendar:" not in second
    assert "Calendar: tentative" in words(client.get(event.person(1)))


@on_sqlite
def test_more_letters_take_no_more_statements(website: Flask):
    few, many = own_event(website, capacity=40), own_event(website, capacity=40, most_people=2)
    few.register(1, 2)
    many.register(*range(30), companions=(Companion("A", "a@example.org"),))
    for event in (few, many):
        fail(event, 1)
    client = browser(website)

    def cost(address: str) -> int:
        with statements(website) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    for path in ("/messages", "/attendees", "", "/cancel"):
        cost(few.address + path)
        assert cost(few.address + path) == cost(many.address + path), path
