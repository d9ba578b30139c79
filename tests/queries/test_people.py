"""One person as their organisers see them."""

from flask import Flask

from regapp.database import db
from regapp.queries.people import find_by_address, find_person, history, letters_about
from regapp.services.accounts.hosts import add_organiser
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import by_hand
from regapp.vocabulary import Role
from tests import builders as b
from tests.organisers import statements


def test_a_person_is_found_in_their_own_event_only(app: Flask) -> None:
    event, other = b.small_event(), b.small_event()
    b.register(event, 1)
    number = b.registration(event, 1).first.id
    found = find_person(db.session(), event, number)
    assert found is not None
    assert found.registration.email == "p1@example.org"
    assert find_person(db.session(), other, number) is None
    assert find_person(db.session(), event, number + 1) is None


def test_a_larger_group_takes_no_more_statements(app: Flask) -> None:
    event = b.small_event(capacity=9, most_people=5)
    b.register(event, 1)
    b.register(event, 2, companions=tuple(Companion(f"Companion {n}") for n in range(4)))

    def cost(person: int) -> int:
        number = b.registration(event, person).first.id
        db.session.rollback()
        db.session.expunge_all()
        with statements(app) as seen:
            found = find_person(db.session(), event, number)
            assert found is not None
            assert all(one.status for one in found.registration.attendees)
        return len(seen)

    assert cost(2) == cost(1)


def test_a_registration_is_found_whatever_the_spelling(app: Flask) -> None:
    event, other = b.small_event(), b.small_event()
    b.register(event, 1)
    found = find_by_address(db.session(), event, "P1@EXAMPLE.org")
    assert found == b.registration(event, 1)
    assert find_by_address(db.session(), other, "p1@example.org") is None


def test_history_knows_who_it_was_the_latest_first(app: Flask) -> None:
    add_organiser(email="a@dku.example", organisation="dku", role=Role.OWNER, password="a password")
    event = b.small_event()
    b.register(event, 1)
    person = b.registration(event, 1).first.id
    by_hand.cancel(event_id=event, attendee_ids=[person], user_id=1)
    by_hand.restore(event_id=event, attendee_ids=[person], user_id=None)
    by_hand.cancel(event_id=event, attendee_ids=[person], user_id=999)
    found = history(db.session(), b.registration(event, 1).id)
    assert [(one.action, one.actor, one.organiser) for one in found] == [
        ("registration.cancelled", "organiser", ""),
        ("registration.restored", "organiser", ""),
        ("registration.cancelled", "organiser", "a@dku.example"),
        ("registration.made", "participant", ""),
    ]


def test_letters_are_those_about_the_registration_the_latest_first(app: Flask) -> None:
    event = b.small_event()
    b.register(event, 1)
    b.register(event, 2)
    by_hand.cancel(event_id=event, attendee_ids=[b.registration(event, 1).first.id], user_id=None)
    found = letters_about(db.session(), b.registration(event, 1).id)
    assert [one.kind for one in found] == ["cancellation", "confirmation"]
