"""Letters to those who run events: what they say, and when they are no longer true."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from regapp.database import db
from regapp.models import Membership
from regapp.services.events import quotas
from regapp.services.telling import alarms, digests
from regapp.vocabulary import EventStatus, LetterKind, LetterState, Role
from regapp.worker import send_due_letters
from tests import builders
from tests.standing import *  # noqa: F403 - fixtures are found by name

from . import scenes
from .examples import body
from .host_letters import BUSY, OWNER, fill, lose, set_stage, somebody
from .scenes import enrol, letter, sent, stored_event

LEADS = {
    LetterKind.DIGEST: ("/events/busy", "/events/busy/messages?state=undelivered"),
    LetterKind.EVENT_FULL: ("/events/busy/places",),
    LetterKind.LETTERS_FAIL: ("/events/busy/messages?state=undelivered",),
}
KINDS = list(LEADS)


@pytest.fixture
def stage(app: Flask) -> Iterator[Flask]:
    """The owner is owed a letter of each kind."""
    with time_machine.travel(scenes.TODAY, tick=False):
        set_stage(app)
        fill()
        send_due_letters(app.extensions["settings"])
        lose(somebody(1))
        assert (alarms.raise_due(), digests.make_due()) == (2, 1)
        yield app


def states(app: Flask) -> dict[LetterKind, LetterState]:
    """What becomes of them when they are due."""
    send_due_letters(app.extensions["settings"])
    return {kind: letter(kind, OWNER).state for kind in KINDS}


def test_they_are_sent_as_long_as_they_are_true(stage: Flask) -> None:
    assert states(stage) == dict.fromkeys(KINDS, LetterState.SENT)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"role": Role.VIEWER}, set()),
        ({"wants_digest": False}, {LetterKind.EVENT_FULL, LetterKind.LETTERS_FAIL}),
        ({"wants_alarms": False}, {LetterKind.DIGEST}),
    ],
)
def test_who_no_longer_wants_or_should_get_them_gets_none(
    stage: Flask, change: dict[str, object], kept: set[LetterKind]
) -> None:
    db.session.execute(update(Membership).values(change))
    db.session.commit()
    assert {kind for kind, state in states(stage).items() if state is LetterState.SENT} == kept


def test_who_has_left_the_organisation_gets_none(stage: Flask) -> None:
    db.session.query(Membership).delete()
    db.session.commit()
    assert states(stage) == dict.fromkeys(KINDS, LetterState.DROPPED)


def test_that_all_places_are_taken_is_not_told_when_one_is_free_again(stage: Flask) -> None:
    event = stored_event(BUSY).id
    quotas.set_capacity(event_id=event, quota_id=builders.quota(event).id, capacity=9, user_id=None)
    assert states(stage)[LetterKind.EVENT_FULL] is LetterState.DROPPED


def test_that_letters_are_lost_is_not_told_when_they_have_arrived_since(stage: Flask) -> None:
    lost = builders.letters(somebody(1))[-1]
    lost.state = LetterState.SENT
    db.session.commit()
    assert states(stage)[LetterKind.LETTERS_FAIL] is LetterState.DROPPED


def test_of_an_event_that_was_cancelled_nothing_is_told(stage: Flask) -> None:
    builders.change_event(stored_event(BUSY).id, status=EventStatus.CANCELLED)
    assert states(stage) == dict.fromkeys(KINDS, LetterState.DROPPED)


def test_no_letter_names_anybody_or_their_address(stage: Flask) -> None:
    for kind in KINDS:
        message = sent(stage, kind, OWNER)
        for part in ("plain", "html"):
            told = body(message, part)
            assert "Person" not in told
            assert "busy.example" not in told


def test_they_lead_to_where_something_can_be_done(stage: Flask) -> None:
    for kind, pages in LEADS.items():
        message = sent(stage, kind, OWNER)
        for page in ("/notifications", *pages):
            address = f"http://localhost:8000/organise{page}"
            assert f"{address}\n" in body(message, "plain"), kind
            assert f'href="{address}"' in body(message, "html").replace("&amp;", "&"), kind


def test_they_come_from_the_service_and_ask_for_no_reply(stage: Flask) -> None:
    for kind in KINDS:
        message = sent(stage, kind, OWNER)
        assert message["From"].addresses[0].display_name == "regapp"
        assert message["Reply-To"] is None
        assert "List-Unsubscribe" in message


def test_a_long_digest_tells_of_the_first_events_and_counts_the_rest(
    stage: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regapp.mail.host_letters.MOST_EVENTS", 1)
    enrol("asks@calm.example", slug="calm")
    told = body(sent(stage, LetterKind.DIGEST, OWNER), "plain")
    assert "There is news of 1 more event.\n" in told
