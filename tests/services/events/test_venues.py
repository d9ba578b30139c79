"""Venues, and what becomes of the events held there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import EditedMeanwhile, NotFound
from regapp.models import AuditEntry, Event, Mailing, Organisation, Venue
from regapp.services.events import creating, event_changes, venues
from regapp.services.events.venues import VenueDraft
from regapp.vocabulary import EventStatus, LetterKind
from tests import builders as b

HALL = VenueDraft({"en": "Abai Hall"}, {"en": "1 Abai Avenue"}, {"en": "Almaty"}, places=80)
RENAMED = replace(HALL, name={"en": "Great Hall"}, places=70)
ELSEWHERE = replace(HALL, address={"en": "2 Abai Avenue"})

pytestmark = pytest.mark.usefixtures("app")


def organisation(slug: str = "dku") -> int:
    return db.session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()


def make(draft: VenueDraft = HALL, of: str = "dku") -> int:
    return venues.make_venue(draft=draft, organisation_id=organisation(of), user_id=None)


def held_at(venue: int, **changes: object) -> int:
    event = b.small_event(**changes)
    event_changes.relocate(event_id=event, venue_id=venue, user_id=None)
    return event


def change(venue: int, draft: VenueDraft, revision: int = 1, message: str = "") -> None:
    db.session.rollback()
    venues.change_venue(venue_id=venue, revision=revision, draft=draft, user_id=None, message=message)
    db.session.rollback()


def stored(event: int) -> Event:
    db.session.rollback()
    return db.session.get_one(Event, event)


def told(event: int) -> list[Mailing]:
    db.session.rollback()
    found = select(Mailing).where(Mailing.event_id == event, Mailing.kind == LetterKind.EVENT_CHANGED)
    return list(db.session.scalars(found.where(Mailing.settled_at.is_(None))))


def settle() -> None:
    """Be done with the letters about how the events came to the venue."""
    for mailing in db.session.scalars(select(Mailing)):
        mailing.settled_at = now()
    db.session.commit()


def test_venues_of_one_name_have_addresses_of_their_own() -> None:
    first, second = (db.session.get_one(Venue, make()) for _ in range(2))
    assert (first.slug, second.slug) == ("abai-hall", "abai-hall-2")


def test_no_venue_stands_where_new_ones_are_made() -> None:
    assert db.session.get_one(Venue, make(replace(HALL, name={"en": "New"}))).slug == "new-2"


def test_another_name_is_shown_and_found_and_told_to_nobody() -> None:
    venue = make()
    event = held_at(venue)
    settle()
    before = (stored(event).revision, stored(event).sequence)
    change(venue, RENAMED)
    after = stored(event)
    assert after.revision > before[0]
    assert after.sequence == before[1]
    assert "great hall" in after.search_text
    assert after.venue is not None
    assert after.venue.places == 70
    assert told(event) == []


def test_another_address_is_told_to_the_people_of_events_to_come() -> None:
    venue = make()
    events = [held_at(venue), held_at(venue)]
    settle()
    numbers = [stored(event).sequence for event in events]
    change(venue, ELSEWHERE, message="We moved.")
    assert [stored(event).sequence for event in events] == [number + 1 for number in numbers]
    for event in events:
        [mailing] = told(event)
        assert mailing.facts["old"]["place"]["en"] == "Abai Hall, 1 Abai Avenue, Almaty"
        assert (mailing.facts["what"], mailing.facts["message"]) == (["place"], "We moved.")
    assert b.findings() == []


def test_nobody_is_told_of_what_is_over_cancelled_or_a_draft() -> None:
    venue = make()
    over, cancelled = held_at(venue), held_at(venue)
    draft = creating.create(b.draft("draft"))
    event_changes.relocate(event_id=draft, venue_id=venue, user_id=None)
    settle()
    past = datetime(2020, 1, 1, 10)
    event = stored(over)
    event.schedule(zone=event.zone, start=past, end=past + timedelta(hours=1), closes=past)
    db.session.get_one(Event, cancelled).status = EventStatus.CANCELLED
    db.session.commit()
    revisions = [stored(one).revision for one in (over, cancelled, draft)]
    change(venue, ELSEWHERE)
    assert [told(one) for one in (over, cancelled, draft)] == [[], [], []]
    assert all(
        stored(one).revision > old for one, old in zip((over, cancelled, draft), revisions, strict=True)
    )


def test_nobody_overwrites_what_somebody_else_has_changed() -> None:
    venue = make()
    change(venue, RENAMED)
    with pytest.raises(EditedMeanwhile):
        change(venue, ELSEWHERE, revision=1)
    assert db.session.get_one(Venue, venue).name == {"en": "Great Hall"}


def test_the_operators_venues_stay_as_they_are() -> None:
    shared = db.session.scalars(select(Venue).where(Venue.organisation_id.is_(None))).first()
    assert shared is not None
    with pytest.raises(NotFound):
        change(shared.id, ELSEWHERE)


def test_the_same_again_is_no_edit() -> None:
    venue = make()
    event = held_at(venue)
    before = stored(event).revision
    change(venue, HALL)
    assert (db.session.get_one(Venue, venue).revision, stored(event).revision) == (1, before)


def test_it_is_written_down_from_what_to_what() -> None:
    venue = make()
    change(venue, RENAMED)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.organisation_id) == ("venue.changed", organisation())
    assert entry.details["changes"]["name"] == [{"en": "Abai Hall"}, {"en": "Great Hall"}]
    assert entry.details["changes"]["places"] == [80, 70]


def test_an_event_is_not_held_at_a_venue_of_others() -> None:
    event, theirs = b.small_event(), make(of="assembly")
    with pytest.raises(NotFound):
        event_changes.relocate(event_id=event, venue_id=theirs, user_id=None)


def test_an_event_gets_a_venue_that_is_made_with_it() -> None:
    event = b.small_event()
    event_changes.relocate(event_id=event, venue_id=None, new_venue=HALL, user_id=None)
    venue = stored(event).venue
    assert venue is not None
    assert (venue.name, venue.organisation_id) == ({"en": "Abai Hall"}, organisation())


def test_no_change_of_time_place_or_meeting_overwrites_another(app: Flask) -> None:
    event = b.small_event()
    revision = stored(event).revision
    event_changes.relocate(event_id=event, venue_id=make(), user_id=None, revision=revision)
    with pytest.raises(EditedMeanwhile):
        event_changes.relocate(event_id=event, venue_id=None, user_id=None, revision=revision)
    assert stored(event).venue_id is not None
