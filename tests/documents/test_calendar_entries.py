"""How an event is cut into entries: by day, or by session, and which of them are somebody's."""

from datetime import datetime
from typing import Any

import pytest

from regapp.addresses import Addresses
from regapp.calendars.entry import Entry, Status
from regapp.documents.calendar_entries import gone_entries, own_entries, public_entries
from regapp.documents.calendar_slots import gone, slots_of
from regapp.models import Event, LocalizedText, Session, Venue
from regapp.vocabulary import EventKind, EventStatus, Language, Visibility

ADDRESSES, HOST, ENGLISH = Addresses("https://events.example"), "events.example", Language.ENGLISH
JOIN = "https://zoom.example/j/1"


def item(number: int, hour: int | None = None, *, bookable: bool = False, **changes: Any) -> Session:
    times = {
        "start_wall": datetime(2026, 5, 9, hour) if hour is not None else None,
        "end_wall": datetime(2026, 5, 9, hour, 50) if hour is not None else None,
    }
    title = LocalizedText({"en": f"Part {number}"})
    return Session(id=number, position=number, title=title, bookable=bookable, **{**times, **changes})


def event(*sessions: Session, by_session: bool = True, **columns: Any) -> Event:
    """The ninth and tenth of May, with a session for all and two to choose from, if no others are given."""
    made = Event(
        uid="5f",
        slug="a-day",
        kind=EventKind.CONFERENCE,
        status=EventStatus.PUBLISHED,
        title=LocalizedText({"en": "Clean air", "ru": "Воздух"}),
        summary=LocalizedText({"en": "About air."}),
        calendar_by_session=by_session,
        sequence=3,
        changed_at=datetime.fromisoformat("2026-01-02T03:04:05+00:00"),
        sessions=list(sessions) or [item(1, 9), item(2, 11, bookable=True), item(3, 14, bookable=True)],
        join_address=JOIN,
        meeting_provider="zoom",
        meeting_id="846 8448",
        meeting_id_visibility=Visibility.REGISTERED,
        passcode="air",
    )
    start, end = datetime(2026, 5, 9, 9), datetime(2026, 5, 10, 18)
    made.schedule(zone="Asia/Almaty", start=start, end=end, closes=start)
    for name, value in columns.items():
        setattr(made, name, value)
    return made


def uids(entries: list[Entry]) -> list[str]:
    return [entry.uid for entry in entries]


def own(found: Event, **changes: Any) -> list[Entry]:
    facts = {"sequence": 3, "online": False, "told": True}
    return own_entries(found, ADDRESSES, HOST, ENGLISH, **{**facts, **changes})


DAYS = ["5f@events.example", "5f-2@events.example"]


@pytest.mark.parametrize(("told", "online"), [(True, True), (False, True), (True, False)])
def test_numbers_to_call_stand_where_the_address_to_join_does(*, told: bool, online: bool) -> None:
    [first, *_] = own(event(dial_in="+7 727 344 1234"), told=told, online=online)
    assert ("+7 727 344 1234" in first.description) == (JOIN in first.description) == (told and online)


def test_by_day_each_day_is_an_entry() -> None:
    assert uids(own(event(by_session=False), sessions=[2])) == DAYS


def test_by_session_the_public_sees_every_timed_one() -> None:
    entries = public_entries(event(), ADDRESSES, HOST, ENGLISH)
    assert uids(entries) == [f"5f-s{number}@events.example" for number in (1, 2, 3)]
    assert [(entry.start.hour, entry.end.minute) for entry in entries] == [(9, 50), (11, 50), (14, 50)]


def test_by_session_somebody_has_what_is_for_all_and_what_they_chose() -> None:
    assert uids(own(event(), sessions=[3])) == ["5f-s1@events.example", "5f-s3@events.example"]


def test_the_entries_stand_in_the_order_of_their_times() -> None:
    assert uids(own(event(item(1, 14), item(2, 9)))) == ["5f-s2@events.example", "5f-s1@events.example"]


def test_who_chose_nothing_of_what_has_to_be_chosen_has_the_days() -> None:
    assert uids(own(event(item(2, 11, bookable=True)), sessions=[])) == DAYS


def test_an_event_without_timed_sessions_has_its_days() -> None:
    assert uids(own(event(item(1)))) == DAYS


def test_a_session_is_named_before_its_event_in_each_language_that_either_has() -> None:
    (slot,) = slots_of(event(item(1, 9)))
    assert slot.title == {"en": "Part 1 – Clean air", "ru": "Part 1 – Воздух"}


def test_a_session_without_an_end_ends_as_it_starts() -> None:
    (entry,) = own(event(item(1, 9, end_wall=None)))
    assert entry.start == entry.end


