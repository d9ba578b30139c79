"""The use cases beside the model: each step is done to both, and both have to agree."""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from sqlalchemy import select

from regapp.database import db
from regapp.errors import RegappError
from regapp.models import Attendee, Event, Letter, Quota, Registration, WaitingEntry
from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuestionDraft, QuotaDraft, TicketTypeDraft
from regapp.vocabulary import Attendance, EventStatus, QuestionKind
from tests import builders as b
from tests.services.allocation.machine.model import Model
from tests.services.allocation.machine.things import Booking, Person, Rules, Ticket

TICKETS = ("in-person", "ngo", "online", "vip", "expert")
QUOTAS = ("room", "share", "stream")
HEADSETS = "headsets"  # go with an answer, of those whom the question is put to
ASKED = ("in-person", "online", "expert")
EVERY_QUOTA = (*QUOTAS, HEADSETS)
ROUND_TABLE = {
    "in-person": {"room"},
    "ngo": {"room", "share"},
    "online": set(),
    "vip": {"room"},
    "expert": {"room"},
}
STREAMED = {**ROUND_TABLE, "online": {"stream"}}
CHANGES_A_VISIT = 4  # the doctor's visits take more time than all else
STOP_MINUTES = 2 * 24 * 60

shapes = st.one_of(
    st.just(ROUND_TABLE),
    st.just(STREAMED),
    st.fixed_dictionaries({key: st.sets(st.sampled_from(QUOTAS)) for key in TICKETS}),
)
capacities = st.fixed_dictionaries({quota: st.sampled_from([2, 1, 3, 0]) for quota in EVERY_QUOTA})
rules = st.builds(
    Rules,
    waiting_list=st.sampled_from([True, True, True, False]),
    offer_minutes=st.sampled_from([None, 60]),
    proof_minutes=st.sampled_from([None, None, 30]),
    pending_holds=st.booleans(),
)
numbers = st.integers(0, 4)
tickets = st.sampled_from(TICKETS)
usual = st.sampled_from(("in-person", "in-person", *TICKETS))
others = st.sampled_from([0, 0, 0, 1, 2, 3])
meanwhiles = st.sampled_from(["", "online"])
headsets = st.sampled_from([False, False, True])
crowds = st.lists(st.tuples(usual, others, st.booleans(), meanwhiles), min_size=2, max_size=5)


