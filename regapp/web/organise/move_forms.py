"""When an event is to be held instead, on the wall clock of its zone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField

from regapp.errors import TimesProblem, WrongTimes
from regapp.models import Event
from regapp.services.events.times import refuse_wrong_times
from regapp.web.fields import AtMost, Filled, WallClock, clean
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import LONGEST_MESSAGE, made
from regapp.web.translations import gettext as _

Times = dict[int, tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Move:
    """The new times, naive; ``sessions`` are those items of the programme that do not move along, by id."""

    start: datetime
    end: datetime
    closes: datetime
    sessions: Times


class MoveForm(PostedForm):
    """Times that fit together, and are others than those that stand."""

    event: Event

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what does not fit, at the field that is likely to be wrong."""
        if not super().validate(extra_validators):
            return False
        times = self.start.data, self.end.data, self.closes.data
        if times == (self.event.start_wall, self.event.end_wall, self.event.closes_wall):
            self.start.errors = [_("These are the times that stand already. Change what is to be another.")]
        try:
            _refuse(self.event, *times)
        except WrongTimes as error:
            name, text = _wrong(error.problem)
            self[name].errors = [text]
        return not self.errors


def move_form(event: Event, **options: Any) -> FlaskForm:
    """When the event starts and ends, and registration closes."""
    fields: dict[str, Any] = {
        "start": _clock(_("Start")),
        "end": _clock(_("End")),
        "closes": _clock(_("Registration closes")),
        "programme": BooleanField(_("Move the programme by the same time as the start"), default=True),
        "message": TextAreaField(
            _("Message to everybody"),
            description=_("It stands in the letter, beside the old and the new times."),
            filters=[clean],
            validators=[AtMost(LONGEST_MESSAGE)],
            render_kw={"rows": 3},
        ),
        "next": StringField(),
        "event": event,
    }
    if not timed_sessions(event):
        del fields["programme"]
    return made(MoveForm, fields, **options)


def current_times(event: Event) -> dict[str, Any]:
    """The times that stand, as the form shows them."""
    return {"start": event.start_wall, "end": event.end_wall, "closes": event.closes_wall}


def move_of(event: Event, form: FlaskForm) -> Move:
    """What a valid form asks for."""
    stays = "programme" in form and not form.programme.data
    sessions = timed_sessions(event) if stays else {}
    start = _as_it_was(form.start.data, event.start_wall, event.start_fold)
    end = _as_it_was(form.end.data, event.end_wall, event.end_fold)
    return Move(start, end, form.closes.data, sessions)


def _as_it_was(chosen: datetime, wall: datetime, fold: int) -> datetime:
    """An hour that the clock shows twice is the one that it was, unless another hour is chosen."""
    return chosen.replace(fold=fold) if chosen == wall else chosen


def timed_sessions(event: Event) -> Times:
    """Those of the programme that have a time, by id."""
    return {
        item.id: (item.start_wall, item.end_wall)
        for item in event.sessions
        if item.start_wall and item.end_wall
    }


def _clock(label: str) -> WallClock:
    return WallClock(label, validators=[Filled(_("Write date and time like this: 2026-12-05 17:00."))])


def _refuse(event: Event, start: datetime, end: datetime, closes: datetime) -> None:
    refuse_wrong_times(
        zone=event.zone,
        start=start,
        end=end,
        opens=event.opens_wall,
        closes=closes,
        all_day=event.all_day,
        sessions={},
    )


def _wrong(problem: TimesProblem) -> tuple[str, str]:
    """The field that is likely to be wrong, and what to do."""
    known = {
        TimesProblem.GAP: ("start", _("On that day the clock leaves out this hour. Choose another one.")),
        TimesProblem.END: ("end", _("The end has to come after the start.")),
        TimesProblem.OVER: ("end", _("Choose a time to come.")),
        TimesProblem.CLOSING: ("closes", _("Registration has to close before the event ends.")),
        TimesProblem.OPENING: ("closes", _("Registration has to close after it opens.")),
        TimesProblem.DAYS: (
            "start",
            _("Whole days begin at 00:00, and end at 00:00 after the last day."),
        ),
    }
    return known.get(problem, ("start", _("The event cannot be at this time. Check the dates.")))
