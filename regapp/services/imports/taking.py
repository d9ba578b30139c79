"""The good rows of a table become registrations, many at a time, under the event's line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from regapp.models import Event, ImportRow, Job
from regapp.queries.drawing import ChoiceQuotas, Draws, choice_quotas
from regapp.services.allocation.asked import Asked, Companion
from regapp.services.allocation.assessing import Told
from regapp.services.imports.checking import TO_COME, known_addresses, why_known, why_no_group
from regapp.services.imports.people import Person, RowReader
from regapp.services.imports.plan import Plan, WhenFull
from regapp.services.imports.room import Room, Seated
from regapp.services.jobs.running import CannotGoOn
from regapp.services.organising import lock_event
from regapp.services.registrations.arriving import Arrivals, Party
from regapp.vocabulary import EventStatus, RowFate, Source, Status

CANCELLED = "event-cancelled"
CONSENT_VERSION = "import"  # the host has it; so none of ours is kept
_OF_ROW = update(ImportRow).where(ImportRow.job_id == bindparam("job"), ImportRow.number == bindparam("row"))
_DONE = _OF_ROW.values(fate=RowFate.DONE, attendee_id=bindparam("attendee"))
_LEFT_OUT = _OF_ROW.values(fate=bindparam("fate"), why=bindparam("why"))


class Row(NamedTuple):
    """A row as it was checked."""

    number: int
    cells: list[str]
    email_key: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """Those of one address, and the rows they stand in."""

    party: Party
    rows: list[Row]


def take(session: Session, job: Job, numbers: Sequence[int]) -> Mapping[str, int]:
    """Register the people of these rows, and with each those of later rows with the same address.

    What no longer fits is written down at its row, and nothing goes above a quota. Raises CannotGoOn if the
    event is cancelled.
    """
    event = lock_event(session, job.event_id)
    if event.status is EventStatus.CANCELLED:
        raise CannotGoOn(CANCELLED)
    taker = _Taker(session, job, event)
    taker.take(numbers)
    return taker.fates


class _Taker:
    def __init__(self, session: Session, job: Job, event: Event) -> None:
        self._session, self._event, self._plan = session, event, Plan.of(job)
        self._job_id, self._user_id = job.id, job.user_id
        self._reader = RowReader(event, self._plan)
        self._room = Room(session, event)
        self._choices: ChoiceQuotas = choice_quotas(session, event.id)
        self._may_wait = event.waiting_list and self._plan.when_full is WhenFull.WAIT
        self._done: list[dict[str, Any]] = []
        self._left_out: list[dict[str, Any]] = []
        self.fates = Counter[str]()

    def take(self, numbers: Sequence[int]) -> None:
        """Register whom these rows name; what became of each row is written down there."""
        groups = self._groups(self._rows(numbers)).values()
        entries = [entry for group in groups if (entry := self._decide(group))]
        arrivals = Arrivals(
            self._session,
            self._event,
            source=Source.IMPORT,
            user_id=self._user_id,
            send_letters=self._plan.letters,
        )
        for entry, ids in zip(entries, arrivals.write([one.party for one in entries]), strict=True):
            self._note_people(entry, ids)
        for statement, noted in ((_DONE, self._done), (_LEFT_OUT, self._left_out)):
            if noted:
                self._session.connection().execute(statement, noted)

    def _rows(self, numbers: Sequence[int]) -> list[Row]:
        """The rows of these numbers, and behind them the later ones with the same addresses."""
        of_job = select(ImportRow.number, ImportRow.cells, ImportRow.email_key).where(
            ImportRow.job_id == self._job_id
        )
        these = self._session.execute(
            of_job.where(ImportRow.number.in_(numbers)).order_by(ImportRow.number)
        ).all()
        later = of_job.where(
            ImportRow.email_key.in_({row.email_key for row in these}),
            ImportRow.fate.in_(TO_COME),
            ImportRow.number > numbers[-1],
        )
        together = [*these, *self._session.execute(later.order_by(ImportRow.number))]
        return [Row(*row) for row in together]

    def _groups(self, rows: Sequence[Row]) -> dict[str, list[tuple[Row, Person]]]:
        """The people of the rows that can be registered now, by their address."""
        known = known_addresses(self._session, self._event.id, {row.email_key for row in rows})
        groups: dict[str, list[tuple[Row, Person]]] = {}
        for row in rows:
            found = self._reader(row.cells, row.email_key)
            if row.email_key in known:
                self._note(row, RowFate.KNOWN, why_known(active=known[row.email_key]))
            elif found.person is None:
                self._note(row, RowFate.WRONG, found.why)
            else:
                group = groups.setdefault(row.email_key, [])
                others = [person for _row, person in group]
                if others and (why := why_no_group(self._event, found.person, others)):
                    self._note(row, RowFate.WRONG, why)
                else:
                    group.append((row, found.person))
        return groups

    def _decide(self, group: Sequence[tuple[Row, Person]]) -> _Entry | None:
        """What those who have one address get; where not all find a place, the first of them stay."""
        first = group[0][1]
        draws = self._choices.draws(first.answers)
        seated = self._room.seat(first.ticket_type, draws, len(group))
        staying = group if self._may_wait else group[: seated.count]
        for row, _person in group[len(staying) :]:
            self._note(row, RowFate.ABOVE, {})
        if not staying:
            return None
        told, asked = _told(first, seated, len(staying), draws), _asked([one for _row, one in staying])
        party = Party(first.email_key, asked, told, seated.quota_ids)
        return _Entry(party, [row for row, _one in staying])

    def _note_people(self, entry: _Entry, ids: Sequence[int]) -> None:
        seats = entry.party.told.seats
        for place, (row, attendee_id) in enumerate(zip(entry.rows, ids, strict=True)):
            self._done.append({"job": self._job_id, "row": row.number, "attendee": attendee_id})
            self.fates[RowFate.DONE if place < seats else RowFate.WAITS] += 1

    def _note(self, row: Row, fate: RowFate, why: dict[str, str]) -> None:
        self._left_out.append({"job": self._job_id, "row": row.number, "fate": fate, "why": why})
        self.fates[fate] += 1


def _asked(people: Sequence[Person]) -> Asked:
    first = people[0]
    return Asked(
        name=first.name,
        email=first.email,
        ticket=first.ticket_type.key,
        answers=first.answers,
        language=first.language,
        consent_version=CONSENT_VERSION,
        consent_text="",
        companions=tuple(Companion(one.name) for one in people[1:]),
    )


def _told(first: Person, seated: Seated, people: int, draws: Draws) -> Told:
    seats = min(seated.count, people)
    status = Status.CONFIRMED if seats else Status.WAITING
    return Told(first.ticket_type, people, seats, seated.pass_parties, status, draws=draws)
