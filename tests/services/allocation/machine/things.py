"""Who comes and what they have, as plain values; and which letter tells what."""

from dataclasses import dataclass, field
from datetime import datetime

from regapp.vocabulary import LetterKind as Kind

STANDING = {
    "confirmed": Kind.CONFIRMATION,
    "waiting": Kind.WAITING_LIST,
    "pending": Kind.PENDING,
    "unproven": Kind.PROVE_REGISTRATION,
    "offered": Kind.OFFER,
}
LETTERS: dict[str, dict[str, Kind] | Kind] = {
    "made": STANDING,
    "revived": STANDING,
    "restored": STANDING,
    "proved": STANDING,
    "approved": STANDING,
    "rejected": Kind.REJECTION,
    "moved_up": {"confirmed": Kind.PLACE},
    "turn_came": Kind.PENDING,
    "offered": Kind.OFFER,
    "accepted": Kind.PLACE,
    "declined": {"cancelled": Kind.CANCELLATION, **dict.fromkeys(STANDING, Kind.CHANGED)},
    "offer_lapsed": Kind.OFFER_LAPSED,
    "cancelled": Kind.CANCELLATION,
    **dict.fromkeys(
        ("ticket_changed", "line_left", "person_added", "person_taken_out", "moved"), Kind.CHANGED
    ),
    "proof_lapsed": {},
    "withdrawn": {},
}
OF_THEMSELVES = {"moved_up", "turn_came", "offered", "proof_lapsed", "offer_lapsed"}
MOST_PASSES = 3


@dataclass(frozen=True)
class Ticket:
    key: str
    draws: frozenset[str]
    approval: bool = False
    code: bool = False
    asked: bool = False  # the question whose answer may draw on a quota is put to its people


@dataclass
class Holding:
    ticket: str
    reason: str
    quotas: frozenset[str]
    deadline: datetime | None = None


@dataclass(eq=False)
class Person:
    booking: "Booking"
    number: int
    email: str = ""
    ticket: str = ""
    state: str = "new"
    holds: list[Holding] = field(default_factory=list)
    waits: str = ""
    party: bool = False
    passed: int = 0
    approved: bool = False
    invited: bool = False
    left_at: datetime | None = None

    @property
    def active(self) -> bool:
        return self.state == "active"

    @property
    def status(self) -> str:
        if not self.active:
            return self.state
        if self.booking.prove_until:
            return "unproven"
        reasons = {hold.reason for hold in self.holds}
        return next((one for one in ("confirmed", "pending", "offered") if one in reasons), "waiting")

    @property
    def quotas(self) -> frozenset[str]:
        return frozenset().union(*(hold.quotas for hold in self.holds))

    @property
    def confirmed(self) -> set[str]:
        if not self.active or self.booking.prove_until:
            return set()
        return {hold.ticket for hold in self.holds if hold.reason == "confirmed"}

    def holds_for(self, reason: str) -> Holding | None:
        return next((hold for hold in self.holds if hold.reason == reason), None)


@dataclass(eq=False)
class Booking:
    who: str
    people: list[Person] = field(default_factory=list)
    prove_until: datetime | None = None
    code: str = ""
    drawn: frozenset[str] = frozenset()  # quotas that go with what was answered
    calendar: int = 0
    touched: bool = False
    made_at: datetime | None = None

    @property
    def coming(self) -> list[Person]:
        return [person for person in self.people if person.active]

    @property
    def first(self) -> Person:
        return (self.coming or self.people)[0]


@dataclass
class Rules:
    waiting_list: bool = True
    offer_minutes: int | None = None
    proof_minutes: int | None = None
    pending_holds: bool = True
    most_people: int = 3
