"""What the attendee list searches and sorts by, written whenever what it is made of changes."""

from collections.abc import Iterator

from regapp.models import Attendee, Registration
from regapp.models.form import chosen
from regapp.models.search import search_text, sort_key
from regapp.vocabulary import QuestionKind

_NO_WORDS = frozenset({QuestionKind.FILE, QuestionKind.YES_NO})


def describe(attendee: Attendee, registration: Registration) -> None:
    """Write what searching and sorting the attendee list work on."""
    words = _answer_words(registration)
    attendee.search_text = search_text(attendee.name, attendee.email, registration.email, *words)
    attendee.sort_key = sort_key(attendee.name)


def _answer_words(registration: Registration) -> Iterator[str]:
    """What was answered, as somebody would look for it: of a choice its label in every language."""
    if not registration.answers:
        return
    questions = {question.key: question for question in registration.event.questions}
    for key, answer in registration.answers.items():
        question = questions.get(key)
        if question is not None and question.kind in _NO_WORDS:
            continue
        labels = question.choice_labels() if question else {}
        for one in chosen(answer):
            yield from labels[one].values() if one in labels else (one,)
