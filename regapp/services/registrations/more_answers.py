"""What another ticket asks is answered in the step that gives it."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from regapp.errors import NotPossible
from regapp.models import Attendee, Registration
from regapp.models.form import Answer
from regapp.queries.drawing import Draws, choice_quotas
from regapp.services.allocation import places
from regapp.services.describing import describe
from regapp.services.registrations.answer_files import Files, keep

Answers = Mapping[str, Answer]
NO_ANSWERS: Answers = MappingProxyType({})
NO_FILES: Files = MappingProxyType({})


def add_answers(session: Session, registration: Registration, answers: Answers, files: Files) -> None:
    """Keep what is answered beside what stands; an empty answer leaves it. The caller holds the event's line.

    Nobody here has the ticket yet whose questions these are, so no place goes with them so far. Raises
    NotPossible for answers with which places go that somebody holds: those change in a step of their own.
    """
    given = {key: answer for key, answer in answers.items() if answer}
    if not given and not files:
        return
    registration.answers = {**registration.answers, **given}
    keep(session, registration, files)
    draws = choice_quotas(session, registration.event_id).draws(registration.answers)
    for attendee in registration.attendees:
        if _concerns_what_is_held(attendee, draws):
            raise NotPossible
        places.note_draws(attendee, draws)
        describe(attendee, registration)
    session.flush()


def _concerns_what_is_held(attendee: Attendee, draws: Draws) -> bool:
    held = {hold.ticket_type_id for hold in attendee.holds}
    return any(set(draws.get(one, ())) != set(attendee.draws.get(one, ())) for one in held)
