"""Rules of single things that only a database shows."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from regapp.database import db
from regapp.models import Event, Organisation, Question
from regapp.models.tokens import CODE_ALPHABET, CODE_LENGTH, new_code, new_token
from regapp.vocabulary import QuestionKind
from tests import builders as b


@pytest.mark.usefixtures("app")
def test_an_event_ends_after_it_starts() -> None:
    event = b.small_event()
    with pytest.raises(IntegrityError, match="ends_after_start"):
        b.change_event(event, end_at=db.session.get_one(Event, event).start_at)


@pytest.mark.usefixtures("app")
def test_texts_come_back_as_texts_in_languages() -> None:
    db.session.add(Organisation(slug="new", name={"kk": "Қор"}))
    db.session.commit()
    assert db.session.query(Organisation).filter_by(slug="new").one().name.read(b.asked(1).language) == "Қор"


@pytest.mark.usefixtures("app")
def test_instants_come_back_in_utc() -> None:
    almaty = datetime(2031, 7, 1, 17, tzinfo=timezone(timedelta(hours=5)))
    event = b.small_event()
    b.change_event(event, created_at=almaty)
    db.session.rollback()
    stored = db.session.get_one(Event, event).created_at
    assert (stored, stored.tzinfo) == (almaty, UTC)


@pytest.mark.usefixtures("app")
def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="time zone"):
        b.change_event(b.small_event(), created_at=datetime(2031, 7, 1))


def test_a_choice_has_its_labels_by_key_in_the_order_of_the_form() -> None:
    choices = [{"key": "b", "label": {"en": "B"}}, {"key": "a", "label": {"en": "A"}}]
    question = Question(key="group", kind=QuestionKind.CHOICE, choices=choices)
    assert list(question.choice_labels().items()) == [("b", {"en": "B"}), ("a", {"en": "A"})]


def test_a_tickets_code_can_be_read_aloud() -> None:
    code = new_code()
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_ALPHABET)
    assert not set("0O1I") & set(CODE_ALPHABET)


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 22
