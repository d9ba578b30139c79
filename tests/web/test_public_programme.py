"""The programme as visitors find it: on the event's page, on a page of its own, in calendars."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.database import db
from regapp.documents.examining import examine
from regapp.models import Event
from regapp.services.events import attachments, people, programme
from regapp.services.events.attachments import AttachmentFacts
from regapp.services.events.people import PersonFacts
from regapp.services.events.programme import SessionFacts
from regapp.vocabulary import EventStatus, EventVisibility, PlacesShown, SpeakerRole, Visibility
from tests import builders as b
from tests import hostile
from tests.organisers import OwnEvent, on_sqlite, own_event, statements
from tests.web.visits import page, words

HOUR = timedelta(hours=1)


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    with website.app_context():
        start = b.draft("x").start
    return own_event(website, end=start + timedelta(days=1, hours=2))


def _revision(event: OwnEvent) -> int:
    db.session.rollback()
    return db.session.get_one(Event, event.id).revision


def session(event: OwnEvent, title: str = "Opening", hours: int | None = 0, **changes: Any) -> int:
    with event.app.app_context():
        start = None if hours is None else db.session.get_one(Event, event.id).start_wall + HOUR * hours
        end = start and start + HOUR
        facts = SessionFacts(**{"title": {"en": title}, "start": start, "end": end, **changes})
        return programme.add(event_id=event.id, revision=_revision(event), facts=facts, user_id=None)


def person(event: OwnEvent, name: str = "Asel Kim", **facts: Any) -> int:
    said = PersonFacts(**{"role": SpeakerRole.SPEAKER, "name": {"en": name}, **facts})
    with event.app.app_context():
        return people.add(event_id=event.id, revision=_revision(event), facts=said, user_id=None)


def attach(event: OwnEvent) -> None:
    file = examine("a.pdf", hostile.PDF)
    facts = AttachmentFacts(title={"en": "Programme"}, visibility=Visibility.PUBLIC, file=file)
    with event.app.app_context():
        attachments.add(event_id=event.id, revision=_revision(event), facts=facts, user_id=None)


@pytest.fixture(params=["", "/programme"])
def address(request: pytest.FixtureRequest, event: OwnEvent) -> str:
    """The event's page, and that of the programme."""
    return f"/events/{event.slug}{request.param}"


def test_sessions_stand_by_day_with_anchors(client: FlaskClient, event: OwnEvent, address: str):
    first, second = session(event), session(event, "Closing", 24)
    shown = page(client.get(address))
    day = event.column("start_wall").date()
    days = [f"day-{(day + timedelta(days=number)).isoformat()}" for number in (0, 1)]
    assert [node.get("id") for node in shown.all("h3", class_="programme-day")] == days
    assert "Opening" in shown.one(id=f"session-{first}").text
    assert "Closing" in shown.one(id=f"session-{second}").text
    assert [shown.one("a", href=f"#{one}").text for one in days] == [shown.one(id=one).text for one in days]


def test_a_session_says_room_language_speakers_and_what_it_is_about(
    client: FlaskClient, event: OwnEvent, address: str
):
    speaker = person(event)
    moderator = person(event, "Jonas Weber", role=SpeakerRole.MODERATOR)
    number = session(
        event,
        room={"en": "Hall 2"},
        language="kk",
        description={"en": "What **works**. <script>alert(1)</script>"},
        speakers=[speaker, moderator],
    )
    answer = client.get(address)
    said = page(answer).one(id=f"session-{number}")
    for part in ("17:00", "18:00", "Hall 2 · Kazakh", "Jonas Weber (Moderator), Asel Kim", "What works"):
        assert part in said.text
    assert [node.text for node in said.all("strong")] == ["works"]
    assert "<script>alert" not in answer.text


def test_somebody_has_photograph_and_biography(client: FlaskClient, event: OwnEvent, address: str):
    person(
        event,
        title={"en": "Professor"},
        affiliation={"en": "DKU"},
        country="DE",
        biography={"en": "Teaches in Almaty."},
        photograph=examine("a.jpg", hostile.photograph(), side=480),
    )
    person(event, "Bota Omarova")
    shown = page(client.get(address))
    picture = shown.one("img", alt="Asel Kim")
    assert client.get(picture.get("src") or "").mimetype == "image/jpeg"
    assert "Professor, DKU, Germany" in shown.one("main").text
    assert "Teaches in Almaty." in shown.one("details", class_="more").text
    assert shown.one(class_="initials").text == "BO"


