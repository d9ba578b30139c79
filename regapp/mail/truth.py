"""Whether a letter still has its reason when it is sent: it may have waited for hours."""

from collections.abc import Callable, Sequence
from datetime import datetime

from regapp.mail.changes import changes_of
from regapp.mail.people import Pair, confirmed_pair, pairs_of, who_declined
from regapp.models import Attendee, Event, Letter
from regapp.queries.letters import Subject
from regapp.queries.registrations import Standing
from regapp.vocabulary import (
    AttendeeState,
    CalendarAnswer,
    EventStatus,
    HoldReason,
    LetterKind,
    Status,
)

Rule = Callable[[Sequence[Pair], datetime], bool]
WholeRule = Callable[[Letter, Subject, Event, datetime], bool]

# Letters that make sense although the event will not take place.
_LOOKS_BACK = {
    LetterKind.CANCELLATION,
    LetterKind.TICKET_ENDED,
    LetterKind.PROVE_ADDRESS,
    LetterKind.LOST_LINKS,
    LetterKind.EVENT_CANCELLED,
    LetterKind.MESSAGE,
    LetterKind.MESSAGE_TEST,
    LetterKind.FORWARDED,
    LetterKind.DIGEST,
    LetterKind.LETTERS_FAIL,
}


def is_still_true(letter: Letter, subject: Subject, moment: datetime) -> bool:
    """Whether what ``letter`` is to tell is so at ``moment``, and its recipient still the one to be told."""
    if not _is_for_its_recipient(letter, subject) or _came_back(letter, subject):
        return False
    if subject.event and not _fits_event(letter, subject.event, moment):
        return False
    registration = subject.registration
    if registration is None or subject.event is None:
        return True
    whole = _OF_THE_WHOLE.get(letter.kind)
    if whole and not whole(letter, subject, registration.event, moment):
        return False
    if letter.kind in _OF_ALL:
        return _OF_ALL[letter.kind](registration.attendees)
    return _OF_THOSE_WHO_COME[letter.kind](pairs_of(letter, subject), moment)


def _came_back(letter: Letter, subject: Subject) -> bool:
    """Whether a letter takes something out of a calendar that belongs there again.

    A whole event ends with the places at it.
    """
    return (
        letter.facts.get("calendar") == "CANCEL"
        and letter.kind is not LetterKind.EVENT_CANCELLED
        and confirmed_pair(letter, subject) is not None
    )


def _fits_event(letter: Letter, event: Event, moment: datetime) -> bool:
    if letter.kind is LetterKind.INVITATION and event.closes_at <= moment:
        return False
    return event.status is not EventStatus.CANCELLED or letter.kind in _LOOKS_BACK


def _is_for_its_recipient(letter: Letter, subject: Subject) -> bool:
    """Whether it has not moved to another address since, which alone may have its own page."""
    if letter.kind is LetterKind.PROVE_ADDRESS or letter.attendee is not None:
        # The one goes to an address that is not theirs yet. Of a companion who has another address now
        # nothing is told to the old one but that the place there has ended.
        return True
    return subject.registration is None or subject.registration.email_key == letter.recipient_key


def _is_called_off(_letter: Letter, _subject: Subject, event: Event, _moment: datetime) -> bool:
    return event.status is EventStatus.CANCELLED


def _matters_to_them(letter: Letter, subject: Subject, _event: Event, _moment: datetime) -> bool:
    changes = changes_of(letter, subject)
    return changes is not None and changes.matter


def _is_near(_letter: Letter, _subject: Subject, event: Event, moment: datetime) -> bool:
    """Whether the event begins today or tomorrow: it may have been put off since."""
    days = (event.start_wall.date() - event.wall(moment).date()).days
    return days in {0, 1} and moment < event.start_at


def _may_be_joined(letter: Letter, subject: Subject, event: Event, moment: datetime) -> bool:
    online = (pair for pair in pairs_of(letter, subject) if pair[1].confirmed and not pair[1].in_person)
    return any(online) and event.has_way_to_join and event.join_told(moment)


def _still_declines(letter: Letter, subject: Subject, _event: Event, _moment: datetime) -> bool:
    people = subject.registration.attendees if subject.registration else []
    who = who_declined(letter, subject) or people[0]  # the contact's answers stand with the first
    is_there = who.active or "declined" not in letter.facts
    return is_there and who.calendar_answer is CalendarAnswer.DECLINED


