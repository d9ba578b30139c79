"""How many places there are, and what draws on them. The page shows windows and rules as well."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from regapp.clock import now
from regapp.errors import CapacityTooLow, NotPossible, UnknownTicket
from regapp.models import Event, Quota
from regapp.services.events import quotas
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, Filled, WholeNumber, clean_line, stale
from regapp.web.formats import read
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.organise import organise
from regapp.web.organise.calendar_forms import calendar_form, current_calendar_rules
from regapp.web.organise.forms import made, tell_apart
from regapp.web.organise.pages import done, event_page
from regapp.web.organise.quota_words import drawing_answers, quota_words
from regapp.web.organise.rule_forms import current_rules, rules_form
from regapp.web.organise.window_forms import window_form, windows_of
from regapp.web.reading import language, stands_at
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

MOST_PLACES = 1_000_000
LONGEST_NAME = 100
Forms = dict[str, FlaskForm]


@organise.get("/events/<slug>/places")
@needs(Right.MANAGE)
def places(event: Event) -> Response:
    """Places, the times of registration, and the rules."""
    return places_page(event)


@organise.post("/events/<slug>/places")
@needs(Right.MANAGE)
def add_quota(event: Event) -> Response:
    """Make a number of places for some ticket types or sessions."""
    form = _new_form(event)

    def act() -> str:
        once(
            quotas.add,
            event_id=event.id,
            name={str(language()): form["name"].data},
            capacity=form.capacity.data,
            ticket_types=form.ticket_types.data,
            sessions=form.sessions.data if "sessions" in form else (),
            user_id=user_id(),
        )
        return _("The places are added.")

    return change(event, "new", form, act)


@organise.post("/events/<slug>/places/<int:quota_id>/capacity")
@needs(Right.MANAGE)
def set_capacity(event: Event, quota_id: int) -> Response:
    """Change a number of places."""
    form = _capacity_form(_find(event, quota_id))

    def act() -> str:
        quotas.set_capacity(
            event_id=event.id, quota_id=quota_id, capacity=form.capacity.data, user_id=user_id()
        )
        return _("The number of places is changed. Who waited longest gets what is new.")

    return change(event, f"capacity-{quota_id}", form, act)


@organise.post("/events/<slug>/places/<int:quota_id>/draws")
@needs(Right.MANAGE)
def draw(event: Event, quota_id: int) -> Response:
    """Change what draws on a number of places."""
    form = _draws_form(event, _find(event, quota_id))

    def act() -> str:
        quotas.draw(
            event_id=event.id,
            quota_id=quota_id,
            ticket_types=form.ticket_types.data,
            sessions=form.sessions.data if "sessions" in form else (),
            user_id=user_id(),
        )
        return _("Saved. Who has a place already is counted.")

    return change(event, f"draws-{quota_id}", form, act)


@organise.post("/events/<slug>/places/<int:quota_id>/remove")
@needs(Right.MANAGE)
def remove_quota(event: Event, quota_id: int) -> Response:
    """Lift a limit."""
    _find(event, quota_id)

    def act() -> str:
        quotas.remove(event_id=event.id, quota_id=quota_id, user_id=user_id())
        return _("The limit is lifted. Who waited for nothing else has a place now.")

    return change(event, f"remove-{quota_id}", PlainForm(), act)


def change(event: Event, name: str, form: FlaskForm, act: Callable[[], str]) -> Response:
    """Check a form of the page, ``act``, and say what came of it; what cannot be is said at the form."""
    stands_at(url_for("organise.places", slug=event.slug))
    if not form.validate():
        return places_page(event, status=422, sent={name: form})
    try:
        told = act()
    except CapacityTooLow as error:
        _say(form, _too_low(error.taken))
    except NotPossible:
        _say(form, _("Choose a time to come that is not after the end of the event."))
    except UnknownTicket:
        _say(form, _("This ticket is gone meanwhile. Load the page again."))
    else:
        return done(url_for("organise.places", slug=event.slug), told)
    return places_page(event, status=409, sent={name: form})


def places_page(event: Event, *, status: int = 200, sent: Forms | None = None) -> Response:
    """The page, with a form that was sent in the place of its own."""
    forms: Forms = {"new": _new_form(event, formdata=None)}
    for quota in event.quotas:
        forms[f"capacity-{quota.id}"] = _capacity_form(quota, formdata=None)
        forms[f"draws-{quota.id}"] = _draws_form(event, quota, formdata=None)
    windows = windows_of(event, now())
    forms |= {
        f"open-{window.ticket}": window_form(window.ticket, formdata=None, data={"until": window.until})
        for window in windows
    }
    forms["rules"] = rules_form(formdata=None, data=current_rules(event))
    forms["calendar"] = calendar_form(event, formdata=None, data=current_calendar_rules(event))
    forms |= sent or {}
    return event_page(
        "organise/places.html",
        event,
        "places",
        status=status,
        forms=forms,
        sent=next(iter(sent), "") if sent else "",
        sent_form=next(iter(sent.values())) if sent else None,
        stale=any(stale(form) for form in (sent or {}).values()),
        windows=windows,
        quota_words=quota_words(event),
        drawing_answers=drawing_answers,
    )


def _say(form: FlaskForm, problem: str) -> None:
    field = next((form[name] for name in ("capacity", "until") if name in form), None)
    if field is None:
        form.form_errors.append(problem)
    else:
        field.errors = [problem]


def _too_low(taken: int) -> str:
    return ngettext(
        "%(num)s place is taken. Move or cancel somebody first, or enter %(num)s or more.",
        "%(num)s places are taken. Move or cancel somebody first, or enter %(num)s or more.",
        taken,
    )


def _find(event: Event, quota_id: int) -> Quota:
    return next((quota for quota in event.quotas if quota.id == quota_id), None) or abort(404)


def _capacity_field() -> WholeNumber:
    return WholeNumber(_("Number of places"), least=0, most=MOST_PLACES)


def _draws_fields(event: Event) -> dict[str, Any]:
    fields = {
        "ticket_types": SelectMultipleField(
            _("Tickets that take such a place"),
            choices=[SelectChoice(one.key, read(one.name)) for one in event.ticket_types],
            option_widget=CheckboxInput(),
            validate_choice=False,
        )
    }
    bookable = [SelectChoice(item.id, read(item.title)) for item in event.sessions if item.bookable]
    if bookable:
        fields["sessions"] = SelectMultipleField(
            _("Parts of the programme that take such a place"),
            choices=bookable,
            coerce=_number,
            option_widget=CheckboxInput(),
            validate_choice=False,
        )
    return fields


def _number(text: object) -> int:
    typed = str(text)
    return int(typed) if typed.isascii() and typed.isdecimal() else 0


def _new_form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "name": StringField(
            _("What the places are"),
            description=_("For example: The room. Or: Seats for guests from abroad."),
            filters=[clean_line],
            validators=[Filled(_("Write what the places are.")), AtMost(LONGEST_NAME)],
            render_kw={"autocomplete": "off"},
        ),
        "capacity": _capacity_field(),
        **_draws_fields(event),
    }
    return tell_apart(made(PostedForm, fields, **options), "new")


def _capacity_form(quota: Quota, **options: Any) -> FlaskForm:
    form = made(PostedForm, {"capacity": _capacity_field()}, data={"capacity": quota.capacity}, **options)
    return tell_apart(form, f"capacity-{quota.id}")


def _draws_form(event: Event, quota: Quota, **options: Any) -> FlaskForm:
    current = {
        "ticket_types": [one.key for one in quota.ticket_types],
        "sessions": [item.id for item in quota.sessions],
    }
    return tell_apart(made(PostedForm, _draws_fields(event), data=current, **options), f"draws-{quota.id}")
