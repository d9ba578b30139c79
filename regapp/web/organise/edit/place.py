"""Where an event is held: a venue that is known, one made on the spot, or none."""

from typing import Any

from flask import request
from flask_babel import format_decimal
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from regapp.database import db
from regapp.errors import NotFound, Over
from regapp.models import Event, Venue
from regapp.queries.recipients import count_recipients
from regapp.queries.venues import choosable_venues, find_choosable_venue
from regapp.services.events import event_changes
from regapp.vocabulary import Attendance, EventStatus, LetterKind, Recipients
from regapp.web.access import Right, may_in, needs, user_id
from regapp.web.fields import Filled, OneOf, clean_line
from regapp.web.organise import organise
from regapp.web.organise.edit.asking import (
    Question,
    Row,
    asking_fields,
    may_change,
    reach_words,
    told_words,
)
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.organise.pages import LONGEST_NUMBER
from regapp.web.organise.venue_forms import FIELDS, draft_in_words, venue_draft, venue_fields
from regapp.web.reading import language
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

NONE, NEW = "none", "new"
MOST_SHOWN = 12  # venues in the list; the others are searched
LONGEST_SEARCH = 100


@organise.get("/events/<slug>/edit/place")
@needs(Right.MANAGE)
def edit_place(event: Event) -> Response:
    """The venues that can be chosen."""
    return SECTION.show(event, **_around(event))


@organise.post("/events/<slug>/edit/place")
@needs(Right.MANAGE)
def save_place(event: Event) -> Response:
    """Choose one, after a question where people are told."""
    if not may_change(event):
        form = _form(event, data=_stored(event))
        return SECTION.again(event, form, status=409, **_around(event))
    return SECTION.answer(event, **_around(event))


class PlaceForm(SectionForm):
    """What is asked of a new venue counts only where one is to be made."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at the form; what is typed for a venue that is not to be made may be anything."""
        super().validate(extra_validators)
        if self.venue.data != NEW:
            for name in FIELDS:
                self[name].errors = []
        return not self.errors


def small_venue_words(event: Event, places: int | None) -> str:
    """That fewer people fit into a venue than may come, or nothing."""
    if places is None:
        return ""
    if any(one.attendance is Attendance.IN_PERSON and not one.quotas for one in event.ticket_types):
        return ngettext(
            "%(num)s person fits into this venue, and there is a ticket for it without a limit. Set one.",
            "%(num)s people fit into this venue, and there is a ticket for it without a limit. Set one.",
            places,
        )
    room = max((quota.capacity for quota in event.quotas if _is_of_room(quota)), default=0)
    if places >= room:
        return ""
    return ngettext(
        "%(num)s person fits into this venue, and %(room)s may come. Choose another one, or lower the number"
        " of places.",
        "%(num)s people fit into this venue, and %(room)s may come. Choose another one, or lower the number"
        " of places.",
        places,
        room=room,
    )


def _is_of_room(quota: Any) -> bool:
    ways = {ticket_type.attendance for ticket_type in quota.ticket_types}
    return ways == {Attendance.IN_PERSON}


def _around(event: Event) -> dict[str, Any]:
    """What the page shows beside its form."""
    return {
        "possible": may_change(event),
        "q": _searched(),
        "searches": len(_choosable(event)) > MOST_SHOWN,
        "keeps_venues": may_in(Right.MANAGE, event.organisation),
        "small": small_venue_words(event, event.venue.places) if event.venue else "",
    }


def _form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "venue": RadioField(
            _("Venue"),
            choices=[
                SelectChoice(NONE, _("No venue: it takes place online alone")),
                *(SelectChoice(str(venue.id), _venue_words(venue)) for venue in _shown(event)),
                SelectChoice(NEW, _("A new venue")),
            ],
            validators=[Filled(_("Choose a venue, or none.")), OneOf()],
            validate_choice=False,
        ),
        **venue_fields(),
        **asking_fields(),
    }
    return made(PlaceForm, fields, **options)


def _shown(event: Event) -> list[Venue]:
    """The venue that stands, the one that is chosen, and the first that were searched for."""
    found = choosable_venues(db.session(), event.organisation_id, language(), _searched())[:MOST_SHOWN]
    chosen = _find(event, request.form.get("venue", ""))
    shown = dict.fromkeys(filter(None, (event.venue, chosen, *found)))
    return list(shown)


def _find(event: Event, chosen: str) -> Venue | None:
    number = int(chosen) if chosen.isdecimal() and len(chosen) < len(str(LONGEST_NUMBER)) else 0
    return find_choosable_venue(db.session(), event.organisation_id, number) if number else None


def _choosable(event: Event) -> list[Venue]:
    return choosable_venues(db.session(), event.organisation_id, language())


def _searched() -> str:
    return clean_line(request.args.get("q", ""))[:LONGEST_SEARCH]


def _venue_words(venue: Venue) -> str:
    words = venue.in_words(language())
    if venue.places is None:
        return words
    places = ngettext("%(count)s place", "%(count)s places", venue.places, count=format_decimal(venue.places))
    return f"{words} · {places}"


def _stored(event: Event) -> Values:
    return {"venue": NONE if event.venue_id is None else str(event.venue_id)}


def _question(event: Event, form: FlaskForm) -> Question | None:
    told = count_recipients(db.session(), event, Recipients.ALL).total()
    if event.status is not EventStatus.PUBLISHED or not told or form.venue.data == _stored(event)["venue"]:
        return None
    old = event.venue.in_words(language()) if event.venue else ""
    chosen = _find(event, form.venue.data)
    if form.venue.data == NEW:
        draft = venue_draft(form)
        new, places = draft_in_words(draft), draft.places
    else:
        new, places = (chosen.in_words(language()), chosen.places) if chosen else ("", None)
    return Question(
        title=_("Hold this event elsewhere?"),
        yes=_("Yes, change the place"),
        rows=[Row(_("Place"), old, new)],
        told=told,
        reach=reach_words(told),
        kind=LetterKind.EVENT_CHANGED,
        done=told_words(),
        warnings=list(filter(None, [small_venue_words(event, places)])),
    )


def _save(event: Event, form: FlaskForm, revision: int) -> bool:
    chosen = form.venue.data
    if chosen == _stored(event)["venue"]:
        return True
    values: dict[str, Any] = {
        "event_id": event.id,
        "revision": revision,
        "message": form.message.data,
        "user_id": user_id(),
    }
    try:
        if chosen == NEW:
            once(event_changes.relocate, new_venue=venue_draft(form), venue_id=None, **values)
        else:
            event_changes.relocate(venue_id=int(chosen) if chosen.isdecimal() else None, **values)
    except NotFound:
        form.venue.errors = [_("This venue is gone meanwhile. Choose another one.")]
    except Over:
        form.venue.errors = [_("The event is over or cancelled meanwhile: its place stays.")]
    return not form.venue.errors


SECTION = Section(
    "organise.edit_place", "organise/edit/place.html", _form, _stored, _save, makes=True, question=_question
)
