"""What people answered to an event's form."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from regapp.models import File, Question, Registration
from regapp.models.form import Answers, chosen
from regapp.vocabulary import QuestionKind


@dataclass(slots=True)
class Answered:
    """How many registrations answered a question, and with what; registrations that have ended count too."""

    people: int = 0
    by_answer: Counter[str] = field(default_factory=Counter)


def answered(session: Session, event_id: int) -> dict[str, Answered]:
    """That of each question, by its key; who was not asked, or did not answer, is not counted."""
    found: dict[str, Answered] = {}
    stored = select(Registration.answers).where(Registration.event_id == event_id)
    for answers in session.scalars(stored.execution_options(yield_per=1000)):
        for key, answer in answers.items():
            given = chosen(answer)
            if given:
                one = found.setdefault(key, Answered())
                one.people += 1
                one.by_answer.update(given)
    return found


def answer_file(session: Session, event_id: int, token: str) -> File | None:
    """The file at this address, if somebody answered a question of the event with it."""
    asking = select(Question.key).where(Question.event_id == event_id, Question.kind == QuestionKind.FILE)
    answers = [Registration.answers[key].as_string() == token for key in session.scalars(asking)]
    answered = select(Registration.id).where(Registration.event_id == event_id, or_(false(), *answers))
    return _file(session, event_id, token) if session.scalar(select(answered.exists())) else None


def own_answer_file(session: Session, registration: Registration, token: str) -> File | None:
    """The file at this address, if it is an answer of the registration."""
    keys = [one.key for one in registration.event.questions if one.kind is QuestionKind.FILE]
    if token not in [registration.answers.get(key) for key in keys]:
        return None
    return _file(session, registration.event_id, token)


def file_names(
    session: Session, questions: Sequence[Question], answers: Answers | None = None
) -> dict[str, str]:
    """The names of the files that answer these questions of one event, by their tokens.

    Of everybody, or with ``answers`` of whoever answered so.
    """
    asking = [one for one in questions if one.kind is QuestionKind.FILE]
    if not asking:
        return {}
    names = select(File.token, File.name).where(File.event_id == asking[0].event_id)
    if answers is not None:
        tokens = [token for one in asking for token in chosen(answers.get(one.key, ""))]
        names = names.where(File.token.in_(tokens))
    return dict(session.execute(names).all())


def _file(session: Session, event_id: int, token: str) -> File | None:
    return session.scalars(select(File).where(File.token == token, File.event_id == event_id)).one_or_none()
