"""When a message goes: at once, or at an hour of the event's clock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from regapp.clock import now
from regapp.models import Event
from regapp.services.events.times import is_shown, is_shown_twice
from regapp.vocabulary import EventStatus
from regapp.web.fields import Filled, OneOf
from regapp.web.forms import PostedForm
from regapp.web.moment_fields import MomentField
from regapp.web.organise.forms import made
from regapp.web.translations import gettext as _

NOW, LATER = "now", "later"


class SendForm(PostedForm):
    """An hour belongs to later alone."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what is wrong with the hour."""
        valid: bool = super().validate(extra_validators)
        if self.when.data != LATER:
            self.at.errors = []
            return not (self.when.errors or self.csrf_token.errors)
        if self.at.errors:
            return False
        if problem := self._problem():
            self.at.errors = [problem]
        return valid and not self.at.errors

    def _problem(self) -> str:
        wall, zone = self.at.wall, ZoneInfo(self.event.zone)
        if self.event.status is EventStatus.CANCELLED:
            return _("The event is cancelled: send it now, or not at all.")
        if wall is None:
            return _("Write the date and the hour.")
        if self.at.hour is None:
            return _("Write the hour like this: 17:00.")
        if not is_shown(wall, zone):
            return _("On that day the clock is put forward and leaves out this hour. Choose another one.")
        try:
            self.at.choose_side(zone, is_twice=is_shown_twice(wall, zone))
        except StopValidation as error:
            return str(error)
        return _("Choose a time to come.") if self.event.instant(self.at.wall) <= now() else ""

    @property
    def due_at(self) -> datetime | None:
        """The instant that a valid form names (UTC); None: at once."""
        if self.when.data != LATER or self.at.wall is None:
            return None
        instant: datetime = self.event.instant(self.at.wall)
        return instant


def send_form(event: Event, **options: Any) -> FlaskForm:
    """The form; ``seen`` tells which words its reader has in front of them."""
    fields: dict[str, Any] = {
        "when": RadioField(
            _("When"),
            choices=[SelectChoice(NOW, _("Now")), SelectChoice(LATER, _("Later"))],
            default=NOW,
            validators=[Filled(_("Choose when it goes.")), OneOf()],
            validate_choice=False,
        ),
        "at": MomentField(_("If later, when"), required=False),
        "seen": HiddenField(),
        "event": event,
    }
    form = made(SendForm, fields, **options)
    form["at"].flags.unmarked = True
    return form
