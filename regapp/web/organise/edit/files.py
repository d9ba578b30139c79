"""What there is to read or to watch beside an event: files, and addresses elsewhere."""

from functools import partial
from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from regapp.database import db
from regapp.documents.examining import EVERYTHING
from regapp.models import Attachment, Event
from regapp.queries.files import attachments, event_file
from regapp.services.events import attachments as service
from regapp.services.events.attachments import AttachmentFacts
from regapp.vocabulary import Visibility
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, Filled, OneOf, clean_line
from regapp.web.file_responses import file_response
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.edit.things import find, put, take_away
from regapp.web.organise.forms import made
from regapp.web.organise.pages import event_page
from regapp.web.reading import stands_at
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.uploads import UploadField, takes_files
from regapp.web.web_addresses import WebAddress

LIST = "organise.edit_files"
TEMPLATE = "organise/edit/file.html"
LONGEST_TITLE, LONGEST_ADDRESS = 200, 2_000


class AttachmentForm(SectionForm):
    """A file or an address."""

    has_file = False
    old_address = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two."""
        valid: bool = super().validate(extra_validators)
        if self.file.errors or self.address.errors:
            return False
        if self.file.data and self.address.data == self.old_address:
            self.address.data = ""
        if self.file.data and self.address.data:
            self.address.errors = [_("Choose a file or write an address, not both.")]
        elif not self.file.data and not self.address.data and not self.has_file:
            self.file.errors = [_("Choose a file, or write an address below.")]
        return valid and not self.errors


@organise.get("/events/<slug>/edit/files")
@needs(Right.MANAGE)
def edit_files(event: Event) -> Response:
    """All there is, in its order."""
    return _list(event)


@organise.get("/events/<slug>/edit/files/new")
@needs(Right.MANAGE)
def new_file_form(event: Event) -> Response:
    """The form for something that is not there yet."""
    return _adding().show(event, attachment=None)


@organise.post("/events/<slug>/edit/files/new")
@needs(Right.MANAGE)
@takes_files
def add_file(event: Event) -> Response:
    """Attach it."""
    return _adding().answer(event, attachment=None)


@organise.get("/events/<slug>/edit/files/<int:number>")
@needs(Right.MANAGE)
def edit_file(event: Event, number: int) -> Response:
    """The form with what it is, and for whom."""
    return _editing(number).show(event, attachment=find(event.attachments, number))


@organise.post("/events/<slug>/edit/files/<int:number>")
@needs(Right.MANAGE)
@takes_files
def save_file(event: Event, number: int) -> Response:
    """Save it."""
    return _editing(number).answer(event, attachment=find(event.attachments, number))


@organise.post("/events/<slug>/edit/files/<int:number>/put")
@needs(Right.MANAGE)
def put_file(event: Event, number: int) -> Response:
    """Move it up or down."""
    find(event.attachments, number)
    address = url_for(LIST, slug=event.slug, _anchor=f"attachment-{number}")
    return put(
        lambda up: service.put(event_id=event.id, attachment_id=number, up=up, user_id=user_id()),
        address,
        partial(_list, event),
    )


@organise.post("/events/<slug>/edit/files/<int:number>/remove")
@needs(Right.MANAGE)
def remove_file(event: Event, number: int) -> Response:
    """Take it away."""
    attachment = find(event.attachments, number)

    def act(revision: int) -> str:
        service.remove(event_id=event.id, revision=revision, attachment_id=number, user_id=user_id())
        return ""

    back = url_for(LIST, slug=event.slug)
    return take_away(_editing(number), event, act, back, _("It is taken away."), attachment=attachment)


@organise.get("/events/<slug>/files/<token>/<name>")
@needs(Right.MANAGE)
def event_file_content(event: Event, token: str, name: str) -> Response:  # noqa: ARG001 - for whoever saves it
    """A file that belongs to the event, whoever else may have it."""
    found = event_file(db.session(), event.id, token)
    return abort(404) if found is None else file_response(found, public=False)


def _list(event: Event, status: int = 200, problem: str = "") -> Response:
    stands_at(url_for(LIST, slug=event.slug))
    rows = attachments(db.session(), event.id)
    return event_page(
        "organise/edit/files.html",
        event,
        "edit",
        status=status,
        problem=problem,
        attachments=rows,
        words=_visibilities(),
    )


def _adding() -> Section:
    return Section(
        "organise.new_file_form", TEMPLATE, partial(_form, None), _nothing, _add, after=LIST, makes=True
    )


def _editing(number: int) -> Section:
    def stored(event: Event) -> Values:
        found = find(event.attachments, number)
        visibility = str(found.visibility)
        return {"title": found.title, "address": found.address, "visibility": visibility}

    def make(event: Event, **options: Any) -> FlaskForm:
        return _form(find(event.attachments, number), event, **options)

    endpoint, values = "organise.edit_file", {"number": number}
    return Section(endpoint, TEMPLATE, make, stored, partial(_save, number), values=values, after=LIST)


def _form(attachment: Attachment | None, _event: Event, **options: Any) -> FlaskForm:
    fields: dict[str, Any] = {
        "title": LocalizedField(_("Title"), longest=LONGEST_TITLE, required=True),
        "file": UploadField(_("File"), accept=EVERYTHING),
        "file_seen": HiddenField(),
        "address": StringField(
            _("Or the address of a page elsewhere"),
            filters=[clean_line],
            validators=[AtMost(LONGEST_ADDRESS), WebAddress()],
            render_kw={"type": "url", "autocomplete": "off"},
        ),
        "visibility": RadioField(
            _("Who may have it"),
            choices=[SelectChoice(str(one), _visibilities()[one]) for one in _offered(attachment)],
            validators=[Filled(_("Choose who may have it.")), OneOf()],
            validate_choice=False,
        ),
        "has_file": attachment is not None and attachment.file_id is not None,
        "old_address": attachment.address if attachment else "",
    }
    return made(AttachmentForm, fields, **options)


def _visibilities() -> dict[Visibility, str]:
    return {
        Visibility.PUBLIC: _("Everybody, on the page of the event"),
        Visibility.REGISTERED: _("Whoever has registered, on their own page"),
        Visibility.LETTER: _("Whoever came by their letter, on their own page"),
    }


def _offered(attachment: Attachment | None) -> list[Visibility]:
    """The own page is reached by letters alone, so the last two come to the same: one is enough to offer."""
    is_old = attachment is not None and attachment.visibility is Visibility.LETTER
    return [one for one in Visibility if is_old or one is not Visibility.LETTER]


def _nothing(_event: Event) -> Values:
    return {"title": {}, "address": "", "visibility": str(Visibility.PUBLIC)}


def _facts(form: FlaskForm) -> AttachmentFacts:
    return AttachmentFacts(
        title=form.title.data,
        visibility=Visibility(form.visibility.data),
        address=form.address.data or "",
        file=form.file.data,
    )


def _add(event: Event, form: FlaskForm, revision: int) -> bool:
    once(service.add, event_id=event.id, revision=revision, facts=_facts(form), user_id=user_id())
    return True


def _save(number: int, event: Event, form: FlaskForm, revision: int) -> bool:
    now = str(find(event.attachments, number).file_id or "")
    if form.file.data and form.file_seen.data not in {None, now}:
        form.file_seen.data = now
        form.file.errors = [
            _("Somebody else has put another file here meanwhile. Choose yours again to replace it.")
        ]
        return False
    service.change(
        event_id=event.id, revision=revision, attachment_id=number, facts=_facts(form), user_id=user_id()
    )
    return True
