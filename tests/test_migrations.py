"""The migrations lead to what the models describe, on both databases, and back to nothing."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from regapp.database import db
from regapp.models import Mailing
from regapp.services.allocation.asked import asked_by_hand
from regapp.services.registrations import by_hand, own_page
from regapp.vocabulary import Language, LetterKind
from tests import builders as b


def test_the_migrations_lead_to_the_models(app: Flask):
    with app.app_context():
        check()  # ends the process where they differ


def test_the_migrations_lead_back_to_nothing_and_up_again(app: Flask):
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() in ([], ["alembic_version"])
    upgrade()
    check()


def test_who_has_left_has_left_after_the_migration_too(app: Flask):
    event = b.small_event(capacity=1)
    for person in (1, 2, 3):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    before = (b.seated(event), b.waiting(event), b.cancelled(event))
    db.session.rollback()
    downgrade(revision="3a4e31c6166b")
    states = db.session.execute(text("SELECT state FROM registration ORDER BY id")).scalars().all()
    db.session.rollback()
    upgrade()
    assert states == ["cancelled", "active", "active"]
    assert (b.seated(event), b.waiting(event), b.cancelled(event)) == before
    assert b.findings() == []


def test_events_to_come_are_reminded_of_after_the_migration_too(app: Flask):
    event, soon = b.small_event(), b.small_event(**_in_an_hour())
    before = reminders()
    assert [row["event_id"] for row in before if row["event_id"] in {event, soon}] == [event]
    downgrade(revision="8f0d2c5b7a91")
    upgrade()
    assert [(row["event_id"], row["due_at"]) for row in reminders()] == [
        (row["event_id"], row["due_at"]) for row in before
    ]
    assert b.findings() == []


def test_who_has_no_address_is_not_lost_on_the_way_back(app: Flask):
    event = b.small_event()
    asked = asked_by_hand(name="Driver", email="", ticket="in-person", language=Language.ENGLISH)
    for _ in range(2):
        by_hand.add(event_id=event, asked=asked, user_id=None)
    db.session.rollback()
    downgrade(revision="5a9e3c07d1b8")
    addresses = db.session.execute(text("SELECT email FROM registration")).scalars().all()
    db.session.rollback()
    upgrade()
    assert len(set(addresses)) == 2
    assert {address.rpartition("@")[2] for address in addresses} == {"walk-in.test"}
    assert b.findings() == []


def reminders() -> list[dict[str, Any]]:
    rows = [row for row in b.rows(Mailing) if row["kind"] is LetterKind.REMINDER]
    db.session.rollback()
    return sorted(rows, key=lambda row: row["event_id"])


def _in_an_hour() -> dict[str, datetime]:
    start = b.draft("x").start - timedelta(days=30) + timedelta(hours=1)
    return {"start": start, "end": start + timedelta(days=2), "closes": start}
