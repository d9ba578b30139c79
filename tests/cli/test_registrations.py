"""What an operator does by hand, from the shell."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import update

from regapp.clock import now
from regapp.database import db
from regapp.models import Event, Registration
from tests import builders as b
from tests.organisers import asks_first
from tests.standing import *  # noqa: F403 - fixtures are found by name


def run(app: Flask, *args: object) -> Result:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=[str(arg) for arg in args])
    db.session.rollback()
    return result


def slug(event: int) -> str:
    return db.session.get_one(Event, event).slug


def add(app: Flask, event: int, person: int, *options: str) -> Result:
    words = ("--name", "Айгүл Нұрғожаева", "--ticket", "in-person", *options)
    return run(app, "registration", "add", slug(event), b.asked(person).email, *words)


def fails(result: Result, line: str) -> bool:
    """Whether it ended with this one line and status 1."""
    return result.exit_code == 1 and result.output == f"Error: {line}\n"


def test_somebody_is_added(app: Flask) -> None:
    event = b.small_event()
    result = add(app, event, 1, "--language", "kk")
    assert (result.exit_code, result.output) == (0, "p1@example.org: confirmed\n")
    assert b.registration(event, 1).language == "kk"
    assert b.kinds(1) == ["confirmation"]
    assert b.audit(event)[-1] == "registration.made"


def test_no_letter_is_sent_if_none_is_wanted(app: Flask) -> None:
    add(app, b.small_event(), 1, "--no-letter")
    assert b.kinds(1) == []


def test_a_full_room_is_exceeded_only_if_that_is_meant(app: Flask) -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    add(app, event, 1)
    assert fails(add(app, event, 2), "all places are taken and nobody can wait; see --above")
    assert add(app, event, 2, "--above").exit_code == 0
    assert b.quota(event).over == 1
    assert b.findings() == []


def test_what_cannot_be_added_is_told_in_a_line(app: Flask) -> None:
    event = b.small_event()
    add(app, event, 1)
    assert fails(add(app, event, 1), "p1@example.org is registered already")
    assert fails(add(app, event, 2, "--ticket", "throne"), f"{slug(event)} has no ticket type throne")
    assert fails(add(app, event, 2, "--name", " "), "the name is empty")
    assert fails(run(app, "registration", "cancel", "none", "a@example.org"), "there is no event none")


def test_what_is_no_address_is_named(app: Flask) -> None:
    result = run(app, "registration", "cancel", slug(b.small_event()), "nobody")
    assert result.exit_code == 1
    assert result.output.startswith("Error: nobody is no address")


def test_somebody_is_cancelled_and_the_next_moves_up(app: Flask) -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    result = run(app, "registration", "cancel", slug(event), "P1@example.org")
    assert (result.exit_code, result.output) == (0, "P1@example.org: 1 cancelled\n")
    assert b.seated(event) == ["p2@example.org"]
    late = run(app, "registration", "cancel", slug(event), "p1@example.org")
    assert fails(late, "p1@example.org is registered no more")


def test_nobody_under_an_address_is_told(app: Flask) -> None:
    event = b.small_event()
    for command in ("cancel", "approve", "reject"):
        result = run(app, "registration", command, slug(event), "p1@example.org")
        assert fails(result, f"nobody is registered for {slug(event)} as p1@example.org")


def test_a_yes_and_a_no_are_given(app: Flask) -> None:
    event = b.small_event(ticket_types=asks_first())
    b.register(event, 1)
    b.register(event, 2)
    yes = run(app, "registration", "approve", slug(event), "p1@example.org")
    assert yes.output == "p1@example.org: 1 approved, 0 on the waiting list\n"
    no = run(app, "registration", "reject", slug(event), "p2@example.org")
    assert no.output == "p2@example.org: 1 rejected\n"
    assert [str(b.registration(event, person).first.status) for person in (1, 2)] == ["confirmed", "rejected"]


def test_a_decision_that_is_not_awaited_is_told(app: Flask) -> None:
    event = b.small_event()
    b.register(event, 1)
    for command in ("approve", "reject"):
        result = run(app, "registration", command, slug(event), "p1@example.org")
        assert fails(result, "p1@example.org waits for no decision")


def test_a_yes_without_a_place_is_told(app: Flask) -> None:
    event = b.small_event(capacity=0, ticket_types=asks_first(), pending_holds=False, waiting_list=False)
    b.register(event, 1)
    result = run(app, "registration", "approve", slug(event), "p1@example.org")
    assert fails(result, "all places are taken, and there is no waiting list; see quota set")


def test_places_are_listed_and_changed(app: Flask) -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    number = b.quota(event).id
    assert run(app, "quota", "list", slug(event)).output == f"{number}: 1 of 1 taken: The room\n"
    assert run(app, "quota", "set", slug(event), number, 2).output == f"quota {number}: 2 places\n"
    assert b.waiting(event) == []
    add(app, event, 3, "--above")
    listed = run(app, "quota", "list", slug(event)).output
    assert listed == f"{number}: 3 of 2 taken, 1 above capacity: The room\n"


def test_places_that_cannot_be_are_told(app: Flask) -> None:
    event, other = b.small_event(), b.small_event()
    b.register(event, 1)
    number, foreign = b.quota(event).id, b.quota(other).id
    told = "1 places are taken: move or cancel somebody first, or give 1 or more"
    assert fails(run(app, "quota", "set", slug(event), number, 0), told)
    unknown = run(app, "quota", "set", slug(event), foreign, 5)
    assert fails(unknown, f"{slug(event)} has no quota {foreign}; see quota list")
    assert fails(run(app, "quota", "list", "none"), "there is no event none")


@pytest.mark.parametrize("capacity", ["-1", "many", "99999999"])
def test_a_number_of_places_is_a_number(app: Flask, capacity: str) -> None:
    event = b.small_event()
    assert run(app, "quota", "set", slug(event), b.quota(event).id, "--", capacity).exit_code == 2


def test_what_is_over_lapses(app: Flask) -> None:
    event = b.small_event(capacity=1, proof_minutes=60)
    b.register(event, 1)
    db.session.execute(update(Registration).values(prove_until=now()))
    db.session.commit()
    assert run(app, "lapse").output == "1 lapsed\n"
    assert run(app, "lapse").output == "0 lapsed\n"
    assert str(b.registration(event, 1).first.status) == "lapsed"
