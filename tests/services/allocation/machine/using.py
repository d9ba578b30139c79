"""What the use cases do, on the model. What is refused raises, and leaves the model to be thrown away."""

from collections.abc import Sequence

from regapp.errors import (
    NotPossible,
    RegappError,
    TooManyPeople,
    UnknownTicket,
)
from regapp.services.registrations.receipts import CORRECTABLE, MOST_CORRECTIONS
from regapp.vocabulary import LetterKind as Kind
from tests.services.allocation.machine.entering import (
    check_again,
    check_open,
    claim_code,
    enter,
    find_seats,
    give,
    newcomers_seats,
    register,
)
from tests.services.allocation.machine.model import Model
from tests.services.allocation.machine.things import STANDING, Booking, Person


def cancel(model: Model, booking: Booking) -> None:
    booking.touched = True
    if booking.coming:
        model.drop_unsent(booking)
        model.step("cancelled", booking.coming, lambda person: model.leave(person, "cancelled"))
        booking.prove_until = None
        model.move_up()


def by_ticket(model: Model, people: Sequence[Person]) -> list[tuple[str, list[Person]]]:
    asked = [(ticket, [one for one in people if one.ticket == ticket]) for ticket in model.tickets]
    return [(ticket, same) for ticket, same in asked if same]


def restore(model: Model, booking: Booking) -> None:
    booking.touched = True
    if booking.coming:
        return
    check_open(model)
    last = max(person.left_at for person in booking.people if person.left_at)
    people = [person for person in booking.people if person.left_at == last]
    for person in people:
        person.approved = False
    for ticket, same in by_ticket(model, people):
        check_open(model, ticket)
        check_again(model, booking, ticket, len(same))
        enter(model, "restored", same, ticket, newcomers_seats(model, ticket, len(same), booking.drawn))


def prove(model: Model, booking: Booking) -> None:
    booking.touched = True
    if booking.prove_until and model.now < booking.prove_until:
        accept_proof(model, booking)
    elif booking.prove_until or not booking.coming:
        raise NotPossible


def accept_proof(model: Model, booking: Booking, *, by_host: bool = False) -> None:
    def settle(person: Person) -> None:
        booking.prove_until = None
        for hold in person.holds:
            hold.reason = model.reason(person, hold.ticket)

    model.step("proved", booking.coming, settle, by_host=by_host)


def offered(model: Model, booking: Booking) -> list[Person]:
    booking.touched = True
    people = [
        person
        for person in booking.coming
        if any(hold.deadline and model.now < hold.deadline for hold in person.holds)
    ]
    if not people:
        raise NotPossible
    return people


def accept(model: Model, booking: Booking) -> None:
    def take(person: Person) -> None:
        offer = person.holds_for("offered")
        assert offer
        person.ticket = offer.ticket
        model.take(person, offer.ticket, "confirmed")

    model.step("accepted", offered(model, booking), take)
    model.move_up()


def decline(model: Model, booking: Booking) -> None:
    people = offered(model, booking)
    model.step("declined", people, lambda person: model.drop(person, "offered", "cancelled"))
    model.move_up()


def change_ticket(model: Model, person: Person, ticket: str) -> None:
    booking = person.booking
    booking.touched = True
    check_open(model)
    of_code = model.codes.get(booking.code, ("", 0))[0]
    if model.tickets[ticket].code and of_code != ticket:
        raise UnknownTicket
    check_open(model, ticket)
    if any(hold.ticket == ticket for hold in person.holds):
        return
    if person.holds_for("offered"):
        raise NotPossible

    def wait(person: Person) -> None:
        person.ticket = ticket
        person.holds = [hold for hold in person.holds if hold.reason != "pending"]
        model.wait(person, ticket)

    asks_again = person.waits == ticket
    person.approved = person.approved and asks_again
    kind = model.tickets[ticket]
    counted = model.rules.pending_holds or not kind.approval or person.approved
    wanted = model.demand(ticket, booking.drawn)
    if counted and not find_seats(model, wanted - person.quotas, 1):
        if not asks_again:
            _refuse_unproven(person)
            claim_code(model, person, ticket)
            model.step("ticket_changed", [person], wait)
        model.move_up()
        return
    _refuse_unproven(person)
    gained = wanted - person.quotas if counted else frozenset()

    def change(person: Person) -> None:
        person.ticket = ticket
        model.stop_waiting(person)
        if person.holds_for("confirmed"):
            person.holds = [hold for hold in person.holds if hold.reason != "pending"]
        give(model, person, ticket)
        model.count_passed(model.groups(), gained, 1)

    claim_code(model, person, ticket)
    model.step("ticket_changed", [person], change)
    model.move_up()


