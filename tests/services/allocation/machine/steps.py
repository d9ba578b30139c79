"""Every step that a participant, an organiser or the worker may take."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from regapp.services.allocation.asked import Companion
from regapp.services.events import quotas, windows
from regapp.services.events.rules import Rules as RealRules
from regapp.services.events.rules import change_rules
from regapp.services.registrations import by_hand as real_by_hand
from regapp.services.registrations import deciding, lapsing, own_page, own_place, people, receipts
from regapp.vocabulary import Together
from tests import builders as b
from tests.services.allocation.machine import by_hand, entering, using
from tests.services.allocation.machine.machine import (
    QUOTAS,
    STOP_MINUTES,
    TICKETS,
    Both,
    meanwhiles,
    numbers,
    others,
    tickets,
    usual,
)
from tests.services.allocation.machine.model import Model
from tests.services.allocation.machine.things import Person, Rules


def is_awaited(person: Person) -> bool:
    return person.active and bool(person.holds_for("pending") or person.waits == "expert")


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
        self, *, number: int, ticket: str, others: int, all_or_none: bool, meanwhile: str, code: str
    ) -> None:
        who, companions = self.address(number), [self.companion() for _ in range(others)]
        again = {
            "ticket": ticket,
            "companions": companions,
            "all_or_none": all_or_none,
            "meanwhile": meanwhile,
            "code": code if ticket == "vip" else "",
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
    )
    def register(
        self, *, number: int, ticket: str, companions: int, all_or_none: bool, meanwhile: str, code: str
    ) -> None:
        self.come(
            number=number,
            ticket=ticket,
            others=companions,
            all_or_none=all_or_none,
            meanwhile=meanwhile,
            code=code,
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


class Everything(OnePersonAfterAnother):
    """What organisers do as well."""

    @rule(
        number=numbers,
        ticket=usual,
        others=st.sampled_from([0, 0, 1, 2]),
        all_or_none=st.booleans(),
        above=st.booleans(),
    )
    def add_by_hand(self, *, number: int, ticket: str, others: int, all_or_none: bool, above: bool) -> None:
        who, companions = self.address(number), [self.companion() for _ in range(others)]
        asked = b.asked(
            who,
            ticket=ticket,
            companions=tuple(Companion(email, email) for email in companions),
            together=Together.ALL if all_or_none else Together.FIT,
        )
        self.both(
            lambda model: by_hand.add(model, who, ticket, companions, above=above, all_or_none=all_or_none),
            lambda: real_by_hand.add(event_id=self.event, asked=asked, user_id=None, above=above),
        )

    @rule(
        which=st.lists(anybody, min_size=1, max_size=3), what=st.sampled_from(["cancel", "approve", "reject"])
    )
    def decide(self, which: list[int], what: str) -> None:
        chosen = {
            person.number: person for number in which if (person := self.person(number, SENSIBLE[what]))
        }
        if not chosen:
            return
        ids = [self.attendee(person).id for person in chosen.values()]
        real = getattr(real_by_hand if what == "cancel" else deciding, what)
        self.both(
            lambda model: getattr(by_hand, what)(
                model, [self.person_in(model, one) for one in chosen.values()]
            ),
            lambda: real(event_id=self.event, attendee_ids=ids, user_id=None),
        )

    @rule(which=st.lists(anybody, min_size=1, max_size=3), above=st.booleans())
    def restore_by_hand(self, *, which: list[int], above: bool) -> None:
        chosen = {
            person.number: person for number in which if (person := self.person(number, SENSIBLE["restore"]))
        }
        ids = [self.attendee(person).id for person in chosen.values()]
        self.both(
            lambda model: by_hand.restore(
                model, [self.person_in(model, one) for one in chosen.values()], above=above
            ),
            lambda: real_by_hand.restore(event_id=self.event, attendee_ids=ids, user_id=None, above=above),
        )

    @rule(which=anybody, ticket=tickets, above=st.booleans())
    def move(self, *, which: int, ticket: str, above: bool) -> None:
        if (person := self.person(which)) is None:
            return
        attendee_id = self.attendee(person).id
        self.both(
            lambda model: by_hand.move(model, self.person_in(model, person), ticket, above=above),
            lambda: real_by_hand.move(
                event_id=self.event, attendee_id=attendee_id, ticket=ticket, user_id=None, above=above
            ),
        )

    @rule(quota=st.sampled_from(QUOTAS), capacity=st.integers(0, 5))
    def set_capacity(self, quota: str, capacity: int) -> None:
        self.both(
            lambda model: by_hand.set_capacity(model, quota, capacity),
            lambda: quotas.set_capacity(
                event_id=self.event, quota_id=self.quotas[quota], capacity=capacity, user_id=None
            ),
        )

    @rule(ticket=st.sampled_from(["", *TICKETS]))
    def close_or_open(self, *, ticket: str) -> None:
        """Close one window; the next time it is opened again."""
        ticket = next(iter(self.model.closed), ticket)

        def on_model(model: Model) -> None:
            model.closed ^= {ticket}
            done = "closed" if ticket in model.closed else "opened"
            model.audit.append(f"registration.{done}_by_hand")

        real = windows.open_now if ticket in self.model.closed else windows.close
        self.both(on_model, lambda: real(event_id=self.event, user_id=None, ticket=ticket))

    @rule(
        offer_minutes=st.sampled_from([None, 60]),
        pending_holds=st.booleans(),
        waiting_list=st.sampled_from([True, True, False]),
    )
    def change_rules(self, *, offer_minutes: int | None, pending_holds: bool, waiting_list: bool) -> None:
        rules = Rules(
            waiting_list=waiting_list,
            offer_minutes=offer_minutes,
            proof_minutes=self.model.rules.proof_minutes,
            pending_holds=pending_holds,
        )

        def on_model(model: Model) -> None:
            model.rules = rules
            model.audit.append("event.rules_changed")
            model.move_up()

        real = RealRules(**vars(rules), offers_stop_minutes=STOP_MINUTES)
        self.both(on_model, lambda: change_rules(event_id=self.event, rules=real, user_id=None))

    @precondition(lambda self: self.model.rules.offer_minutes and self.model.now < self.model.stop)
    @rule(day=st.sampled_from([False, False, True]))
    def the_event_comes_near(self, *, day: bool) -> None:
        if day:
            self.traveller.move_to(self.model.stop - (self.model.stop - self.model.now) / 300)
