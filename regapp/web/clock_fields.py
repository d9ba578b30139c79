"""A day and an hour, each in a field of its own, as browsers' pickers know them."""

import re
from datetime import date, time
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from regapp.web.fields import YEARS, clean_line
from regapp.web.translations import gettext as _

_TURNED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?")


class _Typed(StringField):  # type: ignore[misc]
    """A text that stands for something; ``data`` is None where nothing, or nothing readable, was typed."""

    kind: str

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, render_kw={"type": self.kind, "autocomplete": "off"}, **options)
        self.unread = False

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what a browser's own picker sends, and what people write where there is none."""
        typed = clean_line(valuelist[0]) if valuelist else ""
        self.data = self.read(typed)
        self.unread = bool(typed) and self.data is None

    def pre_validate(self, _form: Any) -> None:
        """Say how it is written."""
        if self.unread:
            raise StopValidation(self.how())

    def read(self, typed: str) -> Any:
        """What a text stands for, or None."""
        raise NotImplementedError

    def how(self) -> str:
        """How it is written."""
        raise NotImplementedError


class Day(_Typed):
    """A date."""

    kind = "date"

    def read(self, typed: str) -> date | None:
        """Year first, or day first as people here write it."""
        turned = _TURNED.fullmatch(typed)
        if turned:
            typed = f"{turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}"
        try:
            found = date.fromisoformat(typed)
        except ValueError:
            return None
        return found if found.year in YEARS else None

    def how(self) -> str:
        """Year, month, day."""
        return _("Write the day like this: 2026-12-05.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""


class ClockTime(_Typed):
    """An hour of the day."""

    kind = "time"

    def read(self, typed: str) -> time | None:
        """Hours and minutes, or hours alone."""
        found = _HOUR.fullmatch(typed)
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else None
        except ValueError:
            return None

    def how(self) -> str:
        """Hours and minutes."""
        return _("Write the hour like this: 17:00.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""
