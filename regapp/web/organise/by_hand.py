"""Somebody is registered by an organiser."""

from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField

from regapp.database import db
from regapp.errors import AddressTaken, NoPlace
from regapp.models import Event, Registration, emails
from regapp.queries.people import find_by_address
from regapp.queries.registrations import find_registration_by_id
from regapp.services.allocation.asked import Asked, asked_by_hand
from regapp.services.registrations import by_hand
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import LONGEST_NAME, Address, AtMost, Filled, clean_line, stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import (
    above_field,
    chosen_language,
    is_full,
    language_field,
    made,
    ticket_field,
)
from regapp.web.organise.pages import allowed_above, done, event_page
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.words import status_word


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
    try:
        registration_id = by_hand.add(
            event_id=event.id,
            asked=_asked(form),
            user_id=user_id(),
            above=above,
            send_letter=form.letter.data,
        )
    except AddressTaken:
        form.email.errors = [_("This address is registered already.")]
        known = find_by_address(db.session(), event.id, form.email.data)
        return _page(event, form, status=409, known=known)
    except NoPlace:
        form.ticket.errors = [
            _("All places are taken, and there is no waiting list. Tick “Above the quota”, or add places.")
        ]
        return _page(event, form, status=409)
    return _done(event, registration_id)


def _form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "name": StringField(
            _("Name"),
            filters=[clean_line],
            validators=[Filled(_("Write the name as it should stand on the list.")), AtMost(LONGEST_NAME)],
            render_kw={"autocomplete": "off"},
        ),
        "email": StringField(
            _("E-mail address"),
            filters=[clean_line],
            validators=[
                Filled(_("Write the address that letters go to.")),
                AtMost(emails.LONGEST),
                Address(),
            ],
            render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
        ),
        "ticket": ticket_field(event, _("Ticket")),
        "language": language_field(),
        "above": above_field(),
        "letter": BooleanField(_("Send the letter with the ticket"), default=True),
    }
    return made(PostedForm, fields, **options)


def _asked(form: FlaskForm) -> Asked:
    return asked_by_hand(
        name=form["name"].data,
        email=form.email.data,
        ticket=form.ticket.data,
        language=chosen_language(form),
    )


def _done(event: Event, registration_id: int) -> Response:
    registration = find_registration_by_id(db.session(), registration_id)
    if registration is None:
        return done(url_for("organise.attendees", slug=event.slug), _("The person is registered."))
    attendee = registration.first
    return done(
        url_for("organise.person", slug=event.slug, attendee_id=attendee.id),
        _("%(name)s: %(status)s", name=attendee.name, status=status_word(attendee.status)),
    )


def _page(event: Event, form: FlaskForm, *, status: int = 200, known: Registration | None = None) -> Response:
    return event_page(
        "organise/add_person.html",
        event,
        "attendees",
        status=status,
        form=form,
        known=known,
        stale=form.is_submitted() and stale(form),
        full=is_full(event),
    )
