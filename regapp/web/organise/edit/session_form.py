"""A session of the programme as a host says it: day and hours, or none for a point of the agenda."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from regapp import texts
from regapp.errors import TimesProblem, WrongTimes
from regapp.models import Event, Session
from regapp.services.events.programme import SessionFacts
from regapp.services.events.session_places import own_quotas
from regapp.services.events.times import is_shown_twice
from regapp.vocabulary import Language
from regapp.web.fields import EachOf, OneOf, WholeNumber, clean_line
from regapp.web.formats import read
from regapp.web.localized_fields import LocalizedField
from regapp.web.moment_fields import SECOND, Side, sides_of
from regapp.web.organise.edit.asking import asking_fields
from regapp.web.organise.edit.section import SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.reading import language
from regapp.web.translations import gettext as _

LONGEST_TITLE, LONGEST_ROOM, LONGEST_DESCRIPTION = 300, 100, 5_000
MOST_PLACES = 1_000_000
MOST_DAYS = 60  # that a list offers
OTHERS = ("ug", "uz", "ky", "tr", "zh", "ar", "fr", "es", "it", "pl", "uk", "et", "ko", "ja", "fa")
SPOKEN = (*Language, *OTHERS)
DAY = timedelta(days=1)
_HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class HourField(StringField):  # type: ignore[misc]
    """An hour of the clock, as ``17:00``; empty where none was typed.

    Of two hours that the clock shows alike the later one is ``02:30 (2)``; the control ``<name>-fold`` says
    which, and stands there only then.
    """

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, render_kw={"type": "time", "autocomplete": "off"}, **options)
        self.fold: int | None = None
        self.sides: list[Side] = []

    def process(self, formdata: Any, *stored: Any, **options: Any) -> None:
        """Read both controls, or take what is stored."""
        super().process(formdata, *stored, **options)
        if formdata is None or self.name not in formdata:
            self.fold = int((self.data or "").endswith(SECOND))
        else:
            chosen = formdata.get(f"{self.name}-fold")
            self.fold = int(chosen) if chosen in {"0", "1"} else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what a browser's own picker sends, and what people write where there is none."""
        if valuelist:
            found = _HOUR.fullmatch(typed := clean_line(valuelist[0])[:20].removesuffix(":00:00"))
            self.data = f"{int(found[1]):02}:{found[2]}" if found else typed

    def pre_validate(self, _form: FlaskForm) -> None:
        """Say how an hour is written."""
        if self.data and not _HOUR.fullmatch(self.data.removesuffix(SECOND)):
            raise StopValidation(_("Write the hour like this: 17:00."))
        if self.sides and self.fold is None:
            raise StopValidation(
                _("The clock is put back and shows this hour twice. Choose which of the two.")
            )

    def offer_sides(self, moment: datetime, zone: ZoneInfo) -> None:
        """Where the clock of ``zone`` shows this hour twice, have one of the two chosen."""
        hour = f"{moment:%H:%M}"
        if is_shown_twice(moment, zone):
            self.sides = sides_of(moment, zone)
            self.data = hour + (SECOND if self.fold else "")
        else:
            self.fold, self.data = 0, hour

    def _value(self) -> str:
        return str(self.data or "").removesuffix(SECOND)


class SessionForm(SectionForm):
    """Hours that fit together."""

    event: Event

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the hour that is missing."""
        valid: bool = super().validate(extra_validators)
        if self.ends.data and not self.starts.data:
            self.starts.errors = [_("Write when it starts, or leave both hours empty.")]
        if self.starts.data and not self.ends.data:
            self.ends.errors = [_("Write when it ends.")]
        if self.places.data is not None and not self.bookable.data:
            self.bookable.errors = [_("Tick this as well, or leave the places empty.")]
        return valid and not self.errors


def session_form(event: Event, **options: Any) -> FlaskForm:
    """The form, with the event's days and people to choose from."""
    fields: dict[str, Any] = {
        "title": LocalizedField(_("Title"), longest=LONGEST_TITLE, required=True),
        "day": SelectField(
            _("Day"), choices=_days(event, options), validators=[_ReadableDay(event)], validate_choice=False
        ),
        "starts": HourField(_("Starts")),
        "ends": HourField(_("Ends")),
        "room": LocalizedField(_("Room"), longest=LONGEST_ROOM),
        "language": SelectField(
            _("Language spoken"), choices=_languages(), validators=[OneOf()], validate_choice=False
        ),
        "speakers": SelectMultipleField(
            _("Who speaks or moderates"),
            choices=[SelectChoice(str(one.id), read(one.name)) for one in event.speakers],
            option_widget=CheckboxInput(),
            validators=[EachOf()],
            validate_choice=False,
        ),
        "description": LocalizedField(_("Description"), longest=LONGEST_DESCRIPTION, rows=4),
        "bookable": BooleanField(_("People choose it when they register")),
        "places": WholeNumber(_("Places of its own"), least=0, most=MOST_PLACES, required=False),
        **asking_fields(),
        "event": event,
    }
    form = made(SessionForm, fields, **options)
    with suppress(ValueError, TypeError):  # what cannot be read is said at its field
        for field, moment in zip((form.starts, form.ends), hours_of(form), strict=True):
            if moment is not None:
                field.offer_sides(moment, ZoneInfo(event.zone))
    return form


