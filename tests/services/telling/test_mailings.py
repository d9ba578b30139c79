"""One letter to each of many: planned with the change, made when it is due."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from regapp.database import db
from regapp.models import Event, Letter, OptOut, Registration
from regapp.queries.recipients import count_recipients
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import own_page
from regapp.services.telling import settling
from regapp.vocabulary import Difference, Language, LetterKind, LetterState, Recipients, Together
from tests import builders as b
from tests.services.mailing_scenes import (
    HOUR,
    WEEK,
    cancel,
    change,
    mailings,
    move,
    owed,
    settle,
    stored,
)
from tests.services.messages import write

pytestmark = pytest.mark.usefixtures("app")

CHANGED, CANCELLED, MESSAGE = LetterKind.EVENT_CHANGED, LetterKind.EVENT_CANCELLED, LetterKind.MESSAGE
SECOND = timedelta(seconds=1)


@pytest.fixture
def starts() -> datetime:
    return datetime(2031, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def event(clock: time_machine.Traveller) -> int:
    """The first two are seated, the third waits, the fourth joins online, the fifth has left."""
    made = b.small_event(capacity=2)
    for person in (1, 2, 3):
        b.register(made, person)
    for person in (4, 5):
        b.register(made, person, ticket="online")
    own_page.cancel(token=b.own_token(made, 5))
    return made


def reached(*kinds: LetterKind) -> list[int]:
    """Which of the people were owed such a letter to many."""
    return [person for person in range(1, 7) if owed(person, *kinds)]


def numbered(event: int, person: int) -> int:
    """The number of somebody's calendar entries."""
    registration = b.registration(event, person)
    return registration.event.sequence + registration.calendar_revision


def test_a_change_waits_a_minute_for_the_next_edit(event: int, clock: time_machine.Traveller) -> None:
    move(event)
    assert settle(clock, 59 * SECOND) == 0
    assert settle(clock, 2 * SECOND) == 4


def test_two_edits_are_one_letter_from_what_was_first(event: int, clock: time_machine.Traveller) -> None:
    first = stored(event).start_wall
    move(event, WEEK, message="Sorry.")
    clock.shift(30 * SECOND)
    move(event, WEEK, message="Once more.")
    found = change(event)
    assert found.facts["old"]["start"] == first.isoformat()
    assert found.facts["message"] == "Sorry.\n\nOnce more."
    settle(clock)
    assert len(owed(1, CHANGED)) == 1


def test_a_second_edit_starts_the_minute_again_but_not_for_ever(
    event: int, clock: time_machine.Traveller
) -> None:
    planned_at = clock_now()
    for _ in range(8):
        move(event, HOUR)
        clock.shift(45 * SECOND)
    assert change(event).due_at == planned_at + timedelta(minutes=5)


def clock_now() -> datetime:
    return datetime.now(UTC)


def send(person: int, *kinds: LetterKind) -> None:
    """Note as sent what somebody is owed."""
    for letter in b.letters(person):
        if not kinds or letter.kind in kinds:
            letter.state, letter.sent_at = LetterState.SENT, clock_now()
    db.session.commit()


def test_what_is_taken_back_in_time_is_told_to_nobody(event: int, clock: time_machine.Traveller) -> None:
    move(event, WEEK)
    move(event, -WEEK)
    assert settle(clock) == 0
    assert change(event).settled_at is not None


def test_who_registers_after_the_change_is_told_of_none(event: int, clock: time_machine.Traveller) -> None:
    move(event, WEEK)
    clock.shift(5 * SECOND)
    b.register(event, 6, ticket="online")  # their letter may have been written before the change was through
    clock.shift(10 * SECOND)
    b.register(event, 7, ticket="online")
    settle(clock)
    assert reached(CHANGED) == [1, 2, 3, 4, 6]
    assert owed(7) == []


def test_what_is_taken_back_is_told_to_those_who_had_a_letter_in_between(
    event: int, clock: time_machine.Traveller
) -> None:
    b.change_letters(state=LetterState.SENT, sent_at=clock_now())
    clock.shift(SECOND)
    move(event, WEEK)
    b.register(event, 6, ticket="online")
    send(6)
    b.register(event, 7, ticket="online")  # whose letter will be sent when all is as it was
    in_between = stored(event).start_wall
    move(event, -WEEK)
    settle(clock)
    assert reached(CHANGED) == [6]
    (letter,) = owed(6, CHANGED)
    assert letter.facts == {"calendar": "REQUEST", "sequence": 2}
    assert letter.mailing is not None
    assert letter.mailing.facts["old"]["start"] == in_between.isoformat()


