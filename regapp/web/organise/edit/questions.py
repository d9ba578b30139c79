"""The questions of the registration form: a list, a page for each, their order."""

from functools import partial

from flask import abort, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import CapacityTooLow, ChoiceCapacityTooLow, EditedMeanwhile, NotPossible
from regapp.models import Event, Question
from regapp.queries.answers import Answered, answered
from regapp.services.events import questions as service
from regapp.services.events.choice_places import own_quotas, shared_quotas
from regapp.vocabulary import QuestionKind
from regapp.web.access import Right, needs, user_id
from regapp.web.formats import read
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.edit.choices_field import ROW_BUTTON
from regapp.web.organise.edit.question_form import (
    capacities,
    drafted,
    new_question,
    question_form,
    stored_question,
)
from regapp.web.organise.edit.section import Section, Values
from regapp.web.organise.edit.things import put, take_away
from regapp.web.organise.pages import done, event_page
from regapp.web.question_words import condition_of, find_question, question_kind_word
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

LIST = "organise.edit_questions"
TEMPLATE = "organise/edit/question_form.html"
MOST_QUESTIONS = 100  # more than anybody answers


@organise.get("/events/<slug>/edit/questions")
@needs(Right.MANAGE)
def edit_questions(event: Event) -> Response:
    """The questions in their order, those that are asked no more, and what can be added."""
    asked = [question for question in event.questions if question.removed_at is None]
    return event_page(
        "organise/edit/questions.html",
        event,
        "edit",
        asked=asked,
        removed=[question for question in event.questions if question.removed_at is not None],
        answered=answered(db.session(), event.id),
        kinds=list(QuestionKind),
        kind_word=question_kind_word,
        condition_of=condition_of,
        own_quotas=own_quotas,
        shared_quotas=shared_quotas,
    )


@organise.get("/events/<slug>/edit/questions/new")
@needs(Right.MANAGE)
def choose_question_kind(event: Event) -> Response:
    """Lead from the kind that was chosen to its form."""
    kind = _kind(request.args.get("kind", ""))
    return redirect(url_for("organise.new_question_form", slug=event.slug, kind=str(kind)))


@organise.get("/events/<slug>/edit/questions/new/<kind>")
@needs(Right.MANAGE)
def new_question_form(event: Event, kind: str) -> Response:
    """The form of a question that is not there yet."""
    return _adding(_kind(kind)).show(event, question=None, given=Answered(), shared={})


@organise.post("/events/<slug>/edit/questions/new/<kind>")
@needs(Right.MANAGE)
def add_question(event: Event, kind: str) -> Response:
    """Ask it."""
    if len(event.questions) >= MOST_QUESTIONS:
        abort(409)
    return _answer(_adding(_kind(kind)), event, None, Answered())


@organise.get("/events/<slug>/edit/questions/<key>")
@needs(Right.MANAGE)
def edit_question(event: Event, key: str) -> Response:
    """The form of a question."""
    question, given = _find(event, key), _given(event, key)
    shared = shared_quotas(event, question)
    return _editing(key, given).show(event, question=question, given=given, shared=shared)


@organise.post("/events/<slug>/edit/questions/<key>")
@needs(Right.MANAGE)
def save_question(event: Event, key: str) -> Response:
    """Save it."""
    question, given = _find(event, key), _given(event, key)
    return _answer(_editing(key, given), event, question, given)


@organise.post("/events/<slug>/edit/questions/<key>/put")
@needs(Right.MANAGE)
def put_question(event: Event, key: str) -> Response:
    """Move it up or down."""
    _find(event, key)
    address = url_for(LIST, slug=event.slug, _anchor=f"question-{key}")
    try:
        return put(lambda up: service.put(event_id=event.id, key=key, up=up, user_id=user_id()), address)
    except NotPossible:
        told = _("This question is asked only after an answer to the other one, so it has to come after it.")
        return done(address, told, tone="warning")


@organise.post("/events/<slug>/edit/questions/<key>/remove")
@needs(Right.MANAGE)
def remove_question(event: Event, key: str) -> Response:
    """Ask it no more; answers stay."""
    question, given = _find(event, key), _given(event, key)

    def act(revision: int) -> str:
        try:
            service.remove(event_id=event.id, revision=revision, key=key, user_id=user_id())
        except NotPossible:
            return _("Another question is asked only after an answer to this one. Change that one first.")
        return ""

    told = _("The question is no longer asked.") if given.people else _("The question is gone.")
    context = {"question": question, "given": given, "shared": shared_quotas(event, question)}
    return take_away(_editing(key, given), event, act, url_for(LIST, slug=event.slug), told, **context)