def _ends_something(letter: Letter, subject: Subject, _event: Event, moment: datetime) -> bool:
    """Whether nothing is left. An entry in a calendar has to go also for who is on the waiting list since."""
    return letter.facts.get("calendar") == "CANCEL" or not _has_something(pairs_of(letter, subject), moment)


def _goes_on(letter: Letter, _subject: Subject, _event: Event, _moment: datetime) -> bool:
    """Whether it was not stopped while this letter was on its way to a mail server already."""
    return letter.mailing is None or letter.mailing.stopped_at is None


def _has_place(people: Sequence[Pair], _moment: datetime) -> bool:
    return any(standing.confirmed for _, standing in people)


def _has_no_place(people: Sequence[Pair], moment: datetime) -> bool:
    return not _has_place(people, moment)


def _has_something(people: Sequence[Pair], _moment: datetime) -> bool:
    return any(attendee.active for attendee, _ in people)


def _waits(people: Sequence[Pair], _moment: datetime) -> bool:
    return any(standing.waits_for and standing.status is not Status.UNPROVEN for _, standing in people)


def _asks(people: Sequence[Pair], _moment: datetime) -> bool:
    return any(standing.asks_for and standing.status is not Status.UNPROVEN for _, standing in people)


def _is_offered(people: Sequence[Pair], moment: datetime) -> bool:
    return any(has_offer(standing, moment) for _, standing in people)


def has_offer(standing: Standing, moment: datetime) -> bool:
    """Whether a place is offered that can still be accepted."""
    return standing.offered is not None and standing.deadline is not None and moment < standing.deadline


def _is_unproven(people: Sequence[Pair], moment: datetime) -> bool:
    return any(
        standing.status is Status.UNPROVEN and standing.deadline is not None and moment < standing.deadline
        for _, standing in people
    )


def _lacks_what_was_offered(attendees: Sequence[Attendee]) -> bool:
    return any(one.state is AttendeeState.LAPSED or _lacks_asked_for(one) for one in attendees)


def _is_refused(attendees: Sequence[Attendee]) -> bool:
    refused = [one for one in attendees if one.state is AttendeeState.REJECTED]
    return bool(refused) or any(
        _lacks_asked_for(one) and one.waiting_entry is None for one in attendees if one.active
    )


def _lacks_asked_for(attendee: Attendee) -> bool:
    """Whether somebody keeps another ticket than the one asked for, and that one is out of reach."""
    in_reach = {HoldReason.CONFIRMED, HoldReason.OFFERED, HoldReason.PENDING}
    return attendee.active and not any(
        hold.ticket_type_id == attendee.ticket_type_id and hold.reason in in_reach for hold in attendee.holds
    )


# By everybody ever registered here: what is told has ended.
_OF_ALL: dict[LetterKind, Callable[[Sequence[Attendee]], bool]] = {
    LetterKind.OFFER_LAPSED: _lacks_what_was_offered,
    LetterKind.REJECTION: _is_refused,
}

# By the event and all that a letter knows; the rule of its kind below comes on top of it.
_OF_THE_WHOLE: dict[LetterKind, WholeRule] = {
    LetterKind.EVENT_CANCELLED: _is_called_off,
    LetterKind.EVENT_CHANGED: _matters_to_them,
    LetterKind.REMINDER: _is_near,
    LetterKind.MEETING: _may_be_joined,
    LetterKind.DECLINED: _still_declines,
    LetterKind.CANCELLATION: _ends_something,
    LetterKind.MESSAGE: _goes_on,
}

# By those who come now, or in a companion's letter by that companion.
_OF_THOSE_WHO_COME: dict[LetterKind, Rule] = {
    LetterKind.CONFIRMATION: _has_place,
    LetterKind.PLACE: _has_place,
    LetterKind.TICKET: _has_place,
    LetterKind.TICKET_ENDED: _has_no_place,
    LetterKind.WAITING_LIST: _waits,
    LetterKind.PENDING: _asks,
    LetterKind.PROVE_REGISTRATION: _is_unproven,
    LetterKind.OFFER: _is_offered,
    LetterKind.ALREADY_REGISTERED: _has_something,
    LetterKind.CHANGED: _has_something,
    LetterKind.PROVE_ADDRESS: _has_something,
    LetterKind.CANCELLATION: _has_no_place,
    LetterKind.EVENT_CANCELLED: _has_something,
    LetterKind.EVENT_CHANGED: _has_something,
    LetterKind.REMINDER: _has_place,
    LetterKind.MEETING: _has_place,
    LetterKind.MESSAGE: _has_something,
    LetterKind.DECLINED: _has_something,
}
