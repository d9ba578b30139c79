"""Texts that people read, in one or more languages."""

from collections.abc import Mapping

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from regapp.vocabulary import Language

EN, KK, RU, DE = Language.ENGLISH, Language.KAZAKH, Language.RUSSIAN, Language.GERMAN

# Whom a missing text serves best: most readers of Kazakh read Russian, and the other way round.
FALLBACKS: dict[Language, tuple[Language, ...]] = {
    EN: (EN, RU, KK, DE),
    KK: (KK, RU, EN, DE),
    RU: (RU, KK, EN, DE),
    DE: (DE, EN, RU, KK),
}


class LocalizedText(dict[str, str]):
    """A mapping of language to text, e.g. ``{"en": "Round table", "ru": "Круглый стол"}``."""

    def language_for(self, reader: Language) -> Language | None:
        """The language in which ``reader`` gets this text, or None where there is no text at all."""
        return next((language for language in FALLBACKS[reader] if self.get(language)), None)

    def read(self, reader: Language) -> str:
        """The text for ``reader``: in their language, or in the first of a fixed order that has one."""
        language = self.language_for(reader)
        return self[language] if language else ""


class LocalizedTextType(TypeDecorator[LocalizedText]):
    """A LocalizedText as a JSON object."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> dict[str, str]:  # noqa: ARG002
        """Store an empty mapping where nothing was given: a missing text is never NULL."""
        return {str(language): text for language, text in (value or {}).items()}

    def process_result_value(self, value: dict[str, str] | None, dialect: Dialect) -> LocalizedText:  # noqa: ARG002
        """Wrap what was stored."""
        return LocalizedText(value or {})