def answer(model: Model, booking: Booking, drawn: frozenset[str]) -> None:
    """Answer anew: what people have stays, with the quotas that go with it now."""
    booking.touched = True
    people, booking.drawn = booking.coming if drawn != booking.drawn else [], drawn
    for person in people:
        held = {hold.ticket for hold in person.holds}
        if booking.prove_until or person.holds_for("offered") or len(held) > 1:
            raise NotPossible
        for ticket in held:
            reason, approval = person.holds[0].reason, model.tickets[ticket].approval
            counted = reason == "confirmed" or model.rules.pending_holds or not approval or person.approved
            gained = model.demand(ticket, drawn) - person.quotas if counted else frozenset()
            find_seats(model, gained, 1, waiting_list=False)
            model.take(person, ticket, reason, counted=counted)
            model.count_passed(model.groups(), gained, 1)
    model.audit.append("registration.changed")
    model.move_up()


def _refuse_unproven(person: Person) -> None:
    if person.status not in {"confirmed", "waiting", "pending"}:
        raise NotPossible


def leave_line(model: Model, person: Person) -> None:
    person.booking.touched = True
    if not person.waits or person.status not in {"confirmed", "pending"}:
        raise NotPossible
    model.step("line_left", [person], model.stop_waiting)
    model.move_up()


def add_person(model: Model, booking: Booking, email: str) -> None:
    booking.touched = True
    check_open(model)
    if not booking.coming or booking.prove_until:
        raise NotPossible
    if len(booking.coming) >= model.rules.most_people:
        raise TooManyPeople(0)
    ticket = booking.first.ticket
    check_open(model, ticket)
    check_again(model, booking, ticket, 1)
    person = Person(booking, len(model.people), email)
    booking.people.append(person)
    enter(model, "person_added", [person], ticket, newcomers_seats(model, ticket, 1, booking.drawn))


def take_out(model: Model, person: Person) -> None:
    booking = person.booking
    booking.touched = True
    if len(booking.coming) == 1:
        raise NotPossible
    model.step("person_taken_out", [person], lambda one: model.leave(one, "cancelled"))
    model.move_up()


def lapse_due(model: Model) -> None:
    while True:
        proofs = [one for one in model.bookings if one.prove_until and one.prove_until <= model.now]
        for booking in proofs:
            model.step("proof_lapsed", booking.coming, lambda person: model.leave(person, "lapsed"))
            booking.prove_until = None
        due = [
            (booking, [one for one in booking.coming if _is_due(model, one)]) for booking in model.bookings
        ]
        offers = [people for _, people in due if people]
        if not proofs and not offers:
            return
        for people in offers:
            model.step("offer_lapsed", people, lambda person: model.drop(person, "offered", "lapsed"))
        model.move_up()


def _is_due(model: Model, person: Person) -> bool:
    return any(hold.deadline and hold.deadline <= model.now for hold in person.holds)


def correct(model: Model, made: Booking | None, corrections: int, new: str, again: dict) -> Booking | None:  # type: ignore[type-arg]
    """Correct a receipt's address; the booking that the receipt belongs to now."""
    movable = made and made.coming and not made.touched and model.now < made.made_at + CORRECTABLE  # type: ignore[operator]
    if not made or not movable or corrections >= MOST_CORRECTIONS:
        _register_newcomer(model, new, again)
        return made
    model.drop_unsent(made)
    if model.find(new):
        model.step("withdrawn", made.coming, lambda person: model.leave(person, "cancelled"))
        made.prove_until = None
        model.move_up()
        _register_newcomer(model, new, again)
        return None
    made.who = new
    statuses = {person.status for person in made.coming}
    order = ("confirmed", "offered", "pending", "unproven", "waiting")
    model.tell(new, next(STANDING[one] for one in order if one in statuses), by_form=True)
    model.audit.append("registration.address_corrected")
    return made


def _register_newcomer(model: Model, who: str, again: dict) -> None:  # type: ignore[type-arg]
    try:
        register(model, who, **again)
    except RegappError:
        model.tell(who, Kind.NO_PLACE, by_form=True)