def test_whole_days_are_one_entry() -> None:
    found = event(by_session=False)
    start, end = datetime(2026, 5, 9), datetime(2026, 5, 11)
    found.schedule(zone="Asia/Almaty", start=start, end=end, closes=start, all_day=True)
    (entry,) = own(found)
    assert (entry.all_day, entry.start.date(), entry.end.date()) == (True, start.date(), end.date())


# The way to join


def test_who_joins_online_is_told_how_once_it_is_time() -> None:
    before, after = (own(event(), online=True, told=told)[0] for told in (False, True))
    assert (before.join_address, before.location, before.description) == ("", "", "About air.")
    assert (after.join_address, after.location) == (JOIN, JOIN)
    assert after.description == f"About air.\n{JOIN}\nZoom ID 846 8448\nair"


def test_a_public_meeting_id_is_told_at_once() -> None:
    (entry, *_) = own(event(meeting_id_visibility=Visibility.PUBLIC), online=True, told=False)
    assert entry.description == "About air.\nZoom ID 846 8448"


def test_who_comes_to_the_room_is_not_told() -> None:
    assert {entry.join_address for entry in own(event())} == {""}


# What goes


def test_what_is_gone_can_be_cancelled_from_the_facts_of_a_letter() -> None:
    found = event(by_session=False)
    facts = gone(slots_of(found), slots_of(found)[:1])
    found.title = LocalizedText({"en": "Another"})
    (entry,) = gone_entries(facts, found, ADDRESSES, HOST, Language.RUSSIAN, sequence=7)
    assert (entry.uid, entry.sequence, entry.summary) == (DAYS[1], 7, "Воздух")
    assert (entry.start.day, entry.start.hour, entry.end.hour) == (10, 9, 18)
    assert entry.status is Status.CONFIRMED


def test_what_is_gone_for_all_is_cancelled_as_a_whole() -> None:
    facts = gone(slots_of(event(by_session=False)), [], for_all=True)
    entries = gone_entries(facts, event(), ADDRESSES, HOST, ENGLISH, sequence=7)
    assert [entry.status for entry in entries] == [Status.CANCELLED] * 2


def test_what_the_same_letter_brings_does_not_go_and_nothing_goes_twice() -> None:
    found = event()
    facts = gone(slots_of(found, [2]), [])
    kept = own(found, sessions=[3])
    entries = gone_entries([*facts, *facts], found, ADDRESSES, HOST, ENGLISH, sequence=7, kept=kept)
    assert uids(entries) == ["5f-s2@events.example"]


def test_what_is_gone_for_all_goes_from_nobody_who_never_chose_it() -> None:
    found = event()
    for_all = gone(slots_of(found), [], for_all=True)
    entries = gone_entries(for_all, found, ADDRESSES, HOST, ENGLISH, sequence=7, sessions=[2])
    assert uids(entries) == ["5f-s1@events.example", "5f-s2@events.example"]


def test_what_somebody_dropped_themselves_goes() -> None:
    found = event()
    dropped = gone(slots_of(found, [2, 3]), slots_of(found, [2]))
    entries = gone_entries(dropped, found, ADDRESSES, HOST, ENGLISH, sequence=7, sessions=[2])
    assert uids(entries) == ["5f-s3@events.example"]


def test_whole_days_that_are_gone_are_still_dates_under_another_law() -> None:
    found = event(by_session=False)
    day = datetime(2026, 5, 9)
    found.schedule(zone="Asia/Almaty", start=day, end=datetime(2026, 5, 10), closes=day, all_day=True)
    (fact,) = gone(slots_of(found), [])
    moved = {**fact, "start": fact["start"].replace("+05:00", "+06:00")}
    (entry,) = gone_entries([moved], found, ADDRESSES, HOST, ENGLISH, sequence=7)
    assert entry.start.isoformat() == "2026-05-09T00:00:00+05:00"


def test_an_entry_of_a_session_says_what_it_is_about_and_in_which_room():
    talk = item(
        1, 9, description=LocalizedText({"en": "About **dust**."}), room=LocalizedText({"en": "Hall 2"})
    )
    [entry] = public_entries(event(talk), ADDRESSES, HOST, ENGLISH)
    assert entry.description == "About dust.\n\nAbout air."
    assert entry.location == "Hall 2"


def test_the_room_stands_before_the_venue():
    found = event(item(1, 9, room=LocalizedText({"en": "Hall 2"})))
    found.venue = Venue(
        slug="dku",
        name=LocalizedText({"en": "DKU"}),
        address=LocalizedText({}),
        city=LocalizedText({"en": "Almaty"}),
    )
    [entry] = public_entries(found, ADDRESSES, HOST, ENGLISH)
    assert entry.location.startswith("Hall 2, DKU")


def test_who_joins_online_is_not_led_to_the_room():
    talk = item(1, 9, description=LocalizedText({"en": "About dust."}), room=LocalizedText({"en": "Hall 2"}))
    [entry] = own(event(talk), online=True)
    assert entry.location == JOIN
    assert "About dust." in entry.description
