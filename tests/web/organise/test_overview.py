"""The numbers of an event's overview."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from regapp.database import db
from regapp.models import Attendee, Event, Hold
from regapp.queries.attendance_course import registered_by_hour
from regapp.services.events.drafts import QuestionDraft, QuotaDraft
from regapp.services.registrations import by_hand, deciding
from regapp.vocabulary import (
    CalendarAnswer,
    EventStatus,
    HoldReason,
    Language,
    LetterState,
    QuestionKind,
    Role,
)
from regapp.web.organise.life.course import MOST_COLUMNS, course_of
from tests import builders as b
from tests.organisers import OwnEvent, asks_first, browser, on_sqlite, own_event, statements
from tests.web.pages import Node
from tests.web.visits import page, words

GROUP = QuestionDraft(
    "group",
    QuestionKind.CHOICE,
    {"en": "Which group?"},
    choices=({"key": "ngo", "label": {"en": "NGO"}}, {"key": "state", "label": {"en": "State"}}),
)
COUNTRY = QuestionDraft("country", QuestionKind.COUNTRY, {"en": "Which country?"})


def shown(client: FlaskClient, event: OwnEvent) -> Node:
    """The overview."""
    answer = client.get(event.address)
    assert answer.status_code == 200
    return page(answer)


def table(overview: Node, caption: str) -> list[list[str]]:
    """The rows of the table of this name, without its head."""
    found = next(one for one in overview.all("table") if one.one("caption").text == caption)
    return [[cell.text for cell in row.all("th", "td")] for row in found.all("tr")[1:]]


def picture(overview: Node, title: str) -> Node:
    """The picture of this name."""
    return next(one for one in overview.all("svg", role="img") if one.one("title").text == title)


def test_places_tell_who_has_them_who_waits_and_what_is_left(website: Flask):
    event = own_event(website, capacity=3, ticket_types=asks_first())
    event.register(1, 2, 3, 4)
    event.register(5, 6, ticket="online")
    with website.app_context():
        [first] = event.ids(1)
        deciding.approve(event_id=event.id, attendee_ids=[first], user_id=None)
    overview = shown(browser(website), event)
    assert table(overview, "Places") == [
        ["The room", "3", "1", "2", "1", "0"],
        ["On line", "no limit", "2", "0", "0", "–"],
    ]
    told = picture(overview, "Places").one("desc").text
    assert "3 of 3 places taken · 1 waits · 2 await approval" in told
    assert "2 places taken, no limit" in told


@on_sqlite
def test_the_table_leads_to_the_people_of_a_quota(website: Flask):
    event = own_event(website)
    event.register(1)
    number = event.quota()[0]
    assert f'href="{event.attendees}?quota={number}"' in browser(website).get(event.address).text


@on_sqlite
def test_of_a_quota_that_answers_draw_on_it_tells_no_more_than_is_known(website: Flask):
    drawn = QuotaDraft({"en": "NGOs"}, 5, (), choices=(("group", "ngo"),))
    room = QuotaDraft({"en": "The room"}, 9, ("in-person",))
    event = own_event(website, questions=(GROUP,), quotas=(room, drawn))
    event.register(1, answers={"group": "ngo"})
    rows = table(shown(browser(website), event), "Places")
    assert ["NGOs", "5", "1", "–", "–", "4"] in rows


@on_sqlite
def test_registrations_are_shown_day_by_day_of_the_events_zone_until_the_deadline(website: Flask):
    event = own_event(website)
    event.register(1, 2, 3)
    day = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)  # in Almaty the day ends half an hour later
    with website.app_context():
        closing = day + timedelta(days=5)
        db.session.execute(update(Event).where(Event.id == event.id).values(closes_at=closing))
        for number, moment in enumerate([day, day + timedelta(hours=1), day + timedelta(days=3)], 1):
            someone = b.registration(event.id, number).first
            db.session.execute(update(Attendee).where(Attendee.id == someone.id).values(created_at=moment))
        db.session.commit()
    with time_machine.travel(day + timedelta(days=4), tick=False):
        rows = table(shown(browser(website), event), "Registrations over time")
    assert rows == [
        ["05/03/2026", "0", "3"],
        ["04/03/2026", "1", "3"],
        ["03/03/2026", "0", "2"],
        ["02/03/2026", "1", "2"],
        ["01/03/2026", "1", "1"],
    ]


@on_sqlite
def test_the_course_goes_from_the_opening_to_the_deadline_and_says_so(website: Flask):
    event = own_event(website)
    event.register(1)
    overview = shown(browser(website), event)
    drawn = picture(overview, "Registrations over time")
    assert {"Registration closes", "Today"} <= {one.text for one in drawn.all("text")}
    assert drawn.one("desc").text.startswith("1 person from ")


@on_sqlite
def test_a_course_of_many_days_is_shown_by_weeks(website: Flask):
    event = own_event(website)
    with website.app_context():
        found = db.session.get_one(Event, event.id)
        start = found.closes_at - timedelta(days=300)
        course = course_of(found, {start + timedelta(days=day): 1 for day in range(300)})
    assert course.days % 7 == 0
    assert len(course.counts) <= MOST_COLUMNS
    assert sum(course.counts) == 300


def test_hours_are_counted_alike_on_both_databases(website: Flask):
    event = own_event(website)
    with time_machine.travel(datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), tick=False):
        event.register(1, 2)
    with time_machine.travel(datetime(2026, 11, 22, 17, 0, 0, tzinfo=UTC), tick=False):
        event.register(3)
    with website.app_context():
        assert registered_by_hour(db.session(), event.id) == {
            datetime(2026, 11, 22, 16, tzinfo=UTC): 2,
            datetime(2026, 11, 22, 17, tzinfo=UTC): 1,
        }


def test_it_says_where_people_come_from(website: Flask):
    event = own_event(website, capacity=9, questions=(GROUP, COUNTRY))
    event.register(1, 2, answers={"group": "ngo", "country": "KZ"}, language=Language.KAZAKH)
    event.register(3, answers={"group": "state", "country": "DE"})
    overview = shown(browser(website), event)
    assert table(overview, "Which group?") == [["NGO", "2", "66.7"], ["State", "1", "33.3"]]
    assert table(overview, "Which country?") == [["Kazakhstan", "2", "66.7"], ["Germany", "1", "33.3"]]
    assert table(overview, "Languages") == [["Kazakh", "2", "66.7"], ["English", "1", "33.3"]]
    assert picture(overview, "Which group?").one("desc").text == "NGO: 2, State: 1"
    assert f'href="{event.attendees}?language=kk"' in browser(website).get(event.address).text
    assert event.sound()


@on_sqlite
def test_who_did_not_answer_has_a_line_so_that_the_numbers_add_up(website: Flask):
    event = own_event(website, capacity=9, questions=(GROUP,))
    event.register(1, 2, answers={"group": "ngo"})
    event.register(3, answers={})
    overview = shown(browser(website), event)
    assert table(overview, "Which group?") == [["NGO", "2", "66.7"], ["not said", "1", "33.3"]]
    assert picture(overview, "Which group?").one("desc").text == "NGO: 2, not said: 1"


@on_sqlite
def test_of_a_question_with_several_answers_nobody_is_said_to_be_silent(website: Flask):
    event = own_event(website, capacity=9, questions=(replace(GROUP, kind=QuestionKind.CHOICES),))
    event.register(1, answers={"group": ["ngo", "state"]})
    event.register(2, answers={})
    overview = shown(browser(website), event)
    assert table(overview, "Which group?") == [["NGO", "1", "50"], ["State", "1", "50"]]


@on_sqlite
def test_it_says_how_many_of_those_counted_do_not_come(website: Flask):
    event = own_event(website, capacity=9, questions=(GROUP,))
    event.register(1, 2, 3, answers={"group": "ngo"})
    client = browser(website)
    assert "All 3 people on the list are counted." in words(client.get(event.address))
    with website.app_context():
        by_hand.cancel(event_id=event.id, attendee_ids=event.ids(1), user_id=None, message="")
    told = words(client.get(event.address))
    assert "All 3 people on the list are counted, also 1 who does not come" in told


@on_sqlite
def test_the_numbers_stand_before_the_address_and_what_changes_the_whole_event(website: Flask):
    event = own_event(website)
    client = browser(website)
    empty = client.get(event.address).text
    assert empty.index("Send people this address") < empty.index('class="tiles"')
    event.register(1)
    text = client.get(event.address).text
    parts = ['class="tiles"', "Send people this address", 'id="life"', "Move the event", "Cancel the event"]
    order = [text.index(part) for part in parts]
    assert order == sorted(order)


@on_sqlite
def test_what_nobody_differs_in_is_not_shown(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    titles = [one.one("title").text for one in shown(browser(website), event).all("svg", role="img")]
    assert titles == ["Places", "Registrations over time"]


@on_sqlite
def test_an_event_nobody_registered_for_says_so(website: Flask):
    event = own_event(website)
    text = words(browser(website).get(event.address))
    assert "Nobody has registered yet" in text
    assert "Registrations over time" not in text


@on_sqlite
def test_offers_that_end_today_are_to_be_looked_at(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1)
    client = browser(website)
    deadlines = {"today": timedelta(minutes=1), "later": timedelta(days=2)}
    told = {}
    for name, left in deadlines.items():
        with website.app_context(), time_machine.travel(datetime(2026, 11, 22, 6, tzinfo=UTC), tick=False):
            ends = datetime(2026, 11, 22, 6, tzinfo=UTC) + left
            hold = db.session.query(Hold).one()
            hold.reason, hold.deadline = HoldReason.OFFERED, ends
            db.session.commit()
        with time_machine.travel(datetime(2026, 11, 22, 6, tzinfo=UTC), tick=False):
            client = browser(website)
            told[name] = client.get(event.address)
    assert "1 offer of a place ends today" in words(told["today"])
    assert f'href="{event.attendees}?status=offered"' in told["today"].text
    assert "ends today" not in words(told["later"])


@on_sqlite
def test_who_said_no_in_the_calendar_and_still_has_a_place_is_to_be_looked_at(website: Flask):
    event = own_event(website, capacity=9)
    event.register(1, 2)
    with website.app_context():
        b.registration(event.id, 1).first.calendar_answer = CalendarAnswer.DECLINED
        db.session.commit()
    answer = browser(website).get(event.address)
    assert "1 person said no in the calendar and still has a place" in words(answer)
    assert "status=confirmed&amp;calendar=declined" in answer.text


@on_sqlite
def test_letters_that_reach_nobody_lead_to_the_people_and_to_the_letters(website: Flask):
    event = own_event(website)
    event.register(1)
    with website.app_context():
        b.change_letters(state=LetterState.FAILED)
    answer = browser(website).get(event.address)
    assert "Letters could not be delivered to 1 person" in words(answer)
    assert f'href="{event.attendees}?delivered=no"' in answer.text
    assert f'href="{event.address}/messages?state=undelivered"' in answer.text


@on_sqlite
def test_a_day_without_anything_to_decide_is_left_in_peace(website: Flask):
    event = own_event(website)
    event.register(1)
    assert "What needs you today" not in words(browser(website).get(event.address))


@pytest.mark.parametrize(
    ("role", "origins", "decides"),
    [
        (Role.OWNER, True, True),
        (Role.MANAGER, True, True),
        (Role.VIEWER, True, False),
        (Role.DOOR, False, False),
    ],
)
@on_sqlite
def test_each_role_sees_what_it_may(website: Flask, role: Role, origins: bool, decides: bool):  # noqa: FBT001
    event = own_event(website, ticket_types=asks_first(), questions=(GROUP,))
    event.register(1, answers={"group": "ngo"})
    answer = browser(website, role).get(event.address)
    assert ("Which group?" in answer.text, "wait" in _decisions(answer.text)) == (origins, decides)
    assert "Registrations over time" in answer.text
    assert ("?quota=" in answer.text) is origins


def _decisions(text: str) -> str:
    found = re.search(r'<section class="decisions".*?</section>', text, re.DOTALL)
    return found[0] if found else ""


def test_as_many_statements_for_many_people_as_for_few(website: Flask):
    event = own_event(website, capacity=90, questions=(GROUP,), ticket_types=asks_first(replace(b.IN_PERSON)))
    client = browser(website)
    event.register(1, answers={"group": "ngo"})
    with statements(website) as few:
        client.get(event.address)
    event.register(*range(2, 22), answers={"group": "state"})
    with statements(website) as many:
        client.get(event.address)
    assert len(many) == len(few)


@on_sqlite
def test_a_draft_shows_no_empty_pictures_of_people(website: Flask):
    event = own_event(website)
    with website.app_context():
        b.change_event(event.id, status=EventStatus.DRAFT)
    overview = shown(browser(website), event)
    assert [one.one("title").text for one in overview.all("svg", role="img")] == ["Places"]
