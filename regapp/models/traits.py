"""As what a person counts in the totals of an event's attendee list.

A trait is a word that a filter of the list stands for: ``status:waiting``, ``ticket:7``, ``part:waiting:7``
(both in the same thing), ``language:kk``, ``source:form``, ``calendar:declined``, ``session:3``, ``tag:5``,
``choice:group:ngo``. Numbers are ids.
"""

from collections.abc import Collection, Iterable, Mapping

from regapp.models.form import Answer, Question, chosen
from regapp.models.registration import Attendee
from regapp.vocabulary import QuestionKind, Status

Part = tuple[str, int]  # a status, and the id of the ticket type
EVERYBODY = "all"
COUNTED = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.YES_NO, QuestionKind.COUNTRY})


def traits_of(
    parts: Iterable[Part],
    *,
    language: str,
    source: str,
    calendar_answer: str | None,
    sessions: Iterable[int],
    tags: Iterable[int],
    answers: Mapping[str, Answer],
    counted: Collection[str],
) -> list[str]:
    """The traits of somebody who has these ``parts``. Only answers to ``counted`` questions count."""
    found = {EVERYBODY, f"language:{language}", f"source:{source}", f"calendar:{calendar_answer or 'none'}"}
    for status, ticket_type_id in parts:
        found |= {part_trait(status, ticket_type_id), part_trait(status), part_trait(None, ticket_type_id)}
    found.update(f"session:{number}" for number in sessions)
    found.update(f"tag:{number}" for number in tags)
    for key in counted:
        found.update(f"choice:{key}:{one}" for one in chosen(answers.get(key, "")))
    return sorted(found)


def part_trait(status: str | None = None, ticket_type_id: int | None = None) -> str:
    """The trait of somebody with something of that status, of that ticket type, or of both."""
    if status and ticket_type_id:
        return f"part:{status}:{ticket_type_id}"
    return f"status:{status}" if status else f"ticket:{ticket_type_id}" if ticket_type_id else EVERYBODY


def parts_of(attendee: Attendee) -> set[Part]:
    """What somebody has, as the filters see it."""
    if not attendee.active:
        return {(attendee.state, attendee.ticket_type_id)}
    parts: set[Part] = {(hold.reason, hold.ticket_type_id) for hold in attendee.holds}
    if attendee.waiting_entry:
        parts.add((Status.WAITING, attendee.waiting_entry.ticket_type_id))
    return with_proof(parts) if attendee.registration.prove_until else parts


def with_proof(parts: set[Part]) -> set[Part]:
    """The same of who has not proved the address yet: that is found as well."""
    return parts | {(Status.UNPROVEN, ticket_type_id) for _status, ticket_type_id in parts}


def counted_keys(questions: Iterable[Question]) -> list[str]:
    """The keys of the questions whose answers are counted: one of few."""
    return [question.key for question in questions if question.kind in COUNTED]
