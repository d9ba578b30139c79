"""Publishing, taking back, keeping as a template, putting away and deleting, by a host's clicks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import EventHost, EventTemplate, Organisation
from regapp.services.events import creating, event_changes
from regapp.vocabulary import EventStatus, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.pages import parse

LIST = "/organise/"
_numbers = count(1)  # tests share their database


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager of dku."""
    return browser(client.application)


def a_draft(host: FlaskClient, **changes: Any) -> OwnEvent:
    with host.application.app_context():
        slug = f"draft-{next(_numbers)}"
        event_id = creating.create(b.draft(slug, **changes))
        return OwnEvent(host.application, event_id, slug)


def press(host: FlaskClient, event: OwnEvent, action: str) -> TestResponse:
    """Press a button of the overview."""
    form = parse(host.get(event.address).text).one("form", action=f"{event.address}/{action}")
    return host.post(f"{event.address}/{action}", data=form.values())


def has_button(host: FlaskClient, event: OwnEvent, action: str) -> bool:
    return bool(parse(host.get(event.address).text).all("form", action=f"{event.address}/{action}"))


def test_a_draft_is_published_with_a_click(host: FlaskClient):
    event = a_draft(host)
    public = f"/events/{event.slug}"
    assert host.get(public).status_code == 404
    answer = press(host, event, "publish")
    assert (answer.status_code, answer.location) == (303, event.address)
    assert host.get(public).status_code == 200
    assert "The event is published." in host.get(event.address).text


def test_the_overview_leads_to_the_poster_once_there_is_a_page_to_lead_to(host: FlaskClient):
    event = a_draft(host)
    poster = f"/events/{event.slug}/poster"
    assert not parse(host.get(event.address).text).all("a", href=poster)
    press(host, event, "publish")
    assert parse(host.get(event.address).text).all("a", href=poster)


@on_sqlite
def test_once_published_it_says_that_people_can_register_now_and_where(host: FlaskClient):
    event = a_draft(host)
    press(host, event, "publish")
    page = parse(host.get(event.address).text)
    assert "People can register now." in page.text
    address = f"http://localhost:8000/events/{event.slug}"
    assert page.all("a", href=address, class_="address")
    assert page.all("button", data_copy=address)


@on_sqlite
def test_it_says_from_when_people_can_register_where_that_is_to_come(host: FlaskClient):
    event = a_draft(host, opens=b.draft("any").start - timedelta(days=2))
    press(host, event, "publish")
    page = host.get(event.address).text
    assert "People can register from " in page
    assert "People can register now" not in page


@on_sqlite
def test_an_archived_draft_is_called_archived_and_can_be_put_back(host: FlaskClient):
    event = a_draft(host)
    press(host, event, "archive")
    page = parse(host.get(event.address).text)
    assert [one.text for one in page.one("p", class_="badges m-0").all("span")] == ["Archived"]
    assert not has_button(host, event, "publish")
    assert "Before you publish" not in page.text
    press(host, event, "unarchive")
    assert has_button(host, event, "publish")


@on_sqlite
def test_the_overview_of_a_draft_says_what_is_missing(host: FlaskClient):
    event = a_draft(host, ticket_types=(), quotas=())
    page = parse(host.get(event.address).text)
    assert "There is no way to attend yet" in page.text
    assert not has_button(host, event, "publish")


@on_sqlite
def test_what_is_missing_is_said_also_to_who_publishes_from_an_old_page(host: FlaskClient):
    event = a_draft(host)
    form = parse(host.get(event.address).text).one("form", action=f"{event.address}/publish").values()
    with host.application.app_context():
        b.change_event(event.id, title={}, revision=event.column("revision"))
    answer = host.post(f"{event.address}/publish", data=form)
    assert answer.status_code == 409
    assert "The event has no title yet." in answer.text


@on_sqlite
@pytest.mark.parametrize("revision", ["0", "", "x", "9" * 30, "-1"])
def test_a_version_that_was_changed_meanwhile_is_not_published(host: FlaskClient, revision: str):
    event = a_draft(host)
    form = parse(host.get(event.address).text).one("form", action=f"{event.address}/publish").values()
    answer = host.post(f"{event.address}/publish", data={**form, "revision": revision})
    assert answer.status_code == 409
    assert "Somebody has changed the event meanwhile" in answer.text
    assert event.column("status") is EventStatus.DRAFT


@on_sqlite
@pytest.mark.parametrize("action", ["publish", "unpublish", "archive", "unarchive", "delete"])
def test_a_button_of_a_page_that_was_open_for_too_long_does_nothing(host: FlaskClient, action: str):
    event = a_draft(host)
    answer = host.post(f"{event.address}/{action}", data={})
    assert answer.status_code == 422
    assert "Please send it once more" in answer.text
    assert event.column("status") is EventStatus.DRAFT


