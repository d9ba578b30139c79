"""From a draft to what everybody sees, and back; what is put away and thrown away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from regapp.clock import now
from regapp.database import db
from regapp.errors import EditedMeanwhile, Missing, NotFound, NotPossible, NotReady
from regapp.models import (
    AuditEntry,
    Event,
    File,
    Mailing,
    Organisation,
    Question,
    Quota,
    Registration,
    Speaker,
    TicketType,
)
from regapp.models import Session as ProgrammeSession
from regapp.queries.events import find_event
from regapp.services.events import creating, event_changes, publishing
from regapp.services.events.drafts import EventDraft, SessionDraft, SpeakerDraft
from regapp.services.registrations import own_page
from regapp.vocabulary import EventStatus, SpeakerRole
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")
MODELS = (Event, TicketType, Quota, Question, ProgrammeSession, Speaker)


def stored(event: int) -> Event:
    return db.session.get_one(Event, event)


def drafted(event_draft: EventDraft | None = None) -> int:
    return creating.create(event_draft or b.draft("to-come"))


def publish(event: int) -> None:
    publishing.publish(event_id=event, revision=stored(event).revision, user_id=None)


def test_a_draft_is_seen_by_nobody_until_it_is_published() -> None:
    event = drafted()
    assert find_event(db.session(), "to-come") is None
    publish(event)
    assert find_event(db.session(), "to-come") is not None


def test_people_can_register_once_it_is_published() -> None:
    event = drafted()
    with pytest.raises(NotFound):
        b.register(event, 1)
    publish(event)
    b.register(event, 1)
    assert b.seated(event) == ["p1@example.org"]


def test_publishing_twice_is_publishing_once() -> None:
    event = drafted()
    publish(event)
    publishing.publish(event_id=event, revision=1, user_id=None)
    assert b.audit(event).count("event.published") == 1


def test_a_host_who_looked_at_an_older_version_does_not_publish_a_newer_one() -> None:
    event = drafted()
    with pytest.raises(EditedMeanwhile):
        publishing.publish(event_id=event, revision=stored(event).revision - 1, user_id=None)
    assert stored(event).status is EventStatus.DRAFT


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"title": {}}, Missing.TITLE),
        ({"ticket_types": (), "quotas": ()}, Missing.WAY),
        ({"closes": "past"}, Missing.REGISTRATION),
        ({"closes": "past", "start": "past", "end": "past"}, Missing.TIME),
    ],
)
def test_it_is_not_published_without_what_visitors_need(changes: dict[str, object], lacking: Missing) -> None:
    draft = b.draft("to-come")
    before = {name: getattr(draft, name) - timedelta(days=40) for name in ("start", "end", "closes")}
    given = {name: before[name] if value == "past" else value for name, value in changes.items()}
    event = drafted(replace(draft, **given))
    with pytest.raises(NotReady) as caught:
        publish(event)
    assert caught.value.missing == [lacking]
    assert stored(event).status is EventStatus.DRAFT


def test_a_cancelled_event_is_not_published() -> None:
    event = b.small_event()
    event_changes.cancel(event_id=event, reason="", user_id=None)
    with pytest.raises(NotPossible):
        publish(event)


def test_the_reminder_is_planned_when_an_event_is_published() -> None:
    event = drafted()
    planned = select(func.count()).select_from(Mailing).where(Mailing.event_id == event)
    assert db.session.scalar(planned) == 0
    publish(event)
    assert db.session.scalar(planned) == 1
    assert b.findings() == []


def test_what_nobody_has_registered_for_can_be_taken_back() -> None:
    event = b.small_event()
    publishing.unpublish(event_id=event, user_id=None)
    assert stored(event).status is EventStatus.DRAFT
    with pytest.raises(NotFound):
        b.register(event, 1)


@pytest.mark.parametrize("left_again", [False, True])
def test_what_somebody_has_registered_for_stays_public(*, left_again: bool) -> None:
    event = b.small_event()
    b.register(event, 1)
    if left_again:
        own_page.cancel(token=b.own_token(event, 1))
    with pytest.raises(NotPossible):
        publishing.unpublish(event_id=event, user_id=None)
    assert stored(event).status is EventStatus.PUBLISHED


def test_a_taken_back_event_can_be_published_again() -> None:
    event = b.small_event()
    publishing.unpublish(event_id=event, user_id=None)
    publish(event)
    assert b.audit(event)[-2:] == ["event.unpublished", "event.published"]


def test_what_is_to_come_is_not_archived() -> None:
    with pytest.raises(NotPossible):
        publishing.archive(event_id=b.small_event(), user_id=None)


@pytest.mark.parametrize("how", ["draft", "cancelled", "over"])
def test_what_nobody_looks_after_any_more_is_archived_and_comes_back(how: str) -> None:
    event = drafted() if how == "draft" else b.small_event()
    if how == "cancelled":
        event_changes.cancel(event_id=event, reason="", user_id=None)
    if how == "over":
        b.change_event(event, start_at=now() - timedelta(hours=3), end_at=now() - timedelta(hours=1))
    publishing.archive(event_id=event, user_id=None)
    publishing.archive(event_id=event, user_id=None)
    assert stored(event).archived_at is not None
    publishing.unarchive(event_id=event, user_id=None)
    assert stored(event).archived_at is None
    assert b.audit(event)[-2:] == ["event.archived", "event.unarchived"]


def test_archiving_changes_nothing_for_visitors() -> None:
    event = b.small_event()
    event_changes.cancel(event_id=event, reason="", user_id=None)
    before = stored(event).revision
    publishing.archive(event_id=event, user_id=None)
    db.session.expire_all()
    assert stored(event).revision == before


def test_publishing_takes_an_event_out_of_the_archive() -> None:
    event = drafted()
    publishing.archive(event_id=event, user_id=None)
    publish(event)
    assert stored(event).archived_at is None


def picture(event: int | None) -> int:
    organisation = db.session.scalars(select(Organisation.id).where(Organisation.slug == "dku")).one()
    file = File(
        organisation_id=organisation,
        event_id=event,
        name="a.png",
        media_type="image/png",
        size=1,
        digest="0",
        content=b"x",
    )
    db.session.add(file)
    db.session.commit()
    return file.id


def full_draft(slug: str, photograph: int | None = None) -> EventDraft:
    people = (SpeakerDraft(SpeakerRole.MODERATOR, {"en": "A"}, photograph=photograph),)
    sessions = (SessionDraft({"en": "One"}, speakers=(0,)), SessionDraft({"en": "Two"}))
    return replace(b.draft(slug), hosts=("fes",), sessions=sessions, speakers=people)


def test_a_draft_is_deleted_with_all_its_rows() -> None:
    before = {model: b.rows(model) for model in MODELS}
    event = drafted(full_draft("to-go"))
    publishing.delete_draft(event_id=event, user_id=None)
    assert {model: b.rows(model) for model in MODELS} == before
    assert b.findings() == []


def test_the_audit_log_keeps_what_was_done_to_a_deleted_draft() -> None:
    event = drafted()
    publishing.delete_draft(event_id=event, user_id=None)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    deleted = next(entry for entry in entries if entry.action == "event.deleted")
    assert deleted.details["slug"] == "to-come"
    assert {entry.action for entry in entries} == {"event.created", "event.deleted"}
    assert all(entry.organisation_id for entry in entries)


def test_its_files_go_with_it_unless_a_copy_shows_them() -> None:
    event = drafted(b.draft("to-go"))
    own, shared = picture(event), picture(event)
    b.change_event(event, cover_id=own)
    drafted(full_draft("copy", photograph=shared))
    publishing.delete_draft(event_id=event, user_id=None)
    assert db.session.get(File, own) is None
    assert db.session.get_one(File, shared).event_id is None


def test_its_slug_is_free_again() -> None:
    publishing.delete_draft(event_id=drafted(), user_id=None)
    assert drafted()


def test_what_is_published_is_not_deleted() -> None:
    with pytest.raises(NotPossible):
        publishing.delete_draft(event_id=b.small_event(), user_id=None)


def test_a_draft_with_registrations_is_not_deleted() -> None:
    event = b.small_event()
    b.register(event, 1)
    b.change_event(event, status=EventStatus.DRAFT)
    with pytest.raises(NotPossible):
        publishing.delete_draft(event_id=event, user_id=None)
    assert db.session.scalars(select(Registration).where(Registration.event_id == event)).one()


def test_what_is_not_there_is_not_deleted() -> None:
    with pytest.raises(NotFound):
        publishing.delete_draft(event_id=2**30, user_id=None)
