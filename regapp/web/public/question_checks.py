"""What may stand in an answer. Each check leaves in its field what is stored, or says what to write."""

import re
from datetime import date
from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp.web.fields import offered
from regapp.web.translations import gettext as _

YEARS = range(1900, 2200)  # also of birth
_NUMBER = re.compile(r"([+-]?)(\d{1,15})(?:[.,](\d{1,6}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)


class Number:
    """A number, with a point or a comma."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Take blanks and needless zeros away."""
        if not field.data:
            return
        found = _NUMBER.fullmatch("".join(field.data.split()).replace("\N{MINUS SIGN}", "-"))
        if found is None:
            raise StopValidation(_("Write a number in digits, for example 12 or 12.5."))
        sign, whole, rest = found.groups()
        field.data = plain_number(Decimal(f"{sign}{whole}.{rest or 0}"))


def plain_number(number: Decimal) -> str:
    """A number as it is stored, e.g. "12.5" and never "1.25E+1" or "-0"."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


class Day:
    """A date, as browsers send it or as people write it."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Make it ISO 8601."""
        if not field.data:
            return
        day = _read_day(field.data)
        if day is None or day.year not in YEARS:
            raise StopValidation(_("Write the date like this: 2026-12-05, or 05.12.2026."))
        field.data = day.isoformat()


def _read_day(typed: str) -> date | None:
    found = _DAY_FIRST.fullmatch(typed)
    try:
        return date(*(int(found[part]) for part in (3, 2, 1))) if found else date.fromisoformat(typed)
    except ValueError:
        return None


class SomeOf:
    """Any of the choices."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Put them into the order of the form, each once."""
        known, sent = offered(field), set(field.data or ())
        if sent - known.keys():
            raise StopValidation(_("Choose from these answers."))
        field.data = [key for key in known if key in sent]
