"""Addresses of web pages that people paste."""

from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp.web.translations import gettext as _


class WebAddress:
    """The address of a page, or nothing: what could run in a reader's browser is none."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at what no browser opens as a page."""
        if field.data and not is_web_address(field.data):
            raise StopValidation(_("Paste the whole address; it begins with https://."))


def is_web_address(text: str) -> bool:
    """Whether a browser opens ``text`` as a page of a named host."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and " " not in text
