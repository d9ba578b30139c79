"""Two managers have the page of the same person open: what the second is told, and what is kept of theirs."""

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee, Tag
from regapp.vocabulary import Language, QuestionKind, Role
from tests import builders as b
from tests.organisers import OwnEvent, asks_first, browser, own_event
from tests.web.asking import GROUP, asks
from tests.web.visits import form, page, send, words

SEVERAL = asks("meals", QuestionKind.CHOICES)


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    """An event that asks a little, and first whether one may come, with somebody who waits for that."""
    event = own_event(website, ticket_types=asks_first(), questions=(GROUP, SEVERAL))
    event.register(1, answers={"group": "ngo", "meals": ["ngo", "press"]})
    return event


def stored(event: OwnEvent) -> Attendee:
    with event.app.app_context():
        db.session.rollback()
        attendee = b.registration(event.id, 1).first
        assert attendee.registration
        return attendee


def test_what_each_has_changed_is_kept(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    address = f"{event.person(1)}/details"
    mine, theirs = first.get(address), second.get(address)
    changed = {"name": "Aida", "question-group": "press", "question-meals": ["expert"]}
    assert send(second, theirs, "/details", **changed).status_code == 303
    untouched = {"question-meals": ["ngo", "press"]}
    assert send(first, mine, "/details", language="kk", **untouched).status_code == 303
    now = stored(event)
    assert (now.name, now.registration.language) == ("Aida", Language.KAZAKH)
    assert now.registration.answers == {"group": "press", "meals": ["expert"]}


def test_what_both_have_changed_is_shown_beside_ones_own_and_asked(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    address = f"{event.person(1)}/details"
    mine, theirs = first.get(address), second.get(address)
    changed = {"name": "Aida", "question-group": "press", "question-meals": ["expert"]}
    send(second, theirs, "/details", **changed)
    asked = send(first, mine, "/details", name="Әйгерім", **{"question-meals": ["ngo"]})
    assert asked.status_code == 409
    assert "Somebody else has changed this meanwhile" in words(asked)
    assert "Details changed · An organiser: owner@dku.example" in words(asked)
    assert "Name Aida" in words(asked)
    assert "Your meals? Expert" in words(asked)
    kept = form(asked, "/details").values()
    assert kept["name"] == "Әйгерім"
    assert kept["question-group"] == "press"
    assert stored(event).name == "Aida"
    assert send(first, asked, "/details").status_code == 303
    now = stored(event)
    assert now.name == "Әйгерім"
    assert now.registration.answers == {"group": "press", "meals": ["ngo"]}


def test_a_note_of_two_is_asked_and_none_of_it_is_lost(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    mine, theirs = first.get(event.person(1)), second.get(event.person(1))
    send(second, theirs, "/note", note="Needs a ramp")
    asked = send(first, mine, "/note", note="Speaks at ten")
    assert asked.status_code == 409
    assert "Note of the hosts changed · An organiser: owner@dku.example" in words(asked)
    assert page(asked).one("textarea", id="note").text.strip() == "Speaks at ten"
    assert "Needs a ramp" in words(asked)
    assert stored(event).note == "Needs a ramp"
    assert send(first, asked, "/note", note="Needs a ramp; speaks at ten").status_code == 303
    assert stored(event).note == "Needs a ramp; speaks at ten"


def test_a_note_that_is_sent_unchanged_leaves_somebody_elses(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    mine, theirs = first.get(event.person(1)), second.get(event.person(1))
    send(second, theirs, "/note", note="Needs a ramp")
    assert send(first, mine, "/note").status_code == 303
    assert stored(event).note == "Needs a ramp"


def test_a_no_after_somebody_elses_yes_says_who_it_was_and_keeps_what_was_typed(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    mine, theirs = first.get(event.person(1)), second.get(event.person(1))
    assert send(second, theirs, "/approve").status_code == 303
    late = send(first, mine, "/reject", message="The room is full")
    assert late.status_code == 409
    assert "Something has changed meanwhile, and nothing was done" in words(late)
    assert "Approved · An organiser: owner@dku.example" in words(late)
    assert "You had written: The room is full" in words(late)
    assert event.has(1) == "confirmed in-person"
    assert event.kinds(1).count("rejection") == 0


def test_a_yes_that_two_say_is_said_once(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    mine, theirs = first.get(event.person(1)), second.get(event.person(1))
    send(second, theirs, "/approve")
    letters = event.kinds(1)
    assert send(first, mine, "/approve").status_code == 409
    assert event.kinds(1) == letters


def test_what_is_no_more_what_was_shown_is_cancelled_only_when_it_is_asked_for_again(
    event: OwnEvent,
) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    mine, theirs = first.get(event.person(1)), second.get(event.person(1))
    send(second, theirs, "/move", ticket="online")
    late = send(first, mine, "/cancel", message="Sorry")
    assert late.status_code == 409
    assert "Moved by hand · An organiser: owner@dku.example" in words(late)
    assert event.has(1) == "confirmed online"
    assert form(late, "/cancel").values()["message"] == "Sorry"
    assert send(first, late, "/cancel").status_code == 303
    assert event.has(1).startswith("cancelled")


def test_of_two_who_move_somebody_the_second_sees_where_they_are_first(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    mine, theirs = first.get(event.person(1)), second.get(event.person(1))
    send(second, theirs, "/move", ticket="online")
    late = send(first, mine, "/move", ticket="in-person")
    assert late.status_code == 409
    assert event.has(1) == "confirmed online"
    assert send(first, late, "/move", ticket="in-person").status_code == 303
    assert event.has(1) == "confirmed in-person"


def test_a_change_by_the_person_counts_as_well(event: OwnEvent) -> None:
    host, guest = browser(event.app), event.app.test_client()
    mine = host.get(event.person(1))
    with event.app.app_context():
        own = f"/registrations/{b.own_token(event.id, 1)}"
    assert guest.post(f"{own}/cancel", data=form(guest.get(own), "/cancel").values()).status_code == 303
    late = send(host, mine, "/approve")
    assert late.status_code == 409
    assert "Cancelled · The participant" in words(late)


def test_a_tags_name_is_asked_where_two_give_it_one(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    send(first, first.get(event.person(1)), "/tags", tag_name="press")
    with event.app.app_context():
        tag = db.session.scalars(select(Tag.id).where(Tag.event_id == event.id)).one()
    address = f"{event.address}/tags/{tag}"
    mine, theirs = first.get(address), second.get(address)
    send(second, theirs, f"/tags/{tag}", name="media")
    asked = send(first, mine, f"/tags/{tag}", name="TV")
    assert asked.status_code == 409
    assert "Name media" in words(asked)
    assert send(first, asked, f"/tags/{tag}").status_code == 303
    assert "TV" in words(first.get(event.person(1)))


def test_a_tag_that_somebody_else_has_deleted_is_gone_and_said_to_be(event: OwnEvent) -> None:
    first, second = browser(event.app), browser(event.app, Role.OWNER)
    send(first, first.get(event.person(1)), "/tags", tag_name="press")
    mine = first.get(event.person(1))
    with event.app.app_context():
        tag = db.session.scalars(select(Tag.id).where(Tag.event_id == event.id)).one()
    address = f"{event.address}/tags/{tag}"
    assert send(second, second.get(address), "/delete").status_code == 303
    late = send(first, mine, f"/tags/{tag}/remove")
    assert "somebody else has deleted it" in words(first.get(late.location))
