"""Two hosts act on the same person: the second is told, and nothing is done twice or unseen."""

from collections.abc import Callable
from typing import Any

import pytest

from regapp.database import db
from regapp.errors import EditedMeanwhile
from regapp.models import Attendee
from regapp.services.registrations import by_hand, by_hand_details, deciding, tagging
from regapp.services.registrations.overtaking import details_of, has_now
from regapp.vocabulary import Language, Status
from tests import builders as b
from tests.organisers import asks_first

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event() -> int:
    """An event whose room asks first, with one person who waits for the yes."""
    event_id = b.small_event(capacity=2, ticket_types=asks_first())
    b.register(event_id, 1)
    return event_id


def person(event: int) -> Attendee:
    db.session.rollback()
    return b.registration(event, 1).first


def act(use_case: Callable[..., Any], event: int, **more: Any) -> Any:
    """Do it to the person by one of the use cases that take one or several."""
    number = person(event).id
    who = {"attendee_id": number} if use_case is by_hand.move else {"attendee_ids": [number]}
    return use_case(event_id=event, user_id=None, **who, **more)


def change(event: int, **more: Any) -> bool:
    one = person(event)
    values = {"name": one.name, "email": one.registration.email, "answers": {}, **more}
    language = values.pop("language", Language.ENGLISH)
    return by_hand_details.change(
        event_id=event, attendee_id=one.id, language=language, user_id=None, **values
    )


@pytest.mark.parametrize(
    ("use_case", "more"),
    [
        (deciding.approve, {}),
        (deciding.reject, {}),
        (by_hand.cancel, {}),
        (by_hand.restore, {}),
        (by_hand.move, {"ticket": "in-person"}),
    ],
)
def test_what_is_asked_on_an_old_page_is_not_done(
    event: int, use_case: Callable[..., Any], more: dict[str, str]
) -> None:
    stood = has_now(person(event))
    act(by_hand.move, event, ticket="online")
    letters = len(b.letters(1))
    with pytest.raises(EditedMeanwhile):
        act(use_case, event, stood=stood, **more)
    assert person(event).status is Status.CONFIRMED
    assert [hold.ticket_type.key for hold in person(event).holds] == ["online"]
    assert len(b.letters(1)) == letters


def test_what_is_asked_on_a_page_that_still_holds_is_done(event: int) -> None:
    assert act(deciding.approve, event, stood=has_now(person(event))).done == 1
    assert act(by_hand.cancel, event, stood=has_now(person(event))) == 1
    assert act(by_hand.restore, event, stood=has_now(person(event))) == 1
    act(by_hand.move, event, ticket="online", stood=has_now(person(event)))
    assert act(by_hand.cancel, event, stood=has_now(person(event))) == 1


def test_a_place_and_a_place_in_the_line_beside_it_are_told_apart_from_the_place_alone() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 2)
    b.register(event, 1, meanwhile="online")
    both = has_now(person(event))
    by_hand.cancel(event_id=event, attendee_ids=[b.registration(event, 2).first.id], user_id=None)
    assert has_now(person(event)) != both


@pytest.mark.parametrize(
    "meanwhile",
    [{"name": "Aida"}, {"language": Language.KAZAKH}, {"email": "other@example.org"}],
)
def test_details_are_not_written_over_what_somebody_else_has_changed(
    event: int, meanwhile: dict[str, Any]
) -> None:
    stood, number = details_of(person(event)), person(event).id
    change(event, **meanwhile)
    with pytest.raises(EditedMeanwhile):
        by_hand_details.change(
            event_id=event,
            attendee_id=number,
            name="Mine",
            email=stood.email,
            language=stood.language,
            answers={},
            user_id=None,
            stood=stood,
        )
    db.session.rollback()
    now = details_of(db.session.get_one(Attendee, number))
    assert {name: getattr(now, name) for name in meanwhile} == meanwhile


def test_answers_are_not_written_over_either() -> None:
    event = b.event_id()
    b.register(event, 1, answers={"affiliation": "DKU", "group": "ngo"})
    stood = details_of(person(event))
    change(event, answers={"affiliation": "FES"})
    with pytest.raises(EditedMeanwhile):
        change(event, answers={"affiliation": "KazNU"}, stood=stood)
    assert person(event).registration.answers["affiliation"] == "FES"


def test_details_that_are_as_they_were_shown_are_changed(event: int) -> None:
    change(event, name="Aida", stood=details_of(person(event)))
    assert person(event).name == "Aida"


def test_a_note_is_not_written_over_somebody_elses(event: int) -> None:
    number = person(event).id
    by_hand_details.note(event_id=event, attendee_id=number, text="Theirs", user_id=None, stood="")
    with pytest.raises(EditedMeanwhile):
        by_hand_details.note(event_id=event, attendee_id=number, text="Mine", user_id=None, stood="")
    assert person(event).note == "Theirs"


def test_a_tag_that_is_called_otherwise_by_now_is_not_renamed(event: int) -> None:
    tagging.tag_one(event_id=event, attendee_id=person(event).id, name="press", user_id=None)
    number = person(event).tags[0].id
    tagging.rename(event_id=event, tag_id=number, name="media", user_id=None, stood="press")
    with pytest.raises(EditedMeanwhile):
        tagging.rename(event_id=event, tag_id=number, name="TV", user_id=None, stood="press")
    assert [tag.name for tag in person(event).tags] == ["media"]
