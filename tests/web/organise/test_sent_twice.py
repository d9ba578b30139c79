"""Forms that make something are sent twice, by two quick clicks: what they make is there once."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import (
    Attachment,
    Event,
    EventTemplate,
    Organisation,
    Question,
    Quota,
    Session,
    Speaker,
    SpeakerGroup,
    TicketType,
    Venue,
)
from regapp.vocabulary import Role
from tests.organisers import OwnEvent, browser, own_event
from tests.web.organise import test_announcement, test_new_event
from tests.web.visits import form

DAY = (date.today() + timedelta(days=60)).isoformat()  # noqa: DTZ011 - a day of the browser
VENUE = {"venue_name-en": "Hall", "city-en": "Almaty", "address-en": "Abai 1"}
# What is made, below which address of the event its form stands, what is typed into it.
THINGS: list[tuple[type[Any], str, dict[str, str]]] = [
    (Question, "/edit/questions/new/paragraph", {"label-en": "Why?"}),
    (Session, "/edit/programme/sessions/new", {"title-en": "Opening", "starts": "17:00", "ends": "18:00"}),
    (Speaker, "/edit/programme/people/new", {"name-en": "Asel Kim"}),
    (SpeakerGroup, "/edit/programme/groups/new", {"title-en": "The panel"}),
    (Attachment, "/edit/files/new", {"title-en": "Report", "address": "https://example.org/report"}),
    (TicketType, "/tickets/new", {"name_of-en": "Guests", "attendance": "in-person", "key": "guests"}),
]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """An owner of dku."""
    return browser(client.application, Role.OWNER)


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """An event of dku."""
    return own_event(client.application)


def count(host: FlaskClient, model: type[Any]) -> int:
    with host.application.app_context():
        return db.session.scalars(select(func.count()).select_from(model)).one()


def twice(host: FlaskClient, at: str, action: str = "", **typed: str) -> list[TestResponse]:
    """Send the form of a page twice as it is, with what was typed."""
    filled = form(host.get(at), action or at)
    address, data = filled.get("action") or "", {**filled.values(), **typed}
    return [host.post(address, data=data) for _ in range(2)]


def same(answers: list[TestResponse]) -> bool:
    """Whether both led to the same page."""
    return [one.status_code for one in answers] == [303, 303] and answers[0].location == answers[1].location


@pytest.mark.parametrize(("model", "at", "typed"), THINGS, ids=[one[1] for one in THINGS])
def test_a_thing_of_an_event_is_made_once(
    host: FlaskClient, event: OwnEvent, model: type[Any], at: str, typed: dict[str, str]
):
    before = count(host, model)
    assert same(twice(host, f"{event.address}{at}", **typed))
    assert count(host, model) == before + 1


def test_a_question_with_its_answer_is_made_once(host: FlaskClient, event: OwnEvent):
    typed = {"question-en": "Where?", "answer-en": "Here."}
    assert same(twice(host, f"{event.address}/edit/faq/new", **typed))
    assert len(event.column("faq")) == 1


def test_places_are_made_once(host: FlaskClient, event: OwnEvent):
    before = count(host, Quota)
    assert same(twice(host, f"{event.address}/places", name="Guests", capacity="3"))
    assert count(host, Quota) == before + 1


def test_a_venue_is_made_once(host: FlaskClient):
    before = count(host, Venue)
    assert same(twice(host, "/organise/organisations/dku/venues/new", **VENUE))
    assert count(host, Venue) == before + 1


def test_a_venue_made_on_an_events_own_page_is_made_once(host: FlaskClient, event: OwnEvent):
    before = count(host, Venue)
    assert same(twice(host, f"{event.address}/edit/place", venue="new", **VENUE))
    assert count(host, Venue) == before + 1


def test_an_organisation_is_made_once(host: FlaskClient):
    before = count(host, Organisation)
    assert same(twice(host, "/organise/organisations/new", organisation="Sent twice", slug="sent-twice"))
    assert count(host, Organisation) == before + 1


def test_a_copy_is_made_once(host: FlaskClient, event: OwnEvent):
    before = count(host, Event)
    assert same(twice(host, f"{event.address}/duplicate", date=DAY))
    assert count(host, Event) == before + 1


def test_a_template_is_kept_once_and_not_refused_as_its_own_double(host: FlaskClient, event: OwnEvent):
    before = count(host, EventTemplate)
    assert same(twice(host, f"{event.address}/template", name="Sent twice"))
    assert count(host, EventTemplate) == before + 1


def test_an_event_from_a_template_is_made_once(host: FlaskClient):
    before, data = count(host, Event), test_new_event.sent(host)
    assert same([host.post(test_new_event.TABLE, data=data) for _ in range(2)])
    assert count(host, Event) == before + 1


def test_an_event_from_an_announcement_is_made_once(host: FlaskClient):
    before, data = count(host, Event), test_announcement.sent(host)
    assert same([host.post(test_announcement.DRAFT, data=data) for _ in range(2)])
    assert count(host, Event) == before + 1


def test_who_goes_back_and_types_something_else_makes_another(host: FlaskClient, event: OwnEvent):
    at = f"{event.address}/edit/faq/new"
    values = form(host.get(at), at).values()
    for question in ("Where?", "When?"):
        host.post(at, data={**values, "question-en": question, "answer-en": "Here."})
    assert [one["question"]["en"] for one in event.column("faq")] == ["Where?", "When?"]


def test_a_new_page_makes_another_of_the_same_words(host: FlaskClient, event: OwnEvent):
    at, typed = f"{event.address}/edit/faq/new", {"question-en": "Where?", "answer-en": "Here."}
    for _ in range(2):
        host.post(at, data={**form(host.get(at), at).values(), **typed})
    assert len(event.column("faq")) == 2


def test_a_form_that_was_refused_may_be_sent_again(host: FlaskClient, event: OwnEvent):
    at = f"{event.address}/edit/programme/sessions/new"
    values = form(host.get(at), at).values()
    typed = {"title-en": "Opening", "starts": "03:00", "ends": "02:00"}
    answers = [host.post(at, data={**values, **typed}) for _ in range(2)]
    assert [one.status_code for one in answers] == [422, 422]
    assert host.post(at, data={**values, **typed, "starts": "17:00", "ends": "18:00"}).status_code == 303


def test_what_one_has_sent_is_nothing_to_another(host: FlaskClient, event: OwnEvent):
    other = browser(host.application, Role.MANAGER)
    at, typed = f"{event.address}/edit/faq/new", {"question-en": "Where?", "answer-en": "Here."}
    sent = {**form(host.get(at), at).values(), **typed}
    theirs = {**sent, "csrf_token": form(other.get(at), at).values()["csrf_token"]}
    assert host.post(at, data=sent).status_code == other.post(at, data=theirs).status_code == 303
    assert len(event.column("faq")) == 2
