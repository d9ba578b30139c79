"""Every step that an organiser may take as well."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from regapp.services.allocation.asked import Companion
from regapp.services.events import quotas, windows
from regapp.services.events.rules import Rules as RealRules
from regapp.services.events.rules import change_rules
from regapp.services.registrations import by_hand as real_by_hand
from regapp.services.registrations import deciding
from regapp.vocabulary import Together
from tests import builders as b
from tests.services.allocation.machine import by_hand
from tests.services.allocation.machine.machine import (
    EVERY_QUOTA,
    STOP_MINUTES,
    TICKETS,
    numbers,
    tickets,
    usual,
)
from tests.services.allocation.machine.model import Model
from tests.services.allocation.machine.steps import SENSIBLE, OnePersonAfterAnother, anybody
from tests.services.allocation.machine.things import Rules


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

    @rule(quota=st.sampled_from(EVERY_QUOTA), capacity=st.integers(0, 5))
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
