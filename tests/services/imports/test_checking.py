"""What becomes of each row is told before anything is done, and nothing is done by it."""

import pytest

from regapp.database import db
from regapp.models import Registration
from regapp.services.events.drafts import QuestionDraft
from regapp.services.imports import drafting
from regapp.services.imports.plan import WhenFull
from regapp.services.registrations import own_page
from regapp.vocabulary import JobState, QuestionKind, RowFate
from tests import builders as b
from tests.lines import collecting
from tests.services.imports import tables as t

NEW, KNOWN, WRONG, ABOVE, WAITS = (
    RowFate.NEW,
    RowFate.KNOWN,
    RowFate.WRONG,
    RowFate.ABOVE,
    RowFate.WAITS,
)

pytestmark = pytest.mark.usefixtures("app")


def asking(**changes: object) -> int:
    """An event that asks for some things."""
    return b.small_event(
        questions=(
            QuestionDraft(
                "group",
                QuestionKind.CHOICE,
                {"en": "Group", "ru": "Группа"},
                choices=(
                    {"key": "ngo", "label": {"en": "NGO", "ru": "НПО"}},
                    {"key": "press", "label": {"en": "Press"}},
                ),
            ),
            QuestionDraft("phone", QuestionKind.PHONE, {"en": "Phone"}),
            QuestionDraft("born", QuestionKind.DATE, {"en": "Born"}),
            QuestionDraft("land", QuestionKind.COUNTRY, {"en": "Country"}),
        ),
        **changes,
    )


def test_nothing_is_registered_by_a_look():
    event = b.small_event()
    job = t.checked(event, "Name,Mail\nАйгүл,p1@example.org\n")
    assert t.fates(job) == [NEW]
    assert t.job(job).state is JobState.DRAFT
    assert db.session.query(Registration).filter_by(event_id=event).count() == 0


def test_who_is_registered_is_told_from_who_was():
    event = b.small_event()
    b.register(event, 1)
    b.register(event, 2)
    own_page.cancel(token=b.own_token(event, 2))
    job = t.checked(event, "Name,Mail\nA,P1@EXAMPLE.org\nB,p2@example.org\nC,p3@example.org\n")
    assert t.fates(job) == [KNOWN, KNOWN, NEW]
    assert t.why(job)[:2] == [{"email": "known"}, {"email": "ended"}]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",p1@example.org,,", {"name": "missing"}),
        ("A,,,", {"email": "missing"}),
        ("A,nobody,,", {"email": "address"}),
        ("A,p1@example.org,stadium,", {"ticket": "ticket"}),
        ("A,p1@example.org,,tlh", {"language": "language"}),
        ("=B2,p1@example.org,#REF!,", {"name": "formula", "ticket": "formula"}),
        (f"{'x' * 201},p1@example.org,,", {"name": "long"}),
    ],
)
def test_it_says_of_a_wrong_row_what_is_wrong(row: str, why: dict[str, str]):
    job = t.checked(b.small_event(), f"Name,Mail,Ticket,Language\n{row}\n")
    assert (t.fates(job), t.why(job)) == ([WRONG], [why])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("НПО,87011234567,05.12.1990,Казахстан", {}),
        ("ngo,+7 701 123 45 67,1990-12-05,KZ", {}),
        ("club,,,", {"question-group": "choice"}),
        (",12,,", {"question-phone": "phone"}),
        (",,31.02.1990,", {"question-born": "date"}),
        (",,,Atlantis", {"question-land": "country"}),
        (",-,–,", {}),
    ],
)
def test_answers_are_checked_as_the_form_does(row: str, why: dict[str, str]):
    job = t.checked(asking(), f"Name,Mail,Group,Phone,Born,Country\nA,p1@example.org,{row}\n")
    assert t.why(job) == [why]


def test_the_places_count_that_the_rows_above_take():
    event = b.small_event(capacity=3)
    b.register(event, 9)
    table = "Name,Mail,Ticket\n" + "".join(f"P{n},p{n}@example.org,\n" for n in range(1, 5))
    job = t.checked(event, table + "P5,p5@example.org,online\n")
    assert t.fates(job) == [NEW, NEW, WAITS, WAITS, NEW]
    t.decide(event, job, when_full=WhenFull.LEAVE_OUT)
    assert t.fates(job) == [NEW, NEW, ABOVE, ABOVE, NEW]


def test_without_a_waiting_list_nobody_waits():
    event = b.small_event(capacity=1, waiting_list=False)
    job = t.checked(event, "Name,Mail\nA,p1@example.org\nB,p2@example.org\n")
    assert t.fates(job) == [NEW, ABOVE]


def test_nobody_of_a_table_gets_a_seat_that_somebody_in_the_line_collects():
    event = collecting()
    assert b.quota(event).left == 1
    job = t.taken(event, "Name,Mail\nA,new@example.org\n")
    assert b.waiting(event)[-1] == "new@example.org"
    assert t.job(job).outcome == {"waits": 1}
    assert b.findings() == []


def test_an_address_that_stands_twice_is_a_group_where_groups_may_come():
    table = "Name,Mail\nA,p1@example.org\nB,P1@example.org\nA,p1@example.org\nC,p1@example.org\n"
    assert t.fates(t.checked(b.small_event(), table)) == [NEW, WRONG, KNOWN, WRONG]
    of_two = t.checked(b.small_event(most_people=2), table)
    assert t.fates(of_two) == [NEW, NEW, KNOWN, WRONG]
    assert t.why(of_two)[2:] == [{"email": "twice"}, {"email": "group-full"}]


def test_a_group_has_one_kind_of_ticket():
    table = "Name,Mail,Ticket\nA,p1@example.org,online\nB,p1@example.org,in-person\n"
    job = t.checked(b.small_event(most_people=2), table)
    assert t.why(job) == [{}, {"ticket": "other-ticket"}]


def test_a_long_table_is_checked_by_the_worker_with_the_same_end():
    event = b.small_event(capacity=700)
    table = "Name,Mail\n" + "".join(f"P{n},p{n % 600}@example.org\n" for n in range(700))
    job = t.draft(event, table)
    t.decide(event, job)
    found = t.job(job)
    assert (found.state, found.outcome) == (JobState.DRAFT, {"new": 600, "wrong": 100})
    assert drafting.begin(event_id=event, job_id=job, user_id=t.host()) == 600


def test_the_columns_may_be_told_anew_as_long_as_nobody_was_registered():
    event = b.small_event()
    job = t.checked(event, "Кто,Куда\nА,p1@example.org\n", columns=["name", ""])
    assert t.why(job) == [{"email": "missing"}]
    t.decide(event, job, columns=["name", "email"])
    assert t.fates(job) == [NEW]
