"""What may stand in an answer. Each check leaves in its field what is stored, or says what to write."""

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp.models import answer_texts
from regapp.web.fields import offered
from regapp.web.translations import gettext as _


class Number:
    """A number, with a point or a comma."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Take blanks and needless zeros away."""
        if not field.data:
            return
        try:
            field.data = answer_texts.number(field.data)
        except ValueError as error:
            raise StopValidation(_("Write a number in digits, for example 12 or 12.5.")) from error


class Day:
    """A date, as browsers send it or as people write it."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Make it ISO 8601."""
        if not field.data:
            return
        try:
            field.data = answer_texts.day(field.data)
        except ValueError as error:
            raise StopValidation(_("Write the date like this: 2026-12-05, or 05.12.2026.")) from error


class SomeOf:
    """Any of the choices."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Put them into the order of the form, each once."""
        known, sent = offered(field), set(field.data or ())
        if sent - known.keys():
            raise StopValidation(_("Choose from these answers."))
        field.data = [key for key in known if key in sent]