def new_session(event: Event) -> Values:
    """What the form shows of a session that is not there yet: after the last one, of that day."""
    ends = [item.end_wall for item in event.sessions if item.end_wall]
    last = max(ends, default=None)
    start = event.start_wall if last is None else last
    has_room = start < event.end_wall and not (event.all_day and last is None)
    return {
        "title": {},
        "day": start.date().isoformat(),
        "starts": f"{start:%H:%M}" if has_room else "",
        "ends": "",
        "room": {},
        "language": "",
        "speakers": [],
        "description": {},
        "bookable": False,
        "places": None,
    }


def stored_session(event: Event, item: Session) -> Values:
    """What a session is now."""
    own = own_quotas(item)
    starts, ends = item.hours(event)
    return {
        "title": item.title,
        "day": (item.start_wall or event.start_wall).date().isoformat(),
        "starts": _hour_text(starts),
        "ends": _hour_text(ends),
        "room": item.room,
        "language": item.language,
        "speakers": sorted(str(one.id) for one in item.speakers),
        "description": item.description,
        "bookable": item.bookable,
        "places": own[0].capacity if own else None,
    }


def facts_of(form: FlaskForm) -> SessionFacts:
    """What a valid form says."""
    start, end = hours_of(form)
    return SessionFacts(
        title=form.title.data,
        start=start,
        end=end,
        description=form.description.data,
        room=form.room.data,
        language=form.language.data or "",
        bookable=form.bookable.data,
        speakers=[int(one) for one in form.speakers.data or ()],
        places=form.places.data,
    )


def hours_of(form: FlaskForm) -> tuple[datetime | None, datetime | None]:
    """Start and end, naive with fold; the end may be on the next day where the event lasts into it."""
    if not form.starts.data:
        return None, None
    day = date.fromisoformat(form.day.data)
    start, end = (_moment(day, form[one]) for one in ("starts", "ends"))
    event = form.event
    is_night = len(event.days()) == 1 and event.start_wall.date() < event.last_day.date()
    if end <= start and not end.fold and is_night and day < event.last_day.date():
        end = _moment(day + DAY, form.ends)
    return start, end


def _moment(day: date, field: HourField) -> datetime:
    hour = time.fromisoformat((field.data or "").removesuffix(SECOND))
    return datetime.combine(day, hour).replace(fold=field.fold or 0)


def _hour_text(wall: datetime | None) -> str:
    return f"{wall:%H:%M}{SECOND if wall.fold else ''}" if wall else ""


def say_wrong(form: FlaskForm, error: WrongTimes) -> None:
    """Put what is wrong with the hours at its field."""
    days = texts.date_range(form.event.start, form.event.last_day, language())
    known = {
        TimesProblem.GAP: _(
            "On that day the clock is put forward and leaves out this hour. Choose another one."
        ),
        TimesProblem.SESSION: _("The end has to come after the start."),
        TimesProblem.OUTSIDE: _("Choose a day of the event: %(days)s.", days=days),
    }
    name = "ends" if error.about == "end" else "starts"
    if error.problem is TimesProblem.OUTSIDE:
        name = "day"
    form[name].errors = [known.get(error.problem) or _("Check day and hour.")]


class _ReadableDay:
    def __init__(self, event: Event) -> None:
        self.event = event

    def __call__(self, _form: FlaskForm, field: Any) -> None:
        try:
            date.fromisoformat(field.data or "")
        except ValueError as error:
            raise StopValidation(_("Choose a day of the event.")) from error


def _days(event: Event, options: dict[str, Any]) -> list[SelectChoice]:
    first, last = event.start_wall.date(), event.last_day.date()
    days = [first + DAY * number for number in range(min((last - first).days + 1, MOST_DAYS))]
    stored = (options.get("data") or {}).get("day")
    if stored and date.fromisoformat(stored) not in days:  # the event has moved away from it
        days.append(date.fromisoformat(stored))
    return [SelectChoice(day.isoformat(), texts.long_date(_noon(day), language())) for day in sorted(days)]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def _languages() -> list[SelectChoice]:
    names = texts.locale(language()).languages
    return [
        SelectChoice("", _("as the event")),
        *(SelectChoice(str(one), names.get(str(one), str(one))) for one in SPOKEN),
    ]
