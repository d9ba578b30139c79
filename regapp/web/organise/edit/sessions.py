"""A session of the programme is added, edited, put in order, taken away."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp import texts
from regapp.clock import now
from regapp.database import db
from regapp.errors import CapacityTooLow, Over, SessionChosen, WrongTimes
from regapp.models import Event
from regapp.queries.recipients import count_recipients
from regapp.services.events import programme
from regapp.services.events.times import is_shown_twice
from regapp.vocabulary import EventStatus, LetterKind, Recipients
from regapp.web.access import Right, needs, user_id
from regapp.web.organise import organise
from regapp.web.organise.edit.asking import Question, Row, reach_words, told_words
from regapp.web.organise.edit.programme import programme_list
from regapp.web.organise.edit.section import Section, Values
from regapp.web.organise.edit.session_form import (
    facts_of,
    hours_of,
    new_session,
    say_wrong,
    session_form,
    stored_session,
)
from regapp.web.organise.edit.things import find, put, take_away
from regapp.web.reading import language
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext
from regapp.web.uploads import takes_files

LIST = "organise.edit_programme"
TEMPLATE = "organise/edit/session.html"


@organise.get("/events/<slug>/edit/programme/sessions/new")
@needs(Right.MANAGE)
def new_session_form(event: Event) -> Response:
    """The form for a session that is not there yet."""
    return _adding().show(event, item=None)


@organise.post("/events/<slug>/edit/programme/sessions/new")
@needs(Right.MANAGE)
@takes_files
def add_session(event: Event) -> Response:
    """Put it on the programme."""
    return _adding().answer(event, item=None)


@organise.get("/events/<slug>/edit/programme/sessions/<int:number>")
@needs(Right.MANAGE)
def edit_session(event: Event, number: int) -> Response:
    """The form with what a session is."""
    return _editing(number).show(event, item=find(event.sessions, number), told=_told(event))


@organise.post("/events/<slug>/edit/programme/sessions/<int:number>")
@needs(Right.MANAGE)
@takes_files
def save_session(event: Event, number: int) -> Response:
    """Save it, after a question where people are told."""
    return _editing(number).answer(event, item=find(event.sessions, number), told=_told(event))


@organise.post("/events/<slug>/edit/programme/sessions/<int:number>/put")
@needs(Right.MANAGE)
def put_session(event: Event, number: int) -> Response:
    """Move it up or down among those of the same time."""
    find(event.sessions, number)
    address = url_for(LIST, slug=event.slug, _anchor=f"session-{number}")
    return put(
        lambda up: programme.put(event_id=event.id, session_id=number, up=up, user_id=user_id()),
        address,
        partial(programme_list, event),
    )


@organise.post("/events/<slug>/edit/programme/sessions/<int:number>/remove")
@needs(Right.MANAGE)
def remove_session(event: Event, number: int) -> Response:
    """Take it off the programme, unless somebody has chosen it."""
    item = find(event.sessions, number)

    def act(revision: int) -> str:
        try:
            programme.remove(event_id=event.id, revision=revision, session_id=number, user_id=user_id())
        except SessionChosen as error:
            return _chosen_words(error.count)
        return ""

    told = told_words() if item.start_wall and _told(event) else _("It is off the programme.")
    back = url_for(LIST, slug=event.slug)
    return take_away(_editing(number), event, act, back, told, item=item, told=_told(event))


def _adding() -> Section:
    endpoint = "organise.new_session_form"
    return Section(
        endpoint,
        TEMPLATE,
        session_form,
        new_session,
        _add,
        after=LIST,
        makes=True,
        question=partial(_question, None),
    )


def _editing(number: int) -> Section:
    def stored(event: Event) -> Values:
        return stored_session(event, find(event.sessions, number))

    return Section(
        "organise.edit_session",
        TEMPLATE,
        session_form,
        stored,
        partial(_save, number),
        values={"number": number},
        after=LIST,
        question=partial(_question, number),
    )


def _add(event: Event, form: FlaskForm, revision: int) -> bool:
    try:
        once(
            programme.add,
            event_id=event.id,
            revision=revision,
            facts=facts_of(form),
            message=form.message.data,
            user_id=user_id(),
        )
    except WrongTimes as error:
        say_wrong(form, error)
    return not form.errors


def _save(number: int, event: Event, form: FlaskForm, revision: int) -> bool:
    try:
        programme.change(
            event_id=event.id,
            revision=revision,
            session_id=number,
            facts=facts_of(form),
            message=form.message.data,
            user_id=user_id(),
        )
    except WrongTimes as error:
        say_wrong(form, error)
    except Over:
        form.starts.errors = [_("The event is over or cancelled: its times stay as they were.")]
    except SessionChosen as error:
        form.bookable.errors = [_chosen_words(error.count)]
    except CapacityTooLow as error:
        form.places.errors = [
            ngettext(
                "%(num)s person has chosen it already: give at least as many places.",
                "%(num)s people have chosen it already: give at least as many places.",
                error.taken,
            )
        ]
    return not form.errors


def _question(number: int | None, event: Event, form: FlaskForm) -> Question | None:
    """Where calendars have an entry for each session, another time of one is told to everybody."""
    start, end = hours_of(form)
    item = None if number is None else find(event.sessions, number)
    old = item.hours(event) if item else (None, None)
    told = _told(event)
    if not told or _instants(event, start, end) == _instants(event, *old):
        return None
    return Question(
        title=_("Change the time of this part of the programme?")
        if item
        else _("Add this to the programme?"),
        yes=_("Yes, save it"),
        rows=[Row(_("Time"), _when(event, *old), _when(event, start, end))],
        told=told,
        reach=reach_words(told),
        kind=LetterKind.EVENT_CHANGED,
        done=told_words(),
    )


def _told(event: Event) -> int:
    """How many people get a letter when the hours of the programme change: none where calendars lack them."""
    if event.status is not EventStatus.PUBLISHED or not event.calendar_by_session or event.end_at <= now():
        return 0
    return count_recipients(db.session(), event, Recipients.ALL).total()


def _instants(event: Event, *walls: datetime | None) -> list[datetime | None]:
    return [event.instant(wall) if wall else None for wall in walls]


def _when(event: Event, start: datetime | None, end: datetime | None) -> str:
    if start is None or end is None:
        return ""
    hours = f"{_clock(event, start)}–{_clock(event, end)}"
    return f"{texts.long_date(start, language())}, {hours}"


def _clock(event: Event, wall: datetime) -> str:
    """The hour; with its offset where the clock shows it twice."""
    zone, hour = ZoneInfo(event.zone), texts.clock_time(wall, language())
    return f"{hour} ({texts.utc_offset(wall.replace(tzinfo=zone))})" if is_shown_twice(wall, zone) else hour


def _chosen_words(count: int) -> str:
    return ngettext(
        "%(num)s person has chosen it: it stays until they have left it, or have cancelled.",
        "%(num)s people have chosen it: it stays until they have left it, or have cancelled.",
        count,
    )
