"""Telephone numbers in forms."""

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp.models import answer_texts
from regapp.web.translations import gettext as _


class Telephone:
    """A number that can be dialled from anywhere, or nothing."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Write the number as people write it between countries, or say how it is written."""
        if not field.data:
            return
        try:
            field.data = answer_texts.telephone(field.data)
        except ValueError as error:
            raise StopValidation(_("Write the number like this: +7 777 123 45 67.")) from error
