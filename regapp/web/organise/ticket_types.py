"""The ways to attend: a page for each, and their order."""

from datetime import datetime
from typing import Any

from flask import abort, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from regapp.errors import EditedMeanwhile, KeyTaken, NotPossible, UnknownTicket
from regapp.models import Event, TicketType
from regapp.models.slugs import is_slug, proposed_slug
from regapp.services.events import ticket_types
from regapp.services.events.drafts import TicketTypeDraft
from regapp.vocabulary import Attendance
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, Filled, OneOf, WallClock, WholeNumber, clean_line
from regapp.web.forms import PlainForm
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.organise.pages import done
from regapp.web.reading import language
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _

LONGEST_NAME, LONGEST_HINT, LONGEST_KEY = 100, 300, 60
MOST_PLACES = 1_000_000
MOST_TYPES = 50  # a form with more ways to attend is read by nobody


class TicketTypeForm(SectionForm):
    """A way to attend whose key and window make sense."""

    event: Event

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what does not fit, at its field."""
        super().validate(extra_validators)
        if "key" in self:
            self._check_key()
        for field in (self.opens, self.closes):
            if field.data and not _is_shown(self.event, field.data):
                field.errors = [_("On that day the clock leaves out this hour. Choose another one.")]
        if self.opens.data and self.closes.data and self.closes.data <= self.opens.data:
            self.closes.errors = [_("This has to come after the time at which the ticket opens.")]
        elif self.closes.data and self.closes.data > self._latest_end():
            self.closes.errors = [_("Registration has to close before the event ends.")]
        return not self.errors

    def _latest_end(self) -> datetime:
        end: datetime = self.event.end_wall
        return max(end, self.closes.object_data or end)  # the event may have become shorter since

    def _check_key(self) -> None:
        key = self.key.data or proposed_slug(_first(self.name_of.data))
        if not key and not self.name_of.errors:
            self.key.errors = [_("Write a short key in Latin letters, for example: guest.")]
        elif key and not is_slug(key):
            self.key.errors = [_("Use only the letters a to z, digits and hyphens.")]
        elif key in {one.key for one in self.event.ticket_types}:
            self.key.errors = [_taken()]
        self.key.data = key


@organise.get("/events/<slug>/tickets/new")
@needs(Right.MANAGE)
def new_ticket_type(event: Event) -> Response:
    """The form for another way to attend."""
    return NEW.show(event, ticket_type=None)


@organise.post("/events/<slug>/tickets/new")
@needs(Right.MANAGE)
def add_ticket_type(event: Event) -> Response:
    """Make it."""
    if len(event.ticket_types) >= MOST_TYPES:
        abort(409)
    return NEW.answer(event, ticket_type=None)


@organise.get("/events/<slug>/tickets/<key>/edit")
@needs(Right.MANAGE)
def edit_ticket_type(event: Event, key: str) -> Response:
    """The form with what is so of a way to attend."""
    return _one(event, key).show(event, ticket_type=_find(event, key))


@organise.post("/events/<slug>/tickets/<key>/edit")
@needs(Right.MANAGE)
def save_ticket_type(event: Event, key: str) -> Response:
    """Save it."""
    return _one(event, key).answer(event, ticket_type=_find(event, key))


@organise.post("/events/<slug>/tickets/<key>/put")
@needs(Right.MANAGE)
def put_ticket_type(event: Event, key: str) -> Response:
    """Move it one place up or down in the order in which the ways to attend are shown."""
    if not PlainForm().validate():
        abort(422)
    by = -1 if request.form.get("direction") == "up" else 1
    try:
        ticket_types.put(event_id=event.id, revision=event.revision, key=key, by=by, user_id=user_id())
    except UnknownTicket:
        abort(404)
    except EditedMeanwhile:
        return _back(event, _("Somebody else has changed the event meanwhile. Try again."), tone="error")
    return _back(event, _("The order is changed."))


@organise.post("/events/<slug>/tickets/<key>/remove")
@needs(Right.MANAGE)
def remove_ticket_type(event: Event, key: str) -> Response:
    """Remove a way to attend that nobody has used."""
    if not PlainForm().validate():
        abort(422)
    try:
        ticket_types.remove(event_id=event.id, revision=event.revision, key=key, user_id=user_id())
    except UnknownTicket:
        abort(404)
    except EditedMeanwhile:
        return _back(event, _("Somebody else has changed the event meanwhile. Try again."), tone="error")
    except NotPossible:
        told = _("Somebody has this ticket, or had it. Close its registration instead.")
        return _back(event, told, tone="error")
    return _back(event, _("The ticket is removed."))


def _back(event: Event, text: str, tone: str = "success") -> Response:
    return done(url_for("organise.places", slug=event.slug, _anchor="tickets"), text, tone=tone)


def _find(event: Event, key: str) -> TicketType:
    try:
        return event.find_ticket_type(key)
    except UnknownTicket:
        abort(404)


def _one(event: Event, key: str) -> Section:
    _find(event, key)

    def stored(event: Event) -> Values:
        return _stored(_find(event, key))

    def save(event: Event, form: FlaskForm, revision: int) -> bool:
        return _change(event, key, form, revision)

    return Section(
        "organise.edit_ticket_type",
        "organise/ticket_type.html",
        _form,
        stored,
        save,
        values={"key": key},
        after="organise.places",
    )


def _form(event: Event, **options: Any) -> FlaskForm:
    return made(TicketTypeForm, {**_fields(), "event": event}, **options)


def _new_form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "places": WholeNumber(
            _("Number of places"),
            description=_("Left empty, there is no limit."),
            least=0,
            most=MOST_PLACES,
            required=False,
        ),
        "key": StringField(
            _("Key"),
            description=_("Stands in lists and files for ever. Left empty, it is made from the name."),
            filters=[clean_line],
            validators=[AtMost(LONGEST_KEY)],
            render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
        ),
    }
    return made(TicketTypeForm, {**_fields(), **fields, "event": event}, **options)


def _fields() -> dict[str, Any]:
    return {
        "name_of": LocalizedField(_("Name of the ticket"), longest=LONGEST_NAME, required=True),
        "hint": LocalizedField(
            _("Explanation"),
            description=_("Whom the ticket is for, and what to bring along."),
            longest=LONGEST_HINT,
            rows=2,
        ),
        "attendance": RadioField(
            _("Where people attend with it"),
            choices=[
                SelectChoice(str(Attendance.IN_PERSON), _("In person")),
                SelectChoice(str(Attendance.ONLINE), _("Online")),
            ],
            validators=[Filled(_("Choose where people attend.")), OneOf()],
            validate_choice=False,
        ),
        "needs_approval": BooleanField(
            _("You decide who comes"), description=_("Whoever registers waits for your yes.")
        ),
        "needs_code": BooleanField(
            _("By invitation only"), description=_("Only people with a code from you see this ticket.")
        ),
        "opens": WallClock(
            _("Can be had from"), description=_("Left empty, from the start of registration.")
        ),
        "closes": WallClock(
            _("Can be had until"), description=_("Left empty, until the end of registration.")
        ),
    }


def _stored(ticket_type: TicketType) -> Values:
    return {
        "name_of": ticket_type.name,
        "hint": ticket_type.hint,
        "attendance": str(ticket_type.attendance),
        "needs_approval": ticket_type.needs_approval,
        "needs_code": ticket_type.needs_code,
        "opens": ticket_type.opens_wall,
        "closes": ticket_type.closes_wall,
    }


def _draft(form: FlaskForm, key: str) -> TicketTypeDraft:
    return TicketTypeDraft(
        key=key,
        attendance=Attendance(form.attendance.data),
        name=form.name_of.data,
        hint=form.hint.data,
        needs_approval=form.needs_approval.data,
        needs_code=form.needs_code.data,
        opens=form.opens.data,
        closes=form.closes.data,
    )


def _add(event: Event, form: FlaskForm, revision: int) -> bool:
    try:
        once(
            ticket_types.add,
            event_id=event.id,
            revision=revision,
            draft=_draft(form, form.key.data),
            capacity=form.places.data,
            user_id=user_id(),
        )
    except KeyTaken:
        form.key.errors = [_taken()]
        return False
    return True


def _change(event: Event, key: str, form: FlaskForm, revision: int) -> bool:
    try:
        ticket_types.change(event_id=event.id, revision=revision, draft=_draft(form, key), user_id=user_id())
    except NotPossible:
        form.attendance.errors = [_("Somebody has this ticket. Make another one, and move people there.")]
        return False
    return True


def _taken() -> str:
    return _("Another ticket of this event has this key. Write another one.")


def _first(texts: dict[str, str]) -> str:
    return texts.get(str(language())) or next(iter(texts.values()), "")


def _is_shown(event: Event, wall: datetime) -> bool:
    return event.wall(event.instant(wall)) == wall


NEW = Section(
    "organise.new_ticket_type",
    "organise/ticket_type.html",
    _new_form,
    lambda _event: {"attendance": str(Attendance.IN_PERSON)},
    _add,
    after="organise.places",
    makes=True,
)
