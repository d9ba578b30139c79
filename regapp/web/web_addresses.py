"""Addresses of web pages that people paste."""

from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp.web.fields import clean_line
from regapp.web.translations import gettext as _

_NEVER = set(' "<>')  # in no address (RFC 3986 appendix C)


class WebAddress:
    """The address of a page, or nothing: what could run in a reader's browser is none."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at what no browser opens as a page, and at what tells a password to every reader."""
        if not field.data:
            return
        if not is_web_address(field.data):
            raise StopValidation(_("Paste the whole address; it begins with https://."))
        if "@" in urlsplit(field.data).netloc:
            # It would also look like another host: https://dku.kz@evil.example/.
            raise StopValidation(
                _("Take out the user name and password: all that stands between // and @ in the address.")
            )


def is_web_address(text: str) -> bool:
    """Whether a browser opens ``text`` as a page of a named host."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _port = parts.port
    except ValueError:
        return False
    # Browsers end the host at a backslash, the library does not.
    is_whole = _is_host(host or "") and "\\" not in parts.netloc
    return parts.scheme in {"http", "https"} and is_whole and not _NEVER & set(text)


def _is_host(host: str) -> bool:
    if ":" in host:
        return True  # an address of IPv6, which the library has looked at
    return any(map(str.isalnum, host)) and all(c.isalnum() or c in "-._" or not c.isascii() for c in host)


def with_scheme(text: str | None) -> str:
    """An address as people write it, ``www.dku.kz``, with the scheme that they leave out."""
    line = clean_line(text)
    return f"https://{line}" if line and "://" not in line else line
