"""A text in up to four languages, side by side: one field of a form, one control for each language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp import texts
from regapp.vocabulary import Language
from regapp.web.fields import can_be_seen, clean, clean_line
from regapp.web.reading import language
from regapp.web.translations import gettext as _


@dataclass(frozen=True, slots=True)
class Control:
    """The control of one language; its name in the form is that of the field, a hyphen and the language."""

    name: str
    language: Language
    language_name: str
    text: str
    is_missing: bool


class LocalizedField(Field):  # type: ignore[misc]
    """A text by language: ``data`` is a mapping without empty texts.

    ``required``: there has to be a text in one language at least. ``rows``: a paragraph; else one line.
    """

    widget = None

    def __init__(
        self,
        label: str,
        validators: Sequence[Callable[[FlaskForm, Field], None]] = (),
        *,
        longest: int,
        rows: int = 0,
        required: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.longest, self.rows = longest, rows
        if required:
            self.flags.required = True

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the controls of all languages; what the form does not send stays as it is."""
        super().process(None, {} if data is None else data, extra_filters)
        if formdata is None:
            return
        sent = {one: formdata.get(f"{self.name}-{one}") for one in Language}
        if all(text is None for text in sent.values()):
            return
        tidy = clean if self.rows else clean_line
        kept = {str(one): tidy(sent[one]) if sent[one] is not None else self._stored(one) for one in Language}
        self.data = {one: text for one, text in kept.items() if can_be_seen(text)}
        self.raw_data = [text for text in sent.values() if text]

    def process_data(self, value: Any) -> None:
        """Take a stored text."""
        self.data = {str(one): text for one, text in (value or {}).items() if text}

    def pre_validate(self, _form: FlaskForm) -> None:
        """Stop at a text that is too long, or where there is none and has to be one."""
        if self.flags.required and not self.data:
            raise StopValidation(_("Write this in one language at least."))
        for one, text in self.data.items():
            if len(text) > self.longest:
                raise StopValidation(
                    _(
                        "Shorten the text in %(language)s to %(most)s characters; it has %(count)s.",
                        language=texts.NAMES[Language(one)],
                        most=self.longest,
                        count=len(text),
                    )
                )

    def controls(self) -> list[Control]:
        """A control for each language, the reader's own first."""
        mine = language()
        ordered = sorted(Language, key=lambda one: one is not mine)
        return [
            Control(
                f"{self.name}-{one}",
                one,
                texts.NAMES[one],
                self.data.get(str(one), ""),
                bool(self.data) and not self.data.get(str(one)),
            )
            for one in ordered
        ]

    def _stored(self, one: Language) -> str:
        stored: Mapping[str, str] = self.data
        return stored.get(str(one), "")
