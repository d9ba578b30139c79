from regapp.models import Question, Registration
from regapp.vocabulary import QuestionKind
from regapp.web.formats import read


class Answers:
    """What people answered, a choice by its label in the visitor's language."""

    def __init__(self, questions: list[Question]) -> None:
        self._labels = {
            question.key: {key: read(label) for key, label in question.choice_labels().items()}
            for question in questions
            if question.kind is QuestionKind.CHOICE
        }

    def __call__(self, registration: Registration, key: str) -> str:
        """The answer to the question of that key; empty where there is none."""
        answer = registration.answers.get(key, "")
        return self._labels.get(key, {}).get(answer, answer)
