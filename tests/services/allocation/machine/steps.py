"""Every step that a participant or the worker may take."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from regapp.services.allocation.asked import Companion
from regapp.services.registrations import lapsing, own_page, own_place, people, receipts
from regapp.vocabulary import Language, Together
from tests import builders as b
from tests.services.allocation.machine import entering, using
from tests.services.allocation.machine.machine import (
    HEADSETS,
    Both,
    headsets,
    meanwhiles,
    numbers,
    others,
    tickets,
    usual,
)
from tests.services.allocation.machine.model import Model
from tests.services.allocation.machine.things import Person


def is_awaited(person: Person) -> bool:
    return person.active and bool(person.holds_for("pending") or person.waits == "expert")


def drawn_by(*, headset: bool) -> frozenset[str]:
    return frozenset({HEADSETS}) if headset else frozenset()


def answers(*, headset: bool) -> dict[str, str]:
    return {"language": "yes" if headset else "no"}


anybody = st.integers(0, 99)
SENSIBLE: dict[str, Callable[[Person], object]] = {
    "cancel": lambda one: one.active,
    "restore": lambda one: not one.active,
    "prove": lambda one: one.status == "unproven",
    "accept": lambda one: one.holds_for("offered"),
    "decline": lambda one: one.holds_for("offered"),
    "approve": is_awaited,
    "reject": is_awaited,
}


class OnePersonAfterAnother(Both):
    """What participants do."""

    def come(
        self,
        *,
        number: int,
        ticket: str,
        others: int,
        all_or_none: bool,
        meanwhile: str,
        code: str,
        headset: bool = False,
    ) -> None:
        who, companions = self.address(number), [self.companion() for _ in range(others)]
        again = {
            "ticket": ticket,
            "companions": companions,
            "all_or_none": all_or_none,
            "meanwhile": meanwhile,
            "code": code if ticket == "vip" else "",
            "drawn": drawn_by(headset=headset),
        }
        tokens: list[str] = []

        def on_model(model: Model) -> int | None:
            made = entering.register(model, who, **again)
            return model.bookings.index(made) if made else None

        made = self.both(
            on_model,
            lambda: tokens.append(
                b.register(
                    self.event,
                    who,
                    ticket=ticket,
                    companions=tuple(Companion(email, email) for email in companions),
                    together=Together.ALL if all_or_none else Together.FIT,
                    meanwhile=meanwhile,
                    code=again["code"],
                    answers=answers(headset=headset),
                )
            ),
        )
        for token in tokens:
            self.receipts.append(
                {"token": token, "made": made, "typed": who, "again": again, "corrections": 0}
            )

    def a_crowd_comes(self, crowd: list[tuple[str, int, bool, str]]) -> None:
        for number, (ticket, companions, all_or_none, meanwhile) in enumerate(crowd):
            self.come(
                number=number,
                ticket=ticket,
                others=companions,
                all_or_none=all_or_none,
                meanwhile=meanwhile,
                code="TWO",
            )

    @rule(
        number=numbers,
        ticket=usual,
        companions=others,
        all_or_none=st.booleans(),
        meanwhile=meanwhiles,
        code=st.sampled_from(["", "ONE", "TWO"]),
        headset=headsets,
    )
    def register(
        self,
        *,
        number: int,
        ticket: str,
        companions: int,
        all_or_none: bool,
        meanwhile: str,
        code: str,
        headset: bool,
    ) -> None:
        self.come(
            number=number,
            ticket=ticket,
            others=companions,
            all_or_none=all_or_none,
            meanwhile=meanwhile,
            code=code,
            headset=headset,
        )

    @rule(which=anybody, headset=headsets)
    def answer_anew(self, *, which: int, headset: bool) -> None:
        if (person := self.person(which, lambda one: one.active)) is None:
            return
        token, who = self.registration(person.booking).token, person.booking.who
        self.both(
            lambda model: using.answer(model, model.find(who), drawn_by(headset=headset)),  # type: ignore[arg-type]
            lambda: own_page.change_details(
                token=token, name=who, answers=answers(headset=headset), language=Language.ENGLISH
            ),
        )

    @rule(which=anybody, number=numbers)
    def correct(self, which: int, number: int) -> None:
        if not self.receipts:
            return
        receipt, new = self.receipts[which % len(self.receipts)], self.address(number)

        def on_model(model: Model) -> int | None:
            if new == receipt["typed"]:
                return receipt["made"]
            made = None if receipt["made"] is None else model.bookings[receipt["made"]]
            now = using.correct(model, made, receipt["corrections"], new, receipt["again"])
            return model.bookings.index(now) if now else None

        made = self.both(
            on_model,
            lambda: receipts.correct_address(token=receipt["token"], email=new, browser_secret=b.BROWSER),
        )
        if new != receipt["typed"]:
            receipt.update(made=made, typed=new, corrections=receipt["corrections"] + 1)

    @rule(which=anybody, what=st.sampled_from(["cancel", "restore", "prove", "accept", "decline"]))
    def use_the_own_page(self, which: int, what: str) -> None:
        person = self.person(which, SENSIBLE[what])
        if person is None:
            return
        token, who = self.registration(person.booking).token, person.booking.who
        real = getattr(own_place if what in {"accept", "decline"} else own_page, what)
        self.both(lambda model: getattr(using, what)(model, model.find(who)), lambda: real(token=token))

    @rule(which=anybody, ticket=tickets)
    def change_ticket(self, which: int, ticket: str) -> None:
        if (person := self.person(which, lambda one: one.active)) is None or not person.active:
            return
        token, code = self.registration(person.booking).token, self.attendee(person).code
        self.both(
            lambda model: using.change_ticket(model, self.person_in(model, person), ticket),
            lambda: own_place.change_ticket(token=token, code=code, ticket=ticket),
        )

    @rule(which=anybody)
    def leave_line(self, which: int) -> None:
        if (person := self.person(which, lambda one: one.waits and one.holds)) is None or not person.active:
            return
        token, code = self.registration(person.booking).token, self.attendee(person).code
        self.both(
            lambda model: using.leave_line(model, self.person_in(model, person)),
            lambda: own_place.leave_line(token=token, code=code),
        )

    @rule(which=anybody)
    def take_out(self, which: int) -> None:
        if (
            person := self.person(which, lambda one: len(one.booking.coming) > 1)
        ) is None or not person.active:
            return
        token, code = self.registration(person.booking).token, self.attendee(person).code
        self.both(
            lambda model: using.take_out(model, self.person_in(model, person)),
            lambda: people.take_out(token=token, code=code),
        )

    @rule(which=anybody)
    def add_person(self, which: int) -> None:
        if (person := self.person(which, lambda one: one.active)) is None:
            return
        token, who, email = self.registration(person.booking).token, person.booking.who, self.companion()
        self.both(
            lambda model: using.add_person(model, model.find(who), email),  # type: ignore[arg-type]
            lambda: people.add(token=token, name="One more", email=email),
        )

    @rule(minutes=st.sampled_from([31, 61, 61]), sweeps=st.sampled_from([True, True, False]))
    def time_passes(self, *, minutes: int, sweeps: bool) -> None:
        self.traveller.shift(timedelta(minutes=minutes))
        if sweeps:
            self.both(using.lapse_due, lapsing.lapse_due)