class Both(RuleBasedStateMachine):
    """One event, and the model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(datetime.now(UTC), tick=False)
        self.traveller = self.clock.start()
        self.receipts: list[dict[str, Any]] = []
        self.event = self.companions = self.changes = self.seen = 0

    def teardown(self) -> None:
        self.clock.stop()
        if self.event:
            # Its clock was ahead: by the next example's it would seem to leave people beside free places.
            b.change_event(self.event, status=EventStatus.CANCELLED)

    def a_crowd_comes(self, crowd: list[tuple[str, int, bool, str]]) -> None:
        """Nobody, unless a machine knows how to register."""

    @initialize(shape=shapes, capacity=capacities, of_rules=rules, crowd=crowds)
    def publish(
        self,
        shape: dict[str, set[str]],
        capacity: dict[str, int],
        of_rules: Rules,
        crowd: list[tuple[str, int, bool, str]],
    ) -> None:
        kinds = {
            key: Ticket(
                key,
                frozenset(shape[key]),
                approval=key == "expert",
                code=key == "vip",
                asked=key in ASKED,
            )
            for key in TICKETS
        }
        self.event = b.small_event(
            ticket_types=tuple(
                TicketTypeDraft(
                    key,
                    Attendance.ONLINE if key == "online" else Attendance.IN_PERSON,
                    {"en": key},
                    needs_approval=one.approval,
                    needs_code=one.code,
                )
                for key, one in kinds.items()
            ),
            quotas=(
                *(
                    QuotaDraft(
                        {"en": quota}, capacity[quota], tuple(key for key in TICKETS if quota in shape[key])
                    )
                    for quota in QUOTAS
                ),
                QuotaDraft({"en": HEADSETS}, capacity[HEADSETS], choices=(("language", "yes"),)),
            ),
            questions=(
                QuestionDraft("language", QuestionKind.YES_NO, {"en": "A headset?"}, ticket_types=ASKED),
            ),
            offers_stop_minutes=STOP_MINUTES,
            **vars(of_rules),
        )
        event = db.session.get_one(Event, self.event)
        self.quotas = dict(zip(EVERY_QUOTA, (quota.id for quota in event.quotas), strict=True))
        stop = event.start_at - timedelta(minutes=STOP_MINUTES)
        self.model = Model(kinds, dict(capacity), Rules(**vars(of_rules)), stop, datetime.now(UTC))
        for code, uses in {"ONE": 1, "TWO": 2}.items():
            invitations.invite(event_id=self.event, ticket="vip", user_id=None, code=code, uses=uses)
            self.model.codes[code] = ("vip", uses)
            self.model.audit.append("invitation.made")
        self.before = len(b.audit(self.event)) - len(self.model.audit)
        self.a_crowd_comes(crowd)

    def address(self, number: int) -> str:
        return f"p{number}.of{self.event}@example.org"

    def companion(self) -> str:
        self.companions += 1
        return f"c{self.companions}.of{self.event}@example.org"

    def both(self, on_model: Callable[[Model], Any], really: Callable[[], Any]) -> Any:
        """Do it to both; what the model says of it, or None where both refuse it alike."""
        self.traveller.shift(1)
        trial = deepcopy(self.model)
        trial.now = datetime.now(UTC)
        try:
            said = on_model(trial)
        except RegappError as error:
            with pytest.raises(RegappError) as told:
                really()
            if told.type is not type(error):
                pytest.fail(f"{told.type} instead of {type(error)}")
            return None
        really()
        self.model, self.changes = trial, self.changes + 1
        return said

    def person(self, number: int, fits: Callable[[Person], object] = lambda _: True) -> Person | None:
        """One of all the people whom the event has seen; mostly of those for whom a step makes sense."""
        everybody = self.model.people
        fit = [person for person in everybody if fits(person)]
        people = fit if fit and number % 6 else everybody
        return people[number % len(people)] if people else None

    def person_in(self, model: Model, person: Person) -> Person:
        return next(one for one in model.people if one.number == person.number)

    def registration(self, booking: Booking) -> Registration:
        db.session.rollback()
        return b.registration(self.event, booking.who)

    def attendee(self, person: Person) -> Attendee:
        return self.registration(person.booking).attendees[person.booking.people.index(person)]

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        db.session.rollback()
        registrations = db.session.scalars(
            select(Registration).where(Registration.event_id == self.event).order_by(Registration.id)
        ).all()
        assert [_of_row(one) for one in registrations] == [_of_model(one) for one in self.model.bookings]

    @invariant()
    def the_line_stands_as_in_the_model(self) -> None:
        entries = db.session.scalars(
            select(WaitingEntry).where(WaitingEntry.event_id == self.event).order_by(WaitingEntry.id)
        )
        line = [
            (one.attendee.registration.email, one.ticket_type.key, one.party is not None, one.passed)
            for one in entries
        ]
        assert line == [(one.booking.who, one.waits, one.party, one.passed) for one in self.model.line]

    @invariant()
    def no_quota_is_exceeded(self) -> None:
        for quota in db.session.scalars(select(Quota).where(Quota.event_id == self.event)):
            key = next(key for key, known in self.quotas.items() if known == quota.id)
            taken, capacity = self.model.taken(key), self.model.capacity[key]
            assert (quota.taken, quota.capacity) == (taken, capacity)
            assert quota.over == max(0, taken - capacity)

    @invariant()
    def every_step_has_its_letter_and_its_entry(self) -> None:
        told = db.session.execute(
            select(Letter.recipient, Letter.kind).where(Letter.event_id == self.event)
        ).all()
        assert sorted(map(tuple, told)) == sorted(self.model.letters)
        assert sorted(b.audit(self.event)[self.before :]) == sorted(self.model.audit)

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        if self.changes - self.seen < CHANGES_A_VISIT:
            return
        self.seen = self.changes
        assert [finding for finding in b.findings() if "does a worker run?" not in finding] == []


def _of_row(registration: Registration) -> tuple[object, ...]:
    people = [
        (
            str(one.status),
            one.ticket_type.key,
            sorted({(hold.ticket_type.key, str(hold.reason), hold.deadline) for hold in one.holds}, key=str),
            one.approved_at is not None,
        )
        for one in registration.attendees
    ]
    return registration.email, registration.prove_until, registration.calendar_revision, people


def _of_model(booking: Booking) -> tuple[object, ...]:
    people = [
        (
            one.status,
            one.ticket,
            sorted({(hold.ticket, hold.reason, hold.deadline) for hold in one.holds}, key=str),
            one.approved,
        )
        for one in booking.people
    ]
    return booking.who, booking.prove_until, booking.calendar, people
