"""Telephone numbers in forms."""

import re

import phonenumbers
from flask_wtf import FlaskForm
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat
from wtforms import Field
from wtforms.validators import StopValidation

from regapp.web.translations import gettext as _

REGION = "KZ"  # of numbers without a country's code


class Telephone:
    """A number that can be dialled from anywhere, or nothing."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Write the number as people write it between countries, or say how it is written."""
        if not field.data:
            return
        try:
            number = phonenumbers.parse(field.data, REGION)
        except NumberParseException as error:
            raise StopValidation(_how()) from error
        if not phonenumbers.is_possible_number(number):
            raise StopValidation(_how())
        usual = _in_words(number)
        field.data = _as_typed(field.data, usual) or usual


def _as_typed(typed: str, usual: str) -> str:
    """The same number in the groups in which somebody wrote it with its country; empty if they did not."""
    if set(typed) - set("+0123456789 ()-\N{NO-BREAK SPACE}"):
        return ""
    spaced = " ".join(re.findall(r"\+?[0-9]+", typed))
    return spaced if " " in spaced and spaced.startswith("+") and _digits(spaced) == _digits(usual) else ""


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _in_words(number: PhoneNumber) -> str:
    """The number as people write it here, between countries."""
    written: str = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    # People here speak of 77 123 45 67, the library writes 77 123 4567.
    return re.sub(r"^(\+7 \d{3} \d{3}) ?(\d{2})-?(\d{2})$", r"\1 \2 \3", written)


def _how() -> str:
    return _("Write the number like this: +7 777 123 45 67.")
