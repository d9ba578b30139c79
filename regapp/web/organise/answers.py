"""What people answered, as the pages and files of hosts show it."""

from collections.abc import Sequence

from flask import Response, abort, url_for

from regapp.database import db
from regapp.models import Event, Question, Registration
from regapp.queries.answers import answer_file as find_answer_file
from regapp.queries.answers import file_names
from regapp.vocabulary import QuestionKind
from regapp.web.access import Right, needs
from regapp.web.file_responses import file_response
from regapp.web.formats import read
from regapp.web.organise import organise
from regapp.web.question_words import answer_text
from regapp.web.translations import gettext as _


@organise.get("/events/<slug>/answers/<token>/<name>")
@needs(Right.SEE_CONTACTS)
def answer_file(event: Event, token: str, name: str) -> Response:  # noqa: ARG001 - for whoever saves the file
    """The file with which somebody answered a question."""
    found = find_answer_file(db.session(), event.id, token)
    return abort(404) if found is None else file_response(found, public=False)


class Answers:
    """What people answered, in the visitor's language; also to what is no longer asked."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._files = file_names(db.session(), questions)
        # Plain copies: where rows are sent one by one the transaction that read the event has ended.
        self._questions = {
            one.key: Question(
                key=one.key, kind=one.kind, label=one.label, choices=one.choices, removed_at=one.removed_at
            )
            for one in questions
        }

    def __call__(self, registration: Registration, key: str) -> str:
        """The answer to the question of that key; empty where there is none."""
        answer = registration.answers.get(key)
        if not answer:
            return ""
        if isinstance(answer, str) and self._questions[key].kind is QuestionKind.FILE:
            return self._files.get(answer, "")
        return answer_text(self._questions[key], answer)

    def address(self, event: Event, registration: Registration, key: str) -> str:
        """Of the file that is the answer to a question; empty where it is none."""
        token, name = registration.answers.get(key), self(registration, key)
        if self._questions[key].kind is not QuestionKind.FILE or not name:
            return ""
        return url_for("organise.answer_file", slug=event.slug, token=token, name=name)

    def labels(self) -> dict[str, str]:
        """The questions in words by their keys, in the form's order; of those no longer asked it is said."""
        return {key: question_label(question) for key, question in self._questions.items()}


def question_label(question: Question) -> str:
    """A question in words, and whether it is no longer asked."""
    label = read(question.label)
    return label if question.removed_at is None else _("%(question)s (no longer asked)", question=label)
