"""Questions that people ask, each with its answer."""

from functools import partial
from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.models import Event, LocalizedText
from regapp.services.events import faq as service
from regapp.web.access import Right, needs, user_id
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.previewing import saved_or_shown
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.edit.things import put, take_away
from regapp.web.organise.forms import made
from regapp.web.organise.pages import event_page
from regapp.web.reading import stands_at
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _

LONGEST_QUESTION, LONGEST_ANSWER = 300, 5000


@organise.get("/events/<slug>/edit/faq")
@needs(Right.MANAGE)
def edit_faq(event: Event) -> Response:
    """All of them, in their order."""
    return _shown(event, 200, "")


@organise.get("/events/<slug>/edit/faq/new")
@needs(Right.MANAGE)
def new_faq(event: Event) -> Response:
    """The form for one more."""
    return _section(None).show(event, number=None)


@organise.post("/events/<slug>/edit/faq/new")
@needs(Right.MANAGE)
def add_faq(event: Event) -> Response:
    """Add it."""
    return saved_or_shown(_section(None), event, "answer", number=None)


@organise.get("/events/<slug>/edit/faq/<int:number>")
@needs(Right.MANAGE)
def edit_one_faq(event: Event, number: int) -> Response:
    """The form with the question at this place, from 1."""
    return _section(number).show(event, number=number)


@organise.post("/events/<slug>/edit/faq/<int:number>")
@needs(Right.MANAGE)
def save_one_faq(event: Event, number: int) -> Response:
    """Save it."""
    return saved_or_shown(_section(number), event, "answer", number=number)


@organise.post("/events/<slug>/edit/faq/<int:number>/delete")
@needs(Right.MANAGE)
def delete_faq(event: Event, number: int) -> Response:
    """Take it away."""

    def act(revision: int) -> str:
        service.take_away(event_id=event.id, revision=revision, number=number - 1, user_id=user_id())
        return ""

    told = _("The question is taken away.")
    return take_away(_section(number), event, act, _list(event), told, number=number)


@organise.post("/events/<slug>/edit/faq/<int:number>/move")
@needs(Right.MANAGE)
def move_faq(event: Event, number: int) -> Response:
    """Put it one place up or down."""
    _at(event, number)

    def act(up: bool) -> None:  # noqa: FBT001 - as buttons of lists call it
        service.move(event_id=event.id, number=number - 1, up=up, user_id=user_id())

    return put(act, _list(event), partial(_shown, event))


def _shown(event: Event, status: int, problem: str) -> Response:
    questions = [LocalizedText(one["question"]) for one in event.faq]
    context = {"questions": questions, "problem": problem}
    stands_at(_list(event))
    return event_page("organise/edit/faq.html", event, "edit", status=status, **context)


def _list(event: Event) -> str:
    return url_for("organise.edit_faq", slug=event.slug)


def _section(number: int | None) -> Section:
    def stored(event: Event) -> Values:
        return {"question": {}, "answer": {}} if number is None else _at(event, number)

    def save(event: Event, form: FlaskForm, revision: int) -> bool:
        once(
            service.write,
            event_id=event.id,
            revision=revision,
            number=None if number is None else number - 1,
            question=form.question.data,
            answer=form.answer.data,
            user_id=user_id(),
        )
        return True

    endpoint = "organise.new_faq" if number is None else "organise.edit_one_faq"
    values = {} if number is None else {"number": number}
    template = "organise/edit/faq_one.html"
    return Section(
        endpoint,
        template,
        _form,
        stored,
        save,
        values=values,
        after="organise.edit_faq",
        makes=number is None,
    )


def _at(event: Event, number: int) -> Values:
    return dict(event.faq[number - 1]) if 1 <= number <= len(event.faq) else abort(404)


def _form(_event: Event, **options: Any) -> FlaskForm:
    fields = {
        "question": LocalizedField(_("Question"), longest=LONGEST_QUESTION, required=True),
        "answer": LocalizedField(
            _("Answer"),
            description=_(
                "An empty line starts a new paragraph. **bold**, *italic*, - lists, [text](address)."
            ),
            longest=LONGEST_ANSWER,
            rows=6,
            required=True,
        ),
    }
    return made(SectionForm, fields, **options)
