"""Another edition of an event is made by a host's clicks."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Event
from regapp.vocabulary import EventStatus
from tests.organisers import browser, on_sqlite, own_event
from tests.web.pages import parse

DAY = (date.today() + timedelta(days=60)).isoformat()  # noqa: DTZ011 - a day of the browser


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager of dku."""
    return browser(client.application)


def test_a_copy_is_made_on_another_day(host: FlaskClient):
    event = own_event(host.application)
    form = parse(host.get(f"{event.address}/duplicate").text).one("form", action=f"{event.address}/duplicate")
    answer = host.post(f"{event.address}/duplicate", data={**form.values(), "date": DAY})
    assert (answer.status_code, answer.location) == (303, f"{event.address}-2")
    with host.application.app_context():
        copy = db.session.scalars(select(Event).where(Event.slug == f"{event.slug}-2")).one()
        assert (copy.status, copy.start_wall.date().isoformat()) == (EventStatus.DRAFT, DAY)


@on_sqlite
def test_a_copy_is_proposed_the_same_title_and_may_have_another(host: FlaskClient):
    event = own_event(host.application, title={"en": "Forum 2026", "de": "Forum 2026 auf Deutsch"})
    form = parse(host.get(f"{event.address}/duplicate").text).one("form", action=f"{event.address}/duplicate")
    assert form.values()["title-en"] == "Forum 2026"
    host.post(f"{event.address}/duplicate", data={**form.values(), "date": DAY, "title-en": "Forum 2027"})
    with host.application.app_context():
        copy = db.session.scalars(select(Event).where(Event.slug == f"{event.slug}-2")).one()
        assert copy.title == {"en": "Forum 2027", "de": "Forum 2026 auf Deutsch"}


@on_sqlite
@pytest.mark.parametrize(("day", "told"), [("", "Choose the day."), ("2001-01-01", "Choose a day to come")])
def test_a_copy_needs_a_day_to_come(host: FlaskClient, day: str, told: str):
    event = own_event(host.application)
    form = parse(host.get(f"{event.address}/duplicate").text).one("form", action=f"{event.address}/duplicate")
    answer = host.post(f"{event.address}/duplicate", data={**form.values(), "date": day})
    assert answer.status_code == 422
    assert told in answer.text
