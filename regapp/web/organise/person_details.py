"""An organiser sets right what stands about a person: name, address, language, answers; and keeps a note."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField

from regapp.database import TRIES, db
from regapp.errors import AddressTaken, Busy, EditedMeanwhile, NoPlace, NotPossible
from regapp.models import Attendee, Event, Question
from regapp.queries.people import find_by_address, last_change
from regapp.services.registrations import by_hand_details
from regapp.services.registrations.overtaking import Details, details_of
from regapp.vocabulary import QuestionKind
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, clean, stale
from regapp.web.organise import organise
from regapp.web.organise.edit.section import SectionForm
from regapp.web.organise.forms import chosen_language, email_field, language_field, made, name_field
from regapp.web.organise.pages import done, event_page
from regapp.web.organise.people import find_of_event, person_page
from regapp.web.question_fields import (
    PREFIX,
    AnsweringForm,
    answers,
    as_data,
    question_fields,
    tickets_of,
)
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.versions import Conflict, merge, seen

LONGEST_NOTE = 2000
# What changes the details, and the note, in the audit log's terms.
CHANGED = (
    "registration.changed",
    "registration.address_corrected",
    "registration.address_changed",
    "registration.person_renamed",
)
NOTED = ("registration.noted",)


@organise.get("/events/<slug>/attendees/<int:attendee_id>/details")
@needs(Right.MANAGE)
def details(event: Event, attendee_id: int) -> Response:
    """The form with what stands about somebody."""
    attendee = find_of_event(event, attendee_id)
    values = _stored(event, details_of(attendee))
    form = _form(event, attendee, formdata=None, data={**values, "seen": seen(values)})
    return _page(event, attendee, form)


@organise.post("/events/<slug>/attendees/<int:attendee_id>/details")
@needs(Right.MANAGE)
def change_details(event: Event, attendee_id: int) -> Response:
    """Set it right, unless somebody else has meanwhile; a new address gets the letter."""
    attendee = find_of_event(event, attendee_id)
    form = _form(event, attendee)
    if not form.validate():
        return _page(event, attendee, form, status=422)
    for _attempt in range(TRIES):
        stood = details_of(attendee)
        stored = _stored(event, stood)
        if conflicts := merge(form, stored, form.seen.data or ""):
            form.seen.data = seen(stored)
            return _page(event, attendee, form, status=409, conflicts=conflicts)
        try:
            return _save(event, attendee, form, stood)
        except EditedMeanwhile:
            attendee = find_of_event(event, attendee_id)
    raise Busy


def _save(event: Event, attendee: Attendee, form: AnsweringForm, stood: Details) -> Response:
    """Have it as the form says, if ``stood`` is still so. Raises EditedMeanwhile."""
    attendee_id, is_contact = attendee.id, attendee is attendee.registration.contact
    try:
        is_moved = by_hand_details.change(
            event_id=event.id,
            attendee_id=attendee_id,
            name=form["name"].data,
            email=form.email.data,
            language=chosen_language(form),
            answers=answers(form),
            user_id=user_id(),
            stood=stood,
        )
    except AddressTaken:
        form.email.errors = [_("This address is registered already.")]
        known = find_by_address(db.session(), event.id, form.email.data)
        return _page(event, find_of_event(event, attendee_id), form, status=409, known=known)
    except NoPlace:
        problem = _("No place is left for one of these answers. Choose another one, or add places.")
        return _page(event, find_of_event(event, attendee_id), form, status=409, problem=problem)
    except NotPossible:
        problem = _("These answers take places. Decide first about what is open: an offer or your yes.")
        return _page(event, find_of_event(event, attendee_id), form, status=409, problem=problem)
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    return done(address, _changed_words(form.email.data, stood.email, is_contact=is_contact, moved=is_moved))


def _changed_words(email: str, before: str, *, is_contact: bool, moved: bool) -> str:
    if not moved or not email:
        return _("Changed.")
    if not before:
        return _("Changed. The letter about what they have goes to the address.")
    if is_contact:
        return _("Changed. The letter goes to the new address; the old one's page is gone.")
    return _("Changed. Letters about this ticket go to the new address; the others keep theirs.")


@organise.post("/events/<slug>/attendees/<int:attendee_id>/note")
@needs(Right.MANAGE)
def note(event: Event, attendee_id: int) -> Response:
    """Keep the note."""
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    stands_at(address)
    attendee = find_of_event(event, attendee_id)
    form = made(SectionForm, {"note": _note_field()})
    if not form.validate():
        problem = _("The page was open for too long. Please send it once more.")
        if form.note.errors:
            problem = _("The note was not kept: write at most %(most)s characters.", most=LONGEST_NOTE)
        return person_page(event, attendee_id, status=422, problem=problem, note=form.note.data)
    for _attempt in range(TRIES):
        stood = attendee.note
        if conflicts := merge(form, {"note": stood}, form.seen.data or ""):
            return person_page(
                event,
                attendee_id,
                status=409,
                conflicts=conflicts,
                overtaken_by=NOTED,
                note=form.note.data,
            )
        try:
            by_hand_details.note(
                event_id=event.id,
                attendee_id=attendee_id,
                text=form.note.data,
                user_id=user_id(),
                stood=stood,
            )
        except EditedMeanwhile:
            attendee = find_of_event(event, attendee_id)
        else:
            return done(address, _("The note is kept. Only hosts see it."))
    raise Busy


def _form(event: Event, attendee: Attendee, **options: Any) -> AnsweringForm:
    found = attendee.registration.answers
    put = [one for one in event.questions if not one.removed_at]
    asked = [_optional(one) for one in put if one.kind is not QuestionKind.FILE]  # a file is for them to send
    fields = {
        "name": name_field(),
        "email": _email_field(attendee),
        "language": language_field(),
        **question_fields(asked, found),
        "seen": HiddenField(),
    }
    of_questions = {"questions": asked, "tickets": tickets_of(attendee.registration)}
    form: type[AnsweringForm] = type("DetailsForm", (AnsweringForm,), {**fields, **of_questions})
    return form(**options)


def _email_field(attendee: Attendee) -> StringField:
    if not (attendee.email or attendee.registration.email):
        hint = _("They have none yet. To the first one goes the letter that says what they have.")
        return email_field(hint, optional=True)
    if attendee is attendee.registration.contact:
        return email_field(_("Another address gets the letter, and the link in the older letters ends."))
    # Theirs alone may go where their contact has none to take its place.
    return email_field(
        _("Another address gets the letter about this ticket; the others keep theirs."),
        optional=not attendee.registration.email,
    )


def _note_field() -> TextAreaField:
    """What the hosts say about somebody among themselves."""
    return TextAreaField(_("Note"), filters=[clean], validators=[AtMost(LONGEST_NOTE)])


def _stored(event: Event, details: Details) -> dict[str, Any]:
    """What the form shows of somebody, by the names of its fields."""
    given = as_data(event.questions, details.answers)
    unanswered = {f"{PREFIX}{question.key}": "" for question in event.questions}
    facts = {"name": details.name, "email": details.email, "language": str(details.language)}
    return {**facts, **unanswered, **given}


def _optional(question: Question) -> Question:
    """The question as it is put to a host, who may not know the answer."""
    names = ("key", "kind", "label", "hint", "choices", "ticket_types", "condition")
    return Question(required=False, **{name: getattr(question, name) for name in names})


def _page(
    event: Event,
    attendee: Attendee,
    form: AnsweringForm,
    *,
    status: int = 200,
    conflicts: Sequence[Conflict] = (),
    **context: Any,
) -> Response:
    by = CHANGED if conflicts else ()
    return event_page(
        "organise/person_details.html",
        event,
        "attendees",
        status=status,
        attendee=attendee,
        form=form,
        conflicts=conflicts,
        overtaking=last_change(db.session(), attendee.registration_id, by),
        stale=form.is_submitted() and stale(form),
        **context,
    )
