"""A time zone of a form: a line with proposals, in which a city or the IANA name can be written."""

from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from regapp.web.fields import clean_line
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.zones import read_zone, zone_choices, zone_label

LONGEST = 100


class ZoneField(StringField):  # type: ignore[misc]
    """``data`` is an IANA name, or empty where none was read. ``first``: zones proposed before others."""

    def __init__(self, label: str, *, first: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(label, **options)
        self.first = first
        self.near: list[str] = []
        self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was chosen or typed."""
        self.data, self.near = (
            read_zone(clean_line(valuelist[0])[:LONGEST], language()) if valuelist else ("", [])
        )

    def pre_validate(self, _form: Any) -> None:
        """Say how a zone is named."""
        if self.data:
            return
        if self.near:
            raise StopValidation(
                _(
                    "There are several such time zones. Write one of these: %(zones)s.",
                    zones="; ".join(self.near),
                )
            )
        raise StopValidation(
            _("Write a city of the time zone, for example Almaty, and choose it from the list.")
        )

    def proposals(self) -> list[str]:
        """The labels of all zones."""
        return zone_choices(language(), *self.first)

    def _value(self) -> str:
        if self.data:
            return zone_label(self.data, language())
        return str(self.raw_data[0]) if self.raw_data else ""
