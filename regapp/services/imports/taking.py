"""The good rows of a table become registrations, a few at a time, under the event's line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import Overtaken
from regapp.models import Attendee, Event, ImportRow, Job, Registration
from regapp.queries.drawing import ChoiceQuotas, Draws, choice_quotas
from regapp.services.allocation import transitions
from regapp.services.allocation.asked import Asked, Companion
from regapp.services.allocation.assessing import Told
from regapp.services.allocation.seating import seat
from regapp.services.imports.checking import TO_COME, find_rows, known_addresses, why_known
from regapp.services.imports.people import Person, RowReader
from regapp.services.imports.plan import Plan, WhenFull
from regapp.services.imports.room import Room, Seated
from regapp.services.jobs.running import CannotGoOn
from regapp.services.organising import lock_event
from regapp.services.registrations.registering import add_people, new_registration
from regapp.vocabulary import Actor, EventStatus, RowFate, Source, Status, Together

CANCELLED = "event-cancelled"
CONSENT_VERSION = "import"  # the host has it; so none of ours is kept
Party = list[tuple[ImportRow, Person]]


def take(session: Session, job: Job, numbers: Sequence[int]) -> Mapping[str, int]:
    """Register the people of these rows, and with each those of later rows with the same address.

    What no longer fits is written down at its row, and nothing goes above a quota. Raises CannotGoOn if the
    event is cancelled.
    """
    event = lock_event(session, job.event_id)
    if event.status is EventStatus.CANCELLED:
        raise CannotGoOn(CANCELLED)
    taker = _Taker(session, job, event)
    with session.no_autoflush:  # nothing read here depends on what is written here: all goes out at once
        parties = taker.parties(find_rows(session, job.id, numbers))
        entries = [entry for party in parties if (entry := taker.decide(party))]
        _insert(session, [entry.registration for entry in entries])
        for entry in entries:
            taker.register(entry)
    session.flush()
    taker.note_people()
    return taker.fates


def _insert(session: Session, registrations: Sequence[Registration]) -> None:
    """Write these rows in one statement. Raises Overtaken if a form for an unlimited ticket was quicker."""
    session.add_all(registrations)
    try:
        session.flush()
    except IntegrityError as error:
        raise Overtaken from error


@dataclass(frozen=True, slots=True)
class _Entry:
    """Those of one address who are registered, in a registration that is to be written first."""

    registration: Registration
    asked: Asked
    told: Told
    rows: list[ImportRow]


class _Taker:
    def __init__(self, session: Session, job: Job, event: Event) -> None:
        self._session, self._job, self._event, self._plan = session, job, event, Plan.of(job)
        self._reader = RowReader(event, self._plan)
        self._room = Room(session, event)
        self._choices: ChoiceQuotas = choice_quotas(session, event.id)
        self._may_wait = event.waiting_list and self._plan.when_full is WhenFull.WAIT
        self._made: list[tuple[ImportRow, Attendee]] = []
        self.fates = Counter[str]()

    def parties(self, rows: Sequence[ImportRow]) -> list[Party]:
        """The people of the rows that can be registered now, those with the same address together."""
        keys = {row.email_key for row in rows}
        later = select(ImportRow).where(
            ImportRow.job_id == self._job.id,
            ImportRow.email_key.in_(keys),
            ImportRow.fate.in_(TO_COME),
            ImportRow.number > rows[-1].number,
        )
        together = [*rows, *self._session.scalars(later.order_by(ImportRow.number))]
        known = known_addresses(self._session, self._event.id, keys)
        parties: dict[str, Party] = {}
        for row in together:
            found = self._reader(row.cells)
            if row.email_key in known:
                self._note(row, RowFate.KNOWN, why_known(active=known[row.email_key]))
            elif found.person is None:
                self._note(row, RowFate.WRONG, found.why)
            else:
                parties.setdefault(row.email_key, []).append((row, found.person))
        return list(parties.values())

    def decide(self, party: Party) -> _Entry | None:
        """What those who have one address get; where not all find a place, the first of them stay."""
        first = party[0][1]
        draws = self._choices.draws(first.answers)
        seated = self._room.seat(first.ticket_type, draws, len(party))
        staying = party if self._may_wait else party[: seated.count]
        for row, _person in party[len(staying) :]:
            self._note(row, RowFate.ABOVE, {})
        if not staying:
            return None
        asked = _asked([person for _row, person in staying])
        told = _told(first, seated, len(staying), draws)
        registration = new_registration(self._event.id, asked, source=Source.IMPORT)
        return _Entry(registration, asked, told, [row for row, _person in staying])

    def register(self, entry: _Entry) -> None:
        """Give them what was decided."""
        people = add_people(self._session, entry.registration, entry.asked)
        for attendee in people:
            attendee.approved_at = now()
        self._seat(people, entry.told)
        for row, attendee in zip(entry.rows, people, strict=True):
            self._made.append((row, attendee))
            waits = attendee.waiting_entry is not None
            self.fates[RowFate.WAITS if waits else RowFate.DONE] += 1

    def _seat(self, people: list[Attendee], told: Told) -> None:
        seat(
            self._session,
            transitions.MADE,
            people,
            told,
            Together.FIT,
            actor=Actor.ORGANISER,
            user_id=self._job.user_id,
            send_letter=self._plan.letters,
        )

    def note_people(self) -> None:
        """Write down at the rows who they are now: after the flush, when people have ids."""
        for row, attendee in self._made:
            row.fate, row.why, row.attendee_id = RowFate.DONE, {}, attendee.id

    def _note(self, row: ImportRow, fate: RowFate, why: dict[str, str]) -> None:
        row.fate, row.why = fate, why
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
