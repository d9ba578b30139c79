"""What calendars answer: kept, asked back, or acted upon."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.mail.received.reading import read
from regapp.models import Attendee, AuditEntry, Event, Letter, ReceivedMail
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import SessionDraft
from regapp.services.incoming import answers, receiving
from regapp.services.outgoing import letters
from regapp.services.registrations import own_page, people
from regapp.vocabulary import CalendarAnswer, EventStatus, LetterKind, ReceivedKind
from tests import builders as b
from tests.mail.incoming import SENDER, reply
from tests.services.mailing_scenes import move

pytestmark = pytest.mark.usefixtures("app")

ACCEPTED, TENTATIVE, DECLINED = CalendarAnswer
OTHER = Companion("Companion", "c@example.org")


def attendee(event: int, index: int = 0) -> Attendee:
    db.session.rollback()
    return b.registration(event, 1).attendees[index]


def stamp(seconds: int = 0) -> str:
    return f"{now() + timedelta(seconds=seconds):%Y%m%dT%H%M%SZ}"


def hear(event: int, said: str = "DECLINED", *, index: int = 0, entry: str = "", **changes: object) -> str:
    """The calendar of the first person, or of one of theirs, answers."""
    person = attendee(event, index)
    uid = db.session.get_one(Event, event).uid + entry
    values = {"stamp": stamp(), "sequence": 99, **changes}
    octets = reply(f"reply+{person.reply_token}@localhost", uid, said, **values)  # type: ignore[arg-type]
    return receiving.take(read(octets, recipient="", sender=SENDER))


def one_registered(**rules: object) -> int:
    event = b.small_event(**rules)  # type: ignore[arg-type]
    b.register(event, 1)
    return event


def trusting(**rules: object) -> int:
    event = one_registered(**rules)
    b.change_event(event, trusts_answers=True)
    return event


@pytest.mark.parametrize("said", [ACCEPTED, TENTATIVE, DECLINED])
def test_the_answer_is_kept_with_its_time(said: CalendarAnswer) -> None:
    event = one_registered()
    hear(event, said.upper(), stamp="20260301T083012Z")
    kept = attendee(event)
    assert kept.calendar_answer is said
    assert kept.calendar_answered_at is not None
    assert kept.calendar_answered_at.isoformat() == "2026-03-01T08:30:12+00:00"


def test_it_is_written_down_without_a_name() -> None:
    event = one_registered()
    outcome = hear(event, "ACCEPTED")
    mail = db.session.scalars(select(ReceivedMail)).one()
    assert (mail.kind, mail.outcome, mail.octets) == (ReceivedKind.ANSWER, outcome, None)
    assert outcome == answers.NOTED


def test_an_older_answer_that_comes_late_changes_nothing() -> None:
    event = one_registered()
    hear(event, "ACCEPTED", stamp=stamp(-5))
    assert hear(event, stamp=stamp(-10)) == answers.TOO_LATE
    assert attendee(event).calendar_answer is ACCEPTED
    assert b.kinds(1) == [LetterKind.CONFIRMATION]


def test_a_clock_that_is_ahead_does_not_silence_later_answers() -> None:
    event = one_registered()
    hear(event, "ACCEPTED", stamp="20990101T000000Z")
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        hear(event, "TENTATIVE")
    assert attendee(event).calendar_answer is TENTATIVE


@pytest.mark.parametrize("said", ["ACCEPTED", "TENTATIVE"])
def test_yes_and_perhaps_change_nothing_else(said: str) -> None:
    event = trusting()
    hear(event, said)
    assert b.seated(event) == ["p1@example.org"]
    assert b.kinds(1) == [LetterKind.CONFIRMATION]


def test_a_no_to_what_has_changed_since_the_first_no_is_asked_back_again() -> None:
    event = one_registered()
    with time_machine.travel(now() + timedelta(minutes=10), tick=False):
        assert hear(event) == answers.ASKED
        assert hear(event, sequence=98) == answers.NOTED
    with time_machine.travel(now() + timedelta(minutes=15), tick=False):
        move(event)
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        assert hear(event) == answers.ASKED
        assert hear(event, sequence=100) == answers.NOTED


# Whose answer it is


@pytest.mark.parametrize("uid", ["somebody-elses-entry", ""])
def test_an_answer_about_another_entry_is_nobodys(uid: str) -> None:
    event = one_registered()
    octets = reply(f"reply+{attendee(event).reply_token}@localhost", uid, stamp=stamp())
    receiving.take(read(octets, recipient="", sender=SENDER))
    assert attendee(event).calendar_answer is None


def test_an_answer_in_the_name_of_another_address_is_nobodys() -> None:
    event = one_registered()
    b.register(event, 2)
    hear(event, who="p2@example.org")
    assert attendee(event).calendar_answer is None


def test_an_answer_without_the_token_is_nobodys_whoever_it_says_it_is_from() -> None:
    event = one_registered()
    octets = reply(f"reply+{'0' * 20}@localhost", db.session.get_one(Event, event).uid, stamp=stamp())
    assert receiving.take(read(octets, recipient="", sender=SENDER)) == receiving.NOBODYS
    assert attendee(event).calendar_answer is None


def test_a_token_does_not_answer_for_another_event() -> None:
    event, other = one_registered(), one_registered()
    token = b.registration(other, 1).first.reply_token
    octets = reply(f"reply+{token}@localhost", db.session.get_one(Event, event).uid, stamp=stamp())
    receiving.take(read(octets, recipient="", sender=SENDER))
    assert (attendee(event).calendar_answer, attendee(other).calendar_answer) == (None, None)


def test_the_attendees_address_may_be_spelt_in_other_ways() -> None:
    event = one_registered()
    assert hear(event, "ACCEPTED", who="P1@EXAMPLE.ORG") == answers.NOTED


# No


def test_a_no_is_asked_back_by_letter_and_frees_nothing() -> None:
    event = one_registered()
    assert hear(event) == answers.ASKED
    assert b.seated(event) == ["p1@example.org"]
    assert b.kinds(1) == [LetterKind.CONFIRMATION, LetterKind.DECLINED]
    assert "declined" not in b.letters(1)[-1].facts


def test_a_no_is_asked_back_once_until_another_answer_comes() -> None:
    event = one_registered()
    hear(event, stamp=stamp(-9))
    hear(event, stamp=stamp(-8))
    assert b.kinds(1).count(LetterKind.DECLINED) == 1
    hear(event, "ACCEPTED", stamp=stamp(-7))
    hear(event, stamp=stamp(-6))
    assert b.kinds(1).count(LetterKind.DECLINED) == 2


def test_nobody_is_flooded_by_somebody_who_cannot_decide() -> None:
    event = one_registered()
    for second in range(10):
        hear(event, "ACCEPTED" if second % 2 else "DECLINED", stamp=stamp(second - 20))
    assert len(b.letters(1)) == letters.MOST_AN_HOUR


def test_where_answers_are_trusted_a_no_frees_the_place_for_the_next() -> None:
    event = trusting(capacity=1)
    b.register(event, 2)
    assert hear(event) == answers.FREED
    assert b.cancelled(event) == ["p1@example.org"]
    assert b.seated(event) == ["p2@example.org"]
    assert b.kinds(1)[-1] is LetterKind.CANCELLATION
    assert b.findings() == []


def test_a_place_freed_by_the_calendar_says_so_in_the_audit() -> None:
    event = trusting()
    hear(event)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event_id == event)).all()[-1]
    assert (entry.action, entry.actor, entry.details["by"]) == (
        "registration.cancelled",
        "participant",
        "calendar",
    )


def test_a_no_to_what_the_event_was_before_it_changed_is_asked_back_though_trusted() -> None:
    event = trusting()
    b.change_event(event, sequence=3)
    assert hear(event, sequence=2) == answers.ASKED
    assert b.seated(event) == ["p1@example.org"]


@pytest.mark.parametrize("trusts", [False, True])
def test_a_no_to_one_day_of_several_is_only_noted(trusts: bool) -> None:  # noqa: FBT001 - a case of the test
    draft = b.draft("days")
    event = one_registered(end=draft.end + timedelta(days=1))
    b.change_event(event, trusts_answers=trusts)
    assert hear(event, entry="-2") == answers.NOTED
    assert attendee(event).calendar_answer is DECLINED
    assert b.seated(event) == ["p1@example.org"]
    assert b.kinds(1) == [LetterKind.CONFIRMATION]


def test_a_no_to_the_only_session_of_the_calendar_is_a_no_to_all() -> None:
    start = b.draft("session").start
    session = SessionDraft({"en": "Workshop"}, start=start, end=start + timedelta(hours=1))
    event = trusting(sessions=(session,))
    b.change_event(event, calendar_by_session=True)
    (number,) = b.event_sessions(event)
    assert hear(event, entry=f"-s{number}") == answers.FREED


OVER = {"start_at": now() - timedelta(hours=2), "end_at": now() - timedelta(hours=1)}


@pytest.mark.parametrize("columns", [{"status": EventStatus.CANCELLED}, OVER])
def test_a_no_to_what_will_not_take_place_is_only_noted(columns: dict[str, object]) -> None:
    event = trusting()
    b.change_event(event, **columns)
    assert hear(event) == answers.NOTED
    assert b.seated(event) == ["p1@example.org"]


def test_a_no_of_somebody_who_has_left_changes_nothing() -> None:
    event = trusting()
    own_page.cancel(token=b.own_token(event, 1))
    assert hear(event) == answers.NO_LONGER
    assert attendee(event).calendar_answer is None


def test_whoever_comes_back_has_answered_nothing_yet() -> None:
    event = one_registered()
    hear(event)
    own_page.cancel(token=b.own_token(event, 1))
    own_page.restore(token=b.own_token(event, 1))
    assert attendee(event).calendar_answer is None
    assert hear(event, stamp=stamp(-60)) == answers.TOO_LATE


# Several people


def test_a_companions_no_is_asked_back_from_the_contact_by_name() -> None:
    event = b.small_event(most_people=3)
    b.register(event, 1, companions=(OTHER,))
    assert hear(event, index=1, who=OTHER.email) == answers.ASKED
    letter = b.letters(1)[-1]
    assert (letter.kind, letter.facts) == (LetterKind.DECLINED, {"declined": attendee(event, 1).id})
    assert (attendee(event).calendar_answer, attendee(event, 1).calendar_answer) == (None, DECLINED)


def test_a_trusted_companion_leaves_alone() -> None:
    event = b.small_event(capacity=3, most_people=3)
    b.change_event(event, trusts_answers=True)
    b.register(event, 1, companions=(OTHER,))
    assert hear(event, index=1, who=OTHER.email) == answers.FREED
    assert [one.name for one in b.registration(event, 1).coming] == ["Person 1"]
    assert b.quota(event).taken == 1
    assert b.findings() == []


def test_a_trusted_contact_leaves_the_others_their_places() -> None:
    event = b.small_event(capacity=3, most_people=3)
    b.change_event(event, trusts_answers=True)
    b.register(event, 1, companions=(OTHER,))
    assert hear(event) == answers.FREED
    assert [one.name for one in b.registration(event, 1).coming] == ["Companion"]


def test_a_contact_who_came_for_others_alone_is_asked_whom_the_no_is_about() -> None:
    event = b.small_event(capacity=3, most_people=3)
    b.change_event(event, trusts_answers=True)
    b.register(event, 1, companions=(OTHER, Companion("Third")))
    registration = b.registration(event, 1)
    people.take_out(token=registration.token, code=registration.first.code)
    assert hear(event) == answers.ASKED
    assert b.quota(event).taken == 2


def test_it_owes_no_letter_to_anybody_else() -> None:
    event = one_registered()
    hear(event)
    assert {letter.recipient for letter in db.session.scalars(select(Letter))} == {"p1@example.org"}
