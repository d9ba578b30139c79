"""Letters as organisers look for them, and people whom they do not reach."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from regapp.database import db
from regapp.models import Event, Letter, OptOut
from regapp.queries import outbox
from regapp.queries.outbox import (
    Fate,
    LetterFilter,
    LetterPage,
    count_letters,
    count_undelivered,
    undelivered,
)
from regapp.queries.recipients import count_recipients
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import by_hand, own_page
from regapp.vocabulary import Language, LetterKind, LetterState, Recipients
from tests import builders as b

ANY = LetterFilter()


def fail(*people: int | str, state: LetterState = LetterState.FAILED) -> None:
    """What the worker does when a server refuses all letters to these."""
    for person in people:
        address = b.asked(person).email
        db.session.execute(update(Letter).where(Letter.recipient == address).values(state=state))
    db.session.commit()


def write_again(event: int, person: int) -> None:
    """Owe somebody one more letter."""
    by_hand.cancel(event_id=event, attendee_ids=[b.registration(event, person).first.id], user_id=None)
    db.session.rollback()


def stored(event: int) -> Event:
    return db.session.get_one(Event, event)


def refuse(event: int, address: str) -> None:
    db.session.add(OptOut(recipient_key=address, organisation_id=stored(event).organisation_id))
    db.session.commit()


def told(letter: Letter) -> str:
    return f"{letter.recipient} {letter.kind}"


def walk(event: int, wanted: LetterFilter = ANY) -> Iterator[LetterPage]:
    """Every page, from the newest to the oldest."""
    before: int | None = None
    for _ in range(10):
        page = outbox.list_letters(db.session(), event, wanted, before=before)
        yield page
        before = page.older
        if before is None:
            return
    raise AssertionError("the list has no end")


@pytest.fixture
def event(app: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """An event with a letter to each of five, of which three make a page."""
    monkeypatch.setattr(outbox, "PAGE_SIZE", 3)
    made, other = b.small_event(capacity=4), b.small_event()
    for person in range(1, 6):
        b.register(made, person)
    b.register(other, 1)
    return made


def test_it_lists_each_letter_of_the_event_once_newest_first(event: int):
    pages = [[told(letter) for letter in page.rows] for page in walk(event)]
    assert pages == [
        ["p5@example.org waiting-list", "p4@example.org confirmation", "p3@example.org confirmation"],
        ["p2@example.org confirmation", "p1@example.org confirmation"],
    ]


def test_a_letter_made_meanwhile_moves_nobody_to_another_page(event: int):
    first = outbox.list_letters(db.session(), event, ANY)
    b.register(event, 6)
    db.session.rollback()
    second = outbox.list_letters(db.session(), event, ANY, before=first.older)
    assert [letter.recipient for letter in second.rows] == ["p2@example.org", "p1@example.org"]


def test_it_leads_back_to_the_newer_ones(event: int):
    *_, last = walk(event)
    back = outbox.list_letters(db.session(), event, ANY, after=last.newer)
    assert [letter.recipient[:2] for letter in back.rows] == ["p5", "p4", "p3"]
    assert (back.newer is None, back.older) == (True, back.rows[-1].id)


def test_the_first_page_leads_nowhere_newer_and_the_last_nowhere_older(event: int):
    first, last = walk(event)
    assert (first.newer, last.older) == (None, None)


@pytest.mark.parametrize(
    ("wanted", "people"),
    [
        (LetterFilter(q="P2@EXAMPLE"), ["p2"]),
        (LetterFilter(q="%"), []),
        (LetterFilter(fate=Fate.UNDELIVERED), ["p3", "p1"]),
        (LetterFilter(fate=Fate.UNDER_WAY), ["p5", "p4", "p2"]),
        (LetterFilter(kind=LetterKind.WAITING_LIST), ["p5"]),
        (LetterFilter(fate=Fate.UNDELIVERED, kind=LetterKind.WAITING_LIST), []),
    ],
)
def test_it_finds_by_address_fate_and_kind(event: int, wanted: LetterFilter, people: list[str]):
    fail(1)
    fail(3, state=LetterState.RETURNED)
    found = [letter.recipient.partition("@")[0] for page in walk(event, wanted) for letter in page.rows]
    assert found == people


def test_it_counts_what_each_filter_would_leave(event: int):
    fail(1, 5)
    counts = count_letters(db.session(), event, LetterFilter(fate=Fate.UNDELIVERED))
    assert counts.by_fate == {Fate.UNDER_WAY: 3, Fate.SENT: 0, Fate.UNDELIVERED: 2, Fate.DROPPED: 0}
    assert counts.by_kind == {LetterKind.CONFIRMATION: 1, LetterKind.WAITING_LIST: 1}


def test_whom_the_last_letter_did_not_reach_is_counted_once(event: int):
    fail(1)
    fail(2, state=LetterState.RETURNED)
    write_again(event, 1)
    fail(1)
    assert count_undelivered(db.session(), event) == 2


def test_whom_a_later_letter_reached_is_not_counted(event: int):
    fail(1)
    write_again(event, 1)
    latest = b.letters(1)[-1]
    latest.state = LetterState.SENT
    db.session.commit()
    assert count_undelivered(db.session(), event) == 0


@pytest.mark.parametrize("state", [LetterState.DUE, LetterState.RETRYING, LetterState.DROPPED])
def test_a_letter_that_is_not_out_yet_says_nothing_of_the_address(event: int, state: LetterState):
    fail(1)
    write_again(event, 1)
    b.letters(1)[-1].state = state
    db.session.commit()
    assert count_undelivered(db.session(), event) == 1


def test_whoever_has_another_address_now_is_not_counted(event: int):
    fail(1)
    b.change_address(event, 1, 7)
    assert count_undelivered(db.session(), event) == 0


def test_it_tells_companions_and_contacts_apart(app: Any):
    event = b.small_event(most_people=3, capacity=5)
    b.register(event, 1, companions=(Companion("A", "a@example.org"), Companion("B", "")))
    fail("a@example.org")
    registration = b.registration(event, 1)
    companion = registration.attendees[1]
    assert undelivered(db.session(), event, [registration.id]) == {(registration.id, companion.id)}
    fail(1)
    assert (registration.id, None) in undelivered(db.session(), event, [registration.id])
    assert undelivered(db.session(), event, []) == set()


@pytest.mark.parametrize(
    ("to", "letters"), [(Recipients.ALL, 4), (Recipients.CONFIRMED, 3), (Recipients.WAITING, 1)]
)
def test_it_counts_a_letter_for_each_address_of_those_meant(app: Any, to: Recipients, letters: int):
    event = b.small_event(most_people=4, capacity=5)
    others = (Companion("A", "a@example.org"), Companion("B", ""), Companion("C", "p1@EXAMPLE.org"))
    b.register(event, 1, companions=others)
    b.register(event, 2, language=Language.KAZAKH)
    b.register(event, 3)
    b.register(event, 4)
    own_page.cancel(token=b.own_token(event, 4))
    counted = count_recipients(db.session(), stored(event), to)
    assert counted.total() == letters
    if to is Recipients.ALL:
        assert counted == {Language.ENGLISH: 3, Language.KAZAKH: 1}


def test_whoever_has_not_proved_the_address_is_written_to_by_nobody(app: Any):
    event = b.small_event(proof_minutes=30)
    b.register(event, 1)
    assert count_recipients(db.session(), stored(event), Recipients.ALL).total() == 0


def test_news_do_not_go_to_those_who_refused_them(app: Any):
    event = b.small_event(most_people=2)
    b.register(event, 1, companions=(Companion("A", "a@example.org"),))
    refuse(event, "p1@example.org")
    assert count_recipients(db.session(), stored(event), Recipients.ALL, is_news=True).total() == 1
    refuse(event, "a@example.org")
    assert count_recipients(db.session(), stored(event), Recipients.ALL, is_news=True).total() == 0
    assert count_recipients(db.session(), stored(event), Recipients.ALL).total() == 2
