"""One event as plain lists: the rule of the line, written down a second time and literally."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from regapp.errors import NoPlace
from regapp.services.outgoing.letters import MOST_A_DAY, MOST_AN_HOUR
from regapp.vocabulary import LetterKind as Kind
from tests.services.allocation.machine.things import (
    LETTERS,
    MOST_PASSES,
    OF_THEMSELVES,
    Booking,
    Holding,
    Person,
    Rules,
    Ticket,
)


@dataclass
class Model:
    """Who has what, who waits in which order; what has to be told and written down."""

    tickets: dict[str, Ticket]
    capacity: dict[str, int]
    rules: Rules
    stop: datetime
    now: datetime
    codes: dict[str, tuple[str, int]] = field(default_factory=dict)  # ticket, uses
    ended_codes: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    bookings: list[Booking] = field(default_factory=list)
    line: list[Person] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)
    caused: list[tuple[str, datetime]] = field(default_factory=list)
    # Letters about a host's edit that are still unsent, by person and address: each tells what follows, too.
    edits: set[tuple[int, str]] = field(default_factory=set)
    audit: list[str] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        return [person for booking in self.bookings for person in booking.people]

    @property
    def stopped(self) -> bool:
        return self.rules.offer_minutes is not None and self.stop <= self.now

    def find(self, who: str) -> Booking | None:
        return next((booking for booking in self.bookings if booking.who == who), None)

    def taken(self, quota: str) -> int:
        return sum(quota in person.quotas for person in self.people)

    def left(self, quota: str) -> int:
        return max(0, self.capacity[quota] - self.taken(quota))

    def room(self, quotas: Iterable[str]) -> int | None:
        return min((self.left(quota) for quota in quotas), default=None)

    def groups(self) -> list[list[Person]]:
        """The line: people one by one, or those who move up together, where the first of them stands."""
        groups: list[list[Person]] = []
        for person in self.line:
            group = next(
                (one for one in groups if person.party and one[0].party and one[0].booking is person.booking),
                None,
            )
            if group:
                group.append(person)
            else:
                groups.append([person])
        return groups

    def demand(self, ticket: str, drawn: frozenset[str]) -> frozenset[str]:
        """On what a ticket draws, with what was answered where that is asked of it."""
        kind = self.tickets[ticket]
        return kind.draws | drawn if kind.asked else kind.draws

    def draws(self, group: Sequence[Person]) -> frozenset[str]:
        return self.demand(group[0].waits, group[0].booking.drawn)

    def is_short(self, group: Sequence[Person]) -> bool:
        return any(
            self.left(quota) < sum(quota not in person.quotas for person in group)
            for quota in self.draws(group)
        )

    def stops(self, group: Sequence[Person]) -> bool:
        could_fit = all(len(group) <= self.capacity[quota] for quota in self.draws(group))
        return group[0].passed >= MOST_PASSES and could_fit

    def first_who_fit(self) -> list[Person]:
        stopped: set[str] = set()
        for group in self.groups():
            if not self.is_short(group) and not stopped & self.draws(group):
                return group
            if self.stops(group):
                stopped |= self.draws(group)
        return []

    def is_claimed(self, quotas: frozenset[str]) -> bool:
        """Whether somebody in the line could use, or collects, a place of these quotas."""
        stopped: set[str] = set()
        for group in self.groups():
            fits = not self.is_short(group) and not stopped & self.draws(group)
            if quotas & self.draws(group) and (fits or self.stops(group)):
                return True
            if self.stops(group):
                stopped |= self.draws(group)
        return False

    def take(
        self,
        person: Person,
        ticket: str,
        reason: str,
        *,
        beside: bool = False,
        above: bool = False,
        counted: bool = True,
        deadline: datetime | None = None,
    ) -> None:
        wanted = self.demand(ticket, person.booking.drawn) if counted else frozenset[str]()
        if not above and any(not self.left(quota) for quota in wanted - person.quotas):
            raise NoPlace
        if not beside:
            person.holds.clear()
        person.holds.append(Holding(ticket, reason, wanted, deadline))

    def wait(self, person: Person, ticket: str, *, party: bool = False) -> None:
        self.stop_waiting(person)
        person.waits, person.party, person.passed = ticket, party, 0
        self.line.append(person)

    def stop_waiting(self, person: Person) -> None:
        if person.waits:
            self.line.remove(person)
        person.waits = ""

    def leave(self, person: Person, state: str) -> None:
        self.stop_waiting(person)
        person.holds.clear()
        person.state = state

    def drop(self, person: Person, reason: str, state: str) -> None:
        """Give up what is held for this reason; and leave if that was all."""
        person.holds = [hold for hold in person.holds if hold.reason != reason]
        if not person.holds and not person.waits:
            self.leave(person, state)

    def reason(self, person: Person, ticket: str) -> str:
        if person.booking.prove_until:
            return "unproven"
        return "pending" if self.tickets[ticket].approval and not person.approved else "confirmed"

    def step(
        self,
        action: str,
        people: Sequence[Person],
        act: Callable[[Person], None],
        *,
        by_form: bool = False,
        by_host: bool = False,
        letter: bool = True,
    ) -> None:
        """Do this to people of one booking, and tell and write down what follows from it."""
        booking = people[0].booking
        before = {person: person.confirmed for person in people}
        for person in people:
            act(person)
            person.left_at = None if person.active else self.now
            wanted = [*(hold.ticket for hold in person.holds), *([person.waits] if person.waits else [])]
            person.invited = person.invited and any(self.tickets[ticket].code for ticket in wanted)
        changed = [person for person in people if person.confirmed != before[person]]
        booking.calendar += bool(changed) and action != "made"
        self.audit.append(f"registration.{action}")
        of_action = LETTERS[action]
        kinds = [of_action.get(one.status) if isinstance(of_action, dict) else of_action for one in people]
        if not letter or not any(kinds):
            return
        kind = min((kind for kind in kinds if kind), key=list(Kind).index)
        if kind is Kind.CANCELLATION and booking.coming:
            kind = Kind.CHANGED
        edit = by_host and kind is Kind.CHANGED
        if kind is not Kind.CHANGED or not self.is_told_with_an_edit(booking.people[0], "", edit=edit):
            self.tell(booking.who, kind, by_form=by_form)
        for person in changed:
            if person.email:
                ticket = Kind.TICKET if person.confirmed else Kind.TICKET_ENDED
                if person.confirmed and self.is_told_with_an_edit(person, person.email, edit=edit):
                    continue
                # Nobody but a host or the line itself writes to companions without limit.
                limited = not by_host and action not in OF_THEMSELVES
                self.tell(person.email, ticket, by_form=limited)

    def is_told_with_an_edit(self, person: Person, email: str, *, edit: bool) -> bool:
        """Whether a host's edit is unsent, which tells this as well; if not, this may be such an edit."""
        key = person.number, email
        is_told = key in self.edits
        if edit:
            self.edits.add(key)
        return is_told

    def drop_unsent(self, booking: Booking) -> None:
        numbers = {person.number for person in booking.people}
        self.edits = {(number, email) for number, email in self.edits if number not in numbers}

    def tell(self, who: str, kind: Kind, *, by_form: bool = False) -> None:
        if by_form:
            ages = [self.now - moment for other, moment in self.caused if other == who]
            if sum(age < timedelta(hours=1) for age in ages) >= MOST_AN_HOUR:
                return
            if sum(age < timedelta(days=1) for age in ages) >= MOST_A_DAY:
                return
            self.caused.append((who, self.now))
        self.letters.append((who, kind))

    def move_up(self) -> None:
        while not self.stopped and (group := self.first_who_fit()):
            ticket, deadline = group[0].waits, None
            if self.rules.offer_minutes is not None:
                deadline = min(self.now + timedelta(minutes=self.rules.offer_minutes), self.stop)
            reasons = {person: self.reason(person, ticket) for person in group}
            behind, quotas = [*group], self.draws(group)
            ahead = [one for one in self.groups() if self.line.index(one[0]) < self.line.index(behind[0])]

            reasons = {
                person: "offered" if deadline and reason == "confirmed" else reason
                for person, reason in reasons.items()
            }

            def give(
                person: Person,
                ticket: str = ticket,
                deadline: datetime | None = deadline,
                reasons: dict[Person, str] = reasons,
            ) -> None:
                reason = reasons[person]
                self.take(
                    person,
                    ticket,
                    reason,
                    beside=reason in {"offered", "pending"},
                    deadline=deadline if reason == "offered" else None,
                )
                self.stop_waiting(person)

            for reason in dict.fromkeys(reasons.values()):
                action = {"offered": "offered", "pending": "turn_came"}.get(reason, "moved_up")
                self.step(action, [one for one in group if reasons[one] == reason], give)
            self.count_passed(ahead, quotas, 1)

    def count_passed(self, groups: Sequence[Sequence[Person]], quotas: frozenset[str], times: int) -> None:
        """These were passed if somebody got a place that they could have used but for their number."""
        for group in groups:
            draws = self.draws(group)
            lacks_another = any(not self.left(quota) for quota in draws - quotas)
            if group[0].party and draws & quotas and not lacks_another:
                for person in group:
                    person.passed += times
