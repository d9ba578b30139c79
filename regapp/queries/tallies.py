"""The kept totals of an attendee list, and whether they are right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from regapp.models import (
    Attendee,
    AttendeeSession,
    AttendeeTag,
    Hold,
    Question,
    Registration,
    Tally,
    WaitingEntry,
)
from regapp.models.traits import COUNTED, Part, traits_of, with_proof
from regapp.vocabulary import AttendeeState, Status

BATCH = 1000
_SEARCHES = {"attendee_search": "a search", "attendee_search_names": "a search of names"}
SEARCH_TRIGGERS = {f"attendee_search_{what}" for what in ("insert", "update", "delete")}


def totals(session: Session, event_id: int) -> dict[str, int]:
    """How many of an event's people have each trait (see models/traits.py); who has none is left out."""
    rows = session.execute(
        select(Tally.trait, Tally.people).where(Tally.event_id == event_id, Tally.people > 0)
    )
    return dict(rows.all())


def totals_are_right(session: Session) -> Iterator[str]:
    """Everybody is counted as what they are, and the totals are the sums."""
    keys: dict[int, list[str]] = {}
    counted = select(Question.event_id, Question.key).where(Question.kind.in_(COUNTED))
    for event_id, key in session.execute(counted):
        keys.setdefault(event_id, []).append(key)
    sums = Counter[tuple[int, str]]()
    for batch in _batches(session):
        for row, traits in _recounted(session, batch, keys):
            sums.update((row.event_id, trait) for trait in row.traits)
            if row.traits != traits:
                yield f"attendee {row.id} is counted as {row.traits}, and is {traits}"
    kept = {
        (event_id, trait): people
        for event_id, trait, people in session.execute(select(Tally.event_id, Tally.trait, Tally.people))
    }
    for event_id, trait in sorted(kept.keys() | sums.keys()):
        said, found = kept.get((event_id, trait), 0), sums[event_id, trait]
        if said != found:
            yield f"event {event_id} says {said} of {trait}, {found} people are so"


def search_index_is_kept(session: Session) -> Iterator[str]:
    """On SQLite triggers keep the indexes of the search; a table that was rebuilt has lost them."""
    if session.get_bind().dialect.name != "sqlite":
        return
    found = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    yield from (f"the trigger {name} is gone" for name in sorted(SEARCH_TRIGGERS - found))
    for index, what in _SEARCHES.items():
        people = f"SELECT count(*) FROM attendee WHERE id NOT IN (SELECT id FROM {index}_docsize)"  # noqa: S608
        if lost := session.scalar(text(people)):
            yield f"{lost} people are not found by {what}"


def _batches(session: Session) -> Iterator[Sequence[Any]]:
    wanted = (
        select(
            Attendee.id,
            Attendee.event_id,
            Attendee.state,
            Attendee.ticket_type_id,
            Attendee.calendar_answer,
            Attendee.traits,
            Registration.language,
            Registration.source,
            Registration.answers,
            Registration.prove_until,
        )
        .join(Registration, Registration.id == Attendee.registration_id)
        .order_by(Attendee.id)
        .limit(BATCH)
    )
    reached = 0
    while rows := session.execute(wanted.where(Attendee.id > reached)).all():
        reached = rows[-1].id
        yield rows


def _recounted(
    session: Session, batch: Sequence[Any], keys: Mapping[int, list[str]]
) -> Iterator[tuple[Any, list[str]]]:
    ids = (batch[0].id, batch[-1].id)
    parts: dict[int, set[Part]] = {}
    held = select(Hold.attendee_id, Hold.ticket_type_id, Hold.reason).where(Hold.attendee_id.between(*ids))
    waits = select(WaitingEntry.attendee_id, WaitingEntry.ticket_type_id).where(
        WaitingEntry.attendee_id.between(*ids)
    )
    for attendee_id, ticket_type_id, reason in session.execute(held):
        parts.setdefault(attendee_id, set()).add((reason, ticket_type_id))
    for attendee_id, ticket_type_id in session.execute(waits):
        parts.setdefault(attendee_id, set()).add((Status.WAITING, ticket_type_id))
    sessions = _numbers(session, AttendeeSession.attendee_id, AttendeeSession.session_id, ids)
    tags = _numbers(session, AttendeeTag.attendee_id, AttendeeTag.tag_id, ids)
    for row in batch:
        has = parts.get(row.id, set())
        if row.state is not AttendeeState.ACTIVE:
            has = {(row.state, row.ticket_type_id)}
        elif row.prove_until is not None:
            has = with_proof(has)
        yield (
            row,
            traits_of(
                has,
                language=row.language,
                source=row.source,
                calendar_answer=row.calendar_answer,
                sessions=sessions.get(row.id, ()),
                tags=tags.get(row.id, ()),
                answers=row.answers,
                counted=keys.get(row.event_id, ()),
            ),
        )


def _numbers(session: Session, of: Any, number: Any, ids: tuple[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for attendee_id, one in session.execute(select(of, number).where(of.between(*ids))):
        found.setdefault(attendee_id, []).append(one)
    return found
