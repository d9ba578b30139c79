"""A date and an hour on some wall clock, each with a control of its own; and which of two equal hours."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp import texts
from regapp.web.fields import YEARS, clean_line
from regapp.web.translations import gettext as _

SECOND = " (2)"  # behind an hour that the clock shows twice: it is the second one
_DAY = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))")
_HOUR = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?")
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two hours that the clock shows alike."""

    fold: int
    text: str


class MomentField(Field):  # type: ignore[misc]
    """``data`` is the moment as text, comparable and readable; ``wall`` is the same as a naive datetime.

    The controls are named ``<name>-date``, ``<name>-time`` and ``<name>-fold``. A date without an hour is a
    value as well: what it means is the form's to say.
    """

    widget = None

    def __init__(self, label: str, *, required: bool = True, **options: Any) -> None:
        super().__init__(label, **options)
        self.typed_day = self.typed_hour = ""
        self.day: date | None = None
        self.hour: time | None = None
        self.fold: int | None = None
        self.sides: list[Side] = []
        if required:
            self.flags.required = True

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the controls; what the form does not send stays as it is."""
        super().process(None, data, extra_filters)
        if formdata is None or formdata.get(f"{self.name}-date") is None:
            return
        self.typed_day, self.typed_hour = (
            clean_line(formdata.get(f"{self.name}-{part}"))[:LONGEST] for part in ("date", "time")
        )
        self.day, self.hour = _day(self.typed_day), _hour(self.typed_hour)
        fold = formdata.get(f"{self.name}-fold")
        self.fold = int(fold) if fold in {"0", "1"} else None
        self.raw_data = [text for text in (self.typed_day, self.typed_hour) if text]
        self.data = self._text()

    def process_data(self, value: str | None) -> None:
        """Take a stored moment; see :func:`moment_text`."""
        text = (value or "").removesuffix(SECOND)
        self.typed_day, _blank, self.typed_hour = text.partition(" ")
        self.day, self.hour = _day(self.typed_day), _hour(self.typed_hour)
        self.fold = int((value or "").endswith(SECOND)) if value else None
        self.data = value or ""

    def pre_validate(self, _form: FlaskForm) -> None:
        """Say how a date and an hour are written."""
        if not self.typed_day and not self.typed_hour:
            if self.flags.required:
                raise StopValidation(_("Write the date and the hour."))
            return
        if self.day is None:
            raise StopValidation(_("Write the date like this: 2026-12-05, and the hour like this: 17:00."))
        if self.day.year not in YEARS:
            raise StopValidation(
                _(
                    "Check the year: it should lie between %(first)s and %(last)s.",
                    first=YEARS[0],
                    last=YEARS[-1],
                )
            )
        if self.typed_hour and self.hour is None:
            raise StopValidation(_("Write the hour like this: 17:00."))

    @property
    def wall(self) -> datetime | None:
        """The moment, naive, with its fold; of a date without an hour its midnight."""
        if self.day is None:
            return None
        return datetime.combine(self.day, self.hour or time.min).replace(fold=self.fold or 0)

    def take_day(self) -> None:
        """Leave the hour out: the day is meant as a whole."""
        self.typed_hour, self.hour, self.fold, self.sides = "", None, None, []
        self.data = self._text()

    def choose_side(self, zone: ZoneInfo, *, is_twice: bool) -> None:
        """Offer both hours where the clock of ``zone`` shows this one twice.

        Raises StopValidation if none of them is chosen.
        """
        wall = self.wall
        if wall is None or not is_twice:
            self.fold = None if wall is None else 0
        else:
            self.sides = sides_of(wall, zone)
            if self.fold is None:
                raise StopValidation(
                    _("The clock is put back and shows this hour twice. Choose which of the two.")
                )
        self.data = self._text()

    def _text(self) -> str:
        return "" if self.day is None else moment_text(self.wall, is_day=self.hour is None)


def moment_text(wall: datetime | None, *, is_day: bool = False) -> str:
    """A naive datetime as such a field keeps it; ``is_day``: without its hour."""
    if wall is None:
        return ""
    return f"{wall:%Y-%m-%d}" if is_day else f"{wall:%Y-%m-%d %H:%M}{SECOND if wall.fold else ''}"


def sides_of(wall: datetime, zone: ZoneInfo) -> list[Side]:
    """Both hours, where the clock of ``zone`` shows ``wall`` twice."""
    return [_side(wall.replace(fold=fold, tzinfo=zone)) for fold in (0, 1)]


def _side(moment: datetime) -> Side:
    offset = texts.utc_offset(moment)
    is_second = bool(moment.fold)
    words = (
        _("the later one, %(offset)s", offset=offset)
        if is_second
        else _("the earlier one, %(offset)s", offset=offset)
    )
    return Side(moment.fold, words)


def _day(typed: str) -> date | None:
    found = _DAY.fullmatch(typed)
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _hour(typed: str) -> time | None:
    found = _HOUR.fullmatch(typed)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
