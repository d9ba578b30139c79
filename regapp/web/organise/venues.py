"""The venues that an organisation keeps: a list, a new one, and a page for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import TRIES, db
from regapp.errors import Busy, EditedMeanwhile
from regapp.models import Event, LocalizedText, Organisation, Venue
from regapp.queries.recipients import count_recipients
from regapp.queries.venues import events_to_come_at, find_own_venue, list_own_venues
from regapp.services.events import venues as services
from regapp.vocabulary import EventStatus, LetterKind, Recipients
from regapp.web.access import Right, needs_in_organisation, user_id
from regapp.web.fields import stale
from regapp.web.organise import organise
from regapp.web.organise.edit.asking import CHANGE, SAVE, Row, asking_fields, carried, told_words
from regapp.web.organise.edit.section import SectionForm
from regapp.web.organise.forms import made
from regapp.web.organise.organisation_pages import organisation_page
from regapp.web.organise.pages import done
from regapp.web.organise.venue_forms import draft_in_words, stored_venue, venue_draft, venue_fields
from regapp.web.reading import language, stands_at
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.versions import Conflict, merge, seen


@dataclass(frozen=True, slots=True)
class Reached:
    """An event to come whose people are told of the venue's new address."""

    event: Event
    told: int


@organise.get("/organisations/<slug>/venues")
@needs_in_organisation(Right.MANAGE)
def venues(organisation: Organisation) -> Response:
    """The venues that the organisation keeps up to date."""
    own = list_own_venues(db.session(), organisation.id, language())
    return organisation_page("organise/venues.html", organisation, "venues", venues=own)


@organise.get("/organisations/<slug>/venues/new")
@needs_in_organisation(Right.MANAGE)
def new_venue(organisation: Organisation) -> Response:
    """The form for one more."""
    return _page(organisation, None, _form(None, formdata=None))


@organise.post("/organisations/<slug>/venues/new")
@needs_in_organisation(Right.MANAGE)
def make_venue(organisation: Organisation) -> Response:
    """Make it."""
    form = _form(None)
    if not form.validate():
        return _page(organisation, None, form, status=422)
    once(services.make_venue, draft=venue_draft(form), organisation_id=organisation.id, user_id=user_id())
    return done(url_for("organise.venues", slug=organisation.slug), _("The venue is there to be chosen."))


@organise.get("/organisations/<slug>/venues/<venue_slug>")
@needs_in_organisation(Right.MANAGE)
def venue(organisation: Organisation, venue_slug: str) -> Response:
    """What is stored of a venue, and which events are held there."""
    found = _find(organisation, venue_slug)
    values = stored_venue(found)
    form = _form(found, formdata=None, data={**values, "seen": seen(values)})
    return _page(organisation, found, form)


@organise.post("/organisations/<slug>/venues/<venue_slug>")
@needs_in_organisation(Right.MANAGE)
def save_venue(organisation: Organisation, venue_slug: str) -> Response:
    """Save it; another address is asked first where people are told of it."""
    found = _find(organisation, venue_slug)
    stands_at(_address(organisation, found))
    form = _form(found, data=stored_venue(found))
    if not form.validate():
        return _page(organisation, found, form, status=422)
    for _attempt in range(TRIES):
        stored = stored_venue(found)
        if conflicts := merge(form, stored, form.seen.data or ""):
            form.seen.data = seen(stored)
            return _page(organisation, found, form, status=409, conflicts=conflicts)
        reached = _reached(found, form)
        if reached and form.next.data == CHANGE:
            return _page(organisation, found, form)
        if reached and form.next.data != SAVE:
            return _ask(organisation, found, form, reached)
        try:
            _save(found, form)
        except EditedMeanwhile:
            db.session.expire_all()
            found = _find(organisation, venue_slug)
        else:
            return done(_address(organisation, found), told_words() if reached else _("Saved."))
    raise Busy


def _save(found: Venue, form: FlaskForm) -> None:
    services.change_venue(
        venue_id=found.id,
        revision=found.revision,
        draft=venue_draft(form),
        message=form.message.data,
        user_id=user_id(),
    )


def _reached(found: Venue, form: FlaskForm) -> list[Reached]:
    """The published events to come whose people would be told."""
    if all(getattr(found, name) == LocalizedText(form[name].data) for name in services.WHERE):
        return []
    session = db.session()
    reached = [
        Reached(event, count_recipients(session, event, Recipients.ALL).total())
        for event in events_to_come_at(session, found.id, now())
        if event.status is EventStatus.PUBLISHED
    ]
    return [one for one in reached if one.told]


def _ask(organisation: Organisation, found: Venue, form: FlaskForm, reached: Sequence[Reached]) -> Response:
    row = Row(_("Place"), found.in_words(language()), draft_in_words(venue_draft(form)))
    return organisation_page(
        "organise/venue_question.html",
        organisation,
        "venues",
        venue=found,
        form=form,
        rows=[row],
        reached=reached,
        told=sum(one.told for one in reached),
        kind=LetterKind.EVENT_CHANGED,
        carried=carried(),
        address=_address(organisation, found),
    )


def _find(organisation: Organisation, venue_slug: str) -> Venue:
    found = find_own_venue(db.session(), organisation.id, venue_slug.replace("\0", ""))
    if found is None:
        abort(404)
    return found


def _form(found: Venue | None, **options: Any) -> FlaskForm:
    fields = {**venue_fields(found.region if found else ""), **asking_fields()}
    return made(SectionForm, fields, **options)


def _address(organisation: Organisation, found: Venue) -> str:
    return url_for("organise.venue", slug=organisation.slug, venue_slug=found.slug)


def _page(
    organisation: Organisation,
    found: Venue | None,
    form: FlaskForm,
    *,
    status: int = 200,
    conflicts: Sequence[Conflict] = (),
) -> Response:
    new = url_for("organise.new_venue", slug=organisation.slug)
    return organisation_page(
        "organise/venue.html",
        organisation,
        "venues",
        status=status,
        venue=found,
        form=form,
        conflicts=conflicts,
        stale=form.is_submitted() and stale(form),
        address=_address(organisation, found) if found else new,
        events=events_to_come_at(db.session(), found.id, now()) if found else (),
    )
