"""The attendee list of an event is kept under names, as somebody wants to see it again."""

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import NotFound, NotPossible
from regapp.models import AuditEntry
from regapp.queries.attendee_lists import saved_views
from regapp.services.events.views import MOST_VIEWS, forget_view, save_view
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event() -> int:
    """An event whose list nobody has kept yet."""
    return b.small_event()


def kept(event: int) -> list[tuple[str, str]]:
    """The views' names and query strings, in the order of making."""
    db.session.rollback()
    return [(view.name, view.query) for view in saved_views(db.session(), event)]


def fill(event: int) -> None:
    for number in range(MOST_VIEWS):
        save_view(event_id=event, name=f"View {number}", query="q=a", user_id=None)


def test_views_stand_in_the_order_of_making(event: int) -> None:
    save_view(event_id=event, name="Waiting", query="status=waiting", user_id=None)
    save_view(event_id=event, name="Experts", query="ticket=expert", user_id=None)
    assert kept(event) == [("Waiting", "status=waiting"), ("Experts", "ticket=expert")]


def test_a_name_that_is_used_again_means_the_last_one(event: int) -> None:
    save_view(event_id=event, name="Mine", query="q=a", user_id=None)
    save_view(event_id=event, name="Mine", query="q=b", user_id=None)
    assert kept(event) == [("Mine", "q=b")]


def test_an_event_has_no_views_without_end(event: int) -> None:
    fill(event)
    with pytest.raises(NotPossible):
        save_view(event_id=event, name="One more", query="q=a", user_id=None)
    assert len(kept(event)) == MOST_VIEWS


def test_a_known_name_may_be_used_again_when_no_more_fit(event: int) -> None:
    fill(event)
    save_view(event_id=event, name="View 3", query="q=b", user_id=None)
    assert ("View 3", "q=b") in kept(event)


def test_another_event_may_have_the_same_name(event: int) -> None:
    other = b.small_event()
    save_view(event_id=event, name="Mine", query="q=a", user_id=None)
    save_view(event_id=other, name="Mine", query="q=b", user_id=None)
    assert (kept(event), kept(other)) == ([("Mine", "q=a")], [("Mine", "q=b")])


def test_a_view_is_thrown_away(event: int) -> None:
    save_view(event_id=event, name="Mine", query="q=a", user_id=None)
    forget_view(event_id=event, view_id=saved_views(db.session(), event)[0].id, user_id=None)
    assert kept(event) == []


def test_a_view_of_another_event_is_not_thrown_away(event: int) -> None:
    save_view(event_id=event, name="Mine", query="q=a", user_id=None)
    view = saved_views(db.session(), event)[0].id
    forget_view(event_id=b.small_event(), view_id=view, user_id=None)
    assert kept(event) == [("Mine", "q=a")]


def test_an_event_that_is_not_there_has_none() -> None:
    with pytest.raises(NotFound):
        save_view(event_id=2**40, name="Mine", query="q=a", user_id=None)


def noted(event: int) -> list[tuple[str, dict[str, str]]]:
    """What the audit log has of the event's views."""
    db.session.rollback()
    of_views = select(AuditEntry).where(AuditEntry.event_id == event, AuditEntry.action.startswith("view."))
    return [(one.action, one.details) for one in db.session.scalars(of_views.order_by(AuditEntry.id))]


def test_keeping_changing_and_throwing_away_stand_in_the_log(event: int) -> None:
    save_view(event_id=event, name="Mine", query="q=a", user_id=None, chosen={"searched": "a"})
    save_view(event_id=event, name="Mine", query="q=b", user_id=None, chosen={"searched": "b"})
    forget_view(event_id=event, view_id=saved_views(db.session(), event)[0].id, user_id=None)
    assert noted(event) == [
        ("view.kept", {"name": "Mine", "searched": "a"}),
        ("view.changed", {"name": "Mine", "searched": "b"}),
        ("view.forgotten", {"name": "Mine"}),
    ]


def test_what_changes_nothing_does_not(event: int) -> None:
    save_view(event_id=event, name="Mine", query="q=a", user_id=None)
    save_view(event_id=event, name="Mine", query="q=a", user_id=None)
    forget_view(event_id=event, view_id=2**40, user_id=None)
    assert noted(event) == [("view.kept", {"name": "Mine"})]
