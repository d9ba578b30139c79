"""New events from drafts, other editions of old ones, and templates of one's own."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import NameTaken, NotFound, WrongTimes
from regapp.models import Event, EventTemplate, Venue
from regapp.services.events import creating, starting
from regapp.services.events.copying import draft_of
from regapp.services.events.draft_json import from_json
from regapp.services.events.drafts import SessionDraft, SpeakerDraft, TicketTypeDraft
from regapp.services.events.shifting import on_day
from regapp.services.events.templates import saving
from regapp.services.events.templates.built_in import DAY_ONE, built_in
from regapp.services.events.venues import VenueDraft
from regapp.vocabulary import Attendance, EventStatus, SpeakerRole
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def found(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def start(called: str, **changes: object) -> str:
    return starting.start(replace(b.draft(""), **changes), called=called, user_id=None)


def test_a_new_event_is_a_draft_under_a_slug_of_its_name() -> None:
    slug = start("Көші-қон: мәселелер")
    assert slug == "koshi-qon-maseleler"
    assert found(slug).status is EventStatus.DRAFT


def test_events_of_one_name_get_slugs_of_their_own() -> None:
    assert [start("Round table") for _ in range(3)] == ["round-table-2", "round-table-3", "round-table-4"]


@pytest.mark.parametrize("called", ["", "!!!", "日本"])
def test_a_name_of_which_nothing_can_stand_in_an_address_gets_one_all_the_same(called: str) -> None:
    assert start(called) == "event"


def test_no_event_takes_the_address_at_which_new_ones_are_made() -> None:
    assert start("New") == "new-2"


def test_a_venue_made_on_the_spot_is_the_organisations() -> None:
    venue = VenueDraft({"en": "Town library"}, {"en": "1 Main Street"}, {"en": "Taraz"})
    slug = starting.start(replace(b.draft(""), venue=None), called="Reading", venue=venue, user_id=None)
    made = found(slug).venue
    assert made is not None
    assert (made.name["en"], made.organisation_id) == ("Town library", found(slug).organisation_id)


def test_a_draft_that_cannot_be_leaves_no_venue_behind() -> None:
    before = b.rows(Venue)
    late = replace(b.draft(""), end=b.draft("").start)
    with pytest.raises(WrongTimes):
        starting.start(late, called="x", venue=VenueDraft({"en": "Hall"}), user_id=None)
    assert b.rows(Venue) == before


def programme(first: datetime) -> tuple[SessionDraft, ...]:
    return (SessionDraft({"en": "Talk"}, first, first + timedelta(hours=1), speakers=(0,)),)


def whole_event() -> int:
    draft = b.draft("edition")
    tickets = (replace(b.IN_PERSON, closes=draft.start - timedelta(hours=2)), b.ONLINE)
    return creating.create(
        replace(
            draft,
            ticket_types=tickets,
            sessions=programme(draft.start),
            speakers=(SpeakerDraft(SpeakerRole.SPEAKER, {"en": "A"}),),
            opens=draft.start - timedelta(days=20),
        ),
        status=EventStatus.PUBLISHED,
    )


def test_another_edition_is_the_same_on_another_day() -> None:
    event = whole_event()
    old = db.session.get_one(Event, event)
    first = old.start_wall.date() + timedelta(days=7)
    slug = starting.duplicate(event_id=event, first=first, user_id=None)
    assert slug == "edition-2"
    copy = found(slug)
    assert copy.status is EventStatus.DRAFT
    assert draft_of(copy, slug="") == draft_of(old, slug="", shift=timedelta(days=7))


def test_a_copy_has_none_of_the_registrations() -> None:
    event = b.small_event()
    b.register(event, 1, ticket="in-person")
    first = db.session.get_one(Event, event).start_wall.date() + timedelta(days=1)
    copy = found(starting.duplicate(event_id=event, first=first, user_id=None))
    assert [quota.taken for quota in copy.quotas] == [0]
    assert b.findings() == []


def test_nothing_is_copied_into_the_past() -> None:
    with pytest.raises(WrongTimes):
        starting.duplicate(event_id=whole_event(), first=date(2001, 5, 5), user_id=None)


def test_a_copy_is_not_made_where_the_clock_leaves_out_an_hour() -> None:
    day = datetime(2031, 3, 29, 2, 30)
    times = {"start": day, "end": day + timedelta(hours=4), "closes": day - timedelta(days=1)}
    event = creating.create(replace(b.draft("night"), zone="Europe/Berlin", **times))
    with pytest.raises(WrongTimes):
        starting.duplicate(event_id=event, first=date(2031, 3, 30), user_id=None)


def test_a_template_keeps_all_but_the_day() -> None:
    event = whole_event()
    number = saving.save_template(event_id=event, name="Ours", user_id=None)
    kept = from_json(db.session.get_one(EventTemplate, number).draft)
    old = draft_of(db.session.get_one(Event, event), slug="")
    assert kept.start.date() == DAY_ONE
    assert on_day(kept, old.start.date()) == old


def test_a_template_goes_without_pictures() -> None:
    draft = replace(
        b.draft("pictures"), speakers=(SpeakerDraft(SpeakerRole.SPEAKER, {"en": "A"}, photograph=None),)
    )
    number = saving.save_template(event_id=creating.create(draft), name="Plain", user_id=None)
    kept = from_json(db.session.get_one(EventTemplate, number).draft)
    assert (kept.cover, [person.photograph for person in kept.speakers]) == (None, [None])


def test_a_name_is_given_to_one_template_of_an_organisation() -> None:
    event = whole_event()
    saving.save_template(event_id=event, name="Ours", user_id=None)
    with pytest.raises(NameTaken):
        saving.save_template(event_id=event, name="Ours", user_id=None)
    other = creating.create(replace(b.draft("theirs"), organisation="fes"))
    assert saving.save_template(event_id=other, name="Ours", user_id=None)


def test_a_template_is_deleted_and_events_made_from_it_stay() -> None:
    event = whole_event()
    number = saving.save_template(event_id=event, name="Ours", user_id=None)
    saving.delete_template(template_id=number, user_id=None)
    assert db.session.get(EventTemplate, number) is None
    assert db.session.get(Event, event) is not None
    with pytest.raises(NotFound):
        saving.delete_template(template_id=number, user_id=None)


@pytest.mark.parametrize("key", list(built_in()))
def test_each_template_becomes_an_event(key: str) -> None:
    template = built_in()[key]
    day = b.draft("").start.date()
    draft = replace(on_day(template.draft, day), organisation="dku", title={"en": key})
    event = found(starting.start(draft, called=key, user_id=None))
    assert event.kind is template.draft.kind
    assert [one.key for one in event.ticket_types] == [one.key for one in template.draft.ticket_types]
    assert b.findings() == []


def test_a_ticket_types_window_moves_along() -> None:
    ticket = TicketTypeDraft("t", Attendance.ONLINE, {}, opens=datetime(2031, 1, 1, 9), closes=None)
    draft = replace(b.draft(""), start=datetime(2031, 2, 1, 9), ticket_types=(ticket,))
    assert on_day(draft, date(2031, 2, 3)).ticket_types[0].opens == datetime(2031, 1, 3, 9)
