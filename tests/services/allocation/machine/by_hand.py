"""What an organiser does, on the model."""

from collections.abc import Sequence

from regapp.errors import AddressTaken, CapacityTooLow, NoPlace, NotPossible
from tests.services.allocation.machine.entering import enlist, enter, find_seats
from tests.services.allocation.machine.model import Model
from tests.services.allocation.machine.things import Person
from tests.services.allocation.machine.using import accept_proof

NOTHING: frozenset[str] = frozenset()


def add(
    model: Model, who: str, ticket: str, companions: Sequence[str], *, above: bool, all_or_none: bool
) -> None:
    people = 1 + len(companions)
    seats = people if above else find_seats(model, model.demand(ticket, NOTHING), people)
    booking = model.find(who)
    if booking and booking.coming:
        raise AddressTaken
    action = "revived" if booking else "made"
    booking = enlist(model, who, companions)
    booking.code, booking.drawn = "", NOTHING
    for person in booking.people[:people]:
        person.approved = True
    enter(
        model,
        action,
        booking.people[:people],
        ticket,
        seats,
        above=above,
        all_or_none=all_or_none,
        by_host=True,
    )


def cancel(model: Model, people: Sequence[Person]) -> None:
    for same in by_booking(people):
        if coming := [person for person in same if person.active]:
            model.step("cancelled", coming, lambda person: model.leave(person, "cancelled"), by_host=True)
            if not same[0].booking.coming:
                same[0].booking.prove_until = None
    model.move_up()


def restore(model: Model, people: Sequence[Person], *, above: bool) -> None:
    for same in by_booking(people):
        if ended := [person for person in same if not person.active]:
            if ended[0].booking.prove_until:
                accept_proof(model, ended[0].booking, by_host=True)
            for person in ended:
                person.approved = True
            for ticket in model.tickets:
                if alike := [person for person in ended if person.ticket == ticket]:
                    draws = model.demand(ticket, same[0].booking.drawn)
                    seats = len(alike) if above else find_seats(model, draws, len(alike))
                    enter(model, "restored", alike, ticket, seats, above=above, by_host=True)


def move(model: Model, person: Person, ticket: str, *, above: bool) -> None:
    has = [(hold.ticket, hold.reason) for hold in person.holds]
    if not person.active or (has == [(ticket, "confirmed")] and not person.waits):
        raise NotPossible
    if person.booking.prove_until:
        accept_proof(model, person.booking, by_host=True)
    if not above and model.room(model.demand(ticket, person.booking.drawn) - person.quotas) == 0:
        raise NoPlace

    def place(person: Person) -> None:
        person.approved, person.ticket = True, ticket
        model.stop_waiting(person)
        model.take(person, ticket, "confirmed", above=above)

    model.step("moved", [person], place, by_host=True)
    model.move_up()


def awaits(model: Model, person: Person) -> str:
    """The ticket for which somebody waits for a yes."""
    if not person.active or person.booking.prove_until:
        return ""
    if pending := person.holds_for("pending"):
        return pending.ticket
    is_awaited = person.waits and model.tickets[person.waits].approval and not person.approved
    return person.waits if is_awaited else ""


def approve(model: Model, people: Sequence[Person]) -> None:
    for same in by_booking(people):
        awaited = {person: awaits(model, person) for person in same}
        for ticket in dict.fromkeys(filter(None, awaited.values())):
            _approve(model, [person for person in same if awaited[person] == ticket], ticket)
    model.move_up()


def _approve(model: Model, people: Sequence[Person], ticket: str) -> None:
    draws = model.demand(ticket, people[0].booking.drawn)
    sure = [
        person
        for person in people
        if (pending := person.holds_for("pending")) and (pending.quotas or not draws)
    ]
    asking = [person for person in people if person not in sure and not person.waits]
    try:
        seats = find_seats(model, draws, len(asking)) if asking else 0
    except NoPlace:
        return
    seated = [*sure, *asking[:seats]]

    def say_yes(person: Person) -> None:
        person.approved = True
        if person in seated:
            gained = draws - person.quotas
            model.take(person, ticket, "confirmed")
            model.count_passed(model.groups(), gained, 1)
        elif not person.waits:
            person.holds = [hold for hold in person.holds if hold.reason != "pending"]
            model.wait(person, ticket)

    model.step("approved", people, say_yes, by_host=True)


def reject(model: Model, people: Sequence[Person]) -> None:
    def refuse(person: Person) -> None:
        model.stop_waiting(person)
        model.drop(person, "pending", "rejected")

    for same in by_booking(people):
        if undecided := [person for person in same if awaits(model, person)]:
            model.step("rejected", undecided, refuse, by_host=True)
    model.move_up()


def set_capacity(model: Model, quota: str, capacity: int) -> None:
    if capacity < model.taken(quota) and capacity < model.capacity[quota]:
        raise CapacityTooLow(model.taken(quota))
    model.capacity[quota] = capacity
    model.audit.append("quota.changed")
    model.move_up()


def by_booking(people: Sequence[Person]) -> list[list[Person]]:
    ordered = sorted(people, key=lambda person: person.number)
    bookings = dict.fromkeys(person.booking for person in ordered)
    return [[person for person in ordered if person.booking is booking] for booking in bookings]
