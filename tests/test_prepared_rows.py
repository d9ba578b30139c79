"""Very many rows at once: stored as the models would store them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from regapp.database import Base, db, use_case
from regapp.models import Letter, SavedView
from regapp.prepared import insert_rows, new_ids
from regapp.vocabulary import Language, LetterKind, LetterState
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

MOMENT = datetime(2027, 2, 18, 9, 30, 5, 123456, tzinfo=UTC)
STRANGE = "O'Neil %s %(name)s :x \\ \" ? Әйгерім 🙂"


@use_case
def insert(session: Any, model: type[Base], rows: list[dict[str, object]], **same: object) -> None:
    insert_rows(session, model, rows, **same)


@use_case
def take_ids(session: Any, model: type[Base], count: int) -> list[int]:
    return new_ids(session, model, count)


def letter(number: int, **changes: object) -> dict[str, object]:
    return {
        "kind": LetterKind.CONFIRMATION,
        "recipient": f"p{number}@example.org",
        "recipient_key": f"p{number}@example.org",
        "language": Language.KAZAKH,
        "facts": {"text": STRANGE, "number": number},
        **changes,
    }


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_they_are_read_as_they_were_given_in_their_order() -> None:
    insert(Letter, [letter(one) for one in range(3)], due_at=MOMENT)
    assert [one.facts["number"] for one in letters()] == [0, 1, 2]
    first = letters()[0]
    assert (first.kind, first.language, first.due_at) == (LetterKind.CONFIRMATION, Language.KAZAKH, MOMENT)
    assert first.facts["text"] == STRANGE


def test_what_is_left_out_gets_its_default_each_row_its_own() -> None:
    insert(Letter, [letter(one) for one in range(3)])
    assert {(one.state, one.attempts, one.sent_at) for one in letters()} == {(LetterState.DUE, 0, None)}
    assert len({one.message_token for one in letters()}) == 3
    assert all(one.created_at.tzinfo is UTC for one in letters())


def test_the_same_table_with_other_columns_is_another_statement() -> None:
    insert(Letter, [letter(1)])
    insert(Letter, [letter(2, last_error=STRANGE)], due_at=MOMENT)
    assert [one.last_error for one in letters()] == ["", STRANGE]


def test_none_of_none_is_nothing() -> None:
    insert(Letter, [])
    assert letters() == []


def test_one_that_cannot_stand_leaves_none() -> None:
    event = b.small_event()
    rows: list[dict[str, object]] = [
        {"event_id": event, "name": name, "query": ""} for name in ("a", "b", "a")
    ]
    with pytest.raises(IntegrityError):
        insert(SavedView, rows)
    assert db.session.scalars(select(SavedView)).all() == []


def test_new_numbers_are_behind_those_in_use_and_stay_so() -> None:
    insert(Letter, [letter(1)])
    last = letters()[0].id
    numbers = take_ids(Letter, 3)
    assert numbers == sorted(set(numbers))
    assert numbers[0] > last
    insert(Letter, [letter(one, id=one) for one in numbers])
    insert(Letter, [letter(9)])
    assert [one.id for one in letters()][1:-1] == numbers
    assert letters()[-1].id > numbers[-1]
