"""What forms are made of: checks whose messages say what to do, and kinds of fields the library lacks."""

import unicodedata
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, StringField
from wtforms.validators import StopValidation

from regapp.models import emails
from regapp.web.translations import gettext as _

LONGEST_NAME = 200  # characters of a person's name
YEARS = range(2000, 2200)  # whatever lies beyond is a slip of the finger

# Characters that turn the direction of whatever stands behind them, on every page that shows the text.
TURNING = frozenset(
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}"
    "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}"
    "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
)


def clean(text: str | None) -> str:
    """Without the control characters that no person types and no calendar or database takes."""
    return "".join(c for c in (text or "") if _is_kept(c)).strip()


def _is_kept(character: str) -> bool:
    if character in "\n\t":
        return True
    return character not in TURNING and (character.isprintable() or character > "\x9f")


def clean_line(text: str | None) -> str:
    """The same on a single line."""
    return " ".join(clean(text).split())


def can_be_seen(text: str) -> bool:
    """Whether there is anything in a text but blanks and characters without a shape."""
    return any(unicodedata.category(c)[0] not in "CZ" for c in text)


class Filled:
    """Something has to be there; says what to do if not."""

    field_flags = {"required": True}  # noqa: RUF012 - the form library's own protocol

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at an empty field, or one with nothing in it that can be seen."""
        if not field.data or (isinstance(field.data, str) and not can_be_seen(field.data)):
            raise StopValidation(self.message)


class AtMost:
    """A text is bounded."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at a text that is too long."""
        if len(field.data or "") > self.most:
            raise StopValidation(
                _(
                    "Shorten this to %(most)s characters; it has %(count)s.",
                    most=self.most,
                    count=len(field.data),
                )
            )


class Address:
    """A letter could reach it."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Normalise the address, or say what is wrong."""
        try:
            field.data = emails.checked(field.data)
        except ValueError as error:
            raise StopValidation(_("Check the address: it should look like name@example.org.")) from error


class OneOf:
    """One of the choices, or nothing."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at a value that was not offered."""
        if field.data and field.data not in offered(field):
            raise StopValidation(_("Choose one of the answers."))


class EachOf:
    """Every value that is chosen was offered."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at one that was not."""
        if set(field.data or ()) - offered(field).keys():
            raise StopValidation(_("Choose among these."))


def offered(field: Field) -> dict[str, str]:
    """The choices of a field: labels by values."""
    return {choice.value: choice.label for choice in field.choices}


def stale(form: FlaskForm) -> bool:
    """Whether the form lacks the proof that our own page sent it, of late."""
    return bool(form.csrf_token.errors)


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A whole number from ``least`` to ``most``; an empty field is None, or an error if it is required."""

    def __init__(self, label: str, *, least: int, most: int, required: bool = True, **options: Any) -> None:
        look = {"inputmode": "numeric", "autocomplete": "off", **options.pop("render_kw", {})}
        super().__init__(label, render_kw=look, **options)
        self.least, self.most = least, most
        if required:
            self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, a blank between thousands too."""
        typed = "".join(valuelist[0].split()) if valuelist else ""
        self.data = int(typed) if typed.isdecimal() and len(typed) < 10 else None  # noqa: PLR2004

    def pre_validate(self, _form: FlaskForm) -> None:
        """Say which numbers are possible."""
        typed = bool(self.raw_data and self.raw_data[0].strip())
        if not typed and not self.flags.required:
            return
        if self.data is None or not self.least <= self.data <= self.most:
            raise StopValidation(
                _("Write a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class WallClock(StringField):  # type: ignore[misc]
    """A date and a time on some wall clock: naive, or None where nothing was typed."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, render_kw={"type": "datetime-local", "autocomplete": "off"}, **options)
        self.unread = False

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what a browser's own picker sends, and what people write where there is none."""
        typed = clean_line(valuelist[0]) if valuelist else ""
        self.data = _wall_clock(typed)
        self.unread = bool(typed) and self.data is None

    def pre_validate(self, _form: FlaskForm) -> None:
        """Say how a time is written."""
        if self.unread:
            raise StopValidation(_("Write date and time like this: 2026-12-05 17:00."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%Y-%m-%dT%H:%M}" if self.data else ""


def _wall_clock(typed: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return read.replace(second=0, microsecond=0) if read.tzinfo is None and read.year in YEARS else None
