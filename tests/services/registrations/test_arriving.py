"""What many at once leave in the database is what each alone would."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from regapp.database import Base, db
from regapp.models import (
    Attendee,
    AttendeeQuota,
    AuditEntry,
    Hold,
    Letter,
    Quota,
    Registration,
    Tally,
    TicketType,
    WaitingEntry,
)
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import QuotaDraft
from regapp.services.registrations import by_hand
from regapp.vocabulary import Language, Source, Together
from tests import builders as b
from tests.services.allocation.test_choice_quotas import INTERPRETED, PLAIN, QUESTION
from tests.services.imports import tables as t

pytestmark = pytest.mark.usefixtures("app")

PEOPLE: list[dict[str, Any]] = [
    {"person": 1, "answers": INTERPRETED},
    {"person": 2, "answers": PLAIN, "language": Language.KAZAKH},
    {"person": 3, "ticket": "online"},
    {"person": 4, "answers": INTERPRETED},
    {"person": 5, "companions": (Companion("Дәурен Тілеуов"), Companion("Zoë Weiß"))},
    {"person": 6, "answers": PLAIN},
]
TABLE = """Name,Mail,Ticket,language,Lang
Person 1,p1@example.org,,interpreted,en
Person 2,p2@example.org,,plain,kk
Person 3,p3@example.org,online,,en
Person 4,p4@example.org,,interpreted,en
Person 5,p5@example.org,,,en
Дәурен Тілеуов,p5@example.org,,,en
Zoë Weiß,p5@example.org,,,en
Person 6,p6@example.org,,plain,en
"""
COLUMNS = ["name", "email", "ticket", "question-language", "language"]
# What is drawn by lot or by the clock, and the event's own number.
OTHER = {"id", "token", "code", "reply_token", "message_token", "event_id"}
OF_EVENT = {
    "registration_id": Registration,
    "attendee_id": Attendee,
    "ticket_type_id": TicketType,
    "quota_id": Quota,
    "party": Registration,
}


def event_with_few_places() -> int:
    """A room for four, of whom one may have an interpreter."""
    room = QuotaDraft({"en": "The room"}, 4, ("in-person",))
    headsets = QuotaDraft({"en": "Headsets"}, 1, choices=((QUESTION.key, "interpreted"),))
    return b.small_event(questions=(QUESTION,), quotas=(room, headsets), most_people=3)


def ids_of(event: int, model: type[Base]) -> list[int]:
    table = model.__table__
    return list(db.session.scalars(select(table.c.id).where(table.c.event_id == event).order_by(table.c.id)))


def stored(event: int) -> dict[str, list[dict[str, Any]]]:
    """What the event has in each table, ids of its own rows being told as the how manieth."""
    db.session.rollback()
    order = {model: ids_of(event, model) for model in {*OF_EVENT.values()}}
    found = {}
    for model in (Registration, Attendee, AttendeeQuota, Hold, WaitingEntry, AuditEntry, Letter, Tally):
        table = model.__table__
        own = table.c.event_id == event if "event_id" in table.c else table.c.attendee_id.in_(order[Attendee])
        rows = db.session.execute(select(table).where(own).order_by(*table.primary_key)).mappings()
        found[model.__name__] = [plain(row, order) for row in rows]
    found["Tally"].sort(key=lambda row: row["trait"])
    found["AuditEntry"] = [one for one in found["AuditEntry"] if one["action"] == "registration.made"]
    found["Quota"] = [
        {"taken": taken, "over": over}
        for taken, over in db.session.execute(
            select(Quota.taken, Quota.over).where(Quota.event_id == event).order_by(Quota.id)
        )
    ]
    return found


def plain(row: Any, order: dict[Any, list[int]]) -> dict[str, Any]:
    def trait(text: str) -> str:
        kind, _, number = text.rpartition(":")
        of_type = kind == "ticket" or kind.startswith("part:")
        return f"{kind}:{order[TicketType].index(int(number))}" if of_type else text

    def value(name: str, stands: Any) -> Any:
        if name in OF_EVENT and stands is not None:
            return order[OF_EVENT[name]].index(stands)
        if name == "traits":
            return sorted(map(trait, stands))
        if name == "trait":
            return trait(stands)
        return True if isinstance(stands, datetime) else stands

    return {name: value(name, stands) for name, stands in row.items() if name not in OTHER}


@pytest.mark.parametrize("letters", [True, False])
def test_a_table_of_people_leaves_what_each_by_hand_would(*, letters: bool) -> None:
    at_once, one_by_one = event_with_few_places(), event_with_few_places()
    t.taken(at_once, TABLE, columns=COLUMNS, language=Language.ENGLISH, letters=letters)
    for person in PEOPLE:
        by_hand.add(
            event_id=one_by_one,
            asked=b.asked(**{**person, "together": Together.FIT}),
            user_id=t.host(),
            send_letter=letters,
            source=Source.IMPORT,
        )
    left = stored(at_once)
    assert left == stored(one_by_one)
    assert len(left["Hold"]) + len(left["WaitingEntry"]) > len(left["Attendee"]) == 8
    assert left["WaitingEntry"]
    assert bool(left["Letter"]) is letters
    assert b.findings() == []


def test_of_two_events_the_rows_are_compared_at_all() -> None:
    one, other = event_with_few_places(), event_with_few_places()
    for event, language in ((one, Language.ENGLISH), (other, Language.GERMAN)):
        by_hand.add(event_id=event, asked=b.asked(1, language=language), user_id=None)
    differing = {name for name, rows in stored(one).items() if rows != stored(other)[name]}
    assert differing == {"Registration", "Attendee", "Letter", "Tally"}
