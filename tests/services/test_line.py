"""Whatever people do in whatever order, against a model of the line that fits on a page."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from regapp.database import db
from regapp.models import AuditEntry, Letter, Registration
from regapp.services import own_page, receipts
from regapp.services.letters import MOST_AN_HOUR
from regapp.services.receipts import MOST_CORRECTIONS
from regapp.vocabulary import LetterKind as Kind
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

PEOPLE = 6
person = st.integers(1, PEOPLE)


@dataclass
class Model:
    """One event: who sits, who waits in which order, who has left; and what has to be told."""

    capacity: int
    seated: set[str] = field(default_factory=set)
    line: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)  # something was done on their own page
    caused: dict[str, int] = field(default_factory=dict)  # letters that forms have caused
    letters: list[tuple[str, str]] = field(default_factory=list)
    audit: list[str] = field(default_factory=list)

    def knows(self, who: str) -> bool:
        return self.active(who) or who in self.left

    def active(self, who: str) -> bool:
        return who in self.seated or who in self.line

    def tell(self, who: str, kind: Kind, *, by_form: bool = False) -> None:
        if by_form:
            self.caused[who] = self.caused.get(who, 0) + 1
            if self.caused[who] > MOST_AN_HOUR:
                return
        self.letters.append((who, kind))

    def tell_standing(self, who: str, *, by_form: bool) -> None:
        self.tell(who, Kind.CONFIRMATION if who in self.seated else Kind.WAITING_LIST, by_form=by_form)

    def enter(self, who: str) -> None:
        if len(self.seated) < self.capacity:
            self.seated.add(who)
        else:
            self.line.append(who)

    def register(self, who: str) -> bool:
        """Whether this made a new registration."""
        is_new = not self.knows(who)
        if self.active(who):
            self.tell(who, Kind.ALREADY_REGISTERED, by_form=True)
            return False
        self.left.discard(who)
        self.enter(who)
        self.tell_standing(who, by_form=True)
        self.audit.append("registration.made" if is_new else "registration.revived")
        return is_new

    def leave(self, who: str) -> None:
        self.seated.discard(who)
        self.line = [other for other in self.line if other != who]
        self.left.add(who)
        if self.line and len(self.seated) < self.capacity:
            first = self.line.pop(0)
            self.seated.add(first)
            self.tell(first, Kind.PLACE)
            self.audit.append("registration.moved_up")

    def move(self, old: str, new: str) -> None:
        for people in (self.seated, self.touched):
            if old in people:
                people.remove(old)
                people.add(new)
        self.line = [new if who == old else who for who in self.line]


class Line(RuleBasedStateMachine):
    """The use cases beside the model."""

    @initialize(capacity=st.integers(1, 3))
    def publish(self, capacity: int) -> None:
        self.event = b.small_event(capacity=capacity)
        self.model = Model(capacity)
        self.receipts: list[
            tuple[str, str | None, str, int]
        ] = []  # token, whom it made, its address, corrections

    def address(self, number: int) -> str:
        return f"p{number}.of{self.event}@example.org"

    @rule(number=person)
    def register(self, number: int) -> None:
        who = self.address(number)
        token = b.register(self.event, who)
        made = self.model.register(who)
        self.receipts.append((token, who if made else None, who, 0))

    @rule(number=person)
    def cancel(self, number: int) -> None:
        who = self.address(number)
        if not self.model.knows(who):
            return
        own_page.cancel(token=b.own_token(self.event, who))
        self.model.touched.add(who)
        if self.model.active(who):
            self.model.leave(who)
            self.model.tell(who, Kind.CANCELLATION)
            self.model.audit.append("registration.cancelled")

    @rule(number=person)
    def restore(self, number: int) -> None:
        who = self.address(number)
        if not self.model.knows(who):
            return
        own_page.restore(token=b.own_token(self.event, who))
        self.model.touched.add(who)
        if not self.model.active(who):
            self.model.left.discard(who)
            self.model.enter(who)
            self.model.tell_standing(who, by_form=False)
            self.model.audit.append("registration.restored")

    @rule(which=st.integers(0, 99), number=person)
    def correct(self, which: int, number: int) -> None:
        if not self.receipts:
            return
        index, new = which % len(self.receipts), self.address(number)
        token, made, typed, corrections = self.receipts[index]
        receipts.correct_address(token=token, email=new, browser_secret=b.BROWSER)
        if new == typed:
            return
        movable = made and self.model.active(made) and made not in self.model.touched
        if not made or not movable or corrections >= MOST_CORRECTIONS:
            self.model.register(new)
        elif self.model.knows(new):
            self.model.leave(made)
            self.model.audit.append("registration.withdrawn")
            self.model.register(new)
            made = None
        else:
            self.model.move(made, new)
            self.model.tell_standing(new, by_form=True)
            self.model.audit.append("registration.address_corrected")
            made = new
        self.receipts[index] = (token, made, new, corrections + 1)

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        db.session.rollback()
        assert set(b.seated(self.event)) == self.model.seated
        assert b.waiting(self.event) == self.model.line
        assert set(b.cancelled(self.event)) == self.model.left

    @invariant()
    def every_step_has_its_letter_and_its_entry(self) -> None:
        owed = (
            select(Letter.recipient, Letter.kind)
            .join(Registration)
            .where(Registration.event_id == self.event)
        )
        told = db.session.execute(owed.order_by(Letter.id)).all()
        done = db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.event_id == self.event).order_by(AuditEntry.id)
        ).all()
        assert sorted(map(tuple, told)) == sorted(self.model.letters)
        assert sorted(done) == sorted(self.model.audit)

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        assert b.findings() == []


def test_the_line_is_what_its_model_says() -> None:
    run_state_machine_as_test(
        Line,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
