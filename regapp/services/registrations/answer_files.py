"""Files with which somebody answers a question: kept with the registration, and gone with the answer."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.documents.examining import FitFile
from regapp.models import Event, File, Question, Registration
from regapp.services.events.files import put
from regapp.vocabulary import QuestionKind

Files = Mapping[str, FitFile]  # by the questions' keys


def keep(session: Session, registration: Registration, files: Files) -> None:
    """Make these files the registration's answers."""
    if not files:
        return
    event = session.get_one(Event, registration.event_id)
    kept = {
        key: put(session, organisation_id=event.organisation_id, event_id=event.id, file=file).token
        for key, file in files.items()
    }
    registration.answers = {**registration.answers, **kept}


def answer_tokens(session: Session, registration: Registration) -> set[str]:
    """The addresses of the files that are answers of the registration."""
    keys = session.scalars(
        select(Question.key).where(
            Question.event_id == registration.event_id, Question.kind == QuestionKind.FILE
        )
    )
    answers = (registration.answers.get(key) for key in keys)
    return {answer for answer in answers if isinstance(answer, str) and answer}


def forget(session: Session, registration: Registration, tokens: set[str]) -> None:
    """Delete these files of the registration's event, which are nobody's answer any more."""
    found = select(File).where(File.token.in_(tokens), File.event_id == registration.event_id)
    for file in session.scalars(found) if tokens else ():
        session.delete(file)
