"""How an event enters calendars, and when the way to join is told, as a host says it."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from regapp.models import Event
from regapp.services.events.calendar_rules import CalendarRules
from regapp.web.context import settings
from regapp.web.fields import Filled, OneOf, WholeNumber
from regapp.web.forms import PostedForm
from regapp.web.organise.forms import made, tell_apart
from regapp.web.organise.move_forms import timed_sessions
from regapp.web.organise.rule_forms import HOUR, duration, minutes_of, shown_duration
from regapp.web.translations import gettext as _

WITH_PLACE, BEFORE_START = "with-place", "before-start"
FIRST_RELEASE = 24 * HOUR  # minutes that the form begins with


class CalendarForm(PostedForm):
    """What belongs together is looked at together."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Say that the time is missing."""
        valid: bool = super().validate(extra_validators)
        fields: tuple[WholeNumber, WholeNumber] = (self.release_hours, self.release_minutes)
        if self.release.data == BEFORE_START and not any(f.errors or f.data for f in fields):
            fields[0].errors = [_("Write how long: hours, minutes, or both.")]
            return False
        return valid


def calendar_form(event: Event, **options: Any) -> FlaskForm:
    """The calendar's rules of an event; what makes no sense for it is left out."""
    fields: dict[str, Any] = {
        "asks": BooleanField(_("Calendars ask for a yes or no")),
        "trusts": BooleanField(_("A no from a calendar frees the place without a question")),
        "by_session": BooleanField(_("An entry for each part of the programme, not for each day")),
        "release": RadioField(
            _("When people learn how to join online"),
            choices=[
                SelectChoice(WITH_PLACE, _("With the place")),
                SelectChoice(BEFORE_START, _("Some time before the start, by a letter of its own")),
            ],
            validators=[Filled(_("Choose when people learn how to join.")), OneOf()],
            validate_choice=False,
            default=WITH_PLACE,
        ),
        **duration("release"),
    }
    if not settings().reply_mailbox.domain:
        del fields["asks"], fields["trusts"]  # nobody would hear the answer
    if not timed_sessions(event) and not event.calendar_by_session:
        del fields["by_session"]
    return tell_apart(made(CalendarForm, fields, **options), "calendar")


def current_calendar_rules(event: Event) -> dict[str, Any]:
    """The event's rules as the form shows them."""
    minutes = event.join_release_minutes
    return {
        "asks": event.asks_for_answer,
        "trusts": event.trusts_answers,
        "by_session": event.calendar_by_session,
        "release": WITH_PLACE if minutes is None else BEFORE_START,
        **shown_duration("release", FIRST_RELEASE if minutes is None else minutes),
    }


def asked_calendar_rules(event: Event, form: FlaskForm) -> CalendarRules:
    """What a valid form says; of what it does not show, what stands."""
    is_later = form.release.data == BEFORE_START
    return CalendarRules(
        calendar_by_session="by_session" in form and form.by_session.data,
        asks_for_answer=form.asks.data if "asks" in form else event.asks_for_answer,
        trusts_answers=form.trusts.data if "trusts" in form else event.trusts_answers,
        join_release_minutes=minutes_of(form.release_hours, form.release_minutes) if is_later else None,
    )
