"""What the attendee list searches and sorts by, written whenever what it is made of changes."""

from collections.abc import Iterable, Iterator, Mapping

from regapp.models import Attendee, Question, Registration
from regapp.models.form import Answers, chosen
from regapp.models.localized import LocalizedText
from regapp.models.search import search_text, sort_key
from regapp.vocabulary import QuestionKind

_NO_WORDS = frozenset({QuestionKind.FILE, QuestionKind.YES_NO})
_NO_LABELS: Mapping[str, LocalizedText] = {}


def describe(attendee: Attendee, registration: Registration) -> None:
    """Write what searching and sorting the attendee list work on."""
    answers = registration.answers
    words = AnswerWords(registration.event.questions)(answers) if answers else ()
    attendee.search_text = search_text(attendee.name, attendee.email, registration.email, *words)
    attendee.sort_key = sort_key(attendee.name)


class AnswerWords:
    """What was answered to these questions, as somebody would look for it: of a choice all its labels."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._labels = {
            question.key: None if question.kind in _NO_WORDS else question.choice_labels()
            for question in questions
        }

    def __call__(self, answers: Answers) -> Iterator[str]:
        """The words of one form, in every language; of a question that is no more, the answer as it is."""
        for key, answer in answers.items():
            labels = self._labels.get(key, _NO_LABELS)
            if labels is not None:
                for one in chosen(answer):
                    yield from labels[one].values() if one in labels else (one,)
