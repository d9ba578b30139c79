"""Every way in which what a person has at an event may change: the table, and the function that goes by it.

A use case says which transition it makes, for whom, and does to the places what has to be done. All else is
read from the table: who may cause it, what it may start from and lead to, which letter tells it. What enters,
leaves or changes in a calendar follows from the places themselves. ARCHITECTURE.md shows the same table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.errors import NotPossible
from regapp.models import Attendee, Registration, emails
from regapp.services import audit
from regapp.services.allocation import invitations
from regapp.services.outgoing import letters
from regapp.services.outgoing.calendar_changes import InCalendar, gone_for, gone_for_contact, in_calendar
from regapp.vocabulary import Actor, LetterKind, Status

Act = Callable[[Attendee], None]

NOTHING_YET = frozenset({None})
ENDED = frozenset({Status.CANCELLED, Status.REJECTED, Status.LAPSED})
HAVING = frozenset(Status) - ENDED

_PARTICIPANT, _ORGANISER, _SYSTEM = (frozenset({actor}) for actor in Actor)
_STANDING = {
    Status.CONFIRMED: LetterKind.CONFIRMATION,
    Status.WAITING: LetterKind.WAITING_LIST,
    Status.PENDING: LetterKind.PENDING,
}
_CHANGED = dict.fromkeys(_STANDING, LetterKind.CHANGED)


@dataclass(frozen=True, slots=True)
class Transition:
    """A line of the table.

    ``letters`` has a key for each status it may lead to: the letter that tells it. ``places`` says in words
    what becomes of places and of the line.
    """

    action: str
    actors: frozenset[Actor]
    before: frozenset[Status | None]
    letters: Mapping[Status, LetterKind | None]
    places: str


_ENTER = {**_STANDING, Status.UNPROVEN: LetterKind.PROVE_REGISTRATION}
_DECIDED = frozenset({Status.PENDING, Status.WAITING, Status.CONFIRMED})
_ASKED = frozenset({Status.OFFERED, Status.CONFIRMED})
_IN_HAND = frozenset({Status.CONFIRMED, Status.WAITING, Status.PENDING})
_ENTERS = "takes a place, or joins the end of the line"
_LEAVES = "all goes to the line"
MADE = Transition("made", _PARTICIPANT | _ORGANISER, NOTHING_YET, _ENTER, _ENTERS)
REVIVED = Transition("revived", _PARTICIPANT | _ORGANISER, ENDED, _ENTER, _ENTERS)
RESTORED = Transition("restored", _PARTICIPANT | _ORGANISER, ENDED, _STANDING, _ENTERS)
PROVED = Transition(
    "proved", _PARTICIPANT | _ORGANISER, frozenset({Status.UNPROVEN}), _STANDING, "what was kept is theirs"
)
PROOF_LAPSED = Transition(
    "proof_lapsed", _SYSTEM, frozenset({Status.UNPROVEN}), {Status.LAPSED: None}, _LEAVES
)
APPROVED = Transition(
    "approved",
    _ORGANISER,
    _DECIDED,
    {Status.CONFIRMED: LetterKind.CONFIRMATION, Status.WAITING: LetterKind.WAITING_LIST},
    "what was kept is theirs; else takes a place, or joins or keeps the line",
)
REJECTED = Transition(
    "rejected",
    _ORGANISER,
    _DECIDED,
    {Status.REJECTED: LetterKind.REJECTION, Status.CONFIRMED: LetterKind.REJECTION},
    "what was asked for goes to the line; another place stays",
)
MOVED_UP = Transition(
    "moved_up",
    _SYSTEM,
    frozenset({Status.WAITING, Status.CONFIRMED, Status.UNPROVEN}),
    {Status.CONFIRMED: LetterKind.PLACE, Status.UNPROVEN: None},
    "leaves the line with a free place; what was held meanwhile goes to the line",
)
TURN_CAME = Transition(
    "turn_came",
    _SYSTEM,
    frozenset({Status.WAITING, Status.CONFIRMED}),
    dict.fromkeys((Status.PENDING, Status.CONFIRMED), LetterKind.PENDING),
    "leaves the line; a free place is kept beside what is held until the host's yes",
)
OFFERED = Transition(
    "offered",
    _SYSTEM,
    frozenset({Status.WAITING, Status.CONFIRMED}),
    dict.fromkeys((Status.OFFERED, Status.CONFIRMED), LetterKind.OFFER),
    "leaves the line; a free place is kept beside what is held",
)
ACCEPTED = Transition(
    "accepted",
    _PARTICIPANT,
    _ASKED,
    {Status.CONFIRMED: LetterKind.PLACE},
    "the place kept is theirs; what was held meanwhile goes to the line",
)
DECLINED = Transition(
    "declined",
    _PARTICIPANT,
    _ASKED,
    {Status.CANCELLED: LetterKind.CANCELLATION, Status.CONFIRMED: LetterKind.CHANGED},
    "the place kept goes to the line",
)
OFFER_LAPSED = Transition(
    "offer_lapsed",
    _SYSTEM,
    _ASKED,
    dict.fromkeys((Status.LAPSED, Status.CONFIRMED), LetterKind.OFFER_LAPSED),
    "the place kept goes to the line",
)
TICKET_CHANGED = Transition(
    "ticket_changed",
    _PARTICIPANT,
    _IN_HAND,
    _CHANGED,
    "takes the other place and gives back the first, or keeps it and joins the line",
)
SESSIONS_CHANGED = Transition(
    "sessions_changed", _PARTICIPANT, _IN_HAND, _CHANGED, "takes and gives back the sessions' places"
)
LINE_LEFT = Transition(
    "line_left",
    _PARTICIPANT,
    frozenset({Status.CONFIRMED}),
    {Status.CONFIRMED: LetterKind.CHANGED},
    "leaves the line and keeps what is held",
)
PERSON_ADDED = Transition("person_added", _PARTICIPANT, NOTHING_YET, _CHANGED, _ENTERS)
PERSON_TAKEN_OUT = Transition(
    "person_taken_out", _PARTICIPANT, HAVING, {Status.CANCELLED: LetterKind.CHANGED}, _LEAVES
)
MOVED = Transition(
    "moved",
    _ORGANISER,
    HAVING - {Status.UNPROVEN},
    {Status.CONFIRMED: LetterKind.CHANGED},
    "takes a place, above a quota if told so; all else goes to the line",
)
CANCELLED = Transition(
    "cancelled", _PARTICIPANT | _ORGANISER, HAVING, {Status.CANCELLED: LetterKind.CANCELLATION}, _LEAVES
)
WITHDRAWN = Transition("withdrawn", _PARTICIPANT, HAVING, {Status.CANCELLED: None}, _LEAVES)

TABLE = tuple(value for value in globals().copy().values() if isinstance(value, Transition))

# Of several people in one registration the letter tells the best news first, and all the rest in its text.
_FIRST_NEWS = tuple(LetterKind)


def carry_out(
    session: Session,
    transition: Transition,
    attendees: Sequence[Attendee],
    act: Act,
    *,
    actor: Actor,
    user_id: int | None = None,
    by_form: bool = False,
    send_letter: bool = True,
    message: str = "",
    **details: Any,
) -> None:
    """Do ``act`` to each of these people of one registration, write it down and owe the letters that tell it.

    ``message`` is what the organiser says in the letter, ``details`` go to the audit log. The caller holds
    the event's line unless nothing limited is touched. Raises NotPossible if somebody has nothing from which
    the transition starts.
    """
    registration = attendees[0].registration
    before = _Before(transition, attendees)
    if actor not in transition.actors or not set(before.statuses) <= transition.before:
        raise NotPossible
    after = _act_on_each(session, transition, attendees, act)
    changed = before.changed()
    if changed and transition is not MADE:
        registration.calendar_revision += 1
    audit.record(
        session,
        audit.name(actor, user_id),
        f"registration.{transition.action}",
        registration,
        people=len(attendees) if len(attendees) > 1 else None,
        status=after[0],
        **details,
    )
    kinds = [kind for status in after if (kind := transition.letters[status])]
    if kinds and send_letter:
        facts, gone = {"message": message, **before.facts(changed)}, before.gone(changed)
        _tell(session, registration, kinds, facts, gone=gone, actor=actor, by_form=by_form)


def _act_on_each(
    session: Session, transition: Transition, attendees: Sequence[Attendee], act: Act
) -> list[Status]:
    """What they have afterwards. Raises RuntimeError where the table knows of no such end."""
    moment = now()  # one for all: who left together comes back together
    for attendee in attendees:
        act(attendee)
        invitations.release(session, attendee)
        attendee.ended_at = None if attendee.active else moment
        if not attendee.active:
            attendee.calendar_answer = None  # it was about what has ended
    after = [attendee.status for attendee in attendees]
    if unforeseen := set(after) - set(transition.letters):
        raise RuntimeError(f"{transition.action} led to {unforeseen}")
    return after


class _Before:
    """What these people had, and with them all of their registration, before a transition."""

    def __init__(self, transition: Transition, attendees: Sequence[Attendee]) -> None:
        self._people = attendees
        self._all = attendees if transition is MADE else attendees[0].registration.attendees
        is_new = None in transition.before
        self.statuses = [None if is_new else attendee.status for attendee in attendees]
        self._had = {attendee: in_calendar(attendee) for attendee in self._all}

    def had(self, attendee: Attendee) -> InCalendar:
        """What of this person's stood in calendars."""
        return self._had.get(attendee, InCalendar())

    def changed(self) -> list[Attendee]:
        """Those who have another confirmed ticket now, or other sessions with it, or none any more."""
        return [one for one in self._people if self.had(one) != in_calendar(one)]

    def gone(self, changed: list[Attendee]) -> dict[Attendee, list[dict[str, Any]]]:
        """What goes from the calendar of each of those."""
        return {one: gone_for(one, self.had(one)) for one in changed}

    def facts(self, changed: list[Attendee]) -> dict[str, Any]:
        """What the letter cannot read later: whether there was a place, and what becomes of the calendar."""
        after = [in_calendar(one) for one in dict.fromkeys((*self._all, *self._people))]
        held_a_place = any(one.tickets for one in self._had.values())
        holds_a_place = any(one.tickets for one in after)
        method = "REQUEST" if holds_a_place else "CANCEL" if held_a_place else ""
        return {
            "held_a_place": held_a_place,
            "calendar": method if changed else "",
            "gone": gone_for_contact(self._had.values(), after) if changed else [],
        }


