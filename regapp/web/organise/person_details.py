"""An organiser sets right what stands about a person: name, address, language, answers; and keeps a note."""

from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from regapp.database import db
from regapp.errors import AddressTaken, NoPlace, NotPossible
from regapp.models import Attendee, Event, Question
from regapp.queries.people import find_by_address, find_person
from regapp.services.registrations import by_hand_details
from regapp.vocabulary import QuestionKind
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, clean, stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import chosen_language, email_field, language_field, name_field
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.organise.people import person_page
from regapp.web.question_fields import AnsweringForm, answers, as_data, question_fields, tickets_of
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _

LONGEST_NOTE = 2000


class NoteForm(PostedForm):
    """What the hosts say about somebody among themselves."""

    note = TextAreaField(filters=[clean], validators=[AtMost(LONGEST_NOTE)])


@organise.get("/events/<slug>/attendees/<int:attendee_id>/details")
@needs(Right.MANAGE)
def details(event: Event, attendee_id: int) -> Response:
    """The form with what stands about somebody."""
    attendee = _find(event, attendee_id)
    registration = attendee.registration
    values = {
        "name": attendee.name,
        "email": attendee.email or registration.email,
        "language": str(registration.language),
        **as_data(event.questions, registration.answers),
    }
    return _page(event, attendee, _form(event, attendee, formdata=None, data=values))


@organise.post("/events/<slug>/attendees/<int:attendee_id>/details")
@needs(Right.MANAGE)
def change_details(event: Event, attendee_id: int) -> Response:
    """Set it right; a new address gets the letter."""
    attendee = _find(event, attendee_id)
    is_contact = attendee is attendee.registration.contact
    form = _form(event, attendee)
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    if not form.validate():
        return _page(event, attendee, form, status=422)
    try:
        is_moved = by_hand_details.change(
            event_id=event.id,
            attendee_id=attendee_id,
            name=form["name"].data,
            email=form.email.data,
            language=chosen_language(form),
            answers=answers(form),
            user_id=user_id(),
        )
    except AddressTaken:
        form.email.errors = [_("This address is registered already.")]
        known = find_by_address(db.session(), event.id, form.email.data)
        return _page(event, _find(event, attendee_id), form, status=409, known=known)
    except NoPlace:
        problem = _("No place is left for one of these answers. Choose another one, or add places.")
        return _page(event, _find(event, attendee_id), form, status=409, problem=problem)
    except NotPossible:
        problem = _("These answers take places. Decide first about what is open: an offer or your yes.")
        return _page(event, _find(event, attendee_id), form, status=409, problem=problem)
    told = (
        _("Changed. The letter goes to the new address; the old one's page is gone.")
        if is_contact
        else _("Changed. Letters about this ticket go to the new address; the others keep theirs.")
    )
    return done(address, told if is_moved else _("Changed."))


@organise.post("/events/<slug>/attendees/<int:attendee_id>/note")
@needs(Right.MANAGE)
def note(event: Event, attendee_id: int) -> Response:
    """Keep the note."""
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    stands_at(address)
    _find(event, attendee_id)
    form = NoteForm()
    if not form.validate():
        problem = _("The page was open for too long. Please send it once more.")
        if form.note.errors:
            problem = _("The note was not kept: write at most %(most)s characters.", most=LONGEST_NOTE)
        return person_page(event, attendee_id, status=422, problem=problem, note=form.note.data)
    by_hand_details.note(event_id=event.id, attendee_id=attendee_id, text=form.note.data, user_id=user_id())
    return done(address, _("The note is kept. Only hosts see it."))


def _find(event: Event, attendee_id: int) -> Attendee:
    found = find_person(db.session(), event.id, attendee_id) if attendee_id <= LONGEST_NUMBER else None
    return found or abort(404)


def _form(event: Event, attendee: Attendee, **options: Any) -> AnsweringForm:
    found = attendee.registration.answers
    put = [one for one in event.questions if not one.removed_at]
    asked = [_optional(one) for one in put if one.kind is not QuestionKind.FILE]  # a file is for them to send
    fields = {
        "name": name_field(),
        "email": email_field(
            _("Another address gets the letter, and the link in the older letters ends.")
            if attendee is attendee.registration.contact
            else _("Another address gets the letter about this ticket; the others keep theirs.")
        ),
        "language": language_field(),
        **question_fields(asked, found),
    }
    of_questions = {"questions": asked, "tickets": tickets_of(attendee.registration)}
    form: type[AnsweringForm] = type("DetailsForm", (AnsweringForm,), {**fields, **of_questions})
    return form(**options)


def _optional(question: Question) -> Question:
    """The question as it is put to a host, who may not know the answer."""
    names = ("key", "kind", "label", "hint", "choices", "ticket_types", "condition")
    return Question(required=False, **{name: getattr(question, name) for name in names})


def _page(
    event: Event, attendee: Attendee, form: AnsweringForm, *, status: int = 200, **context: Any
) -> Response:
    return event_page(
        "organise/person_details.html",
        event,
        "attendees",
        status=status,
        attendee=attendee,
        form=form,
        stale=form.is_submitted() and stale(form),
        **context,
    )
