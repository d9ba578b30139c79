"""A thing is done to many: at once to a few, and in the background to more, a step at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import Attendee, Job, JobPerson, TicketType
from regapp.queries.selections import Selection, in_order
from regapp.services import audit
from regapp.services.bulk import deeds
from regapp.services.bulk.deeds import Barred, Doing
from regapp.services.jobs import starting
from regapp.services.jobs.running import CannotGoOn, Work
from regapp.services.organising import lock_event
from regapp.services.registrations import tagging
from regapp.vocabulary import Deed, JobKind, JobState, PersonFate

AT_ONCE = 25  # people in a step, or a whole party: those who register meanwhile wait for its end
FEW = 50  # people to whom it is done while the host waits
TAKES = {Deed.CANCEL, Deed.REJECT}  # what somebody may want to take back


@use_case
def do_to_many(
    session: Session,
    *,
    event_id: int,
    selection: dict[str, Any],
    doing: dict[str, Any],
    user_id: int | None,
    tag_name: str = "",
    chosen: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Do it at once to a few people, or start a job for more: ``{"job": id or None, "outcome": ...}``.

    ``selection`` and ``doing`` are Selection and Doing as facts; a tag of ``tag_name`` is made if there is
    none. ``chosen`` says in the audit log how they were. What is told is how many ended how; where it matters
    who they are, a job that has ended tells that. Raises NotFound, Barred and TooManyTags.
    """
    wanted = Doing.of_facts(doing)
    event = lock_event(session, event_id)
    deeds.bar(event, wanted.deed)
    if tag_name:
        wanted = replace(wanted, tag=tagging.make(session, event_id, tag_name, user_id).id)
    people = in_order(session, event_id, Selection.of_facts(selection))
    if not people:
        return {"job": None, "outcome": {}}
    _write_down(session, event_id, wanted, user_id, people=len(people), **chosen or {})
    if len(people) <= FEW:
        fates = deeds.do(session, event_id, people, wanted, user_id)
        done = _done_at_once(session, event_id, wanted, fates, user_id)
        return {"job": done, "outcome": dict(Counter(fates.values()))}
    job = _start_job(session, event_id, wanted, people, user_id)
    return {"job": job.id, "outcome": {}}


def _done_at_once(
    session: Session, event_id: int, doing: Doing, fates: dict[int, PersonFate], user_id: int | None
) -> int | None:
    """The id of a job that names who lost a place or stayed as they were; None if nobody has to ask."""
    is_whole = set(fates.values()) <= {PersonFate.DONE, PersonFate.WAITING}
    if doing.deed in deeds.QUIET or (is_whole and doing.deed not in TAKES):
        return None
    session.flush()
    facts = doing.as_facts()
    return starting.note_done(session, event_id=event_id, user_id=user_id, facts=facts, fates=fates).id


def _start_job(
    session: Session, event_id: int, doing: Doing, people: list[int], user_id: int | None, **facts: Any
) -> Job:
    return starting.start(
        session,
        event_id=event_id,
        user_id=user_id,
        kind=JobKind.BULK,
        facts={**doing.as_facts(), **facts},
        people=people,
    )


@use_case
def delete_tag(session: Session, *, event_id: int, tag_id: int, user_id: int | None) -> int | None:
    """Take a tag off everybody and delete it; the job's id where that takes a while. Raises NotFound."""
    lock_event(session, event_id)
    tag = tagging.find(session, event_id, tag_id)
    people = tagging.people_with(session, tag)
    audit.record_event(session, user_id, "tag.deleted", event_id, name=tag.name, people=len(people))
    doing = Doing(Deed.UNTAG, tag=tag_id)
    if len(people) > FEW:
        return _start_job(session, event_id, doing, people, user_id, deletes=True).id
    deeds.do(session, event_id, people, doing, user_id)
    session.flush()
    session.delete(tag)
    return None


def _write_down(
    session: Session,
    event_id: int,
    doing: Doing,
    user_id: int | None,
    /,
    **details: Any,
) -> None:
    """One entry for all; beside it stands one for each person whose registration changes."""
    if doing.ticket:
        ticket_type = select(TicketType.name).where(
            TicketType.event_id == event_id, TicketType.key == doing.ticket
        )
        details["new_ticket"] = session.scalar(ticket_type) or doing.ticket
    if doing.tag:
        tag = tagging.find_or_none(session, event_id, doing.tag)
        if tag is None:
            raise Barred("no-tag")
        details["which_tag"] = tag.name
    audit.record_event(session, user_id, f"people.{doing.deed}", event_id, **details)


def _following(session: Session, job: Job, most: int) -> Sequence[int]:
    """The next numbers, and with them all of the last one's registration: one letter tells it."""
    people = (
        select(JobPerson.number, Attendee.registration_id)
        .join(Attendee, Attendee.id == JobPerson.attendee_id)
        .where(JobPerson.job_id == job.id)
        .order_by(JobPerson.number)
    )
    rows = session.execute(people.where(JobPerson.number > job.reached).limit(most)).all()
    if not rows:
        return []
    last, registration_id = rows[-1]
    rest = people.where(JobPerson.number > last, Attendee.registration_id == registration_id)
    return [number for number, _ in [*rows, *session.execute(rest)]]


def _act(session: Session, job: Job, numbers: Sequence[int]) -> dict[str, int]:
    people = _of_numbers(session, job, numbers)
    try:
        fates = deeds.do(session, job.event_id, list(people.values()), Doing.of_facts(job.facts), job.user_id)
    except Barred as reason:
        raise CannotGoOn(reason.why) from reason
    except NotFound as error:
        raise CannotGoOn("no-event") from error
    session.flush()
    _note(session, job, {number: fates[one] for number, one in people.items()})
    return dict(Counter(fates.values()))


def _failed(session: Session, job: Job, numbers: Sequence[int]) -> None:
    _note(session, job, dict.fromkeys(numbers, PersonFate.FAILED))


def _note(session: Session, job: Job, fates: dict[int, PersonFate]) -> None:
    rows = [{"job_id": job.id, "number": number, "fate": fate} for number, fate in fates.items()]
    session.execute(update(JobPerson), rows)


def _of_numbers(session: Session, job: Job, numbers: Sequence[int]) -> dict[int, int]:
    """The ids of these people by their numbers."""
    rows = session.execute(
        select(JobPerson.number, JobPerson.attendee_id).where(
            JobPerson.job_id == job.id, JobPerson.number.in_(numbers)
        )
    )
    return dict(rows.all())


def _end(session: Session, job: Job) -> JobState:
    if job.facts.get("deletes"):
        tag = tagging.find_or_none(session, job.event_id, job.facts["tag"])
        if tag:
            # Whoever got it meanwhile is few.
            deeds.do(
                session,
                job.event_id,
                tagging.people_with(session, tag),
                Doing.of_facts(job.facts),
                job.user_id,
            )
            session.flush()
            session.delete(tag)
    return JobState.DONE


WORK = Work(following=_following, act=_act, failed=_failed, end=_end, at_once=AT_ONCE)
