"""Files and links beside an event: who may have them, and when they are forgotten."""

from typing import Any

import pytest

from regapp.database import db
from regapp.documents.examining import examine
from regapp.errors import EditedMeanwhile, NotFound
from regapp.models import Attachment, Event, File
from regapp.queries.files import event_file, own_file, public_file
from regapp.services.events import attachments, files
from regapp.services.events.attachments import AttachmentFacts
from regapp.vocabulary import EventStatus, Visibility
from tests import builders as b
from tests import hostile

pytestmark = pytest.mark.usefixtures("app")
PDF = examine("Programme.pdf", hostile.PDF)


def found(event: int) -> Event:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Event, event)


def said(title: str = "Programme", **facts: Any) -> AttachmentFacts:
    return AttachmentFacts(**{"title": {"en": title}, "visibility": Visibility.PUBLIC, **facts})


def add(event: int, title: str = "Programme", **facts: Any) -> int:
    facts = facts or {"file": PDF}
    return attachments.add(
        event_id=event, revision=found(event).revision, facts=said(title, **facts), user_id=None
    )


def change(event: int, number: int, **facts: Any) -> None:
    attachments.change(
        event_id=event,
        revision=found(event).revision,
        attachment_id=number,
        facts=said(**facts),
        user_id=None,
    )


def remove(event: int, number: int) -> None:
    attachments.remove(event_id=event, revision=found(event).revision, attachment_id=number, user_id=None)


def token(number: int) -> str:
    file = db.session.get_one(Attachment, number).file
    assert file is not None
    return file.token


def test_a_file_is_kept_as_it_was_looked_at():
    event = b.small_event()
    file = public_file(db.session(), token(add(event)))
    assert file is not None
    assert (file.name, file.media_type, file.size) == ("Programme.pdf", "application/pdf", len(hostile.PDF))
    assert (file.content, file.digest, file.event_id) == (hostile.PDF, PDF.digest, event)


def test_a_link_takes_the_place_of_a_file_which_is_forgotten():
    event = b.small_event()
    number = add(event)
    change(event, number, address="https://example.org/recording")
    one = db.session.get_one(Attachment, number)
    assert (one.file_id, one.address) == (None, "https://example.org/recording")
    assert db.session.query(File).filter(File.event_id == event).count() == 0


def test_another_file_has_another_address():
    event = b.small_event()
    number = add(event)
    old = token(number)
    change(event, number, file=examine("new.pdf", hostile.PDF + b"%%EOF"))
    db.session.expire_all()
    assert token(number) != old
    assert public_file(db.session(), old) is None


def test_a_file_stays_while_its_title_changes():
    event = b.small_event()
    number = add(event)
    old = token(number)
    change(event, number, title="Another")
    db.session.expire_all()
    assert token(number) == old


def test_nobody_overwrites_what_they_have_not_seen():
    event = b.small_event()
    number, seen = add(event), found(event).revision
    change(event, number, title="Theirs")
    with pytest.raises(EditedMeanwhile):
        attachments.change(
            event_id=event, revision=seen, attachment_id=number, facts=said("Mine"), user_id=None
        )


def test_an_attachment_of_another_event_is_not_found():
    mine, other = b.small_event(), b.small_event()
    number = add(other)
    with pytest.raises(NotFound):
        remove(mine, number)


def test_attachments_change_places():
    event = b.small_event()
    add(event, "One")
    last = add(event, "Two")
    attachments.put(event_id=event, attachment_id=last, up=True, user_id=None)
    assert [one.title["en"] for one in found(event).attachments] == ["Two", "One"]


@pytest.mark.parametrize(
    ("visibility", "status", "is_public"),
    [
        (Visibility.PUBLIC, EventStatus.PUBLISHED, True),
        (Visibility.PUBLIC, EventStatus.CANCELLED, True),
        (Visibility.PUBLIC, EventStatus.DRAFT, False),
        (Visibility.REGISTERED, EventStatus.PUBLISHED, False),
        (Visibility.LETTER, EventStatus.PUBLISHED, False),
    ],
)
def test_everybody_may_have_only_what_is_for_everybody(
    visibility: Visibility, status: EventStatus, *, is_public: bool
):
    event = b.small_event()
    number = add(event, file=PDF, visibility=visibility)
    b.change_event(event, status=status)
    assert (public_file(db.session(), token(number)) is not None) == is_public
    assert event_file(db.session(), event, token(number)) is not None


def test_the_registered_may_have_all_of_their_event_and_nothing_of_another():
    mine, other = b.small_event(), b.small_event()
    b.register(mine, 1)
    of_mine, of_other = (add(one, file=PDF, visibility=Visibility.REGISTERED) for one in (mine, other))
    me = b.registration(mine, 1)
    assert own_file(db.session(), me, token(of_mine)) is not None
    assert own_file(db.session(), me, token(of_other)) is None
    assert event_file(db.session(), mine, token(of_other)) is None


def test_a_file_that_nothing_shows_is_nobodys():
    event = b.small_event()
    number = files.keep(organisation_id=found(event).organisation_id, event_id=event, file=PDF)
    kept = db.session.get_one(File, number).token
    assert public_file(db.session(), kept) is None


def test_the_files_of_an_event_that_goes_are_forgotten_but_for_what_others_show():
    event, other = b.small_event(), b.small_event()
    mine, shared = add(event), add(event)
    shown = db.session.get_one(Attachment, shared).file_id
    db.session.add(Attachment(event_id=other, position=0, title={"en": "Same"}, file_id=shown, address=""))
    for number in (mine, shared):
        db.session.delete(db.session.get_one(Attachment, number))
    files.release(db.session(), event)
    db.session.commit()
    [left] = db.session.query(File).filter(File.organisation_id == found(other).organisation_id)
    assert (left.id, left.event_id) == (shown, None)
