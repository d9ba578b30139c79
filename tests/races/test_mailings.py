"""Several workers make the letters of one mailing."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, Event, Letter, Mailing, Registration
from regapp.vocabulary import Language, LetterKind
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows
from tests.races.works import settle

Race = Callable[..., list[Any]]
PEOPLE = 120


def owe_a_letter_to_all(kind: LetterKind) -> int:
    """An event with many people, all of whom are owed a letter now; the mailing's id."""
    event = b.small_event()
    ticket_type = db.session.get_one(Event, event).ticket_types[1].id
    contact = {"event_id": event, "language": Language.ENGLISH, "name": "Somebody"}
    rows = [
        {**contact, "email": f"m{n}@example.org", "email_key": f"m{n}@example.org"} for n in range(PEOPLE)
    ]
    db.session.execute(insert(Registration), rows)
    ids = db.session.scalars(select(Registration.id).where(Registration.event_id == event)).all()
    person = {"event_id": event, "ticket_type_id": ticket_type, "name": "Somebody"}
    db.session.execute(insert(Attendee), [{**person, "registration_id": one} for one in ids])
    facts = {"to": "all", "subject": {}, "text": {}, "about_registration": True, "what": ["time"]}
    mailing = Mailing(event_id=event, kind=kind, facts=facts, due_at=now() - timedelta(seconds=1))
    db.session.add(mailing)
    db.session.commit()
    return mailing.id


def letters_made(at_once: Race, kind: LetterKind, **changes: Any) -> Counter[str]:
    """How many letters each address was owed."""
    mailing = owe_a_letter_to_all(kind)
    at_once(settle, shares=[(7,)] * SIZE, **changes)
    db.session.rollback()
    return Counter(db.session.scalars(select(Letter.recipient).where(Letter.mailing_id == mailing)))


@pytest.mark.parametrize("kind", [LetterKind.MESSAGE, LetterKind.EVENT_CHANGED])
def test_everybody_gets_one_letter(at_once: Race, kind: LetterKind) -> None:
    letters = letters_made(at_once, kind)
    assert len(letters) == PEOPLE
    assert set(letters.values()) == {1}


def test_without_its_locks_somebody_gets_two(at_once: Race, *, sqlite: bool) -> None:
    # A message's letters are made by one statement, that SQLite does whole also without a transaction.
    kind = LetterKind.EVENT_CHANGED if sqlite else LetterKind.MESSAGE
    guards = ["haste", "transaction", "line"] if sqlite else ["haste", "line", "row locks"]
    assert_it_shows(lambda: max(letters_made(at_once, kind, without=guards).values(), default=0) > 1)
