"""The page with the short form, and the draft that it makes."""

from flask import render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import NotFound, WrongTimes
from regapp.models import LocalizedText
from regapp.queries.hosts import list_organisations
from regapp.queries.venues import choosable_venues
from regapp.services.events import starting
from regapp.services.events.templates.built_in import Template
from regapp.web.access import managed_organisations, manager_somewhere, user_id
from regapp.web.fields import stale
from regapp.web.formats import read
from regapp.web.organise import organise
from regapp.web.organise.edit.time_form import say_wrong
from regapp.web.organise.new.filling import Filled, filled
from regapp.web.organise.new.form import Around, filled_in, short_form
from regapp.web.organise.new.starts import find_start
from regapp.web.organise.pages import done
from regapp.web.reading import language
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _


@organise.get("/events/new/<template>")
@manager_somewhere
def new_event_form(template: str) -> str:
    """The form, filled in as far as the template knows."""
    start, around = find_start(template), _around()
    form = short_form(start, around, formdata=None, data=filled_in(start, around))
    return _page(start, form)


@organise.post("/events/new/<template>")
@manager_somewhere
def make_event(template: str) -> Response | tuple[str, int]:
    """Make the draft, and lead to it; or show the form again."""
    start, around = find_start(template), _around()
    form = short_form(start, around)
    if not form.validate():
        return _page(start, form), 422
    asked = filled(form, start.draft, around.organisations)
    slug = asked and _made(form, asked)
    if not slug:
        return _page(start, form), 422
    return done(
        url_for("organise.overview", slug=slug), _("The draft is made. Only you and your colleagues see it.")
    )


def _made(form: FlaskForm, asked: Filled) -> str | None:
    try:
        return once(starting.start, asked.draft, called=form.title.data, venue=asked.venue, user_id=user_id())
    except WrongTimes as error:
        say_wrong(form, error)
    except NotFound:  # somebody deleted it since the page was made
        form.co_host.errors = [_("This organisation or place is no more. Choose again.")]
    return None


def _around() -> Around:
    session, own = db.session(), managed_organisations()
    venues = {
        venue.slug: venue
        for organisation in own
        for venue in choosable_venues(session, organisation.id, language())
    }
    return Around(own, list_organisations(session), list(venues.values()))


def _page(start: Template, form: FlaskForm) -> str:
    return render_template(
        "organise/new/form.html",
        name=read(LocalizedText(start.name)),
        purpose=read(LocalizedText(start.purpose)),
        address=url_for("organise.new_event_form", template=start.key),
        form=form,
        places=[field for field in form if field.name.startswith("places_")],
        stale=request.method == "POST" and stale(form),
    )