@on_sqlite
@pytest.mark.parametrize(
    ("shown", "taken", "told"),
    [
        (PlacesShown.NUMBER, 0, "Choose it when you register. 2 of 2 places left."),
        (PlacesShown.NUMBER, 1, "1 of 2 places left."),
        (PlacesShown.NUMBER, 2, "All its places are taken."),
        (PlacesShown.FEW, 0, "Choose it when you register."),
        (PlacesShown.FEW, 2, "All its places are taken."),
        (PlacesShown.HIDDEN, 1, "Choose it when you register."),
    ],
)
def test_places_of_a_session_are_told_as_far_as_the_host_wants(
    client: FlaskClient, event: OwnEvent, shown: PlacesShown, taken: int, told: str
):
    number = session(event, bookable=True, places=2)
    with event.app.app_context():
        b.change_event(event.id, places_shown=shown)
    event.register(*range(1, taken + 1), ticket="online", sessions=(number,))
    said = page(client.get(f"/events/{event.slug}")).one(id=f"session-{number}").text
    assert said.endswith(told)


def test_points_of_the_agenda_have_no_time(client: FlaskClient, event: OwnEvent, address: str):
    session(event, "Who pays?", None)
    assert page(client.get(address)).one("ol", class_="agenda").text == "Who pays?"


@on_sqlite
def test_the_event_leads_to_the_page_of_its_programme_and_back(client: FlaskClient, event: OwnEvent):
    address = f"/events/{event.slug}"
    assert not page(client.get(address)).all("a", href=f"{address}/programme")
    session(event)
    assert page(client.get(address)).all("a", href=f"{address}/programme")
    assert page(client.get(f"{address}/programme")).all("a", href=address)


@on_sqlite
def test_an_agenda_without_times_can_be_printed_too(client: FlaskClient, event: OwnEvent):
    address = f"/events/{event.slug}"
    session(event, "Who pays?", None)
    assert len(page(client.get(address)).all("a", href=f"{address}/programme")) == 1


@on_sqlite
def test_a_programme_that_is_not_known_yet_says_so(client: FlaskClient, event: OwnEvent):
    assert "not known yet" in words(client.get(f"/events/{event.slug}/programme"))


@on_sqlite
def test_a_change_is_on_the_page_at_once(client: FlaskClient, event: OwnEvent, address: str):
    session(event)
    before = client.get(address)
    assert client.get(address, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    session(event, "A second one", 1)
    assert "A second one" in words(client.get(address, headers={"If-None-Match": before.headers["ETag"]}))


@on_sqlite
def test_strangers_find_no_programme_of_a_draft_or_of_an_event_by_invitation(
    client: FlaskClient, event: OwnEvent
):
    session(event)
    for change in ({"status": EventStatus.DRAFT}, {"visibility": EventVisibility.INVITED}):
        with event.app.app_context():
            b.change_event(event.id, **change)
        assert client.get(f"/events/{event.slug}/programme").status_code == 404
        with event.app.app_context():
            b.change_event(event.id, status=EventStatus.PUBLISHED, visibility=EventVisibility.PUBLIC)


@on_sqlite
def test_the_page_sets_no_cookie(client: FlaskClient, event: OwnEvent, address: str):
    session(event)
    assert "Set-Cookie" not in client.get(address).headers


@on_sqlite
def test_pages_ask_no_more_of_the_database_when_there_is_more_on_them(client: FlaskClient, website: Flask):
    counts: dict[str, list[int]] = {"": [], "/programme": []}
    for length in (1, 6):
        event = own_event(website)
        for number in range(length):
            speaker = person(event, f"P{number}", photograph=examine("a.png", hostile.picture()))
            session(event, f"S{number}", bookable=True, places=3, speakers=[speaker])
            attach(event)
        for rest, seen_in in counts.items():
            website.extensions["kept"].__init__()
            with statements(website) as seen:
                client.get(f"/events/{event.slug}{rest}")
            seen_in.append(len(seen))
    assert all(few == many for few, many in counts.values())


def test_calendars_say_room_and_subject_of_each_session(client: FlaskClient, website: Flask):
    event = own_event(website, calendar_by_session=True)
    session(event, room={"en": "Hall 2"}, description={"en": "About dust."})
    entry = client.get(f"/events/{event.slug}/calendar.ics?lang=en").text.replace("\r\n ", "")
    assert "LOCATION;LANGUAGE=en:Hall 2\r\n" in entry
    assert "DESCRIPTION;LANGUAGE=en:About dust.\\n\\nA table.\r\n" in entry
