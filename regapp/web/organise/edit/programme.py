"""The programme and its people, as a host puts them in order."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.models import Event, Session, Speaker, SpeakerGroup
from regapp.queries.programme import people_of, sessions_of
from regapp.services.events.session_places import own_quotas
from regapp.vocabulary import SpeakerRole
from regapp.web.access import Right, needs
from regapp.web.organise import organise
from regapp.web.organise.pages import event_page
from regapp.web.reading import stands_at

_RANK = {role: rank for rank, role in enumerate(SpeakerRole)}  # as on the public page: moderators first


@dataclass(frozen=True, slots=True)
class Item:
    """A session in the list; the first and the last of those at one time stay where they are."""

    session: Session
    places: int | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the list."""

    speaker: Speaker
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Group:
    """People who speak for the same side; None: for none."""

    group: SpeakerGroup | None
    people: list[Person]


@organise.get("/events/<slug>/edit/programme")
@needs(Right.MANAGE)
def edit_programme(event: Event) -> Response:
    """Sessions by day, points of the agenda, people by group."""
    return programme_list(event)


def programme_list(event: Event, status: int = 200, problem: str = "") -> Response:
    """The same after a POST that did nothing, with the reason."""
    stands_at(url_for("organise.edit_programme", slug=event.slug))
    items = [
        Item(one, next((quota.capacity for quota in own_quotas(one)), None), number == 0, number == last)
        for same in _at_one_time(sessions_of(db.session(), event.id))
        for last in [len(same) - 1]
        for number, one in enumerate(same)
    ]
    timed = [item for item in items if item.session.start_wall]
    return event_page(
        "organise/edit/programme.html",
        event,
        "edit",
        status=status,
        problem=problem,
        days=[(day, list(rows)) for day, rows in groupby(timed, key=_day)],
        agenda=[item for item in items if not item.session.start_wall],
        groups=_groups(event),
    )


def _at_one_time(sessions: object) -> list[list[Session]]:
    return [list(same) for _start, same in groupby(sessions, key=lambda one: one.start_at)]  # type: ignore[call-overload]


def _day(item: Item) -> date | None:
    return item.session.start_wall.date() if item.session.start_wall else None


def _groups(event: Event) -> list[Group]:
    people = people_of(db.session(), event.id)
    of_group = {
        key: _in_order([one for one in people if one.group_id == key])
        for key in (None, *(group.id for group in event.speaker_groups))
    }
    groups = [Group(group, of_group[group.id]) for group in event.speaker_groups]
    return [Group(None, of_group[None]), *groups] if of_group[None] or not groups else groups


def _in_order(people: list[Speaker]) -> list[Person]:
    ranked = sorted(people, key=lambda one: _RANK[one.role])
    return [
        Person(
            one,
            number == 0 or ranked[number - 1].role is not one.role,
            number == len(ranked) - 1 or ranked[number + 1].role is not one.role,
        )
        for number, one in enumerate(ranked)
    ]
