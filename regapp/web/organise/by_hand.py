"""Somebody is registered by an organiser."""

from collections import Counter
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField
from wtforms.validators import StopValidation

from regapp.database import db
from regapp.errors import AddressTaken, NoPlace
from regapp.models import Attendee, Event
from regapp.queries.people import find_by_address, find_namesake
from regapp.queries.registrations import find_registration_by_id
from regapp.services.allocation.asked import Asked, asked_by_hand
from regapp.services.registrations import by_hand
from regapp.vocabulary import Source
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import LONGEST_NAME, clean, clean_line, stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import (
    above_field,
    chosen_language,
    email_field,
    is_full,
    language_field,
    made,
    name_field,
    ticket_field,
)
from regapp.web.organise.pages import allowed_above, done, event_page
from regapp.web.reading import language
from regapp.web.sent_forms import once, sent_before
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext
from regapp.web.words import status_word

MOST_OTHERS = 50


@organise.get("/events/<slug>/attendees/new")
@needs(Right.MANAGE)
def add_person(event: Event) -> Response:
    """The form for somebody who did not register themself."""
    return _page(event, _form(event, formdata=None, language=str(language())))


@organise.post("/events/<slug>/attendees/new")
@needs(Right.MANAGE)
def add_person_now(event: Event) -> Response:
    """Register them: to a place, or to the waiting list."""
    form = _form(event)
    if not form.validate():
        return _page(event, form, status=422)
    above = allowed_above(event, asked=form.above.data)
    if namesake := _unmeant_namesake(event, form):
        return _page(event, form, status=409, namesake=namesake)
    try:
        registration_id = once(
            by_hand.add,
            event_id=event.id,
            asked=_asked(form),
            user_id=user_id(),
            above=above,
            send_letter=form.letter.data,
            source=Source.WALK_IN if form.walk_in.data else Source.BY_HAND,
            may_wait=not form.walk_in.data,
        )
    except AddressTaken:
        form.email.errors = [_("This address is registered already.")]
        known = find_by_address(db.session(), event.id, form.email.data)
        return _page(event, form, status=409, known=known)
    except NoPlace:
        form.ticket.errors = [_no_place(event, form)]
        return _page(event, form, status=409, full=True)
    return _done(event, registration_id)


def _unmeant_namesake(event: Event, form: FlaskForm) -> Attendee | None:
    """Who has this name already, where nothing but the name tells them apart and nobody has said so."""
    if form.email.data or form.namesake.data or sent_before():
        return None
    return find_namesake(db.session(), event.id, form["name"].data)


def _no_place(event: Event, form: FlaskForm) -> str:
    if not (form.walk_in.data and event.waiting_list):
        return _("All places are taken, and there is no waiting list. Tick “Above the quota”, or add places.")
    people = 1 + len(_names(form.others.data))
    lacks = ngettext(
        "There is no place left for %(num)s person.",
        "There are not enough places for %(num)s people.",
        people,
    )
    what_to_do = _(
        "Tick “Above the quota” to let them in all the same. Or take the tick at “They stand at the door”"
        " away: then whoever finds no place waits."
    )
    return f"{lacks} {what_to_do}"


def _form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "name": name_field(),
        "email": email_field(
            _("Without an address they get no letter: tell them the place yourself."), optional=True
        ),
        "namesake": BooleanField(_("It is another person of the same name")),
        "ticket": ticket_field(event, _("Ticket")),
        "language": language_field(),
        "others": TextAreaField(
            _("Who else comes along"),
            description=_("One name a line; letters go to the address above, if there is one."),
            filters=[clean],
            validators=[_Names()],
            render_kw={"rows": 3, "autocomplete": "off"},
        ),
        "above": above_field(),
        "walk_in": BooleanField(
            _("They stand at the door without having registered"),
            description=_("They get a place now, or you are told that none is left."),
        ),
        "letter": BooleanField(_("Send the letter with the ticket"), default=True),
    }
    return made(PostedForm, fields, **options)


def _asked(form: FlaskForm) -> Asked:
    return asked_by_hand(
        name=form["name"].data,
        email=form.email.data,
        ticket=form.ticket.data,
        language=chosen_language(form),
        others=_names(form.others.data),
    )


class _Names:
    """A name a line, each of a length that a list can show, and not too many."""

    def __call__(self, _form: FlaskForm, field: TextAreaField) -> None:
        names = _names(field.data)
        if len(names) > MOST_OTHERS:
            raise StopValidation(
                _("Write at most %(most)s names; the rest under another address.", most=MOST_OTHERS)
            )
        if too_long := next((name for name in names if len(name) > LONGEST_NAME), None):
            raise StopValidation(_("This line is too long for a name: %(line)s", line=too_long[:40]))


def _names(typed: str) -> list[str]:
    return [name for line in typed.splitlines() if (name := clean_line(line))]


def _done(event: Event, registration_id: int) -> Response:
    registration = find_registration_by_id(db.session(), registration_id)
    if registration is None:
        return done(url_for("organise.attendees", slug=event.slug), _("The person is registered."))
    attendee = registration.first
    states = Counter(one.status for one in registration.coming)
    told = _("%(name)s: %(status)s", name=attendee.name, status=status_word(attendee.status))
    if len(registration.coming) > 1:
        told = "; ".join(
            _("%(status)s: %(count)s", status=status_word(one), count=count) for one, count in states.items()
        )
    if not registration.email:
        told = _("%(told)s. No letter goes to them: tell them yourself.", told=told)
    return done(url_for("organise.person", slug=event.slug, attendee_id=attendee.id), told)


def _page(
    event: Event, form: FlaskForm, *, status: int = 200, full: bool | None = None, **context: Any
) -> Response:
    return event_page(
        "organise/add_person.html",
        event,
        "attendees",
        status=status,
        form=form,
        stale=form.is_submitted() and stale(form),
        full=is_full(event) if full is None else full,
        **context,
    )
