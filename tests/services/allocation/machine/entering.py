"""How people enter, on the model: seats, the line, codes, what is held meanwhile."""

from collections.abc import Sequence
from datetime import timedelta

from regapp.errors import (
    Closed,
    GroupTooLarge,
    NoPlace,
    TooManyPeople,
    UnknownTicket,
    WrongCode,
)
from regapp.vocabulary import LetterKind as Kind
from tests.services.allocation.machine.model import Model
from tests.services.allocation.machine.things import Booking, Person


def check_open(model: Model, *tickets: str) -> None:
    if model.closed & {"", *tickets}:
        raise Closed(model.now)


def find_seats(
    model: Model,
    quotas: frozenset[str],
    people: int,
    *,
    all_or_none: bool = False,
    waiting_list: bool | None = None,
) -> int:
    left = model.room(quotas)
    if left is None:
        return people
    if not model.stopped and model.is_claimed(quotas):
        left = 0
    seats = min(people, left)
    if all_or_none and seats < people:
        seats = 0
    if seats < people and not (model.rules.waiting_list if waiting_list is None else waiting_list):
        raise NoPlace
    if all_or_none and people > 1 and not seats and any(model.capacity[one] < people for one in quotas):
        raise GroupTooLarge
    return seats


def newcomers_seats(
    model: Model, ticket: str, people: int, drawn: frozenset[str], *, all_or_none: bool = False
) -> int:
    if model.tickets[ticket].approval and not model.rules.pending_holds:
        return people
    return find_seats(model, model.demand(ticket, drawn), people, all_or_none=all_or_none)


def give(model: Model, person: Person, ticket: str, *, above: bool = False) -> None:
    reason = model.reason(person, ticket)
    has_another = any(hold.reason == "confirmed" and hold.ticket != ticket for hold in person.holds)
    counted = model.rules.pending_holds or not model.tickets[ticket].approval or person.approved
    beside = has_another and reason == "pending"
    model.take(person, ticket, reason, beside=beside, above=above, counted=counted)


def enter(
    model: Model,
    action: str,
    people: Sequence[Person],
    ticket: str,
    seats: int,
    *,
    all_or_none: bool = False,
    meanwhile: str = "",
    above: bool = False,
    by_form: bool = False,
    by_host: bool = False,
    letter: bool = True,
) -> None:
    by_code = model.tickets[ticket].code and not by_host
    code = people[0].booking.code if by_code else ""
    if code and used(model, code) + len(people) > model.codes[code][1]:
        raise WrongCode
    seated, waiting = people[:seats], people[seats:]
    ahead = model.groups()
    answered = people[0].booking.drawn

    def act(person: Person) -> None:
        person.ticket, person.state, person.invited = ticket, "active", bool(code)
        if person in seated:
            give(model, person, ticket, above=above)
            return
        if meanwhile:
            give(model, person, meanwhile)
        model.wait(person, ticket, party=all_or_none and len(waiting) > 1)

    model.step(action, people, act, by_form=by_form, by_host=by_host, letter=letter)
    counted = any(hold.quotas for person in seated for hold in person.holds)
    if seated and counted and not model.stopped and not above:
        model.count_passed(ahead, model.demand(ticket, answered), len(seated))
    if waiting and meanwhile:
        model.count_passed(ahead, model.demand(meanwhile, answered), len(waiting))


def used(model: Model, code: str) -> int:
    return sum(
        person.invited for booking in model.bookings if booking.code == code for person in booking.people
    )


def claim_code(model: Model, person: Person, ticket: str) -> None:
    """Count somebody who changes to a ticket that needs a code."""
    if model.tickets[ticket].code and not person.invited:
        check_again(model, person.booking, ticket, 1)
        person.invited = True


def check_code(model: Model, ticket: str, code: str, people: int) -> str:
    if not model.tickets[ticket].code:
        return ""
    of_ticket, uses = model.codes.get(code, ("", 0))
    if of_ticket != ticket or code in model.ended_codes or used(model, code) + people > uses:
        raise WrongCode
    return code


def check_again(model: Model, booking: Booking, ticket: str, people: int) -> None:
    if model.tickets[ticket].code and not booking.code:
        raise WrongCode
    check_code(model, ticket, booking.code, people)


def register(
    model: Model,
    who: str,
    ticket: str,
    companions: Sequence[str],
    *,
    all_or_none: bool,
    meanwhile: str = "",
    code: str = "",
    drawn: frozenset[str] = frozenset(),
) -> Booking | None:
    """The booking if this made a new one."""
    check_open(model, ticket)
    people = 1 + len(companions)
    if people > model.rules.most_people:
        raise TooManyPeople(0)
    code = check_code(model, ticket, code, people)
    seats = newcomers_seats(model, ticket, people, drawn, all_or_none=all_or_none)
    meanwhile = find_meanwhile(model, ticket, meanwhile, seats, people - seats, drawn=drawn)
    booking = model.find(who)
    if booking and booking.prove_until and booking.prove_until <= model.now and model.rules.proof_minutes:
        booking.prove_until = model.now + timedelta(minutes=model.rules.proof_minutes)
        model.tell(who, Kind.PROVE_REGISTRATION, by_form=True)
        return None
    if booking and booking.coming:
        model.tell(who, Kind.ALREADY_REGISTERED, by_form=True)
        return None
    action = "revived" if booking else "made"
    booking = enlist(model, who, companions)
    booking.code, booking.drawn = code, drawn
    minutes = model.rules.proof_minutes
    booking.prove_until = model.now + timedelta(minutes=minutes) if minutes else None
    enter(
        model,
        action,
        booking.people[:people],
        ticket,
        seats,
        all_or_none=all_or_none,
        meanwhile=meanwhile,
        by_form=True,
    )
    return booking if action == "made" else None


def find_meanwhile(
    model: Model, ticket: str, meanwhile: str, seats: int, waiting: int, *, drawn: frozenset[str]
) -> str:
    """The ticket for those who wait, if there is one for each of them and nobody in the line claims it."""
    if not meanwhile or not waiting or meanwhile == ticket:
        return ""
    if model.tickets[meanwhile].approval or model.tickets[meanwhile].code:
        raise UnknownTicket
    if meanwhile in model.closed:
        raise Closed(model.now)
    quotas = model.demand(meanwhile, drawn)
    if not quotas:
        return meanwhile
    shared = model.demand(ticket, drawn)
    left = min(model.left(quota) - (seats if quota in shared else 0) for quota in quotas)
    return "" if left < waiting or model.is_claimed(quotas) else meanwhile


def enlist(model: Model, who: str, companions: Sequence[str]) -> Booking:
    booking = model.find(who)
    if booking is None:
        booking = Booking(who, made_at=model.now)
        model.bookings.append(booking)
    for number, email in enumerate(["", *companions]):
        if number == len(booking.people):
            booking.people.append(Person(booking, len(model.people)))
        booking.people[number].email = email
        booking.people[number].approved = False
    return booking
