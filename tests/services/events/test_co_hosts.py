"""Co-hosts are added, put in order and taken away, and get only what is granted."""

import pytest
from flask import Flask

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import Event
from regapp.queries.co_hosts import co_hosts, possible_hosts
from regapp.services.events import co_hosts as service
from regapp.vocabulary import Role
from tests import builders


@pytest.fixture
def event(app: Flask) -> int:
    """An event of dku with two co-hosts."""
    made = builders.publish(builders.draft("joint"))
    for organisation in ("fes", "shanyrak"):
        service.add_host(event_id=made, organisation=organisation, user_id=None)
    return made


def hosts(event: int) -> list[tuple[str, Role | None]]:
    """The co-hosts, and what each may do."""
    db.session.rollback()
    return [(one.slug or one.name["en"], one.role) for one in co_hosts(db.session(), event)]


def host(event: int, slug: str) -> int:
    """The number of a co-host."""
    db.session.rollback()
    return next(one.id for one in co_hosts(db.session(), event) if one.slug == slug)


def test_they_stand_in_the_order_of_adding_and_may_do_nothing(event: int) -> None:
    assert hosts(event) == [("fes", None), ("shanyrak", None)]


def test_adding_one_again_or_the_owner_changes_nothing(event: int) -> None:
    revision = db.session.get_one(Event, event).revision
    for organisation in ("fes", "dku"):
        service.add_host(event_id=event, organisation=organisation, user_id=None)
    assert hosts(event) == [("fes", None), ("shanyrak", None)]
    assert db.session.get_one(Event, event).revision == revision


@pytest.mark.parametrize(("up", "organisation"), [(True, "shanyrak"), (False, "fes")])
def test_the_order_changes_by_one_place(event: int, organisation: str, *, up: bool) -> None:
    service.move_host(event_id=event, host_id=host(event, organisation), up=up, user_id=None)
    assert [slug for slug, _ in hosts(event)] == ["shanyrak", "fes"]
    service.move_host(event_id=event, host_id=host(event, organisation), up=up, user_id=None)
    assert [slug for slug, _ in hosts(event)] == ["shanyrak", "fes"]


def test_a_role_is_granted_and_taken_back(event: int) -> None:
    service.grant(event_id=event, host_id=host(event, "fes"), role=Role.VIEWER, user_id=None)
    assert hosts(event)[0] == ("fes", Role.VIEWER)
    service.grant(event_id=event, host_id=host(event, "fes"), role=None, user_id=None)
    assert hosts(event)[0] == ("fes", None)
    assert builders.audit(event)[-2:] == ["event.host_granted", "event.host_granted"]


@pytest.mark.parametrize("role", [Role.OWNER, Role.DOOR])
def test_no_other_role_can_be_granted(event: int, role: Role) -> None:
    number = host(event, "fes")
    with pytest.raises(ValueError, match=role):
        service.grant(event_id=event, host_id=number, role=role, user_id=None)


def test_one_that_is_taken_away_is_found_again(event: int) -> None:
    service.remove_host(event_id=event, host_id=host(event, "fes"), user_id=None)
    assert hosts(event) == [("shanyrak", None)]
    found = possible_hosts(db.session(), db.session.get_one(Event, event), "friedrich")
    assert [one.slug for one in found] == ["fes"]


def test_the_list_of_events_finds_it_by_its_co_hosts_name(event: int) -> None:
    assert "friedrich" in db.session.get_one(Event, event).search_text
    service.remove_host(event_id=event, host_id=host(event, "fes"), user_id=None)
    db.session.rollback()
    assert "friedrich" not in db.session.get_one(Event, event).search_text


def test_an_unknown_organisation_or_another_events_host_is_not_found(event: int) -> None:
    with pytest.raises(NotFound):
        service.add_host(event_id=event, organisation="nobody", user_id=None)
    other = builders.small_event(hosts=("assembly",))
    with pytest.raises(NotFound):
        service.remove_host(event_id=event, host_id=host(other, "assembly"), user_id=None)