@on_sqlite
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"venue": "dku-almaty", "capacity": 500}, "120 people fit into this venue, and 500 may come"),
        ({"venue": "dku-almaty", "quotas": ()}, "there is a ticket for it without a limit"),
        ({"venue": None}, "Who comes to the room would see no address"),
        ({}, "Who comes online would see no way to join"),
        ({"title": {"en": "Talk"}, "languages": ("en", "kk")}, "Missing in: Қазақша"),
        ({"title": {"en": "Talk"}, "summary": {"ru": "О чём"}}, "Missing in: Қазақша, Русский"),
    ],
)
def test_what_people_would_miss_is_warned_of_and_not_refused(
    host: FlaskClient, changes: dict[str, Any], told: str
):
    event = a_draft(host, **changes)
    checklist = parse(host.get(event.address).text).one("ul", class_="checklist")
    assert told in " ".join(item.text for item in checklist.all("li", class_="doubtful"))
    assert press(host, event, "publish").status_code == 303


@on_sqlite
def test_who_cannot_be_asked_is_warned_of_as_well(host: FlaskClient):
    event = a_draft(host)
    told = "People would see no telephone and no address to ask"
    assert told not in host.get(event.address).text
    with _without_contact(host):
        assert told in host.get(event.address).text


@contextmanager
def _without_contact(host: FlaskClient) -> Iterator[None]:
    def write(address: str) -> str:
        with host.application.app_context():
            dku = db.session.scalars(select(Organisation).where(Organisation.slug == "dku")).one()
            before, dku.contact_email = dku.contact_email, address
            db.session.commit()
            return before

    before = write("")
    try:
        yield
    finally:
        write(before)


@on_sqlite
def test_visitors_are_not_told_online_where_the_room_is_not_known_yet(host: FlaskClient):
    event = a_draft(host, venue=None)
    press(host, event, "publish")
    for address in (f"/events/{event.slug}", f"/events/{event.slug}/poster"):
        assert "The place will be announced" in host.get(address).text


@on_sqlite
def test_it_is_taken_back_while_nobody_has_registered(host: FlaskClient):
    event = own_event(host.application)
    assert press(host, event, "unpublish").status_code == 303
    assert host.get(f"/events/{event.slug}").status_code == 404


@on_sqlite
def test_once_somebody_has_registered_it_says_cancel_instead(host: FlaskClient):
    event = own_event(host.application)
    form = parse(host.get(event.address).text).one("form", action=f"{event.address}/unpublish").values()
    event.register(1)
    answer = host.post(f"{event.address}/unpublish", data=form)
    assert answer.status_code == 409
    assert "You can cancel it instead." in answer.text
    assert not has_button(host, event, "unpublish")


@on_sqlite
def test_an_event_is_kept_as_a_template_under_a_name_of_its_own(host: FlaskClient):
    event = own_event(host.application)
    address = f"{event.address}/template"
    form = parse(host.get(address).text).one("form", action=address).values()
    assert host.post(address, data={**form, "name": ""}).status_code == 422
    assert host.post(address, data={**form, "name": "Ours"}).status_code == 303
    form = parse(host.get(address).text).one("form", action=address).values()
    again = host.post(address, data={**form, "name": "Ours"})
    assert again.status_code == 422
    assert "You have a template of this name." in again.text
    with host.application.app_context():
        assert db.session.scalars(select(EventTemplate.name)).all() == ["Ours"]


@on_sqlite
def test_a_cancelled_event_is_put_away_and_found_again(host: FlaskClient):
    event = own_event(host.application)
    assert not has_button(host, event, "archive")
    with host.application.app_context():
        event_changes.cancel(event_id=event.id, reason="", user_id=None)
    assert press(host, event, "archive").status_code == 303
    shown, archived = host.get(LIST).text, host.get(f"{LIST}?archived=1").text
    assert (event.address in shown, event.address in archived) == (False, True)
    assert "1 archived event" in shown
    assert press(host, event, "unarchive").status_code == 303
    assert event.address in host.get(LIST).text


@on_sqlite
def test_a_draft_is_deleted_after_it_was_asked(host: FlaskClient):
    event = a_draft(host)
    answer = press(host, event, "delete")
    assert (answer.status_code, answer.location) == (303, LIST)
    assert host.get(event.address).status_code == 404
    assert "The draft is deleted." in host.get(LIST).text


@on_sqlite
def test_what_is_published_is_not_deleted(host: FlaskClient):
    event = own_event(host.application)
    assert not has_button(host, event, "delete")
    token = parse(host.get(event.address).text).all("input", name="csrf_token")[0].get("value")
    answer = host.post(f"{event.address}/delete", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "Only a draft that nobody has registered for" in answer.text


@on_sqlite
def test_drafts_stand_first_in_the_list(host: FlaskClient):
    a_draft(host)
    page = parse(host.get(LIST).text)
    assert [node.text for node in page.all("h2")][:2] == ["Drafts", "Events to come"]


@on_sqlite
def test_a_manager_of_a_co_host_makes_no_events_for_the_owner(host: FlaskClient):
    event = own_event(host.application)
    with host.application.app_context():
        fes = db.session.scalars(select(Organisation.id).where(Organisation.slug == "fes")).one()
        grant = EventHost(event_id=event.id, organisation_id=fes, position=0, role=Role.MANAGER)
        db.session.add(grant)
        db.session.commit()
    other = browser(host.application, Role.MANAGER, "fes")
    assert other.get(event.address).status_code == 200
    assert "Make a copy" not in other.get(event.address).text
    for page in ("duplicate", "template"):
        assert other.get(f"{event.address}/{page}").status_code == 403
        assert other.post(f"{event.address}/{page}").status_code == 403
