"""Co-hosts by name alone: added and edited; they have no account, and so no rights."""

from functools import partial
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Optional

from regapp.documents.examining import PICTURES
from regapp.errors import NotPossible
from regapp.models import Event, EventHost
from regapp.services.events import named_hosts as service
from regapp.services.events.named_hosts import MOST_NAMED
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import LONGEST_NAME, AtMost
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.hosts import refuse_all_but_owners
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.edit.things import find
from regapp.web.organise.forms import made
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.uploads import UploadField, takes_files
from regapp.web.web_addresses import WebAddress, with_scheme

LIST = "organise.edit_hosts"
TEMPLATE = "organise/edit/named_host.html"
LONGEST_ADDRESS = 300
LARGEST_LOGO = 800  # pixels of a side


@organise.get("/events/<slug>/edit/hosts/named/new")
@needs(Right.MANAGE)
def new_named_host(event: Event) -> Response:
    """The form for a host that is not known here."""
    refuse_all_but_owners(event)
    return _adding().show(event, host=None)


@organise.post("/events/<slug>/edit/hosts/named/new")
@needs(Right.MANAGE)
@takes_files
def add_named_host(event: Event) -> Response:
    """Add it."""
    refuse_all_but_owners(event)
    return _adding().answer(event, host=None)


@organise.get("/events/<slug>/edit/hosts/named/<int:number>")
@needs(Right.MANAGE)
def edit_named_host(event: Event, number: int) -> Response:
    """The form with what is said of one."""
    refuse_all_but_owners(event)
    return _editing(number).show(event, host=_find(event, number))


@organise.post("/events/<slug>/edit/hosts/named/<int:number>")
@needs(Right.MANAGE)
@takes_files
def save_named_host(event: Event, number: int) -> Response:
    """Save it."""
    refuse_all_but_owners(event)
    return _editing(number).answer(event, host=_find(event, number))


def _adding() -> Section:
    return Section("organise.new_named_host", TEMPLATE, _form, _nothing, _add, after=LIST, makes=True)


def _editing(number: int) -> Section:
    return Section(
        "organise.edit_named_host",
        TEMPLATE,
        _form,
        lambda event: _stored(_find(event, number)),
        partial(_save, number),
        values={"number": number},
        after=LIST,
    )


def _find(event: Event, number: int) -> EventHost:
    return find([host for host in event.hosts if host.organisation is None], number)


def _form(_event: Event, **options: Any) -> FlaskForm:
    fields = {
        "name": LocalizedField(_("Name of the organisation"), longest=LONGEST_NAME, required=True),
        "website": StringField(
            _("Website"),
            filters=[with_scheme],
            validators=[Optional(), AtMost(LONGEST_ADDRESS), WebAddress()],
            render_kw={"inputmode": "url", "autocomplete": "off"},
        ),
        "logo": UploadField(
            _("Logo"),
            accept=PICTURES,
            side=LARGEST_LOGO,
            description=_("It stands on the page of the event, on white."),
        ),
        "without_logo": BooleanField(_("Show no logo")),
        "logo_seen": HiddenField(),
    }
    return made(SectionForm, fields, **options)


def _nothing(_event: Event) -> Values:
    return {"name": {}, "website": ""}


def _stored(host: EventHost) -> Values:
    return {"name": host.own_name, "website": host.own_website}


def _facts(form: FlaskForm) -> service.NamedHostFacts:
    return service.NamedHostFacts(
        name=form["name"].data,
        website=form.website.data or "",
        logo=form.logo.data,
        without_logo=form.without_logo.data,
    )


def _add(event: Event, form: FlaskForm, revision: int) -> bool:
    try:
        once(service.add, event_id=event.id, revision=revision, facts=_facts(form), user_id=user_id())
    except NotPossible:
        too_many = _("There are %(most)s co-hosts by name already. Take one away first.", most=MOST_NAMED)
        form["name"].errors = [too_many]
        return False
    return True


def _save(number: int, event: Event, form: FlaskForm, revision: int) -> bool:
    if _is_unseen(form, _find(event, number)):
        return False
    service.change(
        event_id=event.id, revision=revision, host_id=number, facts=_facts(form), user_id=user_id()
    )
    return True


def _is_unseen(form: FlaskForm, host: EventHost) -> bool:
    """Whether somebody else has changed the logo meanwhile; said at its field, once."""
    present = str(host.own_logo_id or "")
    changes = form.logo.data is not None or form.without_logo.data
    if not changes or form.logo_seen.data in {None, present}:
        return False
    form.logo_seen.data = present
    form.logo.errors = [_("Somebody else has changed the logo meanwhile. Choose yours again to replace it.")]
    return True
