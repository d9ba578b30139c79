"""Name, address, language and answers of a person, set right by a host; and the hosts' note."""

from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee, AuditEntry, Letter, Registration
from regapp.vocabulary import Role
from tests import builders as b
from tests.organisers import browser, on_sqlite
from tests.web.visits import page, send

ANSWERS = {"affiliation": "Институт", "group": "ngo"}
LIST = "/organise/events/round-table/attendees"


def registered(app: Flask, number: int = 1) -> int:
    """Somebody at the round table; the attendee's id."""
    with app.app_context():
        b.register(b.event_id("round-table"), number, answers=ANSWERS)
        return db.session.scalars(select(Attendee.id).order_by(Attendee.id.desc())).first()


def stored(app: Flask, attendee_id: int) -> Registration:
    with app.app_context():
        attendee = db.session.get_one(Attendee, attendee_id)
        db.session.refresh(attendee.registration)
        return attendee.registration


def change(client: FlaskClient, attendee_id: int, **fields: str):
    return send(client, client.get(f"{LIST}/{attendee_id}/details"), "/details", **fields)


@on_sqlite
def test_the_form_has_what_stands_about_them(website: Flask):
    form = page(browser(website).get(f"{LIST}/{registered(website)}/details"))
    assert form.one("input", id="name").get("value") == "Person 1"
    assert form.one("input", id="email").get("value") == "p1@example.org"
    assert form.one("input", id="question-affiliation").get("value") == "Институт"


@on_sqlite
def test_an_answer_is_changed_and_found_by_its_label(website: Flask):
    client, person = browser(website), registered(website)
    assert change(client, person, **{"question-group": "researcher"}).status_code == 303
    assert stored(website, person).answers == {**ANSWERS, "group": "researcher"}
    assert "Person 1" in unescape(client.get(f"{LIST}?answer-group=researcher").text)


@on_sqlite
def test_a_new_address_gets_the_letter_and_the_old_page_is_gone(website: Flask):
    client, person = browser(website), registered(website)
    before = stored(website, person).token
    assert change(client, person, email="right@example.org").status_code == 303
    after = stored(website, person)
    assert (after.email, after.email_key) == ("right@example.org", "right@example.org")
    assert website.test_client().get(f"/registrations/{before}").status_code == 404
    with website.app_context():
        last = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
        assert (last.recipient, last.kind) == ("right@example.org", "confirmation")
        done = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
        assert done == "registration.address_corrected"


@on_sqlite
def test_an_address_that_the_event_knows_is_refused_with_a_link_to_its_owner(website: Flask):
    client, other, person = browser(website), registered(website, 2), registered(website, 1)
    answer = change(client, person, email="p2@example.org", name="Another")
    assert answer.status_code == 409
    assert f"{LIST}/{other}" in answer.text
    assert 'value="Another"' in answer.text
    kept = stored(website, person)
    assert (kept.email, kept.name) == ("p1@example.org", "Person 1")


@on_sqlite
def test_without_a_name_nothing_is_changed(website: Flask):
    client, person = browser(website), registered(website)
    assert change(client, person, name=" ", email="right@example.org").status_code == 422
    assert stored(website, person).email == "p1@example.org"


@on_sqlite
def test_the_note_is_for_hosts_alone(website: Flask):
    client, person = browser(website), registered(website)
    answer = send(client, client.get(f"{LIST}/{person}"), "/note", note="Sits in the first row")
    assert answer.status_code == 303
    assert "Sits in the first row" in client.get(f"{LIST}/{person}").text
    assert "Sits in the first row" not in browser(website, Role.DOOR).get(f"{LIST}/{person}").text
    own = website.test_client().get(f"/registrations/{stored(website, person).token}")
    assert "Sits in the first row" not in own.text


@on_sqlite
def test_other_events_of_the_same_hosts_are_on_the_card(website: Flask):
    person = registered(website)
    with website.app_context():
        b.register(b.small_event(title={"en": "Summer school"}), 1)
        b.register(b.small_event(title={"en": "Elsewhere"}, organisation="shanyrak"), 1)
    card = browser(website).get(f"{LIST}/{person}").text
    assert "Summer school" in card
    assert "Elsewhere" not in card
