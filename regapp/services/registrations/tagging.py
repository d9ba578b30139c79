"""Words that hosts put to people of an event, for themselves: made on the spot, renamed, taken away."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import EditedMeanwhile, NameTaken, NotFound, TooManyTags
from regapp.models import Attendee, AttendeeTag, Tag
from regapp.models.search import sort_key
from regapp.services import audit
from regapp.services.organising import lock_event
from regapp.vocabulary import PersonFate

MOST = 50  # tags of one event


def make(session: Session, event_id: int, name: str, user_id: int | None) -> Tag:
    """The event's tag of that name, in whatever case it is written; a new one if there is none.

    The caller holds the event's line. Raises TooManyTags.
    """
    known = session.scalars(
        select(Tag).where(Tag.event_id == event_id, Tag.key == sort_key(name))
    ).one_or_none()
    if known:
        return known
    if (session.scalar(select(func.count()).where(Tag.event_id == event_id)) or 0) >= MOST:
        raise TooManyTags
    tag = Tag(event_id=event_id, name=name, key=sort_key(name))
    session.add(tag)
    session.flush()
    audit.record_event(session, user_id, "tag.made", event_id, name=name)
    return tag


def put(people: Iterable[Sequence[Attendee]], tag: Tag) -> dict[int, PersonFate]:
    """Put the tag to people who lack it."""
    return {one.id: _put_to(one, tag) for together in people for one in together}


def take_off(people: Iterable[Sequence[Attendee]], tag: Tag) -> dict[int, PersonFate]:
    """Take the tag off people who have it."""
    return {one.id: _take_from(one, tag) for together in people for one in together}


@use_case
def tag_one(session: Session, *, event_id: int, attendee_id: int, name: str, user_id: int | None) -> None:
    """Put the tag of that name to somebody. Raises NotFound and TooManyTags."""
    lock_event(session, event_id)
    put([[_find_person(session, event_id, attendee_id)]], make(session, event_id, name, user_id))


@use_case
def untag_one(session: Session, *, event_id: int, attendee_id: int, tag_id: int) -> None:
    """Take a tag off somebody; nothing happens if they have it no more. Raises NotFound."""
    lock_event(session, event_id)
    take_off([[_find_person(session, event_id, attendee_id)]], find(session, event_id, tag_id))


@use_case
def rename(
    session: Session,
    *,
    event_id: int,
    tag_id: int,
    name: str,
    user_id: int | None,
    stood: str | None = None,
) -> None:
    """Give a tag another name. ``stood`` is the one that the host compared with.

    Raises NotFound, EditedMeanwhile if it is called otherwise by now, or NameTaken where another tag is
    spelled so.
    """
    lock_event(session, event_id)
    tag = find(session, event_id, tag_id)
    if stood is not None and stood != tag.name:
        raise EditedMeanwhile
    same = select(Tag.id).where(Tag.event_id == event_id, Tag.key == sort_key(name), Tag.id != tag_id)
    if session.scalars(same).first() is not None:
        raise NameTaken
    if tag.name != name:
        audit.record_event(session, user_id, "tag.renamed", event_id, changes={"name": [tag.name, name]})
        tag.name, tag.key = name, sort_key(name)


def find(session: Session, event_id: int, tag_id: int) -> Tag:
    """A tag of the event. Raises NotFound."""
    tag = find_or_none(session, event_id, tag_id)
    if tag is None:
        raise NotFound
    return tag


def find_or_none(session: Session, event_id: int, tag_id: int | None) -> Tag | None:
    """The same, or None."""
    return session.scalars(select(Tag).where(Tag.id == tag_id, Tag.event_id == event_id)).one_or_none()


def people_with(session: Session, tag: Tag) -> list[int]:
    """The ids of all who have it."""
    having = select(AttendeeTag.attendee_id).where(AttendeeTag.tag_id == tag.id)
    return list(session.scalars(having.order_by(AttendeeTag.attendee_id)))


def _put_to(attendee: Attendee, tag: Tag) -> PersonFate:
    if tag in attendee.tags:
        return PersonFate.ALREADY
    attendee.tags.append(tag)
    return PersonFate.DONE


def _take_from(attendee: Attendee, tag: Tag) -> PersonFate:
    if tag not in attendee.tags:
        return PersonFate.ALREADY
    attendee.tags.remove(tag)
    return PersonFate.DONE


def _find_person(session: Session, event_id: int, attendee_id: int) -> Attendee:
    wanted = select(Attendee).where(Attendee.id == attendee_id, Attendee.event_id == event_id)
    person = session.scalars(wanted).one_or_none()
    if person is None:
        raise NotFound
    return person