def _tell(
    session: Session,
    registration: Registration,
    kinds: list[LetterKind],
    facts: dict[str, Any],
    *,
    gone: Mapping[Attendee, list[dict[str, Any]]],
    actor: Actor,
    by_form: bool,
) -> None:
    """Owe the contact the letter with the first news, and each companion one about their own place alone.

    ``gone`` has everybody whose place changed, with the entries that go from their calendar.
    """
    companions = [one for one in gone if is_companion(one, registration)]
    # The contact has proved their own address on the own page, but not those of others.
    limited = by_form or actor is Actor.PARTICIPANT
    if limited and companions:
        own = [registration.email] if by_form else []
        letters.lock_limits(session, [*own, *(one.email for one in companions)])
    kind = min(kinds, key=_FIRST_NEWS.index)
    if kind is LetterKind.CANCELLATION and registration.active:
        kind = LetterKind.CHANGED  # others of the registration still come
    told = {name: fact for name, fact in {**facts, "by_host": actor is Actor.ORGANISER}.items() if fact}
    letters.owe(session, kind, registration, by_form=by_form, **told)
    for attendee in companions:
        ticket = LetterKind.TICKET if in_calendar(attendee).tickets else LetterKind.TICKET_ENDED
        by_host = actor is Actor.ORGANISER and kind is LetterKind.CHANGED
        letters.owe_companion(
            session, ticket, attendee, by_form=limited, by_host=by_host, gone=gone[attendee]
        )


def is_companion(attendee: Attendee, registration: Registration) -> bool:
    """Whether this person gets letters beside those to the registration's contact."""
    return bool(attendee.email) and emails.key(attendee.email) != registration.email_key
