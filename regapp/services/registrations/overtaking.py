"""Two act on the same person: who was shown something else than what stands by now changes nothing yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from regapp.errors import EditedMeanwhile
from regapp.models import Attendee
from regapp.models.form import Answers
from regapp.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Details:
    """What a host may set right about somebody; language and answers are their whole registration's."""

    name: str
    email: str
    language: Language
    answers: Answers = field(default_factory=dict)


def details_of(attendee: Attendee) -> Details:
    """What stands about them now."""
    registration = attendee.registration
    email = attendee.email or registration.email
    return Details(attendee.name, email, registration.language, dict(registration.answers))


def refuse_changed(attendee: Attendee, stood: Details | None) -> None:
    """Go on only where these are still their details; None: nobody compared. Raises EditedMeanwhile."""
    if stood is not None and stood != details_of(attendee):
        raise EditedMeanwhile


def has_now(attendee: Attendee) -> str:
    """All that somebody has, as a term to compare with: "confirmed:3 waiting:4", or how they left."""
    if not attendee.active:
        return str(attendee.state)
    has = {f"{hold.reason}:{hold.ticket_type_id}" for hold in attendee.holds}
    if attendee.waiting_entry:
        has.add(f"waiting:{attendee.waiting_entry.ticket_type_id}")
    return " ".join([*(["unproven"] if attendee.registration.prove_until else []), *sorted(has)])


def refuse_overtaken(people: Iterable[Sequence[Attendee]], stood: str | None) -> None:
    """Go on only where these people, found under the event's line, still have what they had on the page.

    ``stood`` is what ``has_now`` said then, None where nobody looked. Raises EditedMeanwhile.
    """
    if stood is not None and any(has_now(one) != stood for together in people for one in together):
        raise EditedMeanwhile
