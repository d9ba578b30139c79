"""The private calendar of everything under an address, over HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from icalendar import Calendar, Event
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import PersonalFeed
from regapp.services.events.drafts import MeetingDraft
from regapp.services.registrations import own_page, personal_feeds
from regapp.vocabulary import EventStatus, Language, LetterKind
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.owners import OWNER, join, press, told
from tests.web.visits import words

pytestmark = only_sqlite
JOIN = "https://zoom.us/j/5550001"
MEETING = MeetingDraft(provider="zoom", join_address=JOIN, passcode="air")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 3, 2, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def subscribe(inside: Inside, event: int, language: Language = Language.ENGLISH) -> str:
    """Make the calendar of the owner's address; its path."""
    with inside():
        personal_feeds.send(token=builders.own_token(event, OWNER), language=language)
        return f"/calendars/{db.session.scalars(select(PersonalFeed.token)).one()}.ics"


def read(client: FlaskClient, path: str) -> list[Event]:
    answer = client.get(path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def stand(client: FlaskClient, path: str) -> list[str]:
    return [str(entry["STATUS"]) for entry in read(client, path)]


def test_it_holds_all_that_somebody_has_by_its_start(client: FlaskClient, inside: Inside) -> None:
    later, _ = join(inside, ahead=2)
    start = now().replace(microsecond=0, tzinfo=None) + timedelta(days=2)
    sooner, _ = join(inside, start=start, end=start + timedelta(hours=1), closes=start)
    with inside():
        builders.register(sooner, 7)
        titles = [
            f"Round table {builders.registration(event, OWNER).event.slug}" for event in (sooner, later)
        ]
    entries = read(client, subscribe(inside, later))

    assert [str(entry["SUMMARY"]) for entry in entries] == titles
    assert [str(entry["STATUS"]) for entry in entries] == ["CONFIRMED", "TENTATIVE"]


def test_it_has_what_feeds_have(client: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside)
    path = subscribe(inside, event)
    calendar = Calendar.from_ical(client.get(path).data)

    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "My events"
    assert str(calendar["SOURCE"]).endswith(path)
    assert "METHOD" not in calendar
    assert "REFRESH-INTERVAL" in calendar


def test_it_speaks_the_language_it_was_made_in(client: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside, title={"en": "Air", "de": "Luft"})
    path = subscribe(inside, event, Language.GERMAN)

    assert [str(entry["SUMMARY"]) for entry in read(client, f"{path}?lang=en")] == ["Luft"]


def test_nothing_unproven_is_in_it(client: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside)
    join(inside, proof_minutes=60)

    assert len(read(client, subscribe(inside, event))) == 1


def test_nobody_elses_registration_is_in_it(client: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside, ahead=1)
    with inside():
        builders.register(builders.small_event(), 5)

    assert len(read(client, subscribe(inside, event))) == 1


def test_it_tells_how_to_join_from_the_hosts_time_on(
    client: FlaskClient, inside: Inside, clock: time_machine.Traveller
) -> None:
    event, _ = join(inside, ticket="online", meeting=MEETING)
    with inside():
        builders.change_event(event, join_release_minutes=60)
        start = builders.registration(event, OWNER).event.start_at
    path = subscribe(inside, event)
    before = client.get(path)
    clock.move_to(start - timedelta(minutes=59))
    after = client.get(path, headers={"If-Modified-Since": before.headers["Last-Modified"]})

    assert "zoom.us" not in before.text
    assert JOIN in after.text.replace("\r\n ", "")


@pytest.mark.parametrize("who", ["host", "owner"])
def test_what_is_cancelled_says_so_for_thirty_days(
    client: FlaskClient, inside: Inside, clock: time_machine.Traveller, who: str
) -> None:
    event, _ = join(inside, ticket="online", meeting=MEETING)
    path = subscribe(inside, event)
    clock.shift(timedelta(days=1))
    with inside():
        if who == "host":
            builders.change_event(event, status=EventStatus.CANCELLED, changed_at=now())
        else:
            own_page.cancel(token=builders.own_token(event, OWNER))
    cancelled = client.get(path)
    assert stand(client, path) == ["CANCELLED"]
    assert "zoom.us" not in cancelled.text

    clock.shift(timedelta(days=30))
    assert stand(client, path) == []
    kept = {"If-Modified-Since": cancelled.headers["Last-Modified"]}
    assert client.get(path, headers=kept).status_code == 200


def _nothing(_event: int) -> None: ...


def _hosts_edit(event: int) -> None:
    builders.change_event(event, changed_at=now())


def _cancellation(event: int) -> None:
    own_page.cancel(token=builders.own_token(event, OWNER))


@pytest.mark.parametrize(("change", "status"), [(_nothing, 304), (_hosts_edit, 200), (_cancellation, 200)])
def test_it_is_sent_again_only_if_it_has_changed(
    client: FlaskClient, inside: Inside, clock: time_machine.Traveller, change: Any, status: int
) -> None:
    event, _ = join(inside)
    path = subscribe(inside, event)
    first = client.get(path)
    clock.shift(timedelta(minutes=1))
    with inside():
        change(event)
    for header, value in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert client.get(path, headers={header: first.headers[value]}).status_code == status


def test_it_keeps_its_address_and_the_own_pages_to_itself(client: FlaskClient, inside: Inside) -> None:
    event, page_path = join(inside)
    answer = client.get(subscribe(inside, event))

    assert page_path.rpartition("/")[2] not in answer.text.replace("\r\n ", "")
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


def test_it_only_reads(client: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside)
    path = subscribe(inside, event)

    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


# On the own page


def test_the_own_page_sends_its_address_by_letter(client: FlaskClient, inside: Inside) -> None:
    _, path = join(inside)
    answer = press(client, path, "/feed")

    assert f"A letter with the address is on its way to {OWNER}" in told(client, answer)
    with inside():
        assert builders.kinds(OWNER)[-1] is LetterKind.PERSONAL_FEED


def test_no_page_holds_its_address(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside)
    token = subscribe(inside, event).removeprefix("/calendars/").removesuffix(".ics")
    answers = [client.get(path), press(client, path, "/feed"), press(client, path, "/feed/take-back")]
    answers += [client.get(answer.location) for answer in answers if answer.location]

    assert len(answers) == 5
    assert not any(token in f"{answer.headers}{answer.text}" for answer in answers)


def test_the_own_page_sends_it_again_and_says_when_it_has_sent_enough(
    client: FlaskClient, inside: Inside
) -> None:
    _, path = join(inside)
    press(client, path, "/feed")
    assert "Send the letter again" in words(client.get(path))
    assert press(client, path, "/feed").status_code == 303  # with the confirmation it is the third letter
    refused = press(client, path, "/feed")

    assert refused.status_code == 409
    assert "No further letter now" in words(refused)
    with inside():
        assert builders.kinds(OWNER).count(LetterKind.PERSONAL_FEED) == 2


def test_the_own_page_takes_it_back(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside)
    feed = subscribe(inside, event)
    answer = press(client, path, "/feed/take-back")

    assert "leads nowhere" in told(client, answer)
    assert client.get(feed).status_code == 404
    assert "take it back" not in words(client.get(path))


def test_any_own_page_of_the_address_takes_it_back(client: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside)
    feed = subscribe(inside, event)
    _, other = join(inside)
    press(client, other, "/feed/take-back")

    assert client.get(feed).status_code == 404


def test_it_can_be_taken_back_after_the_registration_has_ended(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside)
    subscribe(inside, event)
    with inside():
        own_page.cancel(token=builders.own_token(event, OWNER))

    assert press(client, path, "/feed/take-back").status_code == 303


def test_whose_address_is_not_proved_hears_of_no_calendar(client: FlaskClient, inside: Inside) -> None:
    event, _ = join(inside)
    subscribe(inside, event)
    _, path = join(inside, proof_minutes=60)

    assert "All my events" not in words(client.get(path))


def test_a_button_of_another_site_sends_none(client: FlaskClient, inside: Inside) -> None:
    _, path = join(inside)

    assert client.post(f"{path}/feed").status_code == 422
