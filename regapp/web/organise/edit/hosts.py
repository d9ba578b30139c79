"""Who holds an event together, and how they are reached."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from regapp.database import db
from regapp.models import Event
from regapp.queries.co_hosts import co_hosts, possible_hosts
from regapp.services.events import co_hosts as service
from regapp.services.events import editing
from regapp.vocabulary import Role
from regapp.web.access import Right, may_in, needs, user_id
from regapp.web.fields import Address, AtMost, clean_line
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.organise.pages import LONGEST_NUMBER, done
from regapp.web.telephones import Telephone
from regapp.web.translations import gettext as _
from regapp.web.versions import seen
from regapp.web.words import member_role_word

LONGEST_PHONE, LONGEST_SEARCH, LONGEST_SLUG = 40, 100, 100


@organise.get("/events/<slug>/edit/hosts")
@needs(Right.MANAGE)
def edit_hosts(event: Event) -> Response:
    """The co-hosts, and the form with telephone and address. ``q`` looks for one more organisation."""
    return SECTION.show(event, **_hosts(event))


@organise.post("/events/<slug>/edit/hosts")
@needs(Right.MANAGE)
def save_contact(event: Event) -> Response:
    """Save telephone and address."""
    return SECTION.answer(event, **_hosts(event))


@organise.post("/events/<slug>/edit/hosts/add")
@needs(Right.MANAGE)
def add_host(event: Event) -> Response:
    """Add an organisation as a co-host."""
    organisation = clean_line(request.form.get("organisation"))[:LONGEST_SLUG]
    return _done(event, partial(service.add_host, organisation=organisation), _("The host is added."))


@organise.post("/events/<slug>/edit/hosts/remove")
@needs(Right.MANAGE)
def remove_host(event: Event) -> Response:
    """Take a co-host away."""
    return _done(event, partial(service.remove_host, host_id=_host()), _("The host is taken away."))


@organise.post("/events/<slug>/edit/hosts/move")
@needs(Right.MANAGE)
def move_host(event: Event) -> Response:
    """Put a co-host one place up or down."""
    up = request.form.get("direction") == "up"
    return _done(event, partial(service.move_host, host_id=_host(), up=up), _("The order is changed."))


@organise.post("/events/<slug>/edit/hosts/grant")
@needs(Right.MANAGE)
def grant_to_host(event: Event) -> Response:
    """Say what a co-host's members may do with the event."""
    asked = request.form.get("role", "")
    if asked and asked not in service.GRANTED:
        abort(422)
    role = Role(asked) if asked else None
    return _done(event, partial(service.grant, host_id=_host(), role=role), _("Saved."))


def _done(event: Event, act: Callable[..., None], told: str) -> Response:
    """Do what a button asks about a host; say so in the list."""
    refuse_all_but_owners(event)
    if not PlainForm().validate():
        stored = _stored(event)
        form = _form(event, formdata=None, data={**stored, "seen": seen(stored)})
        problem = _("The page was open for too long. Nothing was changed.")
        return SECTION.again(event, form, status=422, problem=problem, **_hosts(event))
    act(event_id=event.id, user_id=user_id())
    return done(url_for("organise.edit_hosts", slug=event.slug, _anchor="hosts"), told)


def refuse_all_but_owners(event: Event) -> None:
    """Answer 403 to all but the owner's people: who the hosts are is not for a co-host to say."""
    if not _is_owners(event):
        abort(403)


def _is_owners(event: Event) -> bool:
    return may_in(Right.MANAGE, event.organisation)


def _host() -> int:
    number = clean_line(request.form.get("host"))
    return int(number) if number.isdecimal() and number.isascii() and int(number) <= LONGEST_NUMBER else 0


def _hosts(event: Event) -> dict[str, Any]:
    wanted = clean_line(request.args.get("q"))[:LONGEST_SEARCH]
    session, is_owners = db.session(), _is_owners(event)
    return {
        "co_hosts": co_hosts(session, event.id),
        "is_owners": is_owners,
        "wanted": wanted,
        "found": possible_hosts(session, event, wanted) if wanted and is_owners else [],
        "roles": {"": _("nothing"), **{str(role): member_role_word(role) for role in service.GRANTED}},
    }


def _form(_event: Event, **options: Any) -> FlaskForm:
    fields = {
        "contact_phone": StringField(
            _("Telephone for questions"),
            filters=[clean_line],
            validators=[AtMost(LONGEST_PHONE), Telephone()],
            render_kw={"type": "tel", "autocomplete": "off"},
        ),
        "contact_email": StringField(
            _("E-mail for questions"),
            filters=[clean_line],
            validators=[_AddressOrNone()],
            description=_("Answers to letters come here. Left empty: the address of your organisation."),
            render_kw={"type": "email", "autocomplete": "off"},
        ),
    }
    return made(SectionForm, fields, **options)


class _AddressOrNone(Address):
    def __call__(self, form: FlaskForm, field: Any) -> None:
        if field.data:
            super().__call__(form, field)


def _stored(event: Event) -> Values:
    return {"contact_phone": event.contact_phone, "contact_email": event.contact_email}


def _save(event: Event, form: FlaskForm, revision: int) -> bool:
    values = {name: form[name].data for name in ("contact_phone", "contact_email")}
    editing.change_facts(event_id=event.id, revision=revision, values=values, user_id=user_id())
    return True


SECTION = Section("organise.edit_hosts", "organise/edit/hosts.html", _form, _stored, _save)
