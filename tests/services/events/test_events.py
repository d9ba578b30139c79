"""From a draft to a published event."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from regapp.database import db
from regapp.errors import NotFound, SlugTaken
from regapp.models import Event, Line, Organisation
from regapp.queries.events import EventFilter, find_event, list_events
from regapp.services.events import creating
from regapp.services.events.drafts import QuotaDraft, SessionDraft, SpeakerDraft, SpeakerGroupDraft
from regapp.services.registrations import own_page
from regapp.vocabulary import SpeakerRole
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

SUMMER = datetime(2031, 7, 1, 17)


def stored(event: int) -> Event:
    return db.session.get_one(Event, event)


def at(start: datetime, **changes: object) -> dict[str, object]:
    """Times of a draft that starts at ``start``."""
    times = {"start": start, "end": start + timedelta(hours=2), "closes": start - timedelta(days=1)}
    return times | changes


def test_a_published_event_is_found() -> None:
    b.publish(b.draft("new"))
    event = find_event(db.session(), "new")
    assert event is not None
    assert event.title.read(b.asked(1).language) == "Round table new"


def test_it_has_a_line_from_the_start() -> None:
    assert db.session.get(Line, b.small_event()) is not None


def test_its_instants_follow_from_its_wall_clock() -> None:
    event = stored(b.small_event(**at(SUMMER)))
    assert event.start_at == datetime(2031, 7, 1, 12, tzinfo=UTC)
    assert event.closes_at == datetime(2031, 6, 30, 12, tzinfo=UTC)


def test_its_programme_has_instants_too() -> None:
    item = SessionDraft({"en": "Opening"}, SUMMER, SUMMER + timedelta(minutes=30))
    point = SessionDraft({"en": "A point of the agenda"})
    event = stored(b.small_event(**at(SUMMER), sessions=(item, point)))
    assert [session.start_at for session in event.sessions] == [datetime(2031, 7, 1, 12, tzinfo=UTC), None]


def test_its_co_hosts_stand_in_the_order_given() -> None:
    event = stored(b.small_event(hosts=("shanyrak", "fes")))
    assert [host.slug for host in event.hosts] == ["shanyrak", "fes"]


def test_its_quotas_draw_on_the_ticket_types_named() -> None:
    event = stored(b.small_event(quotas=(QuotaDraft({"en": "All"}, 5, ("in-person", "online")),)))
    assert [ticket_type.key for ticket_type in event.quotas[0].ticket_types] == ["in-person", "online"]


def test_its_speakers_speak_for_their_groups() -> None:
    event = stored(
        b.small_event(
            speaker_groups=(SpeakerGroupDraft({"en": "Akimats"}), SpeakerGroupDraft({"en": "Science"})),
            speakers=(
                SpeakerDraft(SpeakerRole.SPEAKER, {"en": "A"}, group=1),
                SpeakerDraft(SpeakerRole.MODERATOR, {"en": "B"}),
            ),
        )
    )
    assert [speaker.group and speaker.group.title["en"] for speaker in event.speakers] == ["Science", None]


def test_a_text_that_was_not_given_is_empty_and_not_missing() -> None:
    event = stored(b.small_event(ticket_types=(b.IN_PERSON,)))
    assert event.ticket_types[0].hint == {}


@pytest.mark.parametrize("word", ["dku", "жастар", "unwritten"])
def test_it_is_found_by_title_and_hosts(word: str) -> None:
    organisation = db.session.query(Organisation).filter_by(slug="dku").one()
    name = next(iter(organisation.name.values())).split()[0]
    b.small_event(title={"en": "About youth", "kk": "Жастар туралы"})
    wanted = {"dku": name}.get(word, word)
    found = list_events(db.session(), EventFilter(q=wanted), datetime.now(UTC)).rows
    assert any(event.slug.startswith("small") for event in found) == (word != "unwritten")


@pytest.mark.parametrize("wrong", [{"organisation": "none"}, {"venue": "none"}, {"hosts": ("none",)}])
def test_an_unknown_host_or_venue_leaves_nothing_behind(wrong: dict[str, object]) -> None:
    before = b.rows(Event)
    with pytest.raises(NotFound):
        b.small_event(**wrong)
    assert b.rows(Event) == before


def test_a_slug_is_given_once() -> None:
    b.publish(b.draft("once"))
    with pytest.raises(SlugTaken):
        b.publish(b.draft("once"))


def test_an_event_nobody_has_registered_for_can_be_moved() -> None:
    event = b.small_event(**at(SUMMER))
    later = SUMMER + timedelta(days=7)
    assert creating.reschedule(event, replace(b.draft("x"), **at(later)))
    assert stored(event).start_at == datetime(2031, 7, 8, 12, tzinfo=UTC)


def test_moving_takes_the_programme_along() -> None:
    item = SessionDraft({"en": "Opening"}, SUMMER, SUMMER + timedelta(minutes=30))
    event = b.small_event(**at(SUMMER), sessions=(item,))
    later = SUMMER + timedelta(days=7)
    moved = SessionDraft({"en": "Opening"}, later, later + timedelta(minutes=30))
    creating.reschedule(event, replace(b.draft("x"), **at(later), sessions=(moved,)))
    assert stored(event).sessions[0].start_wall == later
    assert b.findings() == []


def test_moving_is_told_to_calendars_and_pages() -> None:
    event = b.small_event(**at(SUMMER))
    before = (stored(event).sequence, stored(event).revision)
    creating.reschedule(event, replace(b.draft("x"), **at(SUMMER + timedelta(days=7))))
    assert (stored(event).sequence, stored(event).revision) == (before[0] + 1, before[1] + 1)


def test_the_same_times_again_are_no_news_to_calendars() -> None:
    draft = replace(b.draft("same"), **at(SUMMER))
    event = b.publish(draft)
    before = (stored(event).sequence, stored(event).changed_at)
    assert creating.reschedule(event, draft)
    assert (stored(event).sequence, stored(event).changed_at) == before


@pytest.mark.parametrize("left_again", [False, True])
def test_an_event_that_somebody_has_registered_for_stays(*, left_again: bool) -> None:
    event = b.small_event(**at(SUMMER))
    b.register(event, 1)
    if left_again:
        own_page.cancel(token=b.own_token(event, 1))
    assert not creating.reschedule(event, replace(b.draft("x"), **at(SUMMER + timedelta(days=7))))
    assert stored(event).start_wall == SUMMER
