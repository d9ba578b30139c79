"""Tags that hosts put to people: the event's list of them, each one's page, and those of one person."""

from collections.abc import Sequence

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from regapp.database import TRIES, db
from regapp.errors import Busy, EditedMeanwhile, NameTaken, NotFound, TooManyTags
from regapp.models import Event, Tag
from regapp.queries.tags import tags_with_people
from regapp.services.bulk.doing import delete_tag
from regapp.services.registrations import tagging
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, Filled, clean_line, stale
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.organise import organise
from regapp.web.organise.deciding import LONGEST_TAG, begun, tag_name_field
from regapp.web.organise.edit.section import SectionForm
from regapp.web.organise.forms import made
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.organise.people import find_of_event, person_page
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.versions import Conflict, merge, seen


@organise.get("/events/<slug>/tags")
@needs(Right.MANAGE)
def tags(event: Event) -> Response:
    """All tags of the event, with how many people have each."""
    return event_page("organise/tags.html", event, "attendees", tags=tags_with_people(db.session(), event.id))


@organise.get("/events/<slug>/tags/<int:tag_id>")
@needs(Right.MANAGE)
def tag(event: Event, tag_id: int) -> Response:
    """One tag: its name, and the way to be rid of it."""
    found, _people = _find(event, tag_id)
    return _page(event, tag_id, _form_of(found))


@organise.post("/events/<slug>/tags/<int:tag_id>")
@needs(Right.MANAGE)
def rename_tag(event: Event, tag_id: int) -> Response:
    """Give it another name, unless somebody else has meanwhile."""
    found, _people = _find(event, tag_id)
    form = _form()
    if not form.validate():
        return _page(event, tag_id, form, status=422)
    for _attempt in range(TRIES):
        stood = found.name
        if conflicts := merge(form, {"name": stood}, form.seen.data or ""):
            form.seen.data = seen({"name": stood})
            return _page(event, tag_id, form, status=409, conflicts=conflicts)
        try:
            return _rename(event, tag_id, form, stood)
        except EditedMeanwhile:
            found, _people = _find(event, tag_id)
    raise Busy


def _rename(event: Event, tag_id: int, form: FlaskForm, stood: str) -> Response:
    name = form.name.data
    try:
        tagging.rename(event_id=event.id, tag_id=tag_id, name=name, user_id=user_id(), stood=stood)
    except NameTaken:
        form.name.errors = [_("Another tag is called so. Choose another name.")]
        return _page(event, tag_id, form, status=422)
    except NotFound:
        abort(404)
    return done(url_for("organise.tags", slug=event.slug), _("The tag has its new name."))


@organise.post("/events/<slug>/tags/<int:tag_id>/delete")
@needs(Right.MANAGE)
def remove_tag(event: Event, tag_id: int) -> Response:
    """Take it off everybody, and delete it."""
    stands_at(url_for("organise.tag", slug=event.slug, tag_id=tag_id))
    found, _people = _find(event, tag_id)
    if not PlainForm().validate():
        return _page(event, tag_id, _form_of(found), status=422, is_stale=True)
    try:
        job_id = delete_tag(event_id=event.id, tag_id=tag_id, user_id=user_id())
    except NotFound:
        abort(404)
    if job_id:
        return begun(event.slug, job_id)
    return done(
        url_for("organise.tags", slug=event.slug), _("The tag is gone. The people are all still here.")
    )


@organise.post("/events/<slug>/attendees/<int:attendee_id>/tags")
@needs(Right.MANAGE)
def tag_person(event: Event, attendee_id: int) -> Response:
    """Put a tag to somebody."""
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    stands_at(address)
    form = made(PostedForm, {"tag_name": tag_name_field()})
    if not form.validate():
        return person_page(event, attendee_id, status=422, problem=" ".join(_problems(form)))
    number = min(attendee_id, LONGEST_NUMBER)
    try:
        tagging.tag_one(event_id=event.id, attendee_id=number, name=form.tag_name.data, user_id=user_id())
    except NotFound:
        abort(404)
    except TooManyTags:
        told = _("There are %(most)s tags already. Use one of them.", most=tagging.MOST)
        return done(address, told, tone="warning")
    return done(address, _("The tag is put on."))


@organise.post("/events/<slug>/attendees/<int:attendee_id>/tags/<int:tag_id>/remove")
@needs(Right.MANAGE)
def untag_person(event: Event, attendee_id: int, tag_id: int) -> Response:
    """Take a tag off somebody."""
    address = url_for("organise.person", slug=event.slug, attendee_id=attendee_id)
    stands_at(address)
    if not PlainForm().validate():
        problem = _("The page was open for too long. Nothing was changed.")
        return person_page(event, attendee_id, status=422, problem=problem)
    find_of_event(event, attendee_id)
    try:
        tagging.untag_one(event_id=event.id, attendee_id=attendee_id, tag_id=min(tag_id, LONGEST_NUMBER))
    except NotFound:
        return done(address, _("This tag is gone: somebody else has deleted it."), tone="warning")
    return done(address, _("The tag is taken off."))


def _problems(form: FlaskForm) -> list[str]:
    if stale(form):
        return [_("The page was open for too long. Nothing was changed.")]
    return [str(error) for error in form.tag_name.errors]


def _form(**options: object) -> FlaskForm:
    name = StringField(
        _("Name"),
        filters=[clean_line],
        validators=[Filled(_("Write the tag.")), AtMost(LONGEST_TAG)],
        render_kw={"autocomplete": "off"},
    )
    return made(SectionForm, {"name": name}, **options)


def _form_of(tag: Tag) -> FlaskForm:
    return _form(formdata=None, name=tag.name, seen=seen({"name": tag.name}))


def _find(event: Event, tag_id: int) -> tuple[Tag, int]:
    found = tags_with_people(db.session(), event.id)
    return next(((tag, people) for tag, people in found if tag.id == tag_id), None) or abort(404)


def _page(
    event: Event,
    tag_id: int,
    form: FlaskForm,
    *,
    status: int = 200,
    is_stale: bool = False,
    conflicts: Sequence[Conflict] = (),
) -> Response:
    found, people = _find(event, tag_id)
    return event_page(
        "organise/tag.html",
        event,
        "attendees",
        status=status,
        tag=found,
        people=people,
        form=form,
        conflicts=conflicts,
        stale=is_stale or (form.is_submitted() and stale(form)),
    )
