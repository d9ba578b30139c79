"""An event gets another address; nobody else gets the old one."""

import pytest
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.errors import EditedMeanwhile, SlugTaken
from regapp.models import AuditEntry, Event, FormerSlug
from regapp.services.events import addressing, creating
from regapp.vocabulary import EventVisibility, PlacesShown
from tests import builders


def change(event: int, slug: str, *, revision: int | None = None) -> None:
    """Give an event another address."""
    addressing.change_visibility(
        event_id=event,
        revision=revision or db.session.get_one(Event, event).revision,
        visibility=EventVisibility.UNLISTED,
        places_shown=PlacesShown.FEW,
        slug=slug,
        user_id=None,
    )


def former() -> dict[str, int]:
    """The addresses that events had."""
    db.session.rollback()
    return {row.slug: row.event_id for row in db.session.scalars(select(FormerSlug))}


def test_a_published_event_keeps_its_old_address(app: Flask) -> None:
    event = builders.publish(builders.draft("first"))
    change(event, "second")
    change(event, "third")
    found = db.session.get_one(Event, event)
    assert (found.slug, found.visibility, found.places_shown) == (
        "third",
        EventVisibility.UNLISTED,
        PlacesShown.FEW,
    )
    assert former() == {"first": event, "second": event}


def test_a_draft_leaves_its_address_to_others(app: Flask) -> None:
    event = creating.create(builders.draft("first"))
    change(event, "second")
    assert former() == {}
    assert creating.create(builders.draft("first"))


@pytest.mark.parametrize("slug", ["round-table", "left"])
def test_an_address_of_another_event_is_refused_also_one_that_it_had(app: Flask, slug: str) -> None:
    other = builders.publish(builders.draft("left"))
    change(other, "gone-on")
    event = builders.publish(builders.draft("mine"))
    with pytest.raises(SlugTaken):
        change(event, slug)
    db.session.rollback()
    assert db.session.get_one(Event, event).slug == "mine"


def test_what_somebody_else_changed_meanwhile_stops_it(app: Flask) -> None:
    event = builders.publish(builders.draft("first"))
    with pytest.raises(EditedMeanwhile):
        change(event, "second", revision=999)
    assert former() == {}


def test_it_is_written_down_from_what_to_what(app: Flask) -> None:
    event = builders.publish(builders.draft("first"))
    change(event, "second")
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event_id == event).order_by(AuditEntry.id.desc())
    ).first()
    assert entry is not None
    assert entry.details["changes"]["slug"] == ["first", "second"]
