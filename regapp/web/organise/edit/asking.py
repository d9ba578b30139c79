"""A change that people are told of is asked first: what becomes different, whom it reaches, which letter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from regapp.clock import now
from regapp.models import Event
from regapp.vocabulary import EventStatus, LetterKind
from regapp.web.fields import AtMost, clean, clean_line
from regapp.web.organise.forms import LONGEST_MESSAGE
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

SAVE, CHANGE = "save", "change"  # what the buttons below the question mean
_OF_QUESTION = {"csrf_token", "next", "message"}


@dataclass(frozen=True, slots=True)
class Row:
    """Something that becomes different, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Question:
    """``told`` letters of ``kind`` would go out; ``title`` asks, ``yes`` is the button's verb."""

    title: str
    yes: str
    rows: Sequence[Row]
    told: int
    reach: str
    kind: LetterKind
    done: str
    warnings: Sequence[str] = field(default=())


def no_question(_event: Event, _form: FlaskForm) -> Question | None:
    """For what nobody is told of."""
    return None


def may_change(event: Event) -> bool:
    """Whether time, place and meeting can be others: of a draft, or of what is still to come."""
    if event.status is EventStatus.DRAFT:
        return True
    return event.status is EventStatus.PUBLISHED and event.end_at > now()


def asking_fields() -> dict[str, Any]:
    """What a form needs of which people may be told: the host's words, and which button it was."""
    return {
        "message": TextAreaField(
            _("Message to everybody"),
            description=_("It stands in the letter, beside what was until now and what is new."),
            filters=[clean],
            validators=[AtMost(LONGEST_MESSAGE)],
            render_kw={"rows": 3},
        ),
        "next": StringField(filters=[clean_line]),
    }


def carried() -> list[tuple[str, str]]:
    """What was sent, to be sent again with the answer."""
    return [(name, text) for name, text in request.form.items(multi=True) if name not in _OF_QUESTION]


def reach_words(told: int) -> str:
    """Whom a letter about the event reaches."""
    return ngettext(
        "%(num)s person who comes or waits gets a letter with what was until now and what is new.",
        "%(num)s people who come or wait get a letter with what was until now and what is new.",
        told,
    )


def told_words() -> str:
    """What is said when such a change is saved."""
    return _("Saved. In a minute everybody whom it concerns gets a letter.")
