"""The attendee list in an order by what has few values: a status, a ticket, a language, one of few answers.

People of one value stand together, by their names. So a page of very many is read value by value, each like a
filter of the list in the order of names, and no such order needs an index of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from regapp.models import Attendee, Hold, Question, Tally, TicketType, WaitingEntry
from regapp.models.traits import EVERYBODY, part_trait
from regapp.queries.attendee_filter import ANSWER, AttendeeFilter, Sort
from regapp.queries.attendee_leads import FEW, find_lead
from regapp.queries.attendee_matching import matching
from regapp.queries.attendee_order import ENDED, RANKS, WAITS, Order
from regapp.vocabulary import AttendeeState, CalendarAnswer, Language, QuestionKind, Source, Status

LEAST = 50  # of so many people one has each answer; a rarer one is found no quicker than by sorting all
_ONE_OF_FEW = {QuestionKind.CHOICE, QuestionKind.YES_NO, QuestionKind.COUNTRY}
_BY_NAME = Order((Attendee.sort_key,), is_down=False)


@dataclass(frozen=True, slots=True)
class Group:
    """People who stand together: their place in the order, and how they are read."""

    place: Any
    people: Select[int]


def page_by_groups(
    groups: Sequence[Group], session: Session, order: Order, begin: Any, *, backwards: bool, most: int
) -> list[int]:
    """The ids of the first ``most`` people behind ``begin``: their place and then their id; None: of all."""
    is_up = order.is_down is backwards
    ids: list[int] = []
    for group in groups if is_up else reversed(groups):
        people = group.people
        if begin is not None:
            if is_up is (group.place < begin[0]) and group.place != begin[0]:
                continue
            if group.place == begin[0]:
                people = people.where(_BY_NAME.beyond(begin[1:-1], begin[-1], backwards=not is_up))
        people = people.order_by(*_BY_NAME.by(backwards=not is_up)).limit(most - len(ids))
        ids += session.scalars(people)
        if len(ids) == most:
            break
    return ids


def groups_of(session: Session, event_id: int, wanted: AttendeeFilter) -> list[Group]:
    """Those of whom ``wanted`` selects, in its order; empty if it is an order of another kind."""
    name = wanted.sort.removeprefix("-")
    every = {
        Sort.LANGUAGE: _values(wanted.language, Language),
        Sort.SOURCE: _values(wanted.source, Source),
        Sort.CALENDAR: _values(wanted.calendar, ["none", *CalendarAnswer]),
    }
    if name in every:
        return [
            Group("" if value == "none" else value, _led(session, event_id, replace(wanted, **{name: value})))  # type: ignore[arg-type]
            for value in every[Sort(name)]
        ]
    if name == Sort.STATUS:
        return list(_by_status(session, event_id, wanted))
    if name == Sort.TICKET:
        return list(_by_ticket(session, event_id, wanted))
    return _by_answer(session, event_id, wanted, name.removeprefix(ANSWER)) if name.startswith(ANSWER) else []


def _values(chosen: str, every: Any) -> list[str]:
    """All that people can have, in order, or what the filter leaves of it."""
    found = sorted(("" if one == "none" else str(one), str(one)) for one in every)
    return [one for _place, one in found if chosen in {"", one}]


def _led(session: Session, event_id: int, wanted: AttendeeFilter) -> Select[int]:
    return matching(event_id, wanted, lead=find_lead(session, event_id, wanted))


def _by_status(session: Session, event_id: int, wanted: AttendeeFilter) -> Iterator[Group]:
    """Somebody who has several things stands where the first of them is."""
    rank, people = Order.of(session, Sort.STATUS).columns[0], _led(session, event_id, wanted)
    totals = _totals(session, event_id, "status:")
    types = select(TicketType.id).where(TicketType.event_id == event_id)
    held = select(Hold.attendee_id).where(Hold.ticket_type_id.in_(types))
    waits = select(WaitingEntry.attendee_id).where(WaitingEntry.event_id == event_id)
    gone = set(AttendeeState) - {AttendeeState.ACTIVE}
    other = aliased(Attendee)
    ended = select(other.id).where(other.event_id == event_id, other.state.in_(gone))
    every: list[tuple[int, Iterable[str], Select[int]]] = [
        *((place, [reason], held.where(Hold.reason == reason)) for reason, place in RANKS.items()),
        (WAITS, [Status.WAITING], waits),
        (ENDED, gone, ended),
    ]
    for place, statuses, ids in every:
        of_rank = people.where(rank == place)
        is_few = sum(totals.get(part_trait(status), 0) for status in statuses) <= FEW
        yield Group(place, of_rank.where(Attendee.id.in_(ids)) if is_few else of_rank)


def _by_ticket(session: Session, event_id: int, wanted: AttendeeFilter) -> Iterator[Group]:
    people, totals = _led(session, event_id, wanted), _totals(session, event_id, "ticket:")
    types: dict[int, list[int]] = {}
    query = select(TicketType.position, TicketType.id).where(TicketType.event_id == event_id)
    for position, type_id in session.execute(query):
        types.setdefault(position, []).append(type_id)
    for position, ids in sorted(types.items()):
        is_few = sum(totals.get(part_trait(None, one), 0) for one in ids) <= FEW
        # Not by the index of the type where many have it: SQLite would read all of them.
        asked = Attendee.ticket_type_id if is_few else Attendee.ticket_type_id + 0
        yield Group(position, people.where(asked.in_(ids)))


def _by_answer(session: Session, event_id: int, wanted: AttendeeFilter, key: str) -> list[Group]:
    kind = session.scalar(select(Question.kind).where(Question.event_id == event_id, Question.key == key))
    if kind not in _ONE_OF_FEW:
        return []
    trait = f"choice:{key}:"
    totals = {one.removeprefix(trait): people for one, people in _totals(session, event_id, trait).items()}
    everybody = _totals(session, event_id, EVERYBODY).get(EVERYBODY, 0)
    totals[""] = everybody - sum(totals.values())
    given = sorted(answer for answer, people in totals.items() if people > 0)
    if any(totals[answer] * LEAST < everybody for answer in given):
        return []
    answered, people = Order.of(session, wanted.sort).columns[0], _led(session, event_id, wanted)
    return [Group(answer, people.where(answered == answer)) for answer in given]


def _totals(session: Session, event_id: int, trait: str) -> dict[str, int]:
    of_event = select(Tally.trait, Tally.people).where(Tally.event_id == event_id)
    begins = func.substr(Tally.trait, 1, len(trait)) == trait
    return dict(session.execute(of_event.where(begins)).all())