def test_who_was_told_in_between_is_told_although_an_earlier_letter_waits(
    event: int, clock: time_machine.Traveller
) -> None:
    move(event, WEEK)
    settle(clock)
    b.register(event, 1)  # again: that letter tells the new time
    send(1, LetterKind.ALREADY_REGISTERED)
    clock.shift(SECOND)
    move(event, -WEEK)
    assert settle(clock) == 1
    assert len(owed(1, CHANGED)) == 2


def test_what_is_taken_back_too_late_is_told_again(event: int, clock: time_machine.Traveller) -> None:
    move(event, WEEK)
    settle(clock)
    b.change_letters(state=LetterState.SENT)
    move(event, -WEEK)
    assert settle(clock) == 4
    assert len(owed(1, CHANGED)) == 2


def test_an_unsent_letter_tells_the_next_change_as_well(event: int, clock: time_machine.Traveller) -> None:
    move(event, WEEK)
    settle(clock)
    move(event, HOUR)
    assert settle(clock) == 0
    assert len(owed(1, CHANGED)) == 1


def test_a_change_reaches_all_who_have_something(event: int, clock: time_machine.Traveller) -> None:
    move(event)
    settle(clock)
    assert reached(CHANGED) == [1, 2, 3, 4]


def test_calendars_of_those_with_a_place_get_it_under_their_number(
    event: int, clock: time_machine.Traveller
) -> None:
    own_page.cancel(token=b.own_token(event, 4))
    own_page.restore(token=b.own_token(event, 4))
    move(event)
    settle(clock)
    entries = {person: owed(person, CHANGED)[0].facts for person in (1, 3, 4)}
    assert numbered(event, 4) > numbered(event, 1)
    assert entries == {
        1: {"calendar": "REQUEST", "sequence": numbered(event, 1)},
        3: {},
        4: {"calendar": "REQUEST", "sequence": numbered(event, 4)},
    }


def test_a_cancellation_takes_it_out_of_calendars(event: int, clock: time_machine.Traveller) -> None:
    cancel(event)
    settle(clock, SECOND)
    facts = {person: owed(person, CANCELLED)[0].facts for person in (1, 3)}
    assert facts == {1: {"calendar": "CANCEL", "sequence": numbered(event, 1)}, 3: {}}
    assert reached() == [1, 2, 3, 4]


def test_a_letter_knows_its_language_its_registration_and_its_mailing(
    clock: time_machine.Traveller,
) -> None:
    event = b.small_event()
    b.register(event, 1, language=Language.KAZAKH)
    move(event)
    settle(clock)
    (letter,) = owed(1)
    assert (letter.language, letter.event_id, letter.recipient_key) == (
        Language.KAZAKH, event, "p1@example.org"
    )  # fmt: skip
    assert letter.registration_id == b.registration(event, 1).id
    assert letter.mailing_id == change(event).id
    assert letter.message_token


def test_a_companion_with_an_address_gets_a_letter_of_their_own(clock: time_machine.Traveller) -> None:
    event = b.small_event(most_people=3)
    companions = (Companion("Companion", "c@example.org"), Companion("Child", ""))
    b.register(event, 1, companions=companions, ticket="online")
    move(event)
    assert settle(clock) == 2
    (letter,) = owed("c@example.org")
    assert letter.attendee is not None
    assert letter.attendee.name == "Companion"
    assert letter.facts["calendar"] == "REQUEST"


def test_an_address_that_is_not_proved_gets_nothing(clock: time_machine.Traveller) -> None:
    event = b.small_event(proof_minutes=60)
    b.register(event, 1)
    move(event)
    assert settle(clock) == 0


def test_a_change_of_the_meeting_alone_is_told_to_those_online(
    event: int, clock: time_machine.Traveller
) -> None:
    move(event)
    found = change(event)
    found.facts = {**found.facts, "what": [Difference.MEETING]}
    db.session.commit()
    settle(clock)
    assert reached(CHANGED) == [4]


@pytest.mark.parametrize("over", [True, False])
def test_what_has_lost_its_reason_is_settled_without_letters(
    event: int, clock: time_machine.Traveller, *, over: bool
) -> None:
    move(event)
    if over:
        clock.move_to(stored(event).end_at)
    else:
        cancel(event)
    settle(clock)
    assert reached(CHANGED) == []
    assert change(event).settled_at is not None


def test_a_cancellation_takes_out_what_people_were_not_yet_told_is_gone(
    clock: time_machine.Traveller,
) -> None:
    draft = b.draft("two-days")
    event = b.small_event(end=draft.end + timedelta(days=1))
    b.register(event, 1)
    move(event, timedelta(), end=draft.end)
    cancel(event)
    (found,) = mailings(event, CANCELLED)
    assert [entry["uid"] for entry in found.facts["gone"]] == [f"{stored(event).uid}-2"]


