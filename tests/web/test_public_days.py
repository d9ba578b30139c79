"""Events of whole days, and events of which calendars hold each session, on the pages."""

import json
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Event
from regapp.services.events.drafts import SessionDraft
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import page, words

pytestmark = only_sqlite
FIRST = datetime(2035, 5, 9)


def publish(inside: Inside, **changes: Any) -> str:
    """Such an event in May 2035; the path of its page."""
    with inside():
        times = {"start": FIRST, "end": datetime(2035, 5, 12), "closes": datetime(2035, 5, 8, 12)}
        event = builders.small_event(**{**times, **changes})
        return f"/events/{db.session.get_one(Event, event).slug}"


def test_whole_days_are_dates_without_hours(client: FlaskClient, inside: Inside) -> None:
    path = publish(inside, all_day=True)
    for shown in (words(client.get(path)), words(client.get("/"))):
        assert "9–11 May 2035" in shown
        assert "All day" in shown
        assert "00:00" not in shown


def test_search_engines_read_whole_days_as_dates_of_which_the_last_counts(
    client: FlaskClient, inside: Inside
) -> None:
    shown = page(client.get(publish(inside, all_day=True)))
    data = json.loads(shown.one("script", type="application/ld+json").text)

    assert (data["startDate"], data["endDate"]) == ("2035-05-09", "2035-05-11")


def test_each_session_has_its_own_links_to_calendars_on_the_web(client: FlaskClient, inside: Inside) -> None:
    hours = [FIRST.replace(hour=hour) for hour in (9, 11, 13, 15)]
    sessions = tuple(SessionDraft({"en": f"Part {hour.hour}"}, start=hour) for hour in hours)
    shown = page(client.get(publish(inside, sessions=sessions, calendar_by_session=True))).one("main")
    links = [link.get("href") or "" for link in shown.all("a")]

    assert len([link for link in links if "calendar.yahoo.com" in link]) == 4
    assert "Part 13 – Round table" in shown.text
