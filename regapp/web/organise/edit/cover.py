"""The picture on top of an event's page."""

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField

from regapp.documents.examining import PICTURES
from regapp.models import Event
from regapp.services.events import covers
from regapp.web.access import Right, needs, user_id
from regapp.web.organise import organise
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.translations import gettext as _
from regapp.web.uploads import UploadField, takes_files

LARGEST_SIDE = 2400  # pixels: a page is no wider


@organise.get("/events/<slug>/edit/cover")
@needs(Right.MANAGE)
def edit_cover(event: Event) -> Response:
    """The picture, and the form for another."""
    return SECTION.show(event)


@organise.post("/events/<slug>/edit/cover")
@needs(Right.MANAGE)
@takes_files
def save_cover(event: Event) -> Response:
    """Save another picture, or none."""
    return SECTION.answer(event)


def _form(_event: Event, **options: Any) -> FlaskForm:
    fields = {
        "picture": UploadField(
            _("Another picture"),
            accept=PICTURES,
            side=LARGEST_SIDE,
            description=_("A broad one is best: about five times as wide as high. Its edges may be cut off."),
        ),
        "none": BooleanField(_("No picture: show the ornament that is drawn for this event")),
    }
    return made(SectionForm, fields, **options)


def _stored(_event: Event) -> Values:
    return {}


def _save(event: Event, form: FlaskForm, revision: int) -> bool:
    if form.picture.data is None and not form.none.data:
        if event.cover_id is None:
            return True
        form.picture.errors = [_("Choose a picture, or tick that there is to be none.")]
        return False
    picture = None if form.none.data else form.picture.data
    covers.change_cover(event_id=event.id, revision=revision, picture=picture, user_id=user_id())
    return True


SECTION = Section("organise.edit_cover", "organise/edit/cover.html", _form, _stored, _save)
