"""An event is cancelled by its host."""

from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import Mailing
from regapp.vocabulary import EventStatus, LetterKind, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import page, send, words


def planned(event: OwnEvent) -> list[LetterKind]:
    """The letters to many about what became of the event."""
    told = (LetterKind.EVENT_CHANGED, LetterKind.EVENT_CANCELLED)
    with event.app.app_context():
        found = select(Mailing.kind).where(Mailing.event_id == event.id, Mailing.kind.in_(told))
        return list(db.session.scalars(found))


def test_cancelling_is_asked_first_with_the_number_of_people(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2, 3)
    text = words(browser(website).get(f"{event.address}/cancel"))
    assert "3 people who come or wait get a letter." in text
    assert "1 of them has a place" in text
    assert event.column("status") is EventStatus.PUBLISHED


def test_a_cancelled_event_says_why_wherever_people_look(website: Flask):
    event = own_event(website)
    event.register(1)
    with website.app_context():
        own_page = f"/registrations/{b.own_token(event.id, 1)}"
    client = browser(website)
    reason = "The speaker is ill.\nWe are <sorry>."
    public = f"/events/{event.slug}"
    assert "The speaker is ill." not in client.get(public).text
    done = send(client, client.get(f"{event.address}/cancel"), "/cancel", reason=reason)
    assert "The event is cancelled. Everybody who comes or waits gets a letter." in words(
        client.get(done.location)
    )
    assert event.column("status") is EventStatus.CANCELLED
    assert planned(event) == [LetterKind.EVENT_CANCELLED]
    for address in (public, own_page, event.address):
        assert "The speaker is ill. We are <sorry>." in words(client.get(address)), address


@on_sqlite
def test_what_is_cancelled_is_not_cancelled_again(website: Flask):
    event = own_event(website)
    client = browser(website)
    shown = client.get(f"{event.address}/cancel")
    send(client, shown, "/cancel", reason="First.")
    assert "no longer" in words(client.get(f"{event.address}/cancel"))
    send(client, shown, "/cancel", reason="Second.")
    assert event.column("cancellation_reason") == "First."
    assert planned(event) == [LetterKind.EVENT_CANCELLED]
    links = [link.get("href") for link in page(client.get(event.address)).all("a")]
    assert f"{event.address}/cancel" not in links


@on_sqlite
def test_only_those_who_manage_are_led_there(website: Flask):
    event = own_event(website)
    for role, is_led in ((Role.MANAGER, True), (Role.VIEWER, False)):
        shown = browser(website, role).get(event.address).text
        assert (f"{event.address}/cancel" in shown) == is_led
