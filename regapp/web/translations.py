"""Flask-Babel on the catalogues of regapp.texts."""

from typing import Any

from babel.support import NullTranslations
from flask import Flask
from flask_babel import Babel, Domain, get_locale
from flask_babel import gettext as translated
from flask_babel import ngettext as counted

from regapp import texts
from regapp.vocabulary import Language
from regapp.web.reading import reading


class _Catalogues(Domain):  # type: ignore[misc]
    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return texts.catalogue(Language(locale.language) if locale else texts.SOURCE)


class _Babel(Babel):  # type: ignore[misc]
    @property
    def domain_instance(self) -> Domain:
        return _Catalogues()


def init_app(app: Flask) -> None:
    """Let ``_()`` and ``{% trans %}`` speak the visitor's language."""
    selector: Any = lambda: str(reading().language)  # noqa: E731 - the extension takes a callable
    _Babel(app, default_locale=str(texts.SOURCE), locale_selector=selector)


def gettext(text: str, **values: object) -> str:
    """``text`` in the visitor's language, with ``values`` put in."""
    found: str = translated(text, **values)
    return found


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The form of a text for ``num`` things, which is put in as well."""
    found: str = counted(singular, plural, num, **values)
    return found
