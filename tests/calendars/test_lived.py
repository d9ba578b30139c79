"""A calendar as a participant lives it: real letters, made by the worker, come in and are acted upon.

The client knows RFC 5546 and nothing of the service. In whatever order letters come, however often, and
though some are lost: its calendar ends as the last word about each entry has it.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
import time_machine
from flask import Flask

import config
from regapp import create_app
from regapp.database import db
from regapp.services.events import event_changes
from regapp.services.events.drafts import MeetingDraft
from tests import builders
from tests.conftest import settings_for
from tests.mail import scenes
from tests.mail.places import at
from tests.mail.scenes import enrol

from .client import Calendar, Told, read
from .examples import STAMP
from .inbox import letters_to, work
from .lives import FACTS, HOUR, JOIN, LIVES, NOON, Life, Messages, Starts, lived


@pytest.fixture(scope="module")
def one_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("lives")
    shutil.copy(sqlite_template, folder / "regapp.db")
    app = create_app(settings_for(f"sqlite:///{folder / 'regapp.db'}", folder))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module", params=LIVES)
def life(request: pytest.FixtureRequest) -> Life:
    return LIVES[request.param]


@pytest.fixture(scope="module")
def messages(one_app: Flask, life: Life) -> Messages:
    return lived(one_app, f"life-{list(LIVES.values()).index(life)}", life)


def after(messages: Iterable[list[Told]]) -> Calendar:
    """The calendar when these have come in; each was for its owner, and from the organiser it knows."""
    (address,) = {told.attendees for letter in messages for told in letter}
    calendar = Calendar(address[0].removeprefix("mailto:"))
    for letter in messages:
        for told in letter:
            calendar.take(told)
    assert calendar.refused == []
    return calendar


def starts(calendar: Calendar) -> Starts:
    return sorted(told.start for told in calendar.entries.values())


def revisions(messages: Messages) -> dict[str, list[Told]]:
    """What was said of each entry, in the order of sending."""
    found: dict[str, list[Told]] = {}
    for told in (told for letter in messages for told in letter):
        found.setdefault(told.uid, []).append(told)
    return found


def test_the_calendar_follows_each_letter(messages: Messages, life: Life) -> None:
    shown = [starts(after(messages[:count])) for count in range(1, len(messages) + 1)]
    assert shown == [life.first, *(expected for _, expected in life.steps)]


def test_it_ends_with_nothing_in_whatever_order_letters_come(messages: Messages) -> None:
    """RFC 5546 2.1.5: SEQUENCE says which is newer."""
    assert [starts(after(order)) for order in permutations(messages) if after(order).entries] == []


def test_it_ends_with_nothing_when_each_letter_comes_twice(messages: Messages) -> None:
    twice = [letter for letter in messages for _ in range(2)]
    assert after(twice).entries == after([*messages, *messages]).entries == {}


def test_a_lost_letter_changes_nothing_unless_it_was_the_last_word(messages: Messages) -> None:
    last = {uid: told[-1] for uid, told in revisions(messages).items()}
    for number, lost in enumerate(messages):
        rest = messages[:number] + messages[number + 1 :]
        kept = after(rest).entries
        assert kept.keys() <= {told.uid for told in lost if told == last[told.uid]}


def test_without_the_last_word_the_calendar_shows_the_one_before(messages: Messages, life: Life) -> None:
    expected = [life.first, *(shown for _, shown in life.steps)][-2]
    ends = [starts(after(order)) for order in permutations(messages[:-1])]
    assert ends == [expected] * len(ends)


def test_the_number_of_an_entry_rises_with_each_message_about_it(messages: Messages) -> None:
    """RFC 5546 2.1.4, 3.2.5: also on a CANCEL."""
    for told in revisions(messages).values():
        numbers = [one.sequence for one in told]
        assert numbers == sorted(set(numbers))


def test_the_organiser_of_an_entry_is_always_the_same(messages: Messages) -> None:
    assert len({told.organiser for letter in messages for told in letter}) == 1


def test_the_way_to_join_comes_into_the_calendar_when_it_is_told(one_app: Flask) -> None:
    """RFC 5546 3.2.2.1: the update of an entry that is known."""
    slug, address = "told-later", at("aigul", "told-later")
    with one_app.app_context(), time_machine.travel(scenes.TODAY, tick=False) as clock:
        event = builders.publish(builders.draft(slug, **FACTS))
        meeting = MeetingDraft("zoom", join_address=JOIN)
        event_changes.change_meeting(event_id=event, meeting=meeting, join_release_minutes=60, user_id=None)
        enrol(address, slug=slug, ticket="online")
        work(one_app)
        clock.move_to(NOON - HOUR)
        work(one_app)
        first, told = (list(read(letter)) for letter in letters_to(one_app, address) if list(read(letter)))
    assert [one.location for one in after([first]).entries.values()] == [""]
    assert [one.location for one in after([first, told]).entries.values()] == [JOIN]
    assert [one.location for one in after([told, first]).entries.values()] == [JOIN]


def test_a_service_that_did_not_number_its_messages_would_be_found_out(messages: Messages) -> None:
    unnumbered = [[replace(told, sequence=0, stamp=STAMP) for told in letter] for letter in messages]
    assert any(after(order).entries for order in permutations(unnumbered))


@pytest.mark.parametrize("reply_mailbox", ["", "reply@answers.example"])
def test_it_is_lived_alike_on_both_databases_and_with_a_reply_mailbox(
    make_app: Callable[..., Flask], reply_mailbox: str
) -> None:
    mailbox = config.read({**os.environ, "REPLY_MAILBOX": reply_mailbox}).reply_mailbox
    messages = lived(make_app(reply_mailbox=mailbox), "lived", LIVES["both sides change it in turn"])
    (organiser,) = {told.organiser for letter in messages for told in letter}
    is_ours = re.fullmatch(r"mailto:reply\+[0-9a-f]{20}@answers\.example", organiser)
    assert bool(is_ours) == bool(reply_mailbox)
    assert [len(after(messages[:count]).entries) for count in range(1, 6)] == [1, 1, 1, 1, 0]
