"""The daily digest: when it is made, for whom, and what counts as news."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from regapp.clock import now
from regapp.database import db
from regapp.models import Event, Letter, Membership, Organisation, User
from regapp.queries.digest import EventNews, Time, news_of
from regapp.services.registrations import deciding, lapsing, own_page
from regapp.services.telling import digests
from regapp.vocabulary import EventStatus, Language, LetterKind, LetterState, Role
from tests import builders as b
from tests.organisers import asks_first, member, statements

pytestmark = pytest.mark.usefixtures("app")

ALMATY = ZoneInfo("Asia/Almaty")
TOMORROW = (now() + timedelta(days=1)).astimezone(ALMATY).replace(minute=0, second=0, microsecond=0)


def at(day: int, hour: int, minute: int = 0) -> time_machine.travel:
    """A moment on the clock of Almaty, on the first or a later day of the story."""
    return time_machine.travel(TOMORROW.replace(hour=hour, minute=minute) + timedelta(days=day), tick=False)


def digests_to(email: str) -> list[Letter]:
    db.session.rollback()
    return [letter for letter in b.letters(email) if letter.kind is LetterKind.DIGEST]


@pytest.fixture
def manager(app: Flask) -> str:
    return member(app)


@pytest.fixture
def event(app: Flask) -> int:
    """Two seats; somebody took one in the evening."""
    with at(0, 12):
        made = b.small_event()
    with at(0, 20):
        b.register(made, 1)
    return made


def test_it_is_made_once_in_the_morning(event: int, manager: str) -> None:
    made = []
    for day, hour, minute in [(1, 7, 59), (1, 8, 0), (1, 8, 1), (1, 20, 0), (2, 8, 0)]:
        with at(day, hour, minute):
            made.append(digests.make_due())
    assert made == [0, 1, 0, 0, 0]
    (letter,) = digests_to(manager)
    assert (letter.language, letter.event_id) == (Language.ENGLISH, None)


def test_it_comes_late_rather_than_never_and_in_the_morning_again(event: int, manager: str) -> None:
    with at(1, 23, 59):
        b.register(event, 2)
        assert digests.make_due() == 1
    with at(2, 7):
        b.register(event, 3)
    with at(2, 8):
        assert digests.make_due() == 1


def test_each_tells_of_the_time_since_the_last(event: int, manager: str) -> None:
    with at(1, 8):
        digests.make_due()
    with at(3, 10):
        b.register(event, 2)
    for day in (2, 3, 4):
        with at(day, 8):
            digests.make_due()
    told = [(letter.facts["since"], letter.facts["until"]) for letter in digests_to(manager)]
    mornings = {day: (TOMORROW.replace(hour=8) + timedelta(days=day)).astimezone(UTC) for day in range(5)}
    assert told == [
        (mornings[0].isoformat(), mornings[1].isoformat()),
        # A day without news is over with it.
        (mornings[3].isoformat(), mornings[4].isoformat()),
    ]


@pytest.mark.parametrize(
    ("change", "gets"),
    [
        ({"role": Role.OWNER}, True),
        ({"role": Role.VIEWER}, False),
        ({"role": Role.DOOR}, False),
        ({"wants_digest": False}, False),
        ({"wants_alarms": False}, True),
    ],
)
def test_it_goes_to_owners_and_managers_who_want_it(
    event: int, manager: str, *, change: dict[str, object], gets: bool
) -> None:
    db.session.execute(update(Membership).values(change))
    db.session.commit()
    with at(1, 8):
        assert digests.make_due() == gets


def test_it_does_not_go_to_a_closed_account(event: int, manager: str) -> None:
    db.session.execute(update(User).values(active=False))
    db.session.commit()
    with at(1, 8):
        assert digests.make_due() == 0


def test_it_is_in_the_language_of_whom_it_goes_to(event: int, manager: str) -> None:
    db.session.execute(update(User).values(language=Language.KAZAKH))
    db.session.commit()
    with at(1, 8):
        digests.make_due()
    assert [letter.language for letter in digests_to(manager)] == [Language.KAZAKH]


def test_of_events_that_are_over_or_cancelled_there_is_none(event: int, manager: str) -> None:
    dku = select(Organisation.id).where(Organisation.slug == "dku").scalar_subquery()
    db.session.execute(update(Event).where(Event.organisation_id == dku).values(status=EventStatus.CANCELLED))
    db.session.commit()
    with at(1, 8):
        assert digests.make_due() == 0


def test_two_workers_at_once_make_one(event: int, manager: str) -> None:
    with at(1, 8):
        first, second = digests._due(), digests._due()
        assert first == second != []
        assert [digests._make(due) for due in (*first, *second)].count(1) == 1
    assert len(digests_to(manager)) == 1


def in_utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "last", "zone", "due"),
    [
        (in_utc(22, 3, 0), None, "Asia/Almaty", True),
        (in_utc(22, 2, 59), None, "Asia/Almaty", False),
        (in_utc(22, 6, 59), in_utc(21, 7), "Europe/Berlin", False),
        (in_utc(22, 7, 0), in_utc(21, 7), "Europe/Berlin", True),
        # The next event lies in another zone now: still one a day.
        (in_utc(22, 7, 0), in_utc(22, 3), "Europe/Berlin", False),
        (in_utc(22, 23, 30), in_utc(22, 3), "Europe/Berlin", False),
        (in_utc(23, 7, 0), in_utc(22, 3), "Europe/Berlin", True),
    ],
)
def test_morning_is_where_the_next_event_is(
    moment: datetime, last: datetime | None, zone: str, *, due: bool
) -> None:
    assert digests.is_time(moment, last, ZoneInfo(zone)) is due


# What counts as news


def news(event: int, since: datetime) -> EventNews:
    """What came to the event since that moment."""
    db.session.rollback()
    organisation = db.session.get_one(Event, event).organisation_id
    told = news_of(db.session(), organisation, Time(since, now()))
    return next(one for one in told if one.event.id == event)


def counts(told: EventNews) -> dict[str, int]:
    """What is not zero of it."""
    names = [name for name in EventNews.__slots__ if name not in {"event", "places"}]
    return {name: getattr(told, name) for name in names if getattr(told, name)}


def fail(event: int, person: int, state: LetterState = LetterState.FAILED) -> None:
    """The letters to somebody do not arrive."""
    for letter in b.letters(person):
        letter.state = state
    db.session.commit()


def test_numbers_are_those_of_the_time_told() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    since = now()
    assert counts(news(event, since)) == {"waiting": 1}
    assert not news(event, since).is_news
    b.register(event, 3)
    own_page.cancel(token=b.own_token(event, 2))
    told = news(event, since)
    assert counts(told) == {"waiting": 1, "registered": 1, "left": 1, "joined_line": 1}
    assert told.is_news
    assert [(places.taken, places.capacity) for places in told.places] == [(1, 1), (0, None)]


def test_who_waits_for_a_yes_is_news_every_day_until_it_is_decided() -> None:
    event = b.small_event(ticket_types=asks_first())
    b.register(event, 1)
    assert counts(news(event, now())) == {"pending": 1}
    assert news(event, now()).is_news
    deciding.approve(event_id=event, attendee_ids=[b.registration(event, 1).first.id], user_id=None)
    assert counts(news(event, now())) == {}


@pytest.mark.parametrize("state", [LetterState.FAILED, LetterState.RETURNED])
def test_who_is_not_reached_is_news_once(state: LetterState) -> None:
    event = b.small_event()
    b.register(event, 1)
    since = now()
    fail(event, 1, state)
    assert counts(news(event, since)) == {"undelivered": 1, "lost": 1}
    assert news(event, since).is_news
    assert counts(news(event, now())) == {"undelivered": 1}
    assert not news(event, now()).is_news


def test_a_no_from_a_calendar_is_news() -> None:
    event = b.small_event()
    b.register(event, 1)
    since = now()
    registration = b.registration(event, 1)
    db.session.add(
        Letter(
            kind=LetterKind.DECLINED,
            recipient=registration.email,
            recipient_key=registration.email_key,
            language=Language.ENGLISH,
            registration_id=registration.id,
            event_id=event,
        )
    )
    db.session.commit()
    assert counts(news(event, since)) == {"declined": 1}


def test_whose_address_was_never_proved_did_not_come() -> None:
    since = now()
    event = b.small_event(proof_minutes=60)
    b.register(event, 1)
    with time_machine.travel(now() + timedelta(minutes=61)):
        lapsing.lapse_due()
        assert counts(news(event, since)) == {}


def test_it_asks_the_database_as_often_for_many_events_as_for_one(app: Flask) -> None:
    def asked(event: int) -> int:
        organisation = db.session.get_one(Event, event).organisation_id
        with statements(app) as seen:
            news_of(db.session(), organisation, Time(now() - timedelta(days=1), now()))
        return len(seen)

    few = asked(b.small_event())
    for _ in range(3):
        event = b.small_event(capacity=1)
        for person in range(3):
            b.register(event, person)
    assert asked(event) == few
