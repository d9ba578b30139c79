"""Words that hosts put to people."""

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import NameTaken, NotFound, TooManyTags
from regapp.models import AttendeeTag, Tag
from regapp.queries.tags import tags_with_people
from regapp.services.bulk.doing import delete_tag
from regapp.services.registrations import tagging
from regapp.vocabulary import Deed
from tests import builders as b
from tests.services.bulk.scenes import do, everybody, job, many, ticked, work_it_off

pytestmark = pytest.mark.usefixtures("app")


def tagged(event: int) -> dict[str, int]:
    db.session.rollback()
    return {tag.name: people for tag, people in tags_with_people(db.session(), event)}


def tag_id(event: int, name: str) -> int:
    return db.session.scalars(select(Tag.id).where(Tag.event_id == event, Tag.name == name)).one()


def test_one_tag_whatever_its_case_but_letters_of_kazakh_count() -> None:
    event = b.small_event(capacity=3)
    people = many(event, 3)
    for name in ("Қонақ", "ҚОНАҚ", " қонақ"):
        do(event, Deed.TAG, ticked(*people), tag_name=name.strip())
    do(event, Deed.TAG, ticked(people[0]), tag_name="Конак")
    assert tagged(event) == {"Конак": 1, "Қонақ": 3}
    assert b.findings() == []


def test_putting_it_on_again_and_taking_it_off_are_counted() -> None:
    event = b.small_event(capacity=3)
    people = many(event, 3)
    do(event, Deed.TAG, ticked(people[0]), tag_name="Press")
    assert do(event, Deed.TAG, everybody(event), tag_name="press")["outcome"] == {"already": 1, "done": 2}
    press = tag_id(event, "Press")
    tagging.untag_one(event_id=event, attendee_id=people[1], tag_id=press)
    assert do(event, Deed.UNTAG, everybody(event), tag=press)["outcome"] == {"already": 1, "done": 2}
    assert tagged(event) == {"Press": 0}
    assert b.findings() == []


def test_all_who_have_a_tag_are_found_by_it() -> None:
    event = b.small_event(capacity=3)
    people = many(event, 3)
    tagging.tag_one(event_id=event, attendee_id=people[1], name="VIP", user_id=None)
    do(event, Deed.CANCEL, everybody(event, tag=tag_id(event, "VIP")))
    assert b.cancelled(event) == ["p1@example.org"]


def test_an_event_has_fifty_tags_at_most() -> None:
    event = b.small_event(capacity=1)
    [person] = many(event, 1)
    for number in range(tagging.MOST):
        tagging.tag_one(event_id=event, attendee_id=person, name=f"Tag {number}", user_id=None)
    with pytest.raises(TooManyTags):
        do(event, Deed.TAG, ticked(person), tag_name="One more")
    do(event, Deed.TAG, ticked(person), tag_name="TAG 7")
    assert len(tagged(event)) == tagging.MOST


def test_it_is_renamed_unless_another_is_called_so() -> None:
    event = b.small_event(capacity=1)
    [person] = many(event, 1)
    for name in ("Press", "Guests"):
        tagging.tag_one(event_id=event, attendee_id=person, name=name, user_id=None)
    press = tag_id(event, "Press")
    tagging.rename(event_id=event, tag_id=press, name="PRESS", user_id=None)
    with pytest.raises(NameTaken):
        tagging.rename(event_id=event, tag_id=press, name="guests", user_id=None)
    with pytest.raises(NotFound):
        tagging.rename(event_id=b.event_id(), tag_id=press, name="Media", user_id=None)
    assert tagged(event) == {"Guests": 1, "PRESS": 1}


def test_a_deleted_tag_is_taken_off_a_few_at_once() -> None:
    event = b.small_event(capacity=3)
    do(event, Deed.TAG, ticked(*many(event, 3)), tag_name="Press")
    assert delete_tag(event_id=event, tag_id=tag_id(event, "Press"), user_id=None) is None
    assert tagged(event) == {}
    assert b.findings() == []


def test_a_deleted_tag_of_many_goes_in_the_background() -> None:
    event = b.small_event(capacity=80)
    people = many(event, 70)
    do(event, Deed.TAG, everybody(event), tag_name="Press")
    work_it_off()
    assert tagged(event) == {"Press": 70}
    number = delete_tag(event_id=event, tag_id=tag_id(event, "Press"), user_id=None)
    assert number
    many(event, 1, first=500)
    late = b.registration(event, 500).first.id
    tagging.tag_one(event_id=event, attendee_id=late, name="press", user_id=None)
    work_it_off()
    assert job(number).outcome == {"done": len(people)}
    assert tagged(event) == {}
    assert db.session.scalars(select(AttendeeTag)).first() is None
    assert b.findings() == []
