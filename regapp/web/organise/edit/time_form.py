"""When an event is, and when people can register, as a host says it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import StopValidation

from regapp.errors import TimesProblem, WrongTimes
from regapp.models import Event
from regapp.services.events.times import find_zone, is_shown_twice, outside, refuse_wrong_times
from regapp.web.formats import read
from regapp.web.moment_fields import MomentField, moment_text
from regapp.web.organise.edit.asking import asking_fields
from regapp.web.organise.edit.section import SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.translations import gettext as _
from regapp.web.zone_fields import ZoneField

DAY = timedelta(days=1)
MOMENTS = ("start", "end", "opens", "closes")
Hours = dict[int, tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Times:
    """Naive times on the wall clock of ``zone``; ``sessions`` are those that do not move along, by id."""

    zone: str
    start: datetime
    end: datetime
    opens: datetime | None
    closes: datetime
    all_day: bool
    sessions: Hours


class TimeForm(SectionForm):
    """Times that fit together."""

    event: Event

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what does not fit, at the field that is likely to be wrong."""
        valid: bool = super().validate(extra_validators)
        if self.zone.data:
            valid = self._choose_sides(find_zone(self.zone.data)) and valid
        if not valid:
            return False
        times = times_of(self)
        try:
            refuse_wrong_times(
                zone=times.zone,
                start=times.start,
                end=times.end,
                opens=times.opens,
                closes=times.closes,
                all_day=times.all_day,
                sessions=times.sessions,
            )
        except WrongTimes as error:
            say_wrong(self, error)
        if not self.errors:
            self._refuse_outside(times)
        return not self.errors

    def _choose_sides(self, zone: ZoneInfo) -> bool:
        """Tell days from hours, and equal hours apart; whether nothing is missing."""
        for name in MOMENTS:
            field = self[name]
            if field.errors or field.wall is None:
                continue
            if self.all_day.data and name in {"start", "end"}:
                field.take_day()
            elif field.hour is None:
                field.errors = [_("Write the hour like this: 17:00.")]
                continue
            try:
                field.choose_side(zone, is_twice=is_shown_twice(field.wall, zone))
            except StopValidation as error:
                field.errors = [str(error)]
        return not any(self[name].errors for name in MOMENTS)

    def _refuse_outside(self, times: Times) -> None:
        if found := session_outside(self.event, times):
            text = _("“%(title)s” would not be on a day of the event. Change its time first.", title=found)
            self["programme" if "programme" in self else "end"].errors = [text]


def time_form(event: Event, **options: Any) -> FlaskForm:
    """Zone, start, end and registration; what happens to the programme and to calendars."""
    fields: dict[str, Any] = {
        "zone": ZoneField(_("Time zone"), first=(event.organisation.zone, event.zone)),
        "all_day": BooleanField(_("Whole days, without hours")),
        "start": MomentField(_("Start")),
        "end": MomentField(_("End")),
        "opens": MomentField(_("Registration opens"), required=False),
        "closes": MomentField(_("Registration closes")),
        "programme": BooleanField(_("Move the programme by the same time as the start"), default=True),
        "by_session": BooleanField(
            _("An entry in calendars for each part of the programme, not for each day")
        ),
        **asking_fields(),
        "event": event,
    }
    if not timed_sessions(event):
        del fields["programme"]
        if not event.calendar_by_session:
            del fields["by_session"]
    form = made(TimeForm, fields, **options)
    if not form.is_submitted():
        for name in MOMENTS:
            _show_sides(form, name, ZoneInfo(event.zone))
    return form


def stored_times(event: Event) -> Values:
    """The times that stand, as the form shows them."""
    last = event.end_wall - DAY if event.all_day else event.end_wall
    return {
        "zone": event.zone,
        "all_day": event.all_day,
        "start": moment_text(event.start_wall.replace(fold=event.start_fold), is_day=event.all_day),
        "end": moment_text(last.replace(fold=event.end_fold), is_day=event.all_day),
        "opens": moment_text(_with_fold(event, event.opens_wall, event.opens_at)),
        "closes": moment_text(_with_fold(event, event.closes_wall, event.closes_at)),
        "by_session": event.calendar_by_session,
    }


def times_of(form: FlaskForm) -> Times:
    """What a valid form asks for."""
    stays = "programme" in form and not form.programme.data
    sessions = timed_sessions(form.event) if stays else {}
    is_days, last = form.all_day.data, form.end.wall
    end = last + DAY if is_days else last
    return Times(form.zone.data, form.start.wall, end, form.opens.wall, form.closes.wall, is_days, sessions)


def timed_sessions(event: Event) -> Hours:
    """Those of the programme that have a time, by id."""
    return {
        item.id: (item.start_wall, item.end_wall)
        for item in event.sessions
        if item.start_wall and item.end_wall
    }


def session_outside(event: Event, times: Times) -> str:
    """The title of a part of the programme that would leave the days of its event; empty if none would."""
    shift = times.start.replace(fold=0) - event.start_wall
    old = [(number, *hours) for number, hours in timed_sessions(event).items()]
    new = [
        (number, *times.sessions.get(number, (first + shift, last + shift))) for number, first, last in old
    ]
    were = outside(old, start=event.start_wall, end=event.end_wall, all_day=event.all_day)
    would = outside(new, start=times.start, end=times.end, all_day=times.all_day) - were
    return next((read(item.title) for item in event.sessions if item.id in would), "")


def say_wrong(form: FlaskForm, error: WrongTimes) -> None:
    """Put what is wrong with the times at the field that is likely to be it."""
    name = error.about if error.about in form else "programme" if "programme" in form else "end"
    form[name].errors = [_problem(error.problem)]


def _problem(problem: TimesProblem) -> str:
    known = {
        TimesProblem.YEAR: _("Check the year."),
        TimesProblem.GAP: _(
            "On that day the clock is put forward and leaves out this hour. Choose another one."
        ),
        TimesProblem.END: _("The end has to come after the start."),
        TimesProblem.OVER: _("Choose a time to come."),
        TimesProblem.CLOSING: _("Registration has to close before the event ends."),
        TimesProblem.OPENING: _("Registration has to open before it closes."),
        TimesProblem.OUTSIDE: _(
            "A part of the programme would not be on a day of the event. Change its time first."
        ),
    }
    return known.get(problem) or _("The event cannot be at this time. Check the dates.")


def _with_fold(event: Event, wall: datetime | None, instant: datetime | None) -> datetime | None:
    """A wall-clock time whose instant alone tells which of two equal hours it is."""
    if wall is None:
        return None
    return wall if event.instant(wall) == instant else wall.replace(fold=1)


def _show_sides(form: FlaskForm, name: str, zone: ZoneInfo) -> None:
    field = form[name]
    if field.wall is not None and field.hour is not None:
        field.choose_side(zone, is_twice=is_shown_twice(field.wall, zone))
