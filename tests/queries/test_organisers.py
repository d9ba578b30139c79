"""Events as those who hold them see them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from regapp.clock import now
from regapp.database import db
from regapp.models import EventHost, Organisation
from regapp.queries import organisers
from regapp.queries.organisers import (
    find_own_event,
    find_user,
    list_own_events,
    organisations_of,
    role_in,
    ways_to,
)
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Role
from tests.builders import event_id, register, small_event


@pytest.fixture
def manager(app: Flask) -> int:
    """The id of a manager of one organisation."""
    add_organiser(email="a@dku.example", organisation="dku", role=Role.MANAGER, password="a password")
    user = find_user(db.session(), "a@dku.example")
    assert user
    return user.id


def test_events_to_come_are_first_soonest_first_then_past_ones_latest_first(manager: int):
    add_organiser(email="a@dku.example", organisation="assembly", role=Role.VIEWER, password=None)
    page = list_own_events(db.session(), manager, now())
    assert [own.event.slug for own in page.rows] == [
        "teleconference",
        "round-table",
        "race",
        "round-table-2020",
        "conference-2018",
    ]
    later = list_own_events(db.session(), manager, now() + timedelta(days=25))
    assert [own.event.slug for own in later.rows][:3] == ["race", "round-table", "teleconference"]


def test_other_organisations_events_are_not_among_them(manager: int):
    page = list_own_events(db.session(), manager, now())
    assert {own.event.slug for own in page.rows} == {"round-table", "round-table-2020"}
    assert find_own_event(db.session(), manager, "round-table") is not None
    assert find_own_event(db.session(), manager, "race") is None
    assert find_own_event(db.session(), manager, "no-such-event") is None


def test_it_counts_places_by_quota_and_people_without_one(manager: int):
    event = small_event(capacity=2)
    for number in range(5):
        register(event, number, ticket="in-person" if number < 3 else "online")
    own = next(own for own in list_own_events(db.session(), manager, now()).rows if own.event.id == event)
    assert [(places.name["en"], places.taken, places.capacity, places.left) for places in own.places] == [
        ("The room", 2, 2, 0),
        ("On line", 2, None, None),
    ]
    assert own.waiting == 1


def test_pages_hold_what_they_hold(manager: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(organisers, "PAGE_SIZE", 1)
    pages = [list_own_events(db.session(), manager, now(), page=number) for number in (1, 2, 99)]
    assert [page.rows[0].event.slug for page in pages] == [
        "round-table",
        "round-table-2020",
        "round-table-2020",
    ]
    assert pages[0].total == 2


def test_a_role_is_the_one_in_that_organisation(manager: int):
    [organisation] = organisations_of(db.session(), manager)
    assert organisation.slug == "dku"
    assert role_in(db.session(), manager, organisation.id) is Role.MANAGER
    assert role_in(db.session(), manager, organisation.id + 999) is None
    assert role_in(db.session(), manager + 999, organisation.id) is None


def grant(role: Role | None) -> None:
    """Let the co-host fes have that role at the round table, at most."""
    event, fes = (
        event_id("round-table"),
        db.session.scalars(select(Organisation.id).where(Organisation.slug == "fes")).one(),
    )
    db.session.execute(
        update(EventHost)
        .where(EventHost.event_id == event, EventHost.organisation_id == fes)
        .values(role=role)
    )
    db.session.commit()


def test_a_co_hosts_members_have_what_was_granted(app: Flask):
    user = add_organiser(email="a@fes.example", organisation="fes", role=Role.DOOR).user_id
    assert find_own_event(db.session(), user, "round-table") is None
    grant(Role.MANAGER)
    event = find_own_event(db.session(), user, "round-table")
    assert event is not None
    assert ways_to(db.session(), user, event) == [(Role.DOOR, Role.MANAGER)]
    assert [own.event.slug for own in list_own_events(db.session(), user, now()).rows] == ["round-table"]
    grant(None)
    assert find_own_event(db.session(), user, "round-table") is None
    assert list_own_events(db.session(), user, now()).rows == []


def test_who_belongs_to_owner_and_co_host_has_both_ways_and_sees_the_event_once(app: Flask):
    user = add_organiser(email="a@fes.example", organisation="fes", role=Role.OWNER).user_id
    add_organiser(email="a@fes.example", organisation="dku", role=Role.VIEWER)
    grant(Role.MANAGER)
    event = find_own_event(db.session(), user, "round-table")
    assert event is not None
    assert set(ways_to(db.session(), user, event)) == {(Role.VIEWER, None), (Role.OWNER, Role.MANAGER)}
    slugs = [own.event.slug for own in list_own_events(db.session(), user, now()).rows]
    assert slugs.count("round-table") == 1
