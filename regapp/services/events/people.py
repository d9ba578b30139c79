"""A host edits who speaks, moderates or is a guest, and the groups that people speak for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.documents.examining import FitFile
from regapp.errors import NotFound
from regapp.models import Event, LocalizedText, SessionSpeaker, Speaker, SpeakerGroup
from regapp.models import Session as ProgrammeSession
from regapp.services.events import files
from regapp.services.events.editing_parts import Notes, editing_part, find, next_position, shift
from regapp.vocabulary import SpeakerRole

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody on the programme; ``sessions`` are ids of what they speak in or moderate.

    ``photograph`` is a new one; ``without_photograph``: the present one goes.
    """

    role: SpeakerRole
    name: Texts
    title: Texts = field(default_factory=dict)
    affiliation: Texts = field(default_factory=dict)
    country: str = ""
    group: int | None = None
    biography: Texts = field(default_factory=dict)
    sessions: Sequence[int] = ()
    photograph: FitFile | None = None
    without_photograph: bool = False


@use_case
def add(session: Session, *, event_id: int, revision: int, facts: PersonFacts, user_id: int | None) -> int:
    """Put somebody on the programme; their id. Raises NotFound for a group or session of another event."""
    with editing_part(session, event_id, revision, "speaker.added", user_id=user_id, name=facts.name) as (
        event,
        notes,
    ):
        person = Speaker(
            event_id=event_id,
            position=next_position(event.speakers),
            role=facts.role,
            country="",
            **{name: LocalizedText({}) for name in ("name", "title", "affiliation", "biography")},
        )
        session.add(person)
        _say(session, event, person, facts, notes)
        notes.clear()
    return person.id


@use_case
def change(
    session: Session,
    *,
    event_id: int,
    revision: int,
    speaker_id: int,
    facts: PersonFacts,
    user_id: int | None,
) -> None:
    """Say anew who somebody is. Raises NotFound or EditedMeanwhile."""
    with editing_part(session, event_id, revision, "speaker.changed", user_id=user_id, item=speaker_id) as (
        event,
        notes,
    ):
        _say(session, event, find(session, Speaker, event, speaker_id), facts, notes)


@use_case
def remove(session: Session, *, event_id: int, revision: int, speaker_id: int, user_id: int | None) -> None:
    """Take somebody off the programme, with their photograph. Raises NotFound or EditedMeanwhile."""
    with editing_part(session, event_id, revision, "speaker.removed", user_id=user_id, item=speaker_id) as (
        event,
        notes,
    ):
        person = find(session, Speaker, event, speaker_id)
        notes["name"] = [dict(person.name), {}]
        photograph = person.photograph_id
        session.delete(person)
        files.drop_unused(session, photograph)
        session.expire(event, ["speakers", "sessions"])


@use_case
def put(session: Session, *, event_id: int, speaker_id: int, up: bool, user_id: int | None) -> None:
    """Let somebody change places with the next of the same role and group. Raises NotFound."""
    with editing_part(session, event_id, None, "speaker.ordered", user_id=user_id, item=speaker_id) as (
        event,
        _notes,
    ):
        person = find(session, Speaker, event, speaker_id)
        beside = [one for one in event.speakers if (one.role, one.group_id) == (person.role, person.group_id)]
        shift(event.speakers, person, up=up, among=beside)


@use_case
def add_group(
    session: Session, *, event_id: int, revision: int, title: Texts, topic: Texts, user_id: int | None
) -> int:
    """Make a group that people speak for; its id. Raises NotFound or EditedMeanwhile."""
    with editing_part(session, event_id, revision, "speaker_group.added", user_id=user_id, title=title) as (
        event,
        _notes,
    ):
        group = SpeakerGroup(
            event_id=event_id,
            position=next_position(event.speaker_groups),
            title=LocalizedText(title),
            topic=LocalizedText(topic),
        )
        session.add(group)
        session.flush()
    return group.id


@use_case
def change_group(
    session: Session,
    *,
    event_id: int,
    revision: int,
    group_id: int,
    title: Texts,
    topic: Texts,
    user_id: int | None,
) -> None:
    """Say anew whom a group stands for. Raises NotFound or EditedMeanwhile."""
    with editing_part(
        session, event_id, revision, "speaker_group.changed", user_id=user_id, item=group_id
    ) as (event, notes):
        notes.assign(find(session, SpeakerGroup, event, group_id), {"title": title, "topic": topic})


@use_case
def remove_group(
    session: Session, *, event_id: int, revision: int, group_id: int, user_id: int | None
) -> None:
    """End a group; its people stay on the programme. Raises NotFound or EditedMeanwhile."""
    with editing_part(
        session, event_id, revision, "speaker_group.removed", user_id=user_id, item=group_id
    ) as (event, notes):
        group = find(session, SpeakerGroup, event, group_id)
        notes["title"] = [dict(group.title), {}]
        for person in event.speakers:
            if person.group_id == group.id:
                person.group_id = None
        session.flush()
        session.delete(group)
        session.flush()
        session.expire(event, ["speaker_groups"])


@use_case
def put_group(session: Session, *, event_id: int, group_id: int, up: bool, user_id: int | None) -> None:
    """Let a group change places with the one before or after it. Raises NotFound."""
    with editing_part(session, event_id, None, "speaker_group.ordered", user_id=user_id, item=group_id) as (
        event,
        _notes,
    ):
        shift(event.speaker_groups, find(session, SpeakerGroup, event, group_id), up=up)


def _say(session: Session, event: Event, person: Speaker, facts: PersonFacts, notes: Notes) -> None:
    if facts.group is not None:
        find(session, SpeakerGroup, event, facts.group)
    values: dict[str, Any] = {
        name: getattr(facts, name)
        for name in ("role", "name", "title", "affiliation", "country", "biography")
    }
    notes.assign(person, values)
    person.group_id = facts.group
    session.flush()
    _choose_sessions(session, event, person, facts.sessions)
    if facts.photograph is not None or facts.without_photograph:
        _change_photograph(session, event, person, facts.photograph)


def _choose_sessions(session: Session, event: Event, person: Speaker, wanted: Sequence[int]) -> None:
    items = session.scalars(select(ProgrammeSession).where(ProgrammeSession.event_id == event.id)).all()
    if set(wanted) - {item.id for item in items}:
        raise NotFound
    present = session.scalars(select(SessionSpeaker).where(SessionSpeaker.speaker_id == person.id)).all()
    for one in present:
        if one.session_id not in wanted:
            session.delete(one)
    known = {one.session_id for one in present}
    session.add_all(SessionSpeaker(session_id=number, speaker_id=person.id) for number in set(wanted) - known)


def _change_photograph(session: Session, event: Event, person: Speaker, new: FitFile | None) -> None:
    old = person.photograph_id
    person.photograph_id = None
    if new is not None:
        kept = files.put(session, organisation_id=event.organisation_id, event_id=event.id, file=new)
        person.photograph_id = kept.id
    files.drop_unused(session, old)