@organise.post("/events/<slug>/edit/questions/<key>/ask-again")
@needs(Right.MANAGE)
def ask_question_again(event: Event, key: str) -> Response:
    """Ask it again, last of all."""
    question, address = find_question(event.questions, key), url_for(LIST, slug=event.slug)
    if question is None:
        abort(404)
    if not PlainForm().validate():
        abort(422)
    try:
        service.ask_again(event_id=event.id, revision=event.revision, key=key, user_id=user_id())
    except EditedMeanwhile:
        return done(address, _("Somebody else has changed the event meanwhile. Try again."), tone="warning")
    return done(address, _("The question is asked again."))


def _answer(section: Section, event: Event, question: Question | None, given: Answered) -> Response:
    shared = shared_quotas(event, question) if question else {}
    context = {"question": question, "given": given, "shared": shared}
    if button := request.form.get(ROW_BUTTON):
        form = section.make(event, data=section.stored(event))
        if form.csrf_token.validate(form):
            form.choices.press(button)
        return section.again(event, form, **context)
    return section.answer(event, **context)


def _adding(kind: QuestionKind) -> Section:
    def stored(_event: Event) -> Values:
        return new_question(kind)

    def make(event: Event, **options: object) -> FlaskForm:
        return question_form(event, None, Answered(), **options)

    values = {"kind": str(kind)}
    return Section(
        "organise.new_question_form", TEMPLATE, make, stored, _add, values=values, after=LIST, makes=True
    )


def _editing(key: str, given: Answered) -> Section:
    def stored(event: Event) -> Values:
        return stored_question(event, _find(event, key))

    def make(event: Event, **options: object) -> FlaskForm:
        return question_form(event, _find(event, key), given, **options)

    save = partial(_save, key)
    return Section("organise.edit_question", TEMPLATE, make, stored, save, values={"key": key}, after=LIST)


def _add(event: Event, form: FlaskForm, revision: int) -> bool:
    try:
        once(
            service.add,
            event_id=event.id,
            revision=revision,
            draft=drafted(form),
            capacities=capacities(form),
            user_id=user_id(),
        )
    except NotPossible:
        return _say_what_depends(form)
    return True


def _save(key: str, event: Event, form: FlaskForm, revision: int) -> bool:
    try:
        service.change(
            event_id=event.id,
            revision=revision,
            draft=drafted(form, key),
            capacities=capacities(form),
            user_id=user_id(),
        )
    except ChoiceCapacityTooLow as error:
        field = form.choices if form.chooses else form.yes_places
        field.errors = [_too_low(_choice_name(form, error.choice), error.taken)]
        return False
    except CapacityTooLow as error:
        form.ticket_types.errors = [_too_low(_quota_name(event, error.quota_id), error.taken)]
        return False
    except NotPossible:
        return _say_what_depends(form)
    return True


def _quota_name(event: Event, quota_id: int | None) -> str:
    return next((read(quota.name) for quota in event.quotas if quota.id == quota_id), "")


def _say_what_depends(form: FlaskForm) -> bool:
    field = form.condition if form.condition.data else form.choices if form.chooses else form.kind
    field.errors = [
        _("A question depends on an answer that would be gone or that comes later. Change that first.")
    ]
    return False


def _choice_name(form: FlaskForm, key: str) -> str:
    return next((row.name for row in form.choices.rows() if row.key == key), _("Yes"))


def _too_low(name: str, taken: int) -> str:
    return ngettext(
        "%(choice)s: %(num)s person has chosen this. Write %(num)s place or more.",
        "%(choice)s: %(num)s people have chosen this. Write %(num)s places or more.",
        taken,
        choice=name,
    )


def _kind(word: str) -> QuestionKind:
    if word not in list(QuestionKind):
        abort(404)
    return QuestionKind(word)


def _find(event: Event, key: str) -> Question:
    question = find_question(event.questions, key)
    if question is None or question.removed_at is not None:
        abort(404)
    return question


def _given(event: Event, key: str) -> Answered:
    return answered(db.session(), event.id).get(key, Answered())