def test_many_are_dealt_with_a_few_at_a_time(
    event: int, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 1)
    move(event)
    clock.shift(timedelta(minutes=2))
    with b.commits() as commits:
        assert settling.settle_due() == 4
    assert len(commits) > 4
    assert reached(CHANGED) == [1, 2, 3, 4]


def test_a_worker_that_dies_amid_them_leaves_the_rest_to_the_next(
    event: int, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    move(event)
    clock.shift(timedelta(minutes=2))
    settle_some, made = settling._settle_some, []

    def settle_once(mailing: int) -> int | None:
        if made:
            raise KeyboardInterrupt
        if (count := settle_some(mailing)) is not None:
            made.append(count)
        return count

    monkeypatch.setattr(settling, "_settle_some", settle_once)
    with pytest.raises(KeyboardInterrupt):
        settling.settle_due()
    assert reached(CHANGED) == [1, 2]
    monkeypatch.undo()
    assert settling.settle_due() == 2
    assert [len(owed(person, CHANGED)) for person in (1, 2, 3, 4)] == [1, 1, 1, 1]


def test_one_that_cannot_be_made_does_not_keep_the_others(event: int, clock: time_machine.Traveller) -> None:
    move(event)
    broken = change(event)
    broken.facts = {}
    db.session.commit()
    write(event)
    assert settle(clock) == 4
    assert reached(MESSAGE) == [1, 2, 3, 4]
    assert any("mailing" in finding for finding in findings_after(clock, timedelta(minutes=16)))


def findings_after(clock: time_machine.Traveller, time: timedelta) -> list[str]:
    clock.shift(time)
    return b.findings()


@pytest.mark.parametrize(
    ("to", "people"),
    [(Recipients.ALL, [1, 2, 3, 4]), (Recipients.CONFIRMED, [1, 2, 4]), (Recipients.WAITING, [3])],
)
def test_a_host_writes_to_some(
    event: int, clock: time_machine.Traveller, to: Recipients, people: list[int]
) -> None:
    write(event, to)
    settle(clock, SECOND)
    assert reached(MESSAGE) == people
    assert all(owed(person, MESSAGE)[0].facts == {} for person in people)


@pytest.mark.parametrize("to", list(Recipients))
@pytest.mark.parametrize("is_news", [True, False])
def test_as_many_are_written_to_as_the_host_was_told(
    clock: time_machine.Traveller, to: Recipients, *, is_news: bool
) -> None:
    event = b.small_event(capacity=2, most_people=3)
    companions = (Companion("Companion", "c@example.org"), Companion("Child", ""))
    b.register(event, 1, companions=companions, together=Together.FIT)
    b.register(event, 2)
    b.register(event, 3, ticket="online")
    for key in ("c@example.org", "p3@example.org"):
        db.session.add(OptOut(recipient_key=key, organisation_id=stored(event).organisation_id))
        db.session.commit()
    told = count_recipients(db.session(), stored(event), to, is_news=is_news).total()
    write(event, to, about_registration=not is_news)
    assert settle(clock, SECOND) == told
    assert told or to in {Recipients.DECLINED, Recipients.SELECTED}


def test_whoever_wants_no_news_gets_none_but_what_is_theirs(
    event: int, clock: time_machine.Traveller
) -> None:
    organisation = stored(event).organisation_id
    db.session.add(OptOut(recipient_key="p1@example.org", organisation_id=organisation))
    db.session.commit()
    write(event, about_registration=False)
    settle(clock, SECOND)
    assert reached(MESSAGE) == [2, 3, 4]
    write(event)
    settle(clock, SECOND)
    assert 1 in reached(MESSAGE)


def test_a_host_may_write_afterwards(event: int, clock: time_machine.Traveller) -> None:
    clock.move_to(stored(event).end_at + HOUR)
    write(event)
    settle(clock, SECOND)
    assert reached(MESSAGE) == [1, 2, 3, 4]


def test_an_edit_does_not_grow_with_the_number_of_people(event: int) -> None:
    before = len(b.rows(Letter))
    move(event)
    cancel(event)
    assert len(b.rows(Letter)) == before


def test_nobody_of_another_event_is_told(event: int, clock: time_machine.Traveller) -> None:
    other = b.small_event()
    b.register(other, 6)
    move(event)
    settle(clock)
    assert 6 not in reached()


def test_it_leaves_registrations_as_they_are(event: int, clock: time_machine.Traveller) -> None:
    before = b.rows(Registration)
    move(event)
    settle(clock)
    assert b.rows(Registration) == before
    assert b.findings() == []


def test_an_overdue_mailing_is_found(event: int, clock: time_machine.Traveller) -> None:
    write(event)
    assert findings_after(clock, timedelta(minutes=14)) == []
    assert any("overdue" in finding for finding in findings_after(clock, timedelta(minutes=2)))
    assert b.rows(Event)
