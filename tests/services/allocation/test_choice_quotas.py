"""Places that go with an answer: five seats for those who need an interpreter."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import NoPlace, NotPossible
from regapp.models import Quota
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import QuestionDraft, QuotaDraft
from regapp.services.registrations import by_hand, deciding, own_page, own_place, people
from regapp.vocabulary import Language, QuestionKind, Status, Together
from tests import builders as b
from tests.organisers import asks_first

pytestmark = pytest.mark.usefixtures("app")

INTERPRETED, PLAIN = {"language": "interpreted"}, {"language": "plain"}
LABELS = tuple({"key": key, "label": {"en": key}} for key in ("interpreted", "plain"))
QUESTION = QuestionDraft("language", QuestionKind.CHOICE, {"en": "In which language?"}, choices=LABELS)
ROOM = QuotaDraft({"en": "The room"}, 5, ("in-person",))


def event_with(seats: int = 1, *, question: QuestionDraft = QUESTION, **changes: Any) -> int:
    """An event with so many seats for people who need an interpreter, in a room for five."""
    headsets = QuotaDraft({"en": "Headsets"}, seats, choices=((question.key, "interpreted"),))
    return b.small_event(**{"questions": (question,), "quotas": (ROOM, headsets), **changes})


def taken(event: int) -> dict[str, int]:
    db.session.rollback()
    found = db.session.scalars(select(Quota).where(Quota.event_id == event))
    return {quota.name["en"]: quota.taken for quota in found}


def answer(event: int, person: int, answers: dict[str, Any]) -> None:
    own_page.change_details(
        token=b.own_token(event, person),
        name=f"Person {person}",
        answers=answers,
        language=Language.ENGLISH,
    )


def test_who_answers_so_takes_a_place_beside_the_tickets() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=PLAIN)
    assert taken(event) == {"The room": 2, "Headsets": 1}
    assert b.findings() == []


def test_who_chooses_what_is_full_waits_though_the_room_is_not() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=INTERPRETED)
    b.register(event, 3, answers=PLAIN)
    assert b.waiting(event) == ["p2@example.org"]
    assert b.seated(event) == ["p1@example.org", "p3@example.org"]
    assert b.findings() == []


def test_there_is_no_place_where_there_is_no_waiting_list() -> None:
    event = event_with(waiting_list=False)
    b.register(event, 1, answers=INTERPRETED)
    with pytest.raises(NoPlace):
        b.register(event, 2, answers=INTERPRETED)
    assert b.findings() == []


def test_a_place_given_back_goes_to_the_first_who_waits_for_it() -> None:
    event = event_with()
    for person in (1, 2, 3):
        b.register(event, person, answers=INTERPRETED)
    own_page.cancel(token=b.own_token(event, 1))
    assert (b.seated(event), b.waiting(event)) == (["p2@example.org"], ["p3@example.org"])
    assert taken(event)["Headsets"] == 1
    assert b.findings() == []


def test_an_unlimited_ticket_is_limited_by_the_answer() -> None:
    event = event_with()
    b.register(event, 1, ticket="online", answers=INTERPRETED)
    b.register(event, 2, ticket="online", answers=INTERPRETED)
    b.register(event, 3, ticket="online", answers=PLAIN)
    assert b.seated(event, "online") == ["p1@example.org", "p3@example.org"]
    assert b.waiting(event) == ["p2@example.org"]
    own_page.cancel(token=b.own_token(event, 1))
    assert b.waiting(event) == []
    assert b.findings() == []


def test_each_person_of_a_registration_takes_one() -> None:
    event = event_with(3, most_people=3)
    b.register(event, 1, answers=INTERPRETED, companions=(Companion("A friend"),))
    assert taken(event)["Headsets"] == 2
    b.register(event, 2, answers=INTERPRETED, companions=(Companion("A friend"),), together=Together.FIT)
    assert taken(event)["Headsets"] == 3
    assert b.waiting(event) == ["p2@example.org"]
    assert b.findings() == []


def test_a_party_waits_for_as_many_as_it_needs() -> None:
    event = event_with(2, most_people=2)
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=INTERPRETED, companions=(Companion("A friend"),))
    assert b.waiting(event) == ["p2@example.org"] * 2
    own_page.cancel(token=b.own_token(event, 1))
    assert b.seated(event) == ["p2@example.org"] * 2
    assert b.findings() == []


def test_who_is_added_takes_one_as_well() -> None:
    event = event_with(1, most_people=2)
    b.register(event, 1, answers=INTERPRETED)
    status = people.add(token=b.own_token(event, 1), name="A friend")
    assert status is Status.WAITING
    assert b.findings() == []


def test_an_answer_that_changes_takes_and_gives_back_at_once() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=INTERPRETED)
    answer(event, 1, PLAIN)
    assert taken(event) == {"The room": 2, "Headsets": 1}
    assert b.waiting(event) == []
    assert b.findings() == []


def test_a_change_to_what_is_full_changes_nothing() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=PLAIN)
    with pytest.raises(NoPlace):
        answer(event, 2, INTERPRETED)
    assert b.registration(event, 2).answers == PLAIN
    assert taken(event) == {"The room": 2, "Headsets": 1}


def test_who_waits_may_stop_asking_for_what_is_full() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=INTERPRETED)
    answer(event, 2, PLAIN)
    assert b.seated(event) == ["p1@example.org", "p2@example.org"]
    assert b.findings() == []


def test_nobody_overtakes_the_line_by_a_change_of_answers() -> None:
    event = event_with(1, most_people=2)
    b.register(event, 1, answers=PLAIN)
    b.register(event, 9, answers=INTERPRETED, companions=(Companion("Two"),), together=Together.FIT)
    assert b.waiting(event) == ["p9@example.org"]
    with pytest.raises(NoPlace):
        answer(event, 1, INTERPRETED)


def test_what_is_left_out_of_a_change_stays() -> None:
    event = event_with()
    b.register(event, 1, answers={**INTERPRETED, "old": "kept"})
    answer(event, 1, {"language": "interpreted", "empty": ""})
    assert b.registration(event, 1).answers == {**INTERPRETED, "old": "kept"}
    assert taken(event)["Headsets"] == 1


def test_a_question_of_other_tickets_draws_on_nothing() -> None:
    event = event_with(question=replace(QUESTION, ticket_types=("in-person",)))
    b.register(event, 1, ticket="online", answers=INTERPRETED)
    assert taken(event)["Headsets"] == 0
    code = b.registration(event, 1).first.code
    own_place.change_ticket(token=b.own_token(event, 1), code=code, ticket="in-person")
    assert taken(event) == {"The room": 1, "Headsets": 1}
    own_place.change_ticket(token=b.own_token(event, 1), code=code, ticket="online")
    assert taken(event) == {"The room": 0, "Headsets": 0}
    assert b.findings() == []


def test_what_is_held_meanwhile_draws_on_the_answer_too() -> None:
    event = event_with(2, quotas=(replace(ROOM, capacity=0), QuotaDraft({"en": "Headsets"}, 1,
                       choices=(("language", "interpreted"),))))  # fmt: skip
    b.register(event, 1, answers=INTERPRETED, meanwhile="online")
    b.register(event, 2, answers=INTERPRETED, meanwhile="online")
    assert b.seated(event, "online") == ["p1@example.org"]
    assert taken(event)["Headsets"] == 1
    assert b.findings() == []


def test_a_question_after_another_answer_draws_only_then() -> None:
    group = QuestionDraft("group", QuestionKind.YES_NO, {"en": "Do you speak?"})
    after = replace(QUESTION, condition={"question": "group", "answers": ["yes"]})
    headsets = QuotaDraft({"en": "Headsets"}, 1, choices=(("language", "interpreted"),))
    event = b.small_event(questions=(group, after), quotas=(ROOM, headsets))
    b.register(event, 1, answers={"group": "no", **INTERPRETED})
    assert taken(event)["Headsets"] == 0
    b.register(event, 2, answers={"group": "yes", **INTERPRETED})
    assert taken(event)["Headsets"] == 1
    assert b.findings() == []


def test_of_several_choices_each_takes_its_own() -> None:
    several = replace(QUESTION, kind=QuestionKind.CHOICES)
    by_choice = [QuotaDraft({"en": key}, 1, choices=(("language", key),)) for key in ("interpreted", "plain")]
    event = b.small_event(questions=(several,), quotas=(ROOM, *by_choice))
    b.register(event, 1, answers={"language": ["interpreted", "plain"]})
    b.register(event, 2, answers={"language": ["plain"]})
    assert taken(event) == {"The room": 1, "interpreted": 1, "plain": 1}
    assert b.waiting(event) == ["p2@example.org"]
    assert b.findings() == []


def test_a_place_that_waits_for_a_yes_is_not_taken_where_none_is_kept() -> None:
    event = event_with(ticket_types=asks_first(), pending_holds=False, quotas=(
        QuotaDraft({"en": "Headsets"}, 1, choices=(("language", "interpreted"),)),))  # fmt: skip
    for person in (1, 2):
        b.register(event, person, answers=INTERPRETED)
    assert taken(event) == {"Headsets": 0}
    ids = [b.registration(event, person).first.id for person in (1, 2)]
    decided = deciding.approve(event_id=event, attendee_ids=ids, user_id=None)
    assert (decided.done, decided.waiting) == (2, 1)
    assert taken(event) == {"Headsets": 1}
    assert b.findings() == []


def test_an_offer_is_answered_before_answers_that_take_places_change() -> None:
    event = event_with(offer_minutes=60)
    b.register(event, 1, answers=INTERPRETED)
    b.register(event, 2, answers=INTERPRETED)
    own_page.cancel(token=b.own_token(event, 1))
    with pytest.raises(NotPossible):
        answer(event, 2, PLAIN)
    own_place.accept(token=b.own_token(event, 2))
    answer(event, 2, PLAIN)
    assert taken(event) == {"The room": 1, "Headsets": 0}
    assert b.findings() == []


def test_who_comes_back_takes_it_again() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    own_page.cancel(token=b.own_token(event, 1))
    assert taken(event)["Headsets"] == 0
    own_page.restore(token=b.own_token(event, 1))
    assert taken(event)["Headsets"] == 1
    assert b.findings() == []


def test_who_registers_anew_answers_anew() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    own_page.cancel(token=b.own_token(event, 1))
    b.register(event, 1, answers=PLAIN)
    assert taken(event) == {"The room": 1, "Headsets": 0}
    assert b.findings() == []


def test_who_stays_away_when_others_register_anew_has_their_answers_too() -> None:
    event = event_with(2, most_people=2)
    b.register(event, 1, answers=INTERPRETED, companions=(Companion("A friend"),))
    own_page.cancel(token=b.own_token(event, 1))
    b.register(event, 1, answers=PLAIN)
    assert b.findings() == []
    friend = b.registration(event, 1).attendees[1].id
    by_hand.restore(event_id=event, attendee_ids=[friend], user_id=None)
    assert taken(event) == {"The room": 2, "Headsets": 0}
    assert b.findings() == []


def test_a_host_may_go_above_it() -> None:
    event = event_with()
    b.register(event, 1, answers=INTERPRETED)
    asked = b.asked(2, answers=INTERPRETED)
    by_hand.add(event_id=event, asked=asked, user_id=None, above=True)
    assert taken(event)["Headsets"] == 2
    assert b.findings() == []
