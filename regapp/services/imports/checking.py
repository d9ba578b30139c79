"""What becomes of each row of a table: told before anything is done."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from regapp.models import Attendee, Event, ImportRow, Job, Registration
from regapp.models.search import sort_key
from regapp.queries.drawing import ChoiceQuotas, choice_quotas
from regapp.services.imports.headings import EMAIL, TICKET
from regapp.services.imports.people import Found, Person, RowReader, Wrong
from regapp.services.imports.plan import Plan, WhenFull
from regapp.services.imports.room import Room
from regapp.vocabulary import AttendeeState, RowFate

TO_COME = (RowFate.NEW, RowFate.WAITS)


def check(session: Session, job: Job, numbers: Sequence[int]) -> Mapping[str, int]:
    """Write down what becomes of the rows of these numbers, which follow those checked before."""
    event, plan = session.get_one(Event, job.event_id), Plan.of(job)
    reader = RowReader(event, plan)
    rows = find_rows(session, job.id, numbers)
    found = {row.number: reader(row.cells) for row in rows}
    keys = {one.email_key for one in found.values()} - {""}
    table = _Table(session, job, event, plan)
    known = known_addresses(session, event.id, keys)
    groups = _groups_above(session, job.id, numbers[0], keys, reader)
    fates = Counter[str]()
    for row in rows:
        one = found[row.number]
        row.email_key, row.attendee_id = one.email_key, None
        row.fate, row.why = table.fate(one, known, groups.setdefault(one.email_key, []))
        if one.person and row.fate in {*TO_COME, RowFate.ABOVE}:
            groups[one.email_key].append(one.person)
        fates[row.fate] += 1
    replace(plan, used=dict(table.used)).keep(job)
    return fates


def find_rows(session: Session, job_id: int, numbers: Sequence[int]) -> Sequence[ImportRow]:
    """The rows of these numbers, in the table's order."""
    return session.scalars(
        select(ImportRow)
        .where(ImportRow.job_id == job_id, ImportRow.number.in_(numbers))
        .order_by(ImportRow.number)
    ).all()


def known_addresses(session: Session, event_id: int, keys: Collection[str]) -> dict[str, bool]:
    """Which of these addresses the event knows, and whether somebody of their registration still comes."""
    comes = exists().where(
        Attendee.registration_id == Registration.id, Attendee.state == AttendeeState.ACTIVE
    )
    rows = session.execute(
        select(Registration.email_key, comes).where(
            Registration.event_id == event_id, Registration.email_key.in_(keys)
        )
    )
    return {key: bool(active) for key, active in rows if key}


def why_known(*, active: bool) -> dict[str, str]:
    """What to say of a row whose address the event knows."""
    return {EMAIL: str(Wrong.KNOWN if active else Wrong.ENDED)}


def why_no_group(event: Event, person: Person, group: Sequence[Person]) -> dict[str, str]:
    """What keeps somebody from coming with those of the rows above who have the same address, if anything."""
    most = event.most_people
    if len(group) >= most:
        return {EMAIL: str(Wrong.NO_GROUPS if most == 1 else Wrong.GROUP_FULL)}
    same = person.ticket_type.id == group[0].ticket_type.id
    return {} if same else {TICKET: str(Wrong.OTHER_TICKET)}


def _groups_above(
    session: Session, job_id: int, first: int, keys: Collection[str], reader: RowReader
) -> dict[str, list[Person]]:
    """Whom the rows before ``first`` register under these addresses."""
    above = select(ImportRow).where(
        ImportRow.job_id == job_id,
        ImportRow.email_key.in_(keys),
        ImportRow.number < first,
        ImportRow.fate.in_([*TO_COME, RowFate.ABOVE]),
    )
    groups: dict[str, list[Person]] = {}
    for row in session.scalars(above.order_by(ImportRow.number)):
        person = reader(row.cells).person
        if person:
            groups.setdefault(row.email_key, []).append(person)
    return groups


class _Table:
    """What the rows above leave for the next one."""

    def __init__(self, session: Session, job: Job, event: Event, plan: Plan) -> None:
        self._event = event
        self._may_wait = event.waiting_list and plan.when_full is WhenFull.WAIT
        self._room = Room(session, event, plan.used)
        self._choices: ChoiceQuotas = choice_quotas(session, job.event_id)
        self.used = Counter(plan.used)

    def fate(
        self, found: Found, known: Mapping[str, bool], group: Sequence[Person]
    ) -> tuple[RowFate, dict[str, str]]:
        """What becomes of a row, and why; ``group`` are those of the rows above with the same address."""
        if found.person is None:
            return RowFate.WRONG, found.why
        if found.email_key in known:
            return RowFate.KNOWN, why_known(active=known[found.email_key])
        if any(sort_key(one.name) == sort_key(found.person.name) for one in group):
            return RowFate.KNOWN, {EMAIL: str(Wrong.TWICE)}
        if group and (why := why_no_group(self._event, found.person, group)):
            return RowFate.WRONG, why
        return self._place(found.person), {}

    def _place(self, person: Person) -> RowFate:
        draws = self._choices.draws(person.answers)
        seated = self._room.seat(person.ticket_type, draws, 1)
        if not seated.count:
            return RowFate.WAITS if self._may_wait else RowFate.ABOVE
        self.used.update(map(str, seated.quota_ids))
        return RowFate.NEW
