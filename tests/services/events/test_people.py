"""A host edits who is on the programme, and for whom people speak."""

from typing import Any

import pytest

from regapp.database import db
from regapp.documents.examining import examine
from regapp.errors import EditedMeanwhile, NotFound
from regapp.models import AuditEntry, Event, File, Session, Speaker
from regapp.services.events import copying, creating, people, programme
from regapp.services.events.people import PersonFacts
from regapp.services.events.programme import SessionFacts
from regapp.vocabulary import SpeakerRole
from tests import builders as b
from tests import hostile

pytestmark = pytest.mark.usefixtures("app")


def found(event: int) -> Event:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Event, event)


def said(name: str = "Asel", **facts: Any) -> PersonFacts:
    return PersonFacts(**{"role": SpeakerRole.SPEAKER, "name": {"en": name}, **facts})


def add(event: int, name: str = "Asel", **facts: Any) -> int:
    return people.add(event_id=event, revision=found(event).revision, facts=said(name, **facts), user_id=None)


def change(event: int, number: int, **facts: Any) -> None:
    people.change(
        event_id=event,
        revision=found(event).revision,
        speaker_id=number,
        facts=said(**facts),
        user_id=None,
    )


def remove(event: int, number: int) -> None:
    people.remove(event_id=event, revision=found(event).revision, speaker_id=number, user_id=None)


def group(event: int, title: str = "NGOs") -> int:
    return people.add_group(
        event_id=event, revision=found(event).revision, title={"en": title}, topic={}, user_id=None
    )


def names(event: int) -> list[str]:
    return [one.name["en"] for one in found(event).speakers]


def files() -> int:
    db.session.rollback()
    return db.session.query(File).count()


def photograph(colour: str = "PNG") -> Any:
    return examine("me", hostile.picture(colour))


def test_somebody_has_post_organisation_country_and_biography():
    event = b.small_event()
    number = add(
        event,
        title={"en": "Professor"},
        affiliation={"en": "DKU"},
        country="KZ",
        biography={"en": "Teaches."},
        group=group(event),
    )
    person = db.session.get_one(Speaker, number)
    assert (person.title["en"], person.affiliation["en"], person.country) == ("Professor", "DKU", "KZ")
    assert (person.biography["en"], person.group and person.group.title["en"]) == ("Teaches.", "NGOs")


def test_each_edit_is_written_down_from_what_to_what():
    event = b.small_event()
    number = add(event)
    change(event, number, name="Bota")
    remove(event, number)
    assert b.audit(event)[-3:] == ["speaker.added", "speaker.changed", "speaker.removed"]
    *_rest, changed, removed = b.rows(AuditEntry)
    assert changed["details"]["changes"] == {"name": [{"en": "Asel"}, {"en": "Bota"}]}
    assert removed["details"]["changes"] == {"name": [{"en": "Bota"}, {}]}


def test_nobody_overwrites_what_they_have_not_seen():
    event = b.small_event()
    number, seen = add(event), found(event).revision
    change(event, number, name="Theirs")
    with pytest.raises(EditedMeanwhile):
        people.change(event_id=event, revision=seen, speaker_id=number, facts=said("Mine"), user_id=None)
    assert names(event) == ["Theirs"]


def test_somebody_speaks_in_some_sessions():
    event = b.small_event()
    items = [
        programme.add(
            event_id=event,
            revision=found(event).revision,
            facts=SessionFacts(title={"en": title}),
            user_id=None,
        )
        for title in ("One", "Two")
    ]
    number = add(event, sessions=items)
    change(event, number, sessions=items[1:])
    assert [[one.id for one in db.session.get_one(Session, item).speakers] for item in items] == [
        [],
        [number],
    ]


def test_group_and_sessions_of_another_event_are_not_found():
    mine, other = b.small_event(), b.small_event()
    strange = group(other)
    with pytest.raises(NotFound):
        add(mine, group=strange)
    with pytest.raises(NotFound):
        add(mine, sessions=[999_999])
    number = add(other)
    with pytest.raises(NotFound):
        change(mine, number)
    assert names(mine) == []


def test_a_photograph_is_replaced_and_the_old_one_forgotten():
    event, before = b.small_event(), files()
    number = add(event, photograph=photograph())
    first = db.session.get_one(Speaker, number).photograph_id
    change(event, number, photograph=photograph("JPEG"))
    assert db.session.get_one(Speaker, number).photograph_id != first
    assert files() == before + 1


def test_a_photograph_stays_until_it_is_taken_away():
    event, before = b.small_event(), files()
    number = add(event, photograph=photograph())
    change(event, number, name="Bota")
    assert files() == before + 1
    change(event, number, without_photograph=True)
    assert (files(), db.session.get_one(Speaker, number).photograph_id) == (before, None)


def test_a_photograph_goes_with_its_person_unless_a_copy_of_the_event_shows_it():
    event, before = b.small_event(), files()
    number = add(event, photograph=photograph())
    copy = creating.create(copying.draft_of(found(event), slug="a-copy"), user_id=None)
    remove(event, number)
    assert files() == before + 1
    remove(copy, found(copy).speakers[0].id)
    assert files() == before


def test_people_change_places_among_those_of_their_role_and_group():
    event = b.small_event()
    add(event, "A")
    add(event, "Moderator", role=SpeakerRole.MODERATOR)
    last = add(event, "B")
    people.put(event_id=event, speaker_id=last, up=True, user_id=None)
    assert [name for name in names(event) if name != "Moderator"] == ["B", "A"]
    people.put(event_id=event, speaker_id=last, up=True, user_id=None)
    assert [name for name in names(event) if name != "Moderator"] == ["B", "A"]


def test_a_group_that_ends_leaves_its_people():
    event = b.small_event()
    first, second = group(event), group(event, "Akimats")
    add(event, group=first)
    people.put_group(event_id=event, group_id=second, up=True, user_id=None)
    assert [one.title["en"] for one in found(event).speaker_groups] == ["Akimats", "NGOs"]
    people.remove_group(event_id=event, revision=found(event).revision, group_id=first, user_id=None)
    assert [one.title["en"] for one in found(event).speaker_groups] == ["Akimats"]
    assert [(one.name["en"], one.group_id) for one in found(event).speakers] == [("Asel", None)]


def test_a_group_can_be_called_something_else():
    event = b.small_event()
    number = group(event)
    people.change_group(
        event_id=event,
        revision=found(event).revision,
        group_id=number,
        title={"en": "Migrants"},
        topic={"en": "Rights"},
        user_id=None,
    )
    [one] = found(event).speaker_groups
    assert (one.title["en"], one.topic["en"]) == ("Migrants", "Rights")
