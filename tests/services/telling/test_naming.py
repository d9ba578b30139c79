"""An organisation's owners are told that another names it as a co-host, and can end it."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import AuditEntry, Event, Letter, Membership, Organisation, User
from regapp.queries.co_hosts import co_hosts
from regapp.services.events import co_hosts as service
from regapp.services.events import creating, publishing
from regapp.vocabulary import EventStatus, LetterKind, LetterState, Role
from regapp.worker import send_due_letters
from tests import builders as b
from tests.organisers import member

OWNER = "owner@fes.example"


@pytest.fixture
def owner(app: Flask) -> str:
    """The owner of the co-host; its manager is there as well."""
    member(app, Role.MANAGER, "fes")
    return member(app, Role.OWNER, "fes")


def told(email: str = OWNER) -> list[LetterKind]:
    db.session.rollback()
    return b.kinds(email)


def name_fes(event: int, user_id: int | None = None) -> None:
    service.add_host(event_id=event, organisation="fes", user_id=user_id)


def publish(event: int) -> None:
    db.session.rollback()
    revision = db.session.get_one(Event, event).revision
    publishing.publish(event_id=event, revision=revision, user_id=None)


def organisation(slug: str) -> int:
    return db.session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()


def state(app: Flask) -> LetterState:
    """What becomes of the letter when it is due."""
    send_due_letters(app.extensions["settings"])
    db.session.rollback()
    return db.session.scalars(select(Letter).where(Letter.recipient == OWNER)).one().state


def test_who_is_named_at_what_everybody_sees_is_told_at_once(owner: str) -> None:
    name_fes(b.small_event())
    assert told(owner) == [LetterKind.NAMED_AS_HOST]
    assert told("manager@fes.example") == []


def test_of_a_draft_one_is_told_when_it_is_published_and_once(owner: str) -> None:
    event = creating.create(b.draft("joint", hosts=("fes",)))
    assert told(owner) == []
    publish(event)
    assert told(owner) == [LetterKind.NAMED_AS_HOST]
    publishing.unpublish(event_id=event, user_id=None)
    publish(event)
    assert told(owner) == [LetterKind.NAMED_AS_HOST]


def test_who_is_named_again_is_told_again(owner: str) -> None:
    event = b.small_event()
    name_fes(event)
    service.leave(event_id=event, organisation_id=organisation("fes"), user_id=None)
    name_fes(event)
    assert told(owner) == [LetterKind.NAMED_AS_HOST] * 2


def test_who_names_an_organisation_of_their_own_is_not_told(owner: str) -> None:
    user = db.session.scalars(select(User.id).where(User.email == owner)).one()
    name_fes(b.small_event(), user_id=user)
    assert told(owner) == []


def test_the_letter_is_none_of_the_events_own(owner: str) -> None:
    """Else its owner would read the addresses of another organisation's people in the list of letters."""
    name_fes(b.small_event())
    assert b.letters(owner)[0].event_id is None


def test_it_goes_out(app: Flask, owner: str) -> None:
    name_fes(b.small_event())
    assert state(app) is LetterState.SENT


@pytest.mark.parametrize("change", [{"role": Role.MANAGER}, {"wants_alarms": False}])
def test_who_is_no_owner_any_more_or_wants_none_gets_none(
    app: Flask,
    owner: str,
    change: dict[str, object],
) -> None:
    name_fes(b.small_event())
    db.session.execute(update(Membership).values(change))
    db.session.commit()
    assert state(app) is LetterState.DROPPED


def test_what_is_no_longer_so_is_not_told(app: Flask, owner: str) -> None:
    event = b.small_event()
    name_fes(event)
    service.leave(event_id=event, organisation_id=organisation("fes"), user_id=None)
    assert state(app) is LetterState.DROPPED


def test_of_a_cancelled_event_nothing_is_told(app: Flask, owner: str) -> None:
    event = b.small_event()
    name_fes(event)
    b.change_event(event, status=EventStatus.CANCELLED)
    assert state(app) is LetterState.DROPPED


@pytest.mark.usefixtures("app")
def test_an_organisation_that_leaves_stands_in_both_logs() -> None:
    event = b.small_event(hosts=("fes", "shanyrak"))
    service.leave(event_id=event, organisation_id=organisation("fes"), user_id=None)
    db.session.rollback()
    assert [one.slug for one in co_hosts(db.session(), event)] == ["shanyrak"]
    entries = db.session.execute(
        select(AuditEntry.organisation_id, AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2)
    ).all()
    assert {tuple(entry) for entry in entries} == {
        (organisation("dku"), "event.host_left"),
        (organisation("fes"), "organisation.left_event"),
    }


@pytest.mark.usefixtures("app")
def test_who_is_not_named_cannot_leave() -> None:
    event = b.small_event(hosts=("fes",))
    for slug in ("shanyrak", "dku"):
        with pytest.raises(NotFound):
            service.leave(event_id=event, organisation_id=organisation(slug), user_id=None)
